"""Fits the linear model: a support vector machine on all columns, its decision values scaled to probabilities.

Scale and biases are fitted on out-of-fold decision values of grouped folds, so that their softmax is calibrated. A
scaled linear model is a linear model: contributions stay exact.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.stance.linear import EXACT, Columns, Floats, Linear, Stop, fit_linear
from framing.stance.templates import BLOCK_NAMES, SUBLINEAR_BLOCKS

Progress = Callable[[str, int, int], None]
_FOLDS_OF_MANY = 3  # of a matrix of more than `most_cells`
_VECTOR_KINDS = ("vector", "polar vector")


@dataclass(frozen=True, slots=True)
class Settings:
    """What training can be told. The defaults were chosen by grouped cross-validation on NewsMTSC train."""

    seed: int = 0
    folds: int = 5
    min_units: int = 2  # a word feature must occur in so many units
    max_features: int = 150_000
    mention_penalties: tuple[float, ...] = (0.02,)  # C of the support vector machine: smaller is smoother
    text_penalties: tuple[float, ...] = (0.02, 0.1, 0.5, 2.0)  # the best by cross-validation is taken
    polarity_scale: float = 0.15
    vector_scale: float = 0.04
    text_scales: tuple[float, ...] = (0.25, 1.5)  # of both in whole texts: the larger helps short texts and few rows
    likeness_scale: float = 0.1  # of the columns on text and target
    text_pieces: bool = True  # pieces of words, in whole texts and towards topics
    mention_pieces: bool = False
    most_piece_words: int = 150  # mean length up to which texts towards many different targets have pieces
    few_rows: int = 500  # of whole texts: with fewer, cross-validation cannot tell settings apart, and these are taken:
    few_penalty: float = 0.5
    short_text: int = 100  # words on average; up to that the larger text scale, otherwise the smaller
    prior_rows: float = 50.0  # of whole texts: how strongly few rows hold the biases of the calibration near 0
    text_tolerance: float = 0.05  # at which fitting stops: as good on every set tried, and several times faster
    text_steps: int = 100  # after which it stops anyway
    most_cells: int = 8_000_000  # of a matrix; of a larger one a part of the rows chooses the penalty
    patience: float = 0.005  # a penalty that is so much worse than the best ends the search
    referent_rows: int = 200  # of persons and of collectives, with which each may have weights of its own
    topic_rows: int = 40  # a target with so many rows has weights of its own
    group_by: str = "duplicates"  # rows that stay together in cross-validation; see `group_rows`
    balanced: bool = True  # whether all labels count the same, however many rows they have
    class_weights: dict[str, float] = field(default_factory=dict)  # what rows of a label count, where not balanced
    coverage: float = 0.8  # share of out-of-fold rows that must not be abstained from

    def as_dict(self) -> dict[str, Any]:
        """The settings by name."""
        return asdict(self)


def make_weighting(slices: dict[str, slice], settings: Settings, text_scale: float | None) -> Any:
    """The unfitted transformer from counts and pools to weighted columns, in the same order.

    `text_scale` multiplies the scale of pools in whole texts; None for mentions.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.preprocessing import StandardScaler

    parts: list[tuple[str, Any, slice]] = []
    scales: dict[str, float] = {}
    for name, columns in slices.items():
        if name in BLOCK_NAMES:
            parts.append((name, TfidfTransformer(sublinear_tf=name in SUBLINEAR_BLOCKS), columns))
        else:
            parts.append((name, StandardScaler(with_mean=False), columns))
            scale = settings.vector_scale if name in _VECTOR_KINDS else settings.polarity_scale
            scales[name] = settings.likeness_scale if name == "likeness" else scale * (text_scale or 1)
    return ColumnTransformer(parts, sparse_threshold=1.0, transformer_weights=scales)


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Decision values for every row, from models that saw no row of its group, and the penalty that gave them."""

    decision: Floats
    penalty: float


def predict_out_of_fold(
    columns: Columns,
    answers: NDArray[np.intp],
    groups: list[str],
    penalties: tuple[float, ...],
    settings: Settings,
    progress: Progress | None = None,
    weights: Floats | None = None,
    stop: Stop = EXACT,
) -> OutOfFold:
    """Out-of-fold decision values with the penalty of the best macro-F1, the first of equals.

    Penalties are tried in order until one is clearly worse than the best before it: the largest take longest.
    """
    from sklearn.metrics import f1_score

    if len(penalties) > 1 and columns.matrix.nnz > settings.most_cells:
        rows = _choose_rows(groups, settings.most_cells / columns.matrix.nnz)
        part = predict_out_of_fold(
            columns.take(rows), _renumber(answers[rows]), [groups[row] for row in rows], penalties,
            replace(settings, most_cells=columns.matrix.nnz), progress,
            None if weights is None else weights[rows], stop,
        )  # fmt: skip
        penalties, settings = (part.penalty,), replace(settings, folds=min(_FOLDS_OF_MANY, settings.folds))
    best, best_score = None, -1.0
    for number, penalty in enumerate(penalties):
        if progress:
            progress("cross-validation", number, len(penalties))
        decision = _predict_folds(columns, answers, groups, penalty, settings, weights, stop)
        score = float(f1_score(answers, decision.argmax(axis=1), average="macro"))
        if score > best_score:
            best, best_score = OutOfFold(decision, penalty), score
        elif score < best_score - settings.patience:
            break
    assert best is not None  # there is always a penalty to try
    return best


def _choose_rows(groups: list[str], share: float) -> NDArray[np.intp]:
    """Rows of about this share of the groups, spread over all of them."""
    _, number = np.unique(np.array(groups), return_inverse=True)
    return np.flatnonzero(np.floor(number * share) != np.floor((number - 1) * share))


def _renumber(answers: NDArray[np.intp]) -> NDArray[np.intp]:
    """The same answers numbered without gaps, where a part of the rows lacks a label."""
    return np.unique(answers, return_inverse=True)[1]


def _predict_folds(
    columns: Columns,
    answers: NDArray[np.intp],
    groups: list[str],
    penalty: float,
    settings: Settings,
    weights: Floats | None,
    stop: Stop,
) -> Floats:
    from sklearn.model_selection import GroupKFold

    n_labels = int(answers.max()) + 1
    decision = np.zeros((len(answers), n_labels))
    n_folds = min(settings.folds, len(set(groups)))
    for train, test in GroupKFold(n_folds).split(answers, answers, groups):
        if len(set(answers[train].tolist())) < n_labels:
            continue  # a label that only one fold has cannot be learnt without it
        part = None if weights is None else weights[train]
        fitted = fit_linear(columns.take(train), answers[train], penalty, settings.seed, part, settings.balanced, stop)
        decision[test] = fitted.decide(columns.take(test))
    return decision


def fit_calibration(
    decision: Floats, answers: NDArray[np.intp], weights: Floats | None = None, prior_rows: float = 0
) -> Floats:
    """A scale and a bias per label under which the softmax of decision values is likeliest (Guo et al. 2017).

    `prior_rows` holds biases near 0 where there are few rows: what they say of rare labels is chance.
    """
    from scipy.optimize import minimize

    n_labels = decision.shape[1]

    def loss(parameters: Floats) -> float:
        probabilities = softmax(parameters[0] * decision + parameters[1:])
        logarithm = np.log(np.maximum(probabilities[np.arange(len(answers)), answers], 1e-12))
        likelihood = np.average(logarithm, weights=weights)
        # The small penalty fixes what the data leaves open: only differences of biases matter.
        return float(-likelihood + max(1e-3, prior_rows / len(answers)) * (parameters[1:] ** 2).sum())

    start = np.concatenate(([1.0], np.zeros(n_labels)))
    bounds = [(0.05, 20), *[(-3, 3)] * n_labels]
    return np.asarray(np.round(minimize(loss, start, method="L-BFGS-B", bounds=bounds).x, 4))


def softmax(values: Floats) -> Floats:
    """Probabilities of decision values, row by row."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _round_mantissa(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Numbers rounded to 12 binary digits: the others decide nothing, and are most of a compressed model file."""
    bits = np.ascontiguousarray(values).view(np.uint32)
    return ((bits + np.uint32(1 << 11)) & np.uint32(0xFFFFF000)).view(np.float32)


def make_classifiers(linear: Linear, calibration: Floats, labels: tuple[str, ...]) -> list[Any]:
    """The calibrated model of each referent as a scikit-learn logistic regression."""
    return [_make_classifier(weights, linear.intercept, calibration, labels) for weights in linear.weights]


def _make_classifier(weights: Floats, intercept: Floats, calibration: Floats, labels: tuple[str, ...]) -> Any:
    from sklearn.linear_model import LogisticRegression

    weights = calibration[0] * weights
    intercept = calibration[0] * intercept + calibration[1:]
    classifier = LogisticRegression()
    classifier.classes_ = np.array(labels)
    classifier.n_features_in_ = weights.shape[1]
    if len(labels) == 2:  # scikit-learn keeps one row of weights for two labels
        weights, intercept = weights[1:] - weights[:1], intercept[1:] - intercept[:1]
    classifier.coef_ = _round_mantissa(weights.astype(np.float32))
    classifier.intercept_ = intercept
    return classifier
