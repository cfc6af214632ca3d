"""A batch of texts laid end to end: where the tokens stand, and what white space stands before each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.text.vocabulary import ChunkTable

# What stands before a token.
NOTHING, BLANKS, LINE_END, BLANK_LINE = range(4)

_SPACE, _NEWLINE, _PARAGRAPH_MARK = 1, 2, 3
_LAST_SPACE = 0x3000
_KIND = np.array(
    [_SPACE if chr(code).isspace() else 0 for code in range(_LAST_SPACE + 1)] + [0],
    dtype=np.uint8,
)
_KIND[[0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028]] = _NEWLINE
_KIND[0x2029] = _PARAGRAPH_MARK
_CARRIAGE_RETURN, _LINE_FEED = 0x0D, 0x0A


@dataclass(frozen=True, slots=True)
class Layout:
    """Tokens of a batch. `start` and `end` count from the beginning of the batch's first text."""

    text: str  # the texts of the batch, with a line feed between two
    text_starts: IntArray  # one element per document
    document_offsets: NDArray[np.int64]  # one element more than documents
    type_id: IntArray
    start: IntArray
    end: IntArray
    gap: NDArray[np.uint8]  # NOTHING, BLANKS, LINE_END or BLANK_LINE; the first token of a document has BLANK_LINE


def lay_out(texts: list[str], chunk_table: ChunkTable) -> Layout:
    """The tokens of the texts, found chunk by chunk."""
    lengths = np.fromiter(map(len, texts), dtype=np.int32, count=len(texts))
    text_starts = (np.cumsum(lengths + 1) - (lengths + 1)).astype(np.int32)
    # A line feed between two texts: no chunk runs across.
    joined = "\n".join(texts)
    chunk_starts, chunk_gaps = _find_chunks(joined)
    chunk_gaps[np.searchsorted(chunk_starts, text_starts[text_starts <= _last(chunk_starts)])] = BLANK_LINE
    counts, type_id, offset, length = chunk_table.gather(joined.split())
    start = np.repeat(chunk_starts, counts) + offset
    gap = np.where(offset == 0, np.repeat(chunk_gaps, counts), np.uint8(NOTHING))
    document_offsets = np.append(np.searchsorted(start, text_starts), len(start)).astype(np.int64)
    return Layout(joined, text_starts, document_offsets, type_id, start, start + length, gap)


def _find_chunks(text: str) -> tuple[IntArray, NDArray[np.uint8]]:
    """Start of each run of characters that are not white space, and the kind of gap before it."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _KIND[np.minimum(codes, _LAST_SPACE + 1)]
    is_chunk = kinds == 0
    begins = is_chunk.copy()
    begins[1:] &= ~is_chunk[:-1]
    chunk_starts = np.flatnonzero(begins).astype(np.int32)
    newlines = np.flatnonzero(kinds >= _NEWLINE)
    following = codes[np.minimum(newlines + 1, len(codes) - 1)]
    newlines = newlines[(codes[newlines] != _CARRIAGE_RETURN) | (following != _LINE_FEED)]
    weights = kinds[newlines] - 1
    per_gap = np.bincount(np.searchsorted(chunk_starts, newlines), weights=weights, minlength=len(chunk_starts) + 1)
    gaps = BLANKS + np.minimum(per_gap[: len(chunk_starts)], 2)
    return chunk_starts, gaps.astype(np.uint8)


def _last(values: IntArray) -> int:
    return int(values[-1]) if len(values) else -1
