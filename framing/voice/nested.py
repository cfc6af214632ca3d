"""Speech inside a quotation: whom the speaker quotes or reports in turn."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Protocol

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.layout import Layout
from framing.voice.rows import Quotation, join_findings

# Rules that report words; what a quoted speaker says about attitudes ("they want ...") stays simply his.
_SPEECH_RULES = frozenset(
    """said-that said-clause marks-with-cue colon-speech trailing-clause interrupted-clause according-to
    as-clause""".split()  # noqa: SIM905 - a list of so many names is unreadable with a line for each
)


class SentenceReader(Protocol):
    """Reads the clauses of one language."""

    def read_sentence(self, batch: Batch, sentence: Sentence) -> list[Finding]:
        """The findings of a sentence, in the order of their cues."""


def read_nested(
    batch: Batch, layout: Layout, quotes: list[Span], inner: list[Span], cues: list[int], reader: SentenceReader
) -> list[Quotation]:
    """Rows for speech that a quotation of the document reports with a speaker of its own.

    Args:
        batch: letters with Q inside the inner marks only.
        layout: sentences and paragraphs.
        quotes: the document's quotations, in order.
        inner: spans in marks inside them, in order.
        cues: tokens inside the quotations that are cues of speech, in order.
        reader: of the document's language.
    """
    findings = [
        finding
        for sentence in _list_sentences(batch, layout, quotes, cues)
        for finding in reader.read_sentence(batch, sentence)
        if finding.speaker and finding.rule in _SPEECH_RULES
    ]
    if not findings:
        return []
    rows = join_findings(batch, layout, quotes[0][0], findings, inner, [])
    return [row for row in rows if row.cue and row.rule in _SPEECH_RULES]


def _list_sentences(batch: Batch, layout: Layout, quotes: list[Span], cues: Iterable[int]) -> list[Sentence]:
    """The sentences with a cue, as far as they lie inside a quotation, without its marks."""
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
