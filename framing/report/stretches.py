"""Stretches of rows that belong together, found without a step of Python per row."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np


def find_stretches(*columns: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """The first row, and the row after the last, of each stretch in which no column changes its value."""
    if not len(columns[0]):
        return iter(())
    changes = np.zeros(len(columns[0]) - 1, dtype=bool)
    for column in columns:
        values = np.array(column, dtype=object)
        changes |= values[1:] != values[:-1]
    return pairwise([0, *(np.flatnonzero(changes) + 1).tolist(), len(columns[0])])
