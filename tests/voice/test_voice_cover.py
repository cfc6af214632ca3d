"""Asking many spans at once, against comparing every pair; and texts made to be slow."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_voice_quotations import TAGGER, make_documents

from framing.text import Tokenizer
from framing.voice.cover import Cover, Row

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair))), max_size=8)
SPAN = st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair)))


@settings(max_examples=200)
@given(SPANS, SPAN)
def test_a_cover_answers_as_comparing_every_pair_does(spans: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    """Holding, touching and starting inside are the same as by the plain definitions."""
    cover = Cover(spans)
    assert cover.holds(asked) == any(start <= asked[0] and asked[1] <= end for start, end in spans)
    assert cover.touches(asked) == any(start < asked[1] and asked[0] < end for start, end in spans)


@settings(max_examples=200)
@given(st.lists(st.integers(1, 5), max_size=12), SPAN)
def test_a_row_lists_the_spans_that_touch(lengths: list[int], asked: tuple[int, int]) -> None:
    """Of spans side by side, those that share a token with the asked one come out, in order."""
    spans, place = [], 0
    for number, length in enumerate(lengths):
        if number % 2:
            spans.append((place, place + length))
        place += length
    assert Row(spans).touching(asked) == [span for span in spans if span[0] < asked[1] and asked[0] < span[1]]


@pytest.mark.parametrize(
    "piece",
    ["he said that ", "“open it “now “ and. ", "«open ", '"a" ', "the “smart” bridge ", "Ann Lee said no, ", "Lee "],
)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    """200 kB of a repeated phrase without an end are tagged within two seconds of CPU time."""
    documents = make_documents([piece * (200_000 // len(piece))])
    tokens = Tokenizer().tokenize(documents)
    start = time.process_time()
    TAGGER.find_quotations(documents, tokens)
    assert time.process_time() - start < 2
