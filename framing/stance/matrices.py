"""Features of units as the matrix that scikit-learn sees: counts of word features, then pooled and place columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import Attribution, IntArray, Tokens
from framing.stance.channels import dense_names, pool_matrix, position_matrix
from framing.stance.layout import Layout, LayoutMaker, Units
from framing.stance.occurrences import Occurrences, join
from framing.stance.overlap import OVERLAP_NAMES, OverlapFinder
from framing.stance.pieces import PieceTable, find_pieces, find_twins
from framing.stance.pools import Pooled, find_pools
from framing.stance.roles import Roles, find_roles
from framing.stance.templates import BLOCK_NAMES, BLOCK_OF_TEMPLATE, KeyArray, name_feature, template_of
from framing.stance.topics import Asked, copy_for_topics, find_target_features
from framing.stance.vocabulary import Vocabulary, WordIds
from framing.stance.wordfeatures import find_word_features

FloatArray = NDArray[np.float32]
_PIECE_TOKENS = 400  # of a text, from its beginning; the words of longer ones say enough


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which features are found beside those of the words: pieces of words, those of targets, topics of their own."""

    has_pieces: bool = False
    asks: bool = False  # units are texts with a target that need not occur in them
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """All features of some units, before they become columns.

    `twin` names for each place the first place of its unit with the same word, where pieces of words rest on it, and
    is empty without pieces. `overlap` are the columns `OVERLAP_NAMES`, none where nothing is asked.
    """

    layout: Layout
    roles: Roles
    words: Occurrences
    pooled: Pooled
    twin: IntArray
    overlap: FloatArray


class FeatureFinder:
    """Finds the features of units with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, kinds: Kinds | None = None) -> None:
        self.vocabulary, self.kinds = vocabulary, kinds or Kinds()
        self._maker = LayoutMaker(vocabulary)
        self._pieces, self._target_pieces = PieceTable(), PieceTable()
        self._word_ids = WordIds(vocabulary)
        self._overlap = OverlapFinder(vocabulary, self._word_ids) if self.kinds.asks else None

    def find(self, tokens: Tokens, attribution: Attribution, units: Units, asked: Asked | None = None) -> Found:
        """The features of units of a batch. `asked` are their targets, for models of topics."""
        layout = self._maker.lay_out(tokens, attribution, units)
        roles = find_roles(layout)
        words = find_word_features(layout, roles, self.vocabulary)
        parts, twin = [words], np.zeros(0, dtype=np.int32)
        overlap = np.zeros((layout.n_units, 0), dtype=np.float32)
        slot = np.zeros(layout.n_units, dtype=np.int32)
        if self._overlap and asked:
            slot = asked.slots(self.kinds.topics)
            overlap, beside = self._overlap.find(layout, tokens, asked)
            self._target_pieces.extend(asked.tokens.types)
            parts += [beside, copy_for_topics(words, slot)]
            parts.append(find_target_features(asked, self._word_ids, self._target_pieces))
        if self.kinds.has_pieces:
            self._pieces.extend(tokens.types)
            type_id = tokens.type_id[layout.token]
            # Marks count in whole texts; names of a unit with a target are masked here as everywhere.
            chosen = ~layout.is_target & ~layout.is_name & (layout.is_kept | ~layout.has_target[layout.unit])
            chosen &= np.arange(len(chosen)) - layout.starts[layout.unit] < _PIECE_TOKENS
            twin = find_twins(layout, type_id, chosen)
            parts.append(find_pieces(layout, type_id, twin, self._pieces, slot))
        pooled = find_pools(layout, roles, self.vocabulary)
        return Found(layout, roles, join(parts) if len(parts) > 1 else words, pooled, twin, overlap)


@dataclass(frozen=True, slots=True)
class Counted:
    """The columns of some units: the word features that occur, their sparse counts, and the dense columns."""

    keys: KeyArray
    counts: Any
    dense: Any


def count_features(found: Found, vocabulary: Vocabulary) -> Counted:
    """Counts of all word features of some units, and their other columns."""
    keys = np.unique(found.words.key)
    return Counted(keys, _count_words(found, keys), _build_dense(found, vocabulary))


def count_units(parts: Sequence[Counted]) -> tuple[KeyArray, NDArray[np.int64]]:
    """All word features, sorted, and the number of units that each occurs in."""
    keys = np.unique(np.concatenate([part.keys for part in parts]))
    counts = np.zeros(len(keys), dtype=np.int64)
    for part in parts:
        counts[np.searchsorted(keys, part.keys)] += np.bincount(part.counts.indices, minlength=len(part.keys))
    return keys, counts


def join_columns(parts: Sequence[Counted], keys: KeyArray) -> Any:
    """The columns of all units, as `build_matrix` gives them for the word features `keys`."""
    from scipy import sparse

    rows = []
    for part in parts:
        column, known = find_columns(keys, part.keys)
        counts = part.counts[:, np.flatnonzero(known)]
        own = sparse.csr_matrix(
            (counts.data, column[known][counts.indices], counts.indptr), (counts.shape[0], len(keys))
        )
        rows.append(sparse.hstack([own, part.dense]).tocsr())
    return sparse.vstack(rows).tocsr()


def find_columns(keys: KeyArray, wanted: KeyArray) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """For each wanted key its place among the sorted `keys`, and whether it is there."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=np.bool_)
    column = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return column, keys[column] == wanted


def build_matrix(found: Found, keys: KeyArray, vocabulary: Vocabulary) -> Any:
    """Counts of the word features `keys`, then the columns of `dense_names`. Sparse, shape: (units, columns)."""
    from scipy import sparse

    return sparse.hstack([_count_words(found, keys), _build_dense(found, vocabulary)]).tocsr()


def _count_words(found: Found, keys: KeyArray) -> Any:
    from scipy import sparse

    column, known = find_columns(keys, found.words.key)
    place = (found.words.unit[known], column[known])
    shape = (found.layout.n_units, len(keys))
    return sparse.coo_matrix((found.words.value[known], place), shape=shape, dtype=np.float64).tocsr()


def _build_dense(found: Found, vocabulary: Vocabulary) -> Any:
    from scipy import sparse

    pools = pool_matrix(found.pooled, vocabulary, found.layout.n_units)
    dense = np.concatenate((pools, position_matrix(found.layout), found.overlap), axis=1)
    return sparse.csr_matrix(dense.astype(np.float64))


def name_columns(keys: KeyArray, vocabulary: Vocabulary, asks: bool = False) -> list[str]:
    """Names of all columns of `build_matrix`."""
    return [name_feature(int(key), vocabulary.words) for key in keys] + name_dense_columns(
        vocabulary.vectors.shape[1], asks
    )


def name_dense_columns(dimensions: int, asks: bool) -> list[str]:
    """Names of the columns after those of word features; `asks` of a model that is asked about topics."""
    return dense_names(dimensions) + [f"likeness|{name}" for name in OVERLAP_NAMES if asks]


def find_slices(keys: KeyArray, dimensions: int, asks: bool = False) -> dict[str, slice]:
    """Where each block of columns stands: the blocks of word features, then the kinds of pools and the places."""
    # Sorted keys stand template after template, and templates block after block.
    block = BLOCK_OF_TEMPLATE[template_of(keys)]
    slices = {}
    for number, name in enumerate(BLOCK_NAMES):
        first, last = np.searchsorted(block, [number, number + 1])
        if last > first:
            slices[name] = slice(int(first), int(last))
    kinds = [name.split("|")[0] for name in name_dense_columns(dimensions, asks)]
    for kind in dict.fromkeys(kinds):
        first = len(keys) + kinds.index(kind)
        slices[kind] = slice(first, first + kinds.count(kind))
    return slices
