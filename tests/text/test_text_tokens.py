"""Tokens: the token rule, offsets, folded forms, and properties over any text."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_documents import make_documents, tokenize

from framing.text import Tokenizer, all_sentence_spans, count_words, sentence_spans
from framing.text.chunks import find_chunks
from framing.text.splitting import split_chunk
from framing.text.vocabulary import ChunkTable, GatheredTokens, Vocabulary


def forms(text: str) -> list[str]:
    tokens = tokenize(text)
    return [tokens.types.forms[type_id] for type_id in tokens.type_id.tolist()]


def folded(text: str) -> list[str]:
    tokens = tokenize(text)
    return [tokens.types.folded[type_id] for type_id in tokens.type_id.tolist()]


# Texts that are likely to meet every rule, and any code points at all.
PIECES = st.sampled_from(
    [
        *'.!?…,;:"“”«»‘’()[]/-—@#$_',
        *("...", "--", " ", "  ", "\n", "\n\n", "\r\n", "\u2028", "\t", "\u00a0"),
        *[
            "Mr",
            "Dr.",
            "U.S.",
            "a.m.",
            "т.е.",
            "No",
            "5",
            "2.",
            "6,717",
            "3.5",
            "R-7",
            "don’t",
            "Ph.D.",
            "St",
            "J",
            "К",
            "The",
            "the",
            "Ann",
            "Oslo",
            "said",
        ],
        *("сказал", "Он", "МОСКВА", "OSLO (AP) —", "iPhone", "漢字", "テスト", "👨\u200d👩", "İ", "ё"),
        *("\u0301", "\u00ad", "\u200b", "\ufeff", "\ud800", "\x00", "https://a.example/b?c=d.", "x" * 250),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map("".join),
    st.lists(PIECES, max_size=40).map(" ".join),
    st.text(st.characters(), max_size=60),
)


def tokenize_slowly(text: str) -> list[tuple[int, int]]:
    """The token rule once more, character by character, for texts of letters, digits and plain marks."""
    spans: list[tuple[int, int]] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        end = _end_of_token(text, position)
        spans += [(first, min(first + 200, end)) for first in range(position, end, 200)]
        position = end
    return spans


def _end_of_token(text: str, position: int) -> int:
    run = re.match(r"\.\.+|--+", text[position:])
    if run:
        return position + run.end()
    if not text[position].isalnum():
        return position + 1
    rest = text[position:]
    dotted = re.match(r"(?:[^\W\d_]\.)(?:[^\W\d_]\.)+(?![^\W\d_])|[^\W\d_](?:\.[^\W\d_])+(?![\w.])", rest)
    end = position + dotted.end() if dotted else position + 1
    while end < len(text):
        follows = end + 1 < len(text) and text[end + 1].isalnum()
        is_point = follows and text[end] in ".," and text[end - 1].isdigit() and text[end + 1].isdigit()
        is_joint = follows and text[end] in "-’'"
        is_letter = text[end].isalnum() and not (dotted and end == position + dotted.end())
        if not (is_point or is_joint or is_letter):
            break
        end += 1
    return end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anti-Russian Russian-Kazakhstani talks", ["Anti-Russian", "Russian-Kazakhstani", "talks"]),
        ("don't Earth’s Americans’ 'tis", ["don't", "Earth’s", "Americans", "’", "'", "tis"]),
        ("6,717 sq km, 3.5% in 1990s, $5bn", ["6,717", "sq", "km", ",", "3.5", "%", "in", "1990s", ",", "$", "5bn"]),
        ("U.S. U.S.-led a.m. т.е. и т.д. Ph.D.", ["U.S.", "U.S.-led", "a.m.", "т.е.", "и", "т.д.", "Ph.D."]),
        ("J. K. Rowling, J.K. Rowling", ["J", ".", "K", ".", "Rowling", ",", "J.K.", "Rowling"]),
        ("Wait... no -- yes…", ["Wait", "...", "no", "--", "yes", "…"]),
        ("«Да», — сказал", ["«", "Да", "»", ",", "—", "сказал"]),
        ("end.The next", ["end", ".", "The", "next"]),
        ("Russia–Ukraine (Mr. X)", ["Russia", "–", "Ukraine", "(", "Mr", ".", "X", ")"]),
        ("see https://a.example/b?c=d, now", ["see", "https://a.example/b?c=d", ",", "now"]),
        ("_word_ @name #tag", ["_", "word", "_", "@", "name", "#", "tag"]),
        ("漢字とテスト。", ["漢", "字", "と", "テスト", "。"]),
        ("R-7 F-16 76,500. G20", ["R-7", "F-16", "76,500", ".", "G20"]),
    ],
)
def test_token_rule(text: str, expected: list[str]) -> None:
    """Words keep inner hyphens, apostrophes and points; other marks stand alone."""
    assert forms(text) == expected


def test_combining_marks_stay_in_the_word() -> None:
    """A decomposed word is one token, and its folded form is composed."""
    assert forms("cafe\u0301s open") == ["cafe\u0301s", "open"]
    assert folded("cafe\u0301s и\u0306од за\u0301мок") == ["cafés", "йод", "замок"]


def test_invisible_characters_stay_in_the_word_and_out_of_its_folded_form() -> None:
    """Soft hyphens, zero-width characters and a byte order mark do not cut or change a word."""
    assert folded("\ufeffco\u00adop\u200berate") == ["cooperate"]
    tokens = tokenize("a \u200b b")
    assert count_words(tokens)[0] == [2]


def test_folded_forms() -> None:
    """Folding lowers case and straightens apostrophes and hyphens, and writes е for ё."""
    assert folded("Earth’s NON\u2011STOP Всё İ") == ["earth's", "non-stop", "все", "i̇"]


def test_facts_of_types() -> None:
    """Words hold a letter or digit; titles begin with a capital; upper forms have two letters, all capitals."""
    types = tokenize("NATO Ann a 5 . “").types
    facts = {
        form: (bool(types.is_word[i]), bool(types.is_title[i]), bool(types.is_upper[i]))
        for i, form in enumerate(types.forms[: types.n_types])
    }
    assert facts["NATO"] == (True, True, True)
    assert facts["Ann"] == (True, True, False)
    assert facts["a"] == facts["5"] == (True, False, False)
    assert facts["."] == facts["“"] == (False, False, False)


@pytest.mark.parametrize("text", ["", " ", "\n\n \t", "\u2028\u00a0"])
def test_text_without_tokens(text: str) -> None:
    """A document of white space has no tokens, words, sentences or spans, and leaves its neighbours alone."""
    tokens = tokenize("One.", text, "Two words.")
    assert tokens.document_offsets.tolist() == [0, 2, 2, 5]
    assert count_words(tokens) == ([1, 0, 2], [1, 0, 1])
    assert sentence_spans(tokens, 1) == []
    assert sentence_spans(tokens, 2) == [(0, 10)]
    assert all_sentence_spans(tokens) == [sentence_spans(tokens, row) for row in range(tokens.n_documents)]


def test_no_documents() -> None:
    """A batch without documents gives no tokens and no counts."""
    tokens = tokenize()
    assert tokens.n_documents == 0
    assert count_words(tokens) == ([], [])


def test_long_tokens_are_cut() -> None:
    """A run of letters longer than 200 characters becomes tokens of 200, so that forms stay short."""
    tokens = tokenize("x" * 450 + " y")
    assert (tokens.end - tokens.start).tolist() == [200, 200, 50, 1]
    assert max(map(len, tokens.types.forms)) == 200


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", ["x", ".", '."', "a-", "a.", "1.", "http://!", "A\n", "(«“", "e\u0301", "No. 5 "])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    """Half a million characters of one repeated unit are tokenized without stalling, and none is lost."""
    text = unit * (500_000 // len(unit))
    tokens = tokenize(text)
    assert int((tokens.end - tokens.start).sum()) == len("".join(text.split()))


@given(st.lists(TEXTS, max_size=4))
@settings(max_examples=250)
def test_tokens_cover_the_text(texts: list[str]) -> None:
    """Tokens are ordered and disjoint, reproduce their form, and hold each character that is not white space once."""
    tokens = tokenize(*texts)
    assert tokens.n_documents == len(texts)
    for number, text in enumerate(texts):
        rows = slice(*tokens.document_offsets[number : number + 2])
        start, end = tokens.start[rows], tokens.end[rows]
        assert np.all(start < end)
        assert np.all(end[:-1] <= start[1:])
        pieces = [text[a:b] for a, b in zip(start, end, strict=True)]
        assert "".join(pieces) == "".join(text.split())
        assert pieces == [tokens.types.forms[type_id] for type_id in tokens.type_id[rows]]


@given(TEXTS)
@settings(max_examples=250)
def test_numbers_of_sentences_paragraphs_and_zones(text: str) -> None:
    """Sentences and paragraphs are numbered from 0 without gaps, a paragraph begins a sentence, zones never go back."""
    tokens = tokenize(text)
    if not len(tokens.type_id):
        return
    for numbers in (tokens.sentence, tokens.paragraph):
        assert numbers[0] == 0
        assert set(np.diff(numbers).tolist()) <= {0, 1}
    assert np.all(np.diff(tokens.sentence)[np.diff(tokens.paragraph) == 1] == 1)
    assert np.all(np.diff(tokens.zone) >= 0)
    spans = sentence_spans(tokens, 0)
    assert all_sentence_spans(tokens) == [spans]
    assert len(spans) == count_words(tokens)[1][0]
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@given(st.lists(TEXTS, min_size=1, max_size=4), st.lists(st.none() | TEXTS, min_size=4, max_size=4))
@settings(max_examples=100)
def test_batch_equals_documents_alone(texts: list[str], titles: list[str | None]) -> None:
    """A document has the same tokens, sentences, paragraphs and zones alone, in a batch, and in a used tokenizer."""
    used = Tokenizer()
    used.tokenize(make_documents(texts[::-1]))
    batch = used.tokenize(make_documents(texts, titles[: len(texts)]))
    for number, text in enumerate(texts):
        alone = Tokenizer().tokenize(make_documents([text], [titles[number]]))
        rows = slice(*batch.document_offsets[number : number + 2])
        for name in ("start", "end", "sentence", "paragraph", "zone"):
            assert getattr(batch, name)[rows].tolist() == getattr(alone, name).tolist(), name


@given(st.text(st.sampled_from("aB1 .,-'’«\n…!é_"), max_size=60))
@settings(max_examples=300)
def test_tokens_equal_those_of_the_slow_rule(text: str) -> None:
    """The compiled rule finds the tokens that a walk over the characters finds."""
    tokens = tokenize(text)
    assert list(zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)) == tokenize_slowly(text)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Plan B. А", ". Б"),
        ('"Go!" Lee', "said so."),
        ("It ended.", '"\n\nThe text goes on.'),
        ("и т", ". д. Анна"),
        ("Ann spoke.\n\nOSLO —", "Text"),
        ("Mr.", "Lee"),
        ("One.", "” Two"),
        ("One\n", "\nTwo"),
        ("Bridge", "closed for good."),
    ],
)
def test_neighbours_leave_no_trace(first: str, second: str) -> None:
    """What ends one document and begins the next is never read together."""
    batch = Tokenizer().tokenize(make_documents([first, second], ["Bridge", None]))
    for number, text in enumerate([first, second]):
        alone = Tokenizer().tokenize(make_documents([text], [["Bridge", None][number]]))
        rows = slice(*batch.document_offsets[number : number + 2])
        for name in ("start", "sentence", "paragraph", "zone"):
            assert getattr(batch, name)[rows].tolist() == getattr(alone, name).tolist(), name


def test_type_ids_stay_within_a_generation() -> None:
    """A form keeps its id from batch to batch until the vocabulary outgrows its cap; then a new generation begins."""
    tokenizer = Tokenizer(max_types=3)
    first = tokenizer.tokenize(make_documents(["one two"]))
    second = tokenizer.tokenize(make_documents(["two three four"]))
    third = tokenizer.tokenize(make_documents(["four five"]))
    assert first.types.generation == second.types.generation
    assert second.type_id.tolist() == [1, 2, 3]
    assert third.types.generation != second.types.generation
    assert third.type_id.tolist() == [0, 1]
    assert [second.types.forms[i] for i in second.type_id] == ["two", "three", "four"]


def test_generations_of_two_tokenizers_differ() -> None:
    """Facts kept for one tokenizer's types never fit another tokenizer's."""
    assert tokenize("a").types.generation != tokenize("b").types.generation


def test_emptied_chunk_table_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Type ids outlive the table of chunks, which is emptied when it is full."""
    monkeypatch.setattr("framing.text.vocabulary.MAX_CHUNKS", 2)
    tokenizer = Tokenizer()
    first = tokenizer.tokenize(make_documents(["one two three."]))
    second = tokenizer.tokenize(make_documents(["three two one."]))
    assert first.types.generation == second.types.generation
    assert second.type_id.tolist() == [2, 1, 0, 3]


@given(st.text("abzAZ09_-.,;:?!)'\"’é", min_size=1, max_size=12))
def test_plain_chunks_split_as_all_others(chunk: str) -> None:
    """Words that are split without the pattern give the tokens that the pattern gives."""
    vocabulary = Vocabulary()
    table = ChunkTable(vocabulary)
    found = table.gather(table.number_written([chunk]), np.zeros(1, dtype=np.int32))
    assert [vocabulary.types().forms[number] for number in found.type_id.tolist()] == split_chunk(chunk)
    spans = zip(found.start.tolist(), found.end.tolist(), strict=True)
    assert [chunk[start:end] for start, end in spans] == split_chunk(chunk)


def test_chunks_numbered_together_are_those_numbered_one_by_one() -> None:
    """Known chunks, repeated ones and long ones, in one call or in several."""
    chunks = ["one,", "two", "one,", "x" * 450, "two", "x" * 450, "U.S.-led", "x" * 450]
    together, alone = (ChunkTable(Vocabulary()) for _ in range(2))
    together.number_written(["two"])
    numbers = np.concatenate([alone.number_written([chunk]) for chunk in ["two", *chunks]])[1:]
    starts = np.zeros(len(chunks), dtype=np.int32)
    ours, theirs = together.gather(together.number_written(chunks), starts), alone.gather(numbers, starts)
    for name in GatheredTokens.__slots__:
        assert getattr(ours, name).tolist() == getattr(theirs, name).tolist(), name


WRITTEN = st.text(st.sampled_from("aé9.,-'’“”(…—\u0301@/"), min_size=1, max_size=7)


@given(st.lists(st.lists(WRITTEN, min_size=1, max_size=6), min_size=1, max_size=3))
@settings(max_examples=500)
def test_marks_around_a_word_are_those_of_the_token_rule(batches: list[list[str]]) -> None:
    """Chunks that are put together from a known word and its marks have the tokens that the pattern gives."""
    vocabulary = Vocabulary()
    table = ChunkTable(vocabulary)
    for written in [*batches, batches[0]]:
        chunks = find_chunks(" ".join(written))
        found = table.gather(table.number(chunks), chunks.start)
        forms = [vocabulary.types().forms[number] for number in found.type_id.tolist()]
        assert forms == [token for chunk in written for token in split_chunk(chunk)]
        spans = zip(found.start.tolist(), found.end.tolist(), strict=True)
        assert [chunks.text[start:end] for start, end in spans] == forms
        assert len(found.first_token) == len(written)
