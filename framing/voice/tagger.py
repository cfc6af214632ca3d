"""Tokens -> quotations: the order of the steps, and the tables that come out."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from framing.columns import HEADLINE, Attribution, Table, Tokens, TypeFacts
from framing.voice.batch import Batch, Finding, Sentence
from framing.voice.classes import MARKS, LetterFacts
from framing.voice.clauses import ClauseReader
from framing.voice.cues import CueLexicon, read_cues
from framing.voice.fragments import FragmentJudge
from framing.voice.layout import Layout
from framing.voice.marks import STOP, WORD, MarkSpan, find_mark_spans
from framing.voice.names import NameWords, SpeakerNames
from framing.voice.nested import read_nested
from framing.voice.posts import find_posts
from framing.voice.rows import Quotation, join_findings
from framing.voice.russian import RussianReader
from framing.voice.russian_dialogue import extend_turns, find_turns
from framing.voice.table import tabulate

_NO_CUES = CueLexicon("und", {})
_NAME_CODES = np.array([ord(letter) for letter in "NZ"], dtype=np.uint8)
_MAX_SENTENCE = 400  # tokens
_MAX_HEADLINE = 30  # tokens; a longer first paragraph is no headline
_WRAPPED_SHARE = 0.9  # of an article's tokens in one pair of marks: a leftover of some file format, no quotation
_MIN_WRAPPED = 60  # tokens; a shorter text may well be one quotation
_DOMAINS = frozenset(("ru", "ру", "рф", "su", "ua", "by", "com", "org", "net", "info"))  # "example.com" is one name
_QUOTED = ord("Q")
_BEFORE_SIGNATURE = np.zeros(256, dtype=bool)
_BEFORE_SIGNATURE[[ord(letter) for letter in ",Q"]] = True
_FINITE_CODES = np.zeros(256, dtype=bool)
_FINITE_CODES[[ord(letter) for letter in "VESIK"]] = True
_CUE_CODES = np.zeros(256, dtype=bool)
_CUE_CODES[[ord(letter) for letter in "VESGIUMJKHW:"]] = True


class VoiceTagger:
    """Finds who speaks where. Keeps what it learnt about word forms from batch to batch.

    Args:
        cue_paths: cue file by language code. Documents of other languages get quotation marks only.

    Raises:
        LexiconError: a cue file is wrong; the message names file and line.
    """

    def __init__(self, cue_paths: Mapping[str, Path]) -> None:
        cues = {language: read_cues(path) for language, path in cue_paths.items()}
        cues[_NO_CUES.language] = _NO_CUES
        self._languages = {
            language: _Language(lexicon, position) for position, (language, lexicon) in enumerate(cues.items())
        }
        self._mark_kinds = TypeFacts(_find_mark_kind, np.uint8)
        self._domains = TypeFacts(_is_domain, np.bool_)

    def find_quotations(self, documents: Table, tokens: Tokens) -> Attribution:
        """The quotations of a batch, and the voice of every token.

        Args:
            documents: DOCUMENTS rows; `language` decides whose cues are read.
            tokens: their tokens.
        """
        layout = Layout(tokens)
        languages = [self._languages.get(code) or self._languages["und"] for code in documents["language"]]
        kinds = self._mark_kinds.of(tokens.types)[tokens.type_id]
        letters = self._find_letters(tokens, languages, layout)
        spans = find_mark_spans(tokens, kinds, layout)
        found = _Reading(tokens, layout, letters, spans, languages).read()
        return tabulate(documents, tokens, found)

    def _find_letters(self, tokens: Tokens, languages: list["_Language"], layout: Layout) -> NDArray[np.uint8]:
        present = {language.position: language for language in languages}
        if len(present) == 1:
            letters = next(iter(present.values())).letters.of(tokens.types)[tokens.type_id]
        else:
            letters = np.zeros(len(tokens.start), dtype=np.uint8)
            position = np.array([language.position for language in languages], dtype=np.int64)[tokens.documents()]
            for language in present.values():
                here = position == language.position
                letters[here] = language.letters.of(tokens.types)[tokens.type_id[here]]
        is_domain = self._domains.of(tokens.types)[tokens.type_id]
        return _join_abbreviations(letters, tokens, layout, is_domain)


def _join_abbreviations(
    letters: NDArray[np.uint8], tokens: Tokens, layout: Layout, is_domain: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """The letters with the stop of "Mr." and "example.com" as part of the name: a stop inside a sentence."""
    stops = np.flatnonzero(letters[1:-1] == ord(".")) + 1
    begins = np.zeros(len(letters) + 1, dtype=bool)
    begins[layout.sentence_starts] = True
    is_inside = ~begins[stops + 1] & (tokens.start[stops] == tokens.end[stops - 1])
    is_name = np.isin(letters[stops - 1], _NAME_CODES) & np.isin(letters[stops + 1], _NAME_CODES)
    letters[stops[is_inside & is_name]] = ord("N")
    sites = stops[is_inside & is_domain[stops + 1] & (tokens.start[stops + 1] == tokens.end[stops])]
    for place in (-1, 0, 1):
        letters[sites + place] = ord("N")
    return letters


def _is_domain(form: str, _: str) -> bool:
    return form in _DOMAINS


def _find_mark_kind(form: str, _: str) -> int:
    if form in MARKS:
        return MARKS[form]
    if any(map(str.isalnum, form)):
        return WORD
    return STOP if form[0] in ".,;:!?…" else 0


class _Language:
    """What is read with the cues of one language."""

    def __init__(self, cues: CueLexicon, position: int) -> None:
        self.position = position
        self.is_russian = cues.language == "ru"
        facts = LetterFacts(cues)
        self.letters = TypeFacts(facts.letter, np.uint8)
        self.reader = RussianReader(cues) if self.is_russian else ClauseReader(cues)
        self.judge = FragmentJudge(cues)
        self.name_words = NameWords(cues)
        self.speech = frozenset(form for form, cue in cues.verbs.items() if "clause" in cue.frames)
        self.speech |= {max(words, key=len) for markers in cues.markers.values() for words, _ in markers}


class _Reading:
    """One batch on its way from marks and letters to quotations."""

    def __init__(
        self,
        tokens: Tokens,
        layout: Layout,
        letters: NDArray[np.uint8],
        spans: list[MarkSpan],
        languages: list[_Language],
    ) -> None:
        self._tokens = tokens
        self._layout = layout
        self._letters = letters
        self._spans = spans
        self._languages = languages
        self._ids: list[int] = tokens.type_id.tolist()

    def read(self) -> list[list[Quotation]]:
        """The quotations of each document, by start."""
        types = self._tokens.types
        letters = self._letters.tobytes().decode("latin-1")
        ends = self._tokens.document_offsets[1:].tolist()
        plain = Batch(letters, letters, self._ids, types.forms, types.folded, ends)
        posts = find_posts(plain, self._layout)
        fragments, quotes, inner = self._judge(plain, posts)
        masked = _mask(self._letters, quotes)
        batch = Batch(masked.tobytes().decode("latin-1"), letters, self._ids, types.forms, types.folded, ends)
        inside = _mask(self._letters, inner).tobytes().decode("latin-1")
        nested = Batch(inside, letters, self._ids, types.forms, types.folded, ends)
        inner_cues = np.flatnonzero((masked == _QUOTED) & _FINITE_CODES[self._letters])
        found = []
        cue_tokens = np.flatnonzero(_CUE_CODES[masked])
        starts = np.array(self._layout.sentence_starts, dtype=np.int64)
        openings = self._tokens.document_offsets[:-1]
        openings = openings[openings < self._tokens.document_offsets[1:]]  # headlines report without a cue
        signed = _find_signed(masked) if any(language.is_russian for language in self._languages) else openings
        places = np.concatenate((cue_tokens, openings, signed))
        sentences = np.unique(np.searchsorted(starts, places, side="right") - 1)
        by_document = self._list_sentences(sentences)
        posts_by_document = list(_by_document(posts, self._tokens))
        quotes_by_document = self._split_spans(quotes)
        scares_by_document = self._split_spans(fragments)
        inner_by_document = self._split_spans(inner)
        firsts = self._tokens.document_offsets.tolist()
        spans = list(pairwise(firsts))
        names = SpeakerNames(self._tokens, batch, self._layout)
        for document, language in enumerate(self._languages):
            findings = [
                finding
                for sentence in by_document[document]
                for finding in language.reader.read_sentence(batch, sentence)
            ]
            inner_tokens = inner_cues[slice(*np.searchsorted(inner_cues, firsts[document : document + 2]))].tolist()
            findings.extend(posts_by_document[document])
            cues = [token for token in inner_tokens if nested.word(token) in language.speech]
            if language.is_russian:
                findings = extend_turns(batch, self._layout, spans[document], findings)
                findings.extend(find_turns(batch, self._layout, spans[document], findings))
            rows = join_findings(
                batch,
                self._layout,
                firsts[document],
                findings,
                quotes_by_document[document],
                scares_by_document[document],
                read_nested(
                    nested,
                    self._layout,
                    quotes_by_document[document],
                    inner_by_document[document],
                    cues,
                    language.reader,
                ),
            )
            names.name_speakers(document, rows, language.name_words)
            found.append(rows)
        return found

    def _judge(self, plain: Batch, posts: list[Finding]) -> tuple[list[MarkSpan], list[MarkSpan], list[MarkSpan]]:
        """Spans in marks: fragments that may be at arm's length, quotations, and quotations inside those.

        Names are none of them; posts are quotations without marks.
        """
        signed = {MarkSpan(*post.parts[0], 0, True) for post in posts}
        fragments, quotes, inner = [], [], []
        reached, inner_reached, is_quote = -1, -1, False
        document = 0
        starts, ends = self._tokens.document_offsets[:-1].tolist(), self._tokens.document_offsets[1:].tolist()
        for span in (
            sorted([*signed, *self._spans], key=lambda span: (span.start, -span.end)) if signed else self._spans
        ):
            if span.start < reached:
                if is_quote and inner_reached <= span.start and span.end < reached:
                    inner_reached = span.end
                    if self._languages[document].judge.judge(plain, span, (span.start - 1, reached)) == "quotation":
                        inner.append(span)
                continue
            while span.start >= ends[document]:
                document += 1
            n_tokens = ends[document] - starts[document]
            is_announced = plain.letters[span.start - 1] == ":" and span.start > starts[document]
            if n_tokens > _MIN_WRAPPED and span.end - span.start > _WRAPPED_SHARE * n_tokens and not is_announced:
                continue
            reached = span.end
            judge = self._languages[document].judge
            bounds = (starts[document], ends[document])
            verdict = "quotation" if span in signed else judge.judge(plain, span, bounds)
            is_quote = verdict == "quotation"
            if verdict == "fragment":
                fragments.append(span)
            elif is_quote:
                quotes.append(span)
        return fragments, quotes, inner

    def _list_sentences(self, numbers: NDArray[np.int64]) -> list[list[Sentence]]:
        """The numbered sentences of the batch, by document."""
        tokens = self._tokens
        starts = np.append(self._layout.sentence_starts, self._layout.n_tokens).astype(np.int64)
        paragraphs = np.append(self._layout.paragraph_starts, self._layout.n_tokens).astype(np.int64)
        numbers = numbers.astype(np.int64)
        places, ends = starts[numbers], starts[numbers + 1]
        around = np.searchsorted(paragraphs, places, side="right") - 1
        begins, stops = paragraphs[around], paragraphs[around + 1]
        previous = np.where(tokens.sentence[places] == 0, places, starts[numbers - 1])
        turn_ends = np.where(begins == places, stops, places)
        is_headline = (tokens.zone[places] == HEADLINE) | (tokens.paragraph[places] == 0)
        is_headline &= stops - begins <= _MAX_HEADLINE
        columns = (places, ends, previous, turn_ends, is_headline, begins, stops)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        sentences = [piece for row in rows for piece in _cut(Sentence(*row))]
        return list(_by_document(sentences, tokens))

    def _split_spans(self, spans: list[MarkSpan]) -> list[list[tuple[int, int]]]:
        return [[(span.start, span.end) for span in part] for part in _by_document(spans, self._tokens)]


def _find_signed(letters: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The dashes behind a comma or marks, after which Russian may name who speaks."""
    return np.flatnonzero((letters[1:] == ord("-")) & _BEFORE_SIGNATURE[letters[:-1]]) + 1


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
