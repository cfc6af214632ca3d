"""Interviews in Russian: paragraphs that begin with a dash are turns, and so are those that carry them on."""

from bisect import bisect_left

from framing.voice.batch import Batch, Finding, Span
from framing.voice.cues import Cue
from framing.voice.layout import Layout

_DASH = Cue("-", "marker", "neutral", frozenset(), frozenset())
_MIN_TURNS = 2
_MAX_LEAD = 2  # tokens before the dash: "…- "


def find_turns(batch: Batch, layout: Layout, document: Span, headline: Finding | None) -> list[Finding]:
    """The turns of an interview, as findings; none where the article is no interview.

    An interview has at least two paragraphs that begin with a dash, one of them with a question that another
    follows; lists have no questions. A turn runs to the next one, the last one to the end of the article. Answers are
    given to the speaker of the headline, questions to nobody.

    Args:
        batch: letters and words.
        layout: where paragraphs begin.
        document: tokens of the document.
        headline: the finding of a headline "X: ..." if there is one.
    """
    first, end = document
    starts = layout.paragraph_starts
    paragraphs = starts[bisect_left(starts, first) : bisect_left(starts, end)]
    turns = [start for start in paragraphs if _begins_with_dash(batch.plain, start, end)]
    if len(turns) < _MIN_TURNS:
        return []
    bounds = list(zip(turns, [*turns[1:], end], strict=True))
    asks = [_is_question(batch, start, stop) for start, stop in bounds]
    if not any(asks[:-1]):
        return []
    speaker = headline.speaker if headline and headline.rule == "headline-colon" else None
    return [
        Finding(((start, stop),), (start, start + 1), _DASH, None if is_question else speaker, "dialogue-dash")
        for (start, stop), is_question in zip(bounds, asks, strict=True)
    ]


def _begins_with_dash(letters: str, start: int, end: int) -> bool:
    head = letters[start : min(end, start + _MAX_LEAD)].lstrip(".~")
    return head.startswith("-")


def _is_question(batch: Batch, start: int, stop: int) -> bool:
    """Whether a question mark ends the last sentences of a turn, or stands in a short one."""
    return any("?" in batch.word(token) for token in range(max(start, stop - 25), stop))
