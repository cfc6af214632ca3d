"""The sentences of a batch that the clause rules read, and what they find there."""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import HEADLINE, Tokens
from framing.voice.batch import Batch, Finding, Sentence
from framing.voice.candidates import Codes, Mask, Places, find_candidates, make_set
from framing.voice.cue_table import CueWords
from framing.voice.language import Language
from framing.voice.layout import Layout
from framing.voice.phrases import find_subjects

_MAX_SENTENCE = 400  # tokens
_MAX_HEADLINE = 30  # tokens; a longer first paragraph is no headline
_START, _END, _, _TURN_END, _IS_HEADLINE, _, _ = range(7)
_CUES = make_set("VESGIUMJKHW:")
_BEFORE_SIGNATURE = make_set(",Q")
_NAMES = make_set("NZ")

Rows = NDArray[np.int64]  # one per sentence, columns as in `Sentence`


class SentenceReader:
    """Reads the sentences of one batch by the rules of their languages.

    Args:
        tokens: of the batch.
        layout: its sentences and paragraphs.
        words: what the cue files have for its tokens.
        languages: of each document.
    """

    def __init__(self, tokens: Tokens, layout: Layout, words: CueWords, languages: list[Language]) -> None:
        self._tokens = tokens
        self._layout = layout
        self._words = words
        self._languages = languages
        self._positions = np.array([language.position for language in languages], dtype=np.int64)
        self._is_russian = np.array([language.is_russian for language in languages], dtype=bool)

    def read(self, batch: Batch) -> list[list[Finding]]:
        """The findings in the sentences of each document, in order."""
        rows = _cut(self._list_rows(batch.codes))
        documents = self._find_documents(rows)
        turns: dict[int, list[Finding]] = {}
        is_first = np.isin(rows[:, _START], self._tokens.document_offsets)
        opening = np.flatnonzero((_may_open(batch.codes, rows) | is_first) & ~self._is_russian[documents])
        for number, document, row in zip(
            *(column.tolist() for column in (opening, documents[opening], rows[opening])), strict=True
        ):
            opened = self._languages[document].clauses.open_sentence(batch, Sentence._make(row))
            if isinstance(opened, Finding):
                turns[number] = [opened]
            else:
                rows[number, _START] = opened.start
        return self._read_rows(batch, rows, documents, turns)

    def read_inside(self, batch: Batch, sentences: list[Sentence]) -> list[list[Finding]]:
        """The findings of each document in parts of its sentences."""
        rows = np.array(sentences, dtype=np.int64).reshape(-1, len(Sentence._fields))
        return self._read_rows(batch, rows, self._find_documents(rows), {})

    def _find_documents(self, rows: Rows) -> Places:
        return np.searchsorted(self._tokens.document_offsets, rows[:, _START], side="right") - 1

    def _read_rows(
        self, batch: Batch, rows: Rows, documents: Places, known: dict[int, list[Finding]]
    ) -> list[list[Finding]]:
        """The findings of each document, where those of some rows are known."""
        ends = np.where(self._is_russian[documents], 0, rows[:, _END])
        ends[list(known)] = 0
        documents_of: list[int] = documents.tolist()
        found = known
        for number in np.flatnonzero(self._is_russian[documents]).tolist():
            russian = self._languages[documents_of[number]].russian
            found[number] = russian.read_sentence(batch, Sentence._make(rows[number].tolist())) if russian else []
        sentences, fields = self._list_candidates(batch.codes, rows[:, _START], ends, documents)
        firsts = np.flatnonzero(np.diff(sentences, prepend=-1))
        numbers = sentences[firsts]
        cues = list(zip(*(field.tolist() for field in fields), strict=True))
        bounds = pairwise([*firsts.tolist(), len(cues)])
        columns = (numbers, documents[numbers], rows[numbers])
        for number, document, row, (first, end) in zip(*(column.tolist() for column in columns), bounds, strict=True):
            told = self._languages[document].clauses.read_sentence(batch, Sentence._make(row), cues[first:end])
            if told:
                found[number] = told
        findings: list[list[Finding]] = [[] for _ in self._languages]
        for number in sorted(found):
            findings[documents_of[number]] += found[number]
        return findings

    def _list_candidates(
        self, codes: Codes, starts: Places, ends: Places, documents: Places
    ) -> tuple[Places, list[NDArray[Any]]]:
        """The sentence of each token that may report something, and its fields as in `clauses.Candidate`."""
        places, sentences, ways = find_candidates(codes, self._words.parts, starts, ends)
        firsts, stops = find_subjects(codes, places, starts[sentences])
        contents = [np.zeros(len(places), dtype=np.int64) for _ in range(3)]
        flags = [np.zeros(len(places), dtype=bool) for _ in range(3)]
        positions = self._positions[documents[sentences]]
        for language in {language.position: language for language in self._languages}.values():
            here = np.flatnonzero(positions == language.position)
            around = (firsts[here], starts[sentences[here]], ends[sentences[here]])
            found = language.contents.find(codes, self._words, places[here], ways[here], *around)
            column: NDArray[Any]
            for column, values in zip((*contents, *flags), found, strict=True):
                column[here] = values
        *known, may_report = flags
        columns: tuple[NDArray[Any], ...] = (places, ways, firsts, stops, *contents, *known)
        return sentences[may_report], [column[may_report] for column in columns]

    def _list_rows(self, codes: Codes) -> Rows:
        """The sentences with a cue, and the first ones, as headlines report without a cue."""
        tokens, layout = self._tokens, self._layout
        offsets = tokens.document_offsets
        firsts = offsets[:-1][np.diff(offsets) > 0]
        marked = np.concatenate((np.flatnonzero(_CUES[codes]), firsts, *self._list_signed(codes)))
        starts = np.append(layout.sentence_starts, layout.n_tokens).astype(np.int64)
        paragraphs = np.append(layout.paragraph_starts, layout.n_tokens).astype(np.int64)
        is_read = np.zeros(len(starts), dtype=bool)
        is_read[np.searchsorted(starts, marked, side="right") - 1] = True
        numbers = np.flatnonzero(is_read)
        places = starts[numbers]
        around = np.searchsorted(paragraphs, places, side="right") - 1
        begins, stops = paragraphs[around], paragraphs[around + 1]
        is_headline = (tokens.zone[places] == HEADLINE) | (tokens.paragraph[places] == 0)
        is_headline &= stops - begins <= _MAX_HEADLINE
        previous = np.where(tokens.sentence[places] == 0, places, starts[numbers - 1])
        turn_ends = np.where(begins == places, stops, places)
        return np.stack((places, starts[numbers + 1], previous, turn_ends, is_headline, begins, stops), axis=1)

    def _list_signed(self, codes: Codes) -> list[Places]:
        """For each Russian document the dashes behind a comma or marks, after which it may name who speaks."""
        if not self._is_russian.any():
            return []
        signed = np.flatnonzero((codes[1:] == ord("-")) & _BEFORE_SIGNATURE[codes[:-1]]) + 1
        starts_document = np.isin(signed, self._tokens.document_offsets)
        return [signed[self._is_russian[self._tokens.documents()[signed]] & ~starts_document]]


def _may_open(codes: Codes, rows: Rows) -> Mask:
    """Whether sentences may open with a speaker and a colon, end with a dash and a speaker, or open with a dateline."""
    starts, ends = rows[:, _START], rows[:, _END]
    is_turn = (rows[:, _TURN_END] > starts) & _NAMES[codes[starts]]
    has_colon, has_dash, has_bracket = (_has(codes, signs, starts, ends) for signs in (":", "-", "(~"))
    return ((rows[:, _IS_HEADLINE] > 0) | is_turn) & (has_colon | has_dash) | (is_turn & has_bracket)


def _has(codes: Codes, signs: str, starts: Places, ends: Places) -> Mask:
    """Whether one of the signs stands between tokens."""
    places = np.append(np.flatnonzero(make_set(signs)[codes]), len(codes))
    return places[np.searchsorted(places, starts)] < ends


def _cut(rows: Rows) -> Rows:
    """The sentences, in pieces where they are longer than any real one: rules that look ahead stay fast."""
    is_long = rows[:, _END] - rows[:, _START] > _MAX_SENTENCE
    if not is_long.any():
        return rows
    pieces = [
        (start, stop, start, start, 0, start, stop)
        for first, end in rows[is_long, : _END + 1].tolist()
        for start in range(first, end, _MAX_SENTENCE)
        for stop in (min(start + _MAX_SENTENCE, end),)
    ]
    cut = np.concatenate((rows[~is_long], np.array(pieces, dtype=np.int64)))
    return cut[np.argsort(cut[:, _START], kind="stable")]
