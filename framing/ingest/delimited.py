"""Articles in CSV and TSV files: their first row names the columns."""

import csv
from collections.abc import Iterator, Sequence
from itertools import chain

from framing.errors import InputError
from framing.ingest.fields import Choice, choose_columns, make_record
from framing.ingest.record import Failure, Items, Reading
from framing.ingest.stream import Line, open_source, read_lines

_DELIMITERS = ",;\t|"


def read_delimited(reading: Reading) -> Items:
    """An item for each row of a CSV or TSV file; the first row names the columns.

    Raises:
        InputError: there is no header or no text column, or a given column does not exist.
    """
    with open_source(reading) as stream:
        lines = _CsvLines(read_lines(stream, reading))
        first = next((line for line in lines if line.strip()), "")
        if not first:
            raise InputError("the file is empty")
        delimiter = "\t" if reading.source.format == "tsv" else _guess_delimiter(first)
        csv.field_size_limit(max(131_072, min(4 * reading.options.max_characters, 2**31 - 1)))
        rows = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
        header = _read_header(rows)
        if lines.fault:
            raise InputError(lines.fault)
        choice = choose_columns(header, reading.options)
        if twice := [column for column in choice.values() if header.count(column) > 1]:
            raise InputError(f"two columns are named {twice[0]!r}; rename one")
        yield from _read_csv_rows(rows, lines, header, choice, reading)


class _CsvLines:
    """Decoded lines for the CSV reader; it remembers the faults of the lines of the present row."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self.number = 0
        self.fault = ""

    def __iter__(self) -> "_CsvLines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number = line.number
        self.fault = self.fault or line.fault
        return line.text


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
        raise InputError(f"the first line, which names the columns, is not valid CSV: {problem}") from problem


def _read_csv_rows(
    rows: Iterator[list[str]], lines: _CsvLines, header: Sequence[str], choice: Choice, reading: Reading
) -> Items:
    number = 0
    while True:
        first_line, lines.fault = lines.number + 1, ""
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as problem:
            number += 1
            message = f"line {first_line}: {_explain(problem, lines.number)}"
            yield Failure(f"{reading.source.name}:{number}", "csv", message)
            continue
        if not row or (len(row) == 1 < len(header) and not row[0].strip()):
            continue
        number += 1
        place = f"{reading.source.name}:{number}"
        if lines.fault:
            yield Failure(place, "unreadable", f"line {first_line}: {lines.fault}")
        elif len(row) < len(header) or any(row[len(header) :]):
            message = f"line {first_line}: {len(row)} columns instead of {len(header)}; are quotation marks missing?"
            yield Failure(place, "csv", message)
        else:
            yield make_record(dict(zip(header, row, strict=False)), choice, reading, number)


def _explain(problem: csv.Error, last_line: int) -> str:
    message = str(problem)
    if "unexpected end" in message:
        return f"a quotation mark is opened and never closed; everything to line {last_line} is lost; close it"
    if "expected after" in message:
        return "text follows a closing quotation mark; marks inside a column must be doubled"
    if "field limit" in message:
        return "a column is too long, or a quotation mark is never closed; split it, or raise --max-characters"
    return f"not valid CSV: {message}"
