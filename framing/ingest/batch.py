"""Sources to batches of documents: ids, metadata, language, digests and repeats, the same for all formats."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from framing.columns import DOCUMENTS, FAILURES, Table
from framing.errors import InputError
from framing.ingest.dates import find_date_in_name, parse_date
from framing.ingest.delimited import read_delimited
from framing.ingest.fields import as_text
from framing.ingest.json_rows import parse_json_lines, read_json, read_json_lines
from framing.ingest.language import guess_language, read_language
from framing.ingest.options import IngestOptions
from framing.ingest.page import PageReader
from framing.ingest.parquet import read_parquet
from framing.ingest.plain import Header, find_header, make_article, put_title_above, read_text
from framing.ingest.record import Failure, Items, Reading, Record
from framing.ingest.seen import SeenDocuments
from framing.ingest.source import Source
from framing.ingest.stream import decode, describe_length, open_source, peek, read_bytes

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


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
    row = _make_row(record, reading)
    if isinstance(row, Failure):
        raise InputError(f"{row.source}: {row.message}")
    return Table.from_rows(DOCUMENTS, [row])


def _read_source(reading: Reading, pages: PageReader) -> Items:
    readers = {
        "text": read_text,
        "html": pages.read,
        "jsonl": read_json_lines,
        "json": read_json,
        "csv": read_delimited,
        "tsv": read_delimited,
        "parquet": read_parquet,
        "stdin": _read_stdin,
    }
    return readers[reading.source.format](reading)


def _read_stdin(reading: Reading) -> Items:
    """JSON Lines where the first character is an opening brace, else one article of plain text."""
    with open_source(reading) as stream:
        if peek(stream).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            yield from parse_json_lines(stream, reading)
            return
        most = reading.options.max_characters
        content = read_bytes(stream, 4 * most + 4)
        if content is None:
            raise InputError(describe_length(f"more than {4 * most:,} bytes", most))
        yield make_article(decode(content, reading), content, reading)


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
            for item in self._read_items(reading):
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

    def _read_items(self, reading: Reading) -> Items:
        """The items of a source; a fault of the source as a whole is its last failure."""
        try:
            n_items = 0
            for item in _read_source(reading, self._pages):
                n_items += 1
                yield item
            if not n_items:
                yield Failure(reading.source.name, "empty", "the file holds no articles")
        except InputError as problem:
            yield Failure(reading.source.name, "unreadable", str(problem))
        except OSError as problem:
            mend = "give yourself the right to read it, or leave it out"
            yield Failure(reading.source.name, "unreadable", f"{problem.strerror or problem}; {mend}")

    def _take(self, item: Record | Failure, reading: Reading) -> None:
        if isinstance(item, Failure):
            self._failures.append(item)
            return
        row = _make_row(item, reading)
        if isinstance(row, Failure):
            self._failures.append(row)
            return
        document_id, digest = row["document_id"], bytes.fromhex(row["text_sha256"])
        earlier = self._seen.find_id(document_id)
        if earlier is not None:
            places = f"{self._seen.get_place(earlier)} and {row['source']}"
            raise InputError(
                f"id {document_id!r} stands in {places}; give each article its own id, or name another --id-column"
            )
        repeated = self._seen.find_text(digest)
        if repeated is not None:
            row["duplicate_of"] = self._seen.get_id(repeated)
        self._seen.add(document_id, digest, item.source, item.row)
        self._rows.append(row)
        self._n_documents += 1

    def _finish(self, bytes_read: int) -> Batch:
        failures = [
            {"source": failure.source, "stage": "ingest", "error": failure.error, "message": failure.message}
            for failure in self._failures
        ]
        batch = Batch(
            Table.from_rows(DOCUMENTS, self._rows), Table.from_rows(FAILURES, failures), self._notes, bytes_read
        )
        self._rows, self._failures, self._notes = [], [], []
        return batch


def _make_row(record: Record, reading: Reading) -> dict[str, Any] | Failure:
    """A row of DOCUMENTS, or why the record is none."""
    options = reading.options
    text = _mend_surrogates(record, reading)
    if not text or text.isspace():
        return Failure(record.place, "empty", "the text is empty")
    if len(text) > options.max_characters:
        return Failure(record.place, "too long", describe_length(f"{len(text):,} characters", options.max_characters))
    title, outlet, published = _clean(record.title), _clean(record.outlet), _read_date(record, reading)
    header = Header() if title and outlet and published else find_header(text)
    if options.with_titles and title:
        text = put_title_above(title, text)
    language = read_language(options.language) or read_language(record.language)
    return {
        "document_id": _CONTROL.sub("", _clean(record.document_id) or "").strip() or record.fallback_id,
        "text": text,
        "title": title or header.title,
        "outlet": outlet or header.agency,
        "author": _clean(record.author),
        "published": published or header.published or (None if record.row else find_date_in_name(record.fallback_id)),
        "url": _clean(record.url),
        "language": language or guess_language(text, read_language(record.language_hint)),
        "source": record.place,
        "raw_sha256": record.raw_sha256,
        "text_sha256": sha256(text.encode()).hexdigest(),
    }


def _mend_surrogates(record: Record, reading: Reading) -> str:
    """The text with halves of characters as U+FFFD: no file can hold them, and the length stays."""
    try:
        record.text.encode()
    except UnicodeEncodeError:
        pass
    else:
        return record.text
    text, n_bad = _SURROGATE.subn("\ufffd", record.text)
    reading.notes.append(f"{record.place}: {n_bad} halves of characters (lone surrogates) became U+FFFD")
    return text


def _clean(value: Any) -> str | None:
    text = as_text(value)
    return _SURROGATE.sub("\ufffd", text) if text else None


def _read_date(record: Record, reading: Reading) -> str | None:
    published = parse_date(record.published)
    if published is None and not reading.has_unread_date and (given := as_text(record.published)):
        reading.has_unread_date = True
        reading.notes.append(
            f"{record.place}: no sure date in {given[:40]!r}; write 2026-06-05 (said once for this file)"
        )
    return published
