"""The vocabulary of distinct word forms, which grows batch by batch, and the table of chunks already split."""

import itertools
import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray, Types
from framing.text.chunk_index import NOWHERE, ChunkIndex
from framing.text.chunks import Chunks
from framing.text.marks import MARKS, Codes, spread_codes, strip_marks
from framing.text.splitting import MAX_TOKEN_LENGTH, split_chunk

# The table of chunks is a cache: emptying it costs a little time and nothing else.
MAX_CHUNKS = 1 << 19
MAX_CHUNK_TOKENS = 1 << 21

# Generations are numbered through the whole process: facts kept for one vocabulary must never fit another one.
_generations = itertools.count()

# Letters of the Latin and Cyrillic alphabets, and digits: in one piece, or in several with a mark between them.
_PLAIN_PIECE = "[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0400-\u0481\u048a-\u052f]+"
_PLAIN_WORD = re.compile(f"{_PLAIN_PIECE}(?:[-'\u2019]{_PLAIN_PIECE})*")
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
        self[form] = number = len(self._forms)
        self._forms.append(form)
        return number

    def _fold(self, form: str) -> str:
        # Three words in five are their own folded form, and others that of a word known by now: one string for both.
        if form.isascii() and form.islower():
            return form
        folded = fold_form(form)
        known = self.get(folded)
        return folded if known is None else self._forms[known]

    def types(self) -> Types:
        """The vocabulary as it stands now, with the facts of all its types."""
        new = self._forms[len(self._is_word) :]
        if new:
            self._folded += map(self._fold, new)
            self._is_word = _extend(self._is_word, [form.isalnum() or any(map(str.isalnum, form)) for form in new])
            self._is_title = _extend(self._is_title, list(map(_begins_with_capital, new)))
            self._is_upper = _extend(self._is_upper, [form.isupper() and _has_letters(form) for form in new])
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


def _begins_with_capital(form: str) -> bool:
    first = form[0] if form[0].isalnum() else next(filter(str.isalnum, form), "")
    return first.isupper() or first.istitle()


def _has_letters(form: str) -> bool:
    return sum(map(str.isalpha, form)) > 1


def _split(chunk: str) -> Sequence[str]:
    # Nearly all chunks are a plain word, or one with a mark behind it: these need no long pattern.
    if len(chunk) <= MAX_TOKEN_LENGTH:
        if _PLAIN_WORD.fullmatch(chunk):
            return (chunk,)
        word = chunk[:-1]
        if chunk[-1] in _PLAIN_MARKS and word.isascii() and word.isalpha():
            return word, chunk[-1]
    return split_chunk(chunk)


def _measure(members: Sequence[Sequence[str]]) -> IntArray:
    return np.fromiter(map(len, members), dtype=np.int32, count=len(members))


@dataclass(frozen=True, slots=True)
class GatheredTokens:
    """Tokens of some chunks, one element each, but for `first_token`."""

    type_id: IntArray
    start: IntArray  # first character, counted as that of the chunk is
    end: IntArray
    first_token: IntArray  # by chunk


class ChunkTable:
    """Chunks by number; the tokens of each chunk are found once and kept in flat arrays.

    A chunk is what stands between white space: most chunks of an article were seen before, and of the others most are
    a known word with marks around it.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._first = array("i", [0])
        self._is_simple = array("b")  # by chunk: one token without a full stop
        self._type_ids = array("i")
        self._offsets = array("i")
        self._lengths = array("i")
        self._index = ChunkIndex(MAX_CHUNKS)
        self._type_of_mark = np.full(len(MARKS) + 1, NOWHERE, dtype=np.int32)

    @property
    def is_full(self) -> bool:
        return len(self._first) > MAX_CHUNKS or len(self._type_ids) > MAX_CHUNK_TOKENS

    def number(self, chunks: Chunks) -> IntArray:
        """The number of each chunk. Most are found by their bytes, without making a string."""
        numbers = self._index.find(chunks)
        missing = np.flatnonzero(numbers == NOWHERE)
        if len(missing):
            numbers[missing] = self._take_in(chunks, missing)
        return numbers

    def _take_in(self, chunks: Chunks, places: NDArray[np.int64]) -> IntArray:
        """The numbers of chunks that the index does not hold: of words first, then of words with marks around them."""
        bare, before, after = strip_marks(chunks, places)
        is_marked = (before | after) > 0
        numbers = self._index.find(bare)
        unknown = np.flatnonzero(numbers == NOWHERE)
        written = list(bare.cut(unknown))
        is_word = ~is_marked[unknown] | np.array(["." not in word for word in written], dtype=np.bool_)
        words = unknown[is_word]
        numbers[words] = self.number_written(list(itertools.compress(written, is_word.tolist())))
        self._index_distinct(bare, words, numbers[words])
        fits = np.flatnonzero(is_marked & (numbers != NOWHERE))
        fits = fits[_view(self._is_simple, np.int8)[numbers[fits]] > 0]
        numbers[fits], is_marked[fits] = self._compose(numbers[fits], before[fits], after[fits]), False
        odd = np.flatnonzero(is_marked)
        numbers[odd] = self.number_written(list(chunks.cut(places[odd])))
        marked = np.concatenate((fits, odd))
        self._index_distinct(chunks, places[marked], numbers[marked])
        return numbers

    def _index_distinct(self, chunks: Chunks, places: NDArray[np.int64], numbers: IntArray) -> None:
        _, first = np.unique(numbers, return_index=True)
        self._index.add(chunks, places[first], numbers[first])

    def _compose(self, words: IntArray, before: Codes, after: Codes) -> IntArray:
        """The numbers of chunks that are a simple chunk with marks around it."""
        distinct, inverse = np.unique((words.astype(np.int64) << 32) | (before << 16) | after, return_inverse=True)
        codes_before, codes_after = spread_codes((distinct >> 16) & 0xFFFF, distinct & 0xFFFF)
        for code in np.unique(np.concatenate((codes_before, codes_after), axis=None)).tolist():
            if code and self._type_of_mark[code] == NOWHERE:
                self._type_of_mark[code] = self._vocabulary[MARKS[code - 1]]
        row = _view(self._first)[distinct >> 32][:, None]
        type_id, length = (
            np.concatenate((of_mark[codes_before], _view(of_token)[row], of_mark[codes_after]), axis=1)
            for of_mark, of_token in ((self._type_of_mark, self._type_ids), (_LENGTH_OF_MARK, self._lengths))
        )
        stands = length > 0
        offset = np.cumsum(length, axis=1, dtype=np.int32) - length
        n_known = len(self._first) - 1
        self._append(np.count_nonzero(stands, axis=1), type_id[stands], offset[stands], length[stands])
        self._is_simple.extend(bytes(len(distinct)))
        numbers: IntArray = (n_known + inverse).astype(np.int32)
        return numbers

    def number_written(self, chunks: Sequence[str]) -> IntArray:
        """The number of each chunk, which are taken apart anew."""
        n_known = len(self._first) - 1
        numbers = {chunk: n_known + place for place, chunk in enumerate(dict.fromkeys(chunks))}
        self._take_apart(list(numbers))
        return np.fromiter(map(numbers.__getitem__, chunks), dtype=np.int32, count=len(chunks))

    def _take_apart(self, chunks: Sequence[str]) -> None:
        parts = list(map(_split, chunks))
        tokens = list(itertools.chain.from_iterable(parts))
        type_ids = np.fromiter(map(self._vocabulary.__getitem__, tokens), dtype=np.int32, count=len(tokens))
        counts, lengths, chunk_lengths = _measure(parts), _measure(tokens), _measure(chunks)
        ends = np.cumsum(lengths, dtype=np.int32)
        begins = np.cumsum(chunk_lengths, dtype=np.int32) - chunk_lengths
        self._append(counts, type_ids, ends - lengths - np.repeat(begins, counts), lengths)
        has_stop = np.fromiter(("." in chunk for chunk in chunks), dtype=np.bool_, count=len(chunks))
        self._is_simple.frombytes(((counts == 1) & ~has_stop).tobytes())

    def _append(self, counts: NDArray[np.integer], type_ids: IntArray, offsets: IntArray, lengths: IntArray) -> None:
        """Take in chunks: their numbers of tokens, and of their tokens the types, and the places in the chunks."""
        self._first.frombytes((self._first[-1] + np.cumsum(counts, dtype=np.int32)).tobytes())
        self._type_ids.frombytes(type_ids.tobytes())
        self._offsets.frombytes(offsets.tobytes())
        self._lengths.frombytes(lengths.tobytes())

    def gather(self, numbers: IntArray, start: IntArray) -> GatheredTokens:
        """The tokens of the chunks in order, from their numbers and first characters."""
        first = _view(self._first)
        chunk = numbers.astype(np.int64)
        begin = first.take(chunk, mode="wrap")
        chunk += 1
        counts = first.take(chunk, mode="wrap") - begin
        first_token = np.cumsum(counts, dtype=np.int32)
        n_tokens = int(first_token[-1]) if len(first_token) else 0
        first_token -= counts
        # What is spread over the tokens of a chunk goes as one integer of eight bytes.
        of_chunk = np.empty((len(chunk), 2), dtype=np.int32)
        of_chunk[:, 0] = begin - first_token
        of_chunk[:, 1] = start
        spread = np.repeat(of_chunk.view(np.int64).ravel(), counts).view(np.int32).reshape(-1, 2)
        row = np.arange(n_tokens, dtype=np.int64)
        row += spread[:, 0]
        starts = spread[:, 1] + _view(self._offsets).take(row, mode="wrap")
        ends = starts + _view(self._lengths).take(row, mode="wrap")
        return GatheredTokens(_view(self._type_ids).take(row, mode="wrap"), starts, ends, first_token)


def _view(values: "array[int]", dtype: type[np.integer] = np.int32) -> NDArray[Any]:
    """The values without a copy; while a view of them is held they cannot grow."""
    return np.frombuffer(values, dtype=dtype) if len(values) else np.zeros(0, dtype=dtype)


_LENGTH_OF_MARK = np.ones(len(MARKS) + 1, dtype=np.int32)
_LENGTH_OF_MARK[0] = 0
