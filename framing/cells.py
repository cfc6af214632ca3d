"""Rows of files that people open in spreadsheets: CSV without formulas, and JSON Lines beside it."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# Signs that begin a formula, full-width ones too; a spreadsheet overlooks white space and tabs before them.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def defuse_cell(cell: str) -> str:
    """The cell for a CSV file; one that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restore_cell(cell: str) -> str:
    """The cell as it was before `defuse_cell`; cells that it left alone stay as they are."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def restore_row(row: Mapping[str, str]) -> dict[str, str]:
    """The cells of a label file before `defuse_cell`; the text keeps an apostrophe that the target's place counts."""
    restored = {name: restore_cell(cell) for name, cell in row.items()}
    start, end = row.get("target_start", ""), row.get("target_end", "")
    if restored.get("text") != row.get("text") and start.isdecimal() and end.isdecimal() and "target" in row:
        place = slice(int(start), int(end))
        if row["text"][place] == restored["target"] != restored["text"][place]:
            restored["text"] = row["text"]
    return restored


def format_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """CSV with a byte order mark, by which spreadsheets know UTF-8; the cells as they are given, header and all."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode("utf-8-sig", "backslashreplace")


def format_jsonl(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """JSON Lines; halves of characters, which UTF-8 cannot hold, as escapes."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8", "backslashreplace")
