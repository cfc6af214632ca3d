"""Paragraphs and non-overlapping segments of a text."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

Span = tuple[int, int]
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n\s*")
_SHORT_LINE = 50


# A stretch of one paragraph over which nothing begins or ends: start, end, number of the paragraph, numbers of the
# quotations around it (outermost first), numbers of the hits that cover it (the one that began first first).
# A plain tuple, because a page has a hundred of them.
Segment = tuple[int, int, int, tuple[int, ...], tuple[int, ...]]


def find_paragraphs(text: str) -> list[Span]:
    """The paragraphs without the white space around them.

    Blank lines part paragraphs; in a text without blank lines every line is one.
    """
    body = text.rstrip()
    separator = _BLANK_LINE if _BLANK_LINE.search(body) else _LINE_END
    spans = []
    start = len(text) - len(text.lstrip())
    for gap in separator.finditer(body, start):
        spans.append((start, start + len(body[start : gap.start()].rstrip())))
        start = gap.end()
    if start < len(body):
        spans.append((start, len(body)))
    return spans


def has_meant_lines(paragraph: str) -> bool:
    """Whether the line ends of a paragraph are the author's (a list, a verse) and not those of a wrapped line."""
    lines = paragraph.split("\n")
    return len(lines) > 1 and len(paragraph) / len(lines) < _SHORT_LINE


def cut_segments(paragraphs: Sequence[Span], quotations: Sequence[Span], hits: Sequence[Span]) -> list[Segment]:
    """The segments of the paragraphs in order; together they are the paragraphs, and no two overlap."""
    cuts = sorted({position for span in (*paragraphs, *quotations, *hits) for position in span})
    places = {position: place for place, position in enumerate(cuts)}
    around, marked = _find_covers(places, quotations), _find_covers(places, hits)
    return [
        (cuts[place], cuts[place + 1], number, around[place], marked[place])
        for number, (start, end) in enumerate(paragraphs)
        for place in range(places[start], places[end])
    ]


def _find_covers(places: Mapping[int, int], spans: Sequence[Span]) -> list[tuple[int, ...]]:
    """The numbers of the spans that cover the stretch after each place, the one that began first first."""
    covers: list[tuple[int, ...]] = [()] * len(places)
    for start, end, number in sorted((start, -end, number) for number, (start, end) in enumerate(spans)):
        for place in range(places[start], places[-end]):
            covers[place] += (number,)
    return covers


def find_context(sentences: Sequence[Sequence[int]], starts: Sequence[int], start: int, end: int) -> Span:
    """The sentence, or the sentences, that hold a span; the span itself where none does.

    `starts` are the starts of the sentences.
    """
    if not starts:
        return start, end
    first = max(bisect_right(starts, start) - 1, 0)
    last = max(bisect_right(starts, end - 1) - 1, first)
    return min(starts[first], start), max(sentences[last][1], end)
