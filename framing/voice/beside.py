"""Whose words an English quotation without a cue is, judged by what stands beside it."""

import re

from framing.voice.batch import Batch, Span
from framing.voice.layout import Layout
from framing.voice.rows import Quotation
from framing.voice.sources import SourceFinder

_PHRASE = r'(?:D?(?:[NZojznMJIeK"]|ND\.)+(?:[pA]D?[NZojznMJIeK"]+)*|P)'
_AFTER = re.compile(rf",?({_PHRASE})(?:,[^.Q]{{1,25}}?,|\([^)]{{1,9}}\))?[dx]*[vVESIez]")
_AFTER_INVERTED = re.compile(rf",?a?[vVESez]({_PHRASE})")
_SIGNATURE = re.compile(r'-?([NZ]+)(?:,[NZojnMDpAz]*)?[."]*')
_NAMES = frozenset("NZP")
_RUNS_ON = ",?!"  # before the closing mark: the sentence goes on after it
_MAX_AFTER = 40  # tokens after a quotation among which its speaker is looked for
_MAX_BEFORE = 60


def find_beside(
    batch: Batch,
    layout: Layout,
    rows: list[Quotation],
    place: int,
    last: Quotation | None,
    sources: SourceFinder,
    document: Span,
) -> Span | None:
    """Who is named in the sentence around the quotation, by its neighbours, or in the sentence before.

    Args:
        batch: letters and words.
        layout: sentences and paragraphs.
        rows: the quotations of the document.
        place: which of them.
        last: the last one before it that has a source.
        sources: the finder for the phrases.
        document: its tokens.
    """
    row = rows[place]
    start = layout.sentence_of(row.start)[0]
    first = layout.paragraph_of(row.start)[0]
    end = layout.paragraph_of(row.end - 1)[1]
    named = _find_after(batch, layout, row.end, end) if row.end < document[1] else None
    if named:
        return named
    before = _find_in(batch, sources, max(start, row.start - _MAX_BEFORE), row.start) if start < row.start else None
    if before:
        return before
    if last and last.start >= first:
        return last.speaker
    following = rows[place + 1] if place + 1 < len(rows) else None
    if following and following.start < end and following.cue and following.speaker:
        return sources.find(batch, layout, following)
    if start > first:
        named = _find_in(batch, sources, *layout.sentence_of(start - 1))
        return named if named and not _NAMES.isdisjoint(batch.letters[slice(*named)]) else None
    if start == first > document[0] and batch.letters[start - 1] == ":":
        return _find_in(batch, sources, *layout.sentence_of(start - 1))
    return None


def _find_after(batch: Batch, layout: Layout, at: int, paragraph_end: int) -> Span | None:
    """Whom the words after a quotation name: "...," X laughs; "...?" asks X; "..." - X.

    A capitalized word is a name there, also one that may be a verb elsewhere.
    """
    signature = _SIGNATURE.fullmatch(batch.letters, at, layout.paragraph_of(at)[1])
    if signature:
        return signature.span(1)
    if at == paragraph_end or not batch.begins_with(at - 2, _RUNS_ON):
        return None
    end = min(layout.sentence_of(at)[1], at + _MAX_AFTER)
    letters = "".join(
        "N" if letter in "vVESIxMJ" and batch.is_title(token) else letter
        for token, letter in enumerate(batch.letters[at:end], at)
    )
    match = _AFTER.match(letters) or _AFTER_INVERTED.match(letters)
    return (at + match.start(1), at + match.end(1)) if match else None


def _find_in(batch: Batch, sources: SourceFinder, start: int, end: int) -> Span | None:
    return sources.find_main_subject(batch, start, end) or sources.search(batch, end, start, end)
