"""Where one speaker's words end: spans that are not a mere run of words lie between two such borders."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import Attribution, TypeFacts
from framing.lexicon.batch import BatchPositions, Indices, Occurrences

QUOTATION_MARKS = frozenset(("“", "”", "„", "‟", "«", "»", "‹", "›", '"', "‘", "''", "``"))
CLAUSE_MARKS = frozenset((";", ":"))  # what stands behind them is another statement; a comma may mean anything
MAX_SPAN_TOKENS = 30


class BorderFinder:
    """Tells which spans cross a border; keeps between batches which word forms are marks of one."""

    def __init__(self) -> None:
        self._is_quotation_mark = TypeFacts(_is_quotation_mark, np.bool_)
        self._is_mark = TypeFacts(_is_mark, np.bool_)

    def drop_crossing(
        self, occurrences: Occurrences, positions: BatchPositions, attribution: Attribution, in_clause: bool
    ) -> Occurrences:
        """The occurrences that stay in one voice and quotation, hold no quotation mark inside, and are not too long.

        Scare quotations are no quotations here, but their marks are marks. A single token crosses nothing.

        Args:
            occurrences: what was found.
            positions: the batch.
            attribution: voice and quotation of its tokens.
            in_clause: occurrences hold no semicolon or colon inside either.
        """
        if not len(occurrences.first):
            return occurrences
        first, last = occurrences.first, occurrences.last
        is_mark = self._is_mark if in_clause else self._is_quotation_mark
        marks = np.cumsum(is_mark.of(positions.tokens.types)[positions.tokens.type_id], dtype=np.int64)
        changes = _count_changes(positions, attribution)
        stays = (
            (changes[first] == changes[last])
            & (marks[np.maximum(last - 1, first)] == marks[first])
            & (last - first < MAX_SPAN_TOKENS)
        )
        return occurrences.take(stays)


def _is_quotation_mark(form: str, folded: str) -> bool:  # noqa: ARG001 - as TypeFacts calls it; a lambda could not be sent to workers
    return form in QUOTATION_MARKS


def _is_mark(form: str, folded: str) -> bool:  # noqa: ARG001 - as TypeFacts calls it
    return form in QUOTATION_MARKS or form in CLAUSE_MARKS


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
