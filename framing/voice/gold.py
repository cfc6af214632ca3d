"""Gold attributions as a table: who is said to say what, as people annotated it."""

from collections.abc import Iterable, Mapping
from typing import Any

from framing.columns import Column, Schema, Table

PARTS = ("source", "cue", "content")
GOLD_SPANS = Schema(
    "gold_spans",
    (
        Column("document_id", "string", "the document that the row belongs to"),
        Column("attribution", "integer", "number of the attribution within the document"),
        Column("part", "string", "what the span is", allowed=PARTS),
        Column("start", "integer", "first character"),
        Column("end", "integer", "after the span"),
        Column("speaker", "string", "the speaker's name, where the annotation has one", nullable=True),
    ),
)


def make_gold_spans(rows: Iterable[Mapping[str, Any]]) -> Table:
    """Gold spans from rows with `id` and `attributions`.

    Each attribution has lists `source`, `cue` and `content` of `[start, end]` spans, and perhaps a name, `speaker`.
    """
    spans = (
        {
            "document_id": str(row["id"]),
            "attribution": number,
            "part": part,
            "start": start,
            "end": end,
            "speaker": attribution.get("speaker"),
        }
        for row in rows
        for number, attribution in enumerate(row["attributions"])
        for part in PARTS
        for start, end in attribution[part]
    )
    return Table.from_rows(GOLD_SPANS, spans)
