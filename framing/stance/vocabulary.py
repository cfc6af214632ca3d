"""The words that a model knows, with the facts that its features need of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray, TypeFacts, Types
from framing.stance.normalize import find_relative, normalize_word
from framing.stance.vectors import WordVectors
from framing.stance.wordclasses import WordClasses, class_bits, find_verb_lemmas

UNKNOWN, TARGET, OTHER_NAME = range(3)
FIRST_WORD = 3
_SYMBOLS = ("_unknown_", "_target_", "_name_")
FACTS = ("bits", "lemma", "polarity", "doer", "receiver", "valence", "weight", "kinds")
_ANCHORS = 4000  # frequent words without a seed, every second one counted as neutral
_SMOOTHING = 1e-3  # of the weight a / (a + frequency) of Arora, Liang and Ma (2017)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by id: the three symbols, words with a vector by frequency, then other words of the training texts.

    Shapes: `bits`, `lemma`, `polarity`, `valence`, `weight` (words,); `vectors` (words, dimensions), zero where a
    word has none.
    """

    words: tuple[str, ...]
    bits: NDArray[np.uint16]
    lemma: IntArray
    polarity: NDArray[np.float32]
    doer: NDArray[np.float32]  # what the word says of whoever does it, from -1 to 1
    receiver: NDArray[np.float32]  # and of whoever it is done to
    valence: NDArray[np.float32]
    weight: NDArray[np.float32]
    kinds: NDArray[np.uint64]  # categories, one bit each
    vectors: NDArray[np.int8]
    n_categories: int = 0  # their names are the last words

    @property
    def first_category(self) -> int:
        """The id of the first category."""
        return len(self.words) - self.n_categories

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All facts as arrays, for storing."""
        text = np.frombuffer("\n".join(self.words).encode(), dtype=np.uint8)
        names = (*FACTS, "vectors")
        counts = {"n_categories": np.array([self.n_categories])}
        return {"words": text, **counts, **{name: getattr(self, name) for name in names}}

    @staticmethod
    def symbols() -> tuple[str, ...]:
        """The forms that stand for unknown words, the target and other names."""
        return _SYMBOLS


class WordIds:
    """Ids of the words of a vocabulary per type, looked up once per type."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._index = {word: number for number, word in enumerate(vocabulary.words)}
        self._facts = TypeFacts(self._look_up, np.int32)

    def _look_up(self, _form: str, folded: str) -> int:
        word = normalize_word(folded)
        if word in self._index:
            return self._index[word]
        relative = find_relative(word, self._index)
        return UNKNOWN if relative is None else self._index[relative]

    def of(self, types: Types) -> IntArray:
        """Shape: (types,)."""
        return self._facts.of(types)


def build_vocabulary(vectors: WordVectors, training_words: Iterable[str], classes: WordClasses) -> Vocabulary:
    """The words of the vectors and of the training texts, with their facts."""
    known = set(vectors.words)
    seeds = classes.seeds()
    others = sorted((set(training_words) | set(seeds) | set(classes.ratings) | set(classes.find_referents())) - known)
    categories = tuple(f"‹{name}›" for name in classes.categories)
    words = (*_SYMBOLS, *vectors.words, *others, *categories)
    shares = np.concatenate(
        (np.zeros(FIRST_WORD, np.uint8), vectors.name_share, np.zeros(len(others) + len(categories), np.uint8))
    )
    last = FIRST_WORD + len(vectors.words)
    values = np.zeros((len(words), vectors.values.shape[1]), dtype=np.int8)
    values[FIRST_WORD:last] = vectors.values
    weight = np.ones(len(words), dtype=np.float32)
    weight[FIRST_WORD:last] = _SMOOTHING / (_SMOOTHING + vectors.counts / max(1, vectors.counts.sum()))
    polarity, doer, receiver = np.ascontiguousarray(classes.rate(words).T)
    lemmas = find_verb_lemmas(words, classes)
    index = {word: number for number, word in enumerate(words)}
    lemma = np.array([index.get(lemmas.get(word, word), number) for number, word in enumerate(words)], dtype=np.int32)
    bits = class_bits(words, shares, classes)
    valence = learn_valence(values, polarity, last)
    valence[:FIRST_WORD] = 0
    return Vocabulary(
        words,
        bits,
        lemma,
        polarity,
        doer,
        receiver,
        valence,
        weight,
        classes.find_kinds(words),
        values,
        len(categories),
    )


def learn_valence(values: NDArray[np.int8], polarity: NDArray[np.float32], last: int) -> NDArray[np.float32]:
    """Polarity of every word with a vector, from the seeds by ridge regression, in standard deviations.

    About the median. Frequent words that are no seeds serve as neutral anchors. Zero for words without a vector.
    """
    if last == FIRST_WORD:
        return np.zeros(len(values), dtype=np.float32)
    from sklearn.linear_model import Ridge

    vectors = values.astype(np.float64) / 127
    has_vector = np.arange(len(values)) < last
    seeds = np.flatnonzero((polarity != 0) & has_vector)
    anchors = np.arange(FIRST_WORD, min(last, FIRST_WORD + _ANCHORS))
    anchors = anchors[polarity[anchors] == 0][::2]
    chosen = np.concatenate((seeds, anchors))
    ridge = Ridge(alpha=1.0).fit(vectors[chosen], polarity[chosen])
    valence = ridge.predict(vectors)
    valence = (valence - np.median(valence[FIRST_WORD:last])) / valence[FIRST_WORD:last].std()
    # Rounded, because the last digits depend on how many threads the regression ran on.
    return np.where(has_vector, np.round(valence, 3), 0).astype(np.float32)
