"""What changed between two versions of a lexicon."""

from lexicon_cases import find, make_lexicon

from framing.lexicon import LexiconChange, ScoreChange, diff_lexicons, diff_scores

BEFORE = """categories:
  wet: {definition: old, entries: [rain*, hail, {pattern: snow, weight: 2}, sleet]}
  gone: {entries: [fog]}
"""
AFTER = """overlap: all
categories:
  wet: {definition: new, entries: [rain*, {pattern: snow, weight: 3}, drizzle]}
  cold: {entries: [hail]}
"""


def test_a_lexicon_does_not_differ_from_itself(tmp_path):
    """Comparing a lexicon with itself gives nothing."""
    lexicon = make_lexicon(tmp_path, BEFORE)
    assert diff_lexicons(lexicon, lexicon) == []


def test_changes_name_what_was_added_removed_moved_and_altered(tmp_path):
    """Options of the lexicon, categories and entries are compared; an entry under a new category has moved."""
    before, after = make_lexicon(tmp_path, BEFORE), make_lexicon(tmp_path, AFTER)
    assert diff_lexicons(before, after) == [
        LexiconChange("changed", "lexicon", "test-en", (("overlap", "longest", "all"),)),
        LexiconChange("changed", "category", "wet", (("definition", "old", "new"),)),
        LexiconChange("removed", "category", "gone"),
        LexiconChange("added", "category", "cold"),
        LexiconChange(
            "changed", "entry", "wet:hail", (("entry_id", "wet:hail", "cold:hail"), ("category", "wet", "cold"))
        ),
        LexiconChange("changed", "entry", "wet:snow", (("weight", 2.0, 3.0),)),
        LexiconChange("removed", "entry", "wet:sleet"),
        LexiconChange("removed", "entry", "gone:fog"),
        LexiconChange("added", "entry", "wet:drizzle"),
    ]


def test_score_changes_name_the_documents_that_move(tmp_path):
    """Scores with another number of hits are listed by size of the change; a new category begins at no hits."""
    before, after = make_lexicon(tmp_path, BEFORE), make_lexicon(tmp_path, AFTER)
    texts = ["Rain and hail and so on.", "Drizzle.", "Rain."]
    changes = diff_scores(find([before], texts)[1], find([after], texts)[1])
    own = [change for change in changes if change.voice == "own"]
    assert own == [
        ScoreChange("d1", "wet", "own", 0, 1, 0.0, 1000.0),
        ScoreChange("d0", "cold", "own", 0, 1, None, 1000 / 6),
        ScoreChange("d0", "wet", "own", 2, 1, 2000 / 6, 1000 / 6),
    ]
    assert [change.n_hits_after for change in changes if change.voice == "all"] == [1, 1, 1]
