"""Units from mentions: the sentence around each mention, cut to a bounded number of tokens; or whole documents."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray, Tokens
from framing.stance.layout import Units

_REACH = 60  # tokens on each side of a mention; sentences of real news are shorter, broken tables are not
_LONGEST = 4000  # tokens of a document as a whole
_DOCUMENT_BITS = 32


def find_mention_units(tokens: Tokens, document: IntArray, start: IntArray, end: IntArray) -> Units:
    """The sentence around each mention, given as characters `start:end` of a document of the batch."""
    of_token = tokens.documents().astype(np.int64) << _DOCUMENT_BITS
    shifted = document.astype(np.int64) << _DOCUMENT_BITS
    first_target = np.searchsorted(of_token + tokens.end, shifted + start, side="right")
    last_target = np.searchsorted(of_token + tokens.start, shifted + end, side="left")
    last_target = np.maximum(last_target, first_target)
    sentences = of_token + tokens.sentence
    if len(sentences):
        own = sentences[np.minimum(first_target, len(sentences) - 1)]
        own_last = sentences[np.clip(last_target - 1, 0, len(sentences) - 1)]
    else:
        own = own_last = np.zeros(len(document), dtype=np.int64)
    first = np.maximum(np.searchsorted(sentences, own, side="left"), first_target - _REACH)
    last = np.minimum(np.searchsorted(sentences, own_last, side="right"), last_target + _REACH)
    return Units(document, *(_as_int(array) for array in (first, last, first_target, last_target, start, end)))


def find_document_units(tokens: Tokens) -> Units:
    """Each document of the batch as one unit without a target."""
    first = tokens.document_offsets[:-1]
    last = np.minimum(tokens.document_offsets[1:], first + _LONGEST)
    nothing = np.full(len(first), 0)
    return Units(*(_as_int(array) for array in (np.arange(len(first)), first, last, first, first, nothing, nothing)))


def _as_int(array: NDArray[np.integer]) -> IntArray:
    return np.asarray(array, dtype=np.int32)
