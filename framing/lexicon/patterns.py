"""The pattern language of entries: source text -> parsed patterns. The user guide is docs/lexicons.md."""

import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from framing.lexicon.regexes import RegexError, limit_regex, require_literal

MAX_PHRASE_WORDS = 20
MAX_DISTANCE = 29  # a hit of proximity has at most 30 tokens
MAX_PATTERNS = 1000  # that the word lists of one entry may stand for
_ONE_TO_ONE = {**dict.fromkeys("’‘ʼ＇", "'"), **dict.fromkeys("‐‑‒−﹣－", "-"), "ё": "е", "Ё": "Е"}
LENGTH_KEEPING_FOLD = str.maketrans(_ONE_TO_ONE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2069\ufeff\u0301]")  # soft hyphens, joiners, stress marks
_PROXIMITY = re.compile(r"(near|before)/(\S*)")
_LIST = re.compile(r"<[a-z0-9-]+>")
# A pattern word splits as the text does: dotted abbreviations and inner hyphens, apostrophes and points hold together.
_SIGNS = r"[^\W_]|[*?]"
_PIECES = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}(?:[-'](?:{_SIGNS})+)*|(?:{_SIGNS})+(?:(?:[-']|(?<=\d)[.,](?=\d))(?:{_SIGNS})+)*|\.{{2,}}|-{{2,}}|\S"
)


class PatternError(ValueError):
    """A pattern that cannot be understood; the message says what is wrong and what is allowed."""


@dataclass(frozen=True, slots=True)
class Atom:
    """What one token must be: a form, a form with wildcards, or any form of a lemma."""

    kind: Literal["exact", "glob", "lemma"]
    text: str  # folded, or as written with plain apostrophes and hyphens when `case`
    case: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a phrase; the token there satisfies one of the atoms."""

    atoms: tuple[Atom, ...]
    is_any_word: bool = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)  # a long list is hashed once, not in each of its phrases

    def __post_init__(self) -> None:
        is_any_word = any(atom.kind == "glob" and not atom.text.strip("*") for atom in self.atoms)
        object.__setattr__(self, "is_any_word", is_any_word)
        object.__setattr__(self, "_hash", hash(self.atoms))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type["Element"], tuple[tuple[Atom, ...]]]:
        return Element, (self.atoms,)  # hashes of text differ between processes


@dataclass(frozen=True, slots=True)
class Phrase:
    """Elements for consecutive tokens of one sentence."""

    elements: tuple[Element, ...]
    _hash: int = field(init=False, repr=False, compare=False)  # it is looked up several times

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(self.elements))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type["Phrase"], tuple[tuple[Element, ...]]]:
        return Phrase, (self.elements,)


@dataclass(frozen=True, slots=True)
class Proximity:
    """Two phrases in one sentence, at most `n_words` apart; None: anywhere in the sentence."""

    left: Phrase
    right: Phrase
    n_words: int | None
    ordered: bool


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression over the text of one sentence, and a literal that any match holds ("" if unknown)."""

    source: str
    compiled: re.Pattern[str]
    literal: str


Pattern = Phrase | Proximity | Regex
# What may stand in one place of a pattern: runs of elements. All single words share one element.
Choice = tuple[tuple[Element, ...], ...]
WordLists = Mapping[str, Choice]
_NO_LISTS: WordLists = {}


def fold(text: str) -> str:
    """The form in which patterns and tokens meet: lower case, plain apostrophes and hyphens, е for ё."""
    if text.isascii():  # nothing else to change, in most words of an English lexicon
        return text.lower()
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text.lower())).translate(LENGTH_KEEPING_FOLD)


def fold_in_place(text: str) -> str:
    """The text with plain apostrophes and hyphens, and е for ё; characters stay in their places."""
    if not text.isascii():  # ten searches for a character are several times as fast as one look-up for each character
        for written, plain in _ONE_TO_ONE.items():
            text = text.replace(written, plain)
    return text


def parse_pattern(source: str, case: bool = False, lists: WordLists = _NO_LISTS) -> tuple[Pattern, ...]:
    """The patterns of an entry: one, or several where a word list holds phrases.

    Args:
        source: the pattern as written.
        case: capitals must be as written.
        lists: the word lists that `<name>` may stand for.

    Raises:
        PatternError: the text is no pattern.
    """
    text = source.strip()
    if text.startswith("re:"):
        return (_parse_regex(text[3:].strip(), case),)
    words = text.split()
    operators = [(place, match) for place, word in enumerate(words) if (match := _PROXIMITY.fullmatch(word))]
    if not operators:
        return _parse_phrases(words, case, lists)
    if len(operators) > 1:
        raise PatternError("more than one near/ or before/; a pattern joins two sides, so write several entries")
    place, match = operators[0]
    if place == 0 or place == len(words) - 1:
        raise PatternError(f"{match.group()} needs words on both sides, as in `A {match.group()} B`")
    distance, ordered = _parse_distance(match), match.group(1) == "before"
    sides = [_parse_phrases(side, case, lists) for side in (words[:place], words[place + 1 :])]
    _limit(math.prod(map(len, sides)))
    return tuple(Proximity(left, right, distance, ordered) for left, right in itertools.product(*sides))


def parse_list(members: Iterable[str], lists: WordLists) -> Choice:
    """A word list, which may name others.

    Raises:
        PatternError: a member is no word, alternative, wildcard, lemma or phrase.
    """
    phrases: list[tuple[Element, ...]] = []
    for member in members:
        words = member.split()
        if member.strip().startswith("re:") or any(_PROXIMITY.fullmatch(word) for word in words):
            raise PatternError(f"{member}: a list holds words and phrases; write re:, near/ and before/ in entries")
        phrases += [phrase.elements for phrase in _parse_phrases(words, False, lists)]
    return _merge(phrases)


def _parse_distance(match: re.Match[str]) -> int | None:
    distance = match.group(2)
    if distance == "s":
        return None
    if not distance.isdecimal() or not 1 <= int(distance) <= MAX_DISTANCE:
        raise PatternError(
            f"{match.group()}: the distance is a number of words from 1 to {MAX_DISTANCE}, or s for the sentence"
        )
    return int(distance)


def _parse_regex(source: str, case: bool) -> Regex:
    flags = re.NOFLAG if case else re.IGNORECASE
    try:
        folded = source.translate(LENGTH_KEEPING_FOLD)
        compiled = re.compile(limit_regex(folded), flags)
        if compiled.match(""):
            raise RegexError("it matches the empty text; require at least one character")
    except (RegexError, re.error, OverflowError, RecursionError) as problem:
        raise PatternError(f"re:{source}: {problem}") from problem
    return Regex(source, compiled, require_literal(folded))


def _parse_phrases(words: Sequence[str], case: bool, lists: WordLists) -> tuple[Phrase, ...]:
    """The phrases that words stand for: one, or all combinations of the members of their lists."""
    choices = [choice for word in words for choice in _parse_word(word, case, lists)]
    if not choices:
        raise PatternError("the pattern is empty")
    _limit(math.prod(map(len, choices)))
    phrases = []
    for runs in itertools.product(*choices):
        elements = runs[0] if len(runs) == 1 else tuple(itertools.chain.from_iterable(runs))
        if len(elements) > MAX_PHRASE_WORDS:
            raise PatternError(f"{len(elements)} words; a phrase has at most {MAX_PHRASE_WORDS}")
        if elements[0].is_any_word and all(element.is_any_word for element in elements):
            raise PatternError("only `*`, which any word satisfies; write at least one word out")
        phrases.append(Phrase(elements))
    return tuple(phrases)


def _limit(n_patterns: int) -> None:
    if n_patterns > MAX_PATTERNS:
        raise PatternError(
            f"its lists stand for {n_patterns} combinations of phrases, at most {MAX_PATTERNS} are allowed; "
            "single words and a|b are free, so write fewer phrases in the lists, or several entries"
        )


def _parse_word(word: str, case: bool, lists: WordLists) -> list[Choice]:
    if "<" not in word:
        return _parse_free_word(word, case)
    if "|" in word:
        runs = [run for one in _split_alternatives(word) for run in _parse_alternative(one, case, lists)]
        return [_merge(runs)]
    return [_parse_alternative(word, case, lists)] if _LIST.search(word) else _parse_free_word(word, case)


@lru_cache(maxsize=100_000)  # the words of a lexicon stand in many of its entries
def _parse_free_word(word: str, case: bool) -> list[Choice]:
    """What a word stands for that names no list."""
    if "|" in word:
        atoms = dict.fromkeys(_parse_atom(one, case) for one in _split_alternatives(word))
        return [((Element(tuple(atoms)),),)]
    if ":" in word and re.match(r"(lemma|case):", word):
        return [_parse_alternative(word, case, _NO_LISTS)]
    if ":" in word and re.match(r"[a-z]+:\w", word):
        raise PatternError(
            f"{word}: unknown prefix; allowed are re: before a whole pattern, lemma: and case: before a word"
        )
    pieces = _PIECES.findall(word.translate(LENGTH_KEEPING_FOLD))
    return [((Element((_parse_atom(piece, case),)),),) for piece in pieces]


def _split_alternatives(word: str) -> list[str]:
    alternatives = word.split("|")
    if not all(alternatives):
        raise PatternError(f"{word}: an empty alternative; write `a|b` without blanks")
    return alternatives


def _parse_alternative(word: str, case: bool, lists: WordLists) -> Choice:
    if not _LIST.search(word):
        return ((Element((_parse_atom(word, case),)),),)
    if not _LIST.fullmatch(word):
        raise PatternError(f"{word}: write a list's name as a word of its own, with blanks or | around it")
    if word[1:-1] not in lists:
        known = ", ".join(f"<{name}>" for name in lists) or "none"
        raise PatternError(
            f"{word}: no such list above; there are: {known}. Lists stand under `lists:` at the top of the file, and "
            "name only those before them"
        )
    return lists[word[1:-1]]


def _merge(runs: Iterable[tuple[Element, ...]]) -> Choice:
    """The same runs, with all single words in one element."""
    runs = list(dict.fromkeys(runs))
    atoms = dict.fromkeys(atom for run in runs if len(run) == 1 for atom in run[0].atoms)
    longer = tuple(run for run in runs if len(run) > 1)
    return ((Element(tuple(atoms)),), *longer) if atoms else longer


@lru_cache(maxsize=100_000)
def _parse_atom(word: str, case: bool) -> Atom:
    if word.startswith("lemma:"):
        lemma = fold(word[len("lemma:") :])
        if not lemma or "*" in lemma or "?" in lemma:
            raise PatternError(f"{word}: a lemma is one word without wildcards, as in lemma:engulf")
        return Atom("lemma", lemma)
    if word.startswith("case:"):
        case, word = True, word[len("case:") :]
        if not word:
            raise PatternError("case: stands before a word, as in case:West")
    text = word.translate(LENGTH_KEEPING_FOLD) if case else fold(word)
    kind: Literal["exact", "glob"] = "glob" if "*" in text or "?" in text else "exact"
    return Atom(kind, re.sub(r"\*+", "*", text) if kind == "glob" else text, case)
