"""From how many groups on a bootstrap has an interval."""

import numpy as np
import pytest

from framing.few_groups import LEAST_GROUPS, explain_few


@pytest.mark.parametrize(("groups", "n"), [("ab" * 20, 2), (range(LEAST_GROUPS - 1), 9), (3, 3)])
def test_few_groups_have_no_interval(groups, n) -> None:
    """The reason gives the number of different groups, and how many there must be."""
    assert explain_few(groups, "documents") == f"too few documents for an interval: {n} of at least 10"


def test_enough_groups_have_one() -> None:
    """Ten groups are enough, however they are told."""
    assert explain_few(LEAST_GROUPS) is explain_few(f"g{number}" for number in range(10)) is None


@pytest.mark.parametrize(("n_groups", "least", "most"), [(3, 0.65, 0.82), (LEAST_GROUPS, 0.85, 0.97)])
def test_intervals_of_few_groups_cover_too_little(n_groups: int, least: float, most: float) -> None:
    """Of 400 samples, the percentile intervals of three groups miss the true share far more often than those of ten."""
    generator = np.random.default_rng(3)
    right = generator.beta(14, 6, (400, n_groups))  # shares of right answers in each group, .7 on average
    drawn = generator.integers(0, n_groups, (500, n_groups))
    low, high = np.quantile(right[:, drawn].mean(axis=2), [0.025, 0.975], axis=1)
    assert least < ((low <= 0.7) & (high >= 0.7)).mean() < most
