"""Hits and scores on written examples."""

import pytest
from lexicon_cases import find, find_texts, make_lexicon

from framing.errors import LexiconError
from framing.lexicon import Matcher


@pytest.mark.parametrize(
    ("entries", "text", "wanted"),
    [
        (["storm*"], "Stormy days; the storm. Brainstorm!", ["Stormy", "storm"]),
        (["'*storm'"], "Stormy days; the storm. Brainstorm!", ["storm", "Brainstorm"]),
        (["st?rm"], "Storm, sturm, strm.", ["Storm", "sturm"]),
        (["heavy rain"], "Heavy   rain. Heavy, rain. A heavy rains. Heavy. Rain", ["Heavy   rain"]),
        (["west"], "The West’s wind and the west's sea, the Wests’ and western.", ["West’s", "west's"]),
        (["anti-cold*"], "Anti‑coldness and anti coldness.", ["Anti‑coldness"]),
        (["sun|moon light*"], "Sun lights, moon light and star light.", ["Sun lights", "moon light"]),
        (["heavy * rain"], "A heavy, rain. A heavy cold rain. A heavy rain.", ["heavy cold rain"]),
        (["lemma:engulf"], "It engulfed us, engulfs us, engulfing all.", ["engulfed", "engulfs", "engulfing"]),
        (["rain near/2 cold"], "Cold, wet rain; rain so very cold.", ["Cold, wet rain"]),
        (["rain before/s cold"], "Cold rain. Rain makes all of us cold.", ["Rain makes all of us cold"]),
        (['"re:rain\\\\w* (?=so)"'], "Raining so. Rainy day.", ["Raining"]),
        (["{pattern: US, case: true}"], "US and us and U.S. too.", ["US"]),
        (["U.S."], "US and us and U.S. too.", ["U.S."]),
        (["rain, sun"], "Rain, sun. Rain sun.", ["Rain, sun"]),
    ],
)
def test_a_pattern_hits_what_the_guide_says(tmp_path, entries, text, wanted):
    """Each kind of pattern hits the words it describes and no others."""
    assert find_texts(tmp_path, entries, text) == wanted


def test_russian_patterns_meet_yo_and_inflected_forms(tmp_path):
    """Russian words match whatever the case, with ё and е alike, and by lemma."""
    found = find_texts(tmp_path, ["лёд", "lemma:война"], "Лед и лёд. О войне, войной.", language="ru")
    assert found == ["Лед", "лёд", "войне", "войной"]


def test_a_lexicon_applies_to_documents_of_its_language_only(tmp_path):
    """Documents in another language have neither hits nor scores."""
    lexicon = make_lexicon(tmp_path, "categories: {c: {entries: [rain]}}\n")
    hits, scores = find([lexicon], ["Rain."], language="ru")
    assert len(hits) == len(scores) == 0


def test_own_and_attributed_hits_are_all_hits(tmp_path):
    """Counts, weights and words of the two voices add up to those of all."""
    body = "categories: {a: {entries: [rain, {pattern: sun, weight: 2}]}, b: {entries: [snow]}}\n"
    lexicon = make_lexicon(tmp_path, body)
    hits, scores = find([lexicon], ["Rain and sun and sun.", "Sun, snow."], attributed=[2, 3])
    assert [(row["voice"], row["quotation"], row["speaker"]) for row in hits.rows()][1] == ("attributed", 0, "S0")
    rows = list(scores.rows())
    assert len(rows) == 2 * 2 * 3
    for total, own, attributed in zip(rows[::3], rows[1::3], rows[2::3], strict=True):
        for name in ("n_hits", "weight_sum", "n_words"):
            assert total[name] == own[name] + attributed[name]
    assert [row["n_hits"] for row in rows[:3]] == [3, 2, 1]
    assert [row["weight_sum"] for row in rows[:3]] == [5.0, 3.0, 2.0]


def test_two_lexicons_of_one_name_are_refused(tmp_path):
    """The second of two lexicons with one name is refused, naming both files."""
    lexicon = make_lexicon(tmp_path, "categories: {c: {entries: [rain]}}\n")
    with pytest.raises(LexiconError, match="also the name of"):
        Matcher([lexicon, lexicon])
