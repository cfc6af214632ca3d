"""Word vectors learnt from unlabelled text: co-occurrence, positive mutual information, truncated SVD."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray, Tokens
from framing.errors import InputError
from framing.stance.archive import write_arrays
from framing.stance.normalize import normalize_word
from framing.stance.stored import check_arrays, read_arrays, read_words

_BREAK = -1  # stands between sentences, and for words outside the vocabulary
_FEWEST_WORDS = 20
_PAIRS_AT_ONCE = 1_000_000  # bounds the memory of one round of counting, about 100 MB


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Words in order of frequency, and what unlabelled text says about them.

    `values` are unit vectors as 8-bit integers, 127 for 1. `name_share` is the share of occurrences inside a
    sentence that begin with a capital, in hundredths.
    """

    words: tuple[str, ...]
    counts: NDArray[np.int64]
    name_share: NDArray[np.uint8]
    values: NDArray[np.int8]

    @staticmethod
    def none() -> "WordVectors":
        """No words and no dimensions, for languages without vectors."""
        nothing = np.zeros(0, dtype=np.int64)
        return WordVectors((), nothing, nothing.astype(np.uint8), np.zeros((0, 0), dtype=np.int8))

    def write(self, path: Path) -> None:
        """Write the arrays as a compressed npz file."""
        text = np.frombuffer("\n".join(self.words).encode(), dtype=np.uint8)
        write_arrays(path, {"words": text, "counts": self.counts, "name_share": self.name_share, "values": self.values})


def read_vectors(path: Path) -> WordVectors:
    """The vectors of a file that `WordVectors.write` made.

    Raises:
        ModelError: it is no such file.
    """
    arrays = read_arrays(path)
    words = read_words(path, arrays)
    n = len(words)
    check_arrays(path, arrays, {"counts": (n,), "name_share": (n,), "values": (n, None)})
    return WordVectors(words, arrays["counts"], arrays["name_share"], arrays["values"])


class _Counter:
    """Words of all batches as one sequence of ids, and how often each was capitalised inside a sentence."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.sequences: list[IntArray] = []
        self.inside: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self.capital: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._generation = -1
        self._of_type: list[int] = []

    def add(self, tokens: Tokens) -> None:
        of_type = self._look_up(tokens)
        is_word = tokens.types.is_word[tokens.type_id]
        documents = tokens.documents()
        is_first = np.ones(len(is_word), dtype=np.bool_)
        is_first[1:] = (tokens.sentence[1:] != tokens.sentence[:-1]) | (documents[1:] != documents[:-1])
        follows_word = np.zeros(len(is_word), dtype=np.bool_)
        follows_word[1:] = is_word[:-1] & ~is_first[1:]
        ids = of_type[tokens.type_id]
        self.inside = _add_counts(self.inside, ids[is_word & follows_word], len(self.ids))
        is_title = tokens.types.is_title[tokens.type_id]
        self.capital = _add_counts(self.capital, ids[is_word & follows_word & is_title], len(self.ids))
        # A break before each sentence; punctuation inside sentences does not separate words.
        with_breaks = np.repeat(ids, np.where(is_first, 2, 1))
        starts = np.cumsum(np.where(is_first, 2, 1)) - np.where(is_first, 2, 1)
        with_breaks[starts[is_first]] = _BREAK
        keep = np.repeat(is_word, np.where(is_first, 2, 1)) | (with_breaks == _BREAK)
        self.sequences.append(with_breaks[keep].astype(np.int32))

    def _look_up(self, tokens: Tokens) -> IntArray:
        if tokens.types.generation != self._generation:
            self._generation, self._of_type = tokens.types.generation, []
        for folded in tokens.types.folded[len(self._of_type) : tokens.types.n_types]:
            self._of_type.append(self.ids.setdefault(normalize_word(folded), len(self.ids)))
        return np.asarray(self._of_type, dtype=np.int32)


def _add_counts(totals: NDArray[np.int64], ids: IntArray, n_words: int) -> NDArray[np.int64]:
    counts = np.bincount(ids, minlength=n_words)
    counts[: len(totals)] += totals
    return counts


def learn_vectors(
    batches: Iterable[Tokens],
    dimensions: int = 128,
    seed: int = 0,
    min_count: int = 40,
    max_words: int = 30_000,
    max_contexts: int = 12_000,
    window: int = 5,
) -> WordVectors:
    """Vectors of the frequent words of a corpus.

    Weighted counts of words at most `window` words apart in one sentence (nearer ones count more, frequent words
    less), positive pointwise mutual information with context counts to the power of .75 (Levy, Goldberg and Dagan
    2015), truncated SVD with the square root of the singular values, rows scaled to length 1.

    Raises:
        InputError: too few words are frequent enough.
    """
    counter = _Counter()
    for tokens in batches:
        counter.add(tokens)
    forms = np.array(list(counter.ids), dtype=object)
    sequence = np.concatenate(counter.sequences or [np.zeros(0, dtype=np.int32)])
    counts = np.bincount(sequence[sequence >= 0], minlength=len(forms))
    usable = np.array(
        [form.replace("-", "").replace("'", "").isalpha() or form == "#" for form in forms], dtype=np.bool_
    )
    kept = np.flatnonzero((counts >= min_count) & usable)
    if len(kept) < _FEWEST_WORDS:
        message = f"{len(kept)} words occur {min_count} times or more"
        raise InputError(f"too little text to learn word vectors from: {message}; {_FEWEST_WORDS} are needed")
    kept = kept[np.lexsort((forms[kept].astype(str), -counts[kept]))][:max_words]
    new_ids = np.full(len(forms) + 1, _BREAK, dtype=np.int32)  # the last element is for breaks
    new_ids[kept] = np.arange(len(kept), dtype=np.int32)
    information = _weigh_pairs(new_ids[sequence], counts[kept], min(max_contexts, len(kept)), window)
    values = _reduce(information, min(dimensions, len(kept) - 1), seed)
    share = np.round(100 * counter.capital[kept] / np.maximum(1, counter.inside[kept])).astype(np.uint8)
    return WordVectors(tuple(forms[kept].tolist()), counts[kept], share, values)


def _weigh_pairs(sequence: IntArray, counts: NDArray[np.int64], n_contexts: int, window: int) -> Any:
    """Positive pointwise mutual information of words and contexts. Sparse, shape: (words, contexts)."""
    from scipy import sparse

    weight = np.minimum(1, np.sqrt(1e-4 / (counts / counts.sum()))).astype(np.float32)
    pairs = sparse.csr_matrix((len(counts), n_contexts), dtype=np.float32)
    for first in range(0, len(sequence), _PAIRS_AT_ONCE):
        part = sequence[first : first + _PAIRS_AT_ONCE + window]
        pairs = pairs + _count_pairs(part, weight, n_contexts, window)
    pairs.data[pairs.data < 0.02] = 0
    pairs.eliminate_zeros()
    of_word = np.asarray(pairs.sum(axis=1)).ravel()
    of_context = np.asarray(pairs.sum(axis=0)).ravel() ** 0.75
    cells = pairs.tocoo()
    expected = of_word[cells.row] * of_context[cells.col] / of_context.sum()
    information = np.log(cells.data / np.maximum(expected, 1e-12))
    positive = information > 0
    place = (cells.row[positive], cells.col[positive])
    return sparse.csr_matrix((information[positive].astype(np.float32), place), shape=pairs.shape)


def _count_pairs(sequence: IntArray, weight: NDArray[np.float32], n_contexts: int, window: int) -> Any:
    from scipy import sparse

    total = sparse.csr_matrix((len(weight), n_contexts), dtype=np.float32)
    # A sentence break and a word outside the vocabulary each take the place of one word.
    for distance in range(1, window + 1):
        left, right = sequence[:-distance], sequence[distance:]
        near = (left >= 0) & (right >= 0)
        left, right = left[near], right[near]
        value = weight[left] * weight[right] * np.float32((window + 1 - distance) / window)
        rows, columns = np.concatenate((left, right)), np.concatenate((right, left))
        values = np.concatenate((value, value))
        is_context = columns < n_contexts
        place = (rows[is_context], columns[is_context])
        total = total + sparse.coo_matrix((values[is_context], place), shape=total.shape).tocsr()
    return total


def _reduce(information: Any, dimensions: int, seed: int) -> NDArray[np.int8]:
    from sklearn.decomposition import TruncatedSVD

    svd = TruncatedSVD(dimensions, algorithm="randomized", n_iter=3, n_oversamples=20, random_state=seed)
    values = svd.fit_transform(information) / np.sqrt(np.maximum(svd.singular_values_, 1e-9))
    values /= np.linalg.norm(values, axis=1, keepdims=True) + 1e-9
    return np.asarray(np.round(127 * values), dtype=np.int8)
