"""The same frame in both voices."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_voice_quotations import TAGGER, make_documents

from framing.columns import HITS, TRANSFERS, VOICES, ZONES, Table, find_faults
from framing.text import Tokenizer
from framing.voice import find_transfers

TEXT = (
    "The mayor fears a flood of cars.\n\n"
    "A flood of cars is coming. Ann Lee said that the flood of cars will pass. Nobody knows of another wave. "
    "“A wave of cars comes,” Paul Novak said."
)


def make_hits(spans: list[tuple[str, int]], entries: dict[str, str], **columns: Any) -> Table:
    """Hits of the given words, the n-th occurrence of each, in the voice that the tagger gives them."""
    documents = make_documents([TEXT])
    tokens = Tokenizer().tokenize(documents)
    attribution = TAGGER.find_quotations(documents, tokens)
    rows = []
    for word, occurrence in spans:
        start = -1
        for _ in range(occurrence):
            start = TEXT.index(word, start + 1)
        token = tokens.start.tolist().index(start)
        number = int(attribution.quotation[token])
        is_attributed = bool(attribution.voice[token])
        rows.append(
            {
                "document_id": "d0",
                "lexicon": "test",
                "category": "traffic",
                "entry_id": entries[word],
                "start": start,
                "end": start + len(word),
                "text": word,
                "voice": "attributed" if is_attributed else "own",
                "quotation": number if number >= 0 else None,
                "speaker": attribution.quotations["speaker"][number] if number >= 0 else None,
                "zone": ("headline", "lede", "body")[tokens.zone[token]],
                "negated": False,
                "weight": 1.0,
                **columns,
            }
        )
    return Table.from_rows(HITS, sorted(rows, key=lambda row: row["start"]))


def find(hits: Table, scopes: dict[str, str] | None = None, text: str = TEXT) -> Table:
    documents = make_documents([text])
    tokens = Tokenizer().tokenize(documents)
    return find_transfers(documents, tokens, TAGGER.find_quotations(documents, tokens), hits, scopes)


def transfers_of(hits: Table) -> list[dict[str, Any]]:
    table = find(hits)
    assert table.schema == TRANSFERS
    assert find_faults(table) == []
    return list(table.rows())


ENTRIES = {"flood": "flood", "wave": "wave"}


def test_the_nearest_attributed_hit_of_the_same_entry_is_paired() -> None:
    """An own-voice hit is paired with the same entry, though a hit of another entry stands nearer."""
    rows = transfers_of(make_hits([("flood", 2), ("flood", 3), ("wave", 1), ("wave", 2)], ENTRIES))
    pairs = [(TEXT[row["own_start"] : row["own_end"]], row["same_entry"], row["speaker"]) for row in rows]
    assert pairs == [("flood", True, "Ann Lee"), ("wave", True, "Paul Novak")]
    assert [row["direction"] for row in rows] == ["own-first", "own-first"]
    assert [row["sentences_apart"] for row in rows] == [1, 1]
    assert {row["category"] for row in rows} == {"test:traffic"}


def test_another_entry_of_the_category_serves_where_the_same_is_not_attributed() -> None:
    """Without the same entry in attributed voice, the nearest hit of the category is paired."""
    rows = transfers_of(make_hits([("flood", 2), ("wave", 2)], ENTRIES))
    assert [(row["same_entry"], row["speaker"]) for row in rows] == [(False, "Paul Novak")]


def test_the_attributed_hit_may_stand_first() -> None:
    """Direction tells which of the two passages the reader meets first."""
    rows = transfers_of(make_hits([("flood", 3), ("wave", 1)], ENTRIES))
    assert [row["direction"] for row in rows] == ["attributed-first"]


def test_one_voice_alone_gives_no_transfer() -> None:
    """A category that stands in one voice only is no transfer."""
    assert transfers_of(make_hits([("flood", 2), ("wave", 1)], ENTRIES)) == []
    assert transfers_of(make_hits([("flood", 3), ("wave", 2)], ENTRIES)) == []


def test_hits_set_aside_are_absent() -> None:
    """A hit with `excluded_by` takes no part."""
    assert transfers_of(make_hits([("flood", 2), ("flood", 3)], ENTRIES, excluded_by="flood of light")) == []


def test_an_entry_gives_one_transfer_per_zone() -> None:
    """Repeating a word in own voice in one zone adds no second transfer."""
    hits = make_hits([("flood", 1), ("flood", 2), ("flood", 3)], ENTRIES)
    numbers = [None, None, hits["quotation"][2]]
    hits = hits.with_columns(voice=["own", "own", "attributed"], zone=["body", "body", "body"], quotation=numbers)
    assert len(transfers_of(hits)) == 1
    assert len(transfers_of(hits.with_columns(zone=["lede", "body", "body"]))) == 2


def test_negated_hits_are_absent() -> None:
    """Who says that there is no such thing passes no frame on."""
    assert transfers_of(make_hits([("flood", 2), ("flood", 3)], ENTRIES, negated=True)) == []


def test_a_lexicon_may_ask_for_the_same_entry() -> None:
    """With scope `entry` two entries of a category are no transfer, with `none` nothing is."""
    other, same = (make_hits([("flood", 2), (word, 2 if word == "wave" else 3)], ENTRIES) for word in ("wave", "flood"))
    lexicon = other["lexicon"][0]
    assert len(find(other, {lexicon: "category"})) == 1
    assert len(find(other, {lexicon: "entry"})) == 0
    assert len(find(same, {lexicon: "entry"})) == 1
    assert len(find(same, {lexicon: "none"})) == 0


def find_in(text: str, *words: str) -> list[dict[str, Any]]:
    """The transfers of a text in which each occurrence of each word is a hit of an entry of that name."""
    documents = make_documents([text])
    tokens = Tokenizer().tokenize(documents)
    attribution = TAGGER.find_quotations(documents, tokens)
    rows = []
    for token, (start, end) in enumerate(zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)):
        word = text[start:end].lower()
        if word in words:
            number = int(attribution.quotation[token])
            facts = {
                "document_id": "d0",
                "lexicon": "test",
                "category": "traffic",
                "entry_id": word,
                "start": start,
                "end": end,
                "text": text[start:end],
                "voice": VOICES[attribution.voice[token]],
                "quotation": number if number >= 0 else None,
                "speaker": attribution.quotations["speaker"][number] if number >= 0 else None,
                "zone": ZONES[tokens.zone[token]],
                "negated": False,
                "weight": 1.0,
            }
            rows.append(facts)
    return list(find(Table.from_rows(HITS, rows), text=text).rows())


SPOKEN = "Ann Lee said that the flood of cars will pass."
OWN = "Another flood is coming to the town."


@pytest.mark.parametrize(
    "own",
    ["The council calls for “flood” walls near the bridge.", "The so-called flood is coming to the town."],
)
def test_words_at_arms_length_are_no_own_use(own: str) -> None:
    """Where own voice has the word in scare quotes or after "so-called" only, there is no transfer."""
    assert len(find_in(f"Town news\n\n{SPOKEN} {OWN}", "flood")) == 1
    assert find_in(f"Town news\n\n{SPOKEN} {own}", "flood") == []


def test_a_passage_that_repeats_a_quotation_is_no_own_use() -> None:
    """A post or pull quote of seven words or more that the article also quotes is the speaker's, not the outlet's."""
    quoted = "“We have never seen such a flood of lorries here,” Ann Lee wrote on Monday."
    post = "We have never seen such a flood of lorries here - Ann Lee (@annlee)"
    assert find_in(f"Town news\n\n{quoted}\n\n{post}", "flood") == []
    short = "The town has such a flood of lorries each summer."
    assert len(find_in(f"Town news\n\n{quoted}\n\n{short}", "flood")) == 1


def test_reported_speech_without_a_speaker_is_no_attributed_side() -> None:
    """Words that nobody is found to report count as attributed only where they stand in quotation marks."""
    assert find_in(f"Town news\n\nIt was feared that a flood of cars would come. {OWN}", "flood") == []
    marked = "Next to the old bridge a sign hangs. “No flood of heavy lorries may cross here at night.”"
    (row,) = find_in(f"Town news\n\n{marked}\n\n{OWN}", "flood")
    assert row["speaker"] is None


def test_a_category_without_a_shared_entry_gives_one_transfer() -> None:
    """Several own entries of a category, none of them attributed, are one observation per zone, not several."""
    text = f"Town news\n\n{SPOKEN} The road is far from here. A wave is coming. A tide is coming."
    rows = find_in(text, "flood", "wave", "tide")
    assert [(text[row["own_start"] : row["own_end"]], row["same_entry"]) for row in rows] == [("wave", False)]


sentences = st.lists(
    st.sampled_from(
        [
            "Ann Lee said that the flood of cars will pass.",
            "Paul Novak warned of a wave of lorries in June.",
            "“A wave of noise comes with a flood of people,” Paul Novak said.",
            "A flood is coming to the town.",
            "Nobody here recalls another wave like it.",
            "The “wave” was small.",
            "The road stays closed until Monday.",
        ]
    ),
    min_size=2,
    max_size=8,
)


@given(sentences)
@settings(max_examples=60)
def test_both_sides_lie_in_hits_of_their_voices(lines: list[str]) -> None:
    """Spans are hits; the attributed one lies in a quotation other than scare quotes, the own one in none; the
    direction is that of the spans."""
    text = "Town news\n\n" + " ".join(lines)
    documents = make_documents([text])
    attribution = TAGGER.find_quotations(documents, Tokenizer().tokenize(documents))
    spans = [(row["start"], row["end"], row["kind"]) for row in attribution.quotations.rows()]

    def kinds_around(start: int, end: int) -> set[str]:
        return {kind for first, last, kind in spans if first <= start and end <= last}

    for row in find_in(text, "flood", "wave"):
        attributed, own = ((row[f"{side}_start"], row[f"{side}_end"]) for side in ("attributed", "own"))
        assert {text[slice(*attributed)].lower(), text[slice(*own)].lower()} <= {"flood", "wave"}
        assert kinds_around(*attributed) & {"direct", "mixed", "indirect"}
        assert kinds_around(*own) == set()
        assert (row["direction"] == "attributed-first") == (attributed < own)


@given(st.sampled_from([SPOKEN, "“The flood will pass,” Paul Novak said."]), st.integers(0, 3))
@settings(max_examples=20)
def test_the_other_order_gives_the_other_direction(spoken: str, n_between: int) -> None:
    """Exchanging the two passages exchanges the direction, and keeps speaker, entry and distance."""
    between = ["The road stays closed until Monday."] * n_between
    rows = []
    for passages in ([spoken, *between, OWN], [OWN, *between, spoken]):
        (row,) = find_in("Town news\n\nThe bridge is old.\n\n" + " ".join(passages), "flood")
        rows.append(row)
    assert [row["direction"] for row in rows] == ["attributed-first", "own-first"]
    assert [row["sentences_apart"] for row in rows] == [n_between + 1] * 2
    assert rows[0]["speaker"] == rows[1]["speaker"] is not None


@pytest.mark.parametrize(
    "own",
    ["‘The Great Flood’", "She reads “The Long Flood of Bay Town” to him.", "The play 'A Flood' is on."],
)
def test_titles_and_headings_in_marks_are_no_own_use(own: str) -> None:
    """A word within a short stretch in marks, such as a title or a heading that quotes, is not the outlet's."""
    assert find_in(f"Town news\n\n{SPOKEN}\n\n{own}\n\nThe road stays closed.", "flood") == []
    plain = "The residents' flood of letters didn't end."
    assert len(find_in(f"Town news\n\n{SPOKEN}\n\n{plain}", "flood")) == 1
