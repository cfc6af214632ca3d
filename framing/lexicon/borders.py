"""Where one speaker's words end: spans that are not a mere run of words lie between two such borders."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import Attribution, TypeFacts
from framing.lexicon.batch import BatchPositions, Indices, Occurrences

QUOTATION_MARKS = frozenset(("“", "”", "„", "‟", "«", "»", "‹", "›", '"', "‘", "''", "``"))
MAX_SPAN_TOKENS = 30


class BorderFinder:
    """Tells which spans cross a border; keeps which word forms are quotation marks between batches."""

    def __init__(self) -> None:
        self._is_mark = TypeFacts(_is_mark, np.bool_)

    def drop_crossing(
        self, occurrences: Occurrences, positions: BatchPositions, attribution: Attribution
    ) -> Occurrences:
        """The occurrences that stay in one voice and quotation, hold no quotation mark inside, and are not too long.

        Scare quotations are no quotations here, but their marks are marks. A single token crosses nothing.
        """
        if not len(occurrences.first):
            return occurrences
        first, last = occurrences.first, occurrences.last
        marks = np.cumsum(self._is_mark.of(positions.tokens.types)[positions.tokens.type_id], dtype=np.int64)
        changes = _count_changes(positions, attribution)
        stays = (
            (changes[first] == changes[last])
            & (marks[np.maximum(last - 1, first)] == marks[first])
            & (last - first < MAX_SPAN_TOKENS)
        )
        return occurrences.take(stays)


def _is_mark(form: str, folded: str) -> bool:  # noqa: ARG001 - as TypeFacts calls it; a lambda could not be sent to workers
    return form in QUOTATION_MARKS


def _count_changes(positions: BatchPositions, attribution: Attribution) -> Indices:
    """For each token how many times voice or quotation changed before it, not counting scare quotations."""
    kinds = attribution.quotations["kind"]
    is_scare: NDArray[np.bool_] = np.array([kind == "scare" for kind in kinds] + [False], dtype=np.bool_)
    counted = np.flatnonzero(~is_scare[attribution.quotation])  # row -1, outside quotations, is the last
    changes = np.zeros(len(positions.word), dtype=np.int64)
    voice, quotation = attribution.voice[counted], attribution.quotation[counted]
    differs = (voice[1:] != voice[:-1]) | (quotation[1:] != quotation[:-1])
    changes[counted[1:][differs]] = 1
    return np.cumsum(changes)
