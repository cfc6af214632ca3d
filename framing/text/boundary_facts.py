"""What each type means for sentence boundaries: flags from its characters and `boundary_words.yaml`."""

import re
from enum import IntFlag, auto
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from framing.columns import TypeFacts

_WORDS_PATH = Path(__file__).with_name("boundary_words.yaml")


class Fact(IntFlag):
    """Flags of a type."""

    WORD = auto()
    TERMINATOR = auto()  # . ! ? … and runs of stops
    STOP = auto()  # a single full stop
    ELLIPSIS = auto()
    STRONG = auto()  # ! and ?
    WIDE = auto()  # Chinese and Japanese: no blank need follow
    CLOSER = auto()  # closes a quotation or bracket, whatever stands around it
    QUOTE = auto()  # quotation mark
    BLOCKER = auto()  # a sentence does not begin with it
    DASH = auto()
    SLASH = auto()
    DOTTED = auto()  # U.S., a.m., т.е.
    TITLE = auto()  # the list `titles`
    ABBREVIATION = auto()  # the list `abbreviations`, single letters, dotted forms
    NUMBERED = auto()
    EXCLAIMED = auto()
    STARTER = auto()
    REPORTING = auto()
    CAPITAL = auto()  # begins with a capital, or with a letter that has no case
    LOWER = auto()
    DIGIT = auto()
    ENUMERATOR = auto()  # a number or letter that can stand before an item: 1. II. a.
    NAME_LIKE = auto()  # capital, then lower case
    FIRST_PERSON = auto()  # I, I'm: capital wherever it stands


_MARKS = {
    **dict.fromkeys("!?؟‼⁇⁈⁉", Fact.TERMINATOR | Fact.STRONG),
    **dict.fromkeys("。！？｡", Fact.TERMINATOR | Fact.WIDE),
    **dict.fromkeys("।॥۔", Fact.TERMINATOR),
    **dict.fromkeys("”»", Fact.CLOSER | Fact.QUOTE),
    **dict.fromkeys(")]}）」』】", Fact.CLOSER),
    **dict.fromkeys("\"'“‘„«‹›’`´＂", Fact.QUOTE),
    **dict.fromkeys(",;:%、，；：", Fact.BLOCKER),
    **dict.fromkeys("—–-―−", Fact.DASH),
    ".": Fact.TERMINATOR | Fact.STOP,
    "…": Fact.TERMINATOR | Fact.ELLIPSIS,
    "/": Fact.SLASH | Fact.BLOCKER,
}
_HYPHEN = re.compile("[-\u2010\u2011]")
_ENUMERATOR = re.compile(r"[IVX]{2,5}|\d{1,3}|\w", re.ASCII)
_FIRST_PERSON = frozenset(("i", "i'm", "i've", "i'd", "i'll"))


@cache
def _read_words() -> dict[str, frozenset[str]]:
    # BaseLoader: every scalar is text, so that "No" is a word and not a truth value.
    lists = yaml.load(_WORDS_PATH.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 makes strings only
    return {name: frozenset(words) for name, words in lists.items()}


def make_boundary_facts() -> TypeFacts:
    """The flags of all types of a vocabulary, computed once per type."""
    return TypeFacts(_classify, np.uint32)


def _classify(form: str, folded: str) -> int:
    first = next((character for character in form if character.isalnum()), "")
    if not first:
        return int(_classify_mark(form))
    return int(Fact.WORD | _classify_first(first, form) | _classify_word(form, folded))


def _classify_mark(form: str) -> Fact:
    if form.startswith(".."):
        return Fact.TERMINATOR | Fact.ELLIPSIS
    if form.startswith("--"):
        return Fact.DASH
    return _MARKS.get(form, Fact(0))


def _classify_first(first: str, form: str) -> Fact:
    if first.isdigit() or not first.isalpha():
        return Fact.DIGIT
    # iPhone and eBay begin sentences as they are
    if first.islower() and not (len(form) > 1 and form[1].isupper()):
        return Fact.LOWER
    return Fact.CAPITAL


def _classify_word(form: str, folded: str) -> Fact:
    words = _read_words()
    checks = (
        (Fact.NUMBERED, _is_listed(form, words["numbered"])),
        (Fact.EXCLAIMED, form in words["exclaimed_names"]),
        # "It's" begins a sentence as "it" does
        (Fact.STARTER, folded.split("'")[0] in words["starters"]),
        (Fact.REPORTING, folded in words["reporting"]),
        (Fact.ENUMERATOR, _ENUMERATOR.fullmatch(form) is not None),
        (Fact.NAME_LIKE, len(form) > 1 and form[0].isupper() and form[1:].islower()),
        (Fact.FIRST_PERSON, folded in _FIRST_PERSON),
    )
    fact = _classify_abbreviation(form, words)
    for flag, holds in checks:
        if holds:
            fact |= flag
    return fact


def _classify_abbreviation(form: str, words: dict[str, frozenset[str]]) -> Fact:
    dotted = Fact.DOTTED if form.endswith(".") else Fact(0)
    # D-Mass. and R-Calif. are what their last part is
    last_part = _HYPHEN.split(form)[-1]
    for part in (form, last_part):
        capitals_of_title = len(part) > 1 and part.isupper() and part.capitalize() in words["titles"]
        if _is_listed(part, words["titles"]) or capitals_of_title:
            return dotted | Fact.TITLE
        if _is_listed(part, words["abbreviations"]):
            return dotted | Fact.ABBREVIATION
    is_letter = len(form) == 1 and form.isalpha()
    if is_letter or (dotted and not _is_listed(form, words["list_ends"])):
        return dotted | Fact.ABBREVIATION
    return dotted


def _is_listed(form: str, words: frozenset[str]) -> bool:
    return form in words or form[:1].lower() + form[1:] in words
