"""Stretches: the units in which gold attributions and found quotations are compared."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.voice.gold import PARTS

Span = tuple[int, int]

# Words as ../shared/tools/score_voice.py counts them, so that figures can be compared.
WORD = re.compile(r"\w+(?:['’]\w+)?")
_DOUBLE = '"“”„«»'
_MARKS = _DOUBLE + "‹›'‘’`"
# Double marks, or a pair of single ones that no apostrophe explains.
_QUOTED = re.compile(r"[\"“”„«»]|''|``|(?<!\w)[‘'](?=\w)[^\n]*?[\w.,!?…][’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Words:
    """Where the words of a text begin and end, in characters."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts)

    def find_range(self, start: int, end: int) -> Span:
        """First word, and after the last word, of those that lie wholly inside the characters; equal for none."""
        first = int(np.searchsorted(self.starts, start))
        return first, max(first, int(np.searchsorted(self.ends, end, side="right")))

    def cover(self, ranges: Iterable[Span]) -> NDArray[np.bool_]:
        """For each word whether one of the ranges of words holds it."""
        steps = np.zeros(len(self) + 1, dtype=np.int64)
        for first, last in ranges:
            steps[first] += 1
            steps[last] -= 1
        return np.cumsum(steps[:-1]) > 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Attributed words in a row, with what belongs to them.

    In the gold, the content parts of one attribution with no word between them: annotation cuts contents at sentence
    ends, which nothing found needs to repeat, while a reporting clause between two parts keeps them apart. Of what
    was found, one quotation.
    """

    start: int
    end: int
    words: Span  # first word, and after the last
    kind: str  # direct, mixed or indirect
    sources: tuple[Span, ...]
    cues: tuple[Span, ...]
    speaker: str | None  # a name
    rule: str | None  # None in the gold

    def __len__(self) -> int:
        return self.words[1] - self.words[0]


def find_words(text: str) -> Words:
    """The words of a text."""
    spans = np.array([match.span() for match in WORD.finditer(text)], dtype=np.int64).reshape(-1, 2)
    return Words(np.ascontiguousarray(spans[:, 0]), np.ascontiguousarray(spans[:, 1]))


def make_gold_stretches(text: str, words: Words, rows: Sequence[Mapping[str, Any]]) -> list[Stretch]:
    """The stretches of a document's GOLD_SPANS rows, in the order of the text; those without a whole word are left out.

    A stretch is direct where marks stand around it or at its borders, mixed where they stand inside it.
    """
    attributions: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        attributions.setdefault(row["attribution"], []).append(row)
    stretches = []
    for group in attributions.values():
        of = {part: tuple((row["start"], row["end"]) for row in group if row["part"] == part) for part in PARTS}
        for start, end in _join(text, sorted(of["content"])):
            place = words.find_range(start, end)
            kind = find_kind(text, start, end)
            stretches.append(Stretch(start, end, place, kind, of["source"], of["cue"], group[0]["speaker"], None))
    return sorted((one for one in stretches if len(one)), key=lambda one: (one.start, one.end))


def make_found_stretches(words: Words, rows: Sequence[Mapping[str, Any]]) -> list[Stretch]:
    """The stretches of a document's QUOTATIONS rows; scare quotes, and rows without a whole word, are left out."""
    stretches = [
        Stretch(
            row["start"],
            row["end"],
            words.find_range(row["start"], row["end"]),
            row["kind"],
            _make_spans(row["speaker_start"], row["speaker_end"]),
            _make_spans(row["cue_start"], row["cue_end"]),
            row["speaker"],
            row["rule"],
        )
        for row in rows
        if row["kind"] != "scare"
    ]
    return [one for one in stretches if len(one)]


def _make_spans(start: int | None, end: int | None) -> tuple[Span, ...]:
    return () if start is None or end is None else ((start, end),)


def _join(text: str, parts: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in parts:
        if joined and (start <= joined[-1][1] or not WORD.search(text, joined[-1][1], start)):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def find_kind(text: str, start: int, end: int) -> str:
    """Kind of a content by the marks inside, at and just outside its borders: direct, mixed or indirect."""
    content = text[start:end].strip(" ,.\n")
    opening = content[:1] if content[:1] in _MARKS else text[max(0, start - 1) : start]
    closing = content[-1:] if content[-1:] in _MARKS else text[end : end + 3].lstrip(",.!?…")[:1]
    is_opened, is_closed = (mark != "" and mark in _MARKS for mark in (opening, closing))
    # A quotation that goes on in the next paragraph is not closed in this one.
    goes_on = not text[end : end + 2].strip()
    if is_opened and (is_closed or (goes_on and opening in _DOUBLE)):
        return "direct"
    is_partly = (is_opened and opening in _DOUBLE) or (is_closed and closing in _DOUBLE)
    return "mixed" if is_partly or _QUOTED.search(content) else "indirect"
