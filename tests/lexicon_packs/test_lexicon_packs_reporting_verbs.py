"""The packs of reporting verbs hold the words of the cue files, in the same classes."""

from pathlib import Path

import pytest

from framing.lexicon import Lexicon, read_lexicon
from framing.voice.cues import CUE_CLASSES, CueLexicon, read_cues

FOLDER = Path(__file__).parents[2] / "lexicons"
# Verbs of the cue files that mostly do not report in running news. The voice rules ask what follows them; a lexicon
# looks words up without regard to the sentence, so that these would mostly count something else.
LEFT_OUT = {
    "en": """
        embody offer prefer love like paint frame define read go project relate continue see find interrupt sing put
        volunteer float document promote predicate record text detail forecast figure address identify back support
        gauge spin tribute respect direct require desire press prescribe commit cry snap rip attack dread sign discount
        bark choose opt intimate illustrate focus interpret appreciate
    """,
    "ru": """
        продолжить продолжать протянуть ждать любить полюбить следовать раскрыть раскрывать обозначить обозначать
        выделить выделять собираться рваться вытекать представлять приводиться решаться решиться отважиться замахнуться
        суммировать именовать домогаться реагировать отреагировать санкционировать инициировать продублировать вздохнуть
    """,
}
# Nouns left out for the same reason, and adjectives.
OTHERS_LEFT_OUT = {
    "en": """
        attack hope interest protest sense apparent certain clear comfortable committed quick sad sick silent sure tired
    """,
    "ru": "слово",
}
# "Called a liar" is neutral, "called for a vote" demanding, as the noun "call" is; the cue file has one class per verb.
SECOND_ENTRIES = {"call-for"}
Words = dict[str, set[str]]


def words_of(lexicon: Lexicon, cues: CueLexicon) -> tuple[Words, Words]:
    """By class, the verbs of the pack and its other words.

    An entry has its verb as id or begins with `lemma:` and the verb; ids of nouns and adjectives begin with the part
    of speech; markers are their own patterns.
    """
    markers = {cue.lemma for group in cues.markers.values() for _, cue in group}
    verbs: Words = {name: set() for name in CUE_CLASSES}
    others: Words = {name: set() for name in CUE_CLASSES}
    for entry in lexicon.entries:
        name = entry.entry_id.removeprefix(f"{entry.category}:")
        if name in SECOND_ENTRIES:
            continue
        if name in markers or name.startswith(("noun-", "adjective-")):
            others[entry.category].add(name.removesuffix("-that"))
        else:
            verbs[entry.category].add(name.removeprefix("lemma:").split("|")[0].split(" ")[0])
    return verbs, others


@pytest.fixture(params=["en", "ru"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def lexicon(language: str) -> Lexicon:
    return read_lexicon(FOLDER / "optional" / f"reporting-verbs-{language}.yaml")


@pytest.fixture
def cues(language: str) -> CueLexicon:
    return read_cues(FOLDER / "cues" / f"{language}.yaml")


def test_categories_are_the_cue_classes(lexicon: Lexicon) -> None:
    """The pack has one category per cue class, in the order of the cue files."""
    assert tuple(category.name for category in lexicon.categories) == CUE_CLASSES


def test_verbs_are_those_of_the_cue_file(language: str, lexicon: Lexicon, cues: CueLexicon) -> None:
    """Each class of the pack holds the verbs of that class in the cue file but for those left out."""
    left_out = set(LEFT_OUT[language].split())
    expected: Words = {name: set() for name in CUE_CLASSES}
    for cue in cues.verbs.values():
        if cue.lemma not in left_out:
            expected[cue.cue_class].add(cue.lemma)
    assert words_of(lexicon, cues)[0] == expected


def test_ids_are_the_verbs_of_their_patterns(lexicon: Lexicon, cues: CueLexicon) -> None:
    """An entry with a verb as id begins as a form of that verb does."""
    beginnings: Words = {}
    for form, cue in cues.verbs.items():
        beginnings.setdefault(cue.lemma, set()).add(form[:3])
    wrong = [
        entry.entry_id
        for entry in lexicon.entries
        if entry.entry_id in beginnings and entry.pattern.strip("<")[:3] not in beginnings[entry.entry_id]
    ]
    assert wrong == []


def test_verbs_left_out_are_in_the_cue_file(language: str, cues: CueLexicon) -> None:
    """The list of verbs left out names no verb that the cue file has not."""
    assert set(LEFT_OUT[language].split()) <= {cue.lemma for cue in cues.verbs.values()}


def test_nouns_adjectives_and_markers_are_those_of_the_cue_file(
    language: str, lexicon: Lexicon, cues: CueLexicon
) -> None:
    """The same for the other parts of speech and the fixed markers."""
    left_out = set(OTHERS_LEFT_OUT[language].split())
    expected: Words = {name: set() for name in CUE_CLASSES}
    for cue in (*cues.nouns.values(), *cues.adjectives.values()):
        if cue.lemma not in left_out:
            expected[cue.cue_class].add(f"{cue.part}-{cue.lemma}")
    for group in cues.markers.values():
        for _, cue in group:
            expected[cue.cue_class].add(cue.lemma)
    assert words_of(lexicon, cues)[1] == expected
