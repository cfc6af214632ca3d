"""Tokens -> the spans between quotation marks, paired, over paragraphs where the mark is repeated."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.columns import Tokens
from framing.voice.layout import Layout
from framing.voice.plain_marks import Marks, list_marks, pair_plain_marks

STRAIGHT, OPEN, CLOSE, LOW, LEFT, RIGHT, LEFT_SINGLE, RIGHT_SINGLE, PLAIN_SINGLE, SINGLE, APOSTROPHE = range(1, 12)
BACKTICK, LOW_SINGLE = 12, 13
WORD, STOP = 100, 101  # kinds of tokens that are no marks; brackets and dashes are 0
_OPENERS = {OPEN: "curly", LOW: "low", LEFT: "angle", LEFT_SINGLE: "angle1", SINGLE: "single", LOW_SINGLE: "low1"}
_CLOSERS = {CLOSE: "curly", RIGHT: "angle", RIGHT_SINGLE: "angle1"}
_DOUBLED = {PLAIN_SINGLE: STRAIGHT, BACKTICK: OPEN, SINGLE: OPEN, APOSTROPHE: CLOSE}
_LOW_CLOSERS = (OPEN, CLOSE)  # „...“ in Russian and German, „...” in Polish
_SELF_NESTING = ("angle", "angle1", "straight")
_MAX_NESTED_NAME = 8  # tokens; a longer inner span between straight marks is a quotation of its own
_MAX_CARRIED = 5  # paragraphs that a quotation may run on without repeated opening marks
_MAX_OPEN = 12  # paragraphs that such a quotation may hold in all
_MIXED = {"curly": "straight", "straight": "curly"}  # "... ” and “... " are slips, but pairs
_MIN_WRAPPER = 80  # tokens; a shorter text to the end of the article may well be one quotation
_MIN_DOUBLED = 2  # doubled straight marks that show a text with escapes
_MIN_UNOPENED_WORDS = 4  # a lone closing mark after fewer words is a slip, not a quotation


class MarkSpan(NamedTuple):
    """Tokens `start:end` between and with a pair of marks; `depth` 0 is outermost."""

    start: int
    end: int
    depth: int
    is_closed: bool


class _Mark(NamedTuple):
    token: int
    kind: int
    is_free_left: bool  # a blank, bracket or dash stands before
    is_free_right: bool  # a blank or punctuation stands after
    width: int


def find_mark_spans(tokens: Tokens, kinds: NDArray[np.uint8], layout: Layout) -> list[MarkSpan]:
    """The spans between quotation marks of a batch, by start and then by depth.

    Args:
        tokens: the batch.
        kinds: code of the mark of each token; WORD, STOP or 0 for tokens that are no mark.
        layout: where its sentences and paragraphs begin.
    """
    found = list_marks(tokens, kinds, WORD, STOP)
    offsets = tokens.document_offsets
    kinds_of_plain = (STRAIGHT, OPEN, CLOSE, APOSTROPHE, PLAIN_SINGLE)
    plain = pair_plain_marks(found, kinds_of_plain, offsets, np.array(layout.paragraph_starts, dtype=np.int64))
    pairs = zip(plain.opening.tolist(), (plain.closing + 1).tolist(), strict=True)
    spans = [MarkSpan(start, end, 0, True) for start, end in pairs]
    bounds = np.searchsorted(found.token, offsets).tolist()
    left = np.flatnonzero(~plain.is_done & (np.diff(bounds) > 0))
    for document in left.tolist():
        marks = list(_join_twins(found.between(*bounds[document : document + 2])))
        spans.extend(_Pairing(layout, *offsets[document : document + 2].tolist()).pair(marks))
    spans.sort(key=lambda span: (span.start, -span.end))
    return spans


def _join_twins(marks: Marks) -> Iterator[_Mark]:
    """Marks in order; two plain single marks that touch are one double mark, as some wires write it."""
    rows = list(zip(*(column.tolist() for column in marks), strict=True))
    skip = -1
    for row, (token, kind, left, right) in enumerate(rows):
        if token == skip:
            continue
        twin = rows[row + 1] if row + 1 < len(rows) else None
        if twin and not right and twin[0] == token + 1 and kind == twin[1] and kind in _DOUBLED:
            skip = token + 1
            yield _Mark(token, _DOUBLED[kind], left, twin[3], 2)
        else:
            yield _Mark(token, kind, left, right, 1)


def _unescape(marks: list[_Mark]) -> list[_Mark]:
    """The marks of a text from a CSV field that kept its escapes: "" is a mark, and a mark alone is the field's own."""
    doubled = [
        mark
        for mark, (token, kind, *_) in itertools.pairwise(marks)
        if mark[1] == STRAIGHT and kind == STRAIGHT and token == mark[0] + 1 and not mark[3]
    ]
    if len(doubled) < _MIN_DOUBLED:
        return marks
    merged: list[_Mark] = []
    twins = {mark.token + 1: mark for mark in doubled}
    for mark in marks:
        if mark.token in twins:
            merged.append(_Mark(mark.token - 1, STRAIGHT, twins[mark.token].is_free_left, mark.is_free_right, 2))
        elif mark.kind != STRAIGHT:
            merged.append(mark)
    return merged


@dataclass(slots=True)
class _Open:
    token: int
    family: str


class _Pairing:
    """Pairs the marks of one document."""

    def __init__(self, layout: Layout, first: int, end: int) -> None:
        self._layout = layout
        self._first = first
        self._end = end
        self._stack: list[_Open] = []
        self._spans: list[MarkSpan] = []
        self._last_close = first
        self._paragraph = (first, first)
        self._suspended: MarkSpan | None = None  # left open at the head of a paragraph, may close in a later one
        self._n_carried = 0

    def pair(self, marks: list[_Mark]) -> list[MarkSpan]:
        """The spans of the document."""
        for mark in self._drop_wrapper(_unescape(marks)):
            if mark.token >= self._paragraph[1] and self._enter_paragraph(mark):
                continue
            self._read(mark)
        self._recover(self._paragraph[1])
        return self._spans

    def _drop_wrapper(self, marks: list[_Mark]) -> list[_Mark]:
        """The marks without the straight pair that a file format put around the body of an article."""
        if not marks or marks[-1].token < self._end - 2:
            return marks
        straight = [mark for mark in marks if mark.kind == STRAIGHT]
        if len(straight) < 2 or straight[-1].token < self._end - 2:
            return marks
        first, last = straight[0], straight[-1]
        is_long = last.token - first.token > _MIN_WRAPPER
        begin, _ = self._layout.paragraph_of(first.token)
        is_body = begin == first.token and self._first < begin <= self._layout.paragraph_of(self._first)[1]
        return [mark for mark in marks if mark not in (first, last)] if is_long and is_body else marks

    def _enter_paragraph(self, mark: _Mark) -> bool:
        """Whether the mark only repeats the opening mark of a quotation that runs on from the paragraph before."""
        previous_end = self._paragraph[1]
        self._paragraph = self._layout.paragraph_of(mark.token)
        starts_paragraph = mark.token == self._paragraph[0]
        if not self._stack:
            self._n_carried += 1
            if self._n_carried > _MAX_CARRIED or starts_paragraph:
                self._suspended = None
            return False
        outer = self._stack[0]
        repeats = _OPENERS.get(mark.kind) == outer.family or (mark.kind == STRAIGHT and outer.family == "straight")
        if starts_paragraph and repeats and previous_end == self._paragraph[0]:
            del self._stack[1:]
            return True
        self._recover(previous_end)
        self._n_carried += 1
        if self._n_carried > _MAX_CARRIED or starts_paragraph:
            self._suspended = None
        return False

    def _read(self, mark: _Mark) -> None:
        if mark.kind == STRAIGHT:
            self._read_straight(mark)
        elif mark.kind in _LOW_CLOSERS and self._is_open("low"):
            self._close(mark, "low")
        elif mark.kind in _CLOSERS:
            self._close(mark, _CLOSERS[mark.kind])
        elif mark.kind in (PLAIN_SINGLE, APOSTROPHE, BACKTICK):
            self._read_single(mark)
        elif mark.kind in _OPENERS:
            self._open(mark, _OPENERS[mark.kind])

    def _is_open(self, family: str) -> bool:
        return family in [item.family for item in self._stack]

    def _open(self, mark: _Mark, family: str) -> None:
        # Guillemets and straight marks nest in themselves; a curly mark opened twice was left open the first time.
        if family not in _SELF_NESTING and self._is_open(family):
            self._recover(mark.token)
        if family == "curly":
            self._suspended = None  # the next mark opens: the one before was left open by a slip
        self._stack.append(_Open(mark.token, family))

    def _read_straight(self, mark: _Mark) -> None:
        opens = mark.is_free_left and not mark.is_free_right
        if (self._is_open("straight") or self._is_open("curly")) and not opens:
            self._close(mark, "straight")
        elif self._is_open("straight") or mark.is_free_left or not mark.is_free_right:
            self._open(mark, "straight")
        else:
            self._close(mark, "straight")

    def _read_single(self, mark: _Mark) -> None:
        """`'` and `’` close a single quotation or are apostrophes; only `'` can open one."""
        if self._is_open("single") and not mark.is_free_left:
            self._close(mark, "single")
        elif mark.kind != APOSTROPHE and mark.is_free_left and not mark.is_free_right:
            self._open(mark, "single")

    def _close(self, mark: _Mark, family: str) -> None:
        end = mark.token + mark.width
        if not self._is_open(family) and self._is_open(_MIXED.get(family, "")):
            family = _MIXED[family]
        if not self._is_open(family):
            self._close_unopened(mark, end)
            return
        while self._stack:
            item = self._stack.pop()
            if item.family == family:
                self._spans.append(MarkSpan(item.token, end, len(self._stack), True))
                self._last_close = end
                if end - item.token > _MAX_NESTED_NAME:
                    self._suspended = None
                return

    def _close_unopened(self, mark: _Mark, end: int) -> None:
        """A closing mark alone ends a quotation left open at the head of a paragraph, or its own sentence."""
        if self._suspended and not self._stack and self._count_paragraphs(mark.token) <= _MAX_OPEN:
            first = self._suspended.start
            self._spans.remove(self._suspended)
            self._spans.append(MarkSpan(first, end, 0, True))
            self._suspended, self._last_close = None, end
            return
        start, _ = self._layout.sentence_of(mark.token)
        start = max(start, self._last_close)
        if not self._stack and mark.token - start >= _MIN_UNOPENED_WORDS and mark.kind in (CLOSE, RIGHT):
            self._spans.append(MarkSpan(start, end, 0, False))
            self._last_close = end

    def _count_paragraphs(self, token: int) -> int:
        """Paragraphs between the quotation left open and a token."""
        numbers = self._layout.paragraph_numbers
        return numbers[token] - numbers[self._suspended.start] if self._suspended else 0

    def _recover(self, limit: int) -> None:
        """Ends what is still open, so that one forgotten mark never swallows the article.

        An opening mark at the head of a paragraph runs to the paragraph's end, one inside a paragraph to the
        end of its sentence; single marks are dropped, as they are mostly apostrophes.
        """
        while self._stack:
            item = self._stack.pop()
            if self._stack or item.family in ("single", "low1"):
                continue
            first, paragraph_end = self._layout.paragraph_of(item.token)
            end = self._end_of_open(item, first, paragraph_end, limit)
            if end > item.token + 1:
                span = MarkSpan(item.token, end, 0, False)
                self._spans.append(span)
                self._last_close = end
                if item.token == first and end == paragraph_end and item.family in ("straight", "angle", "curly"):
                    self._suspended, self._n_carried = span, 0

    def _end_of_open(self, item: _Open, first: int, paragraph_end: int, limit: int) -> int:
        """Where the quotation of an opening mark without its closing mark ends."""
        if limit > paragraph_end:  # carried over paragraphs: it ends where the last of them does
            return limit
        end = min(limit, paragraph_end if item.token == first else self._layout.sentence_of(item.token)[1])
        later = takewhile(lambda span: span.start > item.token, reversed(self._spans))
        inner = [span for span in later if span.end <= limit][::-1]
        if item.family not in _SELF_NESTING:
            return end
        apart = [span.start for span in inner if span.end - span.start > _MAX_NESTED_NAME]
        if apart:  # what follows is a quotation of its own: only the closing mark of this one is missing
            return min(apart[0], self._layout.sentence_of(item.token)[1])
        # A name at the end shares its closing mark with the quotation: «..., — «Name».
        return inner[-1].end if inner else end
