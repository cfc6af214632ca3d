"""Features of units as the matrix that scikit-learn sees: counts of word features, then pooled and place columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import Attribution, Tokens
from framing.stance.channels import dense_names, pool_matrix, position_matrix
from framing.stance.layout import Layout, LayoutMaker, Units
from framing.stance.occurrences import Occurrences
from framing.stance.pools import Pooled, find_pools
from framing.stance.roles import Roles, find_roles
from framing.stance.templates import BLOCK_NAMES, BLOCK_OF_TEMPLATE, KeyArray, name_feature, template_of
from framing.stance.vocabulary import Vocabulary
from framing.stance.wordfeatures import find_word_features


@dataclass(frozen=True, slots=True)
class Found:
    """All features of some units, before they become columns."""

    layout: Layout
    roles: Roles
    words: Occurrences
    pooled: Pooled


class FeatureFinder:
    """Finds the features of units with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._maker = LayoutMaker(vocabulary)

    def find(self, tokens: Tokens, attribution: Attribution, units: Units) -> Found:
        """The features of units of a batch."""
        layout = self._maker.lay_out(tokens, attribution, units)
        roles = find_roles(layout)
        words = find_word_features(layout, roles, self.vocabulary)
        return Found(layout, roles, words, find_pools(layout, roles, self.vocabulary))


def count_units(found: Sequence[Found]) -> tuple[KeyArray, NDArray[np.int64]]:
    """All word features, sorted, and the number of units that each occurs in."""
    keys = np.unique(np.concatenate([np.unique(part.words.key) for part in found]))
    counts = np.zeros(len(keys), dtype=np.int64)
    for part in found:
        column = np.searchsorted(keys, part.words.key)
        cells = np.unique(column.astype(np.int64) * part.layout.n_units + part.words.unit)
        counts += np.bincount(cells // part.layout.n_units, minlength=len(keys))
    return keys, counts


def find_columns(keys: KeyArray, wanted: KeyArray) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """For each wanted key its place among the sorted `keys`, and whether it is there."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=np.bool_)
    column = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return column, keys[column] == wanted


def build_matrix(found: Found, keys: KeyArray, vocabulary: Vocabulary) -> Any:
    """Counts of the word features `keys`, then the columns of `dense_names`. Sparse, shape: (units, columns)."""
    from scipy import sparse

    n = found.layout.n_units
    column, known = find_columns(keys, found.words.key)
    place = (found.words.unit[known], column[known])
    counts = sparse.coo_matrix((found.words.value[known], place), shape=(n, len(keys)), dtype=np.float64).tocsr()
    dense = np.concatenate((pool_matrix(found.pooled, vocabulary, n), position_matrix(found.layout)), axis=1)
    return sparse.hstack([counts, sparse.csr_matrix(dense.astype(np.float64))]).tocsr()


def name_columns(keys: KeyArray, vocabulary: Vocabulary) -> list[str]:
    """Names of all columns of `build_matrix`."""
    return [name_feature(int(key), vocabulary.words) for key in keys] + dense_names(vocabulary.vectors.shape[1])


def find_slices(keys: KeyArray, dimensions: int) -> dict[str, slice]:
    """Where each block of columns stands: the blocks of word features, then the kinds of pools and the places."""
    # Sorted keys stand template after template, and templates block after block.
    block = BLOCK_OF_TEMPLATE[template_of(keys)]
    slices = {}
    for number, name in enumerate(BLOCK_NAMES):
        first, last = np.searchsorted(block, [number, number + 1])
        if last > first:
            slices[name] = slice(int(first), int(last))
    kinds = [name.split("|")[0] for name in dense_names(dimensions)]
    for kind in dict.fromkeys(kinds):
        first = len(keys) + kinds.index(kind)
        slices[kind] = slice(first, first + kinds.count(kind))
    return slices
