"""What `check_lexicon` complains about, and where."""

import pytest
from lexicon_cases import find_rows, make_lexicon, write_lexicon

from framing.lexicon import Matcher, check_lexicon, find_example_faults, read_lexicon

TOP = "title: t\ndescription: d\nlicence: l\nsource: s\n"  # lines 5 to 8
WHOLE = "definition: d\n    source: s\n    should_hit: [Rain fell.]\n    should_miss: [Snow fell.]\n    "
CATEGORY = f"  {{name}}:\n    {WHOLE}entries: {{entries}}\n"


def make_body(*categories, extra=""):
    return (
        TOP
        + "categories:\n"
        + "".join(CATEGORY.format(name=name, entries=entries) + extra for name, entries in categories)
    )


def check(tmp_path, body):
    lexicon = make_lexicon(tmp_path, body)
    matcher = Matcher([lexicon])
    return lexicon, check_lexicon(lexicon, lambda sentences: find_rows(matcher, sentences))


def test_a_whole_lexicon_gives_no_complaint(tmp_path):
    """A lexicon with all descriptions, sound entries and passing examples has no complaint."""
    assert check(tmp_path, make_body(("c", "[rain*]")))[1] == []


MIRRORED = "categories:\n" + "".join(
    f"  {name}:\n    {WHOLE}mirror: {mirror}\n    entries: {entries}\n"
    for name, mirror, entries in (("a", "b", "{a}"), ("b", "{back}", "{b}"))
)


def mirrored(a, b, back="a"):
    return TOP + MIRRORED.format(a=a, b=b, back=back)


@pytest.mark.parametrize(
    ("kind", "severity", "body", "place"),
    [
        ("missing-title", "warning", "categories: {c: {entries: [rain]}}\n", "1: title: is missing"),
        ("missing-description", "warning", "categories: {c: {entries: [rain]}}\n", "1: description: is missing"),
        ("missing-licence", "warning", "categories: {c: {entries: [rain]}}\n", "1: licence: is missing"),
        ("missing-source", "warning", "categories: {c: {entries: [rain]}}\n", "1: source: is missing"),
        ("missing-definition", "error", "categories:\n  c: {entries: [rain]}\n", "6: categories.c: `definition`"),
        ("missing-source", "error", TOP + "categories:\n  c: {entries: [rain]}\n", "10: categories.c: `source`"),
        ("missing-should_hit", "error", "categories:\n  c: {entries: [rain]}\n", "6: categories.c: `should_hit`"),
        ("missing-should_miss", "error", "categories:\n  c: {entries: [rain]}\n", "6: categories.c: `should_miss`"),
        ("empty-category", "error", make_body(("c", "[rain]"), ("d", "[]")), "16: categories.d: has no entries"),
        (
            "unknown-mirror",
            "error",
            mirrored("[rain]", "[rain fell]", back="c"),
            "17: categories.b: mirror 'c' is no category",
        ),
        (
            "one-sided-mirror",
            "error",
            mirrored("[rain]", "[rain fell]", back="''"),
            "10: categories.a: mirror 'b' does not name this category back",
        ),
        (
            "unbalanced-mirror",
            "warning",
            mirrored("[rain, b, c, d, e]", "[rain fell, sun]"),
            "10: categories.a: 5 entries against 2 of its mirror 'b'",
        ),
        (
            "duplicate-entry",
            "error",
            make_body(("c", "\n      - rain\n      - {pattern: Rain, id: other}")),
            "17: categories.c.entries[Rain]: the same pattern stands on line 16",
        ),
        (
            "entry-in-two-categories",
            "warning",
            make_body(("c", "[rain]"), ("d", "[rain]")),
            "21: categories.d.entries[rain]: also an entry of 'c' (line 15)",
        ),
        (
            "contradiction",
            "error",
            mirrored("[rain]", "[rain]"),
            "23: categories.b.entries[rain]: also an entry of the mirror 'a'",
        ),
        (
            "contradiction",
            "error",
            make_body(("c", "[rain, {pattern: sun, unless: [sun]}]")),
            "15: categories.c.entries[sun]: its own `unless` sets every hit aside",
        ),
        (
            "broad-wildcard",
            "warning",
            make_body(("c", "[rain, un*]")),
            "15: categories.c.entries[un*]: `un*` has fewer than 3 letters",
        ),
        (
            "unused-list",
            "warning",
            TOP + "lists: {wet: [rain], dry: [sun]}\n" + make_body(("c", "[<wet>]")).removeprefix(TOP),
            "9: lists.dry: no entry names <dry>",
        ),
        (
            "covered-entry",
            "warning",
            make_body(("c", "[rain*, rainy, sun]")),
            "15: categories.c.entries[rainy]: 'rain*' (line 15) already hits all of it",
        ),
        (
            "no-lemma",
            "error",
            make_body(("c", "[rain, 'lemma:engulfed']")),
            "15: categories.c.entries[lemma:engulfed]: `lemma:engulfed` never hits: the lemma of that word is 'engulf'",
        ),
        (
            "failing-example",
            "error",
            make_body(("c", "[hail]")),
            "13: categories.c.should_hit[0]: no hit in 'Rain fell.'",
        ),
        (
            "failing-example",
            "error",
            make_body(("c", "[rain, snow]")),
            "14: categories.c.should_miss[0]: 'Snow' is hit by 'c:snow' in 'Snow fell.'",
        ),
    ],
)
def test_each_kind_of_complaint_names_file_line_and_place(tmp_path, kind, severity, body, place):
    """A fault gives a complaint of its kind that begins with file, line and place in the file."""
    lexicon, complaints = check(tmp_path, body)
    found = [str(complaint) for complaint in complaints if (complaint.kind, complaint.severity) == (kind, severity)]
    assert any(text.startswith(f"{lexicon.path}:{place}") for text in found), [str(c) for c in complaints]


def test_covering_is_claimed_only_where_counts_cannot_differ(tmp_path):
    """Another weight, another length, an `unless` of the broader entry, or case keeps the narrower entry."""
    entries = (
        "[sun*, {pattern: sunny, weight: 2}, sunny day, {pattern: 'rain*', unless: [acid]}, rainy, "
        "{pattern: 'US*', case: true}, usage, 'lemma:snow', sno*, rain]"
    )
    assert [c for c in check(tmp_path, make_body(("c", entries)))[1] if c.kind == "covered-entry"] == []


def test_examples_of_a_parent_are_met_by_its_children(tmp_path):
    """A child's hit fulfils a parent's should_hit; hits elsewhere, excluded and dropped ones do not."""
    body = (
        "negation: drop\ncategories:\n"
        "  wet:\n    should_hit: [Rain fell., Sun shone., No rain fell.]\n    should_miss: [Acid rain fell.]\n"
        "    categories:\n      fall: {entries: [{pattern: rain, unless: [acid]}]}\n"
        "  dry: {entries: [sun]}\n"
    )
    path = write_lexicon(tmp_path, body)
    lexicon = read_lexicon(path)
    faults = find_example_faults(lexicon, lambda sentences: find_rows(Matcher([lexicon]), sentences))
    assert [fault.split(": ")[:2] for fault in faults] == [
        [f"{path}:8", "categories.wet.should_hit[1]"],
        [f"{path}:8", "categories.wet.should_hit[2]"],
    ]


def test_covering_is_found_for_every_kind_of_broader_entry(tmp_path):
    """Beginnings, endings, alternatives and lone `*` cover what they hit; each narrower entry is named once."""
    entries = "['rain*', 'rainy', 'rains*', '*fall', 'snowfall', 'a|b c', 'b c', '* wind', 'cold wind', 'x? y', 'xa y']"
    found = [c.location for c in check(tmp_path, make_body(("c", entries)))[1] if c.kind == "covered-entry"]
    assert sorted(found) == sorted(
        f"categories.c.entries[{pattern}]" for pattern in ("rainy", "rains*", "snowfall", "b c", "cold wind", "xa y")
    )


def test_a_category_cannot_mirror_itself(tmp_path):
    """`mirror` that names its own category is an error."""
    lexicon = make_lexicon(tmp_path, "categories: {wet: {mirror: wet, entries: [rain]}}\n")
    assert "own-mirror" in {complaint.kind for complaint in check_lexicon(lexicon)}
