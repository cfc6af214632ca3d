"""Rates over articles, alone and beside each other."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.rates import Exposure, Tally, find_rate, find_ratio

ARTICLES = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 900)), min_size=1, max_size=30)
Sums = tuple[Tally, Exposure]


def sum_up(articles: list[tuple[int, int]]) -> Sums:
    tally, exposure = Tally(), Exposure()
    for n_hits, n_words in articles:
        exposure.add(n_words)
        if n_hits:
            tally.add(n_hits, n_words)
    return tally, exposure


@given(ARTICLES)
@settings(max_examples=200)
def test_interval_equals_the_formula_over_articles(counts: list[tuple[int, int]]) -> None:
    """From the sums comes the same interval as from the articles themselves; the rate lies in it."""
    rate = find_rate(*sum_up(counts))
    hits, words = (np.array(column, dtype=float) for column in zip(*counts, strict=True))
    assert rate.per_1000_words is not None
    assert rate.ci_low is not None
    assert rate.ci_high is not None
    r = hits.sum() / words.sum()
    assert rate.per_1000_words == pytest.approx(1000 * r)
    assert rate.ci_low <= rate.per_1000_words <= rate.ci_high
    if hits.sum():
        n = len(counts)
        clustered = ((hits - r * words) ** 2).sum() * n / (n - 1) if n > 1 else 0.0
        spread = math.exp(1.96 * math.sqrt(max(clustered, hits.sum())) / hits.sum())
        assert rate.ci_high == pytest.approx(1000 * r * spread)
        assert rate.ci_low == pytest.approx(1000 * r / spread)


def test_hits_that_come_together_widen_the_interval() -> None:
    """Twenty hits in one of forty articles say less about the corpus than one hit in each of twenty."""
    together = find_rate(*sum_up([(20, 500)] + [(0, 500)] * 39))
    apart = find_rate(*sum_up([(1, 500)] * 20 + [(0, 500)] * 20))
    assert together.per_1000_words == apart.per_1000_words
    assert (together.ci_high or 0) > 3 * (apart.ci_high or 0)


def test_rates_without_words_or_hits() -> None:
    """No words give no rate; words without hits give 0 with the upper end 3 per words."""
    assert find_rate(Tally(), Exposure()).per_1000_words is None
    none_found = find_rate(*sum_up([(0, 600)]))
    assert (none_found.per_1000_words, none_found.ci_low, none_found.ci_high) == (0.0, 0.0, pytest.approx(5.0))


@given(ARTICLES, ARTICLES)
def test_the_ratio_of_two_groups_is_turned_over_with_them(
    some: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    """A over B is 1 / (B over A), at both ends of the interval too, and holds its value."""
    first, second = sum_up(some), sum_up(others)
    ratio, turned = find_ratio(*first, *second), find_ratio(*second, *first)
    if ratio.value and turned.value:
        assert ratio.value * turned.value == pytest.approx(1)
        assert ratio.ci_low is not None
        assert ratio.ci_high is not None
        assert turned.ci_high is not None
        assert ratio.ci_low * turned.ci_high == pytest.approx(1)
        assert ratio.ci_low < ratio.value < ratio.ci_high
        rate, other = find_rate(*first).per_1000_words, find_rate(*second).per_1000_words
        assert rate is not None
        assert other is not None
        assert ratio.value == pytest.approx(rate / other)


def test_a_ratio_needs_hits() -> None:
    """No ratio to a group without hits or words, and no interval of a group without hits."""
    some, none, empty = sum_up([(2, 100)]), sum_up([(0, 100)]), (Tally(), Exposure())
    assert find_ratio(*some, *none).value is None
    assert find_ratio(*empty, *some).value is None
    assert (find_ratio(*none, *some).value, find_ratio(*none, *some).ci_high) == (0, None)


def test_the_interval_is_that_of_two_poisson_counts_where_articles_vary_no_more() -> None:
    """With one article in each group the variance of the logarithm is 1 / hits + 1 / hits."""
    ratio = find_ratio(*sum_up([(8, 1000)]), *sum_up([(4, 1000)]))
    spread = math.exp(1.96 * math.sqrt(1 / 8 + 1 / 4))
    assert (ratio.value, ratio.ci_low, ratio.ci_high) == pytest.approx((2, 2 / spread, 2 * spread))


@given(ARTICLES, ARTICLES)
def test_what_is_added_can_be_taken_away(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    """The sums of a group without those of a part of it are those of the rest."""
    (tally, words), (other_tally, other_words) = sum_up(some), sum_up(others)
    assert (tally + other_tally) - tally == other_tally
    assert (words + other_words) - words == other_words
