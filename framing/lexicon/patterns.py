"""The pattern language of entries: source text -> parsed pattern. The user guide is docs/lexicons.md."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from framing.lexicon.regexes import RegexError, limit_regex, require_literal

MAX_PHRASE_WORDS = 20
MAX_DISTANCE = 50
_ONE_TO_ONE = {**dict.fromkeys("’‘ʼ＇", "'"), **dict.fromkeys("‐‑‒−﹣－", "-"), "ё": "е", "Ё": "Е"}
LENGTH_KEEPING_FOLD = str.maketrans(_ONE_TO_ONE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2069\ufeff\u0301]")  # soft hyphens, joiners, stress marks
_PROXIMITY = re.compile(r"(near|before)/(\S*)")
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

    @property
    def is_any_word(self) -> bool:
        return any(atom.kind == "glob" and not atom.text.strip("*") for atom in self.atoms)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Elements for consecutive tokens of one sentence."""

    elements: tuple[Element, ...]


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


def fold(text: str) -> str:
    """The form in which patterns and tokens meet: lower case, plain apostrophes and hyphens, е for ё."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text.lower())).translate(LENGTH_KEEPING_FOLD)


def parse_pattern(source: str, case: bool = False) -> Pattern:
    """The pattern of an entry.

    Raises:
        PatternError: the text is no pattern.
    """
    text = source.strip()
    if text.startswith("re:"):
        return _parse_regex(text[3:].strip(), case)
    words = text.split()
    operators = [(place, match) for place, word in enumerate(words) if (match := _PROXIMITY.fullmatch(word))]
    if not operators:
        return _parse_phrase(words, case)
    if len(operators) > 1:
        raise PatternError("more than one near/ or before/; a pattern joins two sides, so write several entries")
    place, match = operators[0]
    if place == 0 or place == len(words) - 1:
        raise PatternError(f"{match.group()} needs words on both sides, as in `A {match.group()} B`")
    left, right = _parse_phrase(words[:place], case), _parse_phrase(words[place + 1 :], case)
    return Proximity(left, right, _parse_distance(match), match.group(1) == "before")


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


def _parse_phrase(words: list[str], case: bool) -> Phrase:
    elements = [element for word in words for element in _parse_word(word, case)]
    if not elements:
        raise PatternError("the pattern is empty")
    if len(elements) > MAX_PHRASE_WORDS:
        raise PatternError(f"{len(elements)} words; a phrase has at most {MAX_PHRASE_WORDS}")
    if all(element.is_any_word for element in elements):
        raise PatternError("only `*`, which any word satisfies; write at least one word out")
    return Phrase(tuple(elements))


def _parse_word(word: str, case: bool) -> list[Element]:
    if "|" in word:
        alternatives = word.split("|")
        if not all(alternatives):
            raise PatternError(f"{word}: an empty alternative; write `a|b` without blanks")
        return [Element(tuple(_parse_atom(alternative, case) for alternative in alternatives))]
    if word.startswith("lemma:"):
        return [Element((_parse_atom(word, case),))]
    if re.match(r"[a-z]+:\w", word):
        raise PatternError(f"{word}: unknown prefix; allowed are re: before a whole pattern and lemma: before a word")
    return [Element((_parse_atom(piece, case),)) for piece in _PIECES.findall(word.translate(LENGTH_KEEPING_FOLD))]


def _parse_atom(word: str, case: bool) -> Atom:
    if word.startswith("lemma:"):
        lemma = fold(word[len("lemma:") :])
        if not lemma or "*" in lemma or "?" in lemma:
            raise PatternError(f"{word}: a lemma is one word without wildcards, as in lemma:engulf")
        return Atom("lemma", lemma)
    text = word.translate(LENGTH_KEEPING_FOLD) if case else fold(word)
    kind: Literal["exact", "glob"] = "glob" if "*" in text or "?" in text else "exact"
    return Atom(kind, re.sub(r"\*+", "*", text), case)
