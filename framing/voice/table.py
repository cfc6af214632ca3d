"""Quotations in tokens -> the quotations table in characters, and the voice of every token."""

from collections.abc import Iterable
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import ATTRIBUTED, OWN, QUOTATIONS, Attribution, Table, Tokens
from framing.voice.batch import Span
from framing.voice.rows import Quotation

_NOWHERE: Span = (0, 0)


def tabulate(documents: Table, tokens: Tokens, found: list[list[Quotation]]) -> Attribution:
    """The tables of the quotations found in each document; of nested ones the innermost is painted last."""
    rows = [row for rows in found for row in rows]
    spans = _to_array((row.start, row.end) for row in rows)
    kinds = [row.kind for row in rows]
    lengths = spans[:, 1] - spans[:, 0]
    places = np.repeat(spans[:, 1] - np.cumsum(lengths), lengths) + np.arange(lengths.sum())
    quotation = np.full(len(tokens.start), -1, dtype=np.int32)
    quotation[places] = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)  # the last of equal places stays
    voice = np.full(len(tokens.start), OWN, dtype=np.int8)
    is_speech = np.array([kind != "scare" for kind in kinds], dtype=bool)
    voice[places[np.repeat(is_speech, lengths)]] = ATTRIBUTED
    counts = [len(rows) for rows in found]
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    speaker_starts, speaker_ends = _find_characters(tokens, [row.speaker for row in rows])
    cue_starts, cue_ends = _find_characters(tokens, [row.cue for row in rows])
    texts = chain.from_iterable(map(repeat, documents["text"], counts))
    columns: dict[str, list[Any]] = {
        "document_id": list(chain.from_iterable(map(repeat, documents["document_id"], counts))),
        "start": tokens.start[spans[:, 0]].tolist(),
        "end": tokens.end[spans[:, 1] - 1].tolist(),
        "kind": kinds,
        "speaker": [row.name for row in rows],
        "speaker_start": speaker_starts,
        "speaker_end": speaker_ends,
        "cue": [
            None if start is None else text[start:end]
            for text, start, end in zip(texts, cue_starts, cue_ends, strict=True)
        ],
        "cue_start": cue_starts,
        "cue_end": cue_ends,
        "cue_class": [row.cue_class for row in rows],
        "rule": [row.rule for row in rows],
    }
    return Attribution(Table(QUOTATIONS, columns), offsets, voice, quotation)


def _find_characters(tokens: Tokens, spans: list[Span | None]) -> tuple[list[int | None], list[int | None]]:
    """The first character of each span, and after the last one."""
    bounds = _to_array(span or _NOWHERE for span in spans)
    is_known = bounds[:, 1] > 0
    columns = np.full((2, len(spans)), None)
    columns[0, is_known] = tokens.start[bounds[is_known, 0]]
    columns[1, is_known] = tokens.end[bounds[is_known, 1] - 1]
    starts, ends = columns.tolist()
    return starts, ends


def _to_array(spans: Iterable[Span]) -> NDArray[np.int64]:
    """First token and end of each span. Shape: (n_spans, 2)."""
    return np.fromiter(chain.from_iterable(spans), dtype=np.int64).reshape(-1, 2)
