"""Tables as workbooks for spreadsheets: a text stays a text, and what a cell cannot hold is told."""

import io
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from math import isfinite
from pathlib import Path
from typing import IO, Any

import orjson

from framing.columns import Schema, Table
from framing.errors import InputError
from framing.nouns import write_count
from framing.remote import AnyPath
from framing.whole_files import open_whole

MAX_ROWS = 2**20 - 1  # of a sheet below its header
MAX_UNITS = 2**15 - 1  # of a cell, in 16-bit units of UTF-16: an emoji is two

_WRITTEN = datetime(1980, 1, 1)  # what every workbook says: the same rows give the same bytes
_WIDTH = 16  # of a column, in digits
# XML has no form for these. Spreadsheets agree on none for a carriage return either: some show `_x000D_`.
_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Where a text is written in two runs: spreadsheets take `_x0041_` in one for A, XlsxWriter one in <r> for XML.
_BREAK = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)|(?<=\A<)(?=r>)")
_CHANGES = {
    "return": "with carriage returns, written as a blank before a line break, elsewhere as a line break",
    "control": "with control characters, shown as signs such as ␀, and characters that are none, shown as \ufffd",
    "cut": f"longer than {MAX_UNITS:,} characters, which is all that a cell holds; cut, and the cell ends with a note",
}


def check_workbooks(counts: Mapping[str, int]) -> None:
    """Nothing, where tables can be written as workbooks; to be asked before the work.

    Args:
        counts: the rows of each table by its name.

    Raises:
        InputError: XlsxWriter is not installed, or a table has more rows than a sheet.
    """
    if find_spec("xlsxwriter") is None:
        raise InputError("--format xlsx needs XlsxWriter: pip install 'framing-analysis[xlsx]'")
    for name, n_rows in counts.items():
        _check_rows(name, n_rows)


def _check_rows(name: str, n_rows: int) -> None:
    if n_rows > MAX_ROWS:
        raise InputError(
            f"{name}: more rows than a sheet has below its header, which is {MAX_ROWS:,}; use --format csv or parquet, "
            "and --table to write other tables as workbooks"
        )


def write_workbook(path: AnyPath, schema: Schema, tables: Iterable[Table], tell: Callable[[str], object]) -> int:
    """Write rows as one sheet; returns how many. No row is held longer than it takes to write it.

    Numbers and truth values are such cells, of 16 significant digits; all other values are texts, and no text is a
    formula, a link or a date. Texts with characters that a cell cannot hold have one other in the place of each, so
    that offsets hold. What was changed stands in a sheet `notes`, by column.

    Args:
        tell: gets each of these notes as a line, when the file is whole.

    Raises:
        InputError: more than `MAX_ROWS` rows.
        OSError: the file cannot be written; nothing is left of it.
    """
    changes: Counter[tuple[str, str]] = Counter()
    with _open_book(path) as book:
        sheet = _Sheet(book, schema)
        for table in tables:
            for values in zip(*(table[name] for name in schema.names), strict=True):
                changes.update(sheet.write_row(values))
        sheet.end()
        order = ((name, kind) for name in schema.names for kind in _CHANGES)
        notes = [(name, changes[name, kind], _CHANGES[kind]) for name, kind in order if changes[name, kind]]
        if notes:
            _add_notes(book, notes)
    for column, n_cells, what in notes:
        tell(f"{path.name}: {column}: {write_count(n_cells, 'cell')} {what}")
    return sheet.n_rows


def _add_notes(book: Any, notes: Iterable[tuple[str, int, str]]) -> None:
    sheet = book.add_worksheet("notes")
    for row, (column, n_cells, what) in enumerate([("column", "cells", "what"), *notes]):
        sheet.write_string(row, 0, column)
        (sheet.write_number if row else sheet.write_string)(row, 1, n_cells)
        sheet.write_string(row, 2, what)


class _Target:
    """A file that can be exchanged: an archive that failed still writes its end when it is collected, into nothing."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


@contextmanager
def _open_book(path: AnyPath) -> Iterator[Any]:
    """A workbook to fill; it is whole or not there."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    # Rows lie in files until the end, several times as long as packed: more room is likely where the workbook goes.
    folder = path.parent if isinstance(path, Path) else None
    with open_whole(path) as file, tempfile.TemporaryDirectory(prefix="framing-", dir=folder) as scratch:
        target = _Target(file)
        options = {f"strings_to_{kind}": False for kind in ("formulas", "numbers", "urls")}
        book = Workbook(target, {**options, "constant_memory": True, "tmpdir": scratch, "use_zip64": True})
        book.set_properties({"created": _WRITTEN})
        try:
            yield book
            book.close()
        except FileCreateError as problem:
            cause = problem.args[0]
            raise OSError(cause.errno, cause.strerror, str(path)) from problem
        finally:
            target.file = io.BytesIO()


class _Sheet:
    """The sheet of a table, written row by row."""

    def __init__(self, book: Any, schema: Schema) -> None:
        self.n_rows = 0
        self._schema = schema
        self._sheet = book.add_worksheet(schema.name)
        self._plain = book.add_format()
        text = book.add_format({"num_format": "@"})  # a date stays a text when somebody edits the cell
        heading = book.add_format({"bold": True})
        for place, column in enumerate(schema.columns):
            is_text = column.kind in ("string", "evidence")
            self._sheet.set_column(place, place, _WIDTH, text if is_text else None)
            self._sheet.write_string(0, place, column.name, heading)
        self._sheet.freeze_panes(1, 0)

    def end(self) -> None:
        """Add what needs to know the number of rows."""
        last = len(self._schema.names) - 1
        self._sheet.autofilter(0, 0, self.n_rows, last)
        if self.n_rows:  # ids of digits are no mistake
            self._sheet.ignore_errors({"number_stored_as_text": f"A2:XFD{self.n_rows + 1}"})

    def write_row(self, values: Iterable[Any]) -> list[tuple[str, str]]:
        """Write the values of a row; returns columns and kinds of what could not be written as it is."""
        self.n_rows += 1
        _check_rows(self._schema.name, self.n_rows)
        changes = []
        for place, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, bool):
                self._sheet.write_boolean(self.n_rows, place, value)
            elif isinstance(value, int | float) and isfinite(value):
                self._sheet.write_number(self.n_rows, place, value)
            else:
                text, kinds = _fit_cell(orjson.dumps(value).decode() if isinstance(value, list) else str(value))
                self._write_text(place, text)
                changes += [(self._schema.names[place], kind) for kind in kinds]
        return changes

    def _write_text(self, place: int, text: str) -> None:
        runs = _BREAK.split(text) if "_x" in text or text.startswith("<r>") else [text]
        if len(runs) == 1:
            self._sheet.write_string(self.n_rows, place, text)
        else:
            parts = [part for run in runs for part in (run, self._plain)]
            self._sheet.write_rich_string(self.n_rows, place, *parts[:-1])


def _fit_cell(text: str) -> tuple[str, list[str]]:
    """The text as a cell holds it, and the kinds of changes."""
    kinds = []
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
        kinds.append("return")
    if _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub(_show, text)
        kinds.append("control")
    if len(text) > MAX_UNITS // 2 and len(units := text.encode("utf-16-le")) > 2 * MAX_UNITS:
        note = f" [cut: {len(text):,} characters]"
        text = units[: 2 * (MAX_UNITS - len(note))].decode("utf-16-le", "ignore") + note
        kinds.append("cut")
    return text, kinds


def _show(found: re.Match[str]) -> str:
    """The sign that Unicode has for a control character, and for what is no character that of a lost one."""
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
