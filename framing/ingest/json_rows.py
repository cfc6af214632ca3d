"""Articles in JSON Lines, and in JSON holding one object or a list of them."""

import io
import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from framing.errors import InputError
from framing.ingest.fields import Choice, choose_columns, make_record
from framing.ingest.options import IngestOptions
from framing.ingest.record import Failure, Items, Reading, Record
from framing.ingest.source import Range
from framing.ingest.stream import (
    choose_encoding,
    cut_lines,
    decode,
    find_max_line_bytes,
    is_wide,
    open_source,
    peek,
    read_bytes,
    read_lines,
)

_MAX_JSON_BYTES = 200_000_000
_MAX_ROWS_WITHOUT_TEXT = 100


def read_json_lines(reading: Reading) -> Items:
    """An item for each line that is not blank."""
    with open_source(reading) as stream:
        yield from parse_json_lines(stream, reading)


def parse_json_lines(stream: io.BufferedReader, reading: Reading) -> Items:
    """An item for each line of a stream that is not blank.

    Raises:
        InputError: the first hundred rows have no text column, or the stream cannot be read.
    """
    rows = _JsonRows(reading)
    for line in read_lines(stream, reading):
        place = f"{reading.source.name}:{line.number}"
        if line.fault:
            yield Failure(place, "unreadable", line.fault)
        elif not line.text.isspace():
            try:
                row = parse_json(line.text.rstrip("\r\n"))
            except InputError as problem:
                yield Failure(place, "json", str(problem))
            else:
                yield from rows.read(row, line.number, line.raw.rstrip(b"\r\n"))
    rows.note_missing()


def cut_json_lines(
    reading: Reading, range_bytes: int, with_content: bool, stream: io.BufferedReader | None = None
) -> Iterator[Range]:
    """Ranges of about `range_bytes` of a file of JSON Lines, cut after lines; none where it cannot be cut.

    Nothing is cut beyond the first range of a file whose rows have no text, which is given up at its hundredth row.

    Args:
        with_content: put the bytes into the ranges.
        stream: of the source, where it is open already.

    Raises:
        InputError: the file cannot be read. A fault in a later place is that of the last range.
    """
    begin, is_first = None, True
    try:
        with nullcontext(stream) if stream else open_source(reading) as opened:
            codec, n_mark = choose_encoding(peek(opened), reading)
            if is_wide(codec) and not stream:
                return
            opened.read(n_mark)
            begin = Range(0, n_mark, codec=codec, is_last=False)
            for content, n_passed in cut_lines(opened, range_bytes, find_max_line_bytes(reading.options)):
                if content.strip():  # a file of blank lines has no ranges, and is said to hold no articles
                    yield replace(begin, n_bytes=len(content), content=content if with_content else None)
                    if is_first and _is_given_up(content, begin, reading):
                        return
                    is_first = False
                n_lines = max(1, content.count(b"\n"))
                begin = replace(begin, first_byte=begin.first_byte + n_passed, first_line=begin.first_line + n_lines)
    except InputError as problem:
        if begin is None:
            raise
        yield replace(begin, content=b"", fault=str(problem))


def _is_given_up(content: bytes, span: Range, reading: Reading) -> bool:
    """Whether the first range of a file is read no further than some row."""
    trial = Reading(reading.source, reading.options, replace(span, content=content))
    try:
        with open_source(trial) as stream:
            any(isinstance(item, Record) for item in parse_json_lines(stream, trial))
    except InputError:
        return True
    return False


def read_json(reading: Reading) -> Items:
    """An item for each object of a list, or one for a single object; a file of JSON Lines is read as such.

    Raises:
        InputError: the file is no JSON, too large to be read whole, or holds neither a list nor an object.
    """
    with open_source(reading) as stream:
        if _is_json_lines(peek(stream)):
            yield from parse_json_lines(stream, reading)
            return
        content = read_bytes(stream, _MAX_JSON_BYTES)
    if content is None:
        raise InputError("too large for one JSON value; write JSON Lines (.jsonl), one object per line")
    if not content.strip():
        raise InputError("the file is empty")
    data = parse_json(decode(content, reading))
    rows = _JsonRows(reading)
    if isinstance(data, dict):
        yield from rows.read(data, None, content)
    elif isinstance(data, list):
        for number, row in enumerate(data, 1):
            yield from rows.read(row, number, None)
    else:
        raise InputError(f"the file holds a {_name_kind(data)}, not an object or a list of objects")
    rows.note_missing()


def _is_json_lines(head: bytes) -> bool:
    """Whether the first line is a whole object and another one follows."""
    first, _, rest = head.lstrip().partition(b"\n")
    if not first.startswith(b"{") or not rest.lstrip().startswith(b"{"):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def parse_json(text: str) -> Any:
    """The value that the text stands for.

    Raises:
        InputError: it is no JSON, or nested too deeply.
    """
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as problem:
        where = f"column {problem.colno}" if problem.lineno == 1 else f"line {problem.lineno}, column {problem.colno}"
        raise InputError(f"not valid JSON: {problem.msg.removesuffix(' at')} at {where}") from problem
    except ValueError as problem:  # a number of thousands of digits
        limit = f"{sys.get_int_max_str_digits():,}"
        raise InputError(f"not readable JSON: a number of more than {limit} digits; write it as text") from problem
    except RecursionError as problem:
        raise InputError("not readable JSON: nested too deeply") from problem


class _Repeating(dict[str, Any]):
    """An object with a key that stands in it more than once: refused as a row, of no concern deeper down."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated = Counter(key for key, _ in pairs).most_common(1)[0][0]


def _make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else _Repeating(pairs)


_DECODER = json.JSONDecoder(object_pairs_hook=_make_object)  # once: making one takes longer than its hook


def _name_kind(value: Any) -> str:
    names = {dict: "object", list: "list", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")


class _JsonRows:
    """Rows whose columns may differ from row to row."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._choices: dict[tuple[str, ...], Choice] = {}
        self._n_without = 0
        self._n_with = 0

    def read(self, row: Any, number: int | None, raw: bytes | None) -> Items:
        place = self._reading.source.name if number is None else f"{self._reading.source.name}:{number}"
        if not isinstance(row, dict):
            yield Failure(place, "json", f"the row is a {_name_kind(row)}, not an object")
            return
        if isinstance(row, _Repeating):
            yield Failure(place, "json", f"the key {row.repeated!r} stands in the row more than once; leave one")
            return
        try:
            choice = self._choose(row)
        except InputError as problem:
            yield Failure(place, "columns", str(problem))
            self._n_without += 1
            is_at_beginning = not self._n_with and self._reading.range.first_line == 1
            if is_at_beginning and self._n_without >= _MAX_ROWS_WITHOUT_TEXT:
                raise InputError(f"the first {self._n_without} rows have no text; nothing more is read") from problem
            return
        self._n_with += 1
        try:
            yield make_record(row, choice, self._reading, number, raw)
        except RecursionError:  # writing a row takes more depth than reading it
            yield Failure(place, "json", "not readable JSON: nested too deeply")

    def _choose(self, row: dict[str, Any]) -> Choice:
        names = tuple(row)
        choice = self._choices.get(names)
        if choice is None:
            choice = choose_columns(names, self._reading.options, lenient=True)
            if len(self._choices) < 1000:  # rows of ever new columns must not fill the memory
                self._choices[names] = choice
        return choice

    def note_missing(self) -> None:
        """A note on each column that the user named and no row had."""
        if self._n_with:
            reading, seen = self._reading, {field for choice in self._choices.values() for field in choice}
            if reading.range.is_cut:
                reading.columns_seen = seen
            else:
                reading.notes += find_missing_columns(reading.source.name, reading.options, seen)


def find_missing_columns(source_name: str, options: IngestOptions, seen: Collection[str]) -> list[str]:
    """A note on each column that the user named and no row has, given the fields that rows have columns for."""
    named = {
        field: getattr(options, f"{field}_column")
        for field in ("id", "title", "outlet", "date", "author", "url", "language")
    }
    return [
        f"{source_name}: no row has the column {column!r} (--{field}-column)"
        for field, column in named.items()
        if column is not None and field not in seen
    ]
