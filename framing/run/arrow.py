"""Evidence and long texts for DuckDB as Arrow arrays, which it takes over as they are; Python objects take longer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from framing.columns import Coded, Evidence

_TEXTS_IN_BATCH = 32


class TextRows:
    """Rows of texts that DuckDB reads like a table, a few rows at a time.

    Args:
        names: of the columns.
        rows: a text in UTF-8 for each column; read at once.
    """

    def __init__(self, names: Sequence[str], rows: Iterable[Sequence[bytes]]) -> None:
        import nanoarrow

        self.names = names
        self._schema = nanoarrow.struct({name: nanoarrow.large_string() for name in names})
        self._batches = list(map(self._encode, _cut(iter(rows))))

    def _encode(self, rows: Sequence[Sequence[bytes]]) -> Any:
        import nanoarrow

        build = nanoarrow.c_array_from_buffers
        columns = (_lay_out(texts) for texts in zip(*rows, strict=True))
        children = [build(nanoarrow.large_string(), len(rows), [None, *buffers]) for buffers in columns]
        return build(self._schema, len(rows), [None], children=children)

    def __arrow_c_schema__(self) -> Any:
        return self._schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        from nanoarrow.c_array_stream import CArrayStream
        from nanoarrow.c_schema import c_schema

        return CArrayStream.from_c_arrays(self._batches, c_schema(self._schema)).__arrow_c_stream__(requested_schema)


def _cut(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, _TEXTS_IN_BATCH)):
        yield some


def _lay_out(texts: Sequence[bytes]) -> list[Any]:
    """Where each text begins and ends, and all texts one after another."""
    return [np.cumsum([0, *map(len, texts)]), b"".join(texts)]


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
