"""Findings of the clause rules and spans in marks -> the quotations of one document."""

import re
from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass

from framing.voice.batch import Batch, Finding, Span
from framing.voice.cover import Cover, Row
from framing.voice.layout import Layout
from framing.voice.rules import AT_ARMS_LENGTH
from framing.voice.subjects import find_object_phrase

_WORDLESS = '.,;:()-~"'
_MAX_CUTS = 4
_VERB_AFTER = re.compile(r"(D?[NZojMJP\"]+)d?[veVES]")  # "..." X shot back
# «..., — сказал X. — ...» : Russian sets the reporting clause between dashes inside the marks.
_CUE_INSIDE = re.compile(r"[,.]-d?([VES])(P|D?[NZojMJ\"]{1,8})(?:p[^.,:-]{1,6})?[.,](-?)")


@dataclass(slots=True)
class Quotation:
    """A row of the quotations table while it is still in tokens; `name` is filled by the speaker names."""

    start: int
    end: int
    kind: str
    rule: str
    speaker: Span | None = None
    cue: Span | None = None
    cue_class: str | None = None
    name: str | None = None


def join_findings(
    batch: Batch,
    layout: Layout,
    first: int,
    findings: list[Finding],
    quotes: list[Span],
    fragments: list[Span],
    nested: Iterable[Quotation] = (),
) -> list[Quotation]:
    """The quotations of a document, by start, none crossing another.

    Args:
        batch: letters, with Q inside marks.
        layout: sentences and paragraphs.
        first: first token of the document.
        findings: what the clause rules found.
        quotes: token spans in marks that are speech.
        fragments: short token spans in marks that are scare quotes unless content surrounds them.
        nested: rows for speech that the quotations report in turn.
    """
    rows: list[Quotation] = []
    owners: dict[Span, Finding] = {}
    announced: dict[int, Finding] = {}
    distanced: list[Finding] = []
    quotes = _drop_named(quotes, findings)
    marked = Row(quotes)
    for finding in findings:
        if finding.rule in AT_ARMS_LENGTH:
            distanced.append(finding)
        elif not finding.parts:
            announced[layout.sentence_of(finding.cue[0])[1]] = finding
        else:
            _add_finding(batch, finding, marked, rows, owners)
    for quote in quotes if announced else ():
        if quote[0] in announced:
            owners.setdefault(quote, announced[quote[0]])
    if quotes:
        rows.extend(_QuoteReader(batch, layout, first, rows, owners).read(quotes))
    _keep_whole(rows, fragments)
    rows.extend(nested)
    rows = _settle(batch, rows)
    _name_kinds(batch, rows, fragments)
    rows.extend(_list_scares(rows, fragments, distanced))
    rows.sort(key=lambda row: (row.start, -row.end))
    return rows


def _drop_named(quotes: list[Span], findings: list[Finding]) -> list[Span]:
    """The quotations that are no name which somebody gives."""
    parts = [part for finding in findings if finding.rule == "what-they-called" for part in finding.parts]
    if not parts:
        return quotes
    named = Cover(parts)
    return [quote for quote in quotes if not named.holds(quote)]


def _list_scares(rows: list[Quotation], fragments: list[Span], distanced: list[Finding]) -> list[Quotation]:
    """Rows for words at arm's length: those that a cue keeps there, and fragments in marks that nothing else holds.

    Words that a cue keeps at arm's length may stand inside other content, but cross none.
    """
    if not fragments and not distanced:
        return []
    scares = []
    held = Cover((row.start, row.end) for row in rows)
    spans = {(row.start, row.end) for row in rows} if distanced else set()
    for finding in distanced:
        (part,) = finding.parts
        if part not in spans and (held.holds(part) or not held.touches(part)):
            scares.append(
                Quotation(*part, "scare", finding.rule, finding.speaker, finding.cue, finding.entry.cue_class)
            )
    if scares:
        held = Cover((row.start, row.end) for row in [*rows, *scares])
    free = (fragment for fragment in fragments if not held.touches(fragment))
    return scares + [Quotation(*fragment, "scare", "scare-quotes") for fragment in free]


def _name_kinds(batch: Batch, rows: list[Quotation], fragments: list[Span]) -> None:
    """Makes rows that hold a fragment in marks mixed, or direct where they hold nothing else."""
    if not fragments:
        return
    marked = Row(fragments)
    for row in rows:
        inside = marked.touching((row.start, row.end)) if row.kind == "indirect" else []
        if inside:
            is_whole = len(inside) == 1 and not (
                batch.plain[row.start : inside[0][0]] + batch.plain[inside[0][1] : row.end]
            ).strip(_WORDLESS)
            row.kind = "direct" if is_whole else "mixed"


def _keep_whole(rows: list[Quotation], fragments: list[Span]) -> None:
    """Moves the ends of rows out of fragments in marks: a fragment is inside or outside, never cut."""
    if not fragments:
        return
    around = {token: span for span in fragments for token in range(span[0] + 1, span[1])}
    for row in rows:
        if row.start in around and around[row.start][1] < row.end:
            row.start = around[row.start][1]
        if row.end in around and row.start < around[row.end][0]:
            row.end = around[row.end][1]


def _add_finding(
    batch: Batch, finding: Finding, marked: Row, rows: list[Quotation], owners: dict[Span, Finding]
) -> None:
    """Adds the finding's content to `rows`, or makes it the owner of the quotations that are all its content."""
    letters = batch.letters
    for part in finding.parts:
        start, end = part
        if letters.find("Q", start, end) < 0:
            start, end = _trim(letters, start, end)
            cue_class = finding.entry.cue_class
            rows.append(Quotation(start, end, "indirect", finding.rule, finding.speaker, finding.cue, cue_class))
            continue
        touched = marked.touching(part)
        if touched and letters[part[0] : part[1]].strip('Q,."~:-') == "":
            for quote in touched:
                owners.setdefault(quote, finding)
        else:
            rows.append(_content_row(batch, finding, part, touched))


def _content_row(batch: Batch, finding: Finding, part: Span, touched: list[Span]) -> Quotation:
    start, end = _trim(batch.letters, *part)
    if touched:  # A quotation that runs on beyond the clause takes the content with it.
        start, end = min(start, touched[0][0]), max(end, touched[-1][1])
    kind = "mixed" if touched else "indirect"
    return Quotation(start, end, kind, finding.rule, finding.speaker, finding.cue, finding.entry.cue_class)


def _trim(letters: str, start: int, end: int) -> Span:
    while start < end and letters[start] in ".,;:-~":
        start += 1
    while end > start and letters[end - 1] in ".,;:-~":
        end -= 1
    return start, end


class _QuoteReader:
    """Gives the spans in marks of one document their cue and speaker."""

    def __init__(
        self, batch: Batch, layout: Layout, first: int, rows: list[Quotation], owners: dict[Span, Finding]
    ) -> None:
        self._batch = batch
        self._first = first
        self._layout = layout
        self._around = Cover((row.start, row.end) for row in rows)
        self._owners = owners

    def read(self, quotes: list[Span]) -> list[Quotation]:
        """Rows for the quotations wholly in marks that no other content holds."""
        rows = []
        last: Quotation | None = None
        for quote in quotes:
            owner = self._owners.get(quote)
            if owner is None and self._around.holds(quote):
                continue
            parts = [] if owner else self._split_around_cue(quote)
            if parts:
                rows.extend(parts)
                last = parts[-1]
                continue
            if owner:
                row = Quotation(*quote, "direct", owner.rule, owner.speaker, owner.cue, owner.entry.cue_class)
                if row.speaker is None and last and self._is_same_paragraph(last, quote):
                    row.speaker = last.speaker
            else:
                row = self._read_alone(quote, last)
            rows.append(row)
            last = row
        return rows

    def _read_alone(self, quote: Span, last: Quotation | None) -> Quotation:
        """A quotation without a cue of its own sentence."""
        letters = self._batch.letters
        start, end = self._layout.sentence_of(quote[1] - 1)
        match = _VERB_AFTER.match(letters, quote[1], end)
        if match and letters[quote[1] : end] and self._batch.begins_with(quote[1] - 2, ",?!."):
            return Quotation(
                *quote, "direct", "marks-with-verb", match.span(1), (match.end() - 1, match.end()), "neutral"
            )
        if quote[0] > self._first and letters[quote[0] - 1] == ":":
            start, end = self._layout.sentence_of(quote[0] - 1)
            speaker = find_object_phrase(letters, start, end)
            return Quotation(*quote, "direct", "colon-speech", speaker, (quote[0] - 1, quote[0]), "neutral")
        if last and last.speaker and (self._is_same_paragraph(last, quote) or self._runs_on(last, quote)):
            return Quotation(*quote, "direct", "paragraph-continuation", last.speaker, last.cue, last.cue_class)
        return Quotation(*quote, "direct", "marks-alone")

    def _split_around_cue(self, quote: Span) -> list[Quotation]:
        """The parts of a quotation before and after a reporting clause inside its marks; none where there is none."""
        rows: list[Quotation] = []
        start = quote[0]
        for inside in _CUE_INSIDE.finditer(self._batch.plain, *quote):
            speaker, cue = inside.span(2), inside.span(1)
            rows.append(Quotation(start, inside.start(), "direct", "marks-around-cue", speaker, cue, "neutral"))
            start = inside.end()
        if rows and start < quote[1] - 1:
            last = rows[-1]
            rows.append(Quotation(start, quote[1], "direct", last.rule, last.speaker, last.cue, "neutral"))
        return [row for row in rows if row.start < row.end]

    def _is_same_paragraph(self, last: Quotation, quote: Span) -> bool:
        return self._layout.paragraph_of(last.end - 1) == self._layout.paragraph_of(quote[0])

    def _runs_on(self, last: Quotation, quote: Span) -> bool:
        """Whether the quotation fills a paragraph right after the one of the last quotation."""
        start, end = self._layout.paragraph_of(quote[0])
        fills = start == quote[0] and not self._batch.letters[quote[1] : end].strip(_WORDLESS)
        return fills and self._layout.paragraph_of(last.end - 1)[1] == start


def _settle(batch: Batch, rows: list[Quotation]) -> list[Quotation]:
    """Rows of which none crosses another: one that begins inside another and ends beyond it begins after it.

    A row that others cut again and again is dropped.
    """
    queue = sorted((row.start, -row.end, number, 0, row) for number, row in enumerate(rows))
    settled: list[Quotation] = []
    around: list[Quotation] = []
    for place, (_, _, number, n_cuts, row) in enumerate(queue):  # which grows while it is read
        while around and around[-1].end <= row.start:
            around.pop()
        if around and row.end > around[-1].end:
            row.start, row.end = _trim(batch.letters, around[-1].end, row.end)
            if row.start < row.end and n_cuts < _MAX_CUTS:  # Others may begin before its new start.
                insort(queue, (row.start, -row.end, number, n_cuts + 1, row), lo=place + 1)
            continue
        # Without a speaker of its own, a quotation inside another is better left to that one's speaker.
        if around and (row.speaker is None or (row.start, row.end) == (around[-1].start, around[-1].end)):
            continue
        if batch.letters[row.start : row.end].strip(_WORDLESS):
            settled.append(row)
            around.append(row)
    return settled
