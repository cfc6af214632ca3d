"""Shards are cut where the documents say so."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from framing.run.shards import MAX_DOCUMENTS, Arrival, Shard, ShardCutter


def cut(numbers: list[int], failing: set[int] = frozenset()) -> list[Shard]:
    cutter, shards = ShardCutter(), []
    for number in numbers:
        item = Arrival(f"article-{number}", f"file:{number}", 8, Path("spool"), number, number + 1, None, number)
        shards += cutter.add({"source": f"file:{number}"} if number in failing else item)
    return [*shards, *cutter.finish()]


def name(shard: Shard) -> tuple[str, ...]:
    return tuple(one.document_id for one in shard.arrivals)


@given(st.integers(0, 3000), st.sets(st.integers(0, 2999), max_size=50))
@settings(max_examples=25)
def test_every_item_is_in_one_shard(n_documents: int, failing: set[int]) -> None:
    """Documents keep their order, failures get lost nowhere, and no shard is larger than allowed."""
    numbers = list(range(n_documents))
    shards = cut(numbers, failing)
    assert [one for shard in shards for one in name(shard)] == [f"article-{n}" for n in numbers if n not in failing]
    failures = [int(row["source"][5:]) for shard in shards for row in shard.failures]
    assert failures == sorted(failing & set(numbers))
    assert all(len(shard.arrivals) <= MAX_DOCUMENTS and (shard.arrivals or shard.failures) for shard in shards)


@given(st.integers(0, 3999))
@settings(max_examples=15)
def test_a_removed_article_changes_few_shards(removed: int) -> None:
    """An article taken out changes its own shard, and at most the next where a shard was full."""
    numbers = list(range(4000))
    before = set(map(name, cut(numbers)))
    numbers.remove(removed)
    after = set(map(name, cut(numbers)))
    assert 1 <= len(after - before) <= 4
