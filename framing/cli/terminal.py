"""Text, figures and tables as they are printed, safe for a terminal whatever the articles hold."""

from collections.abc import Sequence


def write_on_line(text: str) -> str:
    """The text on one line, without signs that steer a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def write_fraction(value: float | None, n_digits: int) -> str:
    """A number between -1 and 1 without the nought before the point; a dash for None."""
    return "–" if value is None else f"{value:.{n_digits}f}".replace("0.", ".", 1)


def print_grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table with lines; each cell on one line, unless it is too long, and nothing in it taken for markup."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(*(escape(write_on_line(column)) for column in columns))
    table.columns[0].overflow = "fold"
    for row in rows:
        table.add_row(*(escape(write_on_line(cell)) for cell in row))
    Console(highlight=False).print(table)
