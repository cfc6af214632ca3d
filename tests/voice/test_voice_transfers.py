"""The same frame in both voices."""

from typing import Any

from test_voice_quotations import TAGGER, make_documents

from framing.columns import HITS, TRANSFERS, Table, find_faults
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


def transfers_of(hits: Table) -> list[dict[str, Any]]:
    documents = make_documents([TEXT])
    table = find_transfers(documents, Tokenizer().tokenize(documents), hits)
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
    hits = hits.with_columns(voice=["own", "own", "attributed"], zone=["body", "body", "body"])
    assert len(transfers_of(hits)) == 1
    assert len(transfers_of(hits.with_columns(zone=["lede", "body", "body"]))) == 2


def test_negated_hits_are_absent() -> None:
    """Who says that there is no such thing passes no frame on."""
    assert transfers_of(make_hits([("flood", 2), ("flood", 3)], ENTRIES, negated=True)) == []


def test_a_lexicon_may_ask_for_the_same_entry() -> None:
    """With scope `entry` two entries of a category are no transfer, with `none` nothing is."""
    documents = make_documents([TEXT])
    tokens = Tokenizer().tokenize(documents)
    other, same = (make_hits([("flood", 2), (word, 2 if word == "wave" else 3)], ENTRIES) for word in ("wave", "flood"))
    lexicon = other["lexicon"][0]
    assert len(find_transfers(documents, tokens, other, {lexicon: "category"})) == 1
    assert len(find_transfers(documents, tokens, other, {lexicon: "entry"})) == 0
    assert len(find_transfers(documents, tokens, same, {lexicon: "entry"})) == 1
    assert len(find_transfers(documents, tokens, same, {lexicon: "none"})) == 0
