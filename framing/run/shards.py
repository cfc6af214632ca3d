"""Batches cut where the documents say so, so that the same documents come together in every run."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import framing.ingest
from framing.columns import DOCUMENTS, FAILURES, Table

MAX_DOCUMENTS = 512
_MEAN_DOCUMENTS = 256
# A shard's text is held as one array while it is analysed; this bounds its memory.
_MAX_CHARACTERS = 8_000_000


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are analysed and written together, and what failed among them while reading.

    `name` is a digest of both: equal content gives equal parts, in whichever run and order.
    """

    name: str
    documents: Table
    failures: Table
    bytes_read: int  # of the input, up to the end of this shard


def cut_shards(batches: Iterable[framing.ingest.Batch]) -> Iterator[Shard]:
    """Shards of about 256 documents.

    A shard ends after a document whose id has a certain digest, not after a fixed number: an article added
    or removed changes its own shard, and the later ones stay as they were.
    """
    documents: list[Table] = []
    failures: list[Table] = []
    n_documents = n_characters = bytes_read = 0
    for batch in batches:
        failures.append(batch.failures)
        first = 0
        for row, (document_id, text) in enumerate(
            zip(batch.documents["document_id"], batch.documents["text"], strict=True)
        ):
            n_documents += 1
            n_characters += len(text)
            if _ends_shard(document_id) or n_documents >= MAX_DOCUMENTS or n_characters >= _MAX_CHARACTERS:
                documents.append(batch.documents.take(slice(first, row + 1)))
                yield _make_shard(documents, failures, bytes_read)
                documents, failures, first = [], [], row + 1
                n_documents = n_characters = 0
        documents.append(batch.documents.take(slice(first, None)))
        bytes_read = batch.bytes_read
    if n_documents or any(len(table) for table in failures):
        yield _make_shard(documents, failures, bytes_read)


def _ends_shard(document_id: str) -> bool:
    return int.from_bytes(hashlib.blake2b(document_id.encode(), digest_size=4).digest()) % _MEAN_DOCUMENTS == 0


def _make_shard(documents: list[Table], failures: list[Table], bytes_read: int) -> Shard:
    joined = Table.concat(DOCUMENTS, documents)
    failed = Table.concat(FAILURES, failures)
    return Shard(_name_shard(joined, failed), joined, failed, bytes_read)


def _name_shard(documents: Table, failures: Table) -> str:
    # The text itself stands in for by its digest.
    columns = [documents[name] for name in DOCUMENTS.names if name != "text"]
    columns += [failures[name] for name in FAILURES.names]
    return hashlib.sha256(json.dumps(columns).encode()).hexdigest()[:16]
