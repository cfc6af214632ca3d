"""What is known of all documents of a run as they come in: ids, repeats, notes; and the shards cut from them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import framing.ingest
from framing.remote import AnyPath
from framing.run.shards import Arrival, Shard, ShardCutter
from framing.run.spool import Reading


class Intake:
    """Takes in portions in the order of the input, gives shards.

    Args:
        options: of the run.

    Attributes:
        is_full: whether the limit of documents is reached.
        n_documents: taken in so far.
        cpu_seconds: of reading, without pages; pages: what these took.
        notes: of the portions taken in, to be told and cleared.
    """

    def __init__(self, options: framing.ingest.IngestOptions) -> None:
        self.is_full = False
        self.cpu_seconds = 0.0
        self.pages = framing.ingest.PageCount()
        self.notes: list[str] = []
        self._limit = options.limit
        self.n_documents = 0
        self._seen = framing.ingest.SeenDocuments()
        self._joiner = framing.ingest.NoteJoiner(options)
        self._cutter = ShardCutter()
        self._n_waiting: Counter[AnyPath] = Counter()  # documents in each spool file that are still to be analysed

    def take(self, portion: framing.ingest.Portion, found: Reading) -> Iterator[Shard]:
        """The shards that are full with the documents and failures of the next portion.

        Raises:
            InputError: two documents have the same id.
        """
        self.notes += portion.notes
        self.notes += self._joiner.join(found.notes)
        self.cpu_seconds += found.cpu_seconds
        self.pages += found.pages
        self._n_waiting[found.spool] = len(found.document_ids)
        failures = iter([*found.failures, (len(found.document_ids) + 1, {})])
        n_before, failure = next(failures)
        for number in range(len(found.document_ids) + 1):
            while n_before == number:
                yield from self._cutter.add(failure)
                n_before, failure = next(failures)
            if number < len(found.document_ids):
                yield from self._cutter.add(self._register(found, number))
                self.n_documents += 1
                if self.n_documents == self._limit:
                    self.is_full = True
                    return

    def _register(self, found: Reading, number: int) -> Arrival:
        document_id, source, row = found.document_ids[number], found.sources[number], found.rows[number]
        place = f"{source}:{row}" if row else source
        given_id = found.given_ids.get(place)
        duplicate_of = self._seen.take_in(document_id, found.digests[number], source, row, given_id)
        return Arrival(
            document_id,
            place,
            found.n_characters[number],
            found.spool,
            found.ends[number - 1] if number else 0,
            found.ends[number],
            duplicate_of,
            found.bytes_read,
        )

    def set_aside(self, failure: dict[str, Any]) -> Iterator[Shard]:
        """Take in a portion that could not be read at all."""
        return self._cutter.add(failure)

    def finish(self) -> Iterator[Shard]:
        """The shards of what is left."""
        return self._cutter.finish()

    def release(self, shard: Shard) -> None:
        """Delete the spool files that no document waits in after this shard."""
        for spool, n_documents in Counter(arrival.spool for arrival in shard.arrivals).items():
            self._n_waiting[spool] -= n_documents
            if not self._n_waiting[spool]:
                del self._n_waiting[spool]
                spool.unlink()
