"""Counts, rates and intervals."""

import numpy as np
import pytest
from lexicon_cases import find, make_lexicon

from framing.lexicon.scoring import compute_poisson_intervals, find_poisson_interval


def test_intervals_are_those_of_the_chi_square_formula():
    """The ends are halved chi-square quantiles with 2k and 2k + 2 degrees of freedom, and 0 below for no hits."""
    from scipy.stats import chi2

    counts = np.array([0, 1, 10, 3, 1, 500])
    low, high = find_poisson_interval(counts)
    assert low[0] == 0
    assert low[1:] == pytest.approx(chi2.ppf(0.025, 2 * counts[1:]) / 2)
    assert high == pytest.approx(chi2.ppf(0.975, 2 * counts + 2) / 2)
    # Garwood 1936, table for 10 events.
    assert (low[2], high[2]) == pytest.approx((4.795, 18.39), abs=0.005)


def test_stored_intervals_are_the_computed_ones():
    """The table that spares loading scipy holds what its formula gives, and larger counts are computed."""
    counts = np.concatenate((np.arange(1200), [0, 5_000]))
    for some in (counts[:1000], counts):
        np.testing.assert_allclose(find_poisson_interval(some), compute_poisson_intervals(some), rtol=1e-12)


def test_rates_are_per_thousand_words_of_the_voice(tmp_path):
    """A rate is hits per 1,000 words without punctuation marks, and null for a voice without words."""
    lexicon = make_lexicon(tmp_path, "categories: {c: {entries: [rain]}}\n")
    _, scores = find([lexicon], ["Rain, so they say, and more rain."], attributed=[0, 1])
    total, own, attributed = scores.rows()
    assert (total["n_hits"], total["n_words"], total["per_1000_words"]) == (2, 7, pytest.approx(2000 / 7))
    assert (own["n_hits"], own["n_words"], own["per_1000_words"]) == (1, 6, pytest.approx(1000 / 6))
    assert (attributed["n_hits"], attributed["n_words"]) == (1, 1)
    _, scores = find([lexicon], ["Rain."])
    assert [row["per_1000_words"] for row in scores.rows()] == [1000.0, 1000.0, None]


def test_rows_are_dense_and_in_order(tmp_path):
    """Every category of every fitting lexicon has three rows for each document, hits or none, in the order given."""
    one = make_lexicon(tmp_path, "categories: {b: {categories: {x: {entries: [rain]}}}, a: {entries: [sun]}}\n", "z-en")
    two = make_lexicon(tmp_path, "categories: {c: {entries: [fog]}}\n", "a-en")
    _, scores = find([one, two], ["Rain.", ""])
    rows = [(row["document_id"], row["lexicon"], row["category"], row["voice"], row["n_hits"]) for row in scores.rows()]
    assert rows == [
        (
            document,
            lexicon,
            category,
            voice,
            int(document == "d0" and category in ("b", "b/x") and voice != "attributed"),
        )
        for document in ("d0", "d1")
        for lexicon, category in (("z-en", "b"), ("z-en", "b/x"), ("z-en", "a"), ("a-en", "c"))
        for voice in ("all", "own", "attributed")
    ]
