"""Finds names in tokens: phrases of word patterns, the longest first, none overlapping."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from framing.columns import Tokens, TypeFacts

_ANY, _TITLE, _UPPER = range(3)  # what a pattern asks of the case of a form
_NO_PATTERN = 0
_POSSESSIVES = ("'s", "’s", "'", "’")


@dataclass(slots=True)
class _Node:
    """Where a phrase has got to: what may follow, and the owners of the phrases that end here."""

    following: dict[int, "_Node"] = field(default_factory=dict)
    ends: bool = False
    owner: int | None = None
    is_city: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A name in the tokens of a batch: tokens `first:last`, characters `start:end`, whose name it is."""

    first: int
    last: int
    start: int
    end: int
    owner: int
    is_city: bool


def strip_possessive(form: str) -> str:
    """The form without a possessive ending."""
    for ending in _POSSESSIVES:
        if form.endswith(ending) and len(form) > len(ending) + 1:
            return form[: -len(ending)]
    return form


class AliasMatcher:
    """Names and the numbers of their owners. A name of the owner None takes its words away from shorter names."""

    def __init__(self) -> None:
        self._root = _Node()
        self._patterns: dict[tuple[str, int], int] = {}
        self._literals: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._globs: dict[str, list[tuple[re.Pattern[str], int, int]]] = defaultdict(list)
        self._sets: dict[tuple[int, ...], int] = {(): _NO_PATTERN}
        self._members: list[tuple[int, ...]] = [()]
        self._facts = TypeFacts(self._find_set, np.int32)

    def add(self, alias: str, owner: int | None, is_city: bool = False) -> None:
        """Add a name. Where two owners share it, the first keeps it; an exception always does."""
        node = self._root
        for word in alias.split():
            node = node.following.setdefault(self._number(strip_possessive(word)), _Node())
        node.owner = owner if owner is None or not node.ends else node.owner
        node.ends, node.is_city = True, is_city

    def _number(self, word: str) -> int:
        letters = word.rstrip("*?")
        # One capital alone ("A*") says nothing about the rest of the word.
        case = _UPPER if len(letters) > 1 and letters.isupper() else _TITLE if word[:1].isupper() else _ANY
        folded = word.lower().replace("ё", "е").replace("’", "'")
        if (folded, case) not in self._patterns:
            self._patterns[folded, case] = len(self._patterns) + 1
            self._register(folded, case, self._patterns[folded, case])
        return self._patterns[folded, case]

    def _register(self, folded: str, case: int, number: int) -> None:
        if "*" in folded or "?" in folded:
            expression = re.escape(folded).replace(r"\*", ".*").replace(r"\?", ".")
            self._globs[folded[:1]].append((re.compile(expression), number, case))
        else:
            self._literals[folded].append((number, case))

    def _find_set(self, form: str, folded: str) -> int:
        """Number of the set of patterns that a form matches."""
        bare, shown = strip_possessive(folded), strip_possessive(form)
        fits = {_ANY: True, _TITLE: shown[:1].isupper(), _UPPER: shown.isupper()}
        found = [number for number, case in self._literals.get(bare, ()) if fits[case]]
        for pattern, number, case in self._globs.get(bare[:1], ()):
            if fits[case] and pattern.fullmatch(bare):
                found.append(number)
        members = tuple(sorted(found))
        if members not in self._sets:
            self._sets[members] = len(self._members)
            self._members.append(members)
        return self._sets[members]

    def find(self, tokens: Tokens, first: int, last: int, prepared: "Prepared") -> list[Match]:
        """Names within tokens `first:last`, in order."""
        low, high = np.searchsorted(prepared.candidates, [first, last])
        found: list[tuple[int, int, _Node]] = []
        for start in prepared.candidates[low:high].tolist():
            found += self._walk(start, last, prepared)
        # The longest name first; of equally long ones the left, and an exception before a name.
        found.sort(key=lambda match: (match[0] - match[1], match[0], match[2].owner is not None))
        taken: set[int] = set()
        matches = []
        for start, end, node in found:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                if node.owner is not None:
                    matches.append(_make_match(tokens, start, end, node.owner, node.is_city))
        return sorted(matches, key=lambda match: match.first)

    def prepare(self, tokens: Tokens) -> "Prepared":
        """What is known of the tokens of a batch before names are sought in its documents."""
        per_type = self._facts.of(tokens.types)
        heads = [[self._root.following.get(number) for number in members] for members in self._members]
        begins = np.array([any(node is not None for node in nodes) for nodes in heads])
        stands_alone = np.array([any(node is not None and node.ends for node in nodes) for nodes in heads])
        has_patterns = np.array([bool(members) for members in self._members])
        sets = per_type[tokens.type_id]
        # `the` begins many names, but few words go on with one: most are passed over before they are walked.
        goes_on = np.append(has_patterns[sets[1:]], False)
        candidates = np.flatnonzero(begins[sets] & (stands_alone[sets] | goes_on))
        return Prepared(candidates, sets.tolist(), tokens.sentence.tolist())

    def _walk(self, start: int, last: int, prepared: "Prepared") -> list[tuple[int, int, _Node]]:
        """The names that begin at a token: its place, the one after the name, and the node that the name ends in."""
        sets, sentences = prepared.sets, prepared.sentences
        sentence, nodes, place = sentences[start], [self._root], start
        found = []
        while nodes and place < last and sets[place] and sentences[place] == sentence:
            members = self._members[sets[place]]
            nodes = [node.following[number] for node in nodes for number in members if number in node.following]
            place += 1
            ending = [node for node in nodes if node.ends]
            if ending:
                exceptions = [node for node in ending if node.owner is None]
                found.append((start, place, (exceptions or ending)[0]))
        return found


@dataclass(frozen=True, slots=True)
class Prepared:
    """Of each token of a batch the number of its set of patterns and its sentence, and which tokens may begin a name.

    Lists, because names are walked token by token.
    """

    candidates: NDArray[np.intp]
    sets: list[int]
    sentences: list[int]


def _make_match(tokens: Tokens, first: int, last: int, owner: int, is_city: bool) -> Match:
    form = tokens.types.forms[tokens.type_id[last - 1]]
    ending = len(form) - len(strip_possessive(form))
    return Match(first, last, int(tokens.start[first]), int(tokens.end[last - 1]) - ending, owner, is_city)
