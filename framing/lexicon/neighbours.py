"""Phrases found by two plain words that stand side by side in them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.lexicon.batch import GroupedIntegers, GrowingIntegers, Indices
from framing.lexicon.patterns import Element

NO_WORD = -1
_LEFT_FACTOR, _RIGHT_FACTOR = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)
_BITS = 18
_SHIFT = np.uint32(32 - _BITS)


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
        left, right = (words.astype(np.int32) for words in np.divmod(self._keys, max(len(self._numbers), 1)))
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
        self._word_of_type = GrowingIntegers(np.int32)

    def learn(self, folded: Sequence[str]) -> None:
        """Take in new types, in the order of their ids."""
        find = self._numbers.get
        if not self._has_possessives:
            self._word_of_type.extend([find(form, NO_WORD) for form in folded])
            return
        self._word_of_type.extend(
            [find(form, find(form[:-2], NO_WORD) if form.endswith("'s") else NO_WORD) for form in folded]
        )

    def find(self, type_id: NDArray[np.int32], is_active: NDArray[np.bool_] | None) -> tuple[Indices, Indices]:
        """Phrases whose pair stands in the text, and the token at which the phrase would begin."""
        if not len(self._keys):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        word = self._word_of_type.view().take(type_id, mode="wrap")
        if is_active is not None:
            word = np.where(is_active, word, np.int32(NO_WORD))
        token = np.flatnonzero(self._is_taken.take(_slot(word[:-1], word[1:]), mode="wrap"))
        left, right = word[token], word[token + 1]
        known = (left != NO_WORD) & (right != NO_WORD)
        token, left, right = token[known], left[known], right[known]
        key = left.astype(np.int64) * len(self._numbers) + right
        row = np.minimum(np.searchsorted(self._keys, key), len(self._keys) - 1)
        meets = self._keys[row] == key
        place, unit = self._units.of(row[meets])
        return unit, token[meets][place] - self._place[unit]


def _slot(left: IntArray, right: IntArray) -> NDArray[np.uint32]:
    mixed = left.view(np.uint32) * _LEFT_FACTOR
    mixed += right.view(np.uint32) * _RIGHT_FACTOR
    slot: NDArray[np.uint32] = mixed >> _SHIFT
    return slot
