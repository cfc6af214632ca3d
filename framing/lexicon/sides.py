"""The sides of proximity patterns: found only where both sides of a pattern may stand in one sentence."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.lexicon.batch import BatchPositions, Indices, KeyFilter, Occurrences, UnitTable

_BITS = 18


class SideFinder:
    """Finds the sides of pairs of phrases, the frequent ones only beside the rare ones that they are sought with.

    Args:
        sides: for each pair the numbers of its two phrases.
        n_phrases: number of all phrases.
    """

    def __init__(self, sides: Sequence[tuple[int, int]], n_phrases: int) -> None:
        self._sides = np.array(sides, dtype=np.int64).reshape(-1, 2)
        self._n_phrases = n_phrases

    def find(
        self,
        words: UnitTable,
        phrases: Occurrences,
        positions: BatchPositions,
        is_active: NDArray[np.bool_] | None,
    ) -> Occurrences:
        """Sides by number and first token: at least all that share a sentence with the other side of a pair.

        Args:
            words: the sides of one word, by type.
            phrases: where the sides of several words stand.
            positions: the batch.
            is_active: tokens to look at; None for all.
        """
        type_id = positions.tokens.type_id
        n_words = words.count(type_id if is_active is None else type_id[is_active], self._n_phrases)
        counts = n_words + np.bincount(phrases.pattern, minlength=self._n_phrases)
        counted = counts[self._sides]
        open_ = counted.min(axis=1, initial=1) > 0
        rarer = counted[open_].argmin(axis=1)[:, None]
        anchor, partner = (np.take_along_axis(self._sides[open_], place, axis=1)[:, 0] for place in (rarer, 1 - rarer))
        is_anchor, is_partner = (np.bincount(units, minlength=self._n_phrases) > 0 for units in (anchor, partner))
        unit, token = words.take(is_anchor).find(type_id, is_active)
        several = phrases.take((is_anchor | is_partner)[phrases.pattern])
        leading = np.flatnonzero(is_anchor[several.pattern])
        sought = self._seek(
            (anchor, partner),
            np.concatenate((unit, several.pattern[leading])),
            positions.sentence[np.concatenate((token, several.first[leading]))],
        )
        other, beside = words.take(is_partner & ~is_anchor).find(type_id, is_active)
        kept = sought.may_hold(_key(other, positions.sentence[beside], self._n_phrases))
        unit, token = np.concatenate((unit, other[kept])), np.concatenate((token, beside[kept]))
        return Occurrences.concat([Occurrences.of_tokens(unit, token, token, positions.tokens), several]).sorted()

    def _seek(self, pairs: tuple[Indices, Indices], unit: Indices, sentence: Indices) -> KeyFilter:
        """Which partners are sought in which sentences, where anchors stand."""
        anchor, partner = pairs
        order = np.argsort(anchor, kind="stable")
        per_anchor = np.bincount(anchor, minlength=self._n_phrases)
        table = UnitTable(per_anchor, partner[order])
        partners, place = table.find(unit, None)
        sought = KeyFilter(_BITS)
        sought.add(_key(partners, sentence[place], self._n_phrases))
        return sought


def _key(unit: Indices, sentence: Indices, n_units: int) -> Indices:
    key: Indices = sentence * n_units + unit
    return key
