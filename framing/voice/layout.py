"""Where the sentences and paragraphs of a batch begin and end, in tokens."""

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from framing.columns import Tokens


class Layout:
    """Where the sentences and paragraphs of a batch begin, as token indices."""

    def __init__(self, tokens: Tokens) -> None:
        n = len(tokens.start)
        begins_document = np.zeros(n + 1, dtype=bool)
        begins_document[tokens.document_offsets] = True
        self.sentence_starts = _find_starts(tokens.sentence, begins_document[:n])
        self.paragraph_starts = _find_starts(tokens.paragraph, begins_document[:n])
        self.n_tokens = n
        self._sentence_bounds = [*self.sentence_starts, n]
        self._paragraph_bounds = [*self.paragraph_starts, n]

    def sentence_of(self, token: int) -> tuple[int, int]:
        """First token and end of the sentence around a token."""
        bounds = self._sentence_bounds
        after = bisect_right(bounds, token)
        return bounds[after - 1], bounds[after]

    def paragraph_of(self, token: int) -> tuple[int, int]:
        """First token and end of the paragraph around a token."""
        bounds = self._paragraph_bounds
        after = bisect_right(bounds, token)
        return bounds[after - 1], bounds[after]


def _find_starts(numbers: NDArray[np.int32], begins_document: NDArray[np.bool_]) -> list[int]:
    begins = begins_document.copy()
    begins[1:] |= numbers[1:] != numbers[:-1]
    starts: list[int] = np.flatnonzero(begins).tolist()
    return starts
