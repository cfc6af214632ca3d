"""Alpha and kappa against published examples, brute force and another program."""

import itertools
import random
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.coder_agreement import find_alpha, find_interval, find_kappa

# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", example C: four observers, twelve units.
KRIPPENDORFF = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]


def count(coders: list[str], values: str) -> np.ndarray:
    return np.array([[sum(value == said for said in unit) for value in values] for unit in zip(*coders, strict=True)])


@pytest.mark.parametrize(("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_the_published_example(metric: str, alpha: float) -> None:
    """Krippendorff's example has the alphas that he gives."""
    assert find_alpha(count(KRIPPENDORFF, "12345"), metric) == pytest.approx(alpha, abs=0.0005)


def test_kappa_of_a_published_example() -> None:
    """Two readers of 50 proposals, 20 and 15 times the same: kappa .40 (Cohen 1960 as in the textbooks)."""
    assert find_kappa(np.array([[20, 5], [10, 15]])) == pytest.approx(0.4)
    assert find_kappa(np.array([[3, 0], [0, 0]])) is None
    assert find_kappa(np.zeros((2, 2), dtype=np.int64)) is None


def oracle(counts: list[list[int]], metric: str) -> float | None:
    """Alpha from its definition: mean distance within units over mean distance of all pairs of answers."""
    units = [[value for value, n in enumerate(unit) for _ in range(n)] for unit in counts]
    units = [unit for unit in units if len(unit) >= 2]
    pooled = [value for unit in units for value in unit]

    def distance(a: int, b: int) -> float:
        if metric == "nominal":
            return float(a != b)
        if metric == "interval":
            return float((a - b) ** 2)
        low, high = min(a, b), max(a, b)
        between = sum(low <= value <= high for value in pooled)
        return (between - (pooled.count(a) + pooled.count(b)) / 2) ** 2 if a != b else 0.0

    expected = sum(distance(a, b) for a, b in permutations(pooled, 2))
    if not expected:
        return None
    within = sum(sum(distance(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units)
    return 1 - (within / len(pooled)) / (expected / (len(pooled) * (len(pooled) - 1)))


count_tables = st.integers(1, 4).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, 3), min_size=size, max_size=size), min_size=1, max_size=7)
)


@given(count_tables, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_alpha_is_what_its_definition_says(counts: list[list[int]], metric: str) -> None:
    """Alpha equals one minus the ratio of mean distances, computed pair by pair."""
    expected = oracle(counts, metric)
    found = find_alpha(counts, metric)
    assert (found is None) == (expected is None)
    assert found is None or found == pytest.approx(expected)


def test_intervals() -> None:
    """The interval holds alpha, is the same for the same seed, and is wider where items come in groups."""
    random = np.random.default_rng(1)
    truth = np.repeat(random.integers(0, 3, 60), 5)
    coders = [np.where(np.repeat(random.random(60) < 0.7, 5), truth, random.integers(0, 3, 300)) for _ in range(2)]
    counts = sum(np.eye(3, dtype=np.int64)[said] for said in coders)
    alone = find_interval(counts, np.arange(300), "nominal", 500, 0)
    grouped = find_interval(counts, np.repeat(np.arange(60), 5), "nominal", 500, 0)
    assert alone is not None
    assert grouped is not None
    assert alone[0] < find_alpha(counts) < alone[1]
    assert grouped[1] - grouped[0] > alone[1] - alone[0]
    assert find_interval(counts, np.arange(300), "nominal", 500, 0) == alone
    few = find_interval(counts, np.repeat(np.arange(3), 100), "nominal", 500, 0, "documents")
    assert few == "too few documents for an interval: 3 of at least 10"
    same = find_interval(np.eye(3, dtype=np.int64)[[0, 1, 2] * 10] * 2, np.arange(30), "nominal", 500, 0)
    assert same == "no interval: all draws give the same"


def test_the_interval_covers() -> None:
    """Of 100 samples of a population, about 95 have intervals that hold its alpha."""
    random = np.random.default_rng(0)

    def draw(n: int) -> np.ndarray:
        truth = random.integers(0, 3, n)
        said = [np.where(random.random(n) < 0.75, truth, random.integers(0, 3, n)) for _ in range(3)]
        return np.asarray(sum(np.eye(3, dtype=np.int64)[one] for one in said))

    whole = find_alpha(draw(200_000), "ordinal")
    samples = [draw(150) for _ in range(100)]
    found = [find_interval(one, np.arange(150), "ordinal", 400, seed) for seed, one in enumerate(samples)]
    assert 88 <= sum(low <= whole <= high for low, high in found) <= 100


def test_alpha_equals_that_of_nltk() -> None:
    """Krippendorff's alpha is the same as NLTK computes."""
    from nltk.metrics.agreement import AnnotationTask

    chance = random.Random(1)
    for n_coders in (2, 3, 5):
        answers = [(f"c{c}", f"i{i}", chance.choice("xyz")) for c, i in itertools.product(range(n_coders), range(30))]
        counts = [[sum(a[1] == f"i{i}" and a[2] == value for a in answers) for value in "xyz"] for i in range(30)]
        assert find_alpha(counts) == pytest.approx(AnnotationTask(answers).alpha())


def test_alpha_of_tables_that_say_it_all() -> None:
    """Perfect agreement is 1, always disagreeing is below 0, and answers without variation have no alpha."""
    assert find_alpha([[2, 0], [0, 2]]) == 1
    assert find_alpha([[1, 1], [1, 1]]) == pytest.approx(-0.5)
    assert find_alpha([[2, 0], [2, 0]]) is None
    assert find_alpha([[1, 0], [0, 1]]) is None
