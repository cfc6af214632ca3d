"""Numbers of chunks found from their bytes, a batch at once.

A chunk of up to 32 bytes is one, two or four integers of eight bytes, which are looked up in a table with open places
and compared as a whole: a number is never that of another chunk.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.text.chunks import Chunks

NOWHERE = -1

Indices = NDArray[np.int64]
Words = list[NDArray[np.uint64]]

_WORD_BYTES = 8
_SIZES = (1, 2, 4)
MAX_BYTES = _SIZES[-1] * _WORD_BYTES
_FIRST_BYTES = np.array([(1 << 8 * n) - 1 for n in range(_WORD_BYTES + 1)], dtype=np.uint64)
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
_FIRST_BITS = 12
_PLACES_PER_KEY = 4
# A key without a free place near its own is left out: chunks made to collide cost time, as unknown ones do.
_MAX_LOOKS = 16


class ChunkIndex:
    """Numbers by chunk; longer chunks, and those beyond `max_chunks`, are left out."""

    def __init__(self, max_chunks: int) -> None:
        self._by_size = [WordIndex(n_words, max_chunks) for n_words in _SIZES]

    def find(self, chunks: Chunks) -> IntArray:
        """The number of each chunk, `NOWHERE` for those that are not here."""
        numbers = np.full(len(chunks.start), NOWHERE, dtype=np.int32)
        for index, places, words in self._read(chunks, chunks.first_byte, chunks.n_bytes):
            numbers[places] = index.find(words)
        return numbers

    def add(self, chunks: Chunks, places: Indices, numbers: IntArray) -> None:
        """Take in some chunks that are not here, and different from each other, with their numbers."""
        for index, rows, words in self._read(chunks, chunks.first_byte[places], chunks.n_bytes[places]):
            index.add(words, numbers[rows])

    def _read(
        self, chunks: Chunks, first_byte: Indices, n_bytes: Indices
    ) -> Iterator[tuple["WordIndex", Indices, Words]]:
        shortest = 0
        for n_words, index in zip(_SIZES, self._by_size, strict=True):
            longest = n_words * _WORD_BYTES
            rows = np.flatnonzero((n_bytes > shortest) & (n_bytes <= longest))
            yield index, rows, read_words(chunks.content, first_byte[rows], n_bytes[rows], n_words)
            shortest = longest


def read_words(content: NDArray[np.uint8], first_byte: Indices, n_bytes: Indices, n_words: int) -> Words:
    """The bytes of each chunk as `n_words` integers, with zeros behind its end.

    Args:
        content: the bytes, with others behind the last chunk.
        first_byte: of each chunk.
        n_bytes: of each chunk.
        n_words: how many integers hold the longest.
    """
    at_each_byte: NDArray[np.uint64] = np.ndarray((len(content) - _WORD_BYTES + 1,), "<u8", content, strides=(1,))
    return [
        at_each_byte[first_byte + first] & _FIRST_BYTES[np.clip(n_bytes - first, 0, _WORD_BYTES)]
        for first in range(0, n_words * _WORD_BYTES, _WORD_BYTES)
    ]


class WordIndex:
    """Numbers by keys of `n_words` integers, the first of which is not 0."""

    def __init__(self, n_words: int, max_keys: int) -> None:
        self._max_rows = max_keys + 1
        # Zeros take no memory before they are written, whatever their number.
        self._words = [np.zeros(self._max_rows, dtype=np.uint64) for _ in range(n_words)]
        self._numbers = np.full(1, NOWHERE, dtype=np.int32)  # row 0 is no key's
        self._open_places(_FIRST_BITS)

    def _open_places(self, bits: int) -> None:
        """Make 2 ** `bits` places, all of them free."""
        self._shift, self._last_place = np.uint64(64 - bits), (1 << bits) - 1
        self._rows = np.zeros(1 << bits, dtype=np.int32)  # by place, the row of the key that has it; 0 is free

    def find(self, words: Words) -> IntArray:
        """The number of each key, `NOWHERE` for those that are not here."""
        place = self._find_place(words)
        row = self._rows[place]
        rest = np.flatnonzero(self._differs(row, words) & (row != 0))
        for _ in range(_MAX_LOOKS):
            if not len(rest):
                break
            place[rest] = (place[rest] + 1) & self._last_place
            row[rest] = found = self._rows[place[rest]]
            rest = rest[self._differs(found, [word[rest] for word in words]) & (found != 0)]
        row[rest] = 0
        return self._numbers[row]

    def add(self, words: Words, numbers: IntArray) -> None:
        """Take in keys that are not here, and different from each other, with their numbers."""
        n_known = len(self._numbers)
        row = np.arange(n_known, min(n_known + len(numbers), self._max_rows), dtype=np.int32)
        words = [word[: len(row)] for word in words]
        for known, word in zip(self._words, words, strict=True):
            known[row] = word
        self._numbers = np.concatenate((self._numbers, numbers[: len(row)]))
        if _PLACES_PER_KEY * len(self._numbers) > len(self._rows):
            # Keys lie all over the places, so that few keys would take the memory of all places.
            self._open_places((_PLACES_PER_KEY * len(self._numbers)).bit_length())
            row = np.arange(1, len(self._numbers), dtype=np.int32)
            words = [known[row] for known in self._words]
        place = self._find_place(words)
        for _ in range(_MAX_LOOKS):
            is_free = self._rows[place] == 0
            self._rows[place[is_free]] = row[is_free]
            goes_on = self._rows[place] != row  # the place was taken, or another new key has got it
            row, place = row[goes_on], (place[goes_on] + 1) & self._last_place

    def _differs(self, row: IntArray, words: Words) -> NDArray[np.bool_]:
        differs: NDArray[np.bool_] = self._words[0][row] != words[0]
        for known, word in zip(self._words[1:], words[1:], strict=True):
            differs |= known[row] != word
        return differs

    def _find_place(self, words: Words) -> Indices:
        """The place where the search for each key begins."""
        mixed = words[0] * _FACTORS[0]
        for word, factor in zip(words[1:], _FACTORS[1:], strict=False):
            mixed ^= word * factor
        place: Indices = (mixed >> self._shift).astype(np.int64)
        return place
