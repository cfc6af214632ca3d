"""Lexicons written for other programs, and read back."""

import json
import re
from pathlib import Path

import pytest
import yaml
from exchange_cases import bring_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lexicon_cases import make_lexicon

from framing.errors import LexiconError
from framing.lexicon.exchange import EXPORT_FORMATS, IMPORT_FORMATS, export_lexicon

RICH = """description: d
overlap: all
lists: {storm: [gale, "lemma:storm"], bad: [heavy, <storm>, so very bad]}
categories:
  wet:
    definition: d
    mirror: dry
    should_hit: [Rain fell.]
    entries: [rain*, {pattern: hail, weight: 2, unless: [no hail], id: x, rare: r}, "lemma:pour", a near/3 b]
    categories: {deep: {entries: [heavy|strong rain, "st?rm", "*fall"]}}
  dry: {mirror: wet, entries: [{pattern: SUN, case: true}, no, <bad> near/3 <storm>, <storm> case:Ann]}
"""
OPTIONS = ("entry_id", "category", "pattern", "weight", "case", "unless", "note", "source", "rare")
OPTIONS += ("patterns", "unless_patterns")


def test_json_gives_back_the_same_lexicon(tmp_path):
    """A lexicon written as JSON and read in again has the same categories and entries, options included."""
    lexicon = make_lexicon(tmp_path, RICH, name="back-en")
    exported = export_lexicon(lexicon, "json")
    assert exported.losses == ()
    assert json.loads(exported.text)["overlap"] == "all"
    back, _, losses = bring_in(tmp_path, exported.text, ".json")
    assert losses == []
    for one, other in zip(lexicon.entries, back.entries, strict=True):
        assert [getattr(one, key) for key in OPTIONS] == [getattr(other, key) for key in OPTIONS]
    for one, other in zip(lexicon.categories, back.categories, strict=True):
        for key in ("name", "title", "definition", "mirror", "should_hit"):
            assert getattr(one, key) == getattr(other, key)


def test_a_table_holds_no_formulas(tmp_path):
    """Patterns and notes that a spreadsheet would calculate come defused, and back as they were."""
    lexicon = make_lexicon(
        tmp_path, "categories: {c: {entries: ['@trump', {pattern: rain, note: '=1+1'}]}}\n", name="back-en"
    )
    exported = export_lexicon(lexicon, "csv")
    assert "'@trump" in exported.text
    assert "'=1+1" in exported.text
    back, _, losses = bring_in(tmp_path, exported.text, ".csv")
    assert losses == []
    assert [(entry.pattern, entry.note) for entry in back.entries] == [("@trump", ""), ("rain", "=1+1")]


def test_csv_gives_back_every_entry_with_its_options(tmp_path):
    """A table written by `export` and read in again has the same entries; word lists come back written out."""
    lexicon = make_lexicon(tmp_path, RICH, name="back-en")
    exported = export_lexicon(lexicon, "csv")
    back, _, losses = bring_in(tmp_path, exported.text, ".csv")
    assert losses == []
    plain = [entry for entry in lexicon.entries if "<" not in entry.pattern]
    by_id = {entry.entry_id: entry for entry in back.entries}
    for entry in plain:
        assert [getattr(by_id[entry.entry_id], key) for key in OPTIONS] == [getattr(entry, key) for key in OPTIONS]
    written_out = [entry for entry in back.entries if entry.entry_id not in {one.entry_id for one in plain}]
    assert [entry.pattern for entry in written_out] == [
        "heavy|gale|lemma:storm near/3 gale|lemma:storm",
        "so very bad near/3 gale|lemma:storm",
        "gale|lemma:storm case:Ann",
    ]
    assert [pattern for entry in written_out for pattern in entry.patterns] == [
        pattern for entry in lexicon.entries if "<" in entry.pattern for pattern in entry.patterns
    ]
    lost = [loss.removeprefix(f"{lexicon.path}:") for loss in exported.losses]
    assert lost == [
        "1: lexicon: description, overlap left out",
        "9: wet: definition, mirror, should_hit left out",
        "15: dry: mirror left out",
        "15: dry:<bad> near/3 <storm>: its word lists are written out, rows: 2",
        "15: dry:<storm> case:Ann: its word lists are written out, rows: 1",
    ]


def test_a_weight_of_zero_comes_back_from_a_table_of_ours(tmp_path):
    """0 means in other programs' tables that a word does not belong, in ours that it weighs nothing."""
    lexicon = make_lexicon(tmp_path, "categories: {c: {entries: [{pattern: rain, weight: 0}]}}\n", name="back-en")
    (entry,) = bring_in(tmp_path, export_lexicon(lexicon, "csv").text, ".csv")[0].entries
    assert (entry.pattern, entry.weight) == ("rain", 0)


LOST_EVERYWHERE = {
    "13: wet:lemma:pour: lemma:pour left out",
    "13: wet:a near/3 b: is a pattern with near/ or before/; left out",
    "15: dry:<bad> near/3 <storm>: is a pattern with near/ or before/; left out",
    "15: dry:<storm> case:Ann: lemma:storm left out",
    "15: dry:<storm> case:Ann: case:Ann written without case",
    "15: dry:SUN: case left out",
    "1: lexicon: description, overlap left out",
}
FLAT = "14: wet/deep: stands beside 'wet', not below it; add up their counts"
NO_WEIGHT = {"13: x: unless, rare, weight, id left out", "9: wet: definition, mirror, should_hit left out"}
WEIGHT = {"13: x: unless, rare, id left out", "9: wet: definition, mirror, should_hit left out"}
NO_MARK = {f"14: wet/deep:{text}: {text!r} cannot be written in this format" for text in ("st?rm", "*fall")}


@pytest.mark.parametrize(
    ("file_format", "lost"),
    [
        (
            "quanteda",
            NO_WEIGHT | {"9: wet: its own words stand in a category '__' below it, as quanteda writes them"},
        ),
        ("liwc", NO_WEIGHT | NO_MARK),
        ("lexicoder", NO_WEIGHT | NO_MARK | {FLAT}),
        ("wordstat", WEIGHT),
        (
            "yoshikoder",
            {
                "13: x: unless, rare, id left out",
                "9: wet: mirror, should_hit left out",
                "14: wet/deep:st?rm: 'st?rm' cannot be written in this format",
            },
        ),
        ("nrc", WEIGHT | NO_MARK | {FLAT, "13: wet:rain*: 'rain*' cannot be written in this format"}),
    ],
)
def test_losses_of_an_export_name_the_entry_or_category_and_its_line(tmp_path, file_format, lost):
    """What a format cannot hold is one line `file:line: entry or category: what`."""
    lexicon = make_lexicon(tmp_path, RICH, name="back-en")
    found = {loss.removeprefix(f"{lexicon.path}:") for loss in export_lexicon(lexicon, file_format).losses}
    assert found == LOST_EVERYWHERE | lost | {"15: dry: mirror left out"}


TEXTS = {
    "quanteda": (
        "wet:\n  __:\n  - rain*\n  - hail\n  deep:\n  - heavy rain\n  - strong rain\n  - st?rm\n  - '*fall'\n"
        "dry:\n- SUN\n- 'no'\n- gale Ann\n"
    ),
    "liwc": (
        "%\n1\twet\n\t2\tdeep\n3\tdry\n%\n"
        "SUN\t3\ngale Ann\t3\nhail\t1\nheavy rain\t1\t2\nno\t3\nrain*\t1\nstrong rain\t1\t2\n"
    ),
    "wordstat": (
        "WET\n\tRAIN* (1)\n\tHAIL (2)\n\tDEEP\n\t\tHEAVY_RAIN (1)\n\t\tSTRONG_RAIN (1)\n\t\tST?RM (1)\n"
        "\t\t*FALL (1)\nDRY\n\tSUN (1)\n\tNO (1)\n\tGALE_ANN (1)\n"
    ),
    "lexicoder": "+wet\nrain*\nhail\n+wet/deep\nheavy rain\nstrong rain\n+dry\nSUN\nno\ngale Ann\n",
    "yoshikoder": (
        '<?xml version="1.0" encoding="UTF-8"?>\n<dictionary style="050805" patternengine="substring">\n'
        '<cnode name="back-en" desc="">\n<cnode name="wet" desc="d">\n<pnode name="rain*"/>\n'
        '<pnode name="hail" score="2"/>\n<cnode name="deep" desc="">\n<pnode name="heavy rain"/>\n'
        '<pnode name="strong rain"/>\n<pnode name="*fall"/>\n</cnode>\n</cnode>\n<cnode name="dry" desc="">\n'
        '<pnode name="SUN"/>\n<pnode name="no"/>\n<pnode name="gale Ann"/>\n</cnode>\n</cnode>\n</dictionary>\n'
    ),
    "nrc": (
        "word\tcategory\tweight\nhail\twet\t2\nheavy rain\twet/deep\t1\nstrong rain\twet/deep\t1\n"
        "SUN\tdry\t1\nno\tdry\t1\ngale Ann\tdry\t1\n"
    ),
}


@pytest.mark.parametrize("file_format", sorted(set(EXPORT_FORMATS) - {"json", "csv"}))
def test_each_format_is_written_as_its_program_reads_it(tmp_path, file_format):
    """The whole file, letter by letter."""
    assert export_lexicon(make_lexicon(tmp_path, RICH, name="back-en"), file_format).text == TEXTS[file_format]


def test_words_that_a_format_would_take_for_something_else_are_not_written(tmp_path):
    """Signs with a meaning in the other format are reported with their entry."""
    entries = (
        "[a_b, 'x (y)', '+x', '#x', plain, {pattern: zero, weight: 0}, heavy|light x, {pattern: heavy x, weight: 3}]"
    )
    lexicon = make_lexicon(tmp_path, f"categories: {{c: {{entries: {entries}}}}}\n", name="back-en")
    refused = {
        "quanteda": {"a_b"},
        "liwc": {"x (y)"},
        "wordstat": {"a_b", "x (y)", "#x", "heavy x"},
        "lexicoder": {"+x"},
        "yoshikoder": {"heavy x"},
        "nrc": {"zero", "heavy x"},
    }
    for file_format, wanted in refused.items():
        losses = [
            loss.split(": ", 2)[1] for loss in export_lexicon(lexicon, file_format).losses if "left out" not in loss
        ]
        assert {name.removeprefix("c:") for name in losses} == wanted, file_format


def test_a_word_of_a_category_and_of_one_above_it_is_reported_for_liwc(tmp_path):
    """LIWC lists a word of a nested category under its parents too, so that it cannot be theirs besides."""
    lexicon = make_lexicon(tmp_path, "categories: {a: {entries: [rain], categories: {x: {entries: [rain]}}}}\n")
    (loss,) = export_lexicon(lexicon, "liwc").losses
    assert loss == f"{lexicon.path}:5: a/x: 'rain' is also a word of 'a', where it counts once"


def test_the_guide_lists_every_format():
    """The tables of the guide have a row for each format that is read, and for each that is written."""
    guide = (Path(__file__).parents[2] / "docs" / "lexicons.md").read_text(encoding="utf-8")
    section = guide.split("## From and to other programs")[1].split("\n## ")[0]
    read, written = section.split("| format | what is written |")
    assert set(re.findall(r"^\| `(\w+)`", read, re.MULTILINE)) == set(IMPORT_FORMATS)
    assert set(re.findall(r"^\| `(\w+)`", written, re.MULTILINE)) == set(EXPORT_FORMATS)


def test_an_unknown_format_is_refused(tmp_path):
    """A format that is not written gives the list of those that are."""
    with pytest.raises(LexiconError, match="allowed: csv"):
        export_lexicon(make_lexicon(tmp_path, RICH, name="back-en"), "word")


WORDS = st.sampled_from(
    ("rain", "rain*", "heavy rain", "no", "x y z", "1984", "anti-hail", "o'clock", "буря", "route 66")
)
WEIGHTS = st.sampled_from((1.0, 2.0, 0.25, -1.5, 1e-07))
WITH_WEIGHTS = {"csv", "json", "nrc", "wordstat", "yoshikoder"}
NESTING = {"csv", "json", "liwc", "quanteda", "wordstat", "yoshikoder"}


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.dictionaries(
        st.sampled_from(("a", "b", "b2", "a/x", "a/x/y", "b/x")),
        st.dictionaries(WORDS, WEIGHTS, min_size=1),
        min_size=1,
    ),
    file_format=st.sampled_from(EXPORT_FORMATS),
)
def test_plain_lexicons_survive_every_format(tmp_path, data, file_format):
    """Words, phrases and final wildcards come back whole, with categories and weights where the format has them."""
    if file_format == "nrc":
        data = {
            name: {text: w for text, w in own.items() if "*" not in text} or {"x": 1.0} for name, own in data.items()
        }
    if file_format == "liwc":  # a word of a category is one of all above it too
        below = {
            name: {text for other in data if other.startswith(f"{name}/") for text in data[other]} for name in data
        }
        data = {name: {text: w for text, w in own.items() if text not in below[name]} for name, own in data.items()}
    categories = {}
    for name, own in sorted(data.items()):
        below, place = categories, {}
        for part in name.split("/"):
            place = below.setdefault(part, {"categories": {}})
            below = place["categories"]
        place["entries"] = [{"pattern": text, "weight": weight} for text, weight in own.items()]
    lexicon = make_lexicon(tmp_path, yaml.safe_dump({"categories": categories}, allow_unicode=True), name="back-en")
    back, _, losses = bring_in(tmp_path, export_lexicon(lexicon, file_format).text, ".txt", file_format)
    found = {}
    for entry in back.entries:
        found.setdefault(entry.category, {})[entry.pattern] = entry.weight
    separator = "/" if file_format in NESTING else "-"
    assert found == {
        name.replace("/", separator): own if file_format in WITH_WEIGHTS else dict.fromkeys(own, 1.0)
        for name, own in data.items()
        if own
    }
    assert all("is named" in loss or "names the dictionary" in loss for loss in losses)
