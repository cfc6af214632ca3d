"""Fits the linear model: a support vector machine on words and valences, logistic regression on vectors, blended.

Both are linear in the same columns, so their weighted mean is one linear model with exact contributions. The
weights of the blend, a temperature and the biases are fitted on out-of-fold decision values of grouped folds.
"""

import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.stance.templates import BLOCK_NAMES, SUBLINEAR_BLOCKS

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]
_VECTOR_KINDS = ("vector", "polar vector")


@dataclass(frozen=True, slots=True)
class Settings:
    """What training can be told. The defaults were chosen by grouped cross-validation on NewsMTSC train."""

    seed: int = 0
    folds: int = 5
    min_units: int = 2  # a word feature must occur in so many units
    max_features: int = 150_000
    svm_penalty: float = 0.05
    logistic_penalty: float = 0.05
    polarity_scale: float = 0.15
    vector_scale: float = 0.055
    coverage: float = 0.8  # share of out-of-fold rows that must not be abstained from

    def as_dict(self) -> dict[str, Any]:
        """The settings by name."""
        return asdict(self)


def make_weighting(slices: dict[str, slice], settings: Settings) -> Any:
    """The unfitted transformer from counts and pools to weighted columns, in the same order."""
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
            scales[name] = settings.vector_scale if name in _VECTOR_KINDS else settings.polarity_scale
    return ColumnTransformer(parts, sparse_threshold=1.0, transformer_weights=scales)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of both learners on all columns. Shapes: (outputs, columns) and (outputs,)."""

    svm: Floats
    svm_intercept: Floats
    logistic: Floats
    logistic_intercept: Floats

    def decide(self, matrix: Any) -> tuple[Floats, Floats]:
        """Decision values of both learners, centred per row. Shapes: (rows, labels)."""
        return (
            _centre(np.asarray(matrix @ self.svm.T) + self.svm_intercept),
            _centre(np.asarray(matrix @ self.logistic.T) + self.logistic_intercept),
        )


def _centre(values: Floats) -> Floats:
    return np.asarray(values - values.mean(axis=1, keepdims=True))


def fit_learners(matrix: Any, answers: NDArray[np.intp], slices: dict[str, slice], settings: Settings) -> Fitted:
    """Both learners, each on its columns; the weights of the other columns are 0."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    of_words = _columns(slices, [name for name in slices if name not in _VECTOR_KINDS])
    of_pools = _columns(slices, [name for name in slices if name not in BLOCK_NAMES])
    svm = LinearSVC(C=settings.svm_penalty, class_weight="balanced", random_state=settings.seed)
    logistic = LogisticRegression(C=settings.logistic_penalty, class_weight="balanced", max_iter=150)
    dense = np.asarray(matrix[:, of_pools].todense(), dtype=np.float32)
    with warnings.catch_warnings():
        # Strong penalties: the last iterations move no decision.
        warnings.simplefilter("ignore", ConvergenceWarning)
        svm.fit(matrix[:, of_words], answers)
        logistic.fit(dense, answers)
    n = matrix.shape[1]
    return Fitted(
        _spread(svm.coef_, of_words, n), _both_ways(svm.intercept_),
        _spread(logistic.coef_, of_pools, n), _both_ways(logistic.intercept_),
    )  # fmt: skip


def _columns(slices: dict[str, slice], names: list[str]) -> NDArray[np.intp]:
    return np.concatenate([np.arange(slices[name].start, slices[name].stop) for name in names])


def _spread(weights: Floats, columns: NDArray[np.intp], n: int) -> Floats:
    weights = weights if len(weights) > 1 else np.concatenate((-weights / 2, weights / 2))
    wide = np.zeros((len(weights), n))
    wide[:, columns] = weights
    return wide


def _both_ways(intercept: Floats) -> Floats:
    return np.asarray(intercept, float) if len(intercept) > 1 else np.array([-intercept[0] / 2, intercept[0] / 2])


def predict_out_of_fold(
    matrix: Any,
    answers: NDArray[np.intp],
    groups: list[str],
    slices: dict[str, slice],
    settings: Settings,
    progress: Progress | None = None,
) -> tuple[Floats, Floats]:
    """Decision values of both learners for every row, from models that saw no row of its group."""
    from sklearn.model_selection import GroupKFold

    n_labels = int(answers.max()) + 1
    svm, logistic = np.zeros((len(answers), n_labels)), np.zeros((len(answers), n_labels))
    n_folds = min(settings.folds, len(set(groups)))
    for number, (train, test) in enumerate(GroupKFold(n_folds).split(answers, answers, groups)):
        if progress:
            progress("cross-validation", number, n_folds)
        if len(set(answers[train].tolist())) < n_labels:
            continue  # a label that only one group has cannot be learnt without it
        svm[test], logistic[test] = fit_learners(matrix[train], answers[train], slices, settings).decide(matrix[test])
    return svm, logistic


def fit_blend(svm: Floats, logistic: Floats, answers: NDArray[np.intp]) -> Floats:
    """Two weights and a bias per label under which the softmax of the blended decision values is likeliest."""
    from scipy.optimize import minimize

    n_labels = svm.shape[1]

    def loss(parameters: Floats) -> float:
        probabilities = softmax(blend(svm, logistic, parameters))
        likelihood = np.log(np.maximum(probabilities[np.arange(len(answers)), answers], 1e-12)).mean()
        return float(-likelihood + 1e-3 * (parameters**2).sum())

    start = np.concatenate(([1.0, 1.0], np.zeros(n_labels)))
    bounds = [(0.05, 10), (0.05, 10)] + [(-3, 3)] * n_labels
    return np.asarray(np.round(minimize(loss, start, method="L-BFGS-B", bounds=bounds).x, 4))


def blend(svm: Floats, logistic: Floats, parameters: Floats) -> Floats:
    """The blended decision values."""
    return np.asarray(parameters[0] * svm + parameters[1] * logistic + parameters[2:])


def softmax(values: Floats) -> Floats:
    """Probabilities of decision values, row by row."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def make_classifier(fitted: Fitted, parameters: Floats, labels: tuple[str, ...]) -> Any:
    """The blend as one scikit-learn logistic regression: its probabilities are the calibrated ones."""
    from sklearn.linear_model import LogisticRegression

    weights = parameters[0] * _centre(fitted.svm.T).T + parameters[1] * _centre(fitted.logistic.T).T
    intercept = parameters[0] * (fitted.svm_intercept - fitted.svm_intercept.mean()) + parameters[2:]
    intercept = intercept + parameters[1] * (fitted.logistic_intercept - fitted.logistic_intercept.mean())
    classifier = LogisticRegression()
    classifier.classes_ = np.array(labels)
    classifier.n_features_in_ = weights.shape[1]
    if len(labels) == 2:  # scikit-learn keeps one row of weights for two labels
        weights, intercept = weights[1:] - weights[:1], intercept[1:] - intercept[:1]
    classifier.coef_ = weights.astype(np.float32)
    classifier.intercept_ = intercept
    return classifier
