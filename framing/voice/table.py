"""Quotations in tokens -> the quotations table in characters, and the voice of every token."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import ATTRIBUTED, OWN, QUOTATIONS, Attribution, Table, Tokens
from framing.voice.batch import Span
from framing.voice.rows import Quotation


def tabulate(documents: Table, tokens: Tokens, found: list[list[Quotation]]) -> Attribution:
    """The tables of the quotations found in each document; of nested ones the innermost is painted last."""
    voice = np.full(len(tokens.start), OWN, dtype=np.int8)
    quotation = np.full(len(tokens.start), -1, dtype=np.int32)
    rows = [row for rows in found for row in rows]
    for number, row in enumerate(rows):
        quotation[row.start : row.end] = number
        if row.kind != "scare":
            voice[row.start : row.end] = ATTRIBUTED
    counts = [len(rows) for rows in found]
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return Attribution(_make_table(documents, tokens, rows, counts), offsets, voice, quotation)


def _make_table(documents: Table, tokens: Tokens, rows: list[Quotation], counts: list[int]) -> Table:
    ids = [name for name, count in zip(documents["document_id"], counts, strict=True) for _ in range(count)]
    texts = [text for text, count in zip(documents["text"], counts, strict=True) for _ in range(count)]
    starts = _chars(tokens.start, [row.start for row in rows])
    ends = _chars(tokens.end, [row.end - 1 for row in rows])
    speakers = _span_chars(tokens, [row.speaker for row in rows])
    cues = _span_chars(tokens, [row.cue for row in rows])
    columns: dict[str, list[Any]] = {
        "document_id": ids,
        "start": starts,
        "end": ends,
        "kind": [row.kind for row in rows],
        "speaker": [row.name for row in rows],
        "speaker_start": [span[0] for span in speakers],
        "speaker_end": [span[1] for span in speakers],
        "cue": [
            text[span[0] : span[1]] if span[0] is not None else None for text, span in zip(texts, cues, strict=True)
        ],
        "cue_start": [span[0] for span in cues],
        "cue_end": [span[1] for span in cues],
        "cue_class": [row.cue_class for row in rows],
        "rule": [row.rule for row in rows],
    }
    return Table(QUOTATIONS, columns)


def _chars(column: NDArray[np.int32], places: list[int]) -> list[int]:
    chars: list[int] = column[np.array(places, dtype=np.int64)].tolist()
    return chars


def _span_chars(tokens: Tokens, spans: list[Span | None]) -> list[Span | tuple[None, None]]:
    known = [span for span in spans if span]
    chars = zip(
        _chars(tokens.start, [start for start, _ in known]),
        _chars(tokens.end, [end - 1 for _, end in known]),
        strict=True,
    )
    return [next(chars) if span else (None, None) for span in spans]
