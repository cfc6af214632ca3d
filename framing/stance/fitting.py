"""Fits a model to a task: features, weights of sources, classifier, calibration, threshold, baselines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.stance.documents import UnitBatch
from framing.stance.grid import score_sources
from framing.stance.learning import (
    OutOfFold,
    Progress,
    fit_calibration,
    make_classifiers,
    make_weighting,
    predict_out_of_fold,
    softmax,
)
from framing.stance.linear import Columns, Floats, fit_linear, make_columns
from framing.stance.matrices import find_slices
from framing.stance.model import MENTION, TOPIC
from framing.stance.referents import ALL_REFERENTS, REFERENTS
from framing.stance.selection import find_columns_to_learn
from framing.stance.sources import (
    all_rows,
    find_threshold,
    number_sources,
    propose_weights,
    rows_by_source,
    spread_weights,
)
from framing.stance.steps import tell, tell_within
from framing.stance.task import Task
from framing.stance.templates import KeyArray
from framing.stance.trials import Baseline, try_keywords, try_other_splits
from framing.stance.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Learnt:
    """What training found: the pipelines, the features, and the out-of-fold probabilities it was calibrated on."""

    pipelines: dict[str, Any]  # by referent, or one for `all`
    keys: KeyArray
    probabilities: Floats
    threshold: float
    calibration: list[float]
    penalty: float
    weights: dict[str, float]
    baseline: Baseline
    others: dict[str, Floats]  # out-of-fold probabilities of other splits, by name
    text_scale: float | None


def learn(batches: Sequence[UnitBatch], vocabulary: Vocabulary, task: Task, progress: Progress | None) -> Learnt:
    """The pipeline fitted to the task, calibrated out of fold, with baselines and other splits beside it."""
    from sklearn.pipeline import Pipeline

    settings, answers = task.settings, task.numbers()
    tell(progress, "features")
    keys, raw, referent = find_columns_to_learn(batches, vocabulary, settings, task.kinds, len(task.people.names))
    slices = find_slices(keys, vocabulary.vectors.shape[1], task.unit == TOPIC)
    tried = []
    for text_scale in task.text_scales():
        weighting = make_weighting(slices, settings, text_scale).fit(raw)
        columns = make_columns(
            weighting.transform(raw).tocsr(), referent, number_sources(task.sources), settings.referent_rows
        )
        tried.append((_choose_weights(columns, answers, task, progress), weighting, columns, text_scale))
    (_, weights, out_of_fold), weighting, columns, text_scale = max(tried, key=lambda result: result[0][0])
    # A list of every column number, which only data frames need, and which would be most of the file.
    vars(weighting)["_transformer_to_input_indices"] = {}
    of_rows = spread_weights(task.sources, weights)
    of_labels = of_rows * task.label_weights()
    prior_rows = 0.0 if task.unit == MENTION else settings.prior_rows
    calibration = fit_calibration(out_of_fold.decision, answers, of_rows, prior_rows)
    tell(progress, "fit")
    fitted = fit_linear(columns, answers, out_of_fold.penalty, settings.seed, of_labels, settings.balanced, task.stop())
    classifiers = make_classifiers(fitted, calibration, task.people.names)
    probabilities = softmax(calibration[0] * out_of_fold.decision + calibration[1:])
    threshold = _fix_threshold(probabilities, answers, task)
    names = REFERENTS if len(columns.shares) > 1 else (ALL_REFERENTS,)
    pipelines = {
        name: Pipeline([("weighting", weighting), ("classifier", classifier)])
        for name, classifier in zip(names, classifiers, strict=True)
    }
    tell(progress, "other splits and baselines")

    def predict(groups: list[str]) -> Floats:
        penalties = (out_of_fold.penalty,)
        found = predict_out_of_fold(columns, answers, groups, penalties, settings, None, of_labels, task.stop())
        return softmax(calibration[0] * found.decision + calibration[1:])

    others = try_other_splits(all_rows(task.sources), settings.group_by, settings.seed, predict)
    baseline = try_keywords(batches, task.people.labels, task.people.groups, settings.folds)
    of_sources = {source.name: weight for source, weight in zip(task.sources, weights, strict=True)}
    return Learnt(
        pipelines,
        keys,
        probabilities,
        threshold,
        calibration.tolist(),
        out_of_fold.penalty,
        of_sources,
        baseline,
        others,
        text_scale,
    )


def _choose_weights(
    columns: Columns, answers: NDArray[np.intp], task: Task, progress: Progress | None
) -> tuple[float, tuple[float, ...], OutOfFold]:
    """The best mean macro-F1 over the sources, the weights that gave it, and what was predicted out of fold."""
    settings, groups, penalties = task.settings, list(task.people.groups), task.penalties()
    tried = []
    proposed = propose_weights(task.sources)
    for number, weights in enumerate(proposed):
        tell = tell_within(progress, "cross-validation", number, len(proposed))
        of_rows = spread_weights(task.sources, weights) * task.label_weights()
        out_of_fold = predict_out_of_fold(columns, answers, groups, penalties, settings, tell, of_rows, task.stop())
        tried.append((score_sources(out_of_fold.decision, answers, task.sources), weights, out_of_fold))
    return max(tried, key=lambda result: result[0])


def _fix_threshold(probabilities: Floats, answers: NDArray[np.intp], task: Task) -> float:
    confidence = probabilities.max(axis=1)
    if task.threshold_on is None:
        return _round_down(float(np.quantile(confidence, 1 - task.settings.coverage)))
    rows = dict(rows_by_source(task.sources))[task.threshold_on]
    right = probabilities[rows].argmax(axis=1) == answers[rows]
    return _round_down(find_threshold(confidence[rows], right))


def _round_down(threshold: float) -> float:
    """Four digits that are not above the threshold: else a model that is sure of all would abstain from all."""
    return float(np.floor(threshold * 10_000) / 10_000)
