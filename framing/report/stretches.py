"""Stretches of rows that belong together, found without a step of Python per row."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import Coded


def find_stretches(*columns: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """The first row, and the row after the last, of each stretch in which no column changes its value."""
    if not len(columns[0]):
        return iter(())
    return pairwise([0, *(np.flatnonzero(_find_changes(columns)) + 1).tolist(), len(columns[0])])


def number_stretches(*columns: Sequence[Any]) -> NDArray[np.int64]:
    """For each row the number of the stretch that it stands in, from 0."""
    if not len(columns[0]):
        return np.zeros(0, dtype=np.int64)
    return np.concatenate(([0], np.cumsum(_find_changes(columns))))


def _find_changes(columns: Sequence[Sequence[Any]]) -> NDArray[np.bool_]:
    """Whether a column changes its value after each row but the last."""
    changes = np.zeros(len(columns[0]) - 1, dtype=bool)
    for column in columns:
        values = column.array if isinstance(column, Coded) else np.array(column, dtype=object)
        changes |= values[1:] != values[:-1]
    return changes
