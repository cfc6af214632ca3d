"""Texts and patterns made to take long, and batches with nothing in them."""

import time

import pytest
from lexicon_cases import find, make_attribution, make_documents, make_lexicon

from framing.lexicon import Matcher, score_hits
from framing.lexicon.patterns import parse_pattern
from framing.lexicon.regexes import MAX_SENTENCE_CHARACTERS
from framing.text import Tokenizer


@pytest.mark.parametrize(
    "entry",
    [
        "rain near/s rain",
        "rain near/29 sun",
        "'* rain *'",
        "{pattern: rain, unless: [sun]}",
        "rain rain",
        "'re:rain.{0,80}x'",
    ],
)
def test_one_word_many_times_takes_linear_time(tmp_path, entry):
    """A sentence of 20,000 equal words is searched in a few seconds, whatever the pattern."""
    lexicon = make_lexicon(tmp_path, f"categories:\n  c:\n    entries:\n      - {entry}\n")
    begin = time.process_time()
    find([lexicon], ["rain " * 20_000])
    assert time.process_time() - begin < 6


def test_a_long_chain_of_overlapping_hits_is_resolved_from_its_beginning(tmp_path):
    """Of equally long overlapping hits every second one stays, however long the chain."""
    lexicon = make_lexicon(tmp_path, "categories: {c: {entries: [rain rain, rain]}}\n")
    hits, _ = find([lexicon], ["rain " * 101])
    assert hits["text"] == ["rain rain"] * 50 + ["rain"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("re:\\w+\\s+\\w+x", "ab " * 700),
        ("re:.*y.{0,100}z", "y" * 2000),
        ("re:(?:ab|a)b?(?:ab|a)b?c", "ab" * 1000),
        ("re:[a-z]+[a-z]+x", "a" * 2000),
    ],
)
def test_a_regular_expression_is_bounded_on_one_sentence(source, text):
    """The worst sentence for an allowed expression takes at most a few seconds."""
    (pattern,) = parse_pattern(source)
    begin = time.process_time()
    list(pattern.compiled.finditer(text[:MAX_SENTENCE_CHARACTERS]))
    assert time.process_time() - begin < 4


def test_nothing_in_gives_nothing_out(tmp_path):
    """Batches without documents, words or fitting language, and lexicons without entries, give empty tables."""
    lexicon = make_lexicon(tmp_path, "categories: {c: {entries: [rain near/2 sun, 're:rain', 'lemma:rain']}}\n")
    empty = make_lexicon(tmp_path, "categories: {c: {definition: none yet}}\n", name="empty-en")
    for texts in ([], [""], [" \n"], ["...", "", "!"]):
        for lexicons in ([lexicon], [empty], [lexicon, empty], []):
            documents = make_documents(texts)
            tokens = Tokenizer().tokenize(documents)
            attribution = make_attribution(tokens)
            hits = Matcher(lexicons).find_hits(documents, tokens, attribution)
            assert len(hits) == 0
            scores = score_hits(documents, tokens, attribution, hits, lexicons)
            assert len(scores) == 3 * len(texts) * len(lexicons)
            assert set(scores["per_1000_words"]) <= {None}
