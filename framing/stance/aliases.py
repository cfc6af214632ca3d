"""Finds names in tokens: phrases of word patterns, the longest first, none overlapping."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray, Tokens, TypeFacts
from framing.globs import compile_glob
from framing.stance.keyindex import number_distinct

_ANY, _TITLE, _UPPER = range(3)  # what a pattern asks of the case of a form
_NO_PATTERN = 0
_NOBODY = -1  # owner of an exception
_SET_BITS = 32
_POSSESSIVES = ("'s", "’s", "'", "’")


@dataclass(slots=True, eq=False)
class _Node:
    """Where a phrase has got to: what may follow, and the owners of the phrases that end here."""

    following: dict[int, "_Node"] = field(default_factory=dict)
    ends: bool = False
    owner: int | None = None
    is_city: bool = False


class _State:
    """The nodes that phrases have got to together, and the name that ends here: an exception before all others."""

    def __init__(self, nodes: tuple[_Node, ...]) -> None:
        ending = [node for node in nodes if node.ends]
        exceptions = [node for node in ending if node.owner is None]
        self.nodes, self.ends, self.is_open = nodes, bool(ending), any(node.following for node in nodes)
        self.owner = ending[0].owner if ending and not exceptions else None
        self.is_city = bool(ending) and (exceptions or ending)[0].is_city


@dataclass(frozen=True, slots=True)
class Match:
    """A name in the tokens of a batch: tokens `first:last`, characters `start:end`, whose name it is."""

    first: int
    last: int
    start: int
    end: int
    owner: int
    is_city: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """Names in the tokens of a batch: tokens `first:last`, characters `start:end`, whose name it is.

    One element per name, in order.
    """

    first: NDArray[np.intp]
    last: NDArray[np.intp]
    start: IntArray
    end: IntArray
    owner: IntArray
    is_city: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.first)

    def take(self, rows: NDArray[np.intp]) -> "Matches":
        """The chosen names."""
        return Matches(*(getattr(self, name)[rows] for name in Matches.__slots__))

    def rows(self) -> list[Match]:
        """The names one by one."""
        columns = (getattr(self, name).tolist() for name in Matches.__slots__)
        return [Match(*row) for row in zip(*columns, strict=True)]


def join_matches(parts: Iterable[Matches]) -> Matches:
    """The names of several lists, in the order of their first tokens."""
    nothing: IntArray = np.zeros(0, dtype=np.int32)
    token = nothing.astype(np.intp)
    none = Matches(token, token, nothing, nothing, nothing, nothing.astype(np.bool_))
    listed = [none, *parts]
    joined = Matches(*(np.concatenate([getattr(part, name) for part in listed]) for name in Matches.__slots__))
    return joined.take(np.argsort(joined.first, kind="stable"))


def strip_possessive(form: str) -> str:
    """The form without a possessive ending."""
    if "'" not in form and "’" not in form:
        return form
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
        self._globs: dict[str, list[tuple[Callable[[str], object], int, int]]] = defaultdict(list)
        self._sets: dict[tuple[int, ...], int] = {(): _NO_PATTERN}
        self._members: list[tuple[int, ...]] = [()]
        self._facts = TypeFacts(self._find_set, np.int32)
        self._states = [_State((self._root,))]
        self._state_numbers: dict[tuple[_Node, ...], int] = {}
        self._next: dict[int, int] = {}  # by state and set of patterns

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
            self._globs[folded[:1]].append((compile_glob(folded), number, case))
        else:
            self._literals[folded].append((number, case))

    def _find_set(self, form: str, folded: str) -> int:
        """Number of the set of patterns that a form matches."""
        bare, shown = strip_possessive(folded), strip_possessive(form)
        fits = {_ANY: True, _TITLE: shown[:1].isupper(), _UPPER: shown.isupper()}
        found = [number for number, case in self._literals.get(bare, ()) if fits[case]]
        for matches, number, case in self._globs.get(bare[:1], ()):
            if fits[case] and matches(bare):
                found.append(number)
        members = tuple(sorted(found))
        if members not in self._sets:
            self._sets[members] = len(self._members)
            self._members.append(members)
        return self._sets[members]

    def find(self, tokens: Tokens, is_sought: NDArray[np.bool_]) -> Matches:
        """The names in the documents of a batch in which they are sought, in order.

        Args:
            is_sought: one element per document.
        """
        sets = self._facts.of(tokens.types)[tokens.type_id]
        first, last, state = self._walk(tokens, sets, is_sought)
        chosen = _choose_longest(first, last)
        states = [self._states[number] for number in state[chosen].tolist()]
        owner = np.array([_NOBODY if one.owner is None else one.owner for one in states], dtype=np.int32)
        is_city = np.array([one.is_city for one in states], dtype=np.bool_)
        named = np.flatnonzero(owner != _NOBODY)
        first, last = first[chosen[named]], last[chosen[named]]
        end = tokens.end[last - 1] - _measure_possessives(tokens, last - 1)
        return Matches(first, last, tokens.start[first], end, owner[named], is_city[named])

    def _walk(
        self, tokens: Tokens, sets: IntArray, is_sought: NDArray[np.bool_]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], IntArray]:
        """All names, also those within others: first token, the token after, and the state that each ends in."""
        document = tokens.documents()
        goes_on = np.append((document[1:] == document[:-1]) & (tokens.sentence[1:] == tokens.sentence[:-1]), False)
        goes_on &= np.append(sets[1:] != _NO_PATTERN, False)
        start = np.flatnonzero((sets != _NO_PATTERN) & is_sought[document])
        place, state = start, np.zeros(len(start), dtype=np.int32)
        found = [(start[:0], start[:0], state[:0])]
        while len(start):
            state = self._step(state, sets[place])
            ends, is_open = (np.array([getattr(one, name) for one in self._states]) for name in ("ends", "is_open"))
            ending = np.flatnonzero(ends[state])
            found.append((start[ending], place[ending] + 1, state[ending]))
            going = np.flatnonzero(is_open[state] & goes_on[place])
            start, place, state = start[going], place[going] + 1, state[going]
        starts, stops, states = (np.concatenate(column) for column in zip(*found, strict=True))
        return starts, stops, states

    def _step(self, state: IntArray, sets: IntArray) -> IntArray:
        """The states after a word each, worked out once per state and set of patterns."""
        code = (state.astype(np.int64) << _SET_BITS) | sets
        first, number = number_distinct(code)
        after = [self._next.get(one) for one in code[first].tolist()]
        for place, one in enumerate(code[first].tolist()):
            if after[place] is None:
                after[place] = self._next[one] = self._enter(*divmod(one, 1 << _SET_BITS))
        return np.array(after, dtype=np.int32)[number]

    def _enter(self, state: int, patterns: int) -> int:
        members, nodes = self._members[patterns], self._states[state].nodes
        following = tuple(node.following[number] for node in nodes for number in members if number in node.following)
        if following not in self._state_numbers:
            self._state_numbers[following] = len(self._states)
            self._states.append(_State(following))
        return self._state_numbers[following]


def _choose_longest(first: NDArray[np.intp], last: NDArray[np.intp]) -> NDArray[np.intp]:
    """Spans that do not overlap, in order: the longest first, of equally long ones the left."""
    if not len(first):
        return first
    order = np.lexsort((last, first))
    first, last = first[order], last[order]
    reached = np.maximum.accumulate(last)
    touches = np.append(first[1:] < reached[:-1], False)  # the span after it
    is_alone = ~touches & ~np.append(False, touches[:-1])
    taken: set[int] = set()
    chosen = []
    crowded = np.flatnonzero(~is_alone)
    crowded = crowded[np.lexsort((first[crowded], first[crowded] - last[crowded]))]
    spans = zip(crowded.tolist(), first[crowded].tolist(), last[crowded].tolist(), strict=True)
    for row, start, end in spans:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            chosen.append(row)
    return order[np.sort(np.concatenate((np.flatnonzero(is_alone), np.array(chosen, dtype=np.intp))))]


def _measure_possessives(tokens: Tokens, token: NDArray[np.intp]) -> IntArray:
    """Characters of the possessive endings of tokens."""
    types, number = np.unique(tokens.type_id[token], return_inverse=True)
    forms = [tokens.types.forms[one] for one in types.tolist()]
    return np.array([len(form) - len(strip_possessive(form)) for form in forms], dtype=np.int32)[number]
