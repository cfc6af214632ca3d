"""How well a model does on labels: scores with intervals by bootstrap over groups, calibration, abstention."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError
from framing.stance.documents import Attribute, Tokenize, make_unit_batches
from framing.stance.labels import Labels
from framing.stance.model import MENTION, TOPIC, StanceModel
from framing.stance.scoring import predict_probabilities

Floats = NDArray[np.float64]
Confusion = NDArray[np.int64]
_RESAMPLES = 1000
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
    rows. `coverage` is the share of rows at or above the model's threshold, `accuracy_covered` the accuracy on them.
    `confusion[i][j]`: rows with label i predicted as j.
    """

    n: int
    n_groups: int
    labels: tuple[str, ...]
    macro_f1: float
    macro_f1_interval: tuple[float, float]
    accuracy: float
    accuracy_interval: tuple[float, float]
    majority_accuracy: float
    majority_macro_f1: float
    calibration_error: float
    threshold: float
    coverage: float
    accuracy_covered: float | None
    accuracy_at_80_percent: float
    per_label: dict[str, dict[str, float]]
    confusion: list[list[int]]
    notes: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def evaluate_model(model: StanceModel, labels: Labels, *, tokenize: Tokenize, attribute: Attribute) -> Evaluation:
    """Figures of `model` on `labels`.

    Raises:
        InputError: the labels are not the model's, or name no mentions where it needs them.
    """
    foreign = sorted({row.label for row in labels.rows} - set(model.labels))
    if foreign:
        raise InputError(
            f"labels {', '.join(foreign)} are not the model's ({', '.join(model.labels)}); rename them in the file"
        )
    if model.unit == MENTION and not labels.has_targets:
        raise InputError(
            "this model labels mentions of targets; the file needs `target`, or `target_start` and `target_end`"
        )
    if model.unit == TOPIC and not labels.has_topics:
        raise InputError("this model labels texts towards a target; the file needs a column `target`")
    batches = make_unit_batches(
        labels.rows, model.unit == MENTION, model.languages[0], tokenize, attribute, model.unit == TOPIC
    )
    parts = [
        predict_probabilities(model, batch.tokens, batch.attribution, batch.units, batch.asked) for batch in batches
    ]
    answers = Answers(model.labels, tuple(row.label for row in labels.rows), tuple(row.group for row in labels.rows))
    result = evaluate_probabilities(np.concatenate(parts), answers, model.threshold)
    if model.unit == MENTION and labels.n_without_mention:
        note = f"{labels.n_without_mention} of {len(labels.rows)} rows name no mention; they were judged as whole texts"
        return replace(result, notes=(note,))
    return result


def evaluate_probabilities(probabilities: Floats, answers: Answers, threshold: float) -> Evaluation:
    """Figures of predicted probabilities, columns in the order of `answers.names`."""
    names = answers.names
    truth = np.array([names.index(label) for label in answers.labels], dtype=np.intp)
    predicted = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    confusion = _count_confusion(truth, predicted, len(names))
    covered = confidence >= threshold
    right = truth == predicted
    most = np.full(len(truth), np.bincount(truth, minlength=len(names)).argmax())
    f1_interval, accuracy_interval = _bootstrap(truth, predicted, answers.groups, len(names))
    surest = np.argsort(-confidence, kind="stable")[: max(1, round(0.8 * len(truth)))]
    return Evaluation(
        n=len(truth),
        n_groups=len(set(answers.groups)),
        labels=names,
        macro_f1=_round(macro_f1(confusion)),
        macro_f1_interval=f1_interval,
        accuracy=_round(right.mean()),
        accuracy_interval=accuracy_interval,
        majority_accuracy=_round((truth == most).mean()),
        majority_macro_f1=_round(macro_f1(_count_confusion(truth, most, len(names)))),
        calibration_error=_round(calibration_error(confidence, right)),
        threshold=threshold,
        coverage=_round(covered.mean()),
        accuracy_covered=_round(right[covered].mean()) if covered.any() else None,
        accuracy_at_80_percent=_round(right[surest].mean()),
        per_label=_score_labels(confusion, names),
        confusion=confusion.tolist(),
    )


def _round(value: Any) -> float:
    return round(float(value), 4)


def _count_confusion(truth: NDArray[np.intp], predicted: NDArray[np.intp], n: int) -> Confusion:
    return np.bincount(truth * n + predicted, minlength=n * n).reshape(n, n)


def macro_f1(confusion: Confusion) -> float:
    """Mean F1 of the labels that occur or are predicted; a label that is never right has 0."""
    hits, sizes = np.diagonal(confusion), confusion.sum(axis=0) + confusion.sum(axis=1)
    present = sizes > 0
    return float((2 * hits[present] / sizes[present]).mean())


def _score_labels(confusion: Confusion, names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    scores = {}
    for number, name in enumerate(names):
        hits, guessed, support = confusion[number, number], confusion[:, number].sum(), confusion[number].sum()
        scores[name] = {
            "precision": _round(hits / guessed) if guessed else 0.0,
            "recall": _round(hits / support) if support else 0.0,
            "f1": _round(2 * hits / (guessed + support)) if guessed + support else 0.0,
            "support": int(support),
        }
    return scores


def calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Expected calibration error (Guo et al. 2017), 15 bins of equal width; 0 is perfect."""
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(bins, weights=confidence - right, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(confidence))


def _bootstrap(
    truth: NDArray[np.intp], predicted: NDArray[np.intp], groups: tuple[str, ...], n: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    """95 % intervals of macro-F1 and accuracy: whole groups drawn with replacement, seed fixed."""
    _, group = np.unique(np.array(groups), return_inverse=True)
    n_groups = int(group.max()) + 1
    tables = np.bincount(group * n * n + truth * n + predicted, minlength=n_groups * n * n).reshape(n_groups, n, n)
    generator = np.random.default_rng(0)
    f1s, accuracies = [], []
    for _ in range(_RESAMPLES):
        drawn = np.bincount(generator.integers(0, n_groups, n_groups), minlength=n_groups)
        confusion = np.tensordot(drawn, tables, axes=1)
        f1s.append(macro_f1(confusion))
        accuracies.append(np.trace(confusion) / confusion.sum())
    return _interval(f1s), _interval(accuracies)


def _interval(values: list[float]) -> tuple[float, float]:
    low, high = np.quantile(values, [0.025, 0.975])
    return _round(low), _round(high)
