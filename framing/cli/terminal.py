"""Text, figures and tables as they are printed, safe for a terminal whatever the articles hold."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_LONGEST_NAME = 40  # letters without a break, in a table; longer names are folded
_BORDERS = 3  # a line and two blanks per column; the last line is one more


def write_on_line(text: str) -> str:
    """The text on one line, without signs that steer a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def make_printable(value: Any) -> Any:
    """Plain values with a blank for each sign that steers a terminal: offsets into texts hold, and so do line ends."""
    if isinstance(value, str):
        return value if value.isprintable() else "".join(s if s.isprintable() or s == "\n" else " " for s in value)
    if isinstance(value, Mapping):
        return {key: make_printable(one) for key, one in value.items()}
    return [make_printable(one) for one in value] if isinstance(value, list) else value


def write_short(text: str, n: int = 200) -> str:
    """The text on one line, cut to so many characters."""
    line = write_on_line(text[: 4 * n])
    return line if len(line) <= n else f"{line[: n - 1]}…"


def write_fraction(value: float | None, n_digits: int) -> str:
    """A number between -1 and 1 without the nought before the point; a dash for None."""
    return "–" if value is None else f"{value:.{n_digits}f}".replace("0.", ".", 1)


def open_console() -> "Console":
    """Standard output, to which texts, names and tables are printed as they are: brackets are no markup."""
    from rich.console import Console

    return Console(markup=False, emoji=False, highlight=False)


def print_warnings(warnings: Iterable[str]) -> None:
    """Print what qualifies the figures beside it, one line each, where the figures are printed."""
    for line in warnings:
        print(f"warning: {write_on_line(line)}")


def print_notes(notes: Iterable[str]) -> None:
    """Print what is worth knowing on standard error, one line each."""
    for line in notes:
        print(f"note: {write_on_line(line)}", file=sys.stderr)


def print_grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table with lines; nothing in it is taken for markup.

    Where the terminal is too narrow, cells and headings go over several lines, broken between words; where that does
    not do, the lines of the table are left out; and where not even the longest words fit, each row becomes a line of
    its own, with the headings in it. Nothing is cut off.
    """
    console = open_console()
    heading = [write_on_line(column) for column in columns]
    cells = [[write_on_line(cell) for cell in row] for row in rows]
    table = _make_table(heading, cells)
    widths = _find_widths(heading, cells)
    natural = sum(most for _, most in widths) + _BORDERS * len(widths) + 1
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = max(console.width, natural)  # a file or pipe is as wide as it need be
    limit = console.width
    if natural > limit and not (_fit(table, widths, limit) or _fit_bare(table, widths, limit)):
        for row in cells:
            figures = "; ".join(f"{name} {cell}" for name, cell in zip(heading[1:], row[1:], strict=True))
            print(f"{heading[0]} {row[0]}: {figures}".strip())
        return
    console.print(table)


def _make_table(heading: Sequence[str], cells: Sequence[Sequence[str]]) -> "Table":
    from rich.table import Table

    table = Table(*heading)
    for column in table.columns:
        column.overflow = "fold"
    for row in cells:
        table.add_row(*row)
    return table


def _find_widths(heading: Sequence[str], cells: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """The least and the most width that each column has use for: of its longest word, and of its longest cell."""
    from rich.cells import cell_len

    columns = list(zip(heading, *cells, strict=True))
    return [
        (
            min(_LONGEST_NAME, max(cell_len(word) for cell in column for word in (cell.split() or [""]))),
            max(map(cell_len, column)),
        )
        for column in columns
    ]


def _fit_bare(table: "Table", bounds: Sequence[tuple[int, int]], width: int) -> bool:
    """The same without lines, with a blank between columns."""
    if not _fit(table, bounds, width, borders=1):
        return False
    table.box, table.pad_edge, table.padding = None, False, (0, 1, 0, 0)
    return True


def _fit(table: "Table", bounds: Sequence[tuple[int, int]], width: int, borders: int = _BORDERS) -> bool:
    """Give columns widths that fit the terminal, none below its longest word; False where there are none."""
    widths = [least for least, _ in bounds]
    left = width - sum(widths) - borders * len(widths) - 1
    if left < 0:
        return False
    # What the column lacks that lacks least goes first: so figures stand on one line before long names do.
    for lack, place in sorted((most - least, place) for place, (least, most) in enumerate(bounds)):
        more = min(lack, left)
        widths[place] += more
        left -= more
    for column, chosen in zip(table.columns, widths, strict=True):
        column.width = chosen
    return True
