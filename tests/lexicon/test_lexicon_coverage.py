"""How a lexicon fares on a corpus."""

from lexicon_cases import find, make_attribution, make_documents, make_lexicon

from framing.lexicon import (
    Matcher,
    TermCounts,
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
