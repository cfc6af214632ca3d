"""Bootstrap over groups: whole groups drawn with replacement, as rows of one group are not independent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.few_groups import explain_few
from framing.shares import find_share

Numbers = NDArray[np.intp]
Confusion = NDArray[np.int64]
Interval = tuple[float, float]
RESAMPLES = 1000
_ALIKE = "no interval of macro-F1: all draws of groups give the same"


@dataclass(frozen=True, slots=True)
class Intervals:
    """95 % intervals of macro-F1 and accuracy; `no_interval` says why one is missing, None where both are there."""

    macro_f1: Interval | None
    accuracy: Interval | None
    no_interval: str | None


def round_rate(value: Any) -> float:
    """A rate with the four digits that are printed and stored."""
    return round(float(value), 4)


def count_confusion(truth: Numbers, predicted: Numbers, n: int) -> Confusion:
    """Rows with label i predicted as j. Shape: (labels, labels)."""
    return np.bincount(truth * n + predicted, minlength=n * n).reshape(n, n)


def macro_f1(confusion: NDArray[Any]) -> float:
    """Mean F1 of the labels that occur or are predicted; a label that is never right has 0."""
    return float(macro_f1s(confusion[None])[0])


def macro_f1s(confusions: NDArray[Any]) -> NDArray[np.float64]:
    """Macro-F1 of several confusions. Shapes: (confusions, labels, labels) to (confusions,)."""
    hits = np.diagonal(confusions, axis1=1, axis2=2)
    sizes = confusions.sum(axis=1) + confusions.sum(axis=2)
    scores = 2 * hits / np.maximum(sizes, 1)  # 0 where nothing is, as there are no hits either
    return np.asarray(scores.sum(axis=1) / (sizes > 0).sum(axis=1))


def accuracies(confusions: NDArray[Any]) -> NDArray[np.float64]:
    """Accuracy of several confusions. Shapes: (confusions, labels, labels) to (confusions,)."""
    return np.asarray(np.trace(confusions, axis1=1, axis2=2) / confusions.sum(axis=(1, 2)))


def draw_groups(groups: Sequence[str]) -> tuple[Numbers, NDArray[np.int64]]:
    """The number of each row's group, and how often each draw holds each group. Shapes: (rows,), (draws, groups).

    The seed is fixed: the same groups, the same draws.
    """
    _, group = np.unique(np.array(groups), return_inverse=True)
    n_groups = int(group.max()) + 1
    generator = np.random.default_rng(0)
    drawn = generator.integers(0, n_groups, (RESAMPLES, n_groups)) + n_groups * np.arange(RESAMPLES)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=RESAMPLES * n_groups)
    return group, counts.reshape(RESAMPLES, n_groups)


def resample_confusions(truth: Numbers, predicted: Numbers, groups: Sequence[str], n: int) -> Confusion:
    """Confusions of the draws. Shape: (draws, labels, labels)."""
    group, drawn = draw_groups(groups)
    return confuse_draws(group, drawn, truth, predicted, n)


def confuse_draws(group: Numbers, drawn: NDArray[np.int64], truth: Numbers, predicted: Numbers, n: int) -> Confusion:
    """Confusions of given draws. Shape: (draws, labels, labels)."""
    n_groups = drawn.shape[1]
    tables = np.bincount(group * n * n + truth * n + predicted, minlength=n_groups * n * n).reshape(n_groups, n * n)
    # As floats, whose products are fast; whole numbers of this size are exact.
    return np.rint(drawn.astype(np.float64) @ tables).astype(np.int64).reshape(-1, n, n)


def find_intervals(truth: Numbers, predicted: Numbers, groups: Sequence[str], n: int) -> Intervals:
    """95 % intervals of macro-F1 and accuracy.

    None for both where there are too few groups, see `framing.few_groups`. Where all draws are alike, as where every
    row is right, the bootstrap says nothing: then accuracy has Wilson's interval for as many observations as there are
    groups, and macro-F1 none.
    """
    few = explain_few(groups)
    if few:
        return Intervals(None, None, few)
    confusions = resample_confusions(truth, predicted, groups, n)
    f1, accuracy = find_interval(macro_f1s(confusions)), find_interval(accuracies(confusions))
    if accuracy[0] == accuracy[1]:
        n_groups = len(set(groups))
        _, *ends = find_share(float((truth == predicted).mean()) * n_groups, n_groups)
        accuracy = round_rate(ends[0]), round_rate(ends[1])
    return Intervals(None, accuracy, _ALIKE) if f1[0] == f1[1] else Intervals(f1, accuracy, None)


def find_interval(values: NDArray[np.float64]) -> Interval:
    """The middle 95 % of values."""
    low, high = np.quantile(values, [0.025, 0.975])
    return round_rate(low), round_rate(high)
