"""Numbers of chunks found from their bytes, a batch at once.

A chunk of up to 32 bytes is one, two or four integers of eight bytes, which are looked up in a table with open places
and compared as a whole: a number is never that of another chunk.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.text.chunks import Chunks

NOWHERE = -1

Indices = NDArray[np.int64]
Words = list[NDArray[np.uint64]]

_WORD_BYTES = 8
_SIZES = (1, 2, 4)
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
        # Most chunks are short: all are sought among the short ones, then the longer ones among their like.
        short, *longer = self._by_size
        numbers = short.find(read_words(chunks.content, chunks.first_byte, chunks.n_bytes, _SIZES[0]))
        rows = np.flatnonzero(chunks.n_bytes > _WORD_BYTES)
        numbers[rows] = NOWHERE
        first_byte, n_bytes = chunks.first_byte[rows], chunks.n_bytes[rows]
        for index, places, words in _read(chunks, first_byte, n_bytes, longer):
            numbers[rows[places]] = index.find(words)
        return numbers

    def add(self, chunks: Chunks, places: Indices, numbers: IntArray) -> None:
        """Take in some chunks that are not here, and different from each other, with their numbers."""
        first_byte, n_bytes = chunks.first_byte[places], chunks.n_bytes[places]
        for index, rows, words in _read(chunks, first_byte, n_bytes, self._by_size):
            index.add(words, numbers[rows])


def _read(
    chunks: Chunks, first_byte: Indices, n_bytes: Indices, indices: "Sequence[WordIndex]"
) -> "Iterator[tuple[WordIndex, Indices, Words]]":
    """For each index the places of the chunks that it is for, and their bytes."""
    for index in indices:
        longest = index.n_words * _WORD_BYTES
        shortest = 0 if index.n_words == _SIZES[0] else longest // 2
        rows = np.flatnonzero((n_bytes > shortest) & (n_bytes <= longest))
        yield index, rows, read_words(chunks.content, first_byte[rows], n_bytes[rows], index.n_words)


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
        at_each_byte[first_byte + first] & _FIRST_BYTES.take(n_bytes - first, mode="clip")
        for first in range(0, n_words * _WORD_BYTES, _WORD_BYTES)
    ]


class WordIndex:
    """Numbers by keys of `n_words` integers, the first of which is not 0."""

    def __init__(self, n_words: int, max_keys: int) -> None:
        self.n_words = n_words
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
        row = self._rows.take(place, mode="wrap").astype(np.int64)
        rest = np.flatnonzero(self._differs(row, words))
        rest = rest[row[rest] != 0]
        for _ in range(_MAX_LOOKS):
            if not len(rest):
                break
            place[rest] = (place[rest] + 1) & self._last_place
            row[rest] = found = self._rows[place[rest]]
            rest = rest[self._differs(found, [word[rest] for word in words]) & (found != 0)]
        row[rest] = 0
        return self._numbers.take(row, mode="wrap")

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
            if not len(row):
                break
            is_free = self._rows[place] == 0
            self._rows[place[is_free]] = row[is_free]
            goes_on = self._rows[place] != row  # the place was taken, or another new key has got it
            row, place = row[goes_on], (place[goes_on] + 1) & self._last_place

    def _differs(self, row: IntArray | Indices, words: Words) -> NDArray[np.bool_]:
        # `take` with a mode that asks no questions gathers twice as fast as brackets do.
        differs: NDArray[np.bool_] = self._words[0].take(row, mode="wrap") != words[0]
        for known, word in zip(self._words[1:], words[1:], strict=True):
            differs |= known.take(row, mode="wrap") != word
        return differs

    def _find_place(self, words: Words) -> Indices:
        """The place where the search for each key begins."""
        mixed = words[0] * _FACTORS[0]
        for word, factor in zip(words[1:], _FACTORS[1:], strict=False):
            mixed ^= word * factor
        place: Indices = (mixed >> self._shift).astype(np.int64)
        return place
