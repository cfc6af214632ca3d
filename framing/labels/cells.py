"""Cells of CSV files that people open in spreadsheets."""

import re

# Signs that begin a formula, full-width ones too; a spreadsheet overlooks white space and tabs before them.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def defuse_cell(cell: str) -> str:
    """The cell for a CSV file; one that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restore_cell(cell: str) -> str:
    """The cell as it was before `defuse_cell`; cells that it left alone stay as they are."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
