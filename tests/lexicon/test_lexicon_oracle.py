"""The matcher against the slow, obvious one."""

import string
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lexicon_cases import make_attribution, make_documents, make_lexicon
from lexicon_oracle import find_hits_slowly

from framing.columns import find_faults
from framing.lexicon import Matcher, score_hits
from framing.lexicon.negation import find_negation_path, read_negation
from framing.text import Tokenizer

WORDS = (
    *("rain", "Rain", "rains", "rain’s", "sun", "SUN", "sunny", "cold", "colds", "war", "wars", "US", "rain", "sun"),
    *("not", "never", "not only", "no doubt", "but"),
)
MARKS = (", ", ". ", "; ", ": ", " “", "” ", " — ", "...", *["\n\n"] * 4, *[" "] * 14, "  ")
PATTERN_WORDS = (
    *("rain", "rain*", "*ain", "r?in", "sun", "sun*", "cold", "war|cold", "lemma:rain", "*", "us", "not", "n*", ","),
    *("rain", "sun", "cold", "rain''s", "only"),
    *("<one>", "<many>", "war|<many>", "case:Rain", "case:US|sun"),
)
LISTS = """lists:
  one: [rain*, "lemma:war|sun", "case:SUN"]
  many: [cold, rain sun, <one> cold, "case:Rain war|not"]
"""
texts = st.lists(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)), min_size=1, max_size=40).map(
        lambda parts: "".join(word + mark for word, mark in parts)
    ),
    min_size=1,
    max_size=4,
)
phrases = (
    st.lists(st.sampled_from(PATTERN_WORDS), min_size=1, max_size=3)
    .map(" ".join)
    .filter(lambda phrase: phrase.replace("*", "").strip() != "")
)
proximities = st.builds(
    lambda left, kind, distance, right: f"{left} {kind}/{distance} {right}",
    phrases,
    st.sampled_from(("near", "before")),
    st.sampled_from(("1", "2", "5", "s")),
    phrases,
)
regexes = st.sampled_from(
    ("re:rain\\w* .un", "re:\\bcold", "re:war.{1,9}rain", "re:[rs]\\w+ing?", "re: sun", "re:s(u|a)n")
)
patterns = st.one_of(phrases, phrases, proximities, regexes)
excluding = st.lists(st.sampled_from(("sun", "cold", "us", "rain rain", "<many>")), max_size=2)
entries = st.fixed_dictionaries(
    {
        "pattern": patterns,
        "unless": st.one_of(st.just([]), excluding, st.lists(patterns, max_size=1)),
        "case": st.sampled_from((False, False, True)),
        "category": st.sampled_from((0, 0, 0, 1)),
    }
)
lexicons = st.tuples(st.lists(entries, min_size=2, max_size=8), st.sampled_from(("longest", "longest", "all")))


def write_body(lexicon):
    members, overlap = lexicon
    body = f"overlap: {overlap}\n{LISTS}categories:\n"
    for category in (0, 1):
        body += f"  c{category}:\n    entries:\n"
        body += "      - never-there\n"
        for number, entry in enumerate(members):
            if entry["category"] == category:
                unless = ", ".join(f"'{pattern}'" for pattern in entry["unless"])
                body += f"      - pattern: '{entry['pattern']}'\n        id: e{number}\n"
                body += f"        case: {str(entry['case']).lower()}\n        unless: [{unless}]\n"
    return body


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=texts, lexicon=lexicons, split=st.booleans())
def test_the_fast_matcher_equals_the_slow_one(tmp_path, texts, lexicon, split):
    """On random texts and lexicons the matcher finds what plain loops over the tokens find, batch by batch."""
    compare(tmp_path, texts, [lexicon], split)


def compare(folder: Path, texts, bodies, split, language="en"):
    read = [
        make_lexicon(folder, write_body(body), name=f"l{number}", language=language)
        for number, body in enumerate(bodies)
    ]
    matcher, tokenizer = Matcher(read), Tokenizer()
    rules = read_negation(find_negation_path(language))
    for batch in [[text] for text in texts] if split else [texts]:
        documents = make_documents(batch, language)
        tokens = tokenizer.tokenize(documents)
        hits = matcher.find_hits(documents, tokens, make_attribution(tokens))
        assert find_faults(hits) == []
        found = [
            (
                int(row["document_id"][1:]),
                *(row[name] for name in ("start", "end", "lexicon", "category", "entry_id", "negated", "excluded_by")),
            )
            for row in hits.rows()
        ]
        assert found == find_hits_slowly(read, batch, tokens, rules, language)
        assert all(batch[row[0]][row[1] : row[2]] == text for row, text in zip(found, hits["text"], strict=True))


RUSSIAN_WORDS = (
    "лёд",
    "Лед",
    "льда",
    "война",
    "войны",
    "ВОЙНОЙ",
    "не",
    "не только",
    "никогда",
    "но",
    "дом",
    "дом",
    "лёд",
)
RUSSIAN_PATTERNS = ("лёд", "лед*", "войн*", "lemma:война", "lemma:лёд", "дом", "дом лёд", "* дом", "дом near/3 войн*")
russian_texts = st.lists(
    st.lists(st.tuples(st.sampled_from(RUSSIAN_WORDS), st.sampled_from(MARKS)), max_size=30).map(
        lambda parts: "".join(word + mark for word, mark in parts)
    ),
    min_size=1,
    max_size=2,
)
russian_entries = st.fixed_dictionaries(
    {
        "pattern": st.sampled_from(RUSSIAN_PATTERNS),
        "unless": st.lists(st.sampled_from(("дом", "не")), max_size=1),
        "case": st.booleans(),
        "category": st.just(0),
    }
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=russian_texts, members=st.lists(russian_entries, min_size=1, max_size=6))
def test_the_fast_matcher_equals_the_slow_one_in_russian(tmp_path, texts, members):
    """The same holds for Russian, with its negation words, ё and lemmas."""
    compare(tmp_path, texts, [(members, "longest")], False, "ru")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=texts, lexicon=lexicons, data=st.data())
def test_own_and_attributed_scores_make_up_all(tmp_path, texts, lexicon, data):
    """Hits, weights and words of own and attributed speech add up to all; rates lie in their intervals."""
    read = [make_lexicon(tmp_path, write_body(lexicon), name="l0")]
    documents = make_documents(texts)
    tokens = Tokenizer().tokenize(documents)
    n_tokens = len(tokens.type_id)
    attributed = data.draw(st.lists(st.integers(0, n_tokens - 1), max_size=9, unique=True)) if n_tokens else []
    attribution = make_attribution(tokens, sorted(attributed))
    hits = Matcher(read).find_hits(documents, tokens, attribution)
    scores = score_hits(documents, tokens, attribution, hits, read)
    assert find_faults(scores) == []
    rows = list(scores.rows())
    for total, own, quoted in zip(rows[::3], rows[1::3], rows[2::3], strict=True):
        assert [row["voice"] for row in (total, own, quoted)] == ["all", "own", "attributed"]
        for name in ("n_hits", "weight_sum", "n_words"):
            assert total[name] == own[name] + quoted[name]
    counted = sum(excluded is None for excluded in hits["excluded_by"])
    assert sum(row["n_hits"] for row in rows[::3]) == counted
    for row in rows:
        if row["n_words"]:
            assert row["ci_low"] <= row["per_1000_words"] <= row["ci_high"]
        else:
            assert row["per_1000_words"] is row["ci_low"] is row["ci_high"] is None


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from(string.ascii_letters + "İßё’“”\u00ad\u0301 \n\t.,-–…€\u3000𝔸"), max_size=80))
def test_hits_lie_in_any_text(tmp_path, text):
    """In arbitrary characters every hit's text is the slice between its offsets."""
    lexicon = make_lexicon(tmp_path, 'categories: {c: {entries: ["a* *", "*b", "re:[a-z] ?\\\\w", "a near/s b|c*"]}}\n')
    compare_text(lexicon, text)


def compare_text(lexicon, text):
    documents = make_documents([text])
    tokens = Tokenizer().tokenize(documents)
    hits = Matcher([lexicon]).find_hits(documents, tokens, make_attribution(tokens))
    for row in hits.rows():
        assert text[row["start"] : row["end"]] == row["text"] != ""
    assert np.all(np.diff(np.asarray(hits["start"])) >= 0)
