"""Reports read back from JSON give the pages of the reports that were written."""

import pytest
from report_sample import PROVENANCE, build, make_tables

from framing.errors import InputError
from framing.report import dump_provenance, load_provenance, load_report, render_article


@pytest.mark.parametrize("damage", ["", "\ud800 & <b> \x07"], ids=["whole", "lone surrogate and markup"])
def test_a_report_read_back_gives_the_same_page_and_json(damage: str) -> None:
    """A report and its provenance can be kept as JSON alone: page and JSON come out byte for byte."""
    documents = make_tables()["documents"]
    text = documents["text"][0] + damage
    report = build(documents=documents.with_columns(text=[text]))
    provenance = load_provenance(dump_provenance(PROVENANCE))
    again = load_report(report.to_json(), provenance)
    assert again.document["text"] == text
    assert again.to_json() == report.to_json()
    assert render_article(again, index_href="../index.html") == render_article(report, index_href="../index.html")
    assert dump_provenance(provenance) == dump_provenance(PROVENANCE)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": "framing/article/0"}', "{'a': 1}"])
def test_what_is_no_report_is_refused(content: str) -> None:
    """Other content gives an error that says what to do."""
    with pytest.raises(InputError, match="framing run"):
        load_report(content, PROVENANCE)
    with pytest.raises(InputError, match="framing run"):
        load_provenance(content)
