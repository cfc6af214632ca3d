"""Pools and places as columns: what a word adds to a pool of each kind, and where the target stands."""

import numpy as np
from numpy.typing import NDArray

from framing.stance import wordclasses as classes
from framing.stance.layout import BoolArray, Layout
from framing.stance.pools import POLAR, POOLS, Pooled
from framing.stance.vocabulary import Vocabulary

FloatArray = NDArray[np.float32]
POLAR_CHANNELS = (
    "positive",
    "negative",
    "valence above",
    "valence below",
    "good of the doer",
    "bad of the doer",
    "good of the receiver",
    "bad of the receiver",
)
_NAMES_OF_POSITION = (
    "share before",
    "words before",
    "words after",
    "words",
    "attributed",
    "negated",
    "names",
    "verbs before",
    "verbs after",
)


def word_channels(vocabulary: Vocabulary, kind: str) -> FloatArray:
    """What each word adds to a pool of a kind, negated words after all others where they differ.

    Shape: (words, channels) for vectors, (2 words, channels) for polarity, whose sign a negation turns.
    """
    if kind != POLAR:
        return np.asarray(vocabulary.vectors / np.float32(127), dtype=np.float32)
    signed = np.stack((vocabulary.polarity, vocabulary.valence, vocabulary.doer, vocabulary.receiver), axis=1)
    plain, turned = (np.stack((np.maximum(one, 0), np.maximum(-one, 0)), axis=2) for one in (signed, -signed))
    return np.concatenate((plain, turned)).reshape(2 * len(signed), -1).astype(np.float32)


def dense_names(dimensions: int) -> list[str]:
    """Names of the columns that `pool_matrix` and `position_matrix` make, in their order."""
    names = []
    for kind, name in POOLS:
        channels = POLAR_CHANNELS if kind == POLAR else [str(number) for number in range(dimensions)]
        names += [f"{kind}|{name}|{channel}" for channel in channels]
    return names + [f"place|{name}" for name in _NAMES_OF_POSITION]


def position_names() -> tuple[str, ...]:
    """Names of the columns that `position_matrix` makes."""
    return _NAMES_OF_POSITION


def pool_matrix(pooled: Pooled, vocabulary: Vocabulary, n_units: int) -> FloatArray:
    """The pools of units as columns, in the order of `dense_names`. Shape: (units, columns)."""
    from scipy import sparse

    blocks = []
    channels = {kind: word_channels(vocabulary, kind) for kind, _ in POOLS}
    for number, (kind, _) in enumerate(POOLS):
        chosen = pooled.pool == number
        place = (pooled.unit[chosen], pooled.word[chosen] % len(channels[kind]))
        shape = (n_units, len(channels[kind]))
        weights = sparse.csr_matrix((pooled.weight[chosen], place), shape=shape, dtype=np.float32)
        blocks.append(np.asarray(weights @ channels[kind]))
    return np.concatenate(blocks, axis=1)


def position_matrix(layout: Layout) -> FloatArray:
    """Where the target stands in its stretch, and what the stretch is made of. Shape: (units, columns)."""
    words = layout.is_kept & ~layout.is_target

    def count(mask: BoolArray) -> FloatArray:
        return layout.count(mask).astype(np.float32)

    before, after = count(words & (layout.order < 0)), count(words & (layout.order > 0))
    length = np.maximum(1, before + after)
    is_verb = words & ((layout.bits & classes.VERB) != 0) & ~layout.is_name
    columns = [
        before / length,
        np.log1p(before),
        np.log1p(after),
        np.log1p(before + after),
        count(words & layout.is_attributed) / length,
        count(words & layout.is_negated) / length,
        count(words & layout.is_name) / length,
        count(is_verb & (layout.order < 0)),
        count(is_verb & (layout.order > 0)),
    ]
    return np.stack(columns, axis=1).astype(np.float32)
