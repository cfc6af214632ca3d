"""Sources to batches of documents: ids, metadata, language, digests and repeats, the same for all formats."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from framing.columns import DOCUMENTS, FAILURES, Table
from framing.errors import InputError
from framing.ingest.items import read_items
from framing.ingest.options import IngestOptions
from framing.ingest.page import PageReader
from framing.ingest.plain import make_article
from framing.ingest.record import Failure, Reading, Record
from framing.ingest.rows import find_given_id, make_row
from framing.ingest.seen import SeenDocuments
from framing.ingest.source import Source


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents in the order of their files and rows, what could not be read, and what should be known."""

    documents: Table
    failures: Table
    notes: list[str]
    bytes_read: int  # of all sources, as they stand on disk, up to the end of this batch


def read_batches(sources: Sequence[Source], options: IngestOptions, batch_size: int = 256) -> Iterator[Batch]:
    """Batches of `batch_size` articles read or failed; what cannot be read becomes a failure and stops nothing else.

    A document that repeats the text of an earlier one exactly names that one in `duplicate_of`.

    Raises:
        InputError: an option cannot be used, or two documents have the same id.
    """
    options.check()
    with ExitStack() as stack:
        pages = PageReader()
        stack.callback(pages.close)
        yield from _Batcher(sources, options, pages, batch_size).read()


def read_document(
    text: str,
    *,
    document_id: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    published: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Table:
    """One row of documents, read as a `.txt` file with this content is; what is given here goes before what it says.

    Raises:
        InputError: the text is empty or too long, or the language unknown.
    """
    content = text.encode("utf-8", "surrogatepass")
    options = IngestOptions(language=language)
    options.check()
    stem = f"text-{sha256(content).hexdigest()[:12]}"
    reading = Reading(Source("text", None, "text", "", stem, 0), options)
    record = make_article(text, content, reading)
    record.document_id = document_id
    record.title, record.outlet = title or record.title, outlet or record.outlet
    record.author, record.url = author or record.author, url or record.url
    record.published = published or record.published
    row = make_row(record, reading)
    if isinstance(row, Failure):
        raise InputError(f"{row.source}: {row.message}")
    return Table.from_rows(DOCUMENTS, [row])


class _Batcher:
    """Collects the items of all sources into batches."""

    def __init__(self, sources: Sequence[Source], options: IngestOptions, pages: PageReader, batch_size: int) -> None:
        self._sources = sources
        self._options = options
        self._pages = pages
        self._batch_size = batch_size
        self._seen = SeenDocuments()
        self._rows: list[dict[str, Any]] = []
        self._failures: list[Failure] = []
        self._notes: list[str] = []
        self._n_documents = 0

    def read(self) -> Iterator[Batch]:
        bytes_before = 0
        for source in self._sources:
            reading = Reading(source, self._options)
            for item in read_items(reading, self._pages):
                self._take(item, reading)
                is_last = self._n_documents == self._options.limit
                if is_last or len(self._rows) + len(self._failures) >= self._batch_size:
                    self._notes += reading.notes
                    reading.notes.clear()
                    yield self._finish(bytes_before + reading.tell())
                if is_last:
                    return
            self._notes += reading.notes
            bytes_before += source.size
        if self._rows or self._failures or self._notes:
            yield self._finish(bytes_before)

    def _take(self, item: Record | Failure, reading: Reading) -> None:
        if isinstance(item, Failure):
            self._failures.append(item)
            return
        row = make_row(item, reading)
        if isinstance(row, Failure):
            self._failures.append(row)
            return
        digest = bytes.fromhex(row["text_sha256"])
        row["duplicate_of"] = self._seen.take_in(row["document_id"], digest, item.source, item.row, find_given_id(item))
        self._rows.append(row)
        self._n_documents += 1

    def _finish(self, bytes_read: int) -> Batch:
        failures = [failure.to_row() for failure in self._failures]
        batch = Batch(
            Table.from_rows(DOCUMENTS, self._rows), Table.from_rows(FAILURES, failures), self._notes, bytes_read
        )
        self._rows, self._failures, self._notes = [], [], []
        return batch
