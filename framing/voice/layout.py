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

    def sentence_of(self, token: int) -> tuple[int, int]:
        """First token and end of the sentence around a token."""
        return _unit_of(self.sentence_starts, token, self.n_tokens)

    def paragraph_of(self, token: int) -> tuple[int, int]:
        """First token and end of the paragraph around a token."""
        return _unit_of(self.paragraph_starts, token, self.n_tokens)


def _find_starts(numbers: NDArray[np.int32], begins_document: NDArray[np.bool_]) -> list[int]:
    begins = begins_document.copy()
    begins[1:] |= numbers[1:] != numbers[:-1]
    starts: list[int] = np.flatnonzero(begins).tolist()
    return starts


def _unit_of(starts: list[int], token: int, n_tokens: int) -> tuple[int, int]:
    unit = bisect_right(starts, token) - 1
    return starts[unit], starts[unit + 1] if unit + 1 < len(starts) else n_tokens
