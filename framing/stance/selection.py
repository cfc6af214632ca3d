"""The columns to learn from: word features that enough units have, bounded in number, and all others."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.stance.documents import UnitBatch
from framing.stance.learning import Settings
from framing.stance.matrices import FeatureFinder, Kinds, count_features, count_units, join_columns
from framing.stance.templates import KeyArray
from framing.stance.vocabulary import Vocabulary

_FEW_LABELS = 6  # models of more labels get fewer features, so that a model folder stays below 8 MB


def find_columns_to_learn(
    batches: Sequence[UnitBatch], vocabulary: Vocabulary, settings: Settings, kinds: Kinds, n_labels: int = 2
) -> tuple[KeyArray, Any, NDArray[np.intp]]:
    """The word features to learn from, the matrix of all columns, and the referent of each row's target.

    Shapes: (features,), (rows, columns), (rows,).
    """
    finder = FeatureFinder(vocabulary, kinds)
    # Counted batch by batch: the features of long texts, with all their places, would not fit into memory at once.
    parts, referents = [], []
    for batch in batches:
        found = finder.find(batch.tokens, batch.attribution, batch.units, batch.asked)
        parts.append(count_features(found, vocabulary))
        referents.append(found.layout.referent.astype(np.intp))
    most = round(settings.max_features * min(1, _FEW_LABELS / n_labels))
    keys = _choose_features(*count_units(parts), settings.min_units, most)
    return keys, join_columns(parts, keys), np.concatenate(referents)


def _choose_features(keys: KeyArray, counts: NDArray[np.int64], least: int, most: int) -> KeyArray:
    frequent = counts >= least
    keys, counts = keys[frequent], counts[frequent]
    order = np.lexsort((keys, -counts))[:most]
    return np.sort(keys[order])
