"""The user guide: every example is run."""

import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from lexicon_cases import find, find_rows, make_lexicon

from framing.lexicon import Matcher, check_lexicon, lexicon_schema, read_lexicon

GUIDE = Path(__file__).parents[2] / "docs" / "lexicons.md"
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
BLOCKS = [
    (title, number, block)
    for title, section in SECTIONS.items()
    for number, block in enumerate(re.findall(r"```yaml\n(.*?)```", section, re.DOTALL))
]
EXAMPLES = [(title, number, block) for title, number, block in BLOCKS if not block.startswith("format:")]


def test_every_kind_of_pattern_and_rule_has_an_example():
    """The guide has a section with an example for each kind of pattern and each rule of counting."""
    wanted = {
        "Words",
        "Wildcards",
        "Phrases",
        "Alternatives",
        "Lemmas",
        "Word lists",
        "Case",
        "Proximity",
        "Regular expressions",
    }
    wanted |= {"Exclusions", "Negation", "Weights", "Nested categories", "Overlapping hits", "Mirrored pairs"}
    assert wanted <= {title for title, _, _ in EXAMPLES}


@pytest.mark.parametrize(("title", "number", "block"), EXAMPLES, ids=[f"{title}-{n}" for title, n, _ in EXAMPLES])
def test_an_example_of_the_guide_gives_what_it_says(tmp_path, title, number, block):
    """Hits, excluded and negated hits, counts and weights are those that the guide prints."""
    example = yaml.safe_load(block)
    text, language = example.pop("text"), example.pop("language", "en")
    wanted = {key: example.pop(key) for key in ("hits", "excluded", "negated", "scores", "weights") if key in example}
    if "entries" in example:
        example["categories"] = {"c": {"entries": example.pop("entries")}}
    lexicon = make_lexicon(tmp_path, yaml.safe_dump(example, allow_unicode=True, sort_keys=False), language=language)
    hits, scores = find([lexicon], [text], language)
    rows = list(hits.rows())
    totals = {row["category"]: row for row in scores.rows() if row["voice"] == "all"}
    found = {
        "hits": [row["text"] for row in rows if row["excluded_by"] is None],
        "excluded": [row["text"] for row in rows if row["excluded_by"] is not None],
        "negated": [row["text"] for row in rows if row["negated"]],
        "scores": {name: row["n_hits"] for name, row in totals.items()},
        "weights": {name: row["weight_sum"] for name, row in totals.items()},
    }
    assert wanted
    assert {key: found[key] for key in wanted} == wanted


def test_the_whole_file_of_the_guide_is_a_faultless_lexicon(tmp_path):
    """The file printed in the guide reads, fits the JSON Schema, and has no complaint, its own sentences included."""
    (block,) = (block for _, _, block in BLOCKS if block.startswith("format:"))
    path = tmp_path / "weather-en.yaml"
    path.write_text(block, encoding="utf-8")
    lexicon = read_lexicon(path)
    matcher = Matcher([lexicon])
    assert [str(complaint) for complaint in check_lexicon(lexicon, lambda texts: find_rows(matcher, texts))] == []
    jsonschema.validate(yaml.safe_load(block), lexicon_schema())
