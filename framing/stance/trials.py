"""Cross-validation beside the one that the model is chosen by: split at random, by outlet, by month; and keywords."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError
from framing.stance.documents import UnitBatch
from framing.stance.keywords import Keywords, choose_keywords, find_word_sets, predict_keywords_out_of_fold
from framing.stance.labels import LabelRow
from framing.stance.splits import DATE, OUTLET, find_value, group_rows

Floats = NDArray[np.float64]
Predict = Callable[[list[str]], Floats]  # probabilities out of fold, with the folds made of these groups
GROUPED, RANDOM = "cross-validation", "cross-validation, random split"
_OTHERS = {OUTLET: "cross-validation, by outlet", DATE: "cross-validation, by month"}
_LEAST_VALUES = 3  # outlets or months that there must be to split by them


@dataclass(frozen=True, slots=True)
class Baseline:
    """The keywords of all rows, and what keywords of the other folds say about each row."""

    keywords: Keywords
    out_of_fold: tuple[str, ...]


def try_other_splits(rows: Sequence[LabelRow], group_by: str, seed: int, predict: Predict) -> dict[str, Floats]:
    """Probabilities out of fold by the name of the split: at random, and by outlet and month where rows have them."""
    splits = {RANDOM: _shuffle(len(rows), seed)}
    for by, name in _OTHERS.items():
        if by != group_by and len({find_value(row, by) for row in rows} - {None}) >= _LEAST_VALUES:
            try:
                groups = list(group_rows(rows, by))
            except InputError:  # too many rows lack the column
                continue
            if len(set(groups)) >= _LEAST_VALUES:  # near duplicates may have joined them
                splits[name] = groups
    return {name: predict(groups) for name, groups in splits.items()}


def _shuffle(n: int, seed: int) -> list[str]:
    """A group for every row alone, in random order."""
    width = len(str(n))
    return [f"{number:0{width}d}" for number in np.random.default_rng(seed).permutation(n).tolist()]


def try_keywords(batches: Sequence[UnitBatch], labels: Sequence[str], groups: Sequence[str], n_folds: int) -> Baseline:
    """The keyword baseline, on the folds of the cross-validation."""
    from sklearn.model_selection import GroupKFold

    sets = [words for batch in batches for words in find_word_sets(batch)]
    folds = list(GroupKFold(min(n_folds, len(set(groups)))).split(sets, labels, groups))
    return Baseline(choose_keywords(sets, labels), predict_keywords_out_of_fold(sets, labels, folds))
