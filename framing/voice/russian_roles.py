"""Whom a role stands for in a Russian article: "белорусский лидер" is the president of Belarus introduced by name."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

_MAX_TITLE = 8  # tokens before a name that may hold the person's title
_STOPS = frozenset(",.;:()-QTRwvVESGAB")  # letters that end a title
_MIN_STEM = 4  # letters that "белорусский" and "Белоруссии" have in common
_HEADS = ("президент", "премьер", "председател", "канцлер", "глав", "лидер", "прем", "правител")
_LEADERS = ("лидер", "глава")  # "лидер" may be any head
_ANONYMOUS = ("источник", "чиновник", "собеседник")  # roles that more often than not stand for somebody else
_VOWELS = "аеиоуыэюяйь"


class _Introduction(NamedTuple):
    name: str
    words: tuple[str, ...]  # of the title
    stems: tuple[str, ...]  # of these words


class Roles:
    """The titles with which an article introduces its people.

    Args:
        mentions: first token, after the last, and name of every full name.
        word: the folded word at a token.
        letter: the letter of a token.
        first: first token of the document.
        titles: words that name a role.
    """

    def __init__(
        self,
        mentions: Sequence[tuple[int, int, str]],
        word: Callable[[int], str],
        letter: Callable[[int], str],
        first: int,
        titles: frozenset[str],
    ) -> None:
        self._titles = titles
        self._introductions: dict[tuple[str, tuple[str, ...]], _Introduction] = {}
        readings: dict[int, list[str]] = {}
        for start, _, name in mentions:
            readings.setdefault(start, []).append(name)
        for start, names in readings.items():
            begin = start
            while begin > first and start - begin < _MAX_TITLE and letter(begin - 1) not in _STOPS:
                begin -= 1
            words = [word(token) for token in range(begin, start) if letter(token) not in "pDdy"]
            # Of "Анна Котова" and "Анн Котов" the first is meant behind "мэр", of two such the other behind "мэра".
            self.introduce(names[0] if self.find_role(words) else names[-1], words)

    def introduce(self, name: str, words: Sequence[str]) -> None:
        """Notes a person's title, if the words hold a role."""
        place = next((i for i, word in enumerate(words) if self._role_of(word)), -1)
        if place >= 0:
            title = tuple(words[max(0, place - 2) :])
            found = _Introduction(name, title, tuple(map(_stem, title)))
            self._introductions[found.name, found.stems] = found

    def find_role(self, words: Sequence[str]) -> str:
        """The role that a phrase in the nominative names; empty for none."""
        return next((word for word in words if word in self._titles), "")

    def list_holders(self, words: Sequence[str]) -> list[str]:
        """The people whose titles hold the role and all other words of a phrase."""
        role = self.find_role(words)
        others = [word for word in words if word != role]
        holders = {
            one.name: None
            for one in self._introductions.values()
            if self._has_role(one, role) and all(any(_is_kin(word, known) for known in one.words) for word in others)
        }
        return list(holders)

    def has_title(self, name: str, role: str) -> bool:
        """Whether a person was introduced with a role, or as the head of something where the role is "лидер"."""
        return any(one.name == name and self._has_role(one, role) for one in self._introductions.values())

    def _has_role(self, one: _Introduction, role: str) -> bool:
        is_head = role in _LEADERS and any(stem.startswith(_HEADS) for stem in one.stems)
        return is_head or _stem(role) in one.stems

    def _role_of(self, word: str) -> bool:
        return _stem(word) in _title_stems(self._titles)


def is_anonymous(role: str) -> bool:
    """Whether a role more often than not stands for somebody who has no name."""
    return role.startswith(_ANONYMOUS)


def _is_kin(word: str, other: str) -> bool:
    """Whether a word of a phrase and one of a title are forms of one another: "китайский", "Китая"."""
    return word == other or (len(word) >= _MIN_STEM and word[:_MIN_STEM] == other[:_MIN_STEM])


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """A word without its ending: "президентом" and "президент" have the same."""
    for ending in (
        "ого",
        "ому",
        "ами",
        "ями",
        "ыми",
        "ием",
        "ией",
        "ом",
        "ем",
        "ой",
        "ей",
        "ым",
        "им",
        "ах",
        "ий",
        "ый",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word[: -len(ending)].rstrip(_VOWELS)
    return word.rstrip(_VOWELS) if len(word) > _MIN_STEM else word


@lru_cache(maxsize=8)
def _title_stems(titles: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_stem, titles))
