"""Terms that stand out beside hits: which are counted, and what z is."""

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicon_cases import make_attribution, make_documents, make_lexicon

from framing.lexicon import Matcher, TermCounts
from framing.text import Tokenizer


def suggest(tmp_path, texts, n_terms=1000, min_near=1):
    matcher = Matcher([make_lexicon(tmp_path, "categories: {c: {entries: [storm]}}\n")])
    documents = make_documents(texts)
    tokens = Tokenizer().tokenize(documents)
    hits = matcher.find_hits(documents, tokens, make_attribution(tokens))
    counts = TermCounts()
    counts.add(documents, tokens, hits, hits)
    return {one.term: one for one in counts.suggest(n_terms, min_near)}


def count_slowly(sentences, n_words):
    """Terms of n words that lie between hits, counted word by word."""
    counts = Counter()
    for sentence in sentences:
        words = sentence.rstrip(".").lower().split()
        for first in range(len(words) - n_words + 1):
            term = words[first : first + n_words]
            if "storm" not in term:
                counts[" ".join(term)] += 1
    return counts


def find_z_slowly(near, elsewhere, term):
    n_near, n_elsewhere = sum(near.values()), sum(elsewhere.values())
    share = (near[term] + elsewhere[term]) / (n_near + n_elsewhere)
    a, b = near[term] + share * n_near, elsewhere[term] + share * n_near
    odds_a, odds_b = a / (2 * n_near - a + 1), b / (n_elsewhere + n_near - b + 1)
    return (math.log(odds_a) - math.log(odds_b)) / math.sqrt(1 / a + 1 / b)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_terms_of_one_to_three_words_have_the_z_of_the_formula(tmp_path, order):
    """Every suggested term has the counts and z that counting word by word and the published formula give."""
    near = ["Old boats left the port before storm came.", "All old boats sank in storm time."]
    rest = ["Boats came to the port.", "The old port has boats.", "All came."]
    counts = [count_slowly(sentences, order) for sentences in (near, rest)]
    found = {term: one for term, one in suggest(tmp_path, [*near, *rest]).items() if term.count(" ") == order - 1}
    assert found
    for term, one in found.items():
        assert (one.n_near, one.n_elsewhere) == (counts[0][term], counts[1][term])
        assert one.z == pytest.approx(find_z_slowly(*counts, term))
    assert "old boats left" in suggest(tmp_path, [*near, *rest])


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["wind", "sea", "harbour", "the"]), min_size=1, max_size=12))
def test_a_corpus_against_itself_has_no_terms(tmp_path_factory, words):
    """Where the same words stand beside hits and elsewhere, no term stands out."""
    sentence = " ".join(words)
    texts = [f"{sentence.capitalize()}, storm.", f"{sentence.capitalize()}."]
    assert suggest(tmp_path_factory.mktemp("l"), texts) == {}


def test_terms_end_at_marks_hits_and_sentences(tmp_path):
    """A term runs over no punctuation mark, no hit and no end of a sentence."""
    found = suggest(tmp_path, ["Red, green storm blue. White day.", "Nothing else."])
    assert not {"red green", "green storm", "storm blue", "green blue", "blue white"} & set(found)
    assert {"red", "green", "blue"} <= set(found)
    assert "white" not in found


def test_lines_in_context_come_from_sentences_of_interest(tmp_path):
    """A term has at most three sentences, each beside a hit and with the term in it."""
    texts = [f"A strong gale and storm number {number}." for number in range(5)] + ["No gale here."]
    examples = suggest(tmp_path, texts)["a strong gale"].examples
    assert len(examples) == 3
    for document_id, start, end, text in examples:
        assert texts[int(document_id[1:])][start:end] == text
        assert "strong gale" in text
        assert "storm" in text
