"""Words and pairs of words that stand out in the sentences of interest and that no entry covers yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import Table, Tokens
from framing.lexicon.batch import BatchPositions, Indices

_MAX_EXAMPLES = 3
_PAIR = 1 << 31  # a pair of words is one number: (left + 1) * _PAIR + right


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word or pair of words in folded form, for an author to read and judge.

    `z` is the log-odds ratio of the term between the sentences of interest and the rest, divided by its standard
    error, with all sentences as the informative prior (Monroe, Colaresi and Quinn 2008). Higher is more typical of the
    sentences of interest; values below about 2 are what chance gives.
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
        single = np.flatnonzero(is_free)
        pair = np.flatnonzero(is_free[:-1] & is_free[1:] & (positions.sentence[:-1] == positions.sentence[1:]))
        terms = np.concatenate((word[single], word[pair] * _PAIR + word[pair + 1] + _PAIR))
        return terms, np.concatenate((single, pair))

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
        z = _find_z(n_near, beyond, int(n_near.sum()), int(n_elsewhere.sum()))
        chosen = [row for row in np.lexsort((near, -z)).tolist() if n_near[row] >= min_near and z[row] > 0][:n_terms]
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


def _find_z(near: Indices, elsewhere: Indices, total_near: int, total_elsewhere: int) -> NDArray[np.float64]:
    """Log-odds ratio over its standard error, formulas 15, 16, 20 and 22 of Monroe et al. 2008.

    The prior is the share of each term in all sentences, worth as many occurrences as the sentences of interest have.
    """
    total = total_near + total_elsewhere
    prior = (near + elsewhere) * (total_near / total)
    a, b = near + prior, elsewhere + prior
    log_odds = np.log(a / (2 * total_near - a + 1)) - np.log(b / (total_elsewhere + total_near - b + 1))
    z: NDArray[np.float64] = log_odds / np.sqrt(1 / a + 1 / b)
    return z


def _write_term(term: int, words: Sequence[str]) -> str:
    if term < _PAIR:
        return words[term]
    left, right = divmod(term - _PAIR, _PAIR)
    return f"{words[left]} {words[right]}"
