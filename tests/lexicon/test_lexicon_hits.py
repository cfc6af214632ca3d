"""Hits and scores on written examples."""

from pathlib import Path

import numpy as np
import pytest

from framing.columns import DOCUMENTS, QUOTATIONS, Attribution, Table, Tokens, find_faults
from framing.errors import LexiconError
from framing.lexicon import Matcher, read_lexicon, score_hits
from framing.text import Tokenizer

HEADER = 'format: 1\nname: {name}\nversion: "1"\nlanguage: {language}\n'


def make_documents(texts, language="en"):
    return Table.from_rows(
        DOCUMENTS,
        [
            {
                "document_id": f"d{number}",
                "text": text,
                "language": language,
                "source": f"x:{number}",
                "raw_sha256": "",
                "text_sha256": "",
            }
            for number, text in enumerate(texts)
        ],
    )


def make_attribution(tokens: Tokens, attributed=()):
    """All words in own voice, except the tokens with the given numbers, which stand in one quotation each document."""
    voice = np.zeros(len(tokens.type_id), dtype=np.int8)
    quotation = np.full(len(tokens.type_id), -1, dtype=np.int32)
    voice[list(attributed)] = 1
    document = tokens.documents()
    owners = sorted({int(document[token]) for token in attributed})
    for token in attributed:
        quotation[token] = owners.index(int(document[token]))
    rows = [
        {"document_id": f"d{owner}", "start": 0, "end": 1, "kind": "direct", "speaker": f"S{owner}", "rule": "test"}
        for owner in owners
    ]
    offsets = np.searchsorted(owners, np.arange(tokens.n_documents + 1)).astype(np.int64)
    return Attribution(Table.from_rows(QUOTATIONS, rows), offsets, voice, quotation)


def write_lexicon(folder: Path, body: str, name: str = "test-en", language: str = "en") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(HEADER.format(name=name, language=language) + body, encoding="utf-8")
    return path


def find(lexicons, texts, language="en", attributed=()):
    documents = make_documents(texts, language)
    tokens = Tokenizer().tokenize(documents)
    attribution = make_attribution(tokens, attributed)
    hits = Matcher(lexicons).find_hits(documents, tokens, attribution)
    assert find_faults(hits) == []
    for row in hits.rows():
        text = texts[int(row["document_id"][1:])]
        assert text[row["start"] : row["end"]] == row["text"] != ""
    scores = score_hits(documents, tokens, attribution, hits, lexicons)
    assert find_faults(scores) == []
    return hits, scores


def find_texts(folder, entries, text, language="en", options=""):
    body = options + "categories:\n  c:\n    entries:\n" + "".join(f"      - {entry}\n" for entry in entries)
    hits, _ = find([read_lexicon(write_lexicon(folder, body, language=language))], [text], language)
    return [row["text"] for row in hits.rows() if row["excluded_by"] is None]


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
    lexicon = read_lexicon(write_lexicon(tmp_path, "categories: {c: {entries: [rain]}}\n"))
    hits, scores = find([lexicon], ["Rain."], language="ru")
    assert len(hits) == len(scores) == 0


def test_own_and_attributed_hits_are_all_hits(tmp_path):
    """Counts, weights and words of the two voices add up to those of all."""
    lexicon = read_lexicon(
        write_lexicon(tmp_path, "categories: {a: {entries: [rain, {pattern: sun, weight: 2}]}, b: {entries: [snow]}}\n")
    )
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
    lexicon = read_lexicon(write_lexicon(tmp_path, "categories: {c: {entries: [rain]}}\n"))
    with pytest.raises(LexiconError, match="also the name of"):
        Matcher([lexicon, lexicon])
