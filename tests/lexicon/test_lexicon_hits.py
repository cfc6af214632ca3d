"""Hits and scores on written examples."""

import pytest
from lexicon_cases import find, find_texts, make_attribution, make_documents, make_lexicon

from framing.errors import LexiconError
from framing.lexicon import Matcher, score_hits
from framing.shipped import find_cue_paths
from framing.text import Tokenizer
from framing.voice import VoiceTagger


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


def test_batches_may_come_in_any_order_and_from_several_tokenizers(tmp_path):
    """Hits of a batch are the same whichever batches and vocabularies the matcher saw before."""
    lexicon = make_lexicon(tmp_path, "categories: {c: {entries: [rain*, heavy snow, sun near/3 wind]}}\n")
    first, second = Tokenizer(), Tokenizer()
    batches = [
        make_documents([text])
        for text in ("Rain and sun.", "Heavy snow, rains; sun, wind.", "Windy sun, heavy snow.", "Raining wind, sun.")
    ]
    tokens = [
        tokenizer.tokenize(batch) for tokenizer, batch in zip((first, first, second, first), batches, strict=True)
    ]
    alone = [
        list(Matcher([lexicon]).find_hits(batch, part, make_attribution(part)).rows())
        for batch, part in zip(batches, tokens, strict=True)
    ]
    matcher = Matcher([lexicon])
    for number in (0, 1, 0, 3, 1, 2, 3, 0, 2, 1):
        found = matcher.find_hits(batches[number], tokens[number], make_attribution(tokens[number]))
        assert list(found.rows()) == alone[number] != []


def test_hits_of_two_languages_stand_in_the_order_of_the_documents(tmp_path):
    """In a batch of several languages each lexicon hits its own documents, and rows stand document by document."""
    english = make_lexicon(tmp_path, "categories: {c: {entries: [rain]}}\n")
    russian = make_lexicon(tmp_path, "categories: {c: {entries: [rain, дождь]}}\n", "test-ru", "ru")
    documents = make_documents(["Rain.", "Дождь, rain.", "No words.", "Rain, rain."])
    documents = documents.with_columns(language=["en", "ru", "de", "en"])
    tokens = Tokenizer().tokenize(documents)
    hits = Matcher([russian, english]).find_hits(documents, tokens, make_attribution(tokens))
    assert [(row["document_id"], row["lexicon"], row["text"]) for row in hits.rows()] == [
        ("d0", "test-en", "Rain"),
        ("d1", "test-ru", "Дождь"),
        ("d1", "test-ru", "rain"),
        ("d3", "test-en", "Rain"),
        ("d3", "test-en", "rain"),
    ]
    scores = score_hits(documents, tokens, make_attribution(tokens), hits, [russian, english])
    assert [row["document_id"] for row in scores.rows()][::3] == ["d0", "d1", "d3"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Rain fell on the cold harbour.", ["Rain fell on the cold"]),
        ("The pilot spoke of rain: “So cold.”", []),
        ("“Rain,” he said, and was cold.", []),
        ("He spoke of “rain and cold” there.", ["rain and cold"]),
    ],
)
def test_words_near_each_other_lie_within_the_same_marks(tmp_path, text, wanted):
    """No hit of two words reaches over a quotation mark."""
    assert find_texts(tmp_path, ["rain near/6 cold"], text) == wanted


@pytest.mark.parametrize(
    ("entry", "text", "wanted"),
    [
        ("rain near/6 cold", "The rain, they said, was cold.", ["rain, they said, was cold"]),
        ("rain near/6 cold", "The pilot feared rain; the cook was cold.", []),
        ("cold near/s rain", "He named two things: rain and cold.", ["rain and cold"]),
        ("cold before/s rain", "It was cold: rain fell.", []),
        ("re:cold.+rain", "It was cold: rain fell.", ["cold: rain"]),
        ("'cold : rain'", "It was cold: rain fell.", ["cold: rain"]),
    ],
)
def test_words_near_each_other_are_in_one_clause(tmp_path, entry, text, wanted):
    """No hit of two words reaches over a semicolon or colon; expressions and phrases hold what is written in them."""
    assert find_texts(tmp_path, [entry], text) == wanted


def test_words_near_each_other_are_in_one_voice(tmp_path):
    """No hit of two words reaches from the outlet's words into a speaker's."""
    lexicon = make_lexicon(tmp_path, "categories: {c: {entries: [rain near/9 cold]}}")
    documents = make_documents(["In rain the pilot said that it was cold."])
    tokens = Tokenizer().tokenize(documents)
    tagger = VoiceTagger(find_cue_paths())
    assert len(Matcher([lexicon]).find_hits(documents, tokens, make_attribution(tokens))) == 1
    assert len(Matcher([lexicon]).find_hits(documents, tokens, tagger.find_quotations(documents, tokens))) == 0


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "There is no evidence of systematic hail.", [True]),
        ("en", "No sign of any truly heavy hail.", [True]),
        ("en", "There is evidence of hail.", [False]),
        ("ru", "Нет никаких признаков сколько-нибудь сильного града.", [True]),
        ("ru", "Остались следы града.", [False]),
        ("ru", "Не на град, а на град жалуются.", [True, False]),
    ],
)
def test_negated_evidence_negates_what_it_is_of(tmp_path, language, text, wanted):
    """Where evidence or signs are denied, the thing after `of` is negated; a contrast negates its first side only."""
    lexicon = make_lexicon(tmp_path, "categories: {c: {entries: [hail, град*]}}\n", language=language)
    hits, _ = find([lexicon], [text], language)
    assert [row["negated"] for row in hits.rows()] == wanted
