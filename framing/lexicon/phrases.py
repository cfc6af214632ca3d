"""Phrases over type ids: anchored at one word, verified word by word, for a whole batch at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.columns import Types
from framing.lexicon.batch import BatchPositions, Indices, Occurrences, expand
from framing.lexicon.patterns import Element, Phrase
from framing.lexicon.vocabulary import ElementTable


class GrowingIntegers:
    """An array to which integers are appended without copying it each time."""

    def __init__(self) -> None:
        self._room = np.zeros(1024, dtype=np.int64)
        self._n = 0

    def extend(self, values: Sequence[int]) -> None:
        """Append the values."""
        needed = self._n + len(values)
        if needed > len(self._room):
            larger = np.zeros(max(needed, 2 * len(self._room)), dtype=np.int64)
            larger[: self._n] = self._room[: self._n]
            self._room = larger
        self._room[self._n : needed] = values
        self._n = needed

    def view(self) -> Indices:
        """What has been appended so far."""
        return self._room[: self._n]


class PhraseMatcher:
    """Finds all occurrences of distinct phrases, overlaps included.

    What a word form satisfies is kept per type: the phrases anchored at it, and the elements it can fill.
    The anchor of a phrase is its longest word, as a sign of the rarest.
    """

    def __init__(self, phrases: Sequence[Phrase], language: str) -> None:
        self._numbers: dict[Element, int] = {}
        written = [[self._number(element) for element in phrase.elements] for phrase in phrases]
        self._lengths = np.array([len(places) for places in written], dtype=np.int64)
        self._longest = int(self._lengths.max(initial=0))
        self._elements = np.full((len(written), self._longest), -1, dtype=np.int64)
        self._anchors = np.zeros(len(written), dtype=np.int64)
        self._anchored: list[list[int]] = [[] for _ in self._numbers]
        for unit, (phrase, places) in enumerate(zip(phrases, written, strict=True)):
            self._elements[unit, : len(places)] = places
            self._anchors[unit] = max(range(len(places)), key=lambda place: _rarity(phrase.elements[place]))
            self._anchored[places[self._anchors[unit]]].append(unit)
        self._table = ElementTable(list(self._numbers), language)
        self._needs_key = self._find_verified(written)
        self._forget(-1)

    def _number(self, element: Element) -> int:
        return self._numbers.setdefault(element, len(self._numbers))

    def _find_verified(self, written: list[list[int]]) -> set[int]:
        return {number for places in written if len(places) > 1 for number in places}

    def _forget(self, generation: int) -> None:
        self._generation, self._n_types = generation, 0
        self._unit_counts, self._units = GrowingIntegers(), GrowingIntegers()
        self._keys = GrowingIntegers()  # type * n_elements + element; rises, because types do

    def _learn(self, types: Types) -> None:
        if types.generation != self._generation:
            self._forget(types.generation)
        find, anchored, verified, n_elements = self._table.find, self._anchored, self._needs_key, len(self._numbers)
        begin, counts, units, keys = self._n_types, [0] * (types.n_types - self._n_types), [], []
        is_word = types.is_word[begin : types.n_types].tolist()
        for place, word in enumerate(is_word):
            number = begin + place
            elements = find(types.forms[number], types.folded[number], word)
            if elements:
                found = [unit for element in elements for unit in anchored[element]]
                counts[place] = len(found)
                units += found
                keys += [number * n_elements + element for element in elements if element in verified]
        self._unit_counts.extend(counts)
        self._units.extend(units)
        self._keys.extend(keys)
        self._n_types = types.n_types

    def find(self, positions: BatchPositions, is_active: NDArray[np.bool_] | None) -> Occurrences:
        """Occurrences of the phrases, `pattern` being their number; only where `is_active`, everywhere if None."""
        tokens = positions.tokens
        self._learn(tokens.types)
        counts = self._unit_counts.view()
        per_token = counts[tokens.type_id]
        if is_active is not None:
            per_token = np.where(is_active, per_token, 0)
        anchors = np.flatnonzero(per_token)
        place, number = expand(per_token[anchors])
        token = anchors[place]
        begin = np.cumsum(counts) - counts
        unit = self._units.view()[begin[tokens.type_id[token]] + number]
        first = token - self._anchors[unit]
        unit, first = self._verify(unit, first, positions)
        order = np.lexsort((first, unit))
        unit, first = unit[order], first[order]
        return Occurrences.of_tokens(unit, first, first + self._lengths[unit] - 1, tokens)

    def _verify(self, unit: Indices, first: Indices, positions: BatchPositions) -> tuple[Indices, Indices]:
        single = self._lengths[unit] == 1
        units, firsts = [unit[single]], [first[single]]
        unit, first = unit[~single], first[~single]
        last = first + self._lengths[unit] - 1
        inside = (first >= 0) & (last < len(positions.document))
        unit, first, last = unit[inside], first[inside], last[inside]
        together = positions.sentence[first] == positions.sentence[last]
        unit, first = unit[together], first[together]
        for place in range(self._longest):
            fits = self._fits(unit, first, place, positions)
            unit, first = unit[fits], first[fits]
        return np.concatenate([*units, unit]), np.concatenate([*firsts, first])

    def _fits(self, unit: Indices, first: Indices, place: int, positions: BatchPositions) -> NDArray[np.bool_]:
        fits = np.ones(len(unit), dtype=np.bool_)
        open_ = np.flatnonzero((place < self._lengths[unit]) & (place != self._anchors[unit]))
        if len(open_):
            type_id = positions.tokens.type_id[first[open_] + place].astype(np.int64)
            wanted = type_id * len(self._numbers) + self._elements[unit[open_], place]
            keys = self._keys.view()
            found = np.searchsorted(keys, wanted)
            fits[open_] = keys[np.minimum(found, len(keys) - 1)] == wanted
        return fits


def _rarity(element: Element) -> int:
    """Length of the shortest alternative without wildcards; lemmas and lone `*` are the least selective."""
    lengths = [len(atom.text.replace("*", "").replace("?", "")) for atom in element.atoms]
    return 2 * min(lengths) - len(element.atoms) - any(atom.kind == "glob" for atom in element.atoms)
