"""The profile of a model's training data: what drift is measured against. Counts and shares, no sentences."""

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError
from framing.stance.clusters import LEAST_COUNT, TESTED_WORDS, Floats, estimate_means, find_design_effect
from framing.stance.documents import UnitBatch
from framing.stance.evaluation import Answers
from framing.stance.layout import LayoutMaker
from framing.stance.nearby import Nearby, find_nearby
from framing.stance.stored import read_json
from framing.stance.vocabulary import UNKNOWN, Vocabulary

PROFILE = "profile.json"
FORMAT = 1
SEEN, VECTOR, NOWHERE = range(3)
COVERAGE = ("seen", "vector", "unknown")
BINS = 20  # of confidence, from 0 to 1
_MOST_WORDS = 3000
_LEAST_TEXTS = 2  # a word of one labelled text is the text's own: features too need two
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Profile:
    """Facts of the training rows, mentions or whole texts, predicted out of fold.

    Attributes:
        n_units: rows.
        n_texts: groups of rows, which cross-validation keeps together.
        n_nearby: words beside targets: without function words, names and the targets.
        coverage: shares of these words that stand in two or more *other* texts (`seen`), have only a vector
            (`vector`), or neither (`unknown`).
        coverage_of_types: the same shares of different words.
        coverage_variance, confidence_variance, label_covariance: of the means, over texts.
        words: the most frequent words beside targets, folded, with their counts.
        design_effect: see `find_design_effect`.
        confidence: mean probability of the likeliest label, and below its histogram over `BINS` bins.
        above_threshold: share of rows that the model does not abstain from.
        labels: the labels, and below the shares that people gave and that were predicted.
        sentence_words: mean number of words of a row, and the 10th, 50th and 90th percentile.
        attributed: share of targets in attributed speech; None for whole texts.
        seen: whether each word of the model's vocabulary stands beside targets in two training texts or more.
    """

    unit: str
    n_units: int
    n_texts: int
    n_nearby: int
    coverage: dict[str, float]
    coverage_of_types: dict[str, float]
    coverage_variance: float
    words: tuple[tuple[str, int], ...]
    design_effect: float
    confidence: float
    confidence_variance: float
    confidence_histogram: tuple[float, ...]
    above_threshold: float
    labels: tuple[str, ...]
    given_shares: tuple[float, ...]
    predicted_shares: tuple[float, ...]
    label_covariance: tuple[tuple[float, ...], ...]
    sentence_words: dict[str, float]
    attributed: float | None
    seen: NDArray[np.bool_]

    @property
    def tested_words(self) -> tuple[tuple[str, int], ...]:
        """The words frequent enough to compare frequencies, with their counts."""
        return tuple((word, n) for word, n in self.words[:TESTED_WORDS] if n >= LEAST_COUNT)

    def to_json(self) -> str:
        """The text of the file: the same profile, the same bytes."""
        content = {field.name: getattr(self, field.name) for field in fields(self)} | {"format": FORMAT}
        packed = zlib.compress(np.packbits(self.seen).tobytes(), 9)
        content["seen"] = {"n": len(self.seen), "bits": base64.b64encode(packed).decode()}
        return json.dumps(content, sort_keys=True, ensure_ascii=False, indent=None) + "\n"

    def find_kinds(self, vocabulary: Vocabulary, word: NDArray[np.int32]) -> NDArray[np.int8]:
        """SEEN, VECTOR or NOWHERE for each word id."""
        return _find_kinds(self.seen[word], vocabulary, word)


def make_profile(
    batches: Sequence[UnitBatch],
    vocabulary: Vocabulary,
    unit: str,
    people: Answers,
    probabilities: Floats,
    threshold: float,
) -> Profile:
    """The profile of training rows with their answers and out-of-fold probabilities."""
    names, labels, groups = people.names, people.labels, people.groups
    maker = LayoutMaker(vocabulary)
    nearby = _join([find_nearby(maker, one.tokens, one.units, one.attribution) for one in batches])
    cluster = np.unique(np.array(groups), return_inverse=True)[1].astype(np.intp)
    n_texts = _count_texts(nearby, cluster, len(vocabulary.words))
    # Left out in turn: of a word's texts, its own does not count.
    kinds = _find_kinds(n_texts[nearby.word] > _LEAST_TEXTS, vocabulary, nearby.word)
    types = np.unique(nearby.word, return_index=True)[1]
    n_nearby = nearby.count_units(np.ones(len(nearby.unit), dtype=np.bool_)).astype(float)
    of_words = estimate_means(nearby.count_units(kinds == SEEN).astype(float)[:, None], n_nearby, cluster)
    confidence, ones = probabilities.max(axis=1), np.ones(len(probabilities))
    of_confidence = estimate_means(confidence[:, None], ones, cluster)
    of_labels = estimate_means(np.eye(len(names))[probabilities.argmax(axis=1)], ones, cluster)
    words, design_effect = _count_words(nearby, cluster, vocabulary)
    quantiles = np.quantile(nearby.n_words, [0.1, 0.5, 0.9])
    lengths = dict(zip(("mean", "p10", "p50", "p90"), (nearby.n_words.mean(), *quantiles), strict=True))
    given = [list(labels).count(name) / len(labels) for name in names]
    return Profile(
        unit=unit,
        n_units=len(labels),
        n_texts=int(cluster.max()) + 1,
        n_nearby=len(nearby.unit),
        coverage=_share_kinds(kinds),
        coverage_of_types=_share_kinds(kinds[types]),
        coverage_variance=_shorten(of_words.covariance[0, 0]),
        words=words,
        design_effect=_shorten(design_effect),
        confidence=_shorten(of_confidence.mean[0]),
        confidence_variance=_shorten(of_confidence.covariance[0, 0]),
        confidence_histogram=tuple(map(_shorten, find_histogram(confidence))),
        above_threshold=_shorten((confidence >= threshold).mean()),
        labels=names,
        given_shares=tuple(map(_shorten, given)),
        predicted_shares=tuple(map(_shorten, of_labels.mean)),
        label_covariance=tuple(tuple(map(_shorten, row)) for row in of_labels.covariance),
        sentence_words={name: round(float(value), 1) for name, value in lengths.items()},
        attributed=_shorten(nearby.is_attributed.mean()) if unit == "mention" else None,
        seen=n_texts >= _LEAST_TEXTS,
    )


def find_histogram(confidence: Floats) -> Floats:
    """Shares of the bins of confidence. Shape: (BINS,)."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return np.bincount(bins, minlength=BINS) / max(1, len(confidence))


def read_profile(folder: Path) -> Profile:
    """The profile in a model folder.

    Raises:
        ModelError: there is none, or it is of another format.
    """
    path = folder / PROFILE
    if not path.is_file():
        raise ModelError(
            f"{path}: missing, so that there is nothing to compare with; train the model again: "
            f"`framing train LABELS... --from {folder} --out FOLDER`"
        )
    try:
        content = read_json(path)
        if content.pop("format") != FORMAT:
            raise ModelError(f"{path}: another format than {FORMAT}; train the model again")
        bits = np.frombuffer(zlib.decompress(base64.b64decode(content["seen"]["bits"])), dtype=np.uint8)
        seen = np.unpackbits(bits, count=content["seen"]["n"]).astype(np.bool_)
        lists = {name: _freeze(value) for name, value in content.items() if isinstance(value, list)}
        return Profile(**{**content, **lists, "seen": seen})
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as problem:
        raise ModelError(f"{path}: not a profile: {problem}; restore the file or train the model again") from problem


def _freeze(value: Any) -> Any:
    return tuple(map(_freeze, value)) if isinstance(value, list) else value


def _shorten(value: Any) -> float:
    # Significant digits, as some of the numbers are variances.
    return float(f"{float(value):.{_DIGITS}g}")


def _join(parts: Sequence[Nearby]) -> Nearby:
    firsts = np.cumsum([0, *(len(part.n_words) for part in parts)])
    unit = [part.unit + first for part, first in zip(parts, firsts, strict=False)]
    columns = {name: [getattr(part, name) for part in parts] for name in Nearby.__slots__} | {"unit": unit}
    return Nearby(**{name: np.concatenate(column) for name, column in columns.items()})


def _find_kinds(is_seen: NDArray[np.bool_], vocabulary: Vocabulary, word: NDArray[np.int32]) -> NDArray[np.int8]:
    has_vector: NDArray[np.bool_] = np.asarray(vocabulary.vectors.any(axis=1))[word]
    kinds = np.where(is_seen, SEEN, np.where(has_vector, VECTOR, NOWHERE))
    return np.where(word == UNKNOWN, NOWHERE, kinds).astype(np.int8)


def _share_kinds(kinds: NDArray[np.int8]) -> dict[str, float]:
    counts = np.bincount(kinds, minlength=len(COVERAGE)) / max(1, len(kinds))
    return {name: _shorten(share) for name, share in zip(COVERAGE, counts, strict=True)}


def _count_texts(nearby: Nearby, cluster: NDArray[np.intp], n_words: int) -> NDArray[np.int64]:
    """In how many texts each word of the vocabulary stands beside targets. Shape: (words,)."""
    cells = np.unique(cluster[nearby.unit].astype(np.int64) * n_words + nearby.word)
    return np.bincount(cells % n_words, minlength=n_words)


def _count_words(
    nearby: Nearby, cluster: NDArray[np.intp], vocabulary: Vocabulary
) -> tuple[tuple[tuple[str, int], ...], float]:
    counts = np.bincount(nearby.word, minlength=len(vocabulary.words))
    counts[UNKNOWN] = 0
    ranked = sorted(np.flatnonzero(counts).tolist(), key=lambda word: (-counts[word], vocabulary.words[word]))
    slots = make_slots(len(vocabulary.words), [word for word in ranked[:TESTED_WORDS] if counts[word] >= LEAST_COUNT])
    matrix = count_slots(cluster[nearby.unit], slots[nearby.word], int(cluster.max()) + 1)
    words = tuple((vocabulary.words[word], int(counts[word])) for word in ranked[:_MOST_WORDS])
    return words, find_design_effect(matrix)


def make_slots(n_words: int, tested: Sequence[int]) -> NDArray[np.int32]:
    """For each word id its place among the tested words; all others share the last place. Shape: (words,)."""
    slots = np.full(n_words, TESTED_WORDS, dtype=np.int32)
    slots[np.asarray(tested, dtype=np.intp)] = np.arange(len(tested))
    return slots


def count_slots(text: NDArray[np.intp], slot: NDArray[np.int32], n_texts: int) -> Any:
    """Sparse counts of tested words and, last, of all others, per text. Shape: (texts, TESTED_WORDS + 1)."""
    from scipy import sparse

    ones = np.ones(len(text), dtype=np.int32)
    return sparse.coo_matrix((ones, (text, slot)), shape=(n_texts, TESTED_WORDS + 1)).tocsr()
