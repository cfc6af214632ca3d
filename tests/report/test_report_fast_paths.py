"""The fast ways of the report give what the slow, obvious ones give."""

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from report_sample import PROVENANCE, find_sentences, repeat_sample

from framing.report import build_reports
from framing.report.stretches import find_stretches
from framing.report.wording import escape_text, find_escape

few_values = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2)), max_size=30)


@given(few_values, st.booleans())
def test_stretches_are_groups_of_equal_neighbours(rows: list[tuple[str, int]], as_array: bool) -> None:
    """Rows are cut where any column changes, whether columns are lists or arrays."""
    numbers = [number for _, number in rows]
    found = list(find_stretches([letter for letter, _ in rows], np.array(numbers) if as_array else numbers))
    assert [rows[start:end] for start, end in found] == [list(group) for _, group in groupby(rows)]


@given(st.text(st.sampled_from("ab &<>\"'\n\t\x00\x0b\x1f\x7fй\u2028\ud800😀")), st.integers(0, 20), st.integers(0, 20))
def test_what_is_found_for_a_text_escapes_its_parts(text: str, start: int, end: int) -> None:
    """One look at a text finds a function that does to all its parts what `escape_text` does."""
    assert find_escape(text)(text[start:end]) == escape_text(text[start:end])


def test_reports_hold_the_rows_of_their_document() -> None:
    """Each report of a batch has the rows of its own document, in order; scores only of categories with a hit."""
    tables = repeat_sample(3)
    order = ("quotations", "hits", "scores", "transfers", "stances")
    sentences = [find_sentences(text) for text in tables["documents"]["text"]]
    reports = list(build_reports(tables["documents"], sentences, *(tables[name] for name in order), PROVENANCE))
    assert [report.document["document_id"] for report in reports] == tables["documents"]["document_id"]
    for report in reports:
        rows = {
            name: [row for row in tables[name].rows() if row.pop("document_id") == report.document["document_id"]]
            for name in order
        }
        with_hits = {(row["lexicon"], row["category"]) for row in rows["scores"] if row["n_hits"]}
        rows["scores"] = [row for row in rows["scores"] if (row["lexicon"], row["category"]) in with_hits]
        plain = {name: [{k: v for k, v in row.items() if k != "id"} for row in getattr(report, name)] for name in order}
        for name in order:
            assert [_round(row) for row in rows[name]] == plain[name]


def _round(row: dict[str, object]) -> dict[str, object]:
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in row.items()}
