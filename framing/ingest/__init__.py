"""Files of articles to documents: one reader per format, one record per article, one failure per fault."""

from framing.ingest.batch import Batch, read_batches, read_document
from framing.ingest.options import IngestOptions
from framing.ingest.source import Source, find_sources

__all__ = ["Batch", "IngestOptions", "Source", "find_sources", "read_batches", "read_document"]
