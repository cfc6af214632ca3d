"""Cells of CSV files that people open in spreadsheets."""

import re
from collections.abc import Mapping

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
