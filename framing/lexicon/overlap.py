"""Which of overlapping hits stay."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.lexicon.batch import Indices


def keep_longest(group: Indices, start: Indices, end: Indices, order: Indices) -> NDArray[np.bool_]:
    """Which spans stay when, of overlapping spans of one group, the longest goes first.

    Ties go to the earlier span, then to the lower `order`. Spans of different groups never compete.

    Args:
        group: number of the group.
        start: first character, in one common count for the batch.
        end: after the last character.
        order: place in the lexicon file.
    """
    keeps = np.ones(len(group), dtype=np.bool_)
    if len(group) < 2:
        return keeps
    rows = np.lexsort((order, start, group))
    # Groups are laid out one behind the other, so that one running maximum serves all.
    offset = group[rows] * (int(end.max()) + 1)
    begins, reach = start[rows] + offset, np.maximum.accumulate(end[rows] + offset)
    breaks = np.flatnonzero(begins[1:] >= reach[:-1]) + 1
    for low, high in pairwise([0, *breaks.tolist(), len(rows)]):
        if high - low > 1:
            cluster = rows[low:high]
            keeps[cluster] = _keep_in_cluster(
                list(zip(start[cluster].tolist(), end[cluster].tolist(), order[cluster].tolist(), strict=True))
            )
    return keeps


def _keep_in_cluster(spans: list[tuple[int, int, int]]) -> list[bool]:
    keeps = [False] * len(spans)
    taken: list[tuple[int, int]] = []
    for place in sorted(range(len(spans)), key=lambda i: (spans[i][0] - spans[i][1], spans[i][0], spans[i][2])):
        start, end, _ = spans[place]
        if all(end <= other_start or other_end <= start for other_start, other_end in taken):
            keeps[place] = True
            taken.append((start, end))
    return keeps
