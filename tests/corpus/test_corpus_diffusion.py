"""Who has a frame first, in whose voice, and who has it later."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.columns import DOCUMENTS, HITS, Table
from framing.corpus import ORDERS, Diffusion, DiffusionCounter
from framing.corpus.diffusion import _find_chances

DOCUMENT = dict.fromkeys(("text", "source", "raw_sha256", "text_sha256"), "") | {"language": "en"}
HIT = {"lexicon": "l", "category": "c", "entry_id": "e", "text": "x", "zone": "body", "negated": False, "weight": 1.0}
Article = dict[str, Any]
Said = tuple[int, str, str | None]  # place, "own", "scare" or "attributed", speaker


def count(articles: Iterable[Article], size: int = 3) -> Diffusion:
    """What a counter finds that reads so many articles at once."""
    counter, rows = DiffusionCounter(lambda speaker: speaker is not None), list(articles)
    for at in range(0, len(rows), size):
        batch = rows[at : at + size]
        documents = [{"document_id": one["id"], "published": one["day"], **DOCUMENT} for one in batch]
        hits = [
            {"document_id": one["id"], "start": start, "end": start + 1, "speaker": speaker, **HIT}
            | {"voice": "own" if voice == "scare" else voice, "quotation": None if voice == "own" else 0}
            for one in batch
            for start, voice, speaker in one["hits"]
        ]
        tables = Table.from_rows(DOCUMENTS, documents), Table.from_rows(HITS, hits)
        counter.add(tables[0], [one["outlet"] for one in batch], tables[1], f"part-{at}")
    return counter.summarize()


def tell(found: Diffusion) -> dict[str, dict[str, Any]]:
    """The groups by name, without the part in which their first articles stand."""
    for row in found.groups:
        for voice in ("own", "attributed"):
            if row[voice]["first"]:
                row[voice]["first"].pop("part", None)
    return {row["group"]: row for row in found.groups}


DAYS = [(date(2031, 2, 26) + timedelta(n)).isoformat() for n in range(7)]
HITS_SAID = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from(("own", "scare", "attributed")),
        st.sampled_from((None, "Ann Lee", "P. Novak")),
    ).map(lambda said: (said[0], said[1], said[2] if said[1] == "attributed" else None)),
    max_size=3,
    unique_by=lambda said: said[0],
)
ARTICLES = st.lists(
    st.fixed_dictionaries(
        {
            "outlet": st.sampled_from(("Bay Post", "Hill News", "Dale Mail", None)),
            "day": st.sampled_from((*DAYS, f"{DAYS[3]}T08:30:00", f"{DAYS[3]}T21:00:00+02:00", None)),
            "hits": HITS_SAID,
        }
    ),
    max_size=14,
).map(lambda rows: [{"id": f"a{n:02}", **row} for n, row in enumerate(rows)])


def find_voices(article: Article) -> set[str]:
    return {voice for _, voice, _ in article["hits"]} - {"scare"}


@given(ARTICLES)
def test_firsts_are_those_of_a_search_through_all_articles(articles: list[Article]) -> None:
    """For each outlet and voice the earliest day, the first hit there, and how many articles came before."""
    found = count(articles)
    rows = tell(found)
    dated = [one for one in articles if one["day"] and one["outlet"]]
    with_hits = [one for one in dated if find_voices(one)]
    assert rows.keys() == {one["outlet"] for one in articles} - {None}
    assert found.first_day == min((one["day"][:10] for one in with_hits), default=None)
    assert (found.n_articles, found.n_with_hits) == (sum(one["outlet"] is not None for one in articles), len(with_hits))
    assert found.n_undated == sum(one["day"] is None and one["outlet"] is not None for one in articles)
    assert found.n_without_with_hits == sum(one["outlet"] is None and bool(find_voices(one)) for one in articles)
    first = {
        (one["outlet"], voice) for one in with_hits for voice in find_voices(one) if one["day"][:10] == found.first_day
    }
    assert {(group, voice) for group, voices in found.first_groups.items() for voice in voices} == first
    for outlet, row in rows.items():
        own = [one for one in dated if one["outlet"] == outlet]
        days = [one["day"][:10] for one in own if find_voices(one)]
        assert row["n_before"] == sum(not days or one["day"][:10] < min(days) for one in own)
        assert row["n_at_arms_length"] == sum(any(said[1] == "scare" for said in one["hits"]) for one in own)
        assert (row["begin"], row["end"]) == (
            (min(one["day"][:10] for one in own), max(one["day"][:10] for one in own)) if own else (None, None)
        )
        for voice in ("own", "attributed"):
            having = [one for one in own if voice in find_voices(one)]
            told = row[voice]
            assert told["n_articles"] == len(having)
            if not having:
                assert told == {"n_articles": 0, "n_on_first_day": 0, "days_after_first": None, "first": None}
                continue
            earliest = min(having, key=lambda one: (one["day"][:10], one["day"], one["id"]))
            start, _, speaker = min(said for said in earliest["hits"] if said[1] == voice)
            assert told["first"]["document_id"] == earliest["id"]
            assert (told["first"]["start"], told["first"]["speaker"]) == (start, speaker)
            assert told["n_on_first_day"] == sum(one["day"][:10] == earliest["day"][:10] for one in having)
            assert found.first_day is not None
            passed = date.fromisoformat(earliest["day"][:10]) - date.fromisoformat(found.first_day)
            assert told["days_after_first"] == passed.days


@given(ARTICLES)
def test_speakers_stand_by_the_first_day_on_which_they_are_quoted(articles: list[Article]) -> None:
    """Each named speaker with the number of articles, and the first day in each outlet."""
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    numbers: dict[str, int] = defaultdict(int)
    for one in sorted((one for one in articles if one["day"] and one["outlet"]), key=lambda one: one["day"][:10]):
        for speaker in {speaker for _, _, speaker in one["hits"]} - {None}:
            wanted[speaker].setdefault(one["outlet"], one["day"][:10])
            numbers[speaker] += 1
    speakers = count(articles).speakers
    assert {row["speaker"]: {one["group"]: one["day"] for one in row["groups"]} for row in speakers} == wanted
    assert {row["speaker"]: row["n_articles"] for row in speakers} == numbers
    days = [row["first"]["day"] for row in speakers]
    assert days == sorted(days)
    assert days == [min(wanted[row["speaker"]].values()) for row in speakers]


@given(ARTICLES, st.randoms(use_true_random=False), st.integers(1, 5))
def test_the_order_in_which_articles_are_read_does_not_matter(articles: list[Article], random: Any, size: int) -> None:
    """Any order, in batches of any size, gives the same rows in the same order."""
    shuffled = random.sample(articles, len(articles))
    one, other = count(articles), count(shuffled, size)
    assert tell(one) == tell(other)
    assert [row["group"] for row in one.groups] == [row["group"] for row in other.groups]
    assert one.orders == other.orders


@given(ARTICLES)
def test_exchanged_names_exchange_the_rows(articles: list[Article]) -> None:
    """Outlets have nothing but their articles: with names exchanged, each has the row of the other."""
    swap = {"Bay Post": "Hill News", "Hill News": "Bay Post"}
    one = tell(count(articles))
    other = tell(count([{**row, "outlet": swap.get(row["outlet"], row["outlet"])} for row in articles]))
    assert {swap.get(name, name): {**row, "group": None} for name, row in one.items()} == {
        name: {**row, "group": None} for name, row in other.items()
    }


@given(ARTICLES)
def test_exchanged_voices_exchange_the_orders(articles: list[Article]) -> None:
    """Neither voice is favoured: with voices exchanged, so are the orders, found and expected."""
    swap = {"own": "attributed", "attributed": "own"}
    plain = [{**one, "hits": [said for said in one["hits"] if said[1] != "scare"]} for one in articles]
    other = [{**one, "hits": [(at, swap[voice], None) for at, voice, _ in one["hits"]]} for one in plain]
    one, turned = count(plain).orders, count(other).orders
    for order, opposite in zip(ORDERS, (ORDERS[1], ORDERS[0], ORDERS[2]), strict=True):
        assert one[order]["n"] == turned[opposite]["n"]
        assert one[order]["expected"] == pytest.approx(turned[opposite]["expected"])


def find_order(voices: Sequence[str], k: int) -> str:
    """The order of voices of articles of which the first k stand on one day and all others each on its own."""
    days = [0] * k + list(range(1, len(voices) - k + 1))
    first = {
        voice: min(day for day, one in zip(days, voices, strict=True) if one in (voice, "both"))
        for voice in ("attributed", "own")
    }
    apart = first["own"] - first["attributed"]
    return ORDERS[0] if apart > 0 else ORDERS[1] if apart < 0 else ORDERS[2]


@pytest.mark.parametrize(("attributed", "own", "both", "k"), [(3, 2, 0, 1), (2, 2, 1, 2), (3, 1, 0, 3), (1, 1, 2, 1)])
def test_chances_are_those_of_all_orders_of_the_articles(attributed: int, own: int, both: int, k: int) -> None:
    """The share of all ways to put the articles on their days in which each order comes about."""
    voices = ["attributed"] * attributed + ["own"] * own + ["both"] * both
    orders = [find_order(one, k) for one in permutations(voices)]
    wanted = [orders.count(order) / len(orders) for order in ORDERS]
    assert _find_chances(attributed, own, len(voices), k) == pytest.approx(wanted)


def test_an_outlet_is_told_apart_by_its_letters_alone() -> None:
    """White space in a name does not matter, nor does it in the name of a speaker; what is no day is no date."""
    said: list[Said] = [(0, "attributed", "Ann  Lee")]
    articles = [
        {"id": "a", "outlet": "Bay  Post", "day": "2031-03-02", "hits": said},
        {"id": "b", "outlet": " Bay Post", "day": "2031-02-30", "hits": said},
        {"id": "c", "outlet": "  ", "day": "2031-03-01", "hits": said},
    ]
    found = count(articles)
    assert [row["group"] for row in found.groups] == ["Bay Post"]
    assert (found.n_undated_with_hits, found.n_without_with_hits) == (1, 1)
    assert [row["speaker"] for row in found.speakers] == ["Ann Lee"]
