"""The words beside targets: those of the stretch that say something, without function words, targets and names."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import Attribution, IntArray, Tokens, attribute_nothing
from framing.stance import wordclasses as classes
from framing.stance.layout import LayoutMaker, Units


@dataclass(frozen=True, slots=True)
class Nearby:
    """Words beside the targets of some units, or of whole texts.

    Shapes: `unit`, `word`, `type_id` have one element per word beside a target, `n_words` and `is_attributed` one per
    unit. A sentence with two mentions is there twice.
    """

    unit: IntArray
    word: IntArray  # id in the vocabulary, UNKNOWN where it has none
    type_id: IntArray  # in the batch
    n_words: IntArray  # all words of the stretch
    is_attributed: NDArray[np.bool_]

    def count_units(self, chosen: NDArray[np.bool_]) -> IntArray:
        """How many of the chosen words each unit has. `chosen` has one element per word. Shape: (units,)."""
        return np.bincount(self.unit[chosen], minlength=len(self.n_words)).astype(np.int32)


def find_nearby(maker: LayoutMaker, tokens: Tokens, units: Units, attribution: Attribution | None = None) -> Nearby:
    """The words beside the targets of units. Without an attribution nothing counts as attributed."""
    layout = maker.lay_out(tokens, attribution or attribute_nothing(tokens), units)
    is_function = (layout.bits & classes.FUNCTION) != 0
    is_near = layout.is_kept & ~layout.is_target & ~layout.is_name & ~is_function
    return Nearby(
        layout.unit[is_near],
        layout.word[is_near],
        tokens.type_id[layout.token[is_near]],
        np.bincount(layout.unit[layout.is_kept], minlength=len(units)).astype(np.int32),
        layout.is_target_attributed() & layout.has_target,
    )
