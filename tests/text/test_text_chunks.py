"""Chunks found by their bytes are those that `str.split` finds."""

import re
from itertools import compress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_documents import make_documents

from framing.text import Tokenizer
from framing.text.chunk_index import WordIndex
from framing.text.chunks import find_chunks
from framing.text.vocabulary import ChunkTable, Vocabulary

SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
TEXTS = st.text(st.sampled_from("abВдé’“я€\u2010\u1681\u2013\u3001\u0084\u00a1中😀\0\ud800" + SPACES), max_size=80)
REPEATED = st.lists(st.text("ab\0é", min_size=1, max_size=40), min_size=1, max_size=5).map(
    lambda words: [*words, *words]
)


@given(TEXTS)
@settings(max_examples=500)
def test_chunks_stand_between_white_space(text: str) -> None:
    """Chunks and their first characters are those of the regular expression, whatever the white space."""
    chunks = find_chunks(text)
    assert list(chunks.cut(np.arange(len(chunks.start)))) == text.split()
    assert chunks.start.tolist() == [found.start() for found in re.finditer(r"\S+", text)]


@given(REPEATED)
def test_a_chunk_is_never_taken_for_another(words: list[str]) -> None:
    """Equal chunks have one number, different ones have not: beginnings, zero characters and lengths included.

    Those that the index holds keep theirs.
    """
    table = ChunkTable(Vocabulary())
    text = " ".join(words)
    first, second = (table.number(find_chunks(text)).tolist() for _ in range(2))
    for numbers in (first, second, table.number_written(words).tolist()):
        assert len(set(numbers)) == len(set(words)) == len(set(zip(words, numbers, strict=True)))
    is_short = [len(word.encode()) <= 32 for word in words]
    assert list(compress(first, is_short)) == list(compress(second, is_short))


def test_colliding_chunks_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all chunks would have one place, the first few stand beside it and the others are left out."""
    monkeypatch.setattr(WordIndex, "_find_place", lambda _, words: np.full(len(words[0]), 3))
    index = WordIndex(1, 100)
    keys = [np.arange(1, 41, dtype=np.uint64)]
    index.add(keys, np.arange(40, dtype=np.int32))
    found = index.find(keys)
    assert sorted(found[found >= 0].tolist()) == np.flatnonzero(found >= 0).tolist()
    assert np.count_nonzero(found >= 0) == 16
    texts = [f"w{number}" for number in range(60)]
    tokenizer = Tokenizer()
    for _ in range(2):
        assert tokenizer.tokenize(make_documents([" ".join(texts)])).type_id.tolist() == list(range(60))


def test_a_full_index_takes_no_more() -> None:
    """Keys beyond the cap are left out and found nowhere."""
    index = WordIndex(2, 3)
    keys = [np.arange(1, 6, dtype=np.uint64), np.zeros(5, dtype=np.uint64)]
    index.add(keys, np.arange(5, dtype=np.int32))
    assert index.find(keys).tolist() == [0, 1, 2, -1, -1]
