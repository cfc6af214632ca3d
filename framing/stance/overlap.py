"""How much a text has to do with a target string: shared words, the likest sentence, negation beside shared words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray, Tokens, TypeFacts, Types
from framing.stance import wordclasses as classes
from framing.stance.layout import BoolArray, Layout
from framing.stance.occurrences import Occurrences, join, occur
from framing.stance.templates import TEMPLATE_IDS, encode
from framing.stance.topics import Asked
from framing.stance.vocabulary import UNKNOWN, Vocabulary, WordIds

FloatArray = NDArray[np.float32]
_ENDINGS = ("'s", "s'", "ing", "ies", "ed", "es", "ly", "s", "y", "e")
_SHORTEST_STEM = 3
_BESIDE = 5  # words around a shared word
_LEDE = 60  # tokens
_STEPS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # a share counts in steps: its effect is no straight line
_BANDS = (0.15, 0.35, 0.6)
_MEASURES = (
    *("words of the target in the text", "words of the target in its beginning", "words in the likest sentence"),
    *("pairs of the target in the text", "likeness to the text", "likeness to its beginning", "likeness of a sentence"),
)
_COUNTS = (
    *("negation beside shared words", "negation in the likest sentence", "modal verbs beside shared words"),
    *("reporting verbs beside shared words", "the target is negated", "one of both is negated"),
    *("valence beside shared words", "valence of the target", "valence of both multiplied"),
)
OVERLAP_NAMES = (
    *(f"{measure}, above {step:g}" for measure in _MEASURES for step in _STEPS),
    *_MEASURES,
    *_COUNTS,
)


def find_stem(folded: str) -> str:
    """The word without its ending, so that `claimed` is `claims`."""
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM:
            return folded[: -len(ending)]
    return folded


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of texts or targets: owner, stem, weight by rarity, whether content, and the id in the vocabulary."""

    owner: IntArray
    stem: NDArray[np.int64]
    word: IntArray
    weight: FloatArray
    is_content: BoolArray
    is_negator: BoolArray


class OverlapFinder:
    """Measures the overlap of texts and targets with the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, word_ids: WordIds) -> None:
        self._vocabulary, self._word_ids = vocabulary, word_ids
        self._stems: dict[str, int] = {}
        self._of_type = TypeFacts(lambda _, folded: self._number(find_stem(folded)), np.int64)
        self._vectors = vocabulary.vectors.astype(np.float32) / 127
        # The mean direction of all words says nothing about any of them.
        self._has_vector = np.asarray(vocabulary.vectors.any(axis=1), dtype=np.bool_)
        weight = vocabulary.weight * self._has_vector
        self._centre = (weight @ self._vectors) / max(1e-9, float(weight.sum()))

    def _number(self, stem: str) -> int:
        return self._stems.setdefault(stem, len(self._stems))

    def _read(self, types: Types, type_id: IntArray, owner: IntArray) -> _Words:
        word = self._word_ids.of(types)[type_id]
        bits = self._vocabulary.bits[word]
        content = types.is_word[type_id] & ((bits & classes.FUNCTION) == 0)
        weight = np.where(content, self._vocabulary.weight[word], 0).astype(np.float32)
        return _Words(owner, self._of_type.of(types)[type_id], word, weight, content, (bits & classes.NEGATOR) != 0)

    def find(self, layout: Layout, tokens: Tokens, asked: Asked) -> tuple[FloatArray, Occurrences]:
        """The columns `OVERLAP_NAMES` of every unit, and words of the text by where the target's words stand."""
        text = self._read(tokens.types, tokens.type_id[layout.token], layout.unit)
        target = self._read(asked.tokens.types, asked.tokens.type_id, asked.tokens.documents())
        n_targets, own = len(asked.names), asked.of_unit
        hit = _Hits.find(text, target, own, len(self._stems))
        total = np.maximum(1e-9, np.bincount(hit.target, weights=hit.weight, minlength=n_targets))[own]
        sentence = _number_sentences(layout, tokens)
        beginning = (np.arange(len(layout.unit)) - layout.starts[layout.unit]) < _LEDE
        n, unit = layout.n_units, layout.unit
        shared = hit.sum_distinct(unit, hit.of_place >= 0, n) / total
        early = hit.sum_distinct(unit, (hit.of_place >= 0) & beginning, n) / total
        n_sentences = int(sentence[-1]) + 1 if len(sentence) else 0
        of_sentence = hit.sum_distinct(sentence, hit.of_place >= 0, n_sentences)
        unit_of_sentence = np.zeros(n_sentences, dtype=np.int64)
        unit_of_sentence[sentence] = unit
        best_value, best = _find_best(of_sentence, unit_of_sentence, n)
        in_best = (best[unit] == sentence) & (best_value[unit] > 0)
        cosines = self._find_likeness(text, target, own, (unit, n), (sentence, unit_of_sentence), beginning)
        measures = np.stack(
            [shared, early, best_value / total, hit.share_pairs(unit, target, own, n), *cosines], axis=1
        )
        beside = _spread(hit.of_place >= 0, unit)
        counts = self._count_beside(layout, text, target, own, beside, in_best)
        steps = (measures[:, :, None] > np.array(_STEPS)).reshape(n, -1)
        words = self._find_words(layout, text, beside, in_best, np.digitize(shared, _BANDS))
        return np.concatenate((steps, measures, counts), axis=1).astype(np.float32), words

    def _find_likeness(
        self, text: _Words, target: _Words, own: IntArray, units: tuple[IntArray, int],
        sentences: tuple[IntArray, NDArray[np.int64]], beginning: BoolArray,
    ) -> list[FloatArray]:  # fmt: skip
        """Cosine of the mean vector of the target with that of the text, of its beginning, of the likest sentence."""
        wanted = self._mean(target, np.ones(len(target.word), dtype=np.bool_), int(own.max(initial=0)) + 1)[own]
        every = np.ones(len(text.word), dtype=np.bool_)
        whole = (self._mean(text, every, units[1]) * wanted).sum(axis=1)
        early = (self._mean(text, beginning, units[1]) * wanted).sum(axis=1)
        sentence, unit_of_sentence = sentences
        in_sentences = _Words(sentence, text.stem, text.word, text.weight, text.is_content, text.is_negator)
        likeness = (self._mean(in_sentences, every, len(unit_of_sentence)) * wanted[unit_of_sentence]).sum(axis=1)
        return [whole, early, _find_best(likeness, unit_of_sentence, units[1])[0]]

    def _mean(self, words: _Words, chosen: BoolArray, n: int) -> FloatArray:
        """Mean vectors of length 1 by owner, words weighted by rarity. Shape: (n, dimensions)."""
        from scipy import sparse

        # Words without a vector have none of the direction of all words either.
        chosen = chosen & (words.weight > 0) & self._has_vector[words.word]
        place = (words.owner[chosen], words.word[chosen])
        weights = sparse.csr_matrix((words.weight[chosen], place), shape=(n, len(self._vectors)), dtype=np.float32)
        mean = weights @ self._vectors - np.asarray(weights.sum(axis=1)) * self._centre
        return np.asarray(mean / np.maximum(1e-9, np.linalg.norm(mean, axis=1, keepdims=True)), dtype=np.float32)

    def _count_beside(
        self, layout: Layout, text: _Words, target: _Words, own: IntArray, beside: BoolArray, in_best: BoolArray
    ) -> FloatArray:
        n, n_targets = layout.n_units, int(own.max(initial=0)) + 1

        def has(mask: BoolArray) -> FloatArray:
            return (np.bincount(layout.unit, weights=mask, minlength=n) > 0).astype(np.float32)

        negators = np.bincount(target.owner, weights=target.is_negator, minlength=n_targets)
        is_target_negated = np.greater(negators, 0)[own]
        negated = has(beside & text.is_negator)
        valence = self._vocabulary.valence
        near = _mean_by(layout.unit, valence[text.word], beside & text.is_content, n)
        asked = _mean_by(target.owner, valence[target.word], target.is_content, n_targets)[own]
        columns = [
            negated,
            has(in_best & text.is_negator),
            has(beside & ((layout.bits & classes.MODAL) != 0)),
            has(beside & ((layout.bits & classes.REPORTING) != 0)),
            is_target_negated,
            is_target_negated != (negated > 0),
            near,
            asked,
            near * asked,
        ]
        return np.stack(columns, axis=1).astype(np.float32)

    def _find_words(
        self, layout: Layout, text: _Words, beside: BoolArray, in_best: BoolArray, band: NDArray[np.intp]
    ) -> Occurrences:
        known = layout.is_kept & (text.word != UNKNOWN)
        parts = []
        for template, chosen in (("near the target's words", beside), ("in the likest sentence", in_best)):
            where = np.flatnonzero(known & chosen).astype(np.int32)
            parts.append(occur(layout.unit[where], encode(TEMPLATE_IDS[template], text.word[where]), where))
        where = np.flatnonzero(known).astype(np.int32)
        template_of_band = (TEMPLATE_IDS["with overlap 1"] + band[layout.unit[where]]).astype(np.int32)
        parts.append(occur(layout.unit[where], encode(template_of_band, text.word[where]), where))
        return join(parts)


@dataclass(frozen=True, slots=True)
class _Hits:
    """Distinct content words of targets, and the one that each place of a text repeats, -1 for none."""

    target: NDArray[np.int64]
    weight: FloatArray
    of_place: NDArray[np.int64]

    @staticmethod
    def find(text: _Words, target: _Words, own: IntArray, n_stems: int) -> "_Hits":
        chosen = np.flatnonzero(target.is_content)
        width = max(1, n_stems)
        cells, first = np.unique(target.owner[chosen] * np.int64(width) + target.stem[chosen], return_index=True)
        wanted = own[text.owner] * np.int64(width) + text.stem
        of_place = np.full(len(wanted), -1, dtype=np.int64)
        if len(cells):
            column = np.minimum(np.searchsorted(cells, wanted), len(cells) - 1)
            of_place = np.where((cells[column] == wanted) & text.is_content, column, -1)
        return _Hits(cells // width, target.weight[chosen[first]], of_place)

    def sum_distinct(self, owner: IntArray, mask: BoolArray, n: int) -> FloatArray:
        """Weights of the distinct words that the chosen places of each owner repeat."""
        width = max(1, len(self.weight))
        cells = np.unique(owner[mask].astype(np.int64) * width + self.of_place[mask])
        return np.bincount(cells // width, weights=self.weight[cells % width], minlength=n).astype(np.float32)

    def share_pairs(self, unit: IntArray, target: _Words, own: IntArray, n: int) -> FloatArray:
        """Share of neighbouring content words of the target that are neighbours in the text too."""
        chosen = np.flatnonzero(target.is_content)
        width = np.int64(max(1, len(self.weight)))
        cells = np.searchsorted(*_same_numbers(target, chosen))
        together = target.owner[chosen][:-1] == target.owner[chosen][1:]
        pairs = np.unique(cells[:-1][together] * width + cells[1:][together])
        n_pairs = np.bincount(self.target[pairs // width], minlength=int(own.max(initial=0)) + 1)
        place = np.flatnonzero(self.of_place >= 0)
        close = (np.diff(place) <= 2) & (unit[place[:-1]] == unit[place[1:]])
        found = self.of_place[place[:-1]][close] * width + self.of_place[place[1:]][close]
        is_pair = np.isin(found, pairs)
        distinct = np.unique(np.stack([unit[place[:-1]][close][is_pair], found[is_pair]]), axis=1)
        counts = np.bincount(distinct[0].astype(np.int64), minlength=n)
        return np.asarray(counts / np.maximum(1, n_pairs[own]), dtype=np.float32)


def _same_numbers(target: _Words, chosen: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    width = np.int64(int(target.stem.max(initial=0)) + 1)
    cells = target.owner[chosen] * width + target.stem[chosen]
    return np.unique(cells), cells


def _number_sentences(layout: Layout, tokens: Tokens) -> IntArray:
    """For each place the number of its sentence, counted through all units."""
    sentence = tokens.sentence[layout.token]
    begins = np.ones(len(sentence), dtype=np.bool_)
    begins[1:] = (sentence[1:] != sentence[:-1]) | (layout.unit[1:] != layout.unit[:-1])
    return (np.cumsum(begins) - 1).astype(np.int32)


def _find_best(value: FloatArray, owner: NDArray[np.int64], n: int) -> tuple[FloatArray, NDArray[np.int64]]:
    """Per owner the largest value, 0 without one, and the number of the first element that has it, -1 without."""
    order = np.lexsort((np.arange(len(value)), -value, owner))
    first = np.searchsorted(owner[order], np.arange(n))
    has = (
        (first < len(order)) & (owner[order[np.minimum(first, len(order) - 1)]] == np.arange(n)) if len(order) else None
    )
    if has is None:
        return np.zeros(n, dtype=np.float32), np.full(n, -1)
    best = np.where(has, order[np.minimum(first, len(order) - 1)], -1)
    return np.where(has, value[best], 0).astype(np.float32), best


def _spread(mask: BoolArray, unit: IntArray) -> BoolArray:
    """Places within reach of a chosen place of their unit, the chosen ones included."""
    spread = mask.copy()
    for step in range(1, _BESIDE + 1):
        same = unit[step:] == unit[:-step]
        spread[step:] |= mask[:-step] & same
        spread[:-step] |= mask[step:] & same
    return spread


def _mean_by(owner: IntArray, value: FloatArray, mask: BoolArray, n: int) -> FloatArray:
    total = np.bincount(owner[mask], weights=value[mask], minlength=n)
    return np.asarray(total / np.maximum(1, np.bincount(owner[mask], minlength=n)), dtype=np.float32)
