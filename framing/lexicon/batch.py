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
    """Places where patterns stand, sorted by pattern, then by first token; all columns equally long."""

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
        """All occurrences of the parts, sorted."""
        pattern, first, last, start, end = (
            np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__
        )
        order = np.lexsort((end, start, first, pattern))
        return cls(pattern[order], first[order], last[order], start[order], end[order])

    def take(self, mask: NDArray[np.bool_]) -> "Occurrences":
        """The occurrences where `mask` is true."""
        return Occurrences(*(getattr(self, name)[mask] for name in self.__slots__))


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
