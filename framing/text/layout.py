"""A batch of texts laid end to end: where the tokens stand, and what white space stands before each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.text.chunks import BLANK_LINE, NOTHING, find_chunks
from framing.text.vocabulary import ChunkTable


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
    chunks = find_chunks(joined)
    # The first token of a document stands at the beginning of a paragraph.
    chunks.gap[np.searchsorted(chunks.start, text_starts[text_starts <= _last(chunks.start)])] = BLANK_LINE
    tokens = chunk_table.gather(chunk_table.number(chunks), chunks.start)
    gap = np.full(len(tokens.start), NOTHING, dtype=np.uint8)
    gap[tokens.first_token] = chunks.gap
    document_offsets = np.append(np.searchsorted(tokens.start, text_starts), len(tokens.start)).astype(np.int64)
    return Layout(joined, text_starts, document_offsets, tokens.type_id, tokens.start, tokens.end, gap)


def _last(values: IntArray) -> int:
    return int(values[-1]) if len(values) else -1
