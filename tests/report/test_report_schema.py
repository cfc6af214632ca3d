"""Tests of the JSON report against its schema."""

import json

import jsonschema
import pytest
from report_sample import add_to, build, make_tables

from framing.report import CorpusSummary, report_schema


def test_report_keeps_its_schema() -> None:
    """The schema is a valid one, and the sample's report keeps it, as object and as JSON."""
    schema = report_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(build().to_dict(), schema)
    jsonschema.validate(json.loads(build().to_json()), schema)


@pytest.mark.parametrize("part", ["hits", "quotations", "stances", "provenance", "document", "words"])
def test_schema_refuses_rows_with_wrong_values(part: str) -> None:
    """A report whose part is missing, or has a field that is not described, is refused."""
    report = json.loads(build().to_json())
    rows = report[part] if isinstance(report[part], list) else [report[part]]
    rows[0]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, report_schema())
    del report[part]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, report_schema())


def test_json_says_what_the_object_says() -> None:
    """JSON and dictionary hold the same values in the same order; the file ends with a line end."""
    report = build()
    read = json.loads(report.to_json())
    assert read == report.to_dict()
    assert list(read) == list(report.to_dict())
    assert report.to_json().endswith(b"}\n")
    assert "’" in report.to_json().decode()


def test_hits_can_be_followed_to_their_characters() -> None:
    """Every hit of the JSON reproduces its characters from the text, and its id is its address on the page."""
    report = json.loads(build().to_json())
    text = report["document"]["text"]
    assert [text[hit["start"] : hit["end"]] for hit in report["hits"]] == [hit["text"] for hit in report["hits"]]
    assert [hit["id"] for hit in report["hits"]] == [f"h{number}" for number in range(1, len(report["hits"]) + 1)]


def test_scores_without_hits_are_left_out() -> None:
    """Scores hold all voices of the categories with hits and nothing else; the words make zeros derivable."""
    report = build().to_dict()
    categories = {row["category"] for row in report["scores"]}
    assert "league-as-victim" not in categories
    assert "flood-metaphor" in categories
    assert len(report["scores"]) == 3 * len(categories)
    assert report["words"] == {"all": 222, "own": 151, "attributed": 71}


def test_numbers_have_at_most_six_decimals() -> None:
    """Rates, intervals and probabilities are rounded, so that files are small and equal across machines."""
    for row in build().to_dict()["scores"]:
        for name in ("per_1000_words", "ci_low", "ci_high"):
            assert row[name] == round(row[name], 6)


def test_tables_are_not_changed() -> None:
    """Making reports and sums leaves the tables as they were."""
    tables = make_tables()
    before = {name: list(table.rows()) for name, table in tables.items()}
    build(**{name: table for name, table in tables.items() if name != "failures"})
    add_to(CorpusSummary(), tables)
    assert {name: list(table.rows()) for name, table in tables.items()} == before
