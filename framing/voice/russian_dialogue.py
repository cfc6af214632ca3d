"""Interviews and transcripts in Russian: paragraphs that begin with a dash or a name are turns, and so are those that
carry them on."""

from bisect import bisect_left

from framing.voice.batch import Batch, Finding, Span
from framing.voice.cues import Cue
from framing.voice.layout import Layout

_DASH = Cue("-", "marker", "neutral", frozenset(), frozenset())
_MIN_TURNS = 2
_MAX_LEAD = 2  # tokens before the dash: "…- "


def find_turns(batch: Batch, layout: Layout, document: Span, findings: list[Finding]) -> list[Finding]:
    """The turns of an interview, as findings; none where the article is no interview.

    An interview has at least two paragraphs that begin with a dash and have no reporting clause, one of them with a
    question that another follows; lists have no questions. A turn is one paragraph. Only between two questions an
    answer runs to the second, and the last answer of an interview with such answers, or named in the headline, to the
    end of the article: elsewhere the article itself goes on. Answers are given to the speaker of the headline, or to
    the last who speaks before the turns; questions to nobody.

    Args:
        batch: letters and words.
        layout: where paragraphs begin.
        document: tokens of the document.
        findings: what the clause rules found, in order.
    """
    end = document[1]
    paragraphs = _list_paragraphs(layout, document)
    cued = {layout.paragraph_of(finding.cue[0])[0] for finding in findings if finding.rule == "dialogue-dash"}
    turns = [start for start in paragraphs if start not in cued and _begins_with_dash(batch.plain, start, end)]
    if len(turns) < _MIN_TURNS:
        return []
    ends = [layout.paragraph_of(start)[1] for start in turns]
    asks = [_is_question(batch, start, stop) for start, stop in zip(turns, ends, strict=True)]
    if not any(asks[:-1]):
        return []
    headline = findings[0].speaker if findings and findings[0].rule == "headline-colon" else None
    bounds = list(zip(turns, _extend_answers(turns, ends, asks, end, headline is not None), strict=True))
    before = (finding.speaker for finding in reversed(findings) if finding.cue[0] < turns[0] and finding.speaker)
    speaker = headline or next(before, None)
    return [
        Finding(((start, stop),), (start, start + 1), _DASH, None if is_question else speaker, "dialogue-dash")
        for (start, stop), is_question in zip(bounds, asks, strict=True)
    ]


def _extend_answers(turns: list[int], ends: list[int], asks: list[bool], end: int, is_named: bool) -> list[int]:
    """Where the turns end, given where their first paragraphs do."""
    stops = list(ends)
    answers = [place for place in range(1, len(turns)) if asks[place - 1] and not asks[place]]
    for place in answers:
        if place + 1 < len(turns) and asks[place + 1]:
            stops[place] = turns[place + 1]
    runs_on = is_named or any(stops[place] > ends[place] for place in answers)
    if runs_on and answers[-1:] == [len(turns) - 1]:
        stops[-1] = end
    return stops


def extend_turns(batch: Batch, layout: Layout, document: Span, findings: list[Finding]) -> list[Finding]:
    """The findings with the turns of a transcript up to the next one, a note or the end of the article.

    Only a transcript whose names stand in capitals is carried on; a note begins with a sign, not a word.
    """
    turns = [place for place, finding in enumerate(findings) if finding.rule == "transcript"]
    if not turns:
        return findings
    extended = list(findings)
    paragraphs = _list_paragraphs(layout, document)
    # A note, or one word and a colon ("Источник: ..."), is no part of a turn.
    stops = [start for start in paragraphs if batch.plain[start] in "~(" or batch.plain[start + 1 : start + 2] == ":"]
    heads = [(findings[place].speaker or findings[place].cue)[0] for place in turns]
    for place, head, following in zip(turns, heads, [*heads[1:], document[1]], strict=True):
        begin, end = findings[place].parts[-1]
        note = bisect_left(stops, max(end, head + 1))
        stop = min(following, stops[note] if note < len(stops) else following)
        extended[place] = findings[place]._replace(parts=((begin, max(end, stop)),))
    return extended


def _list_paragraphs(layout: Layout, document: Span) -> list[int]:
    starts = layout.paragraph_starts
    return starts[bisect_left(starts, document[0]) : bisect_left(starts, document[1])]


def _begins_with_dash(letters: str, start: int, end: int) -> bool:
    head = letters[start : min(end, start + _MAX_LEAD)].lstrip(".~")
    return head.startswith("-")


def _is_question(batch: Batch, start: int, stop: int) -> bool:
    """Whether a question mark ends the last sentences of a turn, or stands in a short one."""
    return any("?" in batch.word(token) for token in range(max(start, stop - 25), stop))
