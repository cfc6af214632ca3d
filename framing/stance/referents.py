"""What a target is: one person, or a collective such as a state, an army, a people or an institution.

Said of a person and said of a state, the same words weigh differently: an envoy who is sanctioned is accused, a
country that is sanctioned may be a victim. A model of several label sources has weights for each; see `linear`.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray, Tokens, TypeFacts
from framing.stance import wordclasses as classes

if TYPE_CHECKING:
    from framing.stance.layout import Units

PERSON, COLLECTIVE = range(2)
REFERENTS = ("person", "collective")
ALL_REFERENTS = "all"  # of a model that does not tell them apart
_LONGEST_ABBREVIATION = 6


class ReferentFinder:
    """Tells referents by the last word of a mention that is listed; other names are persons, other words are not."""

    def __init__(self) -> None:
        self._is_abbreviation = TypeFacts(_is_abbreviation, np.bool_)

    def find(self, tokens: Tokens, words: IntArray, bits: NDArray[np.uint16], units: "Units") -> IntArray:
        """PERSON or COLLECTIVE for each unit, PERSON for one without a target. Shape: (units,).

        Args:
            words: ids of words by type.
            bits: of classes by word.
        """
        lengths = np.maximum(0, units.target_last - units.target_first).astype(np.int64)
        starts = np.cumsum(lengths) - lengths
        unit = np.repeat(np.arange(len(units)), lengths)
        place = np.arange(len(unit))
        type_id = tokens.type_id[units.target_first[unit] + place - starts[unit]]
        own_bits = bits[words[type_id]]
        is_person = (own_bits & classes.PERSON) != 0
        is_collective = ((own_bits & classes.COLLECTIVE) != 0) | (
            self._is_abbreviation.of(tokens.types)[type_id] & ~is_person
        )
        is_title = tokens.types.is_title[: tokens.types.n_types][type_id]
        last_person, last_collective = (
            _find_last(mask, unit, place, len(units)) for mask in (is_person, is_collective)
        )
        has_capital = np.bincount(unit, weights=is_title, minlength=len(units)) > 0
        says_nothing = (last_person < 0) & (last_collective < 0)
        guess = np.where(has_capital | (lengths == 0), PERSON, COLLECTIVE)
        told = np.where(last_collective > last_person, COLLECTIVE, PERSON)
        return np.where(says_nothing, guess, told).astype(np.int32)


def _find_last(
    mask: NDArray[np.bool_], unit: NDArray[np.intp], place: NDArray[np.intp], n_units: int
) -> NDArray[np.intp]:
    last = np.full(n_units, -1)
    last[unit[mask]] = place[mask]  # of several the last stays
    return last


def _is_abbreviation(form: str, _: str) -> bool:
    letters = form.replace(".", "")
    return 1 < len(letters) <= _LONGEST_ABBREVIATION and letters.isalpha() and letters.isupper()
