"""Bootstrap over groups: whole groups drawn with replacement, as rows of one group are not independent."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]
Confusion = NDArray[np.int64]
RESAMPLES = 1000


def round_rate(value: Any) -> float:
    """A rate with the four digits that are printed and stored."""
    return round(float(value), 4)


def count_confusion(truth: Numbers, predicted: Numbers, n: int) -> Confusion:
    """Rows with label i predicted as j. Shape: (labels, labels)."""
    return np.bincount(truth * n + predicted, minlength=n * n).reshape(n, n)


def macro_f1(confusion: NDArray[Any]) -> float:
    """Mean F1 of the labels that occur or are predicted; a label that is never right has 0."""
    hits, sizes = np.diagonal(confusion), confusion.sum(axis=0) + confusion.sum(axis=1)
    present = sizes > 0
    return float((2 * hits[present] / sizes[present]).mean())


def draw_groups(groups: Sequence[str]) -> tuple[Numbers, NDArray[np.int64]]:
    """The number of each row's group, and how often each draw holds each group. Shapes: (rows,), (draws, groups).

    The seed is fixed: the same groups, the same draws.
    """
    _, group = np.unique(np.array(groups), return_inverse=True)
    n_groups = int(group.max()) + 1
    generator = np.random.default_rng(0)
    drawn = [np.bincount(generator.integers(0, n_groups, n_groups), minlength=n_groups) for _ in range(RESAMPLES)]
    return group, np.array(drawn)


def resample_confusions(truth: Numbers, predicted: Numbers, groups: Sequence[str], n: int) -> Confusion:
    """Confusions of the draws. Shape: (draws, labels, labels)."""
    group, drawn = draw_groups(groups)
    n_groups = drawn.shape[1]
    tables = np.bincount(group * n * n + truth * n + predicted, minlength=n_groups * n * n).reshape(n_groups, n * n)
    # As floats, whose products are fast; whole numbers of this size are exact.
    return np.rint(drawn.astype(np.float64) @ tables).astype(np.int64).reshape(-1, n, n)


def find_intervals(
    truth: Numbers, predicted: Numbers, groups: Sequence[str], n: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    """95 % intervals of macro-F1 and accuracy."""
    confusions = resample_confusions(truth, predicted, groups, n)
    accuracies = [np.trace(confusion) / confusion.sum() for confusion in confusions]
    return find_interval([macro_f1(confusion) for confusion in confusions]), find_interval(accuracies)


def find_interval(values: Sequence[float]) -> tuple[float, float]:
    """The middle 95 % of values."""
    low, high = np.quantile(values, [0.025, 0.975])
    return round_rate(low), round_rate(high)
