"""Hits -> transfers: the same entry or category in attributed and in the outlet's own voice within a document."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

from framing.columns import TRANSFERS, Table, Tokens

Hit = dict[str, Any]


def find_transfers(documents: Table, tokens: Tokens, hits: Table, scopes: Mapping[str, str] | None = None) -> Table:
    """Pairs of an own-voice hit and the attributed hit that it shares an entry or a category with.

    Negated hits, and hits that an `unless` pattern set aside, count as absent: who says that there is no such
    thing passes no frame on. Within a document and category, each pair of own-voice entry and zone gives at most
    one transfer: its first own-voice hit, paired with the nearest attributed hit of the same entry, or failing that
    of the same category. Distance is counted in characters between the starts; of two equally near the earlier one
    is taken.

    Args:
        scopes: by lexicon what the two hits must share: `category` (the default), `entry`, or `none` for never.
    """
    scopes = scopes or {}
    rows: list[Hit] = []
    by_document: dict[str, list[Hit]] = {}
    for hit in hits.rows():
        if hit["excluded_by"] is None and not hit["negated"] and scopes.get(hit["lexicon"]) != "none":
            by_document.setdefault(hit["document_id"], []).append(hit)
    for number, document_id in enumerate(documents["document_id"]):
        if document_id in by_document:
            sentences = _Sentences(tokens, number)
            rows.extend(_pair(document_id, by_document[document_id], sentences, scopes))
    return Table.from_rows(TRANSFERS, rows)


class _Sentences:
    """The sentence at a character of one document."""

    def __init__(self, tokens: Tokens, document: int) -> None:
        self._range = tokens.document_offsets[document : document + 2].tolist()
        self._tokens = tokens
        self._starts: list[int] | None = None

    def at(self, character: int) -> int:
        """Number of the sentence that holds a character."""
        first, end = self._range
        if self._starts is None:
            self._starts = self._tokens.start[first:end].tolist()
        token = max(0, bisect_right(self._starts, character) - 1)
        return int(self._tokens.sentence[first + token])


def _pair(document_id: str, hits: list[Hit], sentences: _Sentences, scopes: Mapping[str, str]) -> Iterator[Hit]:
    categories: dict[tuple[str, str], tuple[list[Hit], list[Hit]]] = {}
    for hit in hits:
        sides = categories.setdefault((hit["lexicon"], hit["category"]), ([], []))
        sides[hit["voice"] == "attributed"].append(hit)
    found = []
    for (lexicon, category), (own_hits, attributed_hits) in categories.items():
        seen = set()
        for own in own_hits if attributed_hits else []:
            same = [hit for hit in attributed_hits if hit["entry_id"] == own["entry_id"]]
            if (own["entry_id"], own["zone"]) in seen or not (same or scopes.get(lexicon, "category") == "category"):
                continue
            seen.add((own["entry_id"], own["zone"]))
            nearest = min(same or attributed_hits, key=lambda hit: (abs(hit["start"] - own["start"]), hit["start"]))
            found.append(_make_row(document_id, f"{lexicon}:{category}", own, nearest, sentences))
    return iter(sorted(found, key=lambda row: (row["own_start"], row["own_end"], row["category"])))


def _make_row(document_id: str, category: str, own: Hit, nearest: Hit, sentences: _Sentences) -> Hit:
    return {
        "document_id": document_id,
        "category": category,
        "attributed_start": nearest["start"],
        "attributed_end": nearest["end"],
        "own_start": own["start"],
        "own_end": own["end"],
        "direction": "attributed-first" if nearest["start"] < own["start"] else "own-first",
        "same_entry": nearest["entry_id"] == own["entry_id"],
        "sentences_apart": abs(sentences.at(own["start"]) - sentences.at(nearest["start"])),
        "own_zone": own["zone"],
        "speaker": nearest["speaker"],
    }
