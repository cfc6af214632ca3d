"""What each type means for sentence boundaries: flags from its characters and `boundary_words.yaml`."""

import re
from enum import IntFlag, auto
from functools import cache, partial
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from framing.columns import TypeFacts

_WORDS_PATH = Path(__file__).with_name("boundary_words.yaml")


class Fact(IntFlag):
    """Flags of a type. Those up to STRONG are asked of all tokens, and stand in the lowest byte."""

    WORD = auto()
    TERMINATOR = auto()  # . ! ? … and runs of stops
    CLOSER = auto()  # closes a quotation or bracket, whatever stands around it
    QUOTE = auto()  # quotation mark
    BLOCKER = auto()  # a sentence does not begin with it
    DOTTED = auto()  # U.S., a.m., т.е.
    STRONG = auto()  # ! and ?
    STOP = auto()  # a single full stop
    ELLIPSIS = auto()
    WIDE = auto()  # Chinese and Japanese: no blank need follow
    DASH = auto()
    SLASH = auto()
    TITLE = auto()  # the list `titles`
    ABBREVIATION = auto()  # the list `abbreviations`, single letters, dotted forms
    NUMBERED = auto()
    LIST_END = auto()
    SPACED_FIRST = auto()  # т and д of "и т. д.", which ends a list as т.д. does
    SPACED_LAST = auto()
    EXCLAIMED = auto()
    STARTER = auto()
    REPORTING = auto()
    CAPITAL = auto()  # begins with a capital, or with a letter that has no case
    LOWER = auto()
    DIGIT = auto()
    ENUMERATOR = auto()  # a number or letter that can stand before an item: 1. II. a.
    NAME_LIKE = auto()  # capital, then lower case
    NOT_LATIN = auto()  # no part of an address
    FIRST_PERSON = auto()  # I, I'm: capital wherever it stands


def have(flags: NDArray[np.unsignedinteger], facts: Fact) -> NDArray[np.bool_]:
    """For each type's or token's flags whether one of the facts is among them."""
    # A plain flag would make integers of eight bytes of them.
    found: NDArray[np.bool_] = (flags & flags.dtype.type(facts)) != 0
    return found


# Plain numbers: flags of an enumeration are slow to combine, and this is done once for each type.
_WORD, _LOWER, _DIGIT, _CAPITAL = int(Fact.WORD), int(Fact.LOWER), int(Fact.DIGIT), int(Fact.CAPITAL)
_NAME_LIKE = int(Fact.CAPITAL | Fact.NAME_LIKE)
_STARTER, _ABBREVIATION, _LIST_END = int(Fact.STARTER), int(Fact.ABBREVIATION), int(Fact.LIST_END)
_ENUMERATOR = int(Fact.ENUMERATOR)
_DOTTED = int(Fact.DOTTED)
_NOT_LATIN, _LAST_LATIN = int(Fact.NOT_LATIN), "\u024f"
_DOTTED_ABBREVIATION = int(Fact.DOTTED | Fact.ABBREVIATION)
_DASH = int(Fact.DASH)
_ELLIPSIS = int(Fact.TERMINATOR | Fact.ELLIPSIS)

_MARKS: dict[str, int] = {
    **dict.fromkeys("!?؟‼⁇⁈⁉", int(Fact.TERMINATOR | Fact.STRONG)),
    **dict.fromkeys("。！？｡", int(Fact.TERMINATOR | Fact.WIDE)),
    **dict.fromkeys("।॥۔", int(Fact.TERMINATOR)),
    **dict.fromkeys("”»", int(Fact.CLOSER | Fact.QUOTE)),
    **dict.fromkeys(")]}）」』】", int(Fact.CLOSER)),
    **dict.fromkeys("\"'“‘„«‹›’`´＂", int(Fact.QUOTE)),
    **dict.fromkeys(",;:%、，；：", int(Fact.BLOCKER)),
    **dict.fromkeys("—–-―−", _DASH),
    ".": int(Fact.TERMINATOR | Fact.STOP),
    "…": _ELLIPSIS,
    "/": int(Fact.SLASH | Fact.BLOCKER),
}
_LONGEST_ENUMERATOR = 5
_HYPHEN = re.compile("[-\u2010\u2011]")
_ENUMERATOR_FORM = re.compile(r"[IVX]{2,5}|\d{1,3}|\w", re.ASCII)
_ABBREVIATIONS = int(Fact.TITLE | Fact.ABBREVIATION)
_FIRST_PERSON = ("i", "i'm", "i've", "i'd", "i'll")


_FORM_LISTS = {
    "titles": Fact.TITLE,
    "abbreviations": Fact.ABBREVIATION,
    "list_ends": Fact.LIST_END,
    "spaced_list_ends_first": Fact.SPACED_FIRST,
    "spaced_list_ends_last": Fact.SPACED_LAST,
    "numbered": Fact.NUMBERED,
    "exclaimed_names": Fact.EXCLAIMED,
}
_FOLDED_LISTS = {"starters": Fact.STARTER, "reporting": Fact.REPORTING}


@cache
def _read_words() -> tuple[dict[str, int], dict[str, int]]:
    """Flags by form as written, and flags by folded form."""
    # BaseLoader: every scalar is text, so that "No" is a word and not a truth value.
    lists = yaml.load(_WORDS_PATH.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 makes strings only
    by_form: dict[str, int] = {}
    by_folded: dict[str, int] = dict.fromkeys(_FIRST_PERSON, int(Fact.FIRST_PERSON))
    for name, fact in _FORM_LISTS.items():
        for word in lists[name]:
            for form in {word, word[0].upper() + word[1:]}:
                by_form[form] = by_form.get(form, 0) | int(fact)
    for word in lists["titles"]:
        if len(word) > 1 and word.istitle():
            by_form[word.upper()] = by_form.get(word.upper(), 0) | int(Fact.TITLE)
    for name, fact in _FOLDED_LISTS.items():
        for word in lists[name]:
            by_folded[word] = by_folded.get(word, 0) | int(fact)
    return by_form, by_folded


def make_boundary_facts() -> TypeFacts:
    """The flags of all types of a vocabulary, computed once per type."""
    return TypeFacts(partial(_classify, *_read_words()), np.uint32)


def _classify(by_form: dict[str, int], by_folded: dict[str, int], form: str, folded: str) -> int:
    listed = by_form.get(form, 0) | by_folded.get(folded, 0)
    if len(form) > _LONGEST_ENUMERATOR and form.isascii() and form.isalpha():  # a plain word, as most are
        return _WORD | listed | (_LOWER if form.islower() else _classify_case(form, form[0]))
    first = form[0] if form[0].isalnum() else next(filter(str.isalnum, form), "")
    if not first:
        return _classify_mark(form)
    flags = _WORD | listed | _classify_case(form, first)
    if first > _LAST_LATIN:
        flags |= _NOT_LATIN
    if len(form) > _LONGEST_ENUMERATOR and folded.isalpha():
        return flags
    if "'" in folded:
        # "It's" begins a sentence as "it" does
        flags |= by_folded.get(folded.split("'")[0], 0) & _STARTER
    if "-" in folded:
        # D-Mass. and R-Calif. are what their last part is
        flags |= by_form.get(_HYPHEN.split(form)[-1], 0) & _ABBREVIATIONS
    if form[-1] == ".":
        flags |= _DOTTED if flags & _LIST_END else _DOTTED_ABBREVIATION
    return flags | _classify_short(form)


def _classify_mark(form: str) -> int:
    if form.startswith(".."):
        return _ELLIPSIS
    return _DASH if form.startswith("--") else _MARKS.get(form, 0)


def _classify_short(form: str) -> int:
    flags = 0
    if len(form) <= _LONGEST_ENUMERATOR and _ENUMERATOR_FORM.fullmatch(form):
        flags |= _ENUMERATOR
    if len(form) == 1 and form.isalpha():
        flags |= _ABBREVIATION
    return flags


def _classify_case(form: str, first: str) -> int:
    if not first.isalpha():
        return _DIGIT
    # iPhone and eBay begin sentences as they are
    if first.islower() and not form[1:2].isupper():
        return _LOWER
    return _NAME_LIKE if form[0].isupper() and form[1:].islower() else _CAPITAL
