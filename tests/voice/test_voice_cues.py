"""Reading cue files, and what the shipped ones hold."""

import re
from pathlib import Path

import pytest

from framing.errors import LexiconError
from framing.shipped import find_cue_paths
from framing.voice.cues import CUE_CLASSES, CueLexicon, read_cues
from framing.voice.inflection import inflect

MINIMAL = """format: 1
language: en
verbs:
  neutral:
    say: clause
nouns: {}
adjectives: {}
markers:
  neutral: [according to]
words:
  that: [that]
"""


def read_text(tmp_path: Path, text: str) -> CueLexicon:
    path = tmp_path / "en.yaml"
    path.write_text(text, encoding="utf-8")
    return read_cues(path)


def test_regular_verbs_inflect() -> None:
    """Base, -s, -ed and -ing forms come from the ending of the lemma."""
    assert dict(inflect("claim", None, "en")) == {"claim": "I", "claims": "S", "claimed": "E", "claiming": "G"}
    assert {form for form, _ in inflect("deny", None, "en")} == {"deny", "denies", "denied", "denying"}
    assert {form for form, _ in inflect("argue", None, "en")} == {"argue", "argues", "argued", "arguing"}


def test_russian_verbs_inflect() -> None:
    """Past forms in four genders and numbers, third person, and gerund come from the infinitive."""
    forms = {form for form, _ in inflect("сообщать", None, "ru")}
    assert {"сообщал", "сообщала", "сообщало", "сообщали", "сообщает", "сообщают", "сообщая"} <= forms
    assert {"согласился", "согласилась", "согласились"} <= {form for form, _ in inflect("согласиться", None, "ru")}


def test_listed_forms_replace_regular_ones(tmp_path: Path) -> None:
    """`forms` gives the inflection of an irregular verb."""
    cues = read_text(tmp_path, MINIMAL.replace("verbs:", "forms:\n  say: says said said saying\nverbs:"))
    assert cues.shapes == {"say": "I", "says": "S", "said": "E", "saying": "G"}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("format: 1", "format: 2", "format"),
        ("  neutral:\n    say", "  mild:\n    say", "verbs"),
        ("that: [that]", "thaat: [that]", "words.thaat: no such word list"),
        ("    say: clause\n", "    say: clause\n  doubting:\n    say: clause\n", "stands twice, first under neutral"),
        ("verbs:", "forms:\n  go: goes went gone going\nverbs:", "no verb of this file has this name"),
        ("    say: clause\n", "    say: clause\n    say: that\n", "key stands twice"),
        ("verbs:", "forms:\n  say: says said\nverbs:", "four forms"),
    ],
)
def test_a_fault_names_file_line_and_place(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    """A wrong cue file is refused with `file:line: path: message`."""
    with pytest.raises(LexiconError, match=re.escape(complaint)) as caught:
        read_text(tmp_path, MINIMAL.replace(old, new, 1))
    assert re.match(r".*en\.yaml:\d+: ", str(caught.value))


def test_the_shipped_files_hold_what_they_promise() -> None:
    """English has at least 200 cues, Russian at least 150 verbs, and every class is used."""
    english, russian = (read_cues(find_cue_paths()[language]) for language in ("en", "ru"))
    tables = (english.verbs, english.nouns, english.adjectives)
    assert len({(cue.part, cue.lemma) for table in tables for cue in table.values()}) >= 200
    assert len({cue.lemma for cue in russian.verbs.values()}) >= 150
    for cues in (english, russian):
        assert {cue.cue_class for cue in cues.verbs.values()} == set(CUE_CLASSES)


@pytest.mark.parametrize(
    ("word", "cue_class"),
    [("noted", "endorsing"), ("claimed", "doubting"), ("urged", "demanding"), ("lamented", "emotional")],
)
def test_classes_of_well_known_cues(word: str, cue_class: str) -> None:
    """The class tells how the outlet reports."""
    assert read_cues(find_cue_paths()["en"]).verbs[word].cue_class == cue_class
