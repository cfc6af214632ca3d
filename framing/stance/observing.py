"""Reads the words beside targets of a corpus as a model knows them, batch by batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray, Tokens
from framing.stance.clusters import Floats
from framing.stance.layout import LayoutMaker, Units
from framing.stance.model import StanceModel
from framing.stance.nearby import Nearby, find_nearby
from framing.stance.profile import COVERAGE, SEEN, Profile, count_slots, make_slots
from framing.stance.shift import Sample
from framing.stance.units import find_mention_units

_MOST_TERMS = 200_000  # kept in memory; beyond that those found once are forgotten


class Term(NamedTuple):
    """A word beside targets that training did not cover.

    `kind` is `vector` where the model knows the word from unlabelled news, `unknown` where it does not know it at all.
    `text` is the number of the first document with it.
    """

    term: str
    kind: str
    n: int
    n_texts: int
    text: int


@dataclass(slots=True)
class _Count:
    kind: int
    first: int
    last: int
    n: int = 0
    n_texts: int = 0


class CorpusObserver:
    """Collects what `measure_shift` compares, and the words that training did not cover."""

    def __init__(self, model: StanceModel, profile: Profile) -> None:
        self._vocabulary, self._profile = model.vocabulary, profile
        self._maker = LayoutMaker(model.vocabulary)
        number = {word: place for place, word in enumerate(model.vocabulary.words)}
        tested = [number[word] for word, _ in profile.tested_words]
        self._slots = make_slots(len(number), tested)
        self._units: list[tuple[NDArray[np.intp], IntArray, IntArray, IntArray]] = []
        self._words: list[tuple[NDArray[np.intp], NDArray[np.int32]]] = []
        self._kinds = np.zeros(len(COVERAGE), dtype=np.int64)
        self._terms: dict[str, _Count] = {}

    def add_mentions(
        self, tokens: Tokens, document: IntArray, start: IntArray, end: IntArray, text: NDArray[np.intp]
    ) -> None:
        """Add mentions at characters `start:end` of documents of the batch; `text` numbers them in the corpus."""
        self.add(tokens, find_mention_units(tokens, document, start, end), text)

    def add(self, tokens: Tokens, units: Units, text: NDArray[np.intp]) -> None:
        """Add units of a batch. `text` is the number of each unit's document in the corpus, which must not fall."""
        nearby = find_nearby(self._maker, tokens, units)
        kinds = self._profile.find_kinds(self._vocabulary, nearby.word)
        n_nearby = nearby.count_units(np.ones(len(kinds), dtype=np.bool_))
        self._units.append((text, n_nearby, nearby.count_units(kinds == SEEN), nearby.n_words))
        self._words.append((text[nearby.unit], self._slots[nearby.word]))
        self._kinds += np.bincount(kinds, minlength=len(COVERAGE))
        self._count_terms(tokens, nearby, kinds, text)

    def _count_terms(self, tokens: Tokens, nearby: Nearby, kinds: NDArray[np.int8], text: NDArray[np.intp]) -> None:
        missing = np.flatnonzero(kinds != SEEN)
        columns = (nearby.type_id[missing], kinds[missing], text[nearby.unit[missing]])
        for type_id, kind, number in zip(*(column.tolist() for column in columns), strict=True):
            term = tokens.types.folded[type_id]
            count = self._terms.setdefault(term, _Count(kind, number, -1))
            count.n += 1
            if number != count.last:
                count.n_texts, count.last = count.n_texts + 1, number
        if len(self._terms) > _MOST_TERMS:
            self._terms = {term: count for term, count in self._terms.items() if count.n > 1}

    def find_sample(self, label: NDArray[np.intp], confidence: Floats) -> Sample:
        """The sample of all units added, with what the model says of them, in the same order."""
        text, n_nearby, n_seen, _ = (np.concatenate(column) for column in zip(*self._units, strict=True))
        of_words, slots = (np.concatenate(column) for column in zip(*self._words, strict=True))
        texts = np.unique(text)
        return Sample(
            text, label, confidence, n_nearby, n_seen, count_slots(np.searchsorted(texts, of_words), slots, len(texts))
        )

    def mean_words(self) -> float:
        """Mean number of words of the sentences with a mention."""
        return float(np.concatenate([part[3] for part in self._units]).mean())

    def coverage(self) -> dict[str, float]:
        """Shares of the words beside targets that training saw, that have only a vector, or neither."""
        shares = self._kinds / max(1, int(self._kinds.sum()))
        return {name: round(float(share), 4) for name, share in zip(COVERAGE, shares, strict=True)}

    def list_terms(self, n: int) -> Sequence[Term]:
        """The terms in most documents that training did not cover."""
        ranked = sorted(self._terms.items(), key=lambda item: (-item[1].n_texts, -item[1].n, item[0]))
        return [Term(term, COVERAGE[one.kind], one.n, one.n_texts, one.first) for term, one in ranked[:n]]
