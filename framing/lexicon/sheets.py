"""Files in which a person says of each hit whether it is right: written with samples, read with answers."""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.cells import defuse_cell, format_csv, format_jsonl, restore_cell
from framing.errors import InputError
from framing.lexicon.rows import read_rows
from framing.lexicon.sampling import SampledHit
from framing.whole_files import write_new

SHEET_COLUMNS = (*(field.name for field in dataclasses.fields(SampledHit)), "right", "annotator", "note")
_NEEDED = ("lexicon", "category", "entry_id", "document_id", "start", "end", "right")
# What people write, and what spreadsheets and data frames make of it; a cross is a tick.
_RIGHT = frozenset(("1", "1.0", "yes", "y", "true", "right", "x", "да", "истина"))
_WRONG = frozenset(("0", "0.0", "no", "n", "false", "wrong", "нет", "ложь"))


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's answer about one hit; `is_right` is None where there is none yet."""

    place: str  # `file:line`
    lexicon: str
    lexicon_sha256: str  # "" where the file does not say
    category: str
    entry_id: str
    document_id: str
    start: int
    end: int
    annotator: str  # the file where it names nobody
    is_right: bool | None

    @property
    def hit(self) -> tuple[str, str, str, str, int, int]:
        return (self.lexicon, self.category, self.entry_id, self.document_id, self.start, self.end)


def check_sheet_path(path: Path) -> None:
    """Raises InputError where `path` stands already, or ends neither in .csv nor in .jsonl."""
    if path.suffix.lower() not in {".csv", ".jsonl"}:
        raise InputError(f"{path}: give a name that ends in .csv or .jsonl")
    if path.exists():
        raise InputError(f"{path}: stands there already and may hold answers; give another name")


def write_sheet(path: Path, hits: Sequence[SampledHit]) -> None:
    """Write hits with empty columns for the answers: JSON Lines, or CSV with a byte order mark for spreadsheets.

    Raises:
        InputError: the file stands there already, or ends neither in .csv nor in .jsonl.
    """
    check_sheet_path(path)
    empty = dict.fromkeys(("right", "annotator", "note"), "")
    rows = [{**dataclasses.asdict(hit), **empty} for hit in hits]
    if path.suffix.lower() == ".csv":
        cells = ([defuse_cell(str(row[name])) for name in SHEET_COLUMNS] for row in rows)
        content = format_csv([SHEET_COLUMNS, *cells])
    else:
        content = format_jsonl(rows)
    write_new(path, content)


def read_sheet(path: Path) -> list[Reading]:
    """The answers in a file that `write_sheet` wrote and a person, or their spreadsheet, saved.

    Raises:
        InputError: the file cannot be read, lacks a column, or an answer is none; with file and line.
    """
    return list(_read(path))


def _read(path: Path) -> Iterator[Reading]:
    is_table = ".csv" in [suffix.lower() for suffix in path.suffixes]
    for line, row in read_rows(path):
        missing = [name for name in _NEEDED if name not in row]
        if missing:
            raise InputError(f"{path}:{line}: no column {', '.join(missing)}; `framing lexicon sample` writes them")
        cells = {name: _write(row.get(name)) for name in (*_NEEDED, "lexicon_sha256", "annotator")}
        if is_table:
            cells = {name: restore_cell(cell) for name, cell in cells.items()}
        if not any(cells.values()):
            continue  # spreadsheets leave rows of empty cells at the end
        yield Reading(
            f"{path}:{line}",
            cells["lexicon"],
            cells["lexicon_sha256"],
            cells["category"],
            cells["entry_id"],
            cells["document_id"],
            _read_offset(path, line, "start", cells["start"]),
            _read_offset(path, line, "end", cells["end"]),
            cells["annotator"].strip() or str(path),
            _read_answer(path, line, cells["right"]),
        )


def _write(value: Any) -> str:
    return "" if value is None else str(value)


def _read_offset(path: Path, line: int, name: str, cell: str) -> int:
    # Data frames make 12.0 of 12 where another row is empty.
    whole = cell.strip().removesuffix(".0")
    if not (whole.isascii() and whole.isdigit()):
        raise InputError(f"{path}:{line}: {name}: {cell!r} is no place in a text; leave it as it was written")
    return int(whole)


def _read_answer(path: Path, line: int, cell: str) -> bool | None:
    answer = cell.strip().casefold()
    if answer in _RIGHT or answer in _WRONG:
        return answer in _RIGHT
    if answer:
        raise InputError(f"{path}:{line}: right: {cell!r} is no answer; write 1 or 0 (also yes or no), or nothing")
    return None
