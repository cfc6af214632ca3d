"""A linear support vector machine whose weights differ by what a target is, as far as the label sources differ.

A source knows best the targets that it is about: sentences on politicians, persons; running texts on a war, states
and armies. So the weights of a source are what all sources share plus what is its own (Daume 2007), and those for a
referent are the shared ones plus the mean of the sources' own, each counted by its share of the referent's rows.
"""

import warnings
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.stance.referents import REFERENTS

Floats = NDArray[np.float64]


class Stop(NamedTuple):
    """When fitting stops: at this tolerance, and after so many steps anyway."""

    tolerance: float = 1e-4
    steps: int = 1000


EXACT = Stop()


@dataclass(frozen=True, slots=True)
class Columns:
    """A matrix of weighted columns, with the referent and the source of each row as numbers.

    `shares` are the sources' shares of the rows of each referent. Shape: (referents, sources), (1, 1) where one set of
    weights is to be learnt for all rows.
    """

    matrix: Any
    referent: NDArray[np.intp]
    source: NDArray[np.intp]
    shares: Floats

    def take(self, rows: Any) -> "Columns":
        """The chosen rows."""
        return Columns(self.matrix[rows], self.referent[rows], self.source[rows], self.shares)

    def spread(self) -> Any:
        """The matrix to learn from: every column once for all rows, and once for those of each source.

        Shape: (rows, columns) or (rows, (1 + sources) * columns).
        """
        from scipy import sparse

        n_sources = self.shares.shape[1]
        if n_sources == 1:
            return self.matrix
        own = [
            sparse.diags_array((self.source == number).astype(np.float64)) @ self.matrix for number in range(n_sources)
        ]
        return sparse.hstack([self.matrix, *own]).tocsr()


def make_columns(matrix: Any, referent: NDArray[np.intp], source: NDArray[np.intp], referent_rows: int) -> Columns:
    """Columns with weights for each referent, where there are sources and enough rows of each; else for all rows."""
    counts = np.zeros((len(REFERENTS), int(source.max()) + 1))
    np.add.at(counts, (referent, source), 1)
    of_referent = counts.sum(axis=1, keepdims=True)
    if counts.shape[1] == 1 or of_referent.min() < referent_rows:
        nothing = np.zeros_like(referent)
        return Columns(matrix, nothing, nothing, np.ones((1, 1)))
    return Columns(matrix, referent, source, counts / of_referent)


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights per referent, label and column, and intercepts. Shapes: (referents, labels, columns) and (labels,)."""

    weights: Floats
    intercept: Floats

    def decide(self, columns: Columns) -> Floats:
        """Decision values. Shape: (rows, labels)."""
        decision = np.empty((columns.matrix.shape[0], len(self.intercept)))
        for number, weights in enumerate(self.weights):
            rows = columns.referent == number
            decision[rows] = columns.matrix[rows] @ weights.T + self.intercept
        return decision


def fit_linear(
    columns: Columns,
    answers: NDArray[np.intp],
    penalty: float,
    seed: int,
    weights: Floats | None = None,
    balanced: bool = True,
    stop: Stop = EXACT,
) -> Linear:
    """A linear support vector machine per label against the others, centred over the labels."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    n_sources = columns.shares.shape[1]
    machine = LinearSVC(
        C=penalty if n_sources == 1 else penalty / 2,  # each value stands in two columns
        class_weight="balanced" if balanced else None,
        random_state=seed,
        tol=stop.tolerance,
        max_iter=stop.steps,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a bounded number of steps is what is wanted
        machine.fit(columns.spread(), answers, sample_weight=weights)
    found, intercept = np.asarray(machine.coef_), np.asarray(machine.intercept_)
    if len(found) == 1:  # two labels share one row of weights
        found, intercept = np.concatenate((-found, found)), np.concatenate((-intercept, intercept))
    found, intercept = found - found.mean(axis=0), intercept - intercept.mean()
    if n_sources == 1:
        return Linear(found[None], intercept)
    shared, *own = np.split(found, 1 + n_sources, axis=1)
    return Linear(shared + np.einsum("rs,slc->rlc", columns.shares, np.stack(own)), intercept)
