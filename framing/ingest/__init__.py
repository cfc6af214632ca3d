"""Files of articles to documents: one reader per format, one record per article, one failure per fault."""

from framing.ingest.batch import Batch, read_batches, read_document
from framing.ingest.language import read_language
from framing.ingest.options import IngestOptions
from framing.ingest.page import PageCount, PageReader
from framing.ingest.portions import (
    PORTION_BYTES,
    NoteJoiner,
    Portion,
    PortionReading,
    RangeNotes,
    plan_portions,
    weigh_source,
)
from framing.ingest.record import Failure
from framing.ingest.seen import SeenDocuments
from framing.ingest.source import Source, find_sources, write_name

__all__ = [
    "PORTION_BYTES",
    "Batch",
    "Failure",
    "IngestOptions",
    "NoteJoiner",
    "PageCount",
    "PageReader",
    "Portion",
    "PortionReading",
    "RangeNotes",
    "SeenDocuments",
    "Source",
    "find_sources",
    "plan_portions",
    "read_batches",
    "read_document",
    "read_language",
    "weigh_source",
    "write_name",
]
