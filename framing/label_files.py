"""What label files are made of, for all rooms that read them: text, rows of CSV and JSON Lines, places of targets."""

import csv
import gzip
import io
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.cells import restore_cell, restore_row
from framing.errors import InputError

Record = tuple[str, dict[str, Any]]  # `file:line` and the row
COLUMNS = ("text", "label", "target", "target_start", "target_end", "document_id", "outlet", "date", "annotator")
_SEPARATORS = (",", ";", "\t")
_MAGIC_GZIP, _MAGIC_ZIP = b"\x1f\x8b", b"PK\x03\x04"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_QUOTED = 60  # characters of a cell that a complaint repeats
_NAMES_QUOTED = 12
_FILES_NAMED = 3


def quote(value: object) -> str:
    """A value of a file for a complaint: as Python writes it, the middle of a long one left out."""
    written = repr(value[: 4 * _QUOTED] if isinstance(value, str) else value)
    return written if len(written) <= _QUOTED else f"{written[: _QUOTED - 10]}…{written[-1]}"


def quote_names(names: Sequence[str]) -> str:
    """Names for a complaint, the first of many."""
    shown = [name if len(name) <= _QUOTED else f"{name[:_QUOTED]}…" for name in names[:_NAMES_QUOTED]]
    more = f" and {len(names) - _NAMES_QUOTED:,} more" if len(names) > _NAMES_QUOTED else ""
    return ", ".join(shown) + more


def name_files(places: Iterable[str]) -> str:
    """The files of places `file:line`, each once, the first of many."""
    files = [file for file in dict.fromkeys(place.rpartition(":")[0] for place in places) if file]
    more = f" and {len(files) - _FILES_NAMED:,} more" if len(files) > _FILES_NAMED else ""
    return ", ".join(files[:_FILES_NAMED]) + more


def check_folder(path: Path) -> None:
    """Raises InputError where `path` cannot be made, since what should be a folder above it is a file or is closed."""
    above = next(folder for folder in path.absolute().parents if folder.exists())
    if not above.is_dir():
        raise InputError(f"{path}: {above} is a file, not a folder; give another name")
    if not os.access(above, os.W_OK | os.X_OK):
        raise InputError(f"{path}: nothing can be written in {above}; give another name, or ask for the right to write")


def read_content(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as problem:
        raise InputError(f"{path}: cannot be read: {problem.strerror or problem}") from problem


def read_text(path: Path, *, keep_mark: bool = False) -> str:
    """The text of a file, unpacked where it is gzip; line breaks stay as they are, a byte order mark only if wanted.

    Raises:
        InputError: the file cannot be read, or is neither UTF-8 nor marked UTF-16; with the line.
    """
    return decode(path, read_content(path), keep_mark=keep_mark)


def decode(path: Path, content: bytes, *, keep_mark: bool = False) -> str:
    """The text of a file's bytes, see `read_text`."""
    try:
        if content.startswith(_MAGIC_GZIP) or path.suffix.lower() == ".gz":
            content = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as problem:
        raise InputError(f"{path}: not a whole gzip file: {problem}") from problem
    if content.startswith(_MAGIC_ZIP):
        raise InputError(f"{path}: a zip file or a spreadsheet such as .xlsx; save the table as CSV in UTF-8")
    try:
        if content.startswith(_WIDE_MARKS):
            return content.decode("utf-16")
        if {content[:8:2], content[1:8:2]} & {bytes(4)} and not keep_mark:
            raise InputError(f"{path}:1: every second byte is NUL: UTF-16 without its mark; save the file as UTF-8")
        return content.decode("utf-8" if keep_mark else "utf-8-sig")
    except UnicodeDecodeError as problem:
        raise InputError(f"{path}{_describe_fault(content, problem)}") from problem


def _describe_fault(content: bytes, problem: UnicodeDecodeError) -> str:
    if problem.encoding.startswith("utf-16"):
        return ": marked as UTF-16, and cut or damaged; save the file as UTF-8"
    line_start = content.rfind(b"\n", 0, problem.start) + 1
    line = content.count(b"\n", 0, problem.start) + 1
    before = content[max(line_start, problem.start - 20) : problem.start].decode("utf-8", "ignore")
    after = f" after {before!r}" if before.strip() else ""
    return f":{line}: not UTF-8: byte 0x{content[problem.start]:02X}{after}; save the file as UTF-8"


def read_objects(path: Path, text: str) -> Iterator[Record]:
    """The objects of JSON Lines, or of one JSON list, with their places.

    Raises:
        InputError: it is neither, with file and line.
    """
    if text.lstrip().startswith("["):
        rows = parse_json(f"{path}", text)
        if not isinstance(rows, list):
            raise InputError(f"{path}: a list of objects is wanted")
        for number, row in enumerate(rows, start=1):
            yield _check_object(f"{path}: entry {number}", row)
        return
    # Not splitlines: texts may hold U+2028 and other separators that JSON allows inside strings.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _check_object(f"{path}:{number}", parse_json(f"{path}:{number}", line))


def parse_json(place: str, text: str) -> Any:
    """The value of a JSON text.

    Raises:
        InputError: it is none that can be read; with the place.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}" if "\n" in text else f"column {problem.colno}"
        fault = "a NUL character" if problem.doc[problem.pos : problem.pos + 1] == "\0" else problem.msg
        raise InputError(f"{place}: not JSON: {fault} at {where}") from problem
    except RecursionError as problem:
        raise InputError(f"{place}: nested too deeply; a row is a flat object") from problem
    except ValueError as problem:  # a number of thousands of digits
        raise InputError(f"{place}: not JSON that can be read: {problem}") from problem


def _check_object(place: str, row: Any) -> Record:
    if not isinstance(row, dict):
        raise InputError(f"{place}: a row is an object with `text` and `label`, not {type(row).__name__}")
    return place, row


def read_csv(path: Path, text: str, needed: Sequence[str] = ("text",)) -> Iterator[Record]:
    """The rows of a CSV file with the places where they begin; empty cells are left out, and rows of empty cells.

    Columns are separated by what stands most often in the first line: spreadsheets write commas in some countries,
    semicolons in others. Cells lose the apostrophe that keeps spreadsheets from taking them for formulas.

    Args:
        needed: columns that there must be.

    Raises:
        InputError: it is not CSV, or lacks a column; with file and line.
    """
    if not text.strip():
        raise InputError(f"{path}: the file is empty; the first line names the columns, as in text,label")
    header = next(line for line in text.splitlines() if line.strip())
    separator = max(_SEPARATORS, key=header.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    names: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise InputError(f"{path}:{line}: {_explain(problem, reader.line_num)}") from problem
        if not any(map(str.strip, cells)):
            continue
        if not names:
            names = _check_header(f"{path}:{line}", cells, needed)
        else:
            yield f"{path}:{line}", _read_cells(f"{path}:{line}", names, cells)


def _check_header(place: str, cells: Sequence[str], needed: Sequence[str]) -> list[str]:
    names = [restore_cell(cell.strip()) for cell in cells]
    found = [name for name in names if name]
    missing = [name for name in needed if name not in names]
    if missing:
        raise InputError(f"{place}: no column {' and no column '.join(missing)}; found {quote_names(found)}")
    twice = [name for name in found if names.count(name) > 1]
    if twice:
        raise InputError(f"{place}: column {quote_names(twice[:1])} stands twice; remove or rename one")
    return names


def _read_cells(place: str, names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    # Spreadsheets end rows with separators for columns that have neither name nor content.
    beyond = [*cells[len(names) :], *(cell for name, cell in zip(names, cells, strict=False) if not name)]
    if any(map(str.strip, beyond)):
        raise InputError(f"{place}: more cells than columns; put texts with separators into quotation marks")
    return restore_row({name: cell for name, cell in zip(names, cells, strict=False) if name and cell})


def _explain(problem: csv.Error, last_line: int) -> str:
    message = str(problem)
    if "unexpected end" in message:
        return f"not CSV: a quotation mark opens here and closes nowhere up to line {last_line}; close or double it"
    if "expected after" in message:
        return "not CSV: text follows a closing quotation mark; marks inside a cell must be doubled"
    return f"not CSV: {message}"


def read_span(
    place: str, text: str, record: Mapping[str, Any], target: str | None
) -> tuple[int, int] | tuple[None, None]:
    """Where the target of a row stands: at its offsets, or without them where it first stands; else nowhere.

    Raises:
        InputError: the offsets do not fit the text or the target; with the place.
    """
    given = [record.get(name) for name in ("target_start", "target_end")]
    given = [None if value == "" else value for value in given]
    if given == [None, None]:
        start = text.find(target) if target else -1
        return (start, start + len(target)) if target and start >= 0 else (None, None)
    try:
        # Data frames make 12.0 of 12 where another row is empty.
        start, end = (int(str(value).strip().removesuffix(".0")) for value in given)
    except ValueError as problem:
        written = " and ".join(map(quote, given))
        raise InputError(f"{place}: `target_start` and `target_end` are whole numbers, not {written}") from problem
    if not 0 <= start < end <= len(text):
        raise InputError(f"{place}: target {quote(start)}:{quote(end)} lies outside the text of {len(text)} characters")
    if target and text[start:end] != target:
        raise InputError(
            f"{place}: the text has {quote(text[start:end])} at {start}:{end}, not the target {quote(target)}; the text"
            " was changed after the offsets were counted"
        )
    return start, end
