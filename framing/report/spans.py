"""Paragraphs and non-overlapping segments of a text."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence

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


def cut_segments(paragraphs: Sequence[Span], quotations: Sequence[Span], hits: Sequence[Span]) -> Iterator[Segment]:
    """The segments of the paragraphs in order; together they are the paragraphs, and no two overlap."""
    cuts = sorted({position for span in (*paragraphs, *quotations, *hits) for position in span})
    around, marked = _Cover(quotations), _Cover(hits)
    open_quotations, open_hits = around.at(0), marked.at(0)
    place = 0
    for number, (start, end) in enumerate(paragraphs):
        while cuts[place] < start:
            place += 1
        while start < end:
            if start >= around.until:
                open_quotations = around.at(start)
            if start >= marked.until:
                open_hits = marked.at(start)
            place += 1
            stop = cuts[place]
            yield start, stop, number, open_quotations, open_hits
            start = stop


class _Cover:
    """Which of some spans cover a position, asked from left to right.

    Attributes:
        until: the answer stays the same before this position.
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        self.until = 0
        self._ends = [end for _, end in spans]
        self._queue = sorted((start, -end, number) for number, (start, end) in enumerate(spans) if start < end)
        self._queue.append((sys.maxsize, 0, -1))
        self._next = 0
        self._open: tuple[int, ...] = ()

    def at(self, position: int) -> tuple[int, ...]:
        ends, queue = self._ends, self._queue
        covering = [number for number in self._open if ends[number] > position]
        while queue[self._next][0] <= position:
            number = queue[self._next][2]
            self._next += 1
            if ends[number] > position:
                covering.append(number)
        until = queue[self._next][0]
        for number in covering:
            until = min(until, ends[number])
        self.until = until
        self._open = tuple(covering)
        return self._open


def find_context(sentences: Sequence[Sequence[int]], starts: Sequence[int], start: int, end: int) -> Span:
    """The sentence, or the sentences, that hold a span; the span itself where none does.

    `starts` are the starts of the sentences.
    """
    if not starts:
        return start, end
    first = max(bisect_right(starts, start) - 1, 0)
    last = max(bisect_right(starts, end - 1) - 1, first)
    return min(starts[first], start), max(sentences[last][1], end)
