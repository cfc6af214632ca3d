"""Where the sentences and paragraphs of a batch begin and end, in tokens."""

from array import array

import numpy as np
from numpy.typing import NDArray

from framing.columns import Tokens


class Layout:
    """Where the sentences and paragraphs of a batch begin, as token indices, and the number of those of each token."""

    def __init__(self, tokens: Tokens) -> None:
        n = len(tokens.start)
        begins_document = np.zeros(n + 1, dtype=bool)
        begins_document[tokens.document_offsets] = True
        self.sentence_starts, self.sentence_numbers = _number(tokens.sentence, begins_document[:n])
        self.paragraph_starts, self.paragraph_numbers = _number(tokens.paragraph, begins_document[:n])
        self.n_tokens = n
        self._sentence_bounds = [*self.sentence_starts, n]
        self._paragraph_bounds = [*self.paragraph_starts, n]

    def sentence_of(self, token: int) -> tuple[int, int]:
        """First token and end of the sentence around a token."""
        number = self.sentence_numbers[token]
        return self._sentence_bounds[number], self._sentence_bounds[number + 1]

    def paragraph_of(self, token: int) -> tuple[int, int]:
        """First token and end of the paragraph around a token."""
        number = self.paragraph_numbers[token]
        return self._paragraph_bounds[number], self._paragraph_bounds[number + 1]


def _number(within: NDArray[np.int32], begins_document: NDArray[np.bool_]) -> tuple[list[int], "array[int]"]:
    """First tokens of the stretches of a batch, and the number of each token's, from numbers within its document."""
    begins = begins_document.copy()
    begins[1:] |= within[1:] != within[:-1]
    numbers = np.cumsum(begins, dtype=np.int32) - np.int32(1)
    return np.flatnonzero(begins).tolist(), array("i", numbers.tobytes())
