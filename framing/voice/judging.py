"""Spans in marks -> quotations, short fragments, and quotations inside quotations."""

from itertools import pairwise
from typing import NamedTuple

from framing.voice.batch import Batch, Finding
from framing.voice.fragments import FragmentJudge
from framing.voice.marks import MarkSpan

_WRAPPED_SHARE = 0.9  # of an article's tokens in one pair of marks: a leftover of some file format, no quotation
_MIN_WRAPPED = 60  # tokens; a shorter text may well be one quotation


class JudgedSpans(NamedTuple):
    """Spans of a batch by what they are, each list in order and without overlaps."""

    fragments: list[MarkSpan]  # a few words that may be at arm's length
    quotes: list[MarkSpan]
    inner: list[MarkSpan]  # inside `quotes`


def judge_spans(
    plain: Batch, spans: list[MarkSpan], posts: list[Finding], offsets: list[int], judges: list[FragmentJudge]
) -> JudgedSpans:
    """What stands in the marks of a batch. Names in marks are left out; posts are quotations without marks.

    Args:
        plain: letters and words.
        spans: all spans in marks, by start and then by depth.
        posts: signed posts, in order.
        offsets: where its documents begin, and the end of the last.
        judges: of each document.
    """
    judged = JudgedSpans([], [], [])
    signed = {MarkSpan(*post.parts[0], 0, True) for post in posts}
    ordered = sorted([*signed, *spans], key=lambda span: (span.start, -span.end)) if signed else spans
    bounds = list(pairwise(offsets))
    reached, inner_reached, is_quote = -1, -1, False
    document = 0
    for span in ordered:
        if span.start < reached:
            if is_quote and inner_reached <= span.start and span.end < reached:
                inner_reached = span.end
                if judges[document].judge(plain, span, (span.start - 1, reached)) == "quotation":
                    judged.inner.append(span)
            continue
        while span.start >= bounds[document][1]:
            document += 1
        if _wraps(plain, span, bounds[document]):
            continue
        reached = span.end
        verdict = "quotation" if span in signed else judges[document].judge(plain, span, bounds[document])
        is_quote = verdict == "quotation"
        if is_quote:
            judged.quotes.append(span)
        elif verdict == "fragment":
            judged.fragments.append(span)
    return judged


def _wraps(plain: Batch, span: MarkSpan, document: tuple[int, int]) -> bool:
    """Whether one pair of marks holds nearly all of a document."""
    n_tokens = document[1] - document[0]
    is_announced = span.start > document[0] and plain.letters[span.start - 1] == ":"
    return n_tokens > _MIN_WRAPPED and span.end - span.start > _WRAPPED_SHARE * n_tokens and not is_announced
