"""How well a model does on labels: scores with intervals by bootstrap over groups, calibration, abstention."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.label_files import quote_names
from framing.stance.resampling import Confusion, count_confusion, find_intervals, macro_f1, round_rate

Floats = NDArray[np.float64]
_BINS = 15


@dataclass(frozen=True, slots=True)
class Answers:
    """People's labels, the order of the labels, and the group of each row."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of a model on labels. Intervals are 95 %, by bootstrap over groups; rates lie between 0 and 1.

    `calibration_error` is the mean distance of confidence and accuracy over 15 bins of equal width, weighted by
    rows, `calibration_error_by_chance` what it would be on average if confidences were exact: few rows leave some.
    `coverage` is the share of rows at or above the model's threshold, `accuracy_covered` the accuracy on them.
    `confusion[i][j]`: rows with label i predicted as j. `majority_...` are figures of the commonest label alone,
    `keyword_...` of the label with most keywords, None where the model has no keywords. Macro-F1 is the mean over
    `macro_f1_labels`, which occur or are predicted. An interval is None where there is too little for one, and
    `no_interval` says why.
    `in_training` counts rows that the model learnt from (`rows`), and further ones whose text it learnt from
    (`same_text`); None where it does not tell. `warnings` say what that means, `notes` what else to know. Tables
    `by_...` hold `name`, `n`, `accuracy`, `macro_f1` and intervals, or why not; `examples` the surest errors of
    each pair.
    """

    n: int
    n_groups: int
    labels: tuple[str, ...]
    macro_f1: float
    macro_f1_interval: tuple[float, float] | None
    accuracy: float
    accuracy_interval: tuple[float, float] | None
    majority_accuracy: float
    majority_macro_f1: float
    calibration_error: float
    calibration_error_by_chance: float
    threshold: float
    coverage: float
    accuracy_covered: float | None
    accuracy_at_80_percent: float
    per_label: dict[str, dict[str, float]]
    confusion: list[list[int]]
    macro_f1_labels: tuple[str, ...] = ()
    in_training: dict[str, int] | None = None
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    no_interval: str | None = None
    keyword_accuracy: float | None = None
    keyword_macro_f1: float | None = None
    by_target: tuple[dict[str, Any], ...] = ()
    by_voice: tuple[dict[str, Any], ...] = ()
    by_outlet: tuple[dict[str, Any], ...] = ()
    examples: tuple[dict[str, Any], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def evaluate_probabilities(probabilities: Floats, answers: Answers, threshold: float) -> Evaluation:
    """Figures of predicted probabilities, columns in the order of `answers.names`."""
    names = answers.names
    truth = np.array([names.index(label) for label in answers.labels], dtype=np.intp)
    predicted = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    confusion = count_confusion(truth, predicted, len(names))
    covered = confidence >= threshold
    right = truth == predicted
    most = np.full(len(truth), np.bincount(truth, minlength=len(names)).argmax())
    intervals = find_intervals(truth, predicted, answers.groups, len(names))
    surest = np.argsort(-confidence, kind="stable")[: max(1, round(0.8 * len(truth)))]
    return Evaluation(
        n=len(truth),
        n_groups=len(set(answers.groups)),
        labels=names,
        macro_f1=round_rate(macro_f1(confusion)),
        macro_f1_interval=intervals.macro_f1,
        accuracy=round_rate(right.mean()),
        accuracy_interval=intervals.accuracy,
        no_interval=intervals.no_interval,
        majority_accuracy=round_rate((truth == most).mean()),
        majority_macro_f1=round_rate(macro_f1(count_confusion(truth, most, len(names)))),
        calibration_error=round_rate(calibration_error(confidence, right)),
        calibration_error_by_chance=round_rate(expect_calibration_error(confidence)),
        threshold=threshold,
        coverage=round_rate(covered.mean()),
        accuracy_covered=round_rate(right[covered].mean()) if covered.any() else None,
        accuracy_at_80_percent=round_rate(right[surest].mean()),
        per_label=_score_labels(confusion, names),
        confusion=confusion.tolist(),
        macro_f1_labels=tuple(name for name, size in zip(names, _sizes(confusion), strict=True) if size),
        notes=_describe_labels(truth, predicted, names),
    )


def _sizes(confusion: Confusion) -> list[int]:
    """How often each label occurs or is predicted."""
    return [int(size) for size in confusion.sum(axis=0) + confusion.sum(axis=1)]


def _describe_labels(truth: NDArray[np.intp], predicted: NDArray[np.intp], names: tuple[str, ...]) -> tuple[str, ...]:
    """Notes on labels of the model that no row has, which change what figures mean."""
    given, said = set(truth.tolist()), set(predicted.tolist())
    absent = [name for number, name in enumerate(names) if number not in given]
    if not absent:
        return ()
    wrong = [name for number, name in enumerate(names) if number in said - given]
    left = [name for name in absent if name not in wrong]
    notes = []
    if wrong:
        notes.append(
            f"no row has the label {quote_names(wrong)}, which the model gives: its F1 of 0 counts in macro-F1"
        )
    if left:
        notes.append(f"no row has the label {quote_names(left)}, nor is it given: macro-F1 leaves it out")
    if len(given) == 1:
        only = quote_names([names[min(given)]])
        notes.append(f"all rows have the label {only}: always answering it scores 1.000, and figures say little")
    return tuple(notes)


def _score_labels(confusion: Confusion, names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    scores = {}
    for number, name in enumerate(names):
        hits, guessed, support = confusion[number, number], confusion[:, number].sum(), confusion[number].sum()
        scores[name] = {
            "precision": round_rate(hits / guessed) if guessed else 0.0,
            "recall": round_rate(hits / support) if support else 0.0,
            "f1": round_rate(2 * hits / (guessed + support)) if guessed + support else 0.0,
            "support": int(support),
        }
    return scores


def calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Expected calibration error (Guo et al. 2017), 15 bins of equal width; 0 is perfect."""
    gaps = np.bincount(_find_bins(confidence), weights=confidence - right, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(confidence))


def expect_calibration_error(confidence: Floats) -> float:
    """The mean calibration error of models that are right exactly as often as they say, on as many rows.

    The gap of a bin is then close to normal with the variance of its rows, whose mean distance from 0 is
    sqrt(2 variance / pi).
    """
    variances = np.bincount(_find_bins(confidence), weights=confidence * (1 - confidence), minlength=_BINS)
    return float(np.sqrt(2 / np.pi * variances).sum() / len(confidence))


def _find_bins(confidence: Floats) -> NDArray[np.intp]:
    return np.minimum((confidence * _BINS).astype(np.intp), _BINS - 1)
