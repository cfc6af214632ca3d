"""What is printed is safe for a terminal."""

import pytest

from framing.cli.terminal import make_printable, print_grid, write_fraction, write_on_line


def test_text_of_articles_stays_on_its_line() -> None:
    """Line breaks, tabs and signs that steer a terminal become single blanks."""
    assert write_on_line("a\n\tb\x1b[31mc \u202ed\u2028e") == "a b [31mc d e"


def test_values_are_made_printable() -> None:
    """Each sign that steers a terminal becomes one blank, wherever it stands; line ends, offsets and numbers stay."""
    report = {"title": "A\x1b]0;x\x07B", "hits": [{"text": "l\u202ei\x9be\n", "start": 3}], "model": None}
    assert make_printable(report) == {"title": "A ]0;x B", "hits": [{"text": "l i e\n", "start": 3}], "model": None}


@pytest.mark.parametrize(
    ("value", "n_digits", "written"),
    [(None, 2, "–"), (0.5, 2, ".50"), (-0.1234, 3, "-.123"), (1.0, 3, "1.000"), (0.0, 2, ".00"), (0.999, 2, "1.00")],
)
def test_fractions(value: float | None, n_digits: int, written: str) -> None:
    """A nought before the point is left out, of negative numbers too."""
    assert write_fraction(value, n_digits) == written


def test_cells_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """Names of coders, outlets and labels stand in a table as they are, whatever brackets they have."""
    print_grid(("coder [red]", "n"), [("[bold]Ann[/bold]\x1b[2J", "1")])
    printed = capsys.readouterr().out
    assert "coder [red]" in printed
    assert "[bold]Ann[/bold] [2J" in printed
    assert "\x1b" not in printed
