"""Decision values of units from columns, and the exact contribution of every feature to them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import Attribution, IntArray, Tokens
from framing.stance.channels import position_matrix
from framing.stance.layout import Units
from framing.stance.learning import softmax
from framing.stance.matrices import Found, find_columns
from framing.stance.model import StanceModel
from framing.stance.topics import Asked

Floats = NDArray[np.float64]
_UNITS_AT_ONCE = 1024  # bounds the memory of a batch with many mentions


@dataclass(frozen=True, slots=True)
class Scored:
    """Decision values of units, and the summands they are made of.

    Shapes: `decision` (units, labels). One element per cell, a word feature in a unit: `cell_unit`, `cell_feature`,
    `cell_value` (what enters the sum). `cell_of` names the cell of each occurrence of `found.words`, -1 for a
    feature that the model does not know; `share` is the occurrence's part of its cell. `position` is the summand of
    the place columns, shape (units, labels); `likeness` has the summands of the columns on text and target, shape
    (units, columns, labels).
    """

    found: Found
    decision: Floats
    cell_unit: IntArray
    cell_feature: IntArray
    cell_value: Floats
    cell_of: IntArray
    share: Floats
    position: Floats
    likeness: Floats


def score_units(
    model: StanceModel, tokens: Tokens, attribution: Attribution, units: Units, asked: Asked | None = None
) -> Scored:
    """Decision values of units; the softmax of a row is the calibrated probabilities.

    A model of topics needs to know what is `asked`; without it texts are judged alone.
    """
    found = model.finder.find(tokens, attribution, units, asked)
    n, n_labels = len(units), len(model.labels)
    words = found.words
    column, known = find_columns(model.weights.keys, words.key)
    cells = words.unit[known].astype(np.int64) * max(1, len(model.weights.keys)) + column[known]
    distinct, inverse = np.unique(cells, return_inverse=True)
    amount = np.bincount(inverse, weights=words.value[known], minlength=len(distinct))
    unit = distinct // max(1, len(model.weights.keys))
    feature = distinct % max(1, len(model.weights.keys))
    value = _weigh(model, unit, feature, amount.astype(np.float64), n)
    position = position_matrix(found.layout).astype(np.float64) @ model.position_weights.astype(np.float64)
    likeness = found.overlap[:, :, None].astype(np.float64) * model.overlap_weights[: found.overlap.shape[1]]
    decision = model.weights.intercept + position + likeness.sum(axis=1)
    pooled = found.pooled
    for label in range(n_labels):
        decision[:, label] += np.bincount(unit, weights=value * model.weights.words[feature, label], minlength=n)
        summands = pooled.weight.astype(np.float64) * model.pool_table[pooled.pool, pooled.word, label]
        decision[:, label] += np.bincount(pooled.unit, weights=summands, minlength=n)
    cell_of = np.full(len(words), -1, dtype=np.int32)
    cell_of[known] = inverse
    share = np.zeros(len(words))
    share[known] = words.value[known] / amount[inverse]
    return Scored(
        found, decision, unit.astype(np.int32), feature.astype(np.int32), value, cell_of, share, position, likeness
    )


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
