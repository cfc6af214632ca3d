"""A plan of reading: sources cut into portions that can be read one without the other, and the reading of one."""

from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from framing.errors import InputError
from framing.ingest.delimited import cut_delimited
from framing.ingest.items import read_items
from framing.ingest.json_rows import cut_json_lines, find_missing_columns
from framing.ingest.options import IngestOptions
from framing.ingest.page import PageReader
from framing.ingest.parquet import cut_parquet
from framing.ingest.record import Failure, Reading
from framing.ingest.rows import find_given_id, make_row
from framing.ingest.source import WHOLE, Range, Source
from framing.ingest.stream import open_source, peek

PORTION_BYTES = 4_000_000
_MAX_SOURCES = 512
_PAGE_SHARE = 16  # of the bytes of an HTML page most are no text
_PAGE_WORK = 64_000  # bytes of text that take about as long as trafilatura takes for a page


@dataclass(frozen=True, slots=True)
class Portion:
    """Ranges of sources that are read together: one of a large source, or many whole small ones.

    Attributes:
        bytes_read: of all sources, as they stand on disk, up to the end of this portion.
        notes: what was found out about the sources while they were cut.
    """

    ranges: tuple[tuple[Source, Range], ...]
    bytes_read: int
    notes: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where it stands: files and lines."""
        first, last = self.ranges[0], self.ranges[-1]
        if first[1].is_cut:
            if first[1].rows is not None:
                return f"{first[0].name} from row {first[1].n_rows_before + 1:,} ({len(first[1].rows):,} rows)"
            return f"{first[0].name} from line {first[1].first_line:,} ({first[1].n_bytes:,} bytes)"
        return first[0].name if first is last else f"{first[0].name} to {last[0].name}"


@dataclass(slots=True)
class RangeNotes:
    """What should be known of one range; `once` and `columns_seen` as in `Reading`."""

    source_name: str
    notes: list[str]
    once: dict[str, str]
    columns_seen: set[str] | None
    is_last: bool


@dataclass(slots=True)
class PortionReading:
    """One portion being read: `read` gives rows of DOCUMENTS with source and row number, and failures.

    Attributes:
        given_ids: ids with control characters, by `documents.source`.
    """

    portion: Portion
    options: IngestOptions
    pages: PageReader | None = None  # to read HTML with, and left open; None: one of its own
    notes: list[RangeNotes] = field(default_factory=list)
    given_ids: dict[str, str] = field(default_factory=dict)

    def read(self) -> Iterator[tuple[str, int, dict[str, Any]] | Failure]:
        """The articles and failures of the portion in their order; `duplicate_of` is left open."""
        with nullcontext(self.pages) if self.pages else closing(PageReader()) as pages:
            for source, span in self.portion.ranges:
                reading = Reading(source, self.options, span)
                for item in read_items(reading, pages):
                    row = item if isinstance(item, Failure) else make_row(item, reading)
                    if isinstance(row, Failure):
                        yield row
                    else:
                        assert not isinstance(item, Failure)
                        if given_id := find_given_id(item):
                            self.given_ids[item.place] = given_id
                        yield item.source, item.row, row
                self.notes.append(
                    RangeNotes(source.name, reading.notes, reading.notes_once, reading.columns_seen, span.is_last)
                )


class NoteJoiner:
    """The notes of ranges, in their order, as if each source had been read in one go."""

    def __init__(self, options: IngestOptions) -> None:
        self._options = options
        self._told: set[str] = set()
        self._columns_seen: set[str] | None = None

    def join(self, ranges: Sequence[RangeNotes]) -> Iterator[str]:
        """The notes that the ranges add."""
        for one in ranges:
            repeated = {note for about, note in one.once.items() if about in self._told}
            yield from (note for note in one.notes if note not in repeated)
            self._told.update(one.once)
            if one.columns_seen is not None:
                self._columns_seen = (self._columns_seen or set()) | one.columns_seen
            if one.is_last:
                if self._columns_seen is not None:
                    yield from find_missing_columns(one.source_name, self._options, self._columns_seen)
                self._told, self._columns_seen = set(), None


def weigh_source(source: Source, options: IngestOptions) -> int:
    """About how many bytes of plain text take as long to be read and analysed as this source does."""
    if source.format != "html":
        return source.size
    return source.size // _PAGE_SHARE if options.extractor == "fast" else max(source.size, _PAGE_WORK)


def plan_portions(
    sources: Sequence[Source], options: IngestOptions, portion_bytes: int = PORTION_BYTES
) -> Iterator[Portion]:
    """The portions of the sources, in their order. Of a file that is cut the parent reads the bytes, not the articles.

    JSON Lines, CSV and TSV are cut, compressed ones too, and Parquet files of HTML pages; other files
    are read as they are, small ones together.
    """
    group: list[tuple[Source, Range]] = []
    weight = bytes_read = 0
    for source in sources:
        notes: list[str] = []
        for one, span, bytes_told in _cut(source, options, portion_bytes, notes):
            if group and (span.is_cut or weight >= portion_bytes or len(group) >= _MAX_SOURCES):
                yield Portion(tuple(group), bytes_read)
                group, weight = [], 0
            if span.is_cut:
                yield Portion(((one, span),), bytes_read + bytes_told, tuple(notes))
            else:
                group.append((one, span))
                weight += weigh_source(source, options)
        bytes_read += source.size
    if group:
        yield Portion(tuple(group), bytes_read)


_Cut = Iterator[tuple[Source, Range, int]]  # how much of the file has been read at the end of the range


def _cut(source: Source, options: IngestOptions, range_bytes: int, notes: list[str]) -> _Cut:
    """The ranges of a source."""
    reading = Reading(source, options)
    if source.path is None:
        yield from _cut_standard_input(reading, range_bytes, notes)
    elif source.format == "parquet" and source.size > range_bytes // 8:
        yield from _mark_last(cut_parquet(reading), WHOLE, reading, notes)
    elif source.format not in ("jsonl", "csv", "tsv") or source.size <= range_bytes // (8 if source.compression else 1):
        yield source, WHOLE, source.size
    else:
        cut = cut_json_lines if source.format == "jsonl" else cut_delimited
        ranges = cut(reading, range_bytes, bool(source.compression))
        yield from _mark_last(ranges, WHOLE, reading, notes)


def _cut_standard_input(reading: Reading, range_bytes: int, notes: list[str]) -> _Cut:
    """JSON Lines in ranges, else the one article; with their content, as no other process can read it."""
    with open_source(reading) as stream:
        head = peek(stream)
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            lines = Reading(replace(reading.source, format="jsonl"), reading.options)
            ranges = cut_json_lines(lines, range_bytes, True, stream)
            yield from _mark_last(ranges, replace(WHOLE, content=head), lines, notes)
        else:
            yield reading.source, replace(WHOLE, content=stream.read(4 * reading.options.max_characters + 5)), 0


def _mark_last(ranges: Iterator[Range], whole: Range, reading: Reading, notes: list[str]) -> _Cut:
    """The ranges, the last one marked as such; `whole` where there is none."""
    held, told = None, 0
    # Whoever reads a source as a whole meets a fault of its beginning again, and says so.
    with suppress(InputError, OSError):
        for span in ranges:
            if held:
                yield reading.source, held, told
                notes.clear()
            notes += reading.notes
            reading.notes.clear()
            held, told = span, reading.tell()
    yield reading.source, replace(held, is_last=True) if held else whole, reading.source.size
