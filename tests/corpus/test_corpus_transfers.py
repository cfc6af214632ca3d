"""Shares of articles with a category in both voices."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.columns import DOCUMENTS, HITS, TRANSFERS, Table, find_faults
from framing.corpus import TransferCounter, cut_passage
from framing.shares import find_share

DOCUMENT = dict.fromkeys(("text", "source", "raw_sha256", "text_sha256"), "") | {"n_words": 9, "n_sentences": 1}
HIT = {"entry_id": "e", "start": 0, "end": 1, "text": "x", "voice": "own", "zone": "body", "weight": 1.0}
PAIR = {"attributed_start": 0, "attributed_end": 1, "own_start": 2, "own_end": 3, "same_entry": True} | {
    "sentences_apart": 1,
    "own_zone": "body",
}
FLOOD, STORM = ("weather-en", "water/flood"), ("weather-en", "storm")


def make_batch(articles: dict[str, dict[str, Any]]) -> tuple[Table, Table, Table]:
    """Documents, hits and transfers: by id an article's `outlet`, `hits` and `transfers` (category and direction)."""
    documents, hits, transfers = [], [], []
    for name, article in articles.items():
        language = article.get("language", "en")
        documents.append({"document_id": name, "outlet": article.get("outlet"), "language": language, **DOCUMENT})
        for (lexicon, category), *facts in article.get("hits", ()):
            state = {"negated": "negated" in facts, "excluded_by": "near water" if "excluded" in facts else None}
            hits.append({"document_id": name, "lexicon": lexicon, "category": category, **HIT, **state})
        for category, direction in article.get("transfers", ()):
            transfers.append({"document_id": name, "category": ":".join(category), "direction": direction, **PAIR})
    tables = zip((DOCUMENTS, HITS, TRANSFERS), (documents, hits, transfers), strict=True)
    first, second, third = (Table.from_rows(schema, rows) for schema, rows in tables)
    return first, second, third


ARTICLES: dict[str, dict[str, Any]] = {
    "a": {
        "outlet": "Bay Post",
        "hits": [(FLOOD,), (FLOOD,), (STORM,)],
        "transfers": [(FLOOD, "attributed-first"), (FLOOD, "own-first"), (STORM, "own-first")],
    },
    "b": {"outlet": "Bay  Post ", "hits": [(FLOOD,)], "transfers": [(FLOOD, "own-first")]},
    "c": {"outlet": "Hill News", "hits": [(FLOOD,), (STORM, "negated")]},
    "d": {"outlet": None, "hits": [(STORM, "excluded")]},
    "e": {"outlet": "Hill News", "language": "ru"},
}
LANGUAGES = {"weather-en": "en", "weather-ru": "ru"}


def count(*batches: dict[str, dict[str, Any]], **options: Any) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The shares by lexicon, category and outlet."""
    counter = TransferCounter(LANGUAGES, **options)
    for batch in batches:
        counter.add(*make_batch(batch))
    shares = counter.summarize()
    assert find_faults(shares) == []
    return {(row["lexicon"], row["category"], row["outlet"]): row for row in shares.rows()}


def counts_of(row: dict[str, Any]) -> list[int]:
    return [row[name] for name in ("n_articles", "n_with_hits", "n_in_both", "n_attributed_first", "n_own_first")]


def test_articles_are_counted_once_for_each_category_its_parents_and_its_lexicon() -> None:
    """An article counts once however many pairs it has, in each direction that it has, and for all parents."""
    shares = count(ARTICLES)
    assert counts_of(shares["weather-en", "water/flood", None]) == [4, 3, 2, 1, 2]
    assert counts_of(shares["weather-en", "water", None]) == [4, 3, 2, 1, 2]
    assert counts_of(shares["weather-en", "storm", None]) == [4, 1, 1, 0, 1]
    assert counts_of(shares["weather-en", None, None]) == [4, 3, 2, 1, 2]
    assert counts_of(shares[None, None, None]) == [5, 3, 2, 1, 2]


def test_shares_are_given_by_outlet() -> None:
    """An outlet counts its own articles, white space in its name aside; nameless outlets count in the total only."""
    shares = count(ARTICLES)
    assert counts_of(shares["weather-en", "water/flood", "Bay Post"]) == [2, 2, 2, 1, 2]
    assert counts_of(shares["weather-en", "water/flood", "Hill News"]) == [1, 1, 0, 0, 0]
    assert ("weather-en", "storm", "Hill News") not in shares
    assert {key[2] for key in shares} == {None, "Bay Post", "Hill News"}


def test_both_denominators_are_stated() -> None:
    """The share is given of all articles in the language, and of those with a hit that could be part of a pair."""
    row = count(ARTICLES)["weather-en", "water/flood", None]
    assert (row["share"], row["share_with_hits"]) == (2 / 4, 2 / 3)
    assert row["ci_low"] == pytest.approx(find_share(2, 4).low)
    assert row["ci_high_with_hits"] == pytest.approx(find_share(2, 3).high)
    nothing = count()[None, None, None]
    assert (nothing["n_articles"], nothing["share"], nothing["ci_low"], nothing["share_with_hits"]) == (0, *[None] * 3)


def test_only_chosen_lexicons_count_overall() -> None:
    """The first row takes in the lexicons of `overall` only, and their languages."""
    assert counts_of(count(ARTICLES, overall=["weather-ru"])[None, None, None]) == [1, 0, 0, 0, 0]
    assert counts_of(count(ARTICLES, overall=["weather-en"])[None, None, None]) == [4, 3, 2, 1, 2]


def test_batches_add_up() -> None:
    """Counting article by article gives what counting all at once gives."""
    assert count(*({name: article} for name, article in ARTICLES.items())) == count(ARTICLES)


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_interval_holds_the_share(k: int, more: int) -> None:
    """The share is k / n, its interval holds it and lies within 0 and 1; of nothing there is none."""
    n = k + more
    share = find_share(k, n)
    if n == 0:
        assert share == (None, None, None)
        return
    assert share.value is not None
    assert share.low is not None
    assert share.high is not None
    assert share.value == k / n
    assert 0 <= share.low <= share.value <= share.high <= 1
    assert share.low < share.high
    mirrored = find_share(more, n)
    assert mirrored.low == pytest.approx(1 - share.high)


def test_the_interval_is_wilsons() -> None:
    """Ends as published for 81 of 263 (R. G. Newcombe, Statistics in Medicine 17, 1998, table I, method 3)."""
    share = find_share(81, 263)
    assert share.low == pytest.approx(0.2553, abs=5e-5)
    assert share.high == pytest.approx(0.3662, abs=5e-5)
    assert find_share(0, 20).high == pytest.approx(0.1611, abs=5e-5)


@given(st.text(alphabet="ab c\n\u2028", max_size=60), st.integers(0, 60), st.integers(1, 9), st.integers(0, 20))
def test_passages_hold_their_span(text: str, start: int, length: int, reach: int) -> None:
    """A passage is the span with what stands beside it in its paragraph, at most `reach` characters on either side."""
    start = min(start, len(text))
    end = min(start + length, len(text))
    passage = cut_passage(text, start, end, reach)
    assert passage.text.split() == text[start:end].split()
    assert all("\n" not in part for part in passage)
    for part, rest in ((passage.before, text[:start]), (passage.after, text[end:])):
        assert len(part) <= reach + 1
        assert "".join(part.strip("…").split()) in "".join(rest.split())
