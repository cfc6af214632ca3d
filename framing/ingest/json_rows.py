"""Articles in JSON Lines, and in JSON holding one object or a list of them."""

import io
import json
from typing import Any

from framing.errors import InputError
from framing.ingest.fields import Choice, choose_columns, make_record
from framing.ingest.record import Failure, Items, Reading
from framing.ingest.stream import decode, open_source, peek, read_bytes, read_lines

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
        return json.loads(text)
    except json.JSONDecodeError as problem:
        where = f"column {problem.colno}" if problem.lineno == 1 else f"line {problem.lineno}, column {problem.colno}"
        raise InputError(f"not valid JSON: {problem.msg.removesuffix(' at')} at {where}") from problem
    except ValueError as problem:  # a number of thousands of digits
        raise InputError(f"not valid JSON: {problem}") from problem
    except RecursionError as problem:
        raise InputError("not readable JSON: nested too deeply") from problem


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
        try:
            choice = self._choose(row)
        except InputError as problem:
            yield Failure(place, "columns", str(problem))
            self._n_without += 1
            if not self._n_with and self._n_without >= _MAX_ROWS_WITHOUT_TEXT:
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
        seen = {field for choice in self._choices.values() for field in choice}
        for field in ("id", "title", "outlet", "date", "author", "url", "language"):
            given = getattr(self._reading.options, f"{field}_column")
            if given is not None and field not in seen and self._n_with:
                name = self._reading.source.name
                self._reading.notes.append(f"{name}: no row has the column {given!r} (--{field}-column)")
