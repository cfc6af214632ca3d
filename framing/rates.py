"""Rates over many articles with intervals that respect that hits of one article come together."""

import math
from dataclasses import dataclass

_Z = 1.96
# With no hit at all in n words, 3 / n is the upper end of a 95 % interval ("rule of three").
_RULE_OF_THREE = 3.0


@dataclass(slots=True)
class Exposure:
    """Words of a group of articles: their number, and the sums that the interval needs.

    Groups without a common article are added; of a group, one that lies in it is subtracted.
    """

    n_articles: int = 0
    words: int = 0
    words_squared: int = 0

    def add(self, n_words: int) -> None:
        """Count one article."""
        self.n_articles += 1
        self.words += n_words
        self.words_squared += n_words * n_words

    def __add__(self, other: "Exposure") -> "Exposure":
        return Exposure(
            self.n_articles + other.n_articles, self.words + other.words, self.words_squared + other.words_squared
        )

    def __sub__(self, other: "Exposure") -> "Exposure":
        return self + Exposure(-other.n_articles, -other.words, -other.words_squared)


@dataclass(slots=True)
class Tally:
    """Hits of a group of articles: their number, and the sums that the interval needs; added as an `Exposure`."""

    n_articles: int = 0
    hits: int = 0
    hits_squared: int = 0
    hits_times_words: int = 0

    def add(self, n_hits: int, n_words: int) -> None:
        """Count one article that has hits."""
        self.n_articles += 1
        self.hits += n_hits
        self.hits_squared += n_hits * n_hits
        self.hits_times_words += n_hits * n_words

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.n_articles + other.n_articles,
            self.hits + other.hits,
            self.hits_squared + other.hits_squared,
            self.hits_times_words + other.hits_times_words,
        )

    def __sub__(self, other: "Tally") -> "Tally":
        return self + Tally(-other.n_articles, -other.hits, -other.hits_squared, -other.hits_times_words)


@dataclass(frozen=True, slots=True)
class Rate:
    """Hits per 1,000 words with its 95 % interval; None without words."""

    n_hits: int
    n_articles: int
    per_1000_words: float | None
    ci_low: float | None
    ci_high: float | None


def find_rate(tally: Tally, exposure: Exposure) -> Rate:
    """Hits per 1,000 words of all articles together, with a 95 % interval over articles.

    The rate is the ratio r = sum(hits) / sum(words), not the mean of the articles' rates. Its standard error is
    that of a ratio estimator, articles being the units drawn (Cochran, Sampling Techniques, 1977, 6.4):
    se = sqrt(n / (n - 1) * sum((hits - r words)^2)) / sum(words); with one article, or where articles vary less
    than chance, that of a Poisson count, sqrt(sum(hits)) / sum(words). The interval is r * exp(+-1.96 se / r),
    so that it never falls below 0; with no hits it is 0 to 3 / sum(words). No interval for no words.
    """
    n_hits, n_words = tally.hits, exposure.words
    if n_words == 0:
        return Rate(n_hits, tally.n_articles, None, None, None)
    if n_hits == 0:
        return Rate(0, 0, 0.0, 0.0, 1000 * _RULE_OF_THREE / n_words)
    r = 1000 * n_hits / n_words
    spread = math.exp(_Z * math.sqrt(_find_log_variance(tally, exposure)))
    return Rate(n_hits, tally.n_articles, r, r / spread, r * spread)


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the rate of some articles is that of others, with its 95 % interval; None where unknown."""

    value: float | None
    ci_low: float | None
    ci_high: float | None


def find_ratio(tally: Tally, exposure: Exposure, other_tally: Tally, other_exposure: Exposure) -> Ratio:
    """The rate of some articles over that of other articles, with a 95 % interval over articles.

    On the scale of logarithms the variances of the two rates, found as in `find_rate`, are added: the groups have no
    article in common. No interval where one of them has no hit, and no ratio where the others have none.
    """
    rates = [find_rate(*group).per_1000_words for group in ((tally, exposure), (other_tally, other_exposure))]
    if rates[0] is None or not rates[1]:
        return Ratio(None, None, None)
    ratio = rates[0] / rates[1]
    if not ratio:
        return Ratio(0.0, None, None)
    variance = _find_log_variance(tally, exposure) + _find_log_variance(other_tally, other_exposure)
    spread = math.exp(_Z * math.sqrt(variance))
    return Ratio(ratio, ratio / spread, ratio * spread)


def _find_log_variance(tally: Tally, exposure: Exposure) -> float:
    """Variance of the logarithm of a rate that is not 0."""
    r = tally.hits / exposure.words
    squares = tally.hits_squared - 2 * r * tally.hits_times_words + r * r * exposure.words_squared
    n = exposure.n_articles
    variance = max(squares * n / (n - 1) if n > 1 else 0.0, float(tally.hits))
    return variance / tally.hits**2
