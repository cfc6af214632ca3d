"""Speech inside a quotation: whom the speaker quotes or reports in turn."""

from bisect import bisect_right
from collections.abc import Iterable

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.layout import Layout
from framing.voice.rows import Quotation, join_findings

# Rules that report words; what a quoted speaker says about attitudes ("they want ...") stays simply his.
_SPEECH_RULES = frozenset(
    """said-that said-clause marks-with-cue colon-speech trailing-clause interrupted-clause according-to
    as-clause""".split()  # noqa: SIM905 - a list of so many names is unreadable with a line for each
)


def keep_speech(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that report words of a speaker who is named."""
    return [finding for finding in findings if finding.speaker and finding.rule in _SPEECH_RULES]


def join_nested(
    batch: Batch, layout: Layout, first: int, findings: list[Finding], inner: list[Span]
) -> list[Quotation]:
    """Rows for speech that the quotations of a document report with a speaker of its own.

    Args:
        batch: letters with Q inside the inner marks only.
        layout: sentences and paragraphs.
        first: first token of the first quotation.
        findings: speech reported inside the quotations.
        inner: spans in marks inside them, in order.
    """
    rows = join_findings(batch, layout, first, findings, inner, [])
    return [row for row in rows if row.cue and row.rule in _SPEECH_RULES]


def list_quoted(batch: Batch, layout: Layout, quotes: list[Span], cues: Iterable[int]) -> list[Sentence]:
    """The sentences with a cue, as far as they lie inside a quotation, without its marks.

    Args:
        batch: letters and words.
        layout: sentences and paragraphs.
        quotes: the quotations of the batch, in order.
        cues: tokens inside them that are cues of speech, in order.
    """
    starts = [quote[0] for quote in quotes]
    sentences: list[Sentence] = []
    for cue in cues:
        if sentences and cue < sentences[-1].end:
            continue
        first, end = quotes[bisect_right(starts, cue) - 1]
        start, stop = layout.sentence_of(cue)
        is_marked = batch.plain[first] == '"'
        start, stop = max(start, first + is_marked), min(stop, end - is_marked)
        sentences.append(Sentence(start, stop, start, start, False, start, stop))
    return sentences
