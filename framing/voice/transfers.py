"""Hits -> transfers: the same entry or category in attributed and in the outlet's own voice within a document."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from framing.columns import TRANSFERS, Attribution, Table, Tokens

Hit = dict[str, Any]
# A post, a pull quote or a caption repeats a quotation word for word, often without marks. In 1,500 news articles, 14
# of 17 own-voice hits that shared seven to thirteen words in a row with an attributed hit were of this kind, and 5 of
# 22 that shared four to six.
_REPEATED_WORDS = 7
# Short stretches in marks that are no quotation of their own: titles of works, headings that quote.
_OPENED = re.compile(r"""(?:^|[\s(\[—–-])["'“„‘«][^\n"“”„«»]{0,40}$""")
_CLOSED = re.compile(r"""[^\n"“”„«»]{0,40}["'“”’»](?!\w)""")
_REACH = 42


def find_transfers(
    documents: Table, tokens: Tokens, attribution: Attribution, hits: Table, scopes: Mapping[str, str] | None = None
) -> Table:
    """Pairs of an own-voice hit and the attributed hit that it shares an entry or a category with.

    Absent are negated hits and hits that an `unless` pattern set aside: who says that there is no such thing passes
    no frame on. Absent from own voice are hits at arm's length (scare quotes, "so-called"), hits within a short
    stretch in marks, such as a title, and hits whose passage repeats an attributed one over seven words or more: a
    post or a pull quote is the speaker's, not the outlet's.
    Absent from attributed speech are hits that neither stand in quotation marks nor have a speaker.

    Within a document and category, each pair of own-voice entry and zone gives at most one transfer: its first
    own-voice hit, paired with the nearest attributed hit of the same entry. A category in which no entry stands in
    both voices gives one transfer per zone: the first own-voice hit and the nearest attributed one. Distance is
    counted in characters between the starts; of two equally near the earlier one is taken.

    Args:
        scopes: by lexicon what the two hits must share: `category` (the default), `entry`, or `none` for never.
    """
    scopes = scopes or {}
    rows: list[Hit] = []
    by_document: dict[str, list[Hit]] = {}
    for hit in hits.take(_list_shared(hits, scopes)).rows():
        by_document.setdefault(hit["document_id"], []).append(hit)
    kinds = attribution.quotations["kind"]
    for number, (document_id, text) in enumerate(zip(documents["document_id"], documents["text"], strict=True)):
        if document_id in by_document:
            first_row, end_row = attribution.quotation_offsets[number : number + 2]
            found = _pair(by_document[document_id], kinds[first_row:end_row], _Words(text, tokens, number), scopes)
            rows.extend({"document_id": document_id, **row} for row in found)
    return Table.from_rows(TRANSFERS, rows)


def _list_shared(hits: Table, scopes: Mapping[str, str]) -> list[int]:
    """The counted hits of categories that stand in both voices of a document, by number of the row."""
    names = ("document_id", "lexicon", "category", "voice", "excluded_by", "negated")
    sides: tuple[set[Any], set[Any]] = (set(), set())
    counted = []
    for number, (document, lexicon, category, voice, excluded_by, negated) in enumerate(
        zip(*(hits[name] for name in names), strict=True)
    ):
        if excluded_by is None and not negated and scopes.get(lexicon) != "none":
            key = (document, lexicon, category)
            sides[voice == "attributed"].add(key)
            counted.append((number, key))
    shared = sides[0] & sides[1]
    return [number for number, key in counted if key in shared]


class _Words:
    """The words of one document, and the sentence at a character."""

    def __init__(self, text: str, tokens: Tokens, document: int) -> None:
        self._text = text
        self._tokens = tokens
        self._first, self._end = tokens.document_offsets[document : document + 2].tolist()

    @cached_property
    def _starts(self) -> list[int]:
        starts: list[int] = self._tokens.start[self._first : self._end].tolist()
        return starts

    @cached_property
    def _words(self) -> tuple[list[int], list[int]]:
        """The types of the words without punctuation, and where each begins."""
        types = self._tokens.types
        ids = self._tokens.type_id[self._first : self._end]
        is_word = types.is_word[ids]
        starts = self._tokens.start[self._first : self._end][is_word].tolist()
        return ids[is_word].tolist(), starts

    def sentence_at(self, character: int) -> int:
        """Number of the sentence that holds a character."""
        token = max(0, bisect_right(self._starts, character) - 1)
        return int(self._tokens.sentence[self._first + token])

    def is_in_marks(self, start: int, end: int) -> bool:
        """Whether a span stands within a short stretch of a line in quotation marks."""
        is_opened = _OPENED.search(self._text, max(0, start - _REACH), start)
        return bool(is_opened and _CLOSED.match(self._text, end))

    def is_repeated(self, one: int, other: int) -> bool:
        """Whether the words at two characters stand in equal stretches of `_REPEATED_WORDS` words or more."""
        words, starts = self._words
        folded = self._tokens.types.folded
        one, other = (max(0, bisect_right(starts, character) - 1) for character in (one, other))
        n_equal = 0
        for step in (1, -1):
            left, right = (one, other) if step == 1 else (one - 1, other - 1)
            while min(left, right) >= 0 and max(left, right) < len(words):
                if folded[words[left]] != folded[words[right]]:
                    break
                n_equal += 1
                if n_equal == _REPEATED_WORDS:
                    return True
                left, right = left + step, right + step
        return False


def _pair(hits: list[Hit], kinds: list[str], words: _Words, scopes: Mapping[str, str]) -> list[Hit]:
    categories: dict[tuple[str, str], tuple[list[Hit], list[Hit]]] = {}
    for hit in hits:
        sides = categories.setdefault((hit["lexicon"], hit["category"]), ([], []))
        sides[hit["voice"] == "attributed"].append(hit)
    found = []
    for (lexicon, category), (own_hits, spoken) in categories.items():
        if own_hits and spoken:
            own_hits = [hit for hit in own_hits if _is_plain(hit, spoken, words)]
            spoken = [hit for hit in spoken if hit["speaker"] is not None or kinds[hit["quotation"]] != "indirect"]
            pairs = list(_find_pairs(own_hits, spoken, "entry_id"))
            if not pairs and scopes.get(lexicon, "category") == "category":
                pairs = list(_find_pairs(own_hits, spoken, "category"))
            found += [_make_row(f"{lexicon}:{category}", own, other, words) for own, other in pairs]
    return sorted(found, key=lambda row: (row["own_start"], row["own_end"], row["category"]))


def _is_plain(own: Hit, spoken: list[Hit], words: _Words) -> bool:
    """Whether an own-voice hit is the outlet's wording: not in marks or at arm's length, and no repeated quotation."""
    # The only quotations around words in own voice are those of kind `scare`.
    if own["quotation"] is not None or words.is_in_marks(own["start"], own["end"]):
        return False
    same = (hit for hit in spoken if hit["entry_id"] == own["entry_id"])
    return not any(words.is_repeated(own["start"], hit["start"]) for hit in same)


def _find_pairs(own_hits: list[Hit], spoken: list[Hit], shared: str) -> Iterator[tuple[Hit, Hit]]:
    """For the first own-voice hit of each value of `shared` and zone, the nearest attributed hit of that value."""
    seen = set()
    for own in own_hits:
        same = [hit for hit in spoken if hit[shared] == own[shared]]
        if same and (own[shared], own["zone"]) not in seen:
            seen.add((own[shared], own["zone"]))
            yield own, min(same, key=lambda hit: (abs(hit["start"] - own["start"]), hit["start"]))


def _make_row(category: str, own: Hit, other: Hit, words: _Words) -> Hit:
    return {
        "category": category,
        "attributed_start": other["start"],
        "attributed_end": other["end"],
        "own_start": own["start"],
        "own_end": own["end"],
        "direction": "attributed-first" if other["start"] < own["start"] else "own-first",
        "same_entry": other["entry_id"] == own["entry_id"],
        "sentences_apart": abs(words.sentence_at(own["start"]) - words.sentence_at(other["start"])),
        "own_zone": own["zone"],
        "speaker": other["speaker"],
    }
