"""Reading lexicon files: records, and every mistake with its place."""

import json
import re

import jsonschema
import pytest
import yaml
from lexicon_cases import make_lexicon, write_lexicon

from framing.errors import LexiconError
from framing.lexicon import lexicon_schema, read_lexicon
from framing.shipped import find_lexicon_paths


def test_a_lexicon_keeps_what_its_file_says(tmp_path):
    """Categories come with full paths and parents, entries with pattern, options and line, the file with its digest."""
    lexicon = make_lexicon(
        tmp_path,
        """title: Weather
licence: Apache-2.0
categories:
  wet:
    definition: Falling water.
    mirror: dry
    categories:
      rain:
        should_hit: [Rain fell.]
        entries:
          - rain*
          - pattern: heavy   rain
            id: heavy
            weight: 2.5
            unless: [no heavy rain]
            note: strong
            rare: seldom
  dry: {mirror: wet, entries: [no, off, 1984]}
""",
    )
    assert [(category.name, category.parent) for category in lexicon.categories] == [
        ("wet", ""),
        ("wet/rain", "wet"),
        ("dry", ""),
    ]
    first, second, *rest = lexicon.entries
    assert (first.entry_id, first.line) == ("wet/rain:rain*", 15)
    assert (second.entry_id, second.pattern, second.weight, second.unless) == (
        "heavy",
        "heavy rain",
        2.5,
        ("no heavy rain",),
    )
    assert [entry.pattern for entry in rest] == ["no", "off", "1984"]
    assert re.fullmatch("[0-9a-f]{64}", lexicon.sha256)
    assert (lexicon.overlap, lexicon.negation, lexicon.title) == ("longest", "mark", "Weather")


C = "categories: {c: {entries: [rain]}}\n"


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("lists:\n  a: [x]\n  b: [<c>, y]\n" + C, "7: lists.b[0]: <c>: no such list above; there are: <a>"),
        ("lists: {a: [<b>], b: [x]}\n" + C, "5: lists.a[0]: <b>: no such list above; there are: none"),
        ("lists:\n  a: [x near/2 y]\n" + C, "6: lists.a[0]: x near/2 y: a list holds words and phrases"),
        ("lists:\n  a: []\n" + C, "6: lists.a: "),
        ("lists: {A b: [x]}\n" + C, "5: lists.A b: 'A b' is not allowed; allowed: lower"),
        (
            "categories: {c: {entries: [the <sea>]}}\n",
            "5: categories.c.entries[0].pattern: <sea>: no such list above; there are: none",
        ),
        (
            "lists: {sea: [x]}\ncategories: {c: {entries: [<sea>-like]}}\n",
            "6: categories.c.entries[0].pattern: <sea>-like: write a list's",
        ),
        ("categories: {c: {entries: ['case:']}}\n", "5: categories.c.entries[0].pattern: case: stands before a word"),
        ("categories: {}\n", "5: categories: "),
        ("", "1: categories: is missing"),
        (
            "categories:\n  Bad Name: {entries: [rain]}\n",
            "6: categories.Bad Name: 'Bad Name' is not allowed; allowed: lower",
        ),
        ("categories:\n  c:\n    entires: [rain]\n", "7: categories.c.entires: unknown key; did you mean 'entries'?"),
        ("catgories: {c: {entries: [rain]}}\n", "5: catgories: unknown key; did you mean 'categories'?"),
        ("zzz: 1\ncategories: {c: {entries: [rain]}}\n", "5: zzz: unknown key; allowed: format, name"),
        (
            "categories:\n  c:\n    entries:\n      - pattern: rain\n        wieght: 2\n",
            "9: categories.c.entries[0].wieght: unknown key; did you mean 'weight'?",
        ),
        ("categories:\n  c:\n    entries:\n      - note: x\n", "8: categories.c.entries[0].pattern: is missing"),
        ("categories:\n  c:\n    entries: rain\n", "7: categories.c.entries: must be a list"),
        (
            "categories:\n  c:\n    entries:\n      - {pattern: rain, weight: heavy}\n",
            "8: categories.c.entries[0].weight: must be a number, as 2.5",
        ),
        (
            "categories:\n  c:\n    entries:\n      - {pattern: rain, case: maybe}\n",
            "8: categories.c.entries[0].case: must be true or false",
        ),
        (
            "overlap: shortest\ncategories: {c: {entries: [rain]}}\n",
            "5: overlap: 'shortest' is not allowed; allowed: 'longest'",
        ),
        ("negation: yes\ncategories: {c: {entries: [rain]}}\n", "5: negation: 'yes' is not allowed; allowed: 'mark'"),
        (
            "categories:\n  c: {entries: [rain]}\n  c: {entries: [sun]}\n",
            "7: categories.c: key stands twice, first on line 6",
        ),
        (
            "categories:\n  c:\n    entries:\n      - rain\n      - sun\n      - rain\n",
            "10: categories.c.entries[2]: entry 'rain' stands twice, first on line 8",
        ),
        (
            "categories:\n  c:\n    entries:\n      - {pattern: rain, id: x}\n      - {pattern: sun, id: x}\n",
            "9: categories.c.entries[1]: entry id 'x' stands twice, first on line 8",
        ),
        (
            "categories:\n  c:\n    entries:\n      - {pattern: rain, unless: ['near/3 x']}\n",
            "8: categories.c.entries[0].unless[0]: near/3 needs words on both sides",
        ),
        ("categories:\n  c:\n    entries: [[rain]]\n", "7: categories.c.entries[0]: must be keys and values"),
    ],
)
def test_a_mistake_is_reported_with_file_line_and_path(tmp_path, body, complaint):
    """Each mistake is one line: file, line, path into the file, what is wrong, what is allowed."""
    path = write_lexicon(tmp_path, body)
    with pytest.raises(LexiconError) as caught:
        read_lexicon(path)
    assert str(caught.value).startswith(f"{path}:{complaint}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("a near/0 b", "the distance is a number of words from 1 to 29"),
        ("a near/x b", "the distance is a number of words from 1 to 29"),
        ("a near/3 b before/2 c", "more than one near/ or before/"),
        ("'*'", "any word satisfies"),
        ("'* *'", "any word satisfies"),
        ("a||b", "an empty alternative"),
        ("lemma:run*", "one word without wildcards"),
        ("lema:run", "unknown prefix"),
        (" ".join("abcdefghijklmnopqrstuvwxyz"), "a phrase has at most 20"),
        ("'re:(a+)+'", "inside a repetition"),
        ("'re:(a|b)*c'", "inside a repetition"),
        ("'re:(a?b?){3}'", "inside a repetition"),
        ("'re:.*x.*y.*z'", "can divide a sentence in"),
        ("'re:x?'", "matches the empty text"),
        ("'re:a*'", "matches the empty text"),
        ("'re:(a'", "is not closed"),
        ("'re:[a'", "is not closed"),
        ("'re:a)'", "a closing bracket too many"),
        ("'re:(a)\\1'", "references to groups"),
        ("'re:(?P<x>a)'", "(?...)"),
        ("'re:(?i)a'", "(?...)"),
        ("'re:a++'", "possessive"),
        ("'re:a{300}'", "at most 200"),
        ("'re:'", "the expression is empty"),
    ],
)
def test_an_impossible_pattern_is_refused_with_the_reason(tmp_path, pattern, message):
    """A pattern that cannot be understood or could take long is refused at its line."""
    path = write_lexicon(tmp_path, f"categories:\n  c:\n    entries:\n      - {pattern}\n")
    with pytest.raises(LexiconError) as caught:
        read_lexicon(path)
    assert str(caught.value).startswith(f"{path}:8: categories.c.entries[0].pattern: ")
    assert message in str(caught.value)


def test_all_mistakes_of_a_file_are_reported_at_once(tmp_path):
    """Several mistakes give several lines."""
    path = write_lexicon(tmp_path, "categories:\n  c:\n    entries:\n      - a near/0 b\n      - '*'\n", name="other")
    path = path.rename(tmp_path / "renamed.yaml")
    with pytest.raises(LexiconError) as caught:
        read_lexicon(path)
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert lines[0] == f"{path}:2: name: 'other' differs from the file name; rename one of them"


def test_long_patterns_have_short_ids_that_differ(tmp_path):
    """The id of a long pattern is cut, and two that begin alike still have different ids."""
    long = "|".join(["rain"] * 30)
    lexicon = make_lexicon(tmp_path, f"categories: {{c: {{entries: ['{long}', '{long}|sun']}}}}\n")
    first, second = (entry.entry_id for entry in lexicon.entries)
    assert len(first) == len(second) == len("c:") + 60
    assert first[:50] == second[:50]
    assert first != second


def test_a_missing_file_is_one_line(tmp_path):
    """A file that is not there is reported as such."""
    with pytest.raises(LexiconError, match="cannot be read"):
        read_lexicon(tmp_path / "none.yaml")


def test_the_schema_accepts_what_is_read_and_refuses_misspelt_keys():
    """The JSON Schema, of draft 7 as editors know it, accepts every shipped lexicon and refuses an unknown key."""
    schema = lexicon_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    assert jsonschema.validators.validator_for(schema) is jsonschema.Draft7Validator
    validator = jsonschema.Draft7Validator(schema)
    for path in find_lexicon_paths().values():
        assert list(validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))) == []
    small = {"format": 1, "name": "a", "version": "1", "language": "en", "categories": {"c": {"entries": ["rain"]}}}
    assert validator.is_valid(small)
    assert validator.is_valid(
        {**small, "categories": {"c": {"entries": [{"pattern": "rain", "weight": 2, "case": True}]}}}
    )
    # What editors take for numbers and truth values is text here.
    entry = {"pattern": 1984, "unless": [1985, True], "id": 3, "rare": False, "note": 2.5}
    assert validator.is_valid({**small, "version": 2, "title": 1984, "lists": {"years": [1984, "now"]}})
    assert validator.is_valid({**small, "categories": {"c": {"should_hit": [1984], "entries": [True, entry]}}})
    assert not validator.is_valid({**small, "name": 2})
    assert not validator.is_valid({**small, "overlap": "some"})
    assert not validator.is_valid({**small, "lists": {"years": []}})
    assert not validator.is_valid({**small, "catgories": {}})
    assert not validator.is_valid({**small, "categories": {"c": {"entires": []}}})
    assert json.loads(json.dumps(schema)) == schema


def test_lists_may_not_grow_without_bound(tmp_path):
    """Phrases of lists are tried in all combinations, so their number is limited; single words are free."""
    many = ", ".join(f"a b{number}" for number in range(40))
    with pytest.raises(LexiconError, match="1600 combinations of phrases, at most 1000"):
        make_lexicon(tmp_path, f"lists: {{m: [{many}]}}\ncategories: {{c: {{entries: [<m> near/2 <m>]}}}}\n")
    words = ", ".join(f"b{number}" for number in range(400))
    lexicon = make_lexicon(tmp_path, f"lists: {{m: [{words}]}}\ncategories: {{c: {{entries: [<m> near/2 <m>]}}}}\n")
    assert len(lexicon.entries) == len(lexicon.entries[0].patterns) == 1
