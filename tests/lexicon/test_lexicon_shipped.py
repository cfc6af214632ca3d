"""The shipped lexicons and negation rules."""

import pytest
from lexicon_cases import find_rows

from framing.lexicon import Matcher, check_lexicon, read_lexicon
from framing.lexicon.negation import find_negation_path, read_negation
from framing.shipped import find_lexicon_paths


@pytest.mark.parametrize("name", find_lexicon_paths())
def test_a_shipped_lexicon_hits_and_misses_what_it_says(name):
    """Every shipped lexicon reads, has no error, and passes its own should_hit and should_miss sentences."""
    lexicon = read_lexicon(find_lexicon_paths()[name])
    matcher = Matcher([lexicon])
    complaints = check_lexicon(lexicon, lambda sentences: find_rows(matcher, sentences, lexicon.language))
    assert [str(complaint) for complaint in complaints if complaint.severity == "error"] == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_negation_rules_ship_for_both_languages(language):
    """English and Russian have negation rules that can be read."""
    path = find_negation_path(language)
    assert path is not None
    assert read_negation(path).reach == 3
