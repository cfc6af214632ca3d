"""Reading as work for any process: a portion of the input becomes a spool file, from which shards are loaded."""

import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any

import orjson

import framing.ingest
from framing.columns import DOCUMENTS, FAILURES, Table
from framing.remote import AnyPath
from framing.run.shards import Shard
from framing.whole_files import open_whole

AT_WORK = threading.Lock()  # instruments have a memory: no two threads of a Dask worker may use them


@dataclass(slots=True)
class Reading:
    """What the process that starts the run must know of a portion that was read; lists have a value per document.

    Attributes:
        failures: rows of FAILURES, each with the number of documents before it.
        ends: of the documents' rows in the spool file, in bytes.
        digests: the first 8 bytes of those of the texts.
        given_ids: as in `framing.ingest.PortionReading`.
    """

    spool: AnyPath
    bytes_read: int
    document_ids: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    n_characters: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)
    given_ids: dict[str, str] = field(default_factory=dict)
    failures: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    notes: list[framing.ingest.RangeNotes] = field(default_factory=list)
    cpu_seconds: float = 0.0  # without pages
    pages: framing.ingest.PageCount = field(default_factory=framing.ingest.PageCount)


@dataclass(frozen=True, slots=True)
class Part:
    """Documents and failures of one shard.

    `name` is a digest of both: equal content gives equal parts, in whichever run and order.
    """

    name: str
    documents: Table
    failures: Table


def read_portion(portion: framing.ingest.Portion, options: framing.ingest.IngestOptions, spool: AnyPath) -> Reading:
    """Read a portion and write its documents into a new spool file."""
    with AT_WORK:
        options.check()  # this process may lack what the extractor needs
        return _read(portion, options, spool)


@lru_cache(maxsize=1)
def _open_pages() -> framing.ingest.PageReader:
    """What reads pages in this process, portion after portion: its own process takes a while to start."""
    return framing.ingest.PageReader()


def close_pages() -> None:
    """End what reads pages in this process."""
    _open_pages().close()
    _open_pages.cache_clear()


def _read(portion: framing.ingest.Portion, options: framing.ingest.IngestOptions, spool: AnyPath) -> Reading:
    start = time.process_time()
    pages = _open_pages()
    before = pages.count
    found = Reading(spool, portion.bytes_read)
    reading = framing.ingest.PortionReading(portion, options, pages)
    end = 0
    with open_whole(spool) as file:
        for item in reading.read():
            if isinstance(item, framing.ingest.Failure):
                found.failures.append((len(found.document_ids), item.to_row()))
                continue
            source, number, row = item
            end += file.write(orjson.dumps(row))
            found.document_ids.append(row["document_id"])
            found.sources.append(source)
            found.rows.append(number)
            found.n_characters.append(len(row["text"]))
            found.ends.append(end)
            found.digests.append(bytes.fromhex(row["text_sha256"][:16]))
    found.notes, found.given_ids = reading.notes, reading.given_ids
    found.pages = pages.count - before
    found.cpu_seconds = time.process_time() - start - found.pages.own_seconds
    return found


def load_part(shard: Shard) -> Part:
    """The documents of a shard from their spool files."""
    rows = []
    for spool, arrivals in groupby(shard.arrivals, key=lambda arrival: arrival.spool):
        group = list(arrivals)
        first, last = group[0].start, group[-1].end
        with spool.open("rb") as file:
            file.seek(first)
            content = memoryview(file.read(last - first))
        for one in group:
            row = orjson.loads(content[one.start - first : one.end - first])
            row["duplicate_of"] = one.duplicate_of
            rows.append(row)
    return make_part(Table.from_rows(DOCUMENTS, rows), Table.from_rows(FAILURES, shard.failures))


def make_part(documents: Table, failures: Table) -> Part:
    """The part of these documents and failures, under its name."""
    # The digest of a text stands for it.
    columns = [documents[name] for name in DOCUMENTS.names if name != "text"]
    columns += [failures[name] for name in FAILURES.names]
    return Part(hashlib.sha256(json.dumps(columns).encode()).hexdigest()[:16], documents, failures)
