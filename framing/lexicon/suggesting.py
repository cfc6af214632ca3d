"""Words and runs of two or three words that stand out in the sentences of interest and that no entry covers yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import Table, Tokens
from framing.lexicon.batch import BatchPositions, Indices

_MAX_EXAMPLES = 3
_MAX_WORDS = 3
_BITS = 21  # a term is one number, 21 bits per word, in which 0 stands for no word
_MASK = (1 << _BITS) - 1
_NESTED = 0.9  # a term that stands inside a longer listed one this often tells nothing more


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One to three neighbouring words in folded form, for an author to read and judge.

    `z` is the log-odds ratio of the term between the sentences of interest and the rest, divided by its standard
    error, with all sentences as the informative prior (Monroe, Colaresi and Quinn 2008), among terms of as many words.
    Higher is more typical of the sentences of interest, 0 is equally typical of both; values below about 2 are what
    chance gives.
    """

    term: str
    n_near: int
    n_elsewhere: int
    z: float
    examples: tuple[tuple[str, int, int, str], ...]  # document_id, start and end of the sentence, its text


class TermCounts:
    """Counts terms in and outside the sentences of interest, batch by batch."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._near = _Counts()
        self._elsewhere = _Counts()
        self._sentences: list[tuple[tuple[str, int, int, str], frozenset[int]]] = []

    def add(self, documents: Table, tokens: Tokens, spans: Table, covered: Table) -> None:
        """Take in a batch.

        Args:
            documents: the batch.
            tokens: its tokens.
            spans: what makes a sentence one of interest: rows with `document_id`, `start` and `end`, as hits.
            covered: hits whose words need no entry any more.
        """
        positions = BatchPositions.of(tokens)
        if not len(positions.document):
            return
        is_near = np.zeros(int(positions.sentence[-1]) + 1, dtype=np.bool_)
        is_near[positions.sentence[_mark_tokens(documents, tokens, spans)]] = True
        is_free = tokens.types.is_word[tokens.type_id] & ~_mark_tokens(documents, tokens, covered)
        near = is_near[positions.sentence]
        terms, at = self._list_terms(tokens, positions, is_free)
        self._near.add(terms[near[at]])
        self._elsewhere.add(terms[~near[at]])
        self._keep_sentences(documents, tokens, positions, (terms, at, near))

    def _list_terms(
        self, tokens: Tokens, positions: BatchPositions, is_free: NDArray[np.bool_]
    ) -> tuple[Indices, Indices]:
        """Numbers of all words and neighbouring words that no entry covers, and the token where each begins."""
        folded, numbers = tokens.types.folded, self._numbers
        present, place = np.unique(tokens.type_id, return_inverse=True)
        of_type = np.array([numbers.setdefault(folded[t], len(numbers)) for t in present.tolist()], dtype=np.int64)
        word = of_type[place]
        is_free = is_free & (word < _MASK)
        at = np.flatnonzero(is_free)
        terms, places = [], []
        for n_words in range(1, _MAX_WORDS + 1):
            if n_words > 1:
                last = at + n_words - 1
                at, last = at[last < len(word)], last[last < len(word)]
                at = at[is_free[last] & (positions.sentence[at] == positions.sentence[last])]
            codes = [word[at + number] + 1 if number < n_words else 0 * at for number in range(_MAX_WORDS)]
            terms.append((codes[0] << 2 * _BITS) | (codes[1] << _BITS) | codes[2])
            places.append(at)
        return np.concatenate(terms), np.concatenate(places)

    def _keep_sentences(
        self,
        documents: Table,
        tokens: Tokens,
        positions: BatchPositions,
        found: tuple[Indices, Indices, NDArray[np.bool_]],
    ) -> None:
        terms, at, near = found
        chosen = np.flatnonzero(near)
        if not len(chosen):
            return
        order = np.argsort(positions.sentence[at], kind="stable")
        sentences = positions.sentence[at][order]
        for sentence in np.unique(positions.sentence[chosen]).tolist():
            first, after = np.searchsorted(positions.sentence, (sentence, sentence + 1)).tolist()
            document = int(positions.document[first])
            start, end = int(tokens.start[first]), int(tokens.end[after - 1])
            low, high = np.searchsorted(sentences, (sentence, sentence + 1)).tolist()
            place = (documents["document_id"][document], start, end, documents["text"][document][start:end])
            self._sentences.append((place, frozenset(terms[order[low:high]].tolist())))

    def suggest(self, n_terms: int = 50, min_near: int = 3) -> list[Suggestion]:
        """The terms most typical of the sentences of interest, the highest z first.

        Args:
            n_terms: how many at most.
            min_near: least occurrences in sentences of interest.
        """
        near, n_near = self._near.total()
        elsewhere, n_elsewhere = self._elsewhere.total()
        if not len(near) or not len(elsewhere):
            return []
        place = np.minimum(np.searchsorted(elsewhere, near), len(elsewhere) - 1)
        beyond = np.where(elsewhere[place] == near, n_elsewhere[place], 0)
        words = list(self._numbers)
        order_near, order_elsewhere = _count_words(near), _count_words(elsewhere)
        total_near, total_elsewhere = (
            np.bincount(order, counts, _MAX_WORDS + 1).astype(np.int64)[order_near]
            for order, counts in ((order_near, n_near), (order_elsewhere, n_elsewhere))
        )
        z = _find_z(n_near, beyond, total_near, total_elsewhere)
        ranked = (row for row in np.lexsort((near, -z)).tolist() if n_near[row] >= min_near and z[row] > 0)
        chosen = _drop_nested(((row, _write_term(int(near[row]), words), int(n_near[row])) for row in ranked), n_terms)
        return [
            Suggestion(
                _write_term(int(near[row]), words),
                int(n_near[row]),
                int(beyond[row]),
                float(z[row]),
                tuple(self._find_examples(int(near[row]))),
            )
            for row in chosen
        ]

    def _find_examples(self, term: int) -> Iterator[tuple[str, int, int, str]]:
        found = (place for place, terms in self._sentences if term in terms)
        for _, place in zip(range(_MAX_EXAMPLES), found, strict=False):
            yield place


class _Counts:
    """Counts of numbers, kept as sorted arrays."""

    def __init__(self) -> None:
        self._keys = np.zeros(0, dtype=np.int64)
        self._counts = np.zeros(0, dtype=np.int64)

    def add(self, keys: Indices) -> None:
        """Count these numbers too."""
        new, counts = np.unique(keys, return_counts=True)
        merged, place = np.unique(np.concatenate((self._keys, new)), return_inverse=True)
        self._counts = np.bincount(place, np.concatenate((self._counts, counts)), len(merged)).astype(np.int64)
        self._keys = merged

    def total(self) -> tuple[Indices, Indices]:
        """The numbers in rising order, and how often each came."""
        return self._keys, self._counts


def _mark_tokens(documents: Table, tokens: Tokens, spans: Table) -> NDArray[np.bool_]:
    """Which tokens lie at least partly in one of the spans."""
    marked = np.zeros(len(tokens.type_id), dtype=np.bool_)
    places = {document_id: number for number, document_id in enumerate(documents["document_id"])}
    for document_id, start, end in zip(spans["document_id"], spans["start"], spans["end"], strict=True):
        low, high = tokens.document_offsets[places[document_id] : places[document_id] + 2].tolist()
        first = low + int(np.searchsorted(tokens.end[low:high], start, side="right"))
        after = low + int(np.searchsorted(tokens.start[low:high], end, side="left"))
        marked[first:after] = True
    return marked


def _count_words(terms: Indices) -> Indices:
    """How many words each term has."""
    return np.where(terms & _MASK, 3, np.where(terms & (_MASK << _BITS), 2, 1))


def _drop_nested(ranked: Iterator[tuple[int, str, int]], n_terms: int) -> list[int]:
    """Rows of the first terms, without those that nearly always stand inside a longer one among them.

    Twice as many are looked at, since a longer term can stand below a shorter one.
    """
    first = [one for _, one in zip(range(2 * n_terms), ranked, strict=False)]
    kept = [
        row
        for row, term, n in first
        if not any(
            f" {term} " in f" {longer} " and n_longer >= _NESTED * n for _, longer, n_longer in first if longer != term
        )
    ]
    return kept[:n_terms]


def _find_z(near: Indices, elsewhere: Indices, total_near: Indices, total_elsewhere: Indices) -> NDArray[np.float64]:
    """Log-odds ratio over its standard error, formulas 15, 16, 20 and 22 of Monroe et al. 2008.

    The totals are of terms with as many words. The prior is the share of each term in all sentences, worth as many
    occurrences as the sentences of interest have.
    """
    total = total_near + total_elsewhere
    prior = (near + elsewhere) * (total_near / total)
    a, b = near + prior, elsewhere + prior
    log_odds = np.log(a / (2 * total_near - a + 1)) - np.log(b / (total_elsewhere + total_near - b + 1))
    z: NDArray[np.float64] = log_odds / np.sqrt(1 / a + 1 / b)
    return z


def _write_term(term: int, words: Sequence[str]) -> str:
    codes = (term >> 2 * _BITS, term >> _BITS & _MASK, term & _MASK)
    return " ".join(words[code - 1] for code in codes if code)
