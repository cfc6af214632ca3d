"""One batch on its way from marks and letters to quotations."""

from array import array
from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from framing.columns import Tokens
from framing.voice.batch import Batch, Finding, Span
from framing.voice.candidates import make_set
from framing.voice.cue_table import SPEECH, CueWords
from framing.voice.judging import judge_spans
from framing.voice.language import Language
from framing.voice.layout import Layout
from framing.voice.marks import MarkSpan
from framing.voice.names import SpeakerNames
from framing.voice.nested import join_nested, keep_speech, list_quoted
from framing.voice.posts import find_posts
from framing.voice.rows import Quotation, join_findings
from framing.voice.russian_dialogue import extend_turns, find_turns
from framing.voice.sentences import SentenceReader

_QUOTED = ord("Q")
_FINITE = make_set("VESIK")


class BatchReader:
    """Reads the documents of one batch.

    Args:
        tokens: of the batch.
        layout: its sentences and paragraphs.
        letters: code of the letter of each token.
        words: what the cue files have for its tokens.
        spans: its spans in marks, by start and then by depth.
        languages: of each document.
    """

    def __init__(
        self,
        tokens: Tokens,
        layout: Layout,
        letters: NDArray[np.uint8],
        words: CueWords,
        spans: list[MarkSpan],
        languages: list[Language],
    ) -> None:
        self._tokens = tokens
        self._layout = layout
        self._languages = languages
        self._offsets: list[int] = tokens.document_offsets.tolist()
        self._plain = letters.tobytes().decode("latin-1")
        self._ids = array("i", tokens.type_id.tobytes())  # numbers are made when one is asked for
        self._written: dict[tuple[int, ...], str] = {}
        plain = self._make_batch(letters)
        posts = find_posts(plain, layout)
        judged = judge_spans(plain, spans, posts, self._offsets, [language.judge for language in languages])
        self._batch = self._make_batch(_mask(letters, judged.quotes))
        self._names = SpeakerNames(tokens, self._batch, layout)
        sentences = SentenceReader(tokens, layout, words, languages)
        self._findings = sentences.read(self._batch)
        self._nested = self._make_batch(_mask(letters, judged.inner))
        inner_cues = (self._batch.codes == _QUOTED) & _FINITE[letters] & (words.parts & SPEECH > 0)
        quotes = [(span.start, span.end) for span in judged.quotes]
        quoted = list_quoted(self._nested, layout, quotes, np.flatnonzero(inner_cues).tolist())
        self._nested_findings = sentences.read_inside(self._nested, quoted)
        self._posts = list(_by_document(posts, tokens))
        self._quotes, self._fragments, self._inner = (
            self._split_spans(part) for part in (judged.quotes, judged.fragments, judged.inner)
        )

    def read(self) -> list[list[Quotation]]:
        """The quotations of each document, by start."""
        return [self._read_document(document, language) for document, language in enumerate(self._languages)]

    def _read_document(self, document: int, language: Language) -> list[Quotation]:
        batch, layout, quotes = self._batch, self._layout, self._quotes[document]
        first, end = self._offsets[document : document + 2]
        findings = self._findings[document]
        if language.is_russian:
            findings = extend_turns(batch, layout, (first, end), findings)
            findings.extend(find_turns(batch, layout, (first, end), findings))
        findings.extend(self._posts[document])
        told = keep_speech(self._nested_findings[document])
        nested = join_nested(self._nested, layout, quotes[0][0], told, self._inner[document]) if told else []
        rows = join_findings(batch, layout, first, findings, quotes, self._fragments[document], nested)
        self._names.name_speakers(document, rows, language.name_words)
        return rows

    def _make_batch(self, letters: NDArray[np.uint8]) -> Batch:
        types = self._tokens.types
        masked = letters.tobytes().decode("latin-1")
        return Batch(
            masked, letters, self._plain, self._ids, types.forms, types.folded, self._offsets[1:], self._written
        )

    def _split_spans(self, spans: list[MarkSpan]) -> list[list[Span]]:
        return [[(span.start, span.end) for span in part] for part in _by_document(spans, self._tokens)]


def _mask(letters: NDArray[np.uint8], spans: list[MarkSpan]) -> NDArray[np.uint8]:
    """The letters with Q inside the spans."""
    masked = letters.copy()
    for span in spans:
        masked[span.start : span.end] = _QUOTED
    return masked


_Placed = TypeVar("_Placed", MarkSpan, Finding)


def _by_document(items: list[_Placed], tokens: Tokens) -> Iterator[list[_Placed]]:
    place = 0
    for end in tokens.document_offsets[1:].tolist():
        begin = place
        while place < len(items) and _start_of(items[place]) < end:
            place += 1
        yield items[begin:place]


def _start_of(item: MarkSpan | Finding) -> int:
    return item.parts[0][0] if isinstance(item, Finding) else item.start
