"""CSV and JSON Lines: what is read from files of rows, and written to them."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.cells import defuse_cell, restore_row
from framing.errors import InputError

Record = tuple[str, dict[str, Any]]  # `file:line` and the row
_SEPARATORS = (",", ";", "\t")
_MAGIC_GZIP = b"\x1f\x8b"


def read_text(path: Path, *, keep_mark: bool = False) -> str:
    """The text of a file, unpacked where it is gzip; line breaks stay as they are, a byte order mark only if wanted.

    Raises:
        InputError: the file cannot be read or is not UTF-8.
    """
    try:
        content = path.read_bytes()
        data = gzip.decompress(content) if content.startswith(_MAGIC_GZIP) else content
        return data.decode("utf-8" if keep_mark else "utf-8-sig")
    except UnicodeDecodeError as problem:
        raise InputError(f"{path}: not UTF-8 at byte {problem.start}; save the file as UTF-8") from problem
    except (OSError, EOFError, zlib.error) as problem:
        raise InputError(f"{path}: cannot be read: {getattr(problem, 'strerror', None) or problem}") from problem


def read_objects(path: Path, text: str) -> Iterator[Record]:
    """The objects of JSON Lines, or of one JSON list, with their places.

    Raises:
        InputError: it is neither, with file and line.
    """
    if text.lstrip().startswith("["):
        rows = _parse(f"{path}", text)
        if not isinstance(rows, list):
            raise InputError(f"{path}: a list of objects is wanted")
        for number, row in enumerate(rows, start=1):
            yield _check_object(f"{path}: entry {number}", row)
        return
    # Not splitlines: texts may hold U+2028 and other separators that JSON allows inside strings.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _check_object(f"{path}:{number}", _parse(f"{path}:{number}", line))


def _parse(place: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}" if "\n" in text else f"column {problem.colno}"
        raise InputError(f"{place}: not JSON: {problem.msg} at {where}") from problem
    except RecursionError as problem:
        raise InputError(f"{place}: nested too deeply for a label file") from problem


def _check_object(place: str, row: Any) -> Record:
    if not isinstance(row, dict):
        raise InputError(f"{place}: a row is an object, not {type(row).__name__}")
    return place, row


def find_objects(place: str, name: str, value: Any) -> list[dict[str, Any]]:
    """The objects in the list `value`, nothing for null.

    Raises:
        InputError: it is no list.
    """
    if value is not None and not isinstance(value, list):
        raise InputError(f"{place}: `{name}` is a list of objects, not {type(value).__name__}")
    return [one for one in value or () if isinstance(one, dict)]


def read_csv(path: Path, text: str) -> Iterator[Record]:
    """The rows of a CSV file with their places; empty cells are left out, and rows of empty cells.

    Columns are separated by what stands most often in the first line: spreadsheets write commas in some countries,
    semicolons in others.

    Raises:
        InputError: it is not CSV, or has no column `text`.
    """
    header = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=header.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    try:
        names = list(reader.fieldnames or ())
        if "text" not in names:
            raise InputError(f"{path}:1: no column text; found {', '.join(names) or 'none'}")
        double = sorted({name for name in names if names.count(name) > 1})
        if double:
            raise InputError(f"{path}:1: two columns {double[0]}; rename one")
        for row in reader:
            place = f"{path}:{reader.line_num}"
            if row.pop(None, None):  # what is more than the columns
                raise InputError(f"{place}: more cells than columns; put texts with separators into quotation marks")
            record = restore_row({name: cell for name, cell in row.items() if cell})
            if record:
                yield place, record
    except csv.Error as problem:
        raise InputError(f"{path}:{reader.line_num}: not CSV: {problem}") from problem


def format_csv(records: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> bytes:
    """CSV with a byte order mark for spreadsheets: `columns` first, then all others in the order of their coming."""
    names = list(dict.fromkeys([*columns, *(name for record in records for name in record)]))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([defuse_cell(_to_cell(record.get(name))) for name in names] for record in records)
    return written.getvalue().encode("utf-8-sig")


def _to_cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def format_jsonl(records: Sequence[Mapping[str, Any]]) -> bytes:
    """JSON Lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
