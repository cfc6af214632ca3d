"""Figures with intervals: ratios of counts over articles, and the same ratios over resampled articles.

Too few articles are not resampled: their figures stand alone, without interval.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.few_groups import LEAST_GROUPS

N_RESAMPLES = 1000

Key = tuple[str, ...]
Draws = NDArray[np.float64]  # shape (1 + resamplings,): the figure itself, then that of each resampling


class ResampledCounts:
    """Sums of counts over articles, as they are and as in a thousand draws of as many articles with replacement.

    Args:
        counts: per article, numbers by key; a key that an article lacks counts 0.
        seed: of the draws.
    """

    def __init__(self, counts: Sequence[Mapping[Key, int]], seed: int) -> None:
        self._columns = {key: at for at, key in enumerate(sorted({key for row in counts for key in row}))}
        table = np.zeros((len(counts), len(self._columns)))
        for at, row in enumerate(counts):
            for key, number in row.items():
                table[at, self._columns[key]] = number
        self._sums: NDArray[np.float64] = np.vstack([table.sum(axis=0), *_draw(table, np.random.default_rng(seed))])

    def draws(self, *key: str) -> Draws:
        """The sums of a count."""
        at = self._columns.get(key)
        return np.zeros(len(self._sums)) if at is None else self._sums[:, at]

    def total(self, *key: str) -> int:
        """The sum of a count over the articles."""
        return int(self.draws(*key)[0])

    def list_last(self, *key: str) -> list[str]:
        """The last parts of all keys that begin so."""
        return [one[-1] for one in self._columns if one[:-1] == key]


def _draw(table: NDArray[np.float64], random: np.random.Generator) -> list[NDArray[np.float64]]:
    n = len(table)
    if n < LEAST_GROUPS:
        return []
    return [np.bincount(random.integers(0, n, n), minlength=n) @ table for _ in range(N_RESAMPLES)]


def divide(part: Draws, whole: Draws) -> Draws:
    """Part of whole; not a number where the whole is 0."""
    shares = np.full(len(whole), np.nan)
    np.divide(part, whole, out=shares, where=whole > 0)
    return shares


def estimate(draws: Draws) -> dict[str, Any]:
    """`value`, and `low` and `high`, its 95 % percentile interval; null where undefined, and that of few articles."""
    if np.isnan(draws[0]):
        return {"value": None, "low": None, "high": None}
    if len(draws) == 1:
        return {"value": float(draws[0]), "low": None, "high": None}
    low, high = np.quantile(draws[~np.isnan(draws)], (0.025, 0.975))
    return {"value": float(draws[0]), "low": float(low), "high": float(high)}


def estimate_share(part: Draws, whole: Draws) -> dict[str, Any]:
    """`n`, the cases, and the share of them with its interval; null without a case."""
    return {"n": int(whole[0]), **estimate(divide(part, whole))}


def estimate_match(found_right: Draws, n_found: Draws, gold_right: Draws, n_gold: Draws) -> dict[str, Any]:
    """`precision`, `recall` and `f1`, their harmonic mean: 0 where only one side has cases, null where none has."""
    precision, recall = divide(found_right, n_found), divide(gold_right, n_gold)
    p, r = np.nan_to_num(precision), np.nan_to_num(recall)
    f1 = np.where(n_found + n_gold > 0, np.nan_to_num(divide(2 * p * r, p + r)), np.nan)
    return {"precision": estimate(precision), "recall": estimate(recall), "f1": estimate(f1)}
