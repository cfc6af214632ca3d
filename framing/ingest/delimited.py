"""Articles in CSV and TSV files: their first row names the columns."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from framing.errors import InputError
from framing.ingest.fields import Choice, choose_columns, make_record
from framing.ingest.record import Failure, Items, Reading
from framing.ingest.source import Range
from framing.ingest.stream import Line, choose_encoding, is_wide, open_source, peek, read_lines

_DELIMITERS = ",;\t|"


def read_delimited(reading: Reading) -> Items:
    """An item for each row of a CSV or TSV file; the first row names the columns.

    Raises:
        InputError: there is no header or no text column, or a given column does not exist.
    """
    with open_source(reading) as stream:
        lines = _CsvLines(read_lines(stream, reading))
        if reading.range.header:
            header, delimiter = list(reading.range.header), reading.range.delimiter
            rows = _make_csv_reader(lines, delimiter, reading)
        else:
            rows, header, delimiter = _open_rows(lines, reading)
        choice = _choose(header, reading)
        for number, row in _read_csv_rows(rows, lines, header, reading):
            if isinstance(row, Failure):
                yield row
            else:
                yield make_record(dict(zip(header, row, strict=False)), choice, reading, number)


def cut_delimited(reading: Reading, range_bytes: int, with_content: bool) -> Iterator[Range]:
    """Ranges of about `range_bytes` of a CSV or TSV file, cut between rows; none where it cannot be cut.

    Args:
        with_content: put the bytes into the ranges.

    Raises:
        InputError: the header is faulty. A fault in a later place is that of the last range.
    """
    begin = cut = None
    try:
        with open_source(reading) as stream:
            codec, n_mark = choose_encoding(peek(stream), reading)
            if is_wide(codec):
                return
            stream.read(n_mark)
            known = replace(reading, range=Range(codec=codec, first_byte=n_mark))
            lines = _CsvLines(read_lines(stream, known), with_content)
            rows, header, delimiter = _open_rows(lines, reading)
            _choose(header, reading)
            begin = Range(0, lines.end, lines.number + 1, 0, codec, tuple(header), delimiter, is_last=False)
            lines.take_raw()
            for number, _ in _read_csv_rows(rows, lines, header, reading):
                cut = replace(begin, n_bytes=lines.end - begin.first_byte)
                if lines.end - begin.first_byte >= range_bytes:
                    yield replace(cut, content=lines.take_raw())
                    begin = replace(begin, first_byte=lines.end, first_line=lines.number + 1, n_rows_before=number)
                    cut = None
            if cut:
                yield replace(cut, content=lines.take_raw())
    except InputError as problem:
        if begin is None:
            raise
        last = replace(cut or begin, fault=str(problem))
        raw = lines.take_raw()
        # Lines of a row that is not whole are left out.
        yield replace(last, content=raw and raw[: last.n_bytes])


def _open_rows(lines: "_CsvLines", reading: Reading) -> tuple[Iterator[list[str]], list[str], str]:
    """The rows after the header, the header, and the delimiter."""
    first = next((line for line in lines if line.strip()), "")
    if not first:
        raise InputError("the file is empty")
    delimiter = "\t" if reading.source.format == "tsv" else _guess_delimiter(first)
    rows = _make_csv_reader(chain([first], lines), delimiter, reading)
    header = _read_header(rows)
    if lines.fault:
        raise InputError(lines.fault)
    return rows, header, delimiter


def _make_csv_reader(lines: Iterable[str], delimiter: str, reading: Reading) -> Iterator[list[str]]:
    csv.field_size_limit(max(131_072, min(4 * reading.options.max_characters, 2**31 - 1)))
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _choose(header: Sequence[str], reading: Reading) -> Choice:
    choice = choose_columns(header, reading.options)
    if twice := [column for column in choice.values() if header.count(column) > 1]:
        raise InputError(f"two columns are named {twice[0]!r}; rename one")
    return choice


class _CsvLines:
    """Decoded lines for the CSV reader; it remembers the faults of the lines of the present row."""

    def __init__(self, lines: Iterator[Line], keeps_raw: bool = False) -> None:
        self._lines = lines
        self._raw: list[bytes] | None = [] if keeps_raw else None
        self.number = 0
        self.end = 0
        self.fault = ""

    def __iter__(self) -> "_CsvLines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number, self.end = line.number, line.end
        self.fault = self.fault or line.fault
        if self._raw is not None:
            self._raw.append(line.raw)
        return line.text

    def take_raw(self) -> bytes | None:
        """The bytes of the lines since the last call; None where they are not kept."""
        if self._raw is None:
            return None
        taken, self._raw = b"".join(self._raw), []
        return taken


def _guess_delimiter(header: str) -> str:
    """The delimiter that makes the most columns of the header; a comma where none does."""
    counts = {}
    for delimiter in _DELIMITERS:
        try:
            counts[delimiter] = len(next(csv.reader([header], delimiter=delimiter)))
        except (csv.Error, StopIteration):
            counts[delimiter] = 0
    return max(_DELIMITERS, key=lambda delimiter: counts[delimiter])


def _read_header(rows: Iterator[list[str]]) -> list[str]:
    try:
        return [name.strip() for name in next(rows, [])]
    except csv.Error as problem:
        raise InputError(
            f"the first line, which names the columns, is not valid CSV: {_explain(problem, 1)}"
        ) from problem


def _read_csv_rows(
    rows: Iterator[list[str]], lines: _CsvLines, header: Sequence[str], reading: Reading
) -> Iterator[tuple[int, list[str] | Failure]]:
    """Rows and failures with their numbers from 1; rows without anything are passed over and not counted."""
    number = reading.range.n_rows_before
    lines.number = lines.number or reading.range.first_line - 1
    while True:
        first_line, lines.fault = lines.number + 1, ""
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as problem:
            number += 1
            message = f"row {number}, line {first_line}: {_explain(problem, lines.number)}"
            yield number, Failure(f"{reading.source.name}:{number}", "csv", message)
            continue
        if not row or (len(row) == 1 < len(header) and not row[0].strip()):
            continue
        number += 1
        place = f"{reading.source.name}:{number}"
        if lines.fault:
            yield number, Failure(place, "unreadable", f"row {number}, line {first_line}: {lines.fault}")
        elif len(row) < len(header) or any(row[len(header) :]):
            columns = f"{len(row)} columns instead of {len(header)}; are quotation marks missing?"
            message = f"row {number}, line {first_line}: {columns}"
            yield number, Failure(place, "csv", message)
        else:
            yield number, row


def _explain(problem: csv.Error, last_line: int) -> str:
    message = str(problem)
    if "unexpected end" in message:
        return f"a quotation mark is opened and never closed; everything to line {last_line} is lost; close it"
    if "expected after" in message:
        return "text follows a closing quotation mark; marks inside a column must be doubled"
    if "new-line character" in message:
        return "a bare carriage return (\\r) ends no line here; save the file with line ends of Unix or Windows"
    if "field limit" in message:
        return "a column is too long, or a quotation mark is never closed; split it, or raise --max-characters"
    return f"not valid CSV: {message}"
