"""Means over units that are not independent of each other, because several of them come from one text."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Of word frequencies the most frequent are compared: the rarer a word, the more its rank was chance.
TESTED_WORDS, LEAST_COUNT = 1000, 20


class Estimate(NamedTuple):
    """Means, their covariance, and what they rest on. Shapes: `mean` (values,), `covariance` (values, values)."""

    mean: Floats
    covariance: Floats
    n_clusters: int
    size: float


def estimate_means(values: Floats, sizes: Floats, cluster: NDArray[np.intp]) -> Estimate:
    """The ratio of the sums of values and sizes, with the covariance of the ratio estimator over clusters.

    covariance = C / (C - 1) sum r r' / (sum of sizes)², where r is the sum of a cluster's values less the mean times
    the sum of its sizes (W. G. Cochran, Sampling Techniques, 1977, chapter 6; infinite for one cluster).

    Args:
        values: shape (units, values).
        sizes: what each unit counts. Shape: (units,).
        cluster: number of each unit's text. Shape: (units,).
    """
    _, cluster = np.unique(cluster, return_inverse=True)
    n = int(cluster.max()) + 1
    sums = np.stack([np.bincount(cluster, weights=column, minlength=n) for column in values.T], axis=1)
    of_clusters = np.bincount(cluster, weights=sizes, minlength=n)
    size = float(of_clusters.sum())
    mean = sums.sum(axis=0) / max(size, 1.0)
    rests = sums - np.outer(of_clusters, mean)
    scale = n / (n - 1) if n > 1 else np.inf
    with np.errstate(invalid="ignore"):
        covariance = np.nan_to_num(scale * rests.T @ rests / max(size, 1.0) ** 2, nan=np.inf, posinf=np.inf)
    return Estimate(mean, covariance, n, size)


def find_design_effect(counts: Any) -> float:
    """How much more word frequencies vary than if all words had been drawn one by one; at least 1.

    The variance of the frequencies over texts, each weighted by 1 / (frequency + 1 / words), summed, divided by that
    of a multinomial draw (L. Kish, Survey Sampling, 1965).

    Args:
        counts: sparse counts of words per text. Shape: (texts, words).
    """
    counts = counts.tocsr().astype(np.float64)
    n = counts.shape[0]
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    total = float(lengths.sum())
    if n < 2 or not total:
        return 1.0
    frequency = np.asarray(counts.sum(axis=0)).ravel() / total
    squares = np.asarray(counts.multiply(counts).sum(axis=0)).ravel()
    products = np.asarray(counts.T @ lengths).ravel()
    rests = squares - 2 * frequency * products + frequency**2 * float((lengths**2).sum())
    variance = n / (n - 1) * rests / total**2
    weight = 1 / (frequency + 1 / counts.shape[1])
    expected = float((weight * frequency * (1 - frequency)).sum()) / total
    return max(1.0, float((weight * variance).sum()) / expected) if expected else 1.0
