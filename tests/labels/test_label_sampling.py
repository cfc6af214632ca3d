"""Which mentions are drawn."""

import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import InputError
from framing.labels import Candidate, TargetSampler
from framing.labels.allocation import allocate, allocate_alike
from framing.labels.near import SeenSentences

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def candidate(number: int, **columns: Any) -> Candidate:
    """A mention in a sentence of its own."""
    words = " ".join(f"{LETTERS[number % 26]}{LETTERS[number // 26 % 26]}{letter}" for letter in LETTERS[:8])
    columns = {"outlet": f"outlet {number % 3}", "date": f"2025-0{1 + number % 2}-11", **columns}
    return Candidate(f"d{number // 2}", number, f"Ruritania {words}.", 0, 9, "", "", "ruritania", **columns)


def draw(candidates: list[Candidate], strategy: str = "random", n: int = 20, seed: int = 0) -> list[Candidate]:
    sampler = TargetSampler(strategy, n, seed)
    sampler.add(candidates)
    return [one.candidate for one in sampler.draw()[0]]


MANY = [candidate(number) for number in range(600)]


@pytest.mark.parametrize("strategy", ["random", "stratified"])
def test_the_sample_depends_on_the_seed_alone(strategy: str) -> None:
    """Neither the order nor the batches of the mentions change the sample; another seed does."""
    # Every sentence stands in two articles; which of them is drawn must not depend on the order either.
    doubled = [*MANY, *(replace(one, document_id=f"copy of {one.document_id}") for one in MANY)]
    shuffled = doubled[:]
    random.Random(0).shuffle(shuffled)
    sampler = TargetSampler(strategy, 20, 0)
    for first in range(0, len(shuffled), 7):
        sampler.add(shuffled[first : first + 7])
    once = draw(doubled, strategy)
    assert [one.candidate for one in sampler.draw()[0]] == once
    assert len(once) == 20
    assert draw(doubled, strategy, seed=1) != once


def test_random_draws_each_mention_alike() -> None:
    """Over many seeds each of ten mentions is drawn about equally often."""
    counts = Counter(one.mention_start for seed in range(400) for one in draw(MANY[:10], n=3, seed=seed))
    # 120 expected of each; the chance of one beyond 85 or 155 is about one in 10,000.
    assert set(counts) == set(range(10))
    assert 85 < min(counts.values()) <= max(counts.values()) < 155


def test_strata_are_drawn_in_proportion() -> None:
    """Outlet and month give rows in proportion to their mentions, and at least one each; the counts are told."""
    some = [
        candidate(number, outlet="A" if number < 540 else f"small {number % 4}", date="2025-03-04")
        for number in range(600)
    ]
    sampler = TargetSampler("stratified", 40, 0)
    sampler.add(some)
    drawn, strata = sampler.draw()
    assert {one.stratum: (one.n_found, one.n_drawn) for one in strata} == {
        "A 2025-03": (540, 36),
        **{f"small {number} 2025-03": (15, 1) for number in range(4)},
    }
    assert len(drawn) == 40
    nameless = TargetSampler("stratified", 2, 0)
    nameless.add([candidate(1, outlet=None, date=None)])
    assert [one.stratum for one in nameless.draw()[1]] == ["(no outlet) (no date)"]


def test_near_duplicates_are_drawn_once() -> None:
    """Sentences that differ in numbers, punctuation or a word of many are one, whatever their target."""
    report = "The ministry said on {day} that Ruritania had moved {n} columns of armour towards the river{end}"
    same = [
        Candidate(f"d{n}", 0, report.format(day=day, n=n, end=end), 0, 3, "", "", f"target {n}")
        for n, (day, end) in enumerate([("Monday", "."), ("Tuesday", ""), ("Monday", "!"), ("Monday", ".")] * 5)
    ]
    other = Candidate("x", 0, "Ruritania denies it.", 0, 9, "", "", "ruritania")
    found = draw([*same, other], n=5)
    assert len(found) == 2
    assert other in found


def test_rounds_do_not_repeat_each_other() -> None:
    """What was drawn before is not drawn again, and rounds with one seed together draw all there is."""
    drawn: list[str] = []
    for _ in range(4):
        sampler = TargetSampler("stratified", 150, 0, drawn)
        sampler.add(MANY)
        found = [one.candidate.sentence for one in sampler.draw()[0]]
        assert len(found) == 150
        assert not set(found) & set(drawn)
        drawn += found
    assert set(drawn) == {one.sentence for one in MANY}
    near = TargetSampler("random", 5, 0, [f"{MANY[0].sentence[:-1]} twice!"])
    near.add(MANY[:3])
    assert {one.candidate.mention_start for one in near.draw()[0]} == {1, 2}


@given(st.lists(st.lists(st.sampled_from(LETTERS[:12]), min_size=1, max_size=9), max_size=8))
def test_near_is_found_as_by_comparing_all(sentences: list[list[str]]) -> None:
    """Looking up first words finds what comparing each with each finds."""
    seen, kept = SeenSentences(), []
    for words in sentences:
        mine = set(words)
        is_new = all(len(mine & other) < 0.8 * len(mine | other) for other in kept)
        assert seen.add(" ".join(words)) == is_new
        kept += [mine] if is_new else []


def test_uncertain() -> None:
    """The smallest differences between the two highest probabilities come first."""
    some = [
        candidate(
            number,
            label="favor",
            probabilities={"favor": 0.5, "neutral": 0.5 - number / 1000, "against": number / 1000},
        )
        for number in range(200)
    ]
    assert {one.mention_start for one in draw(some, "uncertain", 12)} == set(range(12))
    # Of a sentence that stands in two articles, the mention with the smaller one.
    unsure = replace(some[40], document_id="zz", probabilities={"favor": 0.5, "neutral": 0.5})
    assert unsure in draw([some[40], unsure, *some[:5]], "uncertain", 3)
    with pytest.raises(InputError, match="200 mentions, but none to draw: the run holds no predictions"):
        draw(MANY[:200], "uncertain")


def test_disagreeing() -> None:
    """Only mentions with two labels are drawn, each kind of difference alike."""
    kinds = [("favor", "favor")] * 8 + [("favor", "neutral")] * 3 + [("against", "favor")]
    some = [candidate(number, answers=kinds[number % 12]) for number in range(600)]
    counts = Counter(one.answers for one in draw(some, "disagreeing", 60))
    assert counts == {("favor", "neutral"): 30, ("against", "favor"): 30}


def test_rare() -> None:
    """Rare categories and labels are drawn, the rarest where there are few rows, common ones not at all."""
    some = [
        candidate(
            number,
            label="favor" if number % 50 == 0 else "neutral",
            categories=("a:common",) if number % 2 else (("a:rare",) if number % 100 == 2 else ()),
        )
        for number in range(600)
    ]
    found = draw(some, "rare", 10)
    assert all(one.label == "favor" or "a:rare" in one.categories for one in found)
    assert Counter("a:rare" in one.categories for one in found) == {True: 5, False: 5}
    assert len(draw(some, "rare", 60)) == 18  # 12 favor, 6 a:rare


def test_mixed() -> None:
    """Half is stratified, the rest what else there is, and nothing is drawn twice."""
    some = [
        candidate(
            number,
            label="favor" if number % 100 == 0 else "neutral",
            probabilities={"favor": number / 600, "neutral": 1 - number / 600},
        )
        for number in range(600)
    ]
    sampler = TargetSampler("mixed", 40, 0)
    sampler.add(some)
    drawn, _ = sampler.draw()
    assert Counter(one.strategy for one in drawn) == {"stratified": 25, "uncertain": 10, "rare": 5}
    # Of six mentions labelled favor, the one with even probabilities is drawn as uncertain.
    assert len({one.candidate.mention_start for one in drawn}) == 40
    assert len(draw(MANY, "mixed", 40)) == 40


counts = st.dictionaries(st.text("xyz", max_size=3), st.integers(1, 60), min_size=1, max_size=9)


@given(counts, st.integers(1, 60))
def test_proportional_allocation(found: dict[str, int], n: int) -> None:
    """All rows are given out, at least one to each stratum where there are enough, and no less to a larger one."""
    quotas = allocate(found, n)
    assert sum(quotas.values()) == n
    assert n < len(found) or min(quotas.values()) >= 1
    ordered = sorted(found, key=lambda name: found[name])
    assert all(quotas[small] <= quotas[large] + 1 for small, large in pairwise(ordered))


@given(counts, st.integers(1, 200))
def test_equal_allocation(found: dict[str, int], n: int) -> None:
    """No stratum gives more than it has, and two that could give more differ by one at most."""
    quotas = allocate_alike(found, n)
    assert all(quotas[name] <= found[name] for name in found)
    assert sum(quotas.values()) == min(n, sum(found.values()))
    open_ones = [quotas[name] for name in found if quotas[name] < found[name]]
    smallest_first = [quotas[name] for name in sorted(found, key=lambda name: (found[name], name))]
    assert n > len(found) or smallest_first == sorted(smallest_first, reverse=True)
    assert not open_ones or max(quotas.values()) - min(open_ones) <= 1
