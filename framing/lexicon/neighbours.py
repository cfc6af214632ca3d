"""Phrases found by two plain words that stand side by side in them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.lexicon.batch import GroupedIntegers, GrowingIntegers, Indices
from framing.lexicon.patterns import Element

_LEFT_FACTOR, _RIGHT_FACTOR = 0x9E3779B1, 0x85EBCA6B
_BITS = 18


class NeighbourIndex:
    """Looks up all pairs of neighbouring words of a batch at once, most of which fail at one look into a small table.

    Args:
        elements: the distinct elements of all phrases.
        phrases: all phrases as numbers of elements; those without two plain words side by side are left to others.
        language: ISO 639-1 code, for English possessives.

    Attributes:
        places: for each phrase that is found here, the place of its pair.
    """

    def __init__(self, elements: Sequence[Element], phrases: Sequence[Sequence[int]], language: str) -> None:
        self._has_possessives = language == "en"
        exact = {atom.text for element in elements for atom in element.atoms}
        plain = [self._plain_word(element, exact) for element in elements]
        self.places: dict[int, int] = {}
        self._numbers: dict[str, int] = {}
        by_pair: dict[tuple[int, int], list[int]] = {}
        for unit, phrase in enumerate(phrases):
            if len(phrase) == 1:
                continue
            words = [plain[element] for element in phrase]
            pairs = [place for place in range(len(words) - 1) if words[place] and words[place + 1]]
            if pairs:
                _, place = max((len(words[place]) + len(words[place + 1]), place) for place in pairs)
                self.places[unit] = place
                pair = (self._number(words[place]), self._number(words[place + 1]))
                by_pair.setdefault(pair, []).append(unit)
        pairs_in_order = sorted(by_pair)
        self._keys = np.array([left * len(self._numbers) + right for left, right in pairs_in_order], dtype=np.int64)
        self._units = GroupedIntegers([by_pair[pair] for pair in pairs_in_order])
        self._place = np.array([self.places.get(unit, 0) for unit in range(len(phrases))], dtype=np.int64)
        self._is_taken = np.zeros(1 << _BITS, dtype=np.bool_)
        left, right = np.divmod(self._keys, max(len(self._numbers), 1))
        self._is_taken[_slot(left, right)] = True
        self.forget()

    def _plain_word(self, element: Element, exact: set[str]) -> str:
        """The word that an element stands for, or "": then a form could be two words of this index at once."""
        atom = element.atoms[0]
        is_plain = len(element.atoms) == 1 and atom.kind == "exact" and not atom.case
        return atom.text if is_plain and not (self._has_possessives and atom.text + "'s" in exact) else ""

    def _number(self, word: str) -> int:
        return self._numbers.setdefault(word, len(self._numbers))

    def forget(self) -> None:
        """Drop what is known about types."""
        self._word_of_type = GrowingIntegers()

    def learn(self, folded: Sequence[str]) -> None:
        """Take in new types, in the order of their ids."""
        find = self._numbers.get
        if not self._has_possessives:
            self._word_of_type.extend([find(form, -1) for form in folded])
            return
        self._word_of_type.extend([find(form, find(form[:-2], -1) if form.endswith("'s") else -1) for form in folded])

    def find(self, type_id: NDArray[np.int32], is_active: NDArray[np.bool_] | None) -> tuple[Indices, Indices]:
        """Phrases whose pair stands in the text, and the token at which the phrase would begin."""
        word = self._word_of_type.view()[type_id]
        if is_active is not None:
            word = np.where(is_active, word, -1)
        left, right = word[:-1], word[1:]
        token = np.flatnonzero(self._is_taken[_slot(left, right)]) if len(self._keys) else np.zeros(0, dtype=np.int64)
        token = token[(left[token] >= 0) & (right[token] >= 0)]
        key = left[token] * len(self._numbers) + right[token]
        row = np.minimum(np.searchsorted(self._keys, key), max(len(self._keys) - 1, 0))
        meets = self._keys[row] == key
        place, unit = self._units.of(row[meets])
        return unit, token[meets][place] - self._place[unit]


def _slot(left: Indices, right: Indices) -> Indices:
    slot: Indices = (left * _LEFT_FACTOR + right * _RIGHT_FACTOR) & ((1 << _BITS) - 1)
    return slot
