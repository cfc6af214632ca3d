"""Decision values of units from columns, and the exact contribution of every feature to them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.columns import Attribution, IntArray, Tokens
from framing.stance.channels import position_matrix
from framing.stance.layout import Units
from framing.stance.learning import softmax
from framing.stance.matrices import Found
from framing.stance.model import StanceModel
from framing.stance.topics import Asked

Floats = NDArray[np.float64]
_UNITS_AT_ONCE = 1024  # bounds the memory of a batch with many mentions


@dataclass(frozen=True, slots=True)
class Scored:
    """Decision values of units, and the summands they are made of.

    Shapes: `decision` (units, labels). A cell is a word feature in a unit; `cell_summand` (cells, labels) is what it
    adds, `cell_of` names the cell of each occurrence of `found.words`, -1 for a feature that the model does not know,
    and `share` is the occurrence's part of its cell. `pool_summand` (words in pools, labels) is what each element of
    `found.pooled` adds. `position` is the summand of the place columns, shape (units, labels); `likeness` has the
    summands of the columns on text and target, shape (units, columns, labels).
    """

    found: Found
    decision: Floats
    cell_summand: Floats
    cell_of: IntArray
    share: Floats
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
    n, words, pooled = len(units), found.words, found.pooled
    column = model.key_index.find(words.key)
    known = np.flatnonzero(column >= 0)
    cells = _gather_cells(words.unit[known], column[known], words.value[known], len(model.weights.keys))
    value = _weigh(model, cells.unit, cells.feature, cells.amount, n)
    choose = _Chooser(model, found.layout.referent)
    position = choose.of_units(position_matrix(found.layout).astype(np.float64) @ model.position_weights)
    overlap_weights = model.overlap_weights[: found.overlap.shape[1], : len(model.labels)]  # none but towards topics
    likeness = found.overlap[:, :, None].astype(np.float64) * overlap_weights
    cell_summand = value[:, None] * choose.rows(model.weights.words, cells.feature, cells.unit)
    row = pooled.pool.astype(np.int64) * model.pool_table.shape[1] + pooled.word
    pool_summand = pooled.weight.astype(np.float64)[:, None] * choose.rows(model.pool_table, row, pooled.unit)
    decision = model.weights.intercept + position + likeness.sum(axis=1)
    for label in range(len(model.labels)):
        decision[:, label] += np.bincount(cells.unit, weights=cell_summand[:, label], minlength=n)
        decision[:, label] += np.bincount(pooled.unit, weights=pool_summand[:, label], minlength=n)
    cell_of = np.full(len(words), -1, dtype=np.int32)
    cell_of[known] = cells.of_occurrence
    share = np.zeros(len(words))
    share[known] = words.value[known] / cells.amount[cells.of_occurrence]
    return Scored(found, decision, cell_summand, cell_of, share, pool_summand, position, likeness)


class _Chooser:
    """Picks the weights of each unit's referent."""

    def __init__(self, model: StanceModel, referent: IntArray) -> None:
        self._n_referents, self._n_labels = model.n_referents, len(model.labels)
        self._referent = np.minimum(referent, model.n_referents - 1)  # a model without referents has one for all

    def of_units(self, values: Floats) -> Floats:
        """Shape: (units, referents * labels) -> (units, labels)."""
        split = values.reshape(-1, self._n_referents, self._n_labels)
        return np.asarray(split[np.arange(len(values)), self._referent])

    def rows(
        self, table: NDArray[np.float32], row: NDArray[np.int64], unit: NDArray[np.integer]
    ) -> NDArray[np.float32]:
        """The chosen rows of a table of weights, with the columns of the units' referents. Shape: (rows, labels)."""
        return np.asarray(table.reshape(-1, self._n_labels)[row * self._n_referents + self._referent[unit]])


class _Cells(NamedTuple):
    """The word features that the model knows, once per unit: unit, feature and amount of each, by unit and feature.

    `of_occurrence` is the cell of each occurrence.
    """

    unit: NDArray[np.int64]
    feature: NDArray[np.int64]
    amount: Floats
    of_occurrence: NDArray[np.intp]


def _gather_cells(unit: IntArray, feature: IntArray, value: NDArray[np.float32], n_features: int) -> _Cells:
    cell = unit.astype(np.int64) * max(1, n_features) + feature
    # Sorting cell and number of the occurrence as one integer takes less time than sorting places by cell.
    n_bits = max(1, len(cell)).bit_length()
    order = np.sort((cell << n_bits) | np.arange(len(cell)))
    place, cell = order & ((1 << n_bits) - 1), order >> n_bits
    is_first = np.ones(len(cell), dtype=np.bool_)
    is_first[1:] = cell[1:] != cell[:-1]
    of_occurrence = np.empty(len(cell), dtype=np.intp)
    of_occurrence[place] = np.cumsum(is_first) - 1
    distinct = cell[is_first]
    amount = np.bincount(of_occurrence, weights=value, minlength=len(distinct)).astype(np.float64)
    return _Cells(distinct // max(1, n_features), distinct % max(1, n_features), amount, of_occurrence)


def _weigh(
    model: StanceModel, unit: NDArray[np.int64], feature: NDArray[np.int64], amount: Floats, n_units: int
) -> Floats:
    """Amounts as scikit-learn's TfidfTransformer weighs them, block by block."""
    block = model.block_of_feature[feature]
    value = np.where(model.is_sublinear[block], 1 + np.log(np.maximum(amount, 1e-12)), amount)
    value = value * model.weights.rarity[feature]
    cell = unit * len(model.is_sublinear) + block
    squares = np.bincount(cell, weights=value**2, minlength=n_units * len(model.is_sublinear))
    return np.asarray(value / np.sqrt(np.maximum(squares[cell], 1e-24)))


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
