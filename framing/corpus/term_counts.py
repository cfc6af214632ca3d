"""Tokens -> how often two groups of articles use each word, as the sums that intervals over articles need."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.columns import Tokens, TypeFacts

FOCUS, REFERENCE = range(2)
# What is added up over the articles of a group: those with the term, its occurrences in each, their squares, and
# their products with the words of the article.
ARTICLES, COUNT, COUNT_SQUARED, COUNT_TIMES_WORDS = range(4)
# And over all articles of a group, whether they have the term or not.
WORDS, WORDS_SQUARED = range(1, 3)

_Integers = NDArray[np.int64]
_MAX_WAITING = 1 << 20
_BITS = 32


class TermSums(NamedTuple):
    """Shapes: terms; (terms, 2 groups, 4 sums); (2 groups, 3 sums)."""

    terms: list[str]
    of_terms: _Integers
    of_groups: _Integers


class TermCounter:
    """Counts words, or pairs of neighbouring words, batch after batch.

    Terms are folded forms. Numbers (forms without a letter) and single characters are no terms, and no part of a
    pair; the two words of a pair stand in one sentence with nothing between them. Memory grows with the number of
    different terms, not with that of articles.

    Args:
        n_words: of a term, 1 or 2.
    """

    def __init__(self, n_words: int = 1) -> None:
        self._n_words = n_words
        self._words: dict[str, int] = {}
        self._word_of_type = TypeFacts(lambda _, folded: self._number(folded), np.int64)
        self._of_groups = np.zeros((2, 3), dtype=np.int64)
        self._counted = _Part(np.zeros(0, dtype=np.int64), np.zeros((0, 2, 4), dtype=np.int64))
        self._waiting: list[_Part] = []

    def _number(self, folded: str) -> int:
        if len(folded) < 2 or not any(map(str.isalpha, folded)):
            return -1
        return self._words.setdefault(folded, len(self._words))

    def add(self, tokens: Tokens, group: NDArray[np.integer], is_chosen: NDArray[np.bool_]) -> None:
        """Count a batch.

        Args:
            tokens: of the batch.
            group: `FOCUS` or `REFERENCE`, for each document.
            is_chosen: for each token whether it counts, such as those of one voice.
        """
        document = tokens.documents()
        is_word = tokens.types.is_word[tokens.type_id] & is_chosen
        n_words = np.bincount(document[is_word], minlength=tokens.n_documents).astype(np.int64)
        np.add.at(self._of_groups, group, np.stack([np.ones_like(n_words), n_words, n_words**2], axis=1))
        codes, at = self._list_terms(tokens, document, is_word)
        terms, place = np.unique(codes, return_inverse=True)
        pairs, count = np.unique(place * tokens.n_documents + document[at], return_counts=True)
        place, owner = np.divmod(pairs, max(tokens.n_documents, 1))
        sums = np.zeros((len(terms), 2, 4), dtype=np.int64)
        of_pair = np.stack([np.ones_like(count), count, count**2, count * n_words[owner]], axis=1)
        np.add.at(sums, (place, group[owner]), of_pair)
        self._waiting.append(_Part(terms, sums))
        if sum(len(part.terms) for part in self._waiting) > max(_MAX_WAITING, len(self._counted.terms)):
            self._join()

    def _list_terms(
        self, tokens: Tokens, document: NDArray[np.int32], is_word: NDArray[np.bool_]
    ) -> tuple[_Integers, _Integers]:
        """The code of each term, and the token where it begins."""
        word = np.where(is_word, self._word_of_type.of(tokens.types)[tokens.type_id], -1)
        at = np.flatnonzero(word >= 0)
        if self._n_words == 1:
            return word[at], at
        at = at[at + 1 < len(word)]
        after = at + 1
        is_pair = (word[after] >= 0) & (document[at] == document[after])
        at = at[is_pair & (tokens.sentence[at] == tokens.sentence[after])]
        return word[at] << _BITS | word[at + 1], at

    def _join(self) -> None:
        parts = [self._counted, *self._waiting]
        terms, place = np.unique(np.concatenate([part.terms for part in parts]), return_inverse=True)
        sums = np.zeros((len(terms), 2, 4), dtype=np.int64)
        np.add.at(sums, place, np.concatenate([part.sums for part in parts]))
        self._counted, self._waiting = _Part(terms, sums), []

    def total(self, min_articles: int = 1) -> TermSums:
        """The sums of the terms that so many articles of the two groups have, in alphabetical order."""
        self._join()
        rows = np.flatnonzero(self._counted.sums[:, :, ARTICLES].sum(axis=1) >= min_articles)
        words = list(self._words)
        terms = [self._write(code, words) for code in self._counted.terms[rows].tolist()]
        order = sorted(range(len(rows)), key=terms.__getitem__)
        return TermSums([terms[row] for row in order], self._counted.sums[rows[order]], self._of_groups)

    def _write(self, code: int, words: list[str]) -> str:
        if self._n_words == 1:
            return words[code]
        return f"{words[code >> _BITS]} {words[code & ((1 << _BITS) - 1)]}"


@dataclass(frozen=True, slots=True)
class _Part:
    """Sums of some terms by their codes, which stand in rising order."""

    terms: _Integers
    sums: _Integers
