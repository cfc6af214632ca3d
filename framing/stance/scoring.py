"""Decision values of units from columns, and the exact contribution of every feature to them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.columns import Attribution, IntArray, Tokens
from framing.stance.channels import position_matrix
from framing.stance.keyindex import number_distinct
from framing.stance.layout import Units
from framing.stance.learning import softmax
from framing.stance.matrices import Found
from framing.stance.model import StanceModel
from framing.stance.topics import Asked

Floats = NDArray[np.float64]
_UNITS_AT_ONCE = 1024  # bounds the memory of a batch with many mentions


class Cells(NamedTuple):
    """The word features that the model knows, once per unit: unit, feature and amount of each.

    `of_occurrence` is the cell of each occurrence.
    """

    unit: NDArray[np.intp]
    feature: NDArray[np.intp]
    amount: Floats
    of_occurrence: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Scored:
    """Decision values of units, and the summands they are made of.

    Shapes: `decision` (units, labels). `known` numbers the occurrences of `found.words` whose features the model
    knows. A cell is such a feature in a unit; `cell_summand` (labels, cells) is what it adds; of this each of its
    occurrences has a part as large as its value in the cell's amount. `pool_summand` (labels, words in pools) is what
    each element of `found.pooled` adds. `position` is the summand of the place columns, shape (units, labels);
    `likeness` has the summands of the columns on text and target, shape (units, columns, labels).
    """

    found: Found
    decision: Floats
    known: NDArray[np.intp]
    cells: Cells
    cell_summand: Floats
    pool_summand: Floats
    position: Floats
    likeness: Floats


def score_units(
    model: StanceModel, tokens: Tokens, attribution: Attribution, units: Units, asked: Asked | None = None
) -> Scored:
    """Decision values of units; the softmax of a row is the calibrated probabilities.

    A model of topics needs to know what is `asked`; without it texts are judged alone.
    """
    found = model.finder.find(tokens, attribution, units, asked)
    words, pooled = found.words, found.pooled
    column = model.key_index.find(words.key)
    known = np.flatnonzero(column >= 0)
    cells = _gather_cells(words.unit.take(known), column.take(known), words.value.take(known), len(model.weights.keys))
    choose = _Chooser(model, found.layout.referent)
    position = choose.of_units(position_matrix(found.layout).astype(np.float64) @ model.position_weights)
    overlap_weights = model.overlap_weights[: found.overlap.shape[1], : len(model.labels)]  # none but towards topics
    likeness = found.overlap[:, :, None].astype(np.float64) * overlap_weights
    cell_summand = choose.multiply(model.weights.words, cells.feature, cells.unit, _weigh(model, cells, len(units)))
    row = pooled.pool.astype(np.int64) * model.pool_table.shape[1] + pooled.word
    pool_unit = pooled.unit.astype(np.intp)
    pool_summand = choose.multiply(model.pool_table, row, pool_unit, pooled.weight.astype(np.float64))
    decision = model.weights.intercept + position + likeness.sum(axis=1)
    for summand, unit in ((cell_summand, cells.unit), (pool_summand, pool_unit)):
        for label in range(len(model.labels)):
            decision[:, label] += np.bincount(unit, weights=summand[label], minlength=len(units))
    return Scored(found, decision, known, cells, cell_summand, pool_summand, position, likeness)


class _Chooser:
    """Picks the weights of each unit's referent."""

    def __init__(self, model: StanceModel, referent: IntArray) -> None:
        self._n_referents, self._n_labels = model.n_referents, len(model.labels)
        self._referent = np.minimum(referent, model.n_referents - 1)  # a model without referents has one for all

    def of_units(self, values: Floats) -> Floats:
        """Shape: (units, referents * labels) -> (units, labels)."""
        split = values.reshape(-1, self._n_referents, self._n_labels)
        return np.asarray(split[np.arange(len(values)), self._referent])

    def multiply(
        self, table: NDArray[np.float32], row: NDArray[np.int64], unit: NDArray[np.integer], value: Floats
    ) -> Floats:
        """Rows of a table of weights times values, with the columns of the units' referents. Shape: (labels, rows)."""
        chosen = row * self._n_referents + self._referent.take(unit)
        weights = table.reshape(-1, self._n_labels).take(chosen, axis=0)
        return np.multiply(weights.T, value, out=np.empty((self._n_labels, len(row))))


def _gather_cells(unit: IntArray, feature: IntArray, value: NDArray[np.float32], n_features: int) -> Cells:
    place, number = number_distinct(unit.astype(np.int64) * max(1, n_features) + feature)
    of_occurrence = number.astype(np.intp)  # which numpy counts and gathers by; other integers are copied each time
    amount = np.bincount(of_occurrence, weights=value, minlength=len(place)).astype(np.float64)
    return Cells(unit.take(place).astype(np.intp), feature.take(place).astype(np.intp), amount, of_occurrence)


def _weigh(model: StanceModel, cells: Cells, n_units: int) -> Floats:
    """Amounts as scikit-learn's TfidfTransformer weighs them, block by block."""
    block = model.block_of_feature.take(cells.feature)
    value = cells.amount.copy()
    logged = np.flatnonzero(model.is_sublinear.take(block) & (value != 1))  # the logarithm of 1 adds nothing
    value[logged] = 1 + np.log(np.maximum(value[logged], 1e-12))
    value *= model.weights.rarity.take(cells.feature)
    cell = cells.unit * len(model.is_sublinear) + block
    squares = np.bincount(cell, weights=value**2, minlength=n_units * len(model.is_sublinear))
    return value / np.sqrt(np.maximum(squares, 1e-24)).take(cell)


def predict_probabilities(
    model: StanceModel, tokens: Tokens, attribution: Attribution, units: Units, asked: Asked | None = None
) -> Floats:
    """Calibrated probabilities of the model's labels. Shape: (units, labels)."""
    parts = []
    for first in range(0, len(units), _UNITS_AT_ONCE):
        part = units.part(first, first + _UNITS_AT_ONCE)
        own = asked.part(first, first + _UNITS_AT_ONCE) if asked else None
        parts.append(softmax(score_units(model, tokens, attribution, part, own).decision))
    return np.concatenate(parts) if parts else np.zeros((0, len(model.labels)))
