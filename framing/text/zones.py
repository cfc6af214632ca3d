"""Which tokens are headline, lede and body."""

import itertools

import numpy as np
from numpy.typing import NDArray

from framing.columns import BODY, HEADLINE, LEDE, IntArray


def find_zones(paragraph: IntArray, document_offsets: NDArray[np.int64]) -> NDArray[np.int8]:
    """Zone of each token."""
    zones = np.full(len(paragraph), BODY, dtype=np.int8)
    for first, end in itertools.pairwise(document_offsets):
        n_paragraphs = paragraph[end - 1] + 1 if end > first else 0
        lede = 1 if n_paragraphs > 1 else 0
        bounds = first + np.searchsorted(paragraph[first:end], [lede, lede + 1])
        zones[first : bounds[0]] = HEADLINE
        zones[bounds[0] : bounds[1]] = LEDE
    return zones
