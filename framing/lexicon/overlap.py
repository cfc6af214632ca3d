"""Which of overlapping hits stay."""

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from framing.lexicon.batch import Indices, sort_rows

_MAX_ROUNDS = 16


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
    rows = sort_rows(group, start)
    cluster = _find_clusters(group[rows], start[rows], end[rows])
    crowded = np.bincount(cluster)[cluster] > 1 if len(rows) else keeps
    rows, cluster = rows[crowded], cluster[crowded]
    keeps[rows] = False
    ranked = sort_rows(cluster, int(end.max(initial=0)) - (end[rows] - start[rows]), start[rows], order[rows])
    rows, cluster = rows[ranked], cluster[ranked]
    # Each round keeps the first span of every cluster and drops what overlaps it. Long chains go one by one.
    for _ in range(_MAX_ROUNDS):
        if not len(rows):
            return keeps
        is_first = np.concatenate(([True], cluster[1:] != cluster[:-1]))
        best = rows[is_first][np.cumsum(is_first) - 1]
        keeps[rows[is_first]] = True
        apart = (end[rows] <= start[best]) | (end[best] <= start[rows])
        rows, cluster = rows[apart], cluster[apart]
    _keep_one_by_one(keeps, rows.tolist(), cluster.tolist(), start, end)
    return keeps


def _keep_one_by_one(
    keeps: NDArray[np.bool_], rows: list[int], clusters: list[int], start: Indices, end: Indices
) -> None:
    """Keep rows, given cluster by cluster in the order of preference, that no kept one of the cluster overlaps."""
    taken: list[tuple[int, int]] = []
    open_ = -1
    for row, cluster in zip(rows, clusters, strict=True):
        if cluster != open_:
            taken, open_ = [], cluster
        span = (int(start[row]), int(end[row]))
        place = bisect_left(taken, span)
        is_free = place == len(taken) or span[1] <= taken[place][0]
        if is_free and (place == 0 or taken[place - 1][1] <= span[0]):
            taken.insert(place, span)
            keeps[row] = True


def _find_clusters(group: Indices, start: Indices, end: Indices) -> Indices:
    """For spans sorted by group and start: the number of the chain of overlapping spans that each belongs to."""
    if not len(group):
        return group
    # Groups are laid out one behind the other, so that one running maximum serves all.
    offset = group * (int(end.max()) + 1)
    reach = np.maximum.accumulate(end + offset)
    breaks = (start + offset)[1:] >= reach[:-1]
    return np.concatenate(([0], np.cumsum(breaks)))
