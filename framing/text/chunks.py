"""Where chunks stand in a text: runs of characters without white space. Found in UTF-8, counted in characters."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray

# What stands before a token.
NOTHING, BLANKS, LINE_END, BLANK_LINE = range(4)

PADDING = 32  # blanks behind the text: that many bytes can be read from each place

_INNER, _SPACE, _NEWLINE, _PARAGRAPH_MARK, _MAY_BE_SPACE = range(5)
_CARRIAGE_RETURN, _LINE_FEED, _NEVER_IN_UTF_8 = 0x0D, 0x0A, 0xFF
_LAST_SPACE = 0x3000


def _find_kind(character: str) -> int:
    if character in "\n\v\f\r\x85\u2028":
        return _NEWLINE
    return _PARAGRAPH_MARK if character == "\u2029" else _SPACE


_SPACES = {chr(code): _find_kind(chr(code)) for code in range(_LAST_SPACE + 1) if chr(code).isspace()}
_WIDE_SPACES = {int.from_bytes(space.encode()): kind for space, kind in _SPACES.items() if not space.isascii()}
_WIDE_CODES = np.array(sorted(_WIDE_SPACES), dtype=np.int64)
_WIDE_KINDS = np.array([_WIDE_SPACES[code] for code in sorted(_WIDE_SPACES)], dtype=np.uint8)
_LEADS_TWO = 0xC2
_KIND_OF_BYTE = bytearray(256)
for _space, _kind in _SPACES.items():
    _KIND_OF_BYTE[_space.encode()[0]] = _kind if _space.isascii() else _MAY_BE_SPACE


@dataclass(frozen=True, slots=True)
class Chunks:
    """The chunks of a text, one element each, but for `text`, `content` and `continuations`."""

    text: str
    content: NDArray[np.uint8]  # in UTF-8, with blanks behind; 0xFF for the character 0
    first_byte: NDArray[np.int64]
    n_bytes: NDArray[np.int64]
    start: IntArray  # first character
    gap: NDArray[np.uint8]  # BLANKS, LINE_END or BLANK_LINE
    continuations: NDArray[np.int64]  # the bytes that begin no character, in order

    def cut(self, places: NDArray[np.int64]) -> Iterator[str]:
        """The characters of some chunks."""
        ends = self.first_byte[places] + self.n_bytes[places]
        ends -= np.searchsorted(self.continuations, ends)
        text = self.text
        return (text[start:end] for start, end in zip(self.start[places].tolist(), ends.tolist(), strict=True))


def find_chunks(text: str) -> Chunks:
    """The chunks of a text, in order."""
    encoded = bytearray(text.encode("utf-8", "surrogatepass"))
    n_bytes = len(encoded)
    encoded += b" " * PADDING
    content = np.frombuffer(encoded, dtype=np.uint8)
    kinds = np.frombuffer(encoded.translate(_KIND_OF_BYTE), dtype=np.uint8)
    _mark_wide_spaces(kinds, content)
    if b"\0" in encoded:
        content[content == 0] = _NEVER_IN_UTF_8
    is_inner = kinds == _INNER
    edges = np.flatnonzero(is_inner[1:] != is_inner[:-1]) + 1
    if is_inner[0]:
        edges = np.concatenate(([0], edges))
    first_byte, end = edges.reshape(-1, 2).T.copy()  # each in one piece, which is faster to read
    start, continuations = first_byte, np.zeros(0, dtype=np.int64)
    if n_bytes > len(text):
        continuations = np.flatnonzero((content & 0xC0) == 0x80)
        n_between = np.bincount(np.searchsorted(first_byte, continuations, side="right"), minlength=len(first_byte) + 1)
        start = first_byte - np.cumsum(n_between)[:-1]
    gap = _measure_gaps(kinds, content, first_byte)
    return Chunks(text, content, first_byte, end - first_byte, start.astype(np.int32), gap, continuations)


def _mark_wide_spaces(kinds: NDArray[np.uint8], content: NDArray[np.uint8]) -> None:
    """Settle, in place, which of the bytes that may begin a white space outside ASCII do."""
    leads = np.flatnonzero(kinds == _MAY_BE_SPACE)
    if not len(leads):
        return
    first, second, third = (content[leads + place].astype(np.int64) for place in range(3))
    is_short = first == _LEADS_TWO
    code = (first << 8) | second
    code = np.where(is_short, code, (code << 8) | third)
    row = np.minimum(np.searchsorted(_WIDE_CODES, code), len(_WIDE_CODES) - 1)
    is_space = _WIDE_CODES[row] == code
    kinds[leads] = np.where(is_space, _WIDE_KINDS[row], _INNER)
    kinds[leads[is_space] + 1] = _SPACE
    kinds[leads[is_space & ~is_short] + 2] = _SPACE


def _measure_gaps(
    kinds: NDArray[np.uint8], content: NDArray[np.uint8], first_byte: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """What white space stands before each chunk."""
    newlines = np.flatnonzero(kinds >= _NEWLINE)
    # A carriage return and the line feed behind it are one.
    newlines = newlines[(content[newlines] != _CARRIAGE_RETURN) | (content[newlines + 1] != _LINE_FEED)]
    chunk = np.searchsorted(first_byte, newlines)
    gap = np.full(len(first_byte) + 1, BLANKS, dtype=np.uint8)
    gap[chunk] = LINE_END
    gap[chunk[kinds[newlines] == _PARAGRAPH_MARK]] = BLANK_LINE
    gap[chunk[1:][chunk[1:] == chunk[:-1]]] = BLANK_LINE
    return gap[:-1]
