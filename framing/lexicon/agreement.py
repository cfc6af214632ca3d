"""How far several people agree in their labels."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def find_alpha(counts: NDArray[np.int64] | Sequence[Sequence[int]]) -> float | None:
    """Krippendorff's alpha for nominal values (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").

    alpha = 1 - observed / expected disagreement. 1 is perfect agreement, 0 what chance gives, below 0 systematic
    disagreement. With o[c][k] the sum over units of the pairs of values c and k in a unit of m answers, divided by
    m - 1, n[c] its row sums and n their sum: alpha = 1 - (n - 1) * sum of o[c][k], c != k / sum of n[c] n[k], c != k.

    Units with fewer than two answers do not count. None where no unit has two, or where all answers are the same, so
    that nothing could vary. Alphas of categories of very different frequency are not comparable.

    Args:
        counts: for each unit how many people gave each value. Shape: (units, values).
    """
    answers = np.asarray(counts, dtype=np.float64)
    if answers.ndim != 2:
        return None
    n_people = answers.sum(axis=1)
    answers, n_people = answers[n_people >= 2], n_people[n_people >= 2]
    n_values = answers.sum(axis=0)
    n = n_values.sum()
    expected = n * n - (n_values * n_values).sum()
    if expected == 0:
        return None
    # Pairs of different values in a unit: all ordered pairs of answers without those of equal values.
    different = n_people * n_people - (answers * answers).sum(axis=1)
    observed = (different / (n_people - 1)).sum()
    return float(1 - (n - 1) * observed / expected)
