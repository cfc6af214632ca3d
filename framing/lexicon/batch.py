"""Facts about the tokens of one batch that all lexicons share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import Tokens

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BatchPositions:
    """Per token: its document, a number that rises from sentence to sentence, and its place counted in words."""

    tokens: Tokens
    document: NDArray[np.int32]
    sentence: Indices
    word: Indices  # number of words up to and with this token

    @classmethod
    def of(cls, tokens: Tokens) -> "BatchPositions":
        """The positions of a batch."""
        document = tokens.documents()
        n_sentences = int(tokens.sentence.max(initial=0)) + 1
        sentence = document.astype(np.int64) * n_sentences + tokens.sentence
        return cls(tokens, document, sentence, np.cumsum(tokens.types.is_word[tokens.type_id], dtype=np.int64))


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
        place, number = expand(self.counts[groups])
        return place, self._members[self._begin[groups][place] + number]


class GrowingIntegers:
    """An array to which integers are appended without copying it each time."""

    def __init__(self) -> None:
        self._room = np.zeros(1024, dtype=np.int64)
        self._n = 0

    def extend(self, values: list[int]) -> None:
        """Append the values."""
        needed = self._n + len(values)
        if needed > len(self._room):
            larger = np.zeros(max(needed, 2 * len(self._room)), dtype=np.int64)
            larger[: self._n] = self._room[: self._n]
            self._room = larger
        self._room[self._n : needed] = values
        self._n = needed

    def view(self) -> Indices:
        """What has been appended so far."""
        return self._room[: self._n]


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
