"""The page for users about reports says what reports hold."""

import re
from pathlib import Path

import pytest

from framing.report import report_schema

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")


def test_every_field_of_the_report_is_explained() -> None:
    """The table of fields names exactly the fields of the JSON report, in their order."""
    table = PAGE[PAGE.index("| field | holds |") : PAGE.index("Rows leave out")]
    named = [
        name
        for line in table.splitlines()[2:]
        for name in re.findall(r"`(\w+)`", line.split("|")[1] if "|" in line else "")
    ]
    assert named == list(report_schema()["properties"])


def test_the_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """The Python example of the page runs and finds the reported speech."""
    example = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert example
    exec(compile(example[1], "docs/reports.md", "exec"), {})
    assert "that nobody had kept the treaty" in capsys.readouterr().out
