"""How a lexicon fares on a corpus."""

from lexicon_cases import find, make_attribution, make_documents, make_lexicon

from framing.lexicon import (
    CorpusCounts,
    Matcher,
    TermCounts,
    check_on_corpus,
    compare_mirrors,
    count_entry_hits,
    find_dead_entries,
)
from framing.text import Tokenizer

BODY = """categories:
  wet:
    mirror: dry
    entries: [rain, {pattern: hail, rare: none fell}, {pattern: fog, rare: none came}, sleet]
    categories: {deep: {entries: [{pattern: flood, unless: [light]}]}}
  dry: {mirror: wet, entries: [sun, drought]}
"""


def count(tmp_path):
    lexicon = make_lexicon(tmp_path, BODY)
    hits, scores = find([lexicon], ["Rain, rain and hail.", "Sun. A flood of light."])
    n_words = sum(row["n_words"] for row in scores.rows() if (row["category"], row["voice"]) == ("wet", "all"))
    return lexicon, count_entry_hits(hits), n_words


def test_entries_without_hits_need_a_reason_and_reasons_need_no_hits(tmp_path):
    """Entries without a counted hit are named unless marked rare; those marked rare are named when they hit."""
    lexicon, counts, _ = count(tmp_path)
    assert [(complaint.kind, complaint.location) for complaint in find_dead_entries(lexicon, counts)] == [
        ("lively-rare-entry", "categories.wet.entries[hail]"),
        ("dead-entry", "categories.wet.entries[sleet]"),
        ("dead-entry", "categories.wet.categories.deep.entries[flood]"),
        ("dead-entry", "categories.dry.entries[drought]"),
    ]


def test_mirrored_sides_stand_side_by_side(tmp_path):
    """Each pair is compared once: entries, live entries, hits and rate with its interval, children included."""
    lexicon, counts, n_words = count(tmp_path)
    assert n_words == 9
    ((wet, dry),) = compare_mirrors(lexicon, counts, n_words)
    assert (wet.category, wet.n_entries, wet.n_live_entries, wet.n_hits) == ("wet", 5, 2, 3)
    assert (dry.category, dry.n_entries, dry.n_live_entries, dry.n_hits) == ("dry", 2, 1, 1)
    assert wet.per_1000_words == 3000 / 9
    assert wet.ci_low < wet.per_1000_words < wet.ci_high
    assert compare_mirrors(lexicon, counts, 0)[0][0].per_1000_words is None


def check(tmp_path, body, batches, language="en"):
    """Kind, place and sentence of each complaint on batches of texts, and the counts."""
    lexicon = make_lexicon(tmp_path, body)
    matcher, tokenizer, counts = Matcher([lexicon]), Tokenizer(), CorpusCounts()
    for number, texts in enumerate(batches):
        documents = make_documents(texts, language)
        documents = documents.with_columns(document_id=[f"d{number}-{place}" for place in range(len(texts))])
        tokens = tokenizer.tokenize(documents)
        counts.add(documents, tokens, matcher.find_hits(documents, tokens, make_attribution(tokens)))
    complaints = check_on_corpus(lexicon, counts)
    assert {complaint.severity for complaint in complaints} <= {"warning"}
    return [(one.kind, one.location.removeprefix("categories."), one.what.split(";")[0]) for one in complaints], counts


def test_counts_of_batches_add_up(tmp_path):
    """Hits, articles with hits, articles and words are those of all batches together; excluded hits are left out."""
    texts = ["Rain, rain and hail.", "Sun. A flood of light.", "Rain."]
    _, whole = check(tmp_path, BODY, [texts])
    _, parts = check(tmp_path, BODY, [texts[:1], [], texts[1:]])
    assert whole == parts
    assert (whole.n_documents["en"], whole.n_words["en"]) == (3, 10)
    assert (whole.n_hits["test-en", "wet:rain"], whole.n_articles["test-en", "wet:rain"]) == (3, 2)
    assert ("test-en", "wet/deep:flood") not in whole.n_hits


def test_an_entry_with_most_hits_of_its_category_is_named(tmp_path):
    """More than half of at least 20 hits of a category and those below it are one entry: the category measures it."""
    body = "categories: {wet: {entries: [rain, hail], categories: {deep: {entries: [flood, lake]}}}}\n"
    batch = ["Rain and rain. Hail. A flood."] * 10
    assert check(tmp_path, body, [batch])[0] == [
        ("dead-entry", "wet.categories.deep.entries[lake]", "has no hit here"),
    ]
    found, _ = check(tmp_path, body, [[*batch, "Rain."], ["A lake."] * 5])
    assert found == []
    found, _ = check(tmp_path, body, [["Rain and rain. Hail."] * 7 + ["A flood. A lake."] * 2 + ["Dry."] * 40])
    assert found == [
        ("dominant-entry", "wet.entries[rain]", "has 14 of the 25 hits of its category, which measures this entry")
    ]
    few, _ = check(tmp_path, body, [["Rain and rain. Hail."] * 4 + ["A flood. A lake."] * 2])
    assert few == []


def test_an_entry_in_many_articles_is_named(tmp_path):
    """An entry in more than 30 % of at least 20 articles is too common to tell a frame."""
    body = "categories: {wet: {entries: [rain, hail]}}\n"
    common = ("broad-entry", "wet.entries[rain]", "stands in 7 of 20 articles")
    assert check(tmp_path, body, [["Rain. Hail."] * 6 + ["Dry."] * 14])[0] == []
    assert check(tmp_path, body, [["Rain."] * 7 + ["Hail."] * 6 + ["Dry."] * 7])[0] == [common]
    assert check(tmp_path, body, [["Rain."] * 7 + ["Hail."] * 12])[0] == []


def test_mirrors_with_very_different_rates_are_named(tmp_path):
    """Both sides have at least 20 hits, and one more than five times the other's: one complaint, on the larger side."""
    body = "categories:\n  wet: {mirror: dry, entries: [rain, hail]}\n  dry: {mirror: wet, entries: [sun, heat]}\n"
    dry = ["Dry."] * 400

    def uneven(n_wet, n_dry):
        found, _ = check(tmp_path, body, [["Rain. Hail."] * n_wet + ["Sun. Heat."] * n_dry + dry])
        return [one for one in found if one[0] == "uneven-mirror"]

    assert uneven(10, 51) == [
        ("uneven-mirror", "dry", "102 hits against 20 of its mirror 'wet', 5.1 times"),
    ]
    assert uneven(10, 50) == []
    assert uneven(9, 60) == []


def test_a_corpus_in_another_language_says_nothing(tmp_path):
    """Without an article in the lexicon's language no entry is called dead."""
    assert check(tmp_path, BODY, [["Дождь."] * 30], "ru")[0] == []


TEXTS = [
    "Rain with dark clouds came. The town slept.",
    "Dark clouds and rain fell. The road was long.",
    "Some rain and dark clouds again. The end of the road.",
    "The town and the road. The clouds were white. The dark road.",
    "A long day in the town and on the road.",
]


def suggest(tmp_path, batches):
    lexicon = make_lexicon(tmp_path, "categories: {c: {entries: [rain]}}\n")
    matcher, tokenizer, counts = Matcher([lexicon]), Tokenizer(), TermCounts()
    number = 0
    for texts in batches:
        documents = make_documents(texts)
        documents = documents.with_columns(document_id=[f"d{number + place}" for place in range(len(texts))])
        number += len(texts)
        tokens = tokenizer.tokenize(documents)
        hits = matcher.find_hits(documents, tokens, make_attribution(tokens))
        counts.add(documents, tokens, hits, hits)
    return counts.suggest(n_terms=5, min_near=3)


def test_suggested_terms_stand_out_near_hits_and_are_not_covered(tmp_path):
    """Terms typical of sentences with hits are suggested once, with those sentences; what entries cover is not."""
    found = suggest(tmp_path, [TEXTS])
    assert found[0].term == "dark clouds"
    assert (found[0].n_near, found[0].n_elsewhere) == (3, 0)
    assert not {"dark", "clouds"} & {suggestion.term for suggestion in found}  # they stand in the pair every time
    assert not any("rain" in suggestion.term for suggestion in found)
    assert "the" not in {suggestion.term for suggestion in found}
    document_id, start, end, text = found[0].examples[1]
    assert (document_id, text) == ("d1", "Dark clouds and rain fell.")
    assert TEXTS[1][start:end] == text
    assert [suggestion.z for suggestion in found] == sorted((s.z for s in found), reverse=True)


def test_suggestions_do_not_depend_on_batches(tmp_path):
    """The same documents in one batch or in several give the same suggestions."""
    assert suggest(tmp_path, [TEXTS]) == suggest(tmp_path, [TEXTS[:2], [], TEXTS[2:3], TEXTS[3:]])
    assert suggest(tmp_path, [[]]) == []
