"""Finds the columns of many feature keys at once: a hash table in arrays, where a binary search misses the cache."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.stance.templates import KeyArray

_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 divided by the golden ratio (Knuth), whose upper bits are well mixed
_FREE = -1
_ROOM = 3  # slots per key, at least


class KeyIndex:
    """The places of distinct, non-negative keys, by open addressing with linear probing."""

    def __init__(self, keys: KeyArray) -> None:
        n_bits = max(4, int(_ROOM * len(keys)).bit_length())
        self._shift, self._last = np.uint64(64 - n_bits), (1 << n_bits) - 1
        self._column: IntArray = np.full(1 << n_bits, _FREE, dtype=np.int32)
        slot, waiting = self._hash(keys), np.arange(len(keys), dtype=np.int32)
        while len(waiting):
            free = waiting[self._column[slot[waiting]] == _FREE]
            self._column[slot[free]] = free  # of several with one slot the last stays
            waiting = waiting[self._column[slot[waiting]] != waiting]
            slot[waiting] = (slot[waiting] + 1) & self._last
        self._key = np.where(self._column == _FREE, _FREE, keys[self._column] if len(keys) else _FREE)

    def find(self, wanted: KeyArray) -> IntArray:
        """The place of each key, -1 where it is none of them. Shape: (keys,)."""
        slot = self._hash(wanted)
        found = self._key[slot]
        column = np.where(found == wanted, self._column[slot], _FREE).astype(np.int32)
        open_ = np.flatnonzero((found != wanted) & (found != _FREE))
        while len(open_):
            slot[open_] = (slot[open_] + 1) & self._last
            found = self._key[slot[open_]]
            hit = found == wanted[open_]
            column[open_[hit]] = self._column[slot[open_[hit]]]
            open_ = open_[~hit & (found != _FREE)]
        return column

    def _hash(self, keys: KeyArray) -> NDArray[np.int64]:
        return ((keys.astype(np.uint64) * _MIX) >> self._shift).astype(np.int64)
