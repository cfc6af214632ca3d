"""The documents read so far, in a few bytes each: their ids, places and texts, to find clashes and repeats."""

from array import array
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError
from framing.ingest.source import tell_place

Keys = NDArray[np.uint64]


class SeenDocuments:
    """Ids, sources and text digests by the order in which the documents came.

    About 60 bytes and the length of the id per document: ten million documents take under a gigabyte.
    """

    def __init__(self) -> None:
        self._ids = bytearray()
        self._id_ends = array("Q", [0])
        self._sources: list[str] = []
        self._source_numbers = array("L")
        self._rows = array("Q")  # 0: the source is one article
        self._given_ids: dict[int, str] = {}  # of the few whose control characters were left out
        self._by_id = _KeyIndex()
        self._by_text = _KeyIndex()

    def find_id(self, document_id: str) -> int | None:
        """The number of the document with this id."""
        number = self._by_id.find(_hash(document_id.encode()))
        # Two ids can share 64 bits (for ten million ids: once in 400,000 runs), so the id itself decides.
        return number if number is not None and self.get_id(number) == document_id else None

    def find_text(self, text_digest: bytes) -> int | None:
        """The number of the first document with this text, by 64 bits of its SHA-256."""
        return self._by_text.find(int.from_bytes(text_digest[:8], "little"))

    def take_in(
        self, document_id: str, text_digest: bytes, source: str, row: int, given_id: str | None = None
    ) -> str | None:
        """Takes in the next document; the id of the first one with this text, None where there is none.

        Args:
            given_id: as the input has it, where it has control characters.

        Raises:
            InputError: an earlier document has this id.
        """
        earlier = self.find_id(document_id)
        if earlier is not None:
            raise InputError(
                f"{self._describe_clash(earlier, document_id, tell_place(source, row), given_id)}; "
                "give each article its own id, or name another --id-column"
            )
        if given_id is not None:
            self._given_ids[len(self._rows)] = given_id
        repeated = self.find_text(text_digest)
        self.add(document_id, text_digest, source, row)
        return None if repeated is None else self.get_id(repeated)

    def _describe_clash(self, earlier: int, document_id: str, place: str, given_id: str | None) -> str:
        first, second = self._given_ids.get(earlier, document_id), given_id or document_id
        if first == second:
            return f"id {first!r} stands in {self.get_place(earlier)} and {place}"
        return (
            f"id {first!r} in {self.get_place(earlier)} and id {second!r} in {place} are both {document_id!r} "
            "without their control characters"
        )

    def add(self, document_id: str, text_digest: bytes, source: str, row: int) -> None:
        """Takes in the next document."""
        number = len(self._rows)
        encoded = document_id.encode()
        self._ids += encoded
        self._id_ends.append(len(self._ids))
        if not self._sources or self._sources[-1] != source:
            self._sources.append(source)
        self._source_numbers.append(len(self._sources) - 1)
        self._rows.append(row)
        self._by_id.add(_hash(encoded), number)
        self._by_text.add(int.from_bytes(text_digest[:8], "little"), number)

    def get_id(self, number: int) -> str:
        """The id of a document."""
        return self._ids[self._id_ends[number] : self._id_ends[number + 1]].decode()

    def get_place(self, number: int) -> str:
        """Where a document stands: the file, and its row."""
        return tell_place(self._sources[self._source_numbers[number]], self._rows[number])


def _hash(content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "little")


class _KeyIndex:
    """The first number added under each key: a dictionary for the latest, sorted arrays for the rest.

    The arrays grow by powers of two, as in a log-structured merge tree, so that each key is sorted a few
    times only and takes 12 bytes, where a dictionary takes over 100.
    """

    _RECENT = 1 << 14

    def __init__(self) -> None:
        self._recent: dict[int, int] = {}
        self._runs: list[tuple[Keys, NDArray[np.uint32]]] = []

    def find(self, key: int) -> int | None:
        number = self._recent.get(key)
        if number is not None:
            return number
        wanted = np.uint64(key)
        for keys, numbers in self._runs:
            place = int(np.searchsorted(keys, wanted))
            if place < len(keys) and keys[place] == wanted:
                return int(numbers[place])
        return None

    def add(self, key: int, number: int) -> None:
        """Adds a key; of equal keys the first stays."""
        if self.find(key) is None:
            self._recent[key] = number
        if len(self._recent) >= self._RECENT:
            self._settle()

    def _settle(self) -> None:
        keys = np.fromiter(self._recent.keys(), np.uint64, len(self._recent))
        numbers = np.fromiter(self._recent.values(), np.uint32, len(self._recent))
        self._recent = {}
        while self._runs and len(self._runs[-1][0]) <= len(keys):
            older_keys, older_numbers = self._runs.pop()
            keys, numbers = np.concatenate((older_keys, keys)), np.concatenate((older_numbers, numbers))
        order = np.argsort(keys, kind="stable")
        self._runs.append((keys[order], numbers[order]))
