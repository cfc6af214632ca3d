"""Keyness: which words one group of articles uses more than another, with the article as the unit."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.corpus.term_counts import (
    ARTICLES,
    COUNT,
    COUNT_SQUARED,
    COUNT_TIMES_WORDS,
    FOCUS,
    REFERENCE,
    WORDS,
    WORDS_SQUARED,
    TermSums,
)
from framing.few_groups import LEAST_GROUPS

_COVERAGE = 0.95
_Numbers = NDArray[np.float64]
_GROUPS = {"focus": FOCUS, "reference": REFERENCE}


@dataclass(frozen=True, slots=True)
class Keyness:
    """The comparison of two groups of articles, term by term; all arrays have the shape of `sums.terms`.

    Attributes:
        log2_ratio, ci_low, ci_high: see `find_keyness`; above 0 where the focus uses the term more.
        g2: log-likelihood, see `find_log_likelihood`.
        q: see `find_q_values`.
    """

    sums: TermSums
    log2_ratio: _Numbers
    ci_low: _Numbers
    ci_high: _Numbers
    g2: _Numbers
    q: _Numbers

    def list_more(self, sign: int = 1) -> list[int]:
        """Rows of the terms that the focus uses more, or with sign -1 less, and whose interval leaves out 0.

        Those whose interval is farthest from 0 stand first: a large ratio of a rare word has a wide interval.
        """
        distance = self.ci_low if sign > 0 else -self.ci_high
        order: list[int] = np.argsort(-distance, kind="stable").tolist()
        return [row for row in order if distance[row] > 0]

    def describe(self, row: int) -> Mapping[str, Any]:
        """A term with its figures on both sides; infinite ones are None."""
        described: dict[str, Any] = {"term": self.sums.terms[row]}
        for name, group in _GROUPS.items():
            n_articles, count = self.sums.of_terms[row, group, [ARTICLES, COUNT]].tolist()
            rate = 1000 * count / int(self.sums.of_groups[group, WORDS])
            described[name] = {"count": count, "n_articles": n_articles, "per_1000_words": rate}
        for name in ("log2_ratio", "ci_low", "ci_high", "g2", "q"):
            value = float(getattr(self, name)[row])
            described[name] = value if math.isfinite(value) else None
        return described


def find_keyness(sums: TermSums) -> Keyness:
    """The log2 ratio of two rates of each term, its 95 % interval over articles, G2 and q.

    The rate of a group is sum(c) / sum(n), c being the occurrences in an article and n its words. Words of one article
    come together, so that the article is the unit and not the word (J. Lijffijt et al., Significance testing of word
    frequencies in corpora, Digital Scholarship in the Humanities 31, 2016, 374-397): see `_find_dispersion`.

    Of all occurrences the focus has the share sum(c) / (both sums). Its interval is that of Clopper and Pearson for as
    many occurrences as are left when both counts are divided by the dispersion (E. L. Korn and B. I. Graubard,
    Confidence intervals for proportions with small expected number of positive counts estimated from survey data,
    Survey Methodology 24, 1998, 193-201); odds of the share times the words of the reference by those of the focus are
    the ratio. Unlike an interval of a normal logarithm it also holds for terms of few articles, which are most. p is
    that of the same distribution, two-sided, so that it is below .05 where the interval leaves out 0.

    Unit: log2, so that 1 is twice the rate. 0 is the same rate. Exchanging the groups changes the sign and nothing
    else. Where the reference has no occurrence, ratio and upper end are infinite; where the focus has none, ratio and
    lower end are minus infinite. Both groups must have words and two articles; with fewer than about ten the spread
    is little known and intervals are too narrow. They hold neither errors of the voice rules nor that articles of one
    author or event are alike.
    """
    from scipy.special import betainc, betaincinv

    counts = sums.of_terms[:, :, COUNT].astype(np.float64)
    n_words = sums.of_groups[:, WORDS].astype(np.float64)
    focus, reference = (counts / _find_dispersion(sums)[:, None]).T
    tail = (1 - _COVERAGE) / 2
    # The ends as shares of all occurrences, and what they leave to the reference: 1 - share would lose digits.
    low = np.stack([betaincinv(focus, reference + 1, tail), betaincinv(reference + 1, focus, 1 - tail)])
    high = np.stack([betaincinv(focus + 1, reference, 1 - tail), betaincinv(reference, focus + 1, tail)])
    low[:, focus == 0], high[:, reference == 0] = [[0], [1]], [[1], [0]]
    with np.errstate(divide="ignore"):
        ratio, ci_low, ci_high = (
            np.log2(own) - np.log2(rest) + np.log2(n_words[REFERENCE] / n_words[FOCUS])
            for own, rest in (counts.T, low, high)
        )
    expected = n_words / n_words.sum()
    # The probability of at least as many occurrences in the focus, and in the reference.
    more = np.where(focus > 0, betainc(focus, reference + 1, expected[FOCUS]), 1.0)
    less = np.where(reference > 0, betainc(reference, focus + 1, expected[REFERENCE]), 1.0)
    q = find_q_values(np.minimum(2 * np.minimum(more, less), 1.0))
    return Keyness(sums, ratio, ci_low, ci_high, find_log_likelihood(counts, n_words), q)


def _find_dispersion(sums: TermSums) -> _Numbers:
    """How many times the variance of the log ratio over articles is that of words drawn one by one; at least 1.

    The variance of the sum of a group of m articles is that of a ratio estimator with rate r, V = m / (m - 1)
    sum((c - r n)^2) (W. G. Cochran, Sampling Techniques, 1977, 6.4), and D = V / sum(c), at least 1, its dispersion:
    about the occurrences that come together. By the delta method the variance of the log ratio is the sum of
    D / sum(c) over the groups, which is that of single words times a mean of the two D in which the group with fewer
    occurrences weighs more. A group of which only k articles have the term tells little of how occurrences come
    together: its D is taken to be at least (k D + 10 D_all) / (k + 10), D_all being the mean of D over all occurrences.
    Shape: (terms,).
    """
    groups = sums.of_groups.astype(np.float64)
    counts = sums.of_terms[:, :, COUNT].astype(np.float64)
    r = counts / groups[:, WORDS]
    squares = (
        sums.of_terms[:, :, COUNT_SQUARED]
        - 2 * r * sums.of_terms[:, :, COUNT_TIMES_WORDS]
        + r**2 * groups[:, WORDS_SQUARED]
    )
    m = groups[:, ARTICLES]
    dispersion = np.maximum(squares * m / (m - 1) / np.maximum(counts, 1), 1.0)
    share = counts / counts.sum(axis=1, keepdims=True)
    over_all = (dispersion * share).sum(axis=1, keepdims=True)
    n_articles = sums.of_terms[:, :, ARTICLES]
    at_least = (n_articles * dispersion + LEAST_GROUPS * over_all) / (n_articles + LEAST_GROUPS)
    of_ratio: _Numbers = (np.maximum(dispersion, at_least) * share[:, ::-1]).sum(axis=1)
    return of_ratio


def find_log_likelihood(counts: _Numbers, n_words: _Numbers) -> _Numbers:
    """G2 = 2 sum(O ln(O / E)) over the four cells of term and other words in two groups. Shape: (terms,).

    T. Dunning, Accurate methods for the statistics of surprise and coincidence, Computational Linguistics 19, 1993,
    61-74. 0 where the rates are equal, otherwise larger, also for small differences in many words. It takes every word
    as drawn by itself, which words of an article are not: it is here to compare with other programs.
    """
    others = n_words - counts
    g2 = np.zeros(len(counts))
    for cells in (counts, others):
        expected = cells.sum(axis=1, keepdims=True) * (n_words / n_words.sum())
        observed = np.where(cells > 0, cells, 1.0)
        g2 += 2 * np.where(cells > 0, cells * np.log(observed / np.where(cells > 0, expected, 1.0)), 0.0).sum(axis=1)
    return np.maximum(g2, 0.0)


def find_q_values(p: _Numbers) -> _Numbers:
    """For each p the least share of false discoveries at which its term is among the found ones.

    Y. Benjamini and Y. Hochberg, Controlling the false discovery rate, Journal of the Royal Statistical Society B 57,
    1995, 289-300. All terms that were tested count, listed or not.
    """
    order = np.argsort(-p, kind="stable")
    ranks = np.arange(len(p), 0, -1)
    q = np.empty_like(p)
    q[order] = np.minimum.accumulate(p[order] * len(p) / ranks) if len(p) else p
    return np.minimum(q, 1.0)
