"""Shards cut where the documents say so, so that the same documents come together in every run."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from framing.remote import AnyPath

MAX_DOCUMENTS = 512
_MEAN_DOCUMENTS = 256
# A shard's text is held as one array while it is analysed; this bounds its memory.
_MAX_CHARACTERS = 8_000_000
_FAILURES_TOGETHER = 256


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that was read and lies in a spool file.

    Attributes:
        place: file, and row in it.
        n_characters: of its text.
        spool: the file with its row, from byte `start` to byte `end`.
        duplicate_of: id of the first document with the same text.
        bytes_read: of the input, about up to this document.
    """

    document_id: str
    place: str
    n_characters: int
    spool: AnyPath
    start: int
    end: int
    duplicate_of: str | None
    bytes_read: int


@dataclass(slots=True)
class Shard:
    """Documents that are analysed and written together, and rows of what failed among them while reading."""

    arrivals: list[Arrival] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    n_characters: int = 0

    @property
    def place(self) -> str:
        """Where its documents stand."""
        first, last = self.arrivals[0].place, self.arrivals[-1].place
        return first if first == last else f"{first} to {last}"

    @property
    def is_full(self) -> bool:
        """Whether nothing more is added: after a document whose id has a certain digest, or at a limit of size.

        An article added or removed changes its own shard, and the later ones stay as they were.
        """
        return (
            _ends_shard(self.arrivals[-1].document_id)
            or len(self.arrivals) >= MAX_DOCUMENTS
            or self.n_characters >= _MAX_CHARACTERS
        )


class ShardCutter:
    """Cuts arrivals and failures, in the order of the input, into shards of about 256 documents."""

    def __init__(self) -> None:
        self._shard = Shard()
        self._waiting: list[Arrival] = []
        self._n_items = 0

    def add(self, item: Arrival | dict[str, Any]) -> Iterator[Shard]:
        """Take in a document or a row of failures; the shards that are thereby full."""
        if isinstance(item, Arrival):
            self._waiting.append(item)
        else:
            self._shard.failures.append(item)
        self._n_items += 1
        if self._n_items == _FAILURES_TOGETHER:
            yield from self._settle()

    def finish(self) -> Iterator[Shard]:
        """The shards of what is left."""
        yield from self._settle()
        if self._shard.arrivals or self._shard.failures:
            yield self._shard
            self._shard = Shard()

    def _settle(self) -> Iterator[Shard]:
        """Cut the documents that wait; the failures among them went to the shard that was open at their beginning."""
        for arrival in self._waiting:
            self._shard.arrivals.append(arrival)
            self._shard.n_characters += arrival.n_characters
            if self._shard.is_full:
                yield self._shard
                self._shard = Shard()
        self._waiting, self._n_items = [], 0


def _ends_shard(document_id: str) -> bool:
    return int.from_bytes(hashlib.blake2b(document_id.encode(), digest_size=4).digest()) % _MEAN_DOCUMENTS == 0
