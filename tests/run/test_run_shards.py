"""Shards are cut where the documents say so."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from framing.columns import DOCUMENTS, FAILURES, Table
from framing.ingest import Batch
from framing.run.shards import MAX_DOCUMENTS, cut_shards


def make_documents(numbers: list[int]) -> Table:
    rows = [
        {
            "document_id": f"article-{number}",
            "text": f"Text {number}.",
            "language": "en",
            "source": f"file:{number}",
            "raw_sha256": str(number),
            "text_sha256": str(number),
        }
        for number in numbers
    ]
    return Table.from_rows(DOCUMENTS, rows)


def make_batches(numbers: list[int], size: int) -> Iterator[Batch]:
    for first in range(0, len(numbers), size):
        documents = make_documents(numbers[first : first + size])
        yield Batch(documents, Table.from_rows(FAILURES, []), [], first + size)


@given(st.integers(0, 3000), st.integers(1, 700), st.integers(1, 700))
@settings(deadline=None, max_examples=25)
def test_shards_do_not_depend_on_batches(n_documents: int, size: int, other_size: int) -> None:
    """The same documents make the same shards, in whatever batches they arrive."""
    numbers = list(range(n_documents))
    shards = list(cut_shards(make_batches(numbers, size)))
    assert [shard.name for shard in shards] == [shard.name for shard in cut_shards(make_batches(numbers, other_size))]
    assert [one for shard in shards for one in shard.documents["document_id"]] == [f"article-{n}" for n in numbers]
    assert all(0 < len(shard.documents) <= MAX_DOCUMENTS for shard in shards)


@given(st.integers(0, 3999))
@settings(deadline=None, max_examples=15)
def test_a_removed_article_changes_few_shards(removed: int) -> None:
    """An article taken out changes its own shard, and at most the next where a shard was full."""
    numbers = list(range(4000))
    before = {shard.name for shard in cut_shards(make_batches(numbers, 256))}
    numbers.remove(removed)
    after = {shard.name for shard in cut_shards(make_batches(numbers, 256))}
    assert 1 <= len(after - before) <= 4
