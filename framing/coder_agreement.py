"""How far coders agree: Krippendorff's alpha, with an interval, and Cohen's kappa; of labels as of readings."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.few_groups import explain_few

NOMINAL, ORDINAL, INTERVAL = "nominal", "ordinal", "interval"
Floats = NDArray[np.float64]
_ALIKE = "no interval: all draws give the same"


def find_alpha(counts: NDArray[np.int64] | Sequence[Sequence[int]], metric: str = NOMINAL) -> float | None:
    """Krippendorff's alpha (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").

    alpha = 1 - observed / expected disagreement. 1 is perfect agreement, 0 what chance gives, below 0 systematic
    disagreement. With o[c][k] the sum over units of the ordered pairs of values c and k in a unit of m answers, divided
    by m - 1, n[c] its row sums and n their sum:
    alpha = 1 - (n - 1) * sum of o[c][k] d[c][k] / sum of n[c] n[k] d[c][k].
    The distance d is 1 for different values (nominal), the square of the number of answers from c to k, each end
    counted half (ordinal), or the square of the difference of the values' numbers 0, 1, 2, ... (interval).

    Units with fewer than two answers do not count. None where no unit has two, or where all answers are the same, so
    that nothing could vary. Alphas of labels of very different frequency are not comparable.

    Args:
        counts: for each unit how many coders gave each value, values in their order. Shape: (units, values).
        metric: `nominal`, `ordinal` or `interval`.
    """
    pairs = count_pairs(counts)
    alpha = find_alphas(pairs.sum(axis=0, keepdims=True), metric)[0] if len(pairs) else np.nan
    return None if np.isnan(alpha) else float(alpha)


def count_pairs(counts: NDArray[np.int64] | Sequence[Sequence[int]]) -> Floats:
    """The coincidences of each unit. Shape: (units, values, values); nothing for units of fewer than two answers."""
    answers = np.asarray(counts, dtype=np.float64)
    if answers.ndim != 2:
        return np.zeros((0, 0, 0))
    n_coders = answers.sum(axis=1)
    pairs = answers[:, :, None] * answers[:, None, :]
    values = np.arange(answers.shape[1])
    pairs[:, values, values] -= answers
    # One answer has no pair: such units are nothing already.
    divided: Floats = pairs / np.maximum(n_coders - 1, 1)[:, None, None]
    return divided


def find_alphas(pairs: Floats, metric: str) -> Floats:
    """Alpha of each matrix of coincidences; not a number where nothing varies. Shape: (matrices,)."""
    n_values = pairs.sum(axis=2)
    n = n_values.sum(axis=1)
    distance = _find_distances(n_values, metric)
    observed = (pairs * distance).sum(axis=(1, 2))
    expected = (n_values[:, :, None] * n_values[:, None, :] * distance).sum(axis=(1, 2))
    varies = expected > 0
    return np.where(varies, 1 - (n - 1) * observed / np.where(varies, expected, 1), np.nan)


def _find_distances(n_values: Floats, metric: str) -> Floats:
    """Squared distances of values. Shape: (matrices, values, values)."""
    n_matrices, size = n_values.shape
    if metric == NOMINAL:
        return np.broadcast_to(1 - np.eye(size), (n_matrices, size, size))
    if metric == INTERVAL:
        numbers = np.arange(size, dtype=np.float64)
        return np.broadcast_to((numbers[:, None] - numbers) ** 2, (n_matrices, size, size))
    # Answers from c to k, each end counted half: a difference of the middles of their ranks.
    middles = np.cumsum(n_values, axis=1) - n_values / 2
    return np.asarray((middles[:, :, None] - middles[:, None, :]) ** 2)


def find_interval(
    counts: NDArray[np.int64], groups: NDArray[np.int64], metric: str, n_draws: int, seed: int, unit: str = "groups"
) -> tuple[float, float] | str:
    """95 % interval of alpha by bootstrap over groups of units, percentiles of `n_draws` resamples; else why not.

    Args:
        counts: as for `find_alpha`; units without two answers are left out first.
        groups: number of each unit's group, such as its document: units of one are drawn together. Shape: (units,).
        unit: what the groups are, for the reason.

    Returns:
        The reason where too few groups have a unit with two answers, see `framing.few_groups`, or nothing varies.
    """
    usable = counts.sum(axis=1) >= 2
    _, group = np.unique(groups[usable], return_inverse=True)
    n_groups = int(group.max()) + 1 if len(group) else 0
    few = explain_few(n_groups, unit)
    if few:
        return few
    size = counts.shape[1]
    pairs = np.zeros((n_groups, size, size))
    np.add.at(pairs, group, count_pairs(counts[usable]))
    random = np.random.default_rng(seed)
    times = random.multinomial(n_groups, np.full(n_groups, 1 / n_groups), size=n_draws).astype(np.float64)
    alphas = find_alphas(np.tensordot(times, pairs, axes=1), metric)
    alphas = alphas[~np.isnan(alphas)]
    if not len(alphas):
        return _ALIKE
    low, high = np.quantile(alphas, [0.025, 0.975])
    if low == high:
        return _ALIKE
    return float(low), float(high)


def find_kappa(confusion: NDArray[np.int64]) -> float | None:
    """Cohen's kappa of two coders: (observed - expected agreement) / (1 - expected), expected from each one's shares.

    1 is perfect agreement, 0 what chance gives. None without common items, or where both gave one label only.

    Args:
        confusion: items by the label of the one and of the other. Shape: (labels, labels).
    """
    n = int(confusion.sum())
    if not n:
        return None
    observed = np.trace(confusion) / n
    expected = float(confusion.sum(axis=1) @ confusion.sum(axis=0)) / n**2
    return None if expected >= 1 else float((observed - expected) / (1 - expected))
