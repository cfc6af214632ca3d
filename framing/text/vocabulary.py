"""The vocabulary of distinct word forms, which grows batch by batch, and the table of chunks already split."""

import itertools
import re
import unicodedata
from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray, Types
from framing.text.chunk_index import MAX_BYTES, NOWHERE, ChunkIndex
from framing.text.chunks import Chunks, find_chunks
from framing.text.splitting import MAX_TOKEN_LENGTH, split_chunk

# The table of chunks is a cache: emptying it costs a little time and nothing else.
MAX_CHUNKS = 1 << 19
MAX_CHUNK_TOKENS = 1 << 21

# Generations are numbered through the whole process: facts kept for one vocabulary must never fit another one.
_generations = itertools.count()

_PLAIN_MARKS = frozenset(",.;:?!)'\"")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0301]")
_TO_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-", "ё": "е"})


def fold_form(form: str) -> str:
    """The form in lower case, composed (NFC), with straight apostrophes and hyphens, and е for ё.

    Soft hyphens, zero-width characters and stress marks that no composed letter holds are left out.
    """
    folded = form.lower()
    if not folded.isascii():
        folded = _INVISIBLE.sub("", unicodedata.normalize("NFC", folded)).translate(_TO_PLAIN)
    return folded


class Vocabulary(dict[str, int]):
    """Type ids by form; a form looked up for the first time gets the next id."""

    def __init__(self) -> None:
        super().__init__()
        self.generation = next(_generations)
        self._forms: list[str] = []
        self._folded: list[str] = []
        self._is_word = np.zeros(0, dtype=np.bool_)
        self._is_title = np.zeros(0, dtype=np.bool_)
        self._is_upper = np.zeros(0, dtype=np.bool_)

    def __missing__(self, form: str) -> int:
        number = len(self._forms)
        self[form] = number
        self._forms.append(form)
        folded = fold_form(form)
        # Three words in five are their own folded form, and others that of a word known by now: one string for both.
        known = number if folded == form else self.get(folded)
        self._folded.append(folded if known is None else self._forms[known])
        return number

    def types(self) -> Types:
        """The vocabulary as it stands now, with the facts of all its types."""
        new = self._forms[len(self._is_word) :]
        if new:
            self._is_word = _extend(self._is_word, list(map(_is_word, new)))
            self._is_title = _extend(self._is_title, list(map(_begins_with_capital, new)))
            self._is_upper = _extend(self._is_upper, list(map(_is_upper, new)))
        return Types(
            self.generation,
            len(self._forms),
            self._forms,
            self._folded,
            self._is_word,
            self._is_title,
            self._is_upper,
        )


def _extend(known: NDArray[np.bool_], new: list[bool]) -> NDArray[np.bool_]:
    return np.concatenate((known, np.array(new, dtype=np.bool_)))


def _is_word(form: str) -> bool:
    return form.isalnum() or any(map(str.isalnum, form))


def _begins_with_capital(form: str) -> bool:
    first = form[0] if form[0].isalnum() else next(filter(str.isalnum, form), "")
    return first.isupper() or first.istitle()


def _is_upper(form: str) -> bool:
    return form.isupper() and sum(map(str.isalpha, form)) > 1


def _split(chunk: str) -> Sequence[str]:
    # Four chunks in five are a plain word, or one with a mark behind it: these need no pattern.
    if chunk.isascii() and len(chunk) <= MAX_TOKEN_LENGTH:
        if chunk.isalpha():
            return (chunk,)
        word = chunk[:-1]
        if word.isalpha() and chunk[-1] in _PLAIN_MARKS:
            return word, chunk[-1]
    return split_chunk(chunk)


def _measure(members: Sequence[Sequence[str]]) -> IntArray:
    return np.fromiter(map(len, members), dtype=np.int32, count=len(members))


class ChunkTable:
    """Chunks by number; the tokens of each chunk are found once and kept in flat arrays.

    A chunk is what stands between white space: most chunks of an article were seen before.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._long: dict[str, int] = {}  # numbers of the chunks that are too long for the index
        self._first = array("i", [0])
        self._type_ids = array("i")
        self._offsets = array("i")
        self._lengths = array("i")
        self._index = ChunkIndex(MAX_CHUNKS)

    @property
    def is_full(self) -> bool:
        return len(self._first) > MAX_CHUNKS or len(self._type_ids) > MAX_CHUNK_TOKENS

    def number(self, chunks: Chunks) -> IntArray:
        """The number of each chunk. Most are found by their bytes, without making a string."""
        numbers = self._index.find(chunks)
        missing = np.flatnonzero(numbers == NOWHERE)
        if len(missing):
            written = list(chunks.cut(missing))
            new = self._number_unknown(written)
            numbers[missing] = new
            first = np.unique(new, return_index=True)[1]
            self._index.add(chunks, missing[first], new[first])
            for place in first[chunks.n_bytes[missing[first]] > MAX_BYTES].tolist():
                if len(written[place]) <= MAX_TOKEN_LENGTH:  # a longer one does not come again
                    self._long[written[place]] = int(new[place])
        return numbers

    def number_written(self, chunks: Sequence[str]) -> IntArray:
        """The number of each chunk."""
        return self.number(find_chunks("\n".join(chunks)))

    def _number_unknown(self, chunks: Sequence[str]) -> IntArray:
        """The number of each of some chunks that the index does not hold."""
        known = {chunk: self._long[chunk] for chunk in chunks if chunk in self._long}
        new = [chunk for chunk in dict.fromkeys(chunks) if chunk not in known]
        n_known = len(self._first) - 1
        known.update(zip(new, range(n_known, n_known + len(new)), strict=True))
        self._take_apart(new)
        return np.fromiter(map(known.__getitem__, chunks), dtype=np.int32, count=len(chunks))

    def _take_apart(self, chunks: Sequence[str]) -> None:
        parts = list(map(_split, chunks))
        tokens = list(itertools.chain.from_iterable(parts))
        self._type_ids.extend(map(self._vocabulary.__getitem__, tokens))
        counts, lengths, chunk_lengths = _measure(parts), _measure(tokens), _measure(chunks)
        ends = np.cumsum(lengths, dtype=np.int32)
        begins = np.cumsum(chunk_lengths, dtype=np.int32) - chunk_lengths
        self._offsets.frombytes((ends - lengths - np.repeat(begins, counts)).tobytes())
        self._lengths.frombytes(lengths.tobytes())
        self._first.frombytes((self._first[-1] + np.cumsum(counts, dtype=np.int32)).tobytes())

    def gather(self, numbers: IntArray) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        """The tokens of the chunks in order: number of tokens per chunk; type id, offset in chunk, length per token."""
        first, type_ids, offsets, lengths = map(np.asarray, (self._first, self._type_ids, self._offsets, self._lengths))
        starts = first[numbers]
        counts = first[numbers + 1] - starts
        ends = np.cumsum(counts, dtype=np.int32)
        n_tokens = int(ends[-1]) if len(ends) else 0
        rows = np.repeat(starts - (ends - counts), counts) + np.arange(n_tokens, dtype=np.int32)
        return (
            counts,
            type_ids[rows],
            offsets[rows],
            lengths[rows],
        )
