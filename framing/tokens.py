"""The tokens of a batch, their types and their voices: columns in memory only. `framing.columns` offers them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.table import Table

IntArray = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Types:
    """The vocabulary as far as one batch needs it: facts per distinct word form, by type id.

    A type id means the same form in every batch of one `generation`; a vocabulary that outgrew its cap
    starts a new generation. The lists are shared with later batches and may be longer than `n_types`.
    """

    generation: int
    n_types: int
    forms: list[str]  # as written
    folded: list[str]  # lower case, straight apostrophes and hyphens, е for ё
    is_word: NDArray[np.bool_]  # holds a letter or a digit; punctuation marks do not
    is_title: NDArray[np.bool_]  # begins with a capital
    is_upper: NDArray[np.bool_]  # two or more letters, all capitals


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words and punctuation marks of a batch, document after document; white space is not a token.

    Shapes: `document_offsets` has one element more than documents, all else one element per token.
    """

    types: Types
    document_offsets: NDArray[np.int64]  # tokens of document i: document_offsets[i]:document_offsets[i + 1]
    type_id: IntArray
    start: IntArray
    end: IntArray
    sentence: IntArray  # number within the document, from 0
    paragraph: IntArray  # number within the document, from 0
    zone: NDArray[np.int8]  # index into ZONES

    @property
    def n_documents(self) -> int:
        return len(self.document_offsets) - 1

    def documents(self) -> IntArray:
        """For each token the index of its document in the batch."""
        counts = np.diff(self.document_offsets)
        return np.repeat(np.arange(self.n_documents, dtype=np.int32), counts)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks where in a batch: the quotations, and per token the voice and the quotation it stands in.

    `quotation_offsets` has one element more than documents: document i owns rows
    `quotation_offsets[i]:quotation_offsets[i + 1]` of `quotations`. `quotation` is the row of the innermost
    quotation around the token, -1 outside; a token in a scare quotation has a row and stays in own voice.
    """

    quotations: Table
    quotation_offsets: NDArray[np.int64]
    voice: NDArray[np.int8]  # index into VOICES
    quotation: IntArray


class TypeFacts:
    """One number per type, computed once per type however often the type occurs.

    Args:
        compute: number of a type from its form as written and folded.
        dtype: numpy type of the number.
    """

    def __init__(self, compute: Callable[[str, str], Any], dtype: Any) -> None:
        self._compute = compute
        self._generation = -1
        self._known: NDArray[Any] = np.zeros(0, dtype=dtype)

    def of(self, types: Types) -> NDArray[Any]:
        """The numbers of all types of the vocabulary. Shape: (n_types,)."""
        if types.generation != self._generation:
            self._generation, self._known = types.generation, self._known[:0]
        n_known = len(self._known)
        if n_known < types.n_types:
            forms, folded = types.forms[n_known : types.n_types], types.folded[n_known : types.n_types]
            new = np.fromiter(map(self._compute, forms, folded), self._known.dtype, count=len(forms))
            self._known = np.concatenate((self._known, new))
        return self._known[: types.n_types]
