"""Occurrences of features in units: which feature, how much, and the places that it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.stance.templates import KeyArray

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Occurrences:
    """One element per occurrence; `places` holds up to three places of a layout, `NOWHERE` for none."""

    unit: IntArray
    key: KeyArray
    value: NDArray[np.float32]
    places: IntArray  # shape: (occurrences, 3), one column after another in memory

    def __len__(self) -> int:
        return len(self.unit)


def occur(
    unit: IntArray, key: KeyArray, *places: NDArray[np.integer], value: NDArray[np.float32] | None = None
) -> Occurrences:
    """Occurrences with value 1, or `value`, at `places`."""
    where = np.full((3, len(unit)), NOWHERE, dtype=np.int32)
    for number, place in enumerate(places):
        where[number] = place
    return Occurrences(unit, key, np.ones(len(unit), dtype=np.float32) if value is None else value, where.T)


def join(parts: Iterable[Occurrences]) -> Occurrences:
    """All occurrences of several lists."""
    listed = list(parts)
    return Occurrences(
        np.concatenate([part.unit for part in listed]).astype(np.int32),
        np.concatenate([part.key for part in listed]),
        np.concatenate([part.value for part in listed]).astype(np.float32),
        np.concatenate([part.places.T for part in listed], axis=1).T,
    )
