"""Columns of evidence for DuckDB as Arrow arrays, which it takes over as they are; JSON text takes far longer."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from framing.columns import Coded, Evidence


def encode_evidence(columns: Mapping[str, Sequence[Any]]) -> Any:
    """The columns as one array of structures, which DuckDB reads like a table."""
    import nanoarrow

    build = nanoarrow.c_array_from_buffers
    piece = nanoarrow.struct(
        {
            "start": nanoarrow.int32(),
            "end": nanoarrow.int32(),
            "feature": nanoarrow.string(),
            "contribution": nanoarrow.float64(),
        }
    )
    lists = []
    for values in columns.values():
        evidence = values if isinstance(values, Evidence) else Evidence.pack(values)
        start, end, feature, contribution = (evidence.fields[name] for name in Evidence.names)
        n_pieces = int(evidence.array[-1])
        buffers = (
            [start.astype(np.int32)],
            [end.astype(np.int32)],
            _join_texts(feature),
            [contribution.astype(np.float64)],
        )
        fields = [build(piece.field(number), n_pieces, [None, *own]) for number, own in enumerate(buffers)]
        pieces = build(piece, n_pieces, [None], children=fields)
        bounds = evidence.array.astype(np.int32)
        lists.append(build(nanoarrow.list_(piece), len(evidence), [None, bounds], children=[pieces]))
    row = nanoarrow.struct({name: nanoarrow.list_(piece) for name in columns})
    return build(row, len(lists[0]), [None], children=lists)


def _join_texts(column: Coded) -> list[Any]:
    """Where the text of each row begins and ends, and all texts one after another."""
    texts = [text.encode() for text in column.values]
    sizes = np.array([len(text) for text in texts], dtype=np.int32).take(column.array)
    bounds = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    return [bounds, b"".join(map(texts.__getitem__, column.array.tolist()))]
