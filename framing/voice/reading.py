"""One batch on its way from marks and letters to quotations."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from framing.columns import HEADLINE, Tokens
from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.judging import judge_spans
from framing.voice.language import Language
from framing.voice.layout import Layout
from framing.voice.marks import MarkSpan
from framing.voice.names import SpeakerNames
from framing.voice.nested import read_nested
from framing.voice.posts import find_posts
from framing.voice.rows import Quotation, join_findings
from framing.voice.russian_dialogue import extend_turns, find_turns

_MAX_SENTENCE = 400  # tokens
_MAX_HEADLINE = 30  # tokens; a longer first paragraph is no headline
_QUOTED = ord("Q")


def _make_codes(letters: str) -> NDArray[np.bool_]:
    codes = np.zeros(256, dtype=bool)
    codes[[ord(letter) for letter in letters]] = True
    return codes


_FINITE_CODES = _make_codes("VESIK")
_BEFORE_SIGNATURE = _make_codes(",Q")
_CUE_CODES = _make_codes("VESGIUMJKHW:")


class BatchReader:
    """Reads the documents of one batch.

    Args:
        tokens: of the batch.
        layout: its sentences and paragraphs.
        letters: code of the letter of each token.
        spans: its spans in marks, by start and then by depth.
        languages: of each document.
    """

    def __init__(
        self,
        tokens: Tokens,
        layout: Layout,
        letters: NDArray[np.uint8],
        spans: list[MarkSpan],
        languages: list[Language],
    ) -> None:
        self._tokens = tokens
        self._layout = layout
        self._letters = letters
        self._languages = languages
        self._offsets: list[int] = tokens.document_offsets.tolist()
        self._plain = letters.tobytes().decode("latin-1")
        self._ids: list[int] = tokens.type_id.tolist()
        plain = self._make_batch(letters)
        posts = find_posts(plain, layout)
        judged = judge_spans(plain, spans, posts, self._offsets, [language.judge for language in languages])
        masked = _mask(letters, judged.quotes)
        self._batch = self._make_batch(masked)
        self._nested = self._make_batch(_mask(letters, judged.inner))
        self._names = SpeakerNames(tokens, self._batch, layout)
        self._inner_cues = np.flatnonzero((masked == _QUOTED) & _FINITE_CODES[letters])
        self._sentences = self._list_sentences(
            np.concatenate((np.flatnonzero(_CUE_CODES[masked]), *self._list_signed(masked)))
        )
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
        findings = [
            finding
            for sentence in self._sentences[document]
            for finding in language.reader.read_sentence(batch, sentence)
        ]
        if language.is_russian:
            findings = extend_turns(batch, layout, (first, end), findings)
            findings.extend(find_turns(batch, layout, (first, end), findings))
        findings.extend(self._posts[document])
        inner_cues = self._inner_cues[slice(*np.searchsorted(self._inner_cues, (first, end)))].tolist()
        cues = [token for token in inner_cues if batch.word(token) in language.speech]
        nested = read_nested(self._nested, layout, quotes, self._inner[document], cues, language.reader)
        rows = join_findings(batch, layout, first, findings, quotes, self._fragments[document], nested)
        self._names.name_speakers(document, rows, language.name_words)
        return rows

    def _make_batch(self, letters: NDArray[np.uint8]) -> Batch:
        types = self._tokens.types
        masked = letters.tobytes().decode("latin-1")
        return Batch(masked, self._plain, self._ids, types.forms, types.folded, self._offsets[1:])

    def _list_signed(self, masked: NDArray[np.uint8]) -> Iterator[NDArray[np.int64]]:
        """For each Russian document the dashes behind a comma or marks, after which it may name who speaks."""
        for (first, end), language in zip(pairwise(self._offsets), self._languages, strict=True):
            if language.is_russian:
                part = masked[first:end]
                yield np.flatnonzero((part[1:] == ord("-")) & _BEFORE_SIGNATURE[part[:-1]]) + first + 1

    def _list_sentences(self, cues: NDArray[np.int64]) -> list[list[Sentence]]:
        """The sentences with a cue and the first ones, as headlines report without a cue, by document."""
        tokens = self._tokens
        starts = np.append(self._layout.sentence_starts, self._layout.n_tokens).astype(np.int64)
        paragraphs = np.append(self._layout.paragraph_starts, self._layout.n_tokens).astype(np.int64)
        firsts = [first for first, end in pairwise(self._offsets) if first < end]
        marked = np.concatenate((cues, np.array(firsts, dtype=np.int64)))
        numbers = np.unique(np.searchsorted(starts, marked, side="right") - 1)
        places, ends = starts[numbers], starts[numbers + 1]
        around = np.searchsorted(paragraphs, places, side="right") - 1
        begins, stops = paragraphs[around], paragraphs[around + 1]
        previous = np.where(tokens.sentence[places] == 0, places, starts[numbers - 1])
        turn_ends = np.where(begins == places, stops, places)
        is_headline = (tokens.zone[places] == HEADLINE) | (tokens.paragraph[places] == 0)
        is_headline &= stops - begins <= _MAX_HEADLINE
        columns = (places, ends, previous, turn_ends, is_headline, begins, stops)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return list(_by_document([piece for row in rows for piece in _cut(Sentence(*row))], tokens))

    def _split_spans(self, spans: list[MarkSpan]) -> list[list[Span]]:
        return [[(span.start, span.end) for span in part] for part in _by_document(spans, self._tokens)]


def _mask(letters: NDArray[np.uint8], spans: list[MarkSpan]) -> NDArray[np.uint8]:
    """The letters with Q inside the spans."""
    masked = letters.copy()
    for span in spans:
        masked[span.start : span.end] = _QUOTED
    return masked


def _cut(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, in pieces where it is longer than any real one: rules that look ahead stay fast."""
    if sentence.end - sentence.start <= _MAX_SENTENCE:
        yield sentence
        return
    for start in range(sentence.start, sentence.end, _MAX_SENTENCE):
        stop = min(start + _MAX_SENTENCE, sentence.end)
        yield Sentence(start, stop, start, start, False, start, stop)


_Placed = TypeVar("_Placed", Sentence, MarkSpan, Finding)


def _by_document(items: list[_Placed], tokens: Tokens) -> Iterator[list[_Placed]]:
    place = 0
    for end in tokens.document_offsets[1:].tolist():
        begin = place
        while place < len(items) and _start_of(items[place]) < end:
            place += 1
        yield items[begin:place]


def _start_of(item: Sentence | MarkSpan | Finding) -> int:
    return item.parts[0][0] if isinstance(item, Finding) else item.start
