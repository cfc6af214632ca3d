"""Rows that people open in spreadsheets: errors, suspected label errors, differences."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.cells import defuse_cell, format_csv, format_jsonl
from framing.errors import InputError
from framing.label_files import check_folder
from framing.whole_files import write_whole


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Write rows as CSV with a byte order mark and defused formulas, or as JSON Lines; an older file is replaced.

    A column of values by label becomes one column per label in CSV: `p_favor` for `probabilities` and so on.

    Raises:
        InputError: the name ends neither in .csv nor in .jsonl.
    """
    check_row_path(path)
    if path.suffix.lower() == ".jsonl":
        content = format_jsonl(rows)
    else:
        flat = [_flatten(row) for row in rows]
        header = list(dict.fromkeys(name for row in flat for name in row)) or list(columns)
        cells = ([_write_cell(row.get(name)) for name in header] for row in flat)
        content = format_csv([list(map(defuse_cell, header)), *cells])
    write_whole(path, content)


def check_row_path(path: Path) -> None:
    """Raises InputError where the file cannot be written, or its name ends neither in .csv nor in .jsonl.

    It is to be asked before the work is done.
    """
    if path.suffix.lower() not in {".csv", ".jsonl"}:
        raise InputError(f"{path}: give a name that ends in .csv or .jsonl")
    if path.is_dir():
        raise InputError(f"{path}: is a folder; give another name")
    check_folder(path)


def _flatten(row: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            flat |= {f"p_{key}": part for key, part in value.items()}
        else:
            flat[name] = value
    return flat


def _write_cell(value: Any) -> str:
    if isinstance(value, (bool, int, float)):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return "" if value is None else defuse_cell(str(value))
