"""Documents whose marks pair off at sight: one opens, the next one closes, and nothing else stands between."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.columns import Tokens

Places = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Marks(NamedTuple):
    """The marks of a batch in order, one element each."""

    token: Places
    kind: NDArray[np.uint8]
    is_free_left: Mask  # a blank, bracket or dash stands before
    is_free_right: Mask  # a blank or punctuation stands after

    def between(self, first: int, end: int) -> "Marks":
        """The marks of these numbers."""
        part = slice(first, end)
        return Marks(self.token[part], self.kind[part], self.is_free_left[part], self.is_free_right[part])


class Pairs(NamedTuple):
    """What pairs off at sight: opening and closing marks, by token, and which documents are done with that."""

    opening: Places
    closing: Places
    is_done: Mask


def list_marks(tokens: Tokens, kinds: NDArray[np.uint8], word: int, stop: int) -> Marks:
    """The marks of a batch.

    Args:
        tokens: the batch.
        kinds: code of the mark of each token; `word`, `stop` or 0 for tokens that are no mark.
        word: the code of words, greater than those of marks.
        stop: the code of punctuation that ends or divides sentences.
    """
    places = np.flatnonzero((kinds > 0) & (kinds < word))
    n = len(tokens.start)
    begins = np.zeros(n + 1, dtype=bool)
    begins[tokens.document_offsets] = True
    apart = np.ones(n + 1, dtype=bool)
    apart[1:n] = (tokens.start[1:] != tokens.end[:-1]) | begins[1:n]
    padded = np.append(kinds, 0)
    is_free_left = apart[places] | (padded[places - 1] == 0)
    is_free_right = apart[places + 1] | np.isin(padded[places + 1], (0, stop))
    return Marks(places, kinds[places], is_free_left, is_free_right)


def pair_plain_marks(
    marks: Marks, kinds: tuple[int, int, int, int, int], document_offsets: Places, paragraph_starts: Places
) -> Pairs:
    """The pairs of the documents that have straight marks only, or curly ones only, which take turns.

    Apostrophes count for nothing there: only an opening single mark would make one the end of a quotation.

    Args:
        marks: of the batch.
        kinds: codes of straight, opening, closing marks, of apostrophes, and of straight single marks.
        document_offsets: where the documents begin, and the end of the last.
        paragraph_starts: first tokens of the paragraphs.
    """
    straight, opening, closing, apostrophe, plain_single = kinds
    document = np.searchsorted(document_offsets, marks.token, side="right") - 1
    n_documents = len(document_offsets) - 1
    touches = np.zeros(len(marks.token), dtype=bool)  # two marks in a row may be one, or an escape
    touches[:-1] = (np.diff(marks.token) == 1) & ~marks.is_free_right[:-1]
    may_open = marks.is_free_left & ~marks.is_free_right
    is_double = (marks.kind != apostrophe) & ((marks.kind != plain_single) | may_open)
    is_odd = is_double & ~np.isin(marks.kind, (straight, opening, closing)) | touches
    token, kind, document_of = marks.token[is_double], marks.kind[is_double], document[is_double]
    counts = np.bincount(document_of, minlength=n_documents)
    number = np.arange(len(token)) - np.repeat(np.cumsum(counts) - counts, counts)
    opens = number % 2 == 0
    is_straight = kind == straight
    free_left, free_right = marks.is_free_left[is_double], marks.is_free_right[is_double]
    can_open = np.where(is_straight, free_left | ~free_right, kind == opening)
    can_close = np.where(is_straight, ~free_left | free_right, kind == closing)
    paragraph = np.searchsorted(paragraph_starts, token, side="right")
    first = np.where(opens, 0, np.arange(len(token)) - 1)
    fits = np.where(opens, can_open, can_close & (paragraph == paragraph[first]) & (is_straight == is_straight[first]))
    fits &= ~is_straight | (token < document_offsets[document_of + 1] - 2)  # the marks of a file format wrap it all
    n_straight = np.bincount(document_of[is_straight], minlength=n_documents)
    is_done = (counts % 2 == 0) & ((n_straight == 0) | (n_straight == counts))
    is_done[document[is_odd]] = False
    is_done[document_of[~fits]] = False
    done = is_done[document_of]
    return Pairs(token[done & opens], token[done & ~opens], is_done)
