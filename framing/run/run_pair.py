"""Two runs to be compared: which of their parts belong together, and questions about both."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from framing.columns import DOCUMENTS, HITS, QUOTATIONS, SCORES, STANCES
from framing.errors import InputError
from framing.run.run_difference_queries import SAME, WORDS
from framing.run.store import Store

_TABLES = (DOCUMENTS, QUOTATIONS, HITS, SCORES, STANCES)
_PARTS_TOGETHER = 3  # of five tables: a store keeps sixteen files of an address, so that each is fetched once
_PARTS_IN_BUCKET = 32  # some 8,000 articles


class Chunk(NamedTuple):
    """Parts of both runs that are compared together, and of these the documents of one bucket."""

    parts_a: Sequence[str]
    parts_b: Sequence[str]
    n_buckets: int = 1
    bucket: int = 0


def cut_chunks(parts_a: Sequence[str], parts_b: Sequence[str]) -> Iterator[Chunk]:
    """Parts of one name hold the same articles; what remains is read once for every bucket of documents."""
    both = set(parts_a) & set(parts_b)
    common = [part for part in parts_a if part in both]
    for first in range(0, len(common), _PARTS_TOGETHER):
        some = common[first : first + _PARTS_TOGETHER]
        yield Chunk(some, some)
    rest_a, rest_b = ([part for part in parts if part not in both] for parts in (parts_a, parts_b))
    n_buckets = -(-max(len(rest_a), len(rest_b)) // _PARTS_IN_BUCKET)
    for bucket in range(n_buckets):
        yield Chunk(rest_a, rest_b, n_buckets, bucket)


class RunPair:
    """The stores of both runs."""

    def __init__(self, store_a: Store, store_b: Store) -> None:
        self._stores = (store_a, store_b)

    def refuse_missing(self, *parts: Sequence[str]) -> None:
        """Refuse a run without a part: a query over both would not say whose it is."""
        for store, wanted in zip(self._stores, parts, strict=True):
            for schema in _TABLES:
                missing = sorted(set(wanted) - set(store.list_parts(schema)))
                if missing:
                    path = store.part_path(schema, missing[0])
                    raise InputError(f"{path}: is missing; make the run again with `framing run ... --fresh`")

    def ask(self, query: str, chunk: Chunk, from_b: bool = False, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a query about A, or about B, and the other run."""
        sides = list(zip(self._stores, (chunk.parts_a, chunk.parts_b), strict=True))
        (store, parts), (other, other_parts) = sides[::-1] if from_b else sides
        words = {f"other_{name}": table for name, table in other.name_tables(other_parts).items()} | WORDS
        words["same"] = SAME.format(**store.name_tables(parts), **words)
        where = {"n_buckets": chunk.n_buckets, "bucket": chunk.bucket}
        return store.query(query, parts, {**where, **parameters}, words)
