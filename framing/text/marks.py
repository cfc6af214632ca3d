"""Marks around the words of chunks, told from their bytes: `(word),` is the chunk `word` with marks before and after.

A mark that is stripped here is a token of its own wherever it stands before or behind a word that is one token and
holds no full stop. (With a full stop it need not be: `U.S.` is one token.)
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from framing.text.chunks import Chunks

Codes = NDArray[np.int64]

_BEFORE, _AFTER = "\"'([$#@“‘«—–", ",.;:?!)]\"'%”’»…—–"
MARKS = sorted({*_BEFORE, *_AFTER})  # the code of a mark is its place, from 1; 0 is no mark
MOST_BEFORE, MOST_AFTER = 2, 3
CODE_BITS = 5
_STOP = MARKS.index(".") + 1
_LEAD_OF_TWO, _LEAD_OF_THREE, _SECOND_OF_THREE = 0xC2, 0xE2, 0x80  # of the marks outside ASCII that stand above


def _tabulate(marks: str) -> NDArray[np.int64]:
    """Codes by number of bytes and last byte."""
    codes = np.zeros((4, 256), dtype=np.int64)
    for mark in marks:
        written = mark.encode()
        codes[len(written), written[-1]] = MARKS.index(mark) + 1
    return codes


_CODE_BEFORE, _CODE_AFTER = _tabulate(_BEFORE), _tabulate(_AFTER)
_WIDTH_BY_LEAD = np.where(np.arange(256) < 0x80, 1, 0)
_WIDTH_BY_LEAD[[_LEAD_OF_TWO, _LEAD_OF_THREE]] = 2, 3
_WIDTH_BY_END = _CODE_AFTER.astype(bool).argmax(axis=0)  # no two marks of different widths end with the same byte


def strip_marks(chunks: Chunks, places: NDArray[np.int64]) -> tuple[Chunks, Codes, Codes]:
    """Some chunks without the marks around them, and the marks: codes of `CODE_BITS` bits in the order of the text.

    At least one character stays. Marks are left on where they may be no tokens of their own: two full stops.
    """
    content, first, start = chunks.content, chunks.first_byte[places], chunks.start[places]
    end = first + chunks.n_bytes[places]
    before, after = np.zeros(len(places), dtype=np.int64), np.zeros(len(places), dtype=np.int64)
    rows = np.arange(len(places))
    for _ in range(MOST_BEFORE):
        at = first[rows]
        width = _WIDTH_BY_LEAD[content[at]]
        code = _CODE_BEFORE[width, content[at + width - 1]]
        fits = (code > 0) & (end[rows] - at > width) & ((width < 3) | (content[at + 1] == _SECOND_OF_THREE))
        rows, width, code = rows[fits], width[fits], code[fits]
        first[rows] += width
        start[rows] += 1
        before[rows] = (before[rows] << CODE_BITS) | code
    rows = np.arange(len(places))
    for number in range(MOST_AFTER):
        at = end[rows]
        width = _WIDTH_BY_END[content[at - 1]]
        code = _CODE_AFTER[width, content[at - 1]]
        fits = (code > 0) & (at - first[rows] > width) & _leads(content, at, width)
        fits &= (code != _STOP) | (after[rows] >> CODE_BITS * (number - 1) != _STOP) if number else True
        rows, width, code = rows[fits], width[fits], code[fits]
        end[rows] -= width
        after[rows] |= code << CODE_BITS * number
    return replace(chunks, first_byte=first, n_bytes=end - first, start=start, gap=chunks.gap[:0]), before, after


def _leads(content: NDArray[np.uint8], end: Codes, width: Codes) -> NDArray[np.bool_]:
    """Whether the bytes before the last one are those of the marks that end with it."""
    leads: NDArray[np.bool_] = width == 1
    leads |= (width == 2) & (content[end - 2] == _LEAD_OF_TWO)
    leads |= (width == 3) & (content[end - 3] == _LEAD_OF_THREE) & (content[end - 2] == _SECOND_OF_THREE)
    return leads


def spread_codes(before: Codes, after: Codes) -> tuple[Codes, Codes]:
    """The single codes of marks, 0 for none. Shapes: (rows, `MOST_BEFORE`) and (rows, `MOST_AFTER`)."""
    last = (1 << CODE_BITS) - 1
    spread = (
        (codes[:, None] >> CODE_BITS * np.arange(most)[::-1]) & last
        for codes, most in ((before, MOST_BEFORE), (after, MOST_AFTER))
    )
    codes_before, codes_after = spread
    return codes_before, codes_after
