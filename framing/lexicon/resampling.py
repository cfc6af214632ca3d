"""Figures of agreement between hits and labels, with 95 % intervals by bootstrap over documents."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.few_groups import LEAST_GROUPS

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

N_DRAWS = 1000
_ENDS = (2.5, 97.5)
_FOLDS = 5
_CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the ends of its 95 % interval.

    All are None where the figure is not defined; the ends also where it rests on few documents, see
    `framing.few_groups`. `n_documents` are those that it rests on, such as the documents with a hit for precision.
    """

    value: float | None
    low: float | None
    high: float | None
    n_documents: int = 0


@dataclass(frozen=True, slots=True)
class Presence:
    """How well the presence of hits meets the labels."""

    n_units: int
    n_labelled: int  # units with the label
    n_found: int  # units with hits
    n_right: int  # units with both
    precision: Estimate
    recall: Estimate
    f1: Estimate
    auc: Estimate  # of presence


class Draws:
    """How often each document stands in each of the resamples, the same for all figures of one evaluation.

    Documents are drawn, not units: the sentences of an article are no independent evidence.

    Args:
        n_documents: documents to draw from, as many times.
        seed: of the drawing.
        n_draws: resamples.
    """

    def __init__(self, n_documents: int, seed: int = 0, n_draws: int = N_DRAWS) -> None:
        random = np.random.default_rng(seed)
        shares = np.full(max(n_documents, 1), 1 / max(n_documents, 1))
        self.weights = random.multinomial(n_documents, shares, size=n_draws).astype(np.float32)[:, :n_documents]
        self.n_documents = n_documents


def measure_presence(draws: Draws, document: Ints, is_labelled: Bools, is_found: Bools) -> Presence:
    """Precision, recall, F1 and AUC of the presence of hits, over units.

    precision = right / found; recall = right / labelled; F1 = 2 right / (found + labelled); all from 0 to 1, not
    defined where the denominator is 0. AUC = (1 + recall - share of unlabelled units with hits) / 2: the chance that
    presence ranks a labelled unit above an unlabelled one, ties counted half; .5 is what chance gives; not defined
    unless there are labelled and unlabelled units.

    Args:
        draws: the resamples.
        document: number of each unit's document.
        is_labelled: whether people gave the unit the label.
        is_found: whether it has a hit.
    """
    cell = document * 4 + is_labelled * 2 + is_found
    counts = np.bincount(cell, minlength=4 * draws.n_documents).reshape(-1, 4)[:, [3, 1, 2, 0]]
    resampled = draws.weights @ counts.astype(np.float32)
    return _summarize(counts.sum(axis=0), resampled, _count_documents(counts))


def measure_many(draws: Draws, right: Ints, wrong: Ints, labelled: Ints, n_units: Ints) -> list[Presence]:
    """The same for many entries at once, each against the same labels.

    Args:
        draws: the resamples.
        right: labelled units with a hit of the entry. Shape: (documents, entries).
        wrong: other units with such a hit. Shape: (documents, entries).
        labelled: units with the label, per document.
        n_units: units per document.
    """
    at_once = max(1, _CELLS_AT_ONCE // len(draws.weights))
    measured = []
    for first in range(0, right.shape[1], at_once):
        part = [table[:, first : first + at_once] for table in (right, wrong)]
        four = np.stack((*part, labelled[:, None] - part[0], (n_units - labelled)[:, None] - part[1]))
        resampled = np.stack([draws.weights @ table.astype(np.float32) for table in four], axis=-1)
        totals = four.sum(axis=1).T
        measured += [
            _summarize(totals[entry], resampled[:, entry], _count_documents(four[:, :, entry].T))
            for entry in range(len(totals))
        ]
    return measured


def _count_documents(counts: Ints) -> list[int]:
    """Documents that precision, recall, F1 and AUC rest on. Shape of `counts`: (documents, 4), as for `_summarize`.

    The AUC sets units with the label against units without, and rests on the fewer documents of the two.
    """
    right, wrong, missed, rest = counts.T > 0
    labelled, others = right | missed, wrong | rest
    with_label = int(labelled.sum())
    found = int((right | wrong).sum())
    return [found, with_label, int((labelled | wrong).sum()), min(with_label, int(others.sum()))]


def _summarize(total: Ints, resampled: NDArray[np.float32], n_documents: Sequence[int]) -> Presence:
    """The figures of right, wrong, missed and rest; `resampled` has the shape (draws, 4)."""
    values = _find_figures(total.astype(np.float64)[None, :])[:, 0]
    estimates = [
        make_estimate(value, sample, n)
        for value, sample, n in zip(
            values.tolist(), _find_figures(resampled.astype(np.float64)), n_documents, strict=True
        )
    ]
    right, wrong, missed, _ = total.tolist()
    return Presence(int(total.sum()), right + missed, right + wrong, right, *estimates)


def _find_figures(counts: Floats) -> Floats:
    """Precision, recall, F1 and AUC of rows of right, wrong, missed, rest. Shape: (4, rows), nan where not defined."""
    right, wrong, missed, rest = counts.T
    with np.errstate(divide="ignore", invalid="ignore"):
        recall = right / (right + missed)
        return np.stack(
            (
                right / (right + wrong),
                recall,
                2 * right / (2 * right + wrong + missed),
                (1 + recall - wrong / (wrong + rest)) / 2,
            )
        )


def make_estimate(value: float, sample: Floats, n_documents: int) -> Estimate:
    """The value with the 2.5th and 97.5th percentile of the resamples in which it is defined.

    Args:
        n_documents: that the figure rests on; with few there is no interval.
    """
    defined = sample[~np.isnan(sample)]
    if np.isnan(value) or not len(defined):
        return Estimate(None, None, None, n_documents)
    if n_documents < LEAST_GROUPS:
        return Estimate(float(value), None, None, n_documents)
    low, high = np.percentile(defined, _ENDS).tolist()
    return Estimate(float(value), low, high, n_documents)


def measure_auc(draws: Draws, document: Ints, is_labelled: Bools, score: Floats) -> Estimate:
    """Area under the ROC curve of a score: the chance that a labelled unit has a higher score than an unlabelled one.

    Ties count half. Range 0 to 1, .5 is what chance gives; not defined unless there are labelled and unlabelled units.
    """
    order = np.argsort(score, kind="stable")
    begins = np.flatnonzero(np.diff(score[order], prepend=np.nan) != 0)
    value = _find_auc(np.ones((1, len(order))), is_labelled[order], begins)
    at_once = max(1, _CELLS_AT_ONCE // max(1, len(order)))
    sample = [
        _find_auc(draws.weights[first : first + at_once, document[order]], is_labelled[order], begins)
        for first in range(0, len(draws.weights), at_once)
    ]
    n_documents = min(len(np.unique(document[is_labelled])), len(np.unique(document[~is_labelled])))
    return make_estimate(float(value[0]), np.concatenate(sample), n_documents)


def _find_auc(weights: NDArray[np.floating], is_labelled: Bools, begins: Ints) -> Floats:
    """AUC of each row of weights of units in rising order of score; `begins` is where each score begins."""
    if not len(begins):
        return np.full(len(weights), np.nan)
    labelled = np.add.reduceat(weights * is_labelled, begins, axis=1, dtype=np.float64)
    others = np.add.reduceat(weights * ~is_labelled, begins, axis=1, dtype=np.float64)
    below = np.cumsum(others, axis=1) - others / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((labelled * below).sum(axis=1) / (labelled.sum(axis=1) * others.sum(axis=1)))


def find_threshold_f1(document: Ints, is_labelled: Bools, score: Floats, seed: int = 0) -> float | None:
    """F1 of "the score reaches a threshold", with thresholds that the judged units played no part in.

    Documents are dealt into five folds; for each fold the threshold above 0 with the highest F1 on the other four is
    taken (the highest of equally good ones), and the answers of all folds are counted together. None where nothing is
    labelled.
    """
    documents = np.unique(document)
    fold_of = np.zeros(int(documents.max(initial=0)) + 1, dtype=np.int64)
    fold_of[np.random.default_rng(seed).permutation(documents)] = np.arange(len(documents)) % _FOLDS
    fold = fold_of[document]
    is_found = np.zeros(len(score), dtype=np.bool_)
    for number in range(_FOLDS):
        kept = fold != number
        is_found[~kept] = score[~kept] >= _find_threshold(is_labelled[kept], score[kept])
    n_labelled = int(is_labelled.sum())
    return 2 * int((is_found & is_labelled).sum()) / (int(is_found.sum()) + n_labelled) if n_labelled else None


def _find_threshold(is_labelled: Bools, score: Floats) -> float:
    order = np.argsort(-score, kind="stable")
    right = np.cumsum(is_labelled[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + max(1, int(is_labelled.sum())))
    ends = np.append(np.diff(score[order]) != 0, True) & (score[order] > 0)
    if not ends.any():
        return float("inf")
    return float(score[order][ends][np.argmax(f1[ends])])


def find_mean(values: Sequence[float | None]) -> float | None:
    """The mean of those that are defined; None for none."""
    defined = [value for value in values if value is not None]
    return sum(defined) / len(defined) if defined else None
