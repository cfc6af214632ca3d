"""Facts about the tokens of one batch that all lexicons share."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray, Tokens

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BatchPositions:
    """Per token: its document, a number that rises from sentence to sentence, and its place counted in words."""

    tokens: Tokens
    document: NDArray[np.int32]
    sentence: Indices
    word: IntArray  # number of words up to and with this token

    @classmethod
    def of(cls, tokens: Tokens) -> "BatchPositions":
        """The positions of a batch."""
        document = tokens.documents()
        n_sentences = int(tokens.sentence.max(initial=0)) + 1
        sentence = document.astype(np.int64) * n_sentences + tokens.sentence
        is_word = tokens.types.is_word.take(tokens.type_id, mode="wrap")
        return cls(tokens, document, sentence, np.cumsum(is_word, dtype=np.int32))


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Places where patterns stand, in columns of one length."""

    pattern: Indices
    first: Indices  # token
    last: Indices  # token, included
    start: Indices  # character in the document
    end: Indices

    @classmethod
    def of_tokens(cls, pattern: Indices, first: Indices, last: Indices, tokens: Tokens) -> "Occurrences":
        """Occurrences that begin and end with whole tokens."""
        start, end = tokens.start[first].astype(np.int64), tokens.end[last].astype(np.int64)
        return cls(pattern, first, last, start, end)

    @classmethod
    def concat(cls, parts: "list[Occurrences]") -> "Occurrences":
        """All occurrences of the parts, one part behind the other."""
        if len(parts) == 1:
            return parts[0]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__))

    def sorted(self) -> "Occurrences":
        """The occurrences by pattern, then first token."""
        return self.take(sort_rows(self.pattern, self.first, self.end))

    def take(self, rows: NDArray[np.bool_] | Indices) -> "Occurrences":
        """The occurrences in these rows, or where the mask is true."""
        return Occurrences(*(getattr(self, name)[rows] for name in self.__slots__))


def expand(counts: Indices) -> tuple[Indices, Indices]:
    """For groups of the given sizes: the group of each member, and its number within the group, from 0."""
    group = np.repeat(np.arange(len(counts)), counts)
    begin = np.cumsum(counts) - counts
    return group, np.arange(len(group)) - begin[group]


class GroupedIntegers:
    """Lists of integers by group, in two arrays."""

    def __init__(self, lists: list[list[int]]) -> None:
        self.counts = np.array([len(members) for members in lists], dtype=np.int64)
        self._begin = np.cumsum(self.counts) - self.counts
        self._members = np.array([member for members in lists for member in members], dtype=np.int64)

    def of(self, groups: Indices) -> tuple[Indices, Indices]:
        """For all members of the given groups: the place in `groups`, and the member."""
        counts = self.counts[groups]
        if counts.min(initial=1) == counts.max(initial=1) == 1:
            return np.arange(len(groups)), self._members[self._begin[groups]]
        place, number = expand(counts)
        return place, self._members[self._begin[groups][place] + number]


class GrowingIntegers:
    """An array to which integers are appended without copying it each time."""

    def __init__(self, dtype: type[np.signedinteger] = np.int64) -> None:
        self._room: NDArray[Any] = np.zeros(1024, dtype=dtype)
        self._n = 0

    def extend(self, values: list[int] | Indices) -> None:
        """Append the values."""
        needed = self._n + len(values)
        if needed > len(self._room):
            larger = np.zeros(max(needed, 2 * len(self._room)), dtype=self._room.dtype)
            larger[: self._n] = self._room[: self._n]
            self._room = larger
        self._room[self._n : needed] = values
        self._n = needed

    def view(self) -> NDArray[Any]:
        """What has been appended so far."""
        return self._room[: self._n]


class UnitTable:
    """By word form, the units that are found at it.

    Args:
        counts: for each type how many.
        units: the units, type after type.
    """

    def __init__(self, counts: Indices, units: Indices) -> None:
        self.counts, self.units = counts, units
        self._begin = np.cumsum(counts) - counts
        self._has_units = counts > 0

    def take(self, is_wanted: NDArray[np.bool_]) -> "UnitTable":
        """The same table with some units only; `is_wanted` has an element per unit."""
        kept = is_wanted[self.units]
        running = np.concatenate(([0], np.cumsum(kept)))
        return UnitTable(running[self._begin + self.counts] - running[self._begin], self.units[kept])

    def count(self, type_id: NDArray[np.int32], n_units: int) -> Indices:
        """How many times each unit is found in tokens of these types."""
        n_tokens = np.bincount(type_id, minlength=len(self.counts))
        weights = np.repeat(n_tokens, self.counts)
        return np.bincount(self.units, weights=weights, minlength=n_units).astype(np.int64)

    def find(self, type_id: NDArray[np.integer], is_active: NDArray[np.bool_] | None) -> tuple[Indices, Indices]:
        """Units and tokens at which they are found, by token.

        Args:
            type_id: the tokens.
            is_active: tokens to look at; None for all.
        """
        # Most words have no units: one byte tells, and only the others are asked for how many.
        has_units = self._has_units.take(type_id, mode="wrap")
        if is_active is not None:
            has_units &= is_active
        token = np.flatnonzero(has_units)
        types = type_id[token]
        n_units = self.counts.take(types, mode="wrap")
        if n_units.max(initial=1) == 1:
            return self.units.take(self._begin.take(types, mode="wrap"), mode="wrap"), token
        row = np.repeat(self._begin.take(types, mode="wrap") - (np.cumsum(n_units) - n_units), n_units)
        row += np.arange(len(row))
        return self.units.take(row, mode="wrap"), np.repeat(token, n_units)


class KeyFilter:
    """Which keys may have been added: never wrong about one that was, seldom about another."""

    def __init__(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._is_taken = np.zeros(1 << bits, dtype=np.bool_)

    def add(self, keys: Indices) -> None:
        self._is_taken[self._slot(keys)] = True

    def may_hold(self, keys: Indices) -> NDArray[np.bool_]:
        """For each key whether it may have been added."""
        held: NDArray[np.bool_] = self._is_taken[self._slot(keys)]
        return held

    def _slot(self, keys: Indices) -> NDArray[np.uint64]:
        slot: NDArray[np.uint64] = (keys.view(np.uint64) * _FACTOR) >> self._shift
        return slot


_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # 2^64 divided by the golden ratio: spreads keys that lie close together


def sort_rows(*keys: Indices) -> Indices:
    """Order of rows by keys of integers from 0 upwards, the first key being the most significant.

    The keys are packed into one integer where they fit, which sorts several times faster.
    """
    widths = [int(key.max(initial=0)).bit_length() for key in keys]
    if sum(widths) > 63:
        return np.lexsort(keys[::-1])
    packed = np.zeros(len(keys[0]), dtype=np.int64)
    for key, width in zip(keys, widths, strict=True):
        packed = (packed << width) | key
    return np.argsort(packed, kind="stable")
