"""How far predictions and the words beside targets are from a model's training data, and whether chance explains it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.stance.clusters import TESTED_WORDS, Estimate, Floats, estimate_means, find_design_effect
from framing.stance.profile import BINS, Profile, find_histogram

LEAST_UNITS, LEAST_TEXTS = 30, 10  # below which nothing is tested
ALPHA = 0.05  # of a false alarm, over all measures together
# How far a measure must at least be off before it counts: with many mentions chance explains no difference at all, and
# every two corpora differ a little. Chosen by benchmarks/drift_simulation.py.
LEAST_COVERAGE, LEAST_CONFIDENCE, LEAST_LABELS, LEAST_DIVERGENCE = 0.02, 0.03, 0.08, 0.005
# The model has learnt from all rows, what was predicted out of fold from four fifths: it is surer by up to so much.
ALLOWANCE = 0.03
# Which words training has seen depends on the texts it happens to have, so that coverage varies more than it does over
# texts: in halves of one corpus its t-values had a standard deviation of 1.2 to 1.4 instead of 1.
COVERAGE_SPREAD = 1.25
COVERAGE, CONFIDENCE, LABELS, WORDS = MEASURES = ("coverage", "confidence", "labels", "words")
_DRAWS = 499
_PSI_BINS = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """Units of a corpus as a model sees them.

    Shapes: one element per unit; `words` (texts, tested words + 1) holds sparse counts, see `count_slots`, the texts in
    the order of their numbers.
    """

    text: NDArray[np.intp]  # number of the document
    label: NDArray[np.intp]  # place among the profile's labels
    confidence: Floats
    n_nearby: NDArray[np.int32]
    n_seen: NDArray[np.int32]
    words: Any

    def take(self, chosen: NDArray[np.bool_]) -> "Sample":
        """Some of the units. The words are those of all units of their texts."""
        texts = np.isin(np.unique(self.text), self.text[chosen])
        return Sample(
            self.text[chosen],
            self.label[chosen],
            self.confidence[chosen],
            self.n_nearby[chosen],
            self.n_seen[chosen],
            self.words[np.flatnonzero(texts)],
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure on the training data and on a corpus.

    Attributes:
        name: `coverage` (share of words beside targets that training saw), `confidence` (mean), `labels` (how far the
            shares of predicted labels are apart: half the sum of absolute differences) or `words` (Jensen-Shannon
            divergence of word frequencies, in bits).
        training, corpus: the values; of distances the training value is what chance gives.
        difference: corpus less training.
        least: difference that must be reached to count.
        p_value: probability of such a difference if the corpus were drawn from the training data.
        is_far: whether p_value is below .05 / 4 and the difference at least `least`.
    """

    name: str
    training: float
    corpus: float
    difference: float
    least: float
    p_value: float
    is_far: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """The measures, and whether any is far: None where there are too few mentions to tell."""

    n_units: int
    n_texts: int
    measures: tuple[Measure, ...]
    is_far: bool | None


def measure_shift(profile: Profile, sample: Sample, seed: int = 0) -> Shift:
    """Compare a corpus with the training data of a model.

    Every measure gets a p-value under the assumption that the corpus was drawn from the training data, text by text:
    a t-test of means and Hotelling's test of label shares, both with the covariance over texts of corpus and
    training, and for words draws from the profile's own frequencies with sample sizes divided by the design effect.
    A measure is far if its p-value is below `ALPHA` divided by the number of measures (Bonferroni).
    """
    if not len(sample.text):
        return Shift(0, 0, (), None)
    n_texts = len(np.unique(sample.text))
    if len(sample.text) < LEAST_UNITS or n_texts < LEAST_TEXTS:
        return Shift(len(sample.text), n_texts, (), None)
    measures = (
        _compare_coverage(profile, sample),
        _compare_confidence(profile, sample),
        _compare_labels(profile, sample),
        _compare_words(profile, sample, seed),
    )
    return Shift(len(sample.text), n_texts, measures, any(one.is_far for one in measures))


def _judge(name: str, training: float, corpus: float, least: float, size: float, p_value: float) -> Measure:
    is_far = p_value < ALPHA / len(MEASURES) and size >= least
    before, after, difference = (round(float(value), 4) for value in (training, corpus, corpus - training))
    return Measure(name, before, after, difference, least, float(f"{p_value:.3g}"), bool(is_far))


def _compare_coverage(profile: Profile, sample: Sample) -> Measure:
    found = estimate_means(sample.n_seen.astype(float)[:, None], sample.n_nearby.astype(float), sample.text)
    trained, value = profile.coverage["seen"], float(found.mean[0])
    # Only words that training did not see are a loss.
    p_value = _test_loss((value - trained) / COVERAGE_SPREAD, profile.coverage_variance, profile.n_nearby, found)
    return _judge(COVERAGE, trained, value, LEAST_COVERAGE, trained - value, p_value)


def _compare_confidence(profile: Profile, sample: Sample) -> Measure:
    found = estimate_means(sample.confidence[:, None], np.ones(len(sample.text)), sample.text)
    trained, value = profile.confidence, float(found.mean[0])
    gap = value - trained
    # Beyond the allowance on one side, below 0 on the other; doubled, as both sides count.
    beyond = min(gap, 0.0) or -max(gap - ALLOWANCE, 0.0)
    p_value = min(1.0, 2 * _test_loss(beyond, profile.confidence_variance, profile.n_units, found))
    return _judge(CONFIDENCE, trained, value, LEAST_CONFIDENCE, abs(beyond), p_value)


def _test_loss(difference: float, trained: float, size: float, found: Estimate) -> float:
    """p-value of a mean's being so far below that of training, whose variance is `trained` and size `size`."""
    from scipy.stats import t

    own = max(float(found.covariance[0, 0]), trained * size / max(found.size, 1.0))
    if not own:
        return 0.0 if difference < 0 else 1.0
    return float(t.cdf(difference / np.sqrt(own + trained), found.n_clusters - 1))


def _compare_labels(profile: Profile, sample: Sample) -> Measure:
    from scipy.stats import f

    n_labels = len(profile.labels)
    found = estimate_means(np.eye(n_labels)[sample.label], np.ones(len(sample.text)), sample.text)
    differences = found.mean - np.array(profile.predicted_shares)
    trained = np.array(profile.label_covariance)
    expected = trained * profile.n_units / found.size
    own = found.covariance if np.trace(found.covariance) >= np.trace(expected) else expected
    free = slice(0, n_labels - 1)  # shares sum to 1: the last follows from the others
    score = float(differences[free] @ np.linalg.pinv((own + trained)[free, free]) @ differences[free])
    d, n = n_labels - 1, found.n_clusters
    p_value = float(f.sf(score * (n - d) / (d * (n - 1)), d, n - d)) if n > d else 1.0
    size = float(np.abs(differences).sum() / 2)
    return _judge(LABELS, 0.0, size, LEAST_LABELS, size, p_value)


def _compare_words(profile: Profile, sample: Sample, seed: int) -> Measure:
    counts = np.array([count for _, count in profile.tested_words], dtype=float)
    trained = np.zeros(TESTED_WORDS + 1)
    trained[: len(counts)] = counts / profile.n_nearby
    trained[-1] = max(0.0, 1 - trained[:-1].sum())
    trained /= trained.sum()
    found = np.asarray(sample.words.sum(axis=0), dtype=float).ravel()
    total = found.sum()
    if not total:
        return _judge(WORDS, 0.0, 0.0, LEAST_DIVERGENCE, 0.0, 1.0)
    divergence = float(find_divergence(found[None] / total, trained[None])[0])
    effect = max(find_design_effect(sample.words), profile.design_effect)
    chance = _draw_divergences(trained, total / effect, profile.n_nearby / profile.design_effect, seed)
    p_value = (1 + float((chance >= divergence).sum())) / (len(chance) + 1)
    expected = float(chance.mean())
    return _judge(WORDS, expected, divergence, LEAST_DIVERGENCE, divergence - expected, p_value)


def _draw_divergences(frequency: Floats, n_corpus: float, n_training: float, seed: int) -> Floats:
    """Divergences of two draws from the same frequencies, of these sizes. Shape: (draws,)."""
    generator = np.random.default_rng(seed)
    sizes = [max(1, round(n)) for n in (n_corpus, n_training)]
    drawn = [generator.multinomial(size, frequency, _DRAWS) / size for size in sizes]
    return find_divergence(*drawn)


def find_divergence(one: Floats, other: Floats) -> Floats:
    """Jensen-Shannon divergence of rows of probabilities in bits: 0 for equal ones, 1 for those without a common word.

    The mean of the Kullback-Leibler divergences of both from their mean (J. Lin, Divergence measures based on the
    Shannon entropy, IEEE Transactions on Information Theory 37, 1991, 145-151).
    """
    middle = (one + other) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.nan_to_num(side * np.log2(side / middle), nan=0.0) for side in (one, other)]
    return np.asarray(np.maximum(0.0, (parts[0].sum(axis=1) + parts[1].sum(axis=1)) / 2))


def find_stability(profile: Profile, confidence: Floats) -> float:
    """Population stability index of confidence: sum over tenths of (p - q) ln (p / q); 0 for the same histogram.

    Each tenth holds half a mention more than counted, as an empty one would make it infinite. Below .1 is read as no
    shift, above .25 as a large one, in credit scoring, where it comes from; it grows as samples become smaller.
    """
    per = BINS // _PSI_BINS
    sides: list[Floats] = []
    for histogram, n in (
        (find_histogram(confidence), len(confidence)),
        (profile.confidence_histogram, profile.n_units),
    ):
        counts = np.asarray(histogram).reshape(_PSI_BINS, per).sum(axis=1) * n + 0.5
        sides.append(counts / counts.sum())
    return float(((sides[0] - sides[1]) * np.log(sides[0] / sides[1])).sum())


def find_largest_gap(profile: Profile, confidence: Floats) -> float:
    """Largest difference of the cumulated histograms of confidence (Kolmogorov-Smirnov on bins of .05), 0 to 1."""
    gaps = np.cumsum(find_histogram(confidence)) - np.cumsum(profile.confidence_histogram)
    return float(np.abs(gaps).max())


def find_coverage(sample: Sample) -> float | None:
    """Share of the words beside targets that training saw; None where there are no words."""
    n = int(sample.n_nearby.sum())
    return round(int(sample.n_seen.sum()) / n, 4) if n else None


def share_labels(label: NDArray[np.intp], labels: Sequence[str]) -> dict[str, float]:
    """Share of each label."""
    counts = np.bincount(label, minlength=len(labels)) / max(1, len(label))
    return {name: round(float(share), 4) for name, share in zip(labels, counts, strict=True)}
