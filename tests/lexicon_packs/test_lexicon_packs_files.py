"""The shipped lexicons: readable, free of complaints, balanced."""

import re
from collections import Counter
from pathlib import Path

import pytest

from framing.columns import DOCUMENTS, Table, attribute_nothing
from framing.lexicon import Lexicon, Matcher, check_lexicon, read_lexicon
from framing.shipped import find_lexicon_paths
from framing.text import Tokenizer

FOLDER = Path(__file__).parents[2] / "lexicons"
PATHS = [*find_lexicon_paths().values()]
WAR = [path for path in PATHS if path.stem.startswith("war-narratives")]
MAX_RATIO = 1.5
SMALL = 10  # below this many entries a ratio says little


def name_of(path: Path) -> str:
    return path.stem


def find_hits(lexicon: Lexicon, texts: list[str]) -> list[list[dict]]:
    """The hits of a lexicon in each text, all in the outlet's own voice."""
    rows = [
        {
            "document_id": str(place),
            "text": text,
            "language": lexicon.language,
            "source": f"test:{place + 1}",
            "raw_sha256": "0",
            "text_sha256": "0",
        }
        for place, text in enumerate(texts)
    ]
    documents = Table.from_rows(DOCUMENTS, rows)
    tokens = Tokenizer().tokenize(documents)
    found: list[list[dict]] = [[] for _ in texts]
    for hit in Matcher([lexicon]).find_hits(documents, tokens, attribute_nothing(tokens)).rows():
        found[int(hit["document_id"])].append(hit)
    return found


@pytest.fixture(scope="module", params=PATHS, ids=name_of)
def lexicon(request: pytest.FixtureRequest) -> Lexicon:
    return read_lexicon(request.param)


def test_packs_are_shipped_in_two_languages() -> None:
    """Each pack has an English and a Russian file."""
    names = {path.stem for path in PATHS}
    assert {"war-narratives-en", "loaded-language-en", "rhetoric-en", "news-frames-en", "reporting-verbs-en"} <= names
    assert {name[:-2] + "ru" for name in names if name.endswith("-en")} <= names


def test_head_of_file_is_complete(lexicon: Lexicon) -> None:
    """A pack states version, licence, description and source."""
    assert lexicon.version == "2026.11.1"
    assert lexicon.licence == "Apache-2.0"
    assert lexicon.description
    assert lexicon.source


def test_check_finds_nothing(lexicon: Lexicon) -> None:
    """`lexicon check` has neither errors nor warnings about a shipped pack, its example sentences included."""
    complaints = check_lexicon(lexicon, lambda texts: find_hits(lexicon, texts))
    assert [str(complaint) for complaint in complaints] == []


def test_each_category_has_three_examples_both_ways(lexicon: Lexicon) -> None:
    """A category has three sentences or more that it must hit, and three that it must leave alone."""
    short = [
        category.name
        for category in lexicon.categories
        if len(set(category.should_hit)) < 3 or len(set(category.should_miss)) < 3
    ]
    assert short == []


def test_mirrors_are_mutual_and_balanced(lexicon: Lexicon) -> None:
    """A mirror names its category back, and neither side has 1.5 times the entries of the other."""
    n_entries = Counter(
        category.name
        for category in lexicon.categories
        for entry in lexicon.entries
        if entry.category == category.name or entry.category.startswith(category.name + "/")
    )
    for category in lexicon.categories:
        if category.mirror:
            assert lexicon.category(category.mirror).mirror == category.name
            larger, smaller = n_entries[category.name], n_entries[category.mirror]
            assert larger <= MAX_RATIO * smaller or larger < SMALL, f"{category.name}: {larger} against {smaller}"


def test_rare_entries_state_a_reason(lexicon: Lexicon) -> None:
    """`rare` holds words, not a mere mark."""
    assert [entry.entry_id for entry in lexicon.entries if entry.rare and len(entry.rare.split()) < 3] == []


@pytest.mark.parametrize("path", WAR, ids=name_of)
def test_war_narratives_name_the_agreed_categories(path: Path) -> None:
    """The categories that other documents refer to exist under their names and have mirrors."""
    lexicon = read_lexicon(path)
    assert lexicon.category("russophobia").mirror == "ukrainophobia"
    assert lexicon.category("collective-west").mirror == "axis-of-autocracies"


@pytest.mark.parametrize("path", WAR, ids=name_of)
def test_every_war_narrative_but_two_has_a_mirror(path: Path) -> None:
    """Only fears that belong to no side, and the parents that hold both sides, stand without a mirror."""
    without = {category.name for category in read_lexicon(path).categories if not category.mirror}
    assert without == {"war-outcomes", "war-fears", "war-fears/nuclear-threat", "war-fears/world-war"}


SWAPS = [
    ("Ukraine is losing the war.", "war-outcomes/ukrainian-defeat", "war-outcomes/russian-defeat"),
    ("Critics warned of anti-Russian hysteria.", "russophobia", "ukrainophobia"),
    ("They spoke of hatred of Russians.", "russophobia", "ukrainophobia"),
    (
        "The minister wants to destroy Russia.",
        "russia-as-victim/hostility-to-russia",
        "ukraine-as-victim/hostility-to-ukraine",
    ),
    (
        "Ukraine attacked Russia last year.",
        "blaming-the-west-and-ukraine/ukraine-as-aggressor",
        "blaming-russia/russia-as-aggressor",
    ),
    ("The Zelensky regime said so.", "discrediting-ukraine/kyiv-regime", "discrediting-russia/kremlin-regime"),
    ("Ukrainian terrorists fled.", "discrediting-ukraine/terrorist-kyiv", "discrediting-russia/terrorist-russia"),
    ("Ukraine's economy is in ruins.", "discrediting-ukraine/ukraine-hopeless", "discrediting-russia/russia-hopeless"),
    (
        "Brave Russian pilots landed.",
        "praise-of-russia/russian-army-praised",
        "praise-of-ukraine/ukrainian-army-praised",
    ),
    ("They stand with Russia.", "praise-of-russia/russia-has-support", "praise-of-ukraine/ukraine-has-support"),
]
EXCHANGED = {
    "Russia": "Ukraine",
    "Russian": "Ukrainian",
    "Russians": "Ukrainians",
    "Zelensky": "Putin",
}
EXCHANGED |= {other: one for one, other in EXCHANGED.items()}


@pytest.mark.parametrize(("sentence", "category", "mirror"), SWAPS)
def test_exchanging_the_names_exchanges_the_category(sentence: str, category: str, mirror: str) -> None:
    """Where a wording names a side, the same wording with the other side's name counts for the mirror."""
    swapped = re.sub(r"\b[A-Z]\w+", lambda match: EXCHANGED.get(match.group(), match.group()), sentence)
    lexicon = read_lexicon(FOLDER / "war-narratives-en.yaml")
    first, second = find_hits(lexicon, [sentence, swapped])
    assert {hit["category"] for hit in first} == {category}
    assert {hit["category"] for hit in second} == {mirror}
