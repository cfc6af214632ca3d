"""Which spans hold or touch a span, without comparing every pair."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from framing.voice.batch import Span


class Cover:
    """Spans that may nest or overlap, asked for by place."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span[0] for span in ordered]
        self._reach: list[int] = []  # furthest end so far
        furthest = 0
        for _, end in ordered:
            if end > furthest:
                furthest = end
            self._reach.append(furthest)

    def holds(self, span: Span) -> bool:
        """Whether one of the spans holds all of `span`."""
        n_before = bisect_right(self._starts, span[0])
        return n_before > 0 and self._reach[n_before - 1] >= span[1]

    def touches(self, span: Span) -> bool:
        """Whether one of the spans shares a token with `span`."""
        n_before = bisect_left(self._starts, span[1])
        return n_before > 0 and self._reach[n_before - 1] > span[0]


class Row:
    """Spans in order that do not overlap."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = spans
        self._starts = [span[0] for span in spans]

    def touching(self, span: Span) -> list[Span]:
        """The spans that share a token with `span`."""
        last = bisect_left(self._starts, span[1])
        first = bisect_right(self._starts, span[0])
        if first > 0 and self._spans[first - 1][1] > span[0]:
            first -= 1
        return self._spans[first:last]
