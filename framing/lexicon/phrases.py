"""Phrases over type ids: found by one word or by two neighbouring words, verified word by word, a batch at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.columns import Types
from framing.lexicon.batch import BatchPositions, GrowingIntegers, Indices, KeyFilter, Occurrences, UnitTable
from framing.lexicon.neighbours import NeighbourIndex
from framing.lexicon.patterns import Element, Phrase
from framing.lexicon.vocabulary import ElementTable

# Words that make up a quarter of all text: no phrase is looked for from one of them if there is another.
_VERY_FREQUENT = frozenset(
    (
        *("the", "of", "to", "and", "a", "in", "is", "are", "for", "that", "on", "as", "with", "was", "by", "at", "it"),
        *("from", "his", "their", "not", "в", "и", "на", "не", "с", "что", "по", "из", "к", "от", "за"),
    )
)

_BITS = 22


class PhraseMatcher:
    """Finds all occurrences of distinct phrases, overlaps included.

    A phrase with two plain words side by side is found by that pair; any other, and single words, by their anchor, the
    element that looks rarest. What a word form satisfies is kept per type: the phrases anchored at it,
    and the elements that it can fill.

    Args:
        phrases: distinct phrases; their places are their numbers.
        language: ISO 639-1 code.
        is_side_only: for each phrase whether it only stands beside others. Such ones of one word, which may be very
            frequent, are kept in `side_words` and not found here.
    """

    def __init__(self, phrases: Sequence[Phrase], language: str, is_side_only: NDArray[np.bool_]) -> None:
        self._numbers: dict[Element, int] = {}
        written = [[self._number(element) for element in phrase.elements] for phrase in phrases]
        self._lengths = np.array([len(places) for places in written], dtype=np.int64)
        self._longest = int(self._lengths.max(initial=0))
        self._elements = np.full((len(written), self._longest), -1, dtype=np.int64)
        for unit, places in enumerate(written):
            self._elements[unit, : len(places)] = places
        elements = list(self._numbers)
        self._table = ElementTable(elements, language)
        self._neighbours = NeighbourIndex(elements, written, language)
        frequencies = list(map(_frequency, elements))
        self._anchors = np.zeros(len(written), dtype=np.int64)
        self._anchored: list[list[int]] = [[] for _ in self._numbers]
        for unit, places in enumerate(written):
            if unit not in self._neighbours.places:
                anchor = min(range(len(places)), key=lambda place: frequencies[places[place]])
                self._anchors[unit] = anchor
                self._anchored[places[anchor]].append(unit)
        # The places whose words the lookup has met already.
        self._met_first = np.array(
            [self._neighbours.places.get(u, self._anchors[u]) for u in range(len(written))], np.int64
        )
        self._met_last = self._met_first + np.array(
            [u in self._neighbours.places for u in range(len(written))], np.int64
        )
        self._is_beside = is_side_only & (self._lengths == 1)
        verified = {number for places in written if len(places) > 1 for number in places}
        self._is_verified = [number in verified for number in range(len(self._numbers))]
        self._is_any_word = np.array([element.is_any_word for element in elements], dtype=np.bool_)
        self._forget(-1)

    def _number(self, element: Element) -> int:
        return self._numbers.setdefault(element, len(self._numbers))

    def _forget(self, generation: int) -> None:
        self._generation, self._n_types = generation, 0
        self._unit_counts, self._units = GrowingIntegers(), GrowingIntegers()
        self._keys = GrowingIntegers()  # type * n_elements + element; rises, because types do
        self._may_fill = KeyFilter(_BITS)  # the same
        self._found_here = self.side_words = UnitTable(self._unit_counts.view(), self._units.view())
        self._neighbours.forget()

    def _learn(self, types: Types) -> None:
        if types.generation != self._generation:
            self._forget(types.generation)
        if types.n_types <= self._n_types:  # an earlier batch may come again
            return
        begin, end = self._n_types, types.n_types
        forms, folded, is_word = types.forms[begin:end], types.folded[begin:end], types.is_word[begin:end].tolist()
        n_elements, counts = len(self._numbers), [0] * (end - begin)
        units: list[int] = []
        keys: list[int] = []
        for place in self._table.choose(forms, folded):
            for element in self._table.find(forms[place], folded[place], is_word[place]):
                if found := self._anchored[element]:
                    units += found
                    counts[place] += len(found)
                if self._is_verified[element]:
                    keys.append((begin + place) * n_elements + element)
        self._unit_counts.extend(counts)
        self._units.extend(units)
        self._keys.extend(keys)
        self._may_fill.add(np.array(keys, dtype=np.int64))
        self._neighbours.learn(folded)
        self._n_types = end
        table = UnitTable(self._unit_counts.view(), self._units.view())
        self._found_here, self.side_words = table.take(~self._is_beside), table.take(self._is_beside)

    def find(self, positions: BatchPositions, is_active: NDArray[np.bool_] | None) -> Occurrences:
        """Occurrences of the phrases in no order, `pattern` being their number.

        Args:
            positions: the batch.
            is_active: tokens to look at; None for all.
        """
        tokens = positions.tokens
        self._learn(tokens.types)
        unit, token = self._found_here.find(tokens.type_id, is_active)
        single = self._lengths[unit] == 1
        several = unit[~single]
        pair_unit, pair_first = self._neighbours.find(tokens.type_id, is_active)
        multi, multi_first = self._verify(
            np.concatenate((several, pair_unit)),
            np.concatenate((token[~single] - self._anchors[several], pair_first)),
            positions,
        )
        unit, first = np.concatenate((unit[single], multi)), np.concatenate((token[single], multi_first))
        return Occurrences.of_tokens(unit, first, first + self._lengths[unit] - 1, tokens)

    def _verify(self, unit: Indices, first: Indices, positions: BatchPositions) -> tuple[Indices, Indices]:
        last = first + self._lengths[unit] - 1
        inside = (first >= 0) & (last < len(positions.document))
        unit, first, last = unit[inside], first[inside], last[inside]
        together = positions.sentence[first] == positions.sentence[last]
        unit, first = unit[together], first[together]
        for place in range(self._longest):
            fits = self._fits(unit, first, place, positions)
            unit, first = unit[fits], first[fits]
        return unit, first

    def _fits(self, unit: Indices, first: Indices, place: int, positions: BatchPositions) -> NDArray[np.bool_]:
        fits = np.ones(len(unit), dtype=np.bool_)
        open_ = np.flatnonzero(
            (place < self._lengths[unit]) & ((place < self._met_first[unit]) | (place > self._met_last[unit]))
        )
        if len(open_):
            type_id = positions.tokens.type_id[first[open_] + place].astype(np.int64)
            element = self._elements[unit[open_], place]
            fits[open_] = self._is_any_word[element] & positions.tokens.types.is_word[type_id]
            wanted = type_id * len(self._numbers) + element
            may_fit = np.flatnonzero(self._may_fill.may_hold(wanted))
            wanted, keys = wanted[may_fit], self._keys.view()
            found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            fits[open_[may_fit]] |= keys[found] == wanted
        return fits


def _frequency(element: Element) -> float:
    """A guess at how often an element meets a word: short words are frequent, and wildcards meet several."""
    if element.is_any_word:
        return float("inf")
    if any(atom.text in _VERY_FREQUENT for atom in element.atoms):
        return len(element.atoms)
    return sum(
        (1.0 if atom.kind == "exact" else 3.0) * 3.0 ** -len(atom.text.replace("*", "").replace("?", ""))
        for atom in element.atoms
    )
