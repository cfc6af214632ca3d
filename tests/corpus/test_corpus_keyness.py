"""Words that one group of articles uses more than another."""

import math
import random
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import beta, binom, chi2_contingency, false_discovery_control

from framing.columns import DOCUMENTS, Schema, Table
from framing.corpus import FOCUS, REFERENCE, Keyness, TermCounter, TermSums, find_keyness
from framing.text import Tokenizer

TEXTS = Schema("documents", tuple(column for column in DOCUMENTS.columns if column.name in ("text", "title")))
WORDS = ["flood", "wave", "tide", "harbour", "don't", "a", "7", "1,000", "co2", "road", "Road"]


def write_articles(n: int, seed: int) -> list[str]:
    """Articles of invented sentences; each has one word that it likes best."""
    draw = random.Random(seed)
    texts = []
    for _ in range(n):
        words = [*WORDS, *[draw.choice(WORDS)] * 8]
        sentences = [" ".join(draw.choices(words, k=draw.randint(1, 9))) for _ in range(draw.randint(0, 5))]
        texts.append(" ".join(f"The {sentence}." for sentence in sentences))
    return texts


def count(articles: list[tuple[str, int]], n_words: int = 1, batch: int = 7, max_types: int = 1_000_000) -> TermCounter:
    counter, tokenizer = TermCounter(n_words), Tokenizer(max_types)
    for first in range(0, len(articles), batch):
        texts, groups = zip(*articles[first : first + batch], strict=True)
        tokens = tokenizer.tokenize(Table(TEXTS, {"text": list(texts), "title": [None] * len(texts)}))
        counter.add(tokens, np.array(groups), np.ones(len(tokens.type_id), dtype=np.bool_))
    return counter


def compare(articles: list[tuple[str, int]]) -> Keyness:
    return find_keyness(count(articles).total())


def make_groups(seed: int = 1) -> list[tuple[str, int]]:
    return [(text, FOCUS if n % 3 else REFERENCE) for n, text in enumerate(write_articles(60, seed))]


def split_words(sentence: str) -> list[str]:
    return sentence.lower().split()


@pytest.mark.parametrize("n_words", [1, 2])
@pytest.mark.parametrize(("batch", "max_types"), [(1, 1_000_000), (7, 5), (60, 1_000_000)])
def test_sums_are_those_of_articles_taken_one_by_one(n_words: int, batch: int, max_types: int) -> None:
    """Whatever the batches and vocabularies, the sums are those of counting each article by itself."""
    articles = make_groups()
    sums = count(articles, n_words, batch, max_types).total()
    of_terms: dict[str, list[list[int]]] = {}
    of_groups = [[0, 0, 0], [0, 0, 0]]
    for text, group in articles:
        sentences = [split_words(one) for one in text.split(".") if one]
        n = sum(map(len, sentences))
        of_groups[group] = [old + new for old, new in zip(of_groups[group], (1, n, n * n), strict=True)]
        is_term = {word: len(word) > 1 and any(map(str.isalpha, word)) for one in sentences for word in one}
        found: Counter[str] = Counter()
        for words in sentences:
            if n_words == 1:
                found.update(word for word in words if is_term[word])
            else:
                found.update(f"{one} {next_}" for one, next_ in pairwise(words) if is_term[one] and is_term[next_])
        for term, c in found.items():
            row = of_terms.setdefault(term, [[0] * 4, [0] * 4])[group]
            row[:] = [old + new for old, new in zip(row, (1, c, c * c, c * n), strict=True)]
    assert sums.terms == sorted(of_terms)
    assert sums.of_terms.tolist() == [of_terms[term] for term in sums.terms]
    assert sums.of_groups.tolist() == of_groups


def test_terms_of_few_articles_are_not_tested() -> None:
    """The least number of articles is that of both groups together."""
    sums = count([("tide road", FOCUS), ("tide", REFERENCE), ("road road", FOCUS)]).total(2)
    assert sums.terms == ["road", "tide"]
    assert count([("tide road", FOCUS), ("tide", REFERENCE)]).total(2).terms == ["tide"]


def find_dispersion(articles: list[tuple[int, int]]) -> float:
    """Cochran's variance of a sum over articles (occurrences, words) by that of a Poisson count, at least 1."""
    total = sum(c for c, _ in articles)
    if not total:
        return 1.0
    r, m = total / sum(n for _, n in articles), len(articles)
    return max(m / (m - 1) * sum((c - r * n) ** 2 for c, n in articles) / total, 1.0)


def test_intervals_are_those_of_the_formula() -> None:
    """Ratio, interval and p of each term are those of a slow version, which keeps each article's counts."""
    articles = make_groups(2)
    keyness = compare(articles)
    p = []
    for row, term in enumerate(keyness.sums.terms):
        groups: list[list[tuple[int, int]]] = [[], []]
        for text, group in articles:
            words = [word for sentence in text.split(".") for word in split_words(sentence)]
            groups[group].append((words.count(term), len(words)))
        x, y = (sum(c for c, _ in group) for group in groups)
        n_x, n_y = (sum(n for _, n in group) for group in groups)
        own = [find_dispersion(group) for group in groups]
        over_all = (own[0] * x + own[1] * y) / (x + y)
        for side, group in enumerate(groups):
            k = sum(c > 0 for c, _ in group)
            own[side] = max(own[side], (k * own[side] + 10 * over_all) / (k + 10))
        d = (own[0] / x + own[1] / y) / (1 / x + 1 / y)
        low, high = beta.ppf(0.025, x / d, y / d + 1), beta.ppf(0.975, x / d + 1, y / d)
        expected = [math.log2(share / (1 - share) * n_y / n_x) for share in (x / (x + y), low, high)]
        figures = [array[row] for array in (keyness.log2_ratio, keyness.ci_low, keyness.ci_high)]
        assert figures == pytest.approx(expected, abs=1e-9)
        share = n_x / (n_x + n_y)
        p.append(min(2 * min(beta.cdf(share, x / d, y / d + 1), beta.sf(share, x / d + 1, y / d)), 1))
    assert keyness.q == pytest.approx(false_discovery_control(p))


def make_sums(counts: list[tuple[int, int]], n_words: tuple[int, int] = (5_000, 8_000)) -> TermSums:
    """Terms that come once in each of their articles, of 10 words."""
    of_terms = [[[c, c, c, 10 * c] for c in pair] for pair in counts]
    of_groups = [[n // 10, n, 10 * n] for n in n_words]
    return TermSums([f"w{n}" for n in range(len(counts))], np.array(of_terms), np.array(of_groups))


def test_words_drawn_one_by_one_have_the_exact_interval() -> None:
    """Where no occurrences come together, p is the smaller tail of the binomial distribution, doubled."""
    pairs = [(12, 3), (2, 9), (7, 0), (0, 6), (4, 4)]
    keyness = find_keyness(make_sums(pairs))
    share = 5_000 / 13_000
    p = [min(1, 2 * min(binom.sf(x - 1, x + y, share), binom.cdf(x, x + y, share))) for x, y in pairs]
    assert keyness.q == pytest.approx(false_discovery_control(p))
    for row, (x, y) in enumerate(pairs):
        assert (p[row] < 0.05) == (keyness.ci_low[row] > 0 or keyness.ci_high[row] < 0)
        assert (math.isinf(keyness.ci_high[row]), math.isinf(keyness.ci_low[row])) == (y == 0, x == 0)
    assert keyness.describe(2)["log2_ratio"] is keyness.describe(2)["ci_high"] is None
    assert keyness.describe(2)["ci_low"] == keyness.ci_low[2]


def test_log_likelihood_is_that_of_scipy() -> None:
    """G2 is the log-likelihood ratio of the table of four cells."""
    pairs = [(12, 3), (2, 9), (7, 0), (0, 6), (500, 800)]
    keyness = find_keyness(make_sums(pairs))
    for row, (x, y) in enumerate(pairs):
        table = [[x, y], [5_000 - x, 8_000 - y]]
        expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        assert keyness.g2[row] == pytest.approx(expected, abs=1e-9)


def test_exchanged_groups_change_the_sign_alone() -> None:
    """The keyness of A against B is the negative of that of B against A."""
    articles = make_groups(3)
    one = compare(articles)
    other = compare([(text, 1 - group) for text, group in articles])
    assert one.sums.terms == other.sums.terms
    assert one.log2_ratio == pytest.approx(-other.log2_ratio)
    assert one.ci_low == pytest.approx(-other.ci_high)
    assert one.ci_high == pytest.approx(-other.ci_low)
    assert (one.g2, one.q) == (pytest.approx(other.g2), pytest.approx(other.q))
    assert one.list_more() == other.list_more(-1)


def test_a_corpus_against_itself_has_keyness_0() -> None:
    """Of the same articles on both sides no word is more one's than the other's."""
    texts = write_articles(40, 4)
    keyness = compare([(text, group) for text in texts for group in (FOCUS, REFERENCE)])
    assert keyness.log2_ratio == pytest.approx(0)
    assert keyness.g2 == pytest.approx(0)
    assert (keyness.q == 1).all()
    assert keyness.list_more() == keyness.list_more(-1) == []


def test_many_uses_in_one_article_prove_less_than_one_in_many() -> None:
    """As many occurrences weigh less the fewer articles they come from; those in few articles do not lead."""
    filler = "The road is wet and long today."
    focus = [f"{filler} tide" for _ in range(20)] + [f"{filler} {'flood ' * 20}"] + [filler] * 19
    keyness = compare([(text, FOCUS) for text in focus] + [(filler, REFERENCE)] * 40)
    terms = keyness.sums.terms
    assert [terms[row] for row in keyness.list_more()] == ["tide"]
    flood, tide = terms.index("flood"), terms.index("tide")
    assert keyness.sums.of_terms[flood, FOCUS, 1] == keyness.sums.of_terms[tide, FOCUS, 1] == 20
    assert keyness.ci_low[flood] < 0 < 1 < keyness.ci_low[tide]
    assert keyness.q[tide] < 0.001 < 0.5 < keyness.q[flood]


@pytest.mark.parametrize("share", [0.5, 0.1])
def test_chance_alone_is_found_as_often_as_it_may(share: float) -> None:
    """Of articles put into groups at random few intervals leave out 0, on either side, and hardly any q is small."""
    draw = np.random.default_rng(7)
    n_articles, n_terms, n_more, n_less, n_likely = 400, 300, [], [], []
    for _ in range(20):
        words = draw.integers(100, 900, n_articles)
        likes = draw.gamma(0.3, 1 / 0.3, (n_terms, n_articles))  # articles differ much in what they are about
        c = draw.poisson(np.geomspace(2e-4, 2e-2, n_terms)[:, None] * likes * words)
        c = c[(c > 0).sum(axis=1) >= 5]
        group = (draw.random(n_articles) > share).astype(int)
        of_terms = np.stack(
            [np.stack([(c > 0) @ own, c @ own, c**2 @ own, c @ (own * words)], 1) for own in (1 - group, group)], 1
        )
        of_groups = np.array([[own.sum(), words @ own, words**2 @ own] for own in (1 - group, group)])
        keyness = find_keyness(TermSums([str(n) for n in range(len(c))], of_terms, of_groups))
        n_more.append(len(keyness.list_more()) / len(c))
        n_less.append(len(keyness.list_more(-1)) / len(c))
        n_likely.append((keyness.q <= 0.05).any())
    assert np.mean(n_more) <= 0.03
    assert np.mean(n_less) <= 0.03
    assert np.mean(n_more) + np.mean(n_less) >= 0.02  # nor so wide that they say nothing
    assert np.mean(n_likely) <= 0.1
