"""Pieces of words, found once per type, and as features of units."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray, Types
from framing.stance.characters import cut_words
from framing.stance.layout import BoolArray, Layout
from framing.stance.occurrences import NOWHERE, Occurrences, join, occur
from framing.stance.templates import TEMPLATE_IDS, KeyArray, encode_pieces


class PieceTable:
    """The pieces of every type of a vocabulary, found once per type: those of type i are `starts[i]:starts[i + 1]`."""

    def __init__(self) -> None:
        self._generation = -1
        self.starts: NDArray[np.int64] = np.zeros(1, dtype=np.int64)
        self.pieces: KeyArray = np.zeros(0, dtype=np.int64)

    def extend(self, types: Types) -> None:
        """Find the pieces of the types that are new."""
        if types.generation != self._generation:
            self._generation, self.starts, self.pieces = types.generation, self.starts[:1], self.pieces[:0]
        new = types.folded[len(self.starts) - 1 : types.n_types]
        if new:
            counts, pieces = cut_words(new)
            self.starts = np.concatenate((self.starts, self.starts[-1] + np.cumsum(counts)))
            self.pieces = np.concatenate((self.pieces, pieces))

    def gather(self, type_id: IntArray) -> tuple[NDArray[np.int64], KeyArray]:
        """All pieces of the given types, and for each the index of its type in `type_id`."""
        lengths = self.starts[type_id + 1] - self.starts[type_id]
        owner = np.repeat(np.arange(len(type_id)), lengths)
        first = np.repeat(self.starts[type_id] - np.cumsum(lengths) + lengths, lengths)
        return owner, self.pieces[first + np.arange(len(owner))]


def find_twins(layout: Layout, type_id: IntArray, chosen: BoolArray) -> IntArray:
    """For each chosen place the first chosen place of its unit with the same word, `NOWHERE` for others."""
    twin = np.full(len(layout.unit), NOWHERE, dtype=np.int32)
    where = np.flatnonzero(chosen)
    if len(where):
        width = int(type_id.max()) + 1
        _, first, inverse = np.unique(
            layout.unit[where].astype(np.int64) * width + type_id[where], return_index=True, return_inverse=True
        )
        twin[where] = where[first][inverse]
    return twin


def find_pieces(layout: Layout, type_id: IntArray, twin: IntArray, table: PieceTable, slot: IntArray) -> Occurrences:
    """Pieces of the words of units: one occurrence per piece and distinct word, on the word's first place.

    Its value is how often the word occurs. Units with a topic (`slot` above 0) have each piece once more as its own.
    """
    times = np.bincount(twin[twin >= 0], minlength=len(twin)).astype(np.float32)
    place = np.flatnonzero(times).astype(np.int32)
    owner, pieces = table.gather(type_id[place])
    place = place[owner]
    unit = layout.unit[place]
    parts = [occur(unit, encode_pieces(TEMPLATE_IDS["piece"], pieces), place, value=times[place])]
    own = slot[unit] > 0
    if own.any():
        template = TEMPLATE_IDS["pieces, topic 1"] + slot[unit][own] - 1
        parts.append(occur(unit[own], encode_pieces(template, pieces[own]), place[own], value=times[place][own]))
    return join(parts)
