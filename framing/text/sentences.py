"""Where sentences begin."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import TypeFacts, Types
from framing.text.layout import NOTHING, Layout

PLAIN, TERMINATOR, CLOSER, OPENER = range(4)


def _classify(form: str, folded: str) -> int:  # noqa: ARG001 TypeFacts gives both spellings
    if form in (".", "!", "?", "…") or form.startswith(".."):
        return TERMINATOR
    if form in ('"', "”", "’", "'", "»", ")", "]"):
        return CLOSER
    return PLAIN


class SentenceRules:
    """Sentence boundaries."""

    def __init__(self) -> None:
        self._classes = TypeFacts(_classify, np.uint8)

    def find_starts(self, layout: Layout, types: Types, begins_paragraph: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each token whether it begins a sentence."""
        classes = self._classes.of(types)[layout.type_id]
        starts = begins_paragraph.copy()
        closes = (classes == TERMINATOR) | (classes == CLOSER)
        candidates = np.flatnonzero(classes == TERMINATOR)
        if not len(candidates):
            return starts
        others = np.flatnonzero(~(closes & (layout.gap == NOTHING)))
        others = np.append(others, len(closes))
        following = others[np.searchsorted(others, candidates, side="right")]
        following = following[following < len(closes)]
        is_lower = ~types.is_title[layout.type_id[following]] & types.is_word[layout.type_id[following]]
        starts[following[(layout.gap[following] != NOTHING) & ~is_lower]] = True
        return starts
