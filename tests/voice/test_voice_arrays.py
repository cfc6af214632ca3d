"""What is decided for a whole batch in arrays is what the rules say word by word."""

import re
from array import array
from collections.abc import Iterator
from random import Random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_voice_quotations import TAGGER, make_documents
from verbal_oracle import has_auxiliary, is_after_be, is_verbal

import framing.voice.marks
from framing.columns import Types
from framing.shipped import find_cue_paths
from framing.text import Tokenizer
from framing.voice.batch import Batch, Sentence
from framing.voice.candidates import (
    AFTER_ADJECTIVE,
    CLAUSE,
    DISTANCING,
    MARKER,
    PASSIVE,
    PHRASE,
    find_candidates,
)
from framing.voice.contents import FRAMES
from framing.voice.cue_table import ADJECTIVE, NOUN, VERB, CueWords
from framing.voice.cues import read_cues
from framing.voice.language import Language
from framing.voice.phrases import UNDECIDED, find_subjects
from framing.voice.plain_marks import Pairs
from framing.voice.reporting import CueReader, FoundCue
from framing.voice.subjects import find_subject

BEFORE_CONTENT = r"(?=[dy]*[TQtwRpba:,\-])"
CUE_LETTERS = re.compile(
    rf"[VUGKH]|(?<![Dpn])E|(?<![Djpntx])S|(?<=[txPZzRA\"d,])I|(?<=[wRT][Mo])I|[MJ]{BEFORE_CONTENT}|[ESI]{BEFORE_CONTENT}"
)
LETTERS = 'NZojnDptA"PRdxbyc,,-)(VESIGUMJKHQT:.~zwa'
SENTENCES = st.lists(st.text(LETTERS, min_size=1, max_size=60), min_size=1, max_size=4)
MARKED = st.text('""“”’‘\' ab.,\n', max_size=40)


def read_slowly(letters: str, at: int, start: int, end: int, parts: int) -> int:
    """How the candidate at `at` is read, step by step."""
    letter = letters[at]
    if letter in "KH":
        return MARKER if letter == "K" else DISTANCING
    way = 0
    after_be = is_after_be(letters, at, start)
    if parts & ADJECTIVE and (letter == "J" or after_be):
        way = AFTER_ADJECTIVE
        if letter == "J":
            return way
    verbal = is_verbal(letters, at, start, end)
    if letter == "M" or (parts & NOUN and not verbal):
        return way + (PHRASE if parts & NOUN else 0)
    if not parts & VERB or not verbal:
        return way
    if letter in "EU" and after_be:
        return way + PASSIVE
    return way + (CLAUSE if letter != "U" or has_auxiliary(letters, at, start) else 0)


def list_slowly(sentences: list[str], parts: list[int]) -> Iterator[tuple[int, int, int]]:
    letters, start = "".join(sentences), 0
    for number, sentence in enumerate(sentences):
        for match in CUE_LETTERS.finditer(sentence):
            at = start + match.start()
            way = read_slowly(letters, at, start, start + len(sentence), parts[at])
            if way:
                yield at, number, way
        start += len(sentence)


def to_codes(letters: str) -> np.ndarray:
    return np.frombuffer(letters.encode("latin-1"), dtype=np.uint8)


@settings(max_examples=400)
@given(SENTENCES, st.randoms(use_true_random=False))
@example(["NU"], None)
def test_candidates_are_those_of_the_rules(sentences: list[str], random: object) -> None:
    """Where a cue may stand and how it is read does not depend on the way it is computed."""
    letters = "".join(sentences)
    parts = [random.choice((0, 1, 2, 4, 4, 6, 7)) if random else 4 for _ in letters]  # type: ignore[attr-defined]
    ends = np.cumsum([len(sentence) for sentence in sentences])
    starts = np.append(0, ends[:-1])
    found = find_candidates(to_codes(letters), np.array(parts, dtype=np.uint8), starts, ends)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == list(list_slowly(sentences, parts))


def test_tokens_outside_the_sentences_are_no_candidates() -> None:
    """Only the sentences asked for are read."""
    found = find_candidates(to_codes("NVTNVNV"), np.full(7, VERB, dtype=np.uint8), np.array([0, 3]), np.array([0, 5]))
    assert found.places.tolist() == [4]
    assert found.sentences.tolist() == [1]


@settings(max_examples=400)
@given(SENTENCES)
@example(["NpDN", "pNV"])
def test_subjects_are_those_of_the_rules(sentences: list[str]) -> None:
    """Every subject that is decided in arrays is the one that `find_subject` finds."""
    letters = "".join(sentences)
    starts = np.repeat(*(np.array(column) for column in zip(*_list_starts(sentences), strict=True)))
    firsts, ends = find_subjects(to_codes(letters), np.arange(len(letters)), starts)
    for at, (first, end, start) in enumerate(zip(firsts.tolist(), ends.tolist(), starts.tolist(), strict=True)):
        if first != UNDECIDED:
            assert find_subject(letters, at, start) == (None if first < 0 else (first, end))


WORDS = ("road", "by", "for", "that", "as", "said", "told", "called", "asked", "claim", "plan", "criticized", "aware")
CUES = read_cues(find_cue_paths()["en"])


@settings(max_examples=600)
@given(SENTENCES, st.randoms(use_true_random=False))
def test_contents_are_those_of_the_rules(sentences: list[str], random: Random) -> None:
    """What is known of the content of a cue before it is read changes nothing in what it reports."""
    letters = "".join(sentences)
    ids = array("i", random.choices(range(len(WORDS)), k=len(letters)))
    codes, forms = to_codes(letters), list(WORDS)
    batch = Batch(letters, codes, letters, ids, forms, forms, [len(letters)], {})
    language = Language(CUES, 0)
    types = make_types(forms)
    words = CueWords(language.rows_of(types)[ids], language.parts_of(types)[ids])
    places = np.arange(len(letters))
    bounds = [(start, start + length) for start, length in _list_starts(sentences) for _ in range(length)]
    starts, ends = (np.array(column) for column in zip(*bounds, strict=True))
    ways = np.array(random.choices((CLAUSE, PHRASE, PASSIVE), k=len(letters)), dtype=np.uint8)
    firsts, stops = find_subjects(codes, places, starts)
    found = language.contents.find(codes, words, places, ways, firsts, starts, ends)
    reader = CueReader(CUES)
    for at, (number, begin, frame, has_left, _, may_report) in enumerate(zip(*found, strict=True)):
        if number:
            entry, (start, end) = language.table.entries[number], bounds[at]
            subject = find_subject(letters, at, start) if firsts[at] == UNDECIDED else (int(firsts[at]), int(stops[at]))
            sentence = Sentence(start, end, start, start, False, start, end)
            cue = FoundCue(batch, at, entry, sentence, None, subject if firsts[at] != -1 else None)
            right = None if begin == UNDECIDED else (int(begin), FRAMES[frame])
            slowly = reader.read(cue, int(ways[at]))
            assert reader.read(cue, int(ways[at]), right, bool(has_left)) == slowly
            assert may_report or slowly is None


def make_types(forms: list[str]) -> Types:
    flags = np.zeros(len(forms), dtype=bool)
    return Types(0, len(forms), forms, forms, flags, flags, flags)


def _list_starts(sentences: list[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for sentence in sentences:
        yield start, len(sentence)
        start += len(sentence)


@settings(max_examples=300)
@given(st.lists(MARKED, min_size=1, max_size=4))
@example(['"ab ab ab" ab. "ab ab', "“ab” ’ab “ab”"])
def test_marks_that_take_turns_are_paired_as_all_others(texts: list[str]) -> None:
    """Documents that are done at sight have the quotations that they have mark by mark."""
    documents = make_documents(texts)
    tokens = Tokenizer().tokenize(documents)
    found = TAGGER.find_quotations(documents, tokens)
    none = np.zeros(0, dtype=np.int64)
    with pytest.MonkeyPatch.context() as patch:
        undone = Pairs(none, none, np.zeros(len(texts), dtype=bool))
        patch.setattr(framing.voice.marks, "pair_plain_marks", lambda *_: undone)
        slowly = TAGGER.find_quotations(documents, tokens)
    assert list(found.quotations.rows()) == list(slowly.quotations.rows())
    assert found.quotation.tolist() == slowly.quotation.tolist()
