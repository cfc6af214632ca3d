"""Where paragraphs begin: at blank lines, and at single line ends unless the text is wrapped at a fixed width.

Whether a single line end is a paragraph's end is decided per document, from the lines that end in one:

* the text is wrapped where at least a third of these lines go on with a word in lower case, at least half of them
  do not end in a mark that closes a sentence, and nine in ten are at most 120 characters long. Then only a
  line that ends a sentence and is shorter than 70 % of the longest one ends a paragraph;
* otherwise each line end ends a paragraph, except within a sentence: after a line of 20 or more characters
  without a closing mark, before a word in lower case.
"""

import numpy as np
from numpy.typing import NDArray

from framing.text.boundary_facts import Fact, have
from framing.text.chunks import LINE_END
from framing.text.layout import Layout

Flags = NDArray[np.uint32]

_WIDEST_WRAPPED_LINE = 120
_SHORTEST_BROKEN_LINE = 20
_SHORT_SHARE = 0.7


def find_paragraph_starts(layout: Layout, flags: Flags) -> NDArray[np.bool_]:
    """For each token whether it begins a paragraph.

    Args:
        layout: the tokens of a batch.
        flags: boundary facts per token.
    """
    begins = layout.gap >= LINE_END
    line_starts = np.flatnonzero(begins)
    # Lines that are followed by a single line end, by number of the line.
    single = np.flatnonzero(layout.gap[line_starts[1:]] == LINE_END)
    if not len(single):
        return begins
    following = line_starts[single + 1]
    length = layout.end[following - 1] - layout.start[line_starts[single]]
    closed = ends_with_mark(flags, line_starts[single], following)
    goes_on = have(flags[following], Fact.LOWER)
    document = np.searchsorted(layout.document_offsets, following, side="right") - 1
    wrapped, width = _find_wrapped(document, length, closed, goes_on, len(layout.text_starts))
    in_wrapped = wrapped[document]
    within_wrapped = in_wrapped & ~(closed & (length < _SHORT_SHARE * width[document]))
    within_sentence = ~in_wrapped & ~closed & goes_on & (length >= _SHORTEST_BROKEN_LINE)
    begins[following[within_wrapped | within_sentence]] = False
    return begins


def _find_wrapped(
    document: NDArray[np.intp],
    length: NDArray[np.int32],
    closed: NDArray[np.bool_],
    goes_on: NDArray[np.bool_],
    n_documents: int,
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Per document: whether it is wrapped at a fixed width, and its longest line that ends in a single line end."""
    n_lines = np.bincount(document, minlength=n_documents)
    n_closed = np.bincount(document, weights=closed, minlength=n_documents)
    n_going_on = np.bincount(document, weights=goes_on, minlength=n_documents)
    n_wide = np.bincount(document, weights=length > _WIDEST_WRAPPED_LINE, minlength=n_documents)
    wrapped = (n_going_on * 3 >= n_lines) & (n_closed * 2 <= n_lines) & (n_wide * 10 <= n_lines)
    width = np.zeros(n_documents, dtype=np.int64)
    np.maximum.at(width, document, length)
    return wrapped, width


def ends_with_mark(
    flags: Flags, starts: NDArray[np.intp], ends: NDArray[np.intp], marks: Fact = Fact.TERMINATOR | Fact.DOTTED
) -> NDArray[np.bool_]:
    """Whether each range of tokens ends with one of the marks, and after it quotation marks or brackets."""
    last = ends - 1
    for _ in range(3):
        is_closer = have(flags[last], Fact.CLOSER | Fact.QUOTE)
        last = np.where(is_closer, np.maximum(last - 1, starts), last)
    return have(flags[last], marks)
