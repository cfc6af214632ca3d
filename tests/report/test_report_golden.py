"""The sample's page and JSON report, kept beside the tests.

After a change that is meant, write them anew with `FRAMING_UPDATE_GOLDEN=1 pytest tests/report` and look at the
page before committing it.
"""

import os
from pathlib import Path

import pytest
from report_sample import build, render_corpus, repeat_sample

from framing.report import render_article

GOLDEN_DIR = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", ["sample.html", "sample.json", "index.html"])
def test_pages_are_those_that_were_looked_at(name: str) -> None:
    """Article page, JSON report and corpus page of the sample equal the kept ones, byte for byte."""
    made = {
        "sample.html": lambda: render_article(build(), index_href="../index.html"),
        "sample.json": lambda: build().to_json().decode(),
        "index.html": lambda: render_corpus(repeat_sample(6)),
    }[name]()
    path = GOLDEN_DIR / name
    if os.environ.get("FRAMING_UPDATE_GOLDEN"):
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")
