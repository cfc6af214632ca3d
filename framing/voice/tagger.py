"""Tokens -> quotations: the order of the steps, and the tables that come out."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from framing.columns import Attribution, Table, Tokens, TypeFacts, Types
from framing.voice.candidates import make_set
from framing.voice.classes import MARKS
from framing.voice.cue_table import CueWords
from framing.voice.cues import CueLexicon, read_cues
from framing.voice.language import Language
from framing.voice.layout import Layout
from framing.voice.marks import STOP, WORD, find_mark_spans
from framing.voice.reading import BatchReader
from framing.voice.table import tabulate

_NO_CUES = CueLexicon("und", {})
_DOMAINS = frozenset(("ru", "ру", "рф", "su", "ua", "by", "com", "org", "net", "info"))  # "example.com" is one name
_Fact = TypeVar("_Fact", np.uint8, np.int32)
_NAMES = make_set("NZ")


class VoiceTagger:
    """Finds who speaks where. Keeps what it learnt about word forms from batch to batch.

    Args:
        cue_paths: cue file by language code, read with the first document of the language. Documents of other
            languages get quotation marks only.
    """

    def __init__(self, cue_paths: Mapping[str, Path]) -> None:
        self._cue_paths = cue_paths
        self._languages = {_NO_CUES.language: Language(_NO_CUES, 0)}
        self._mark_kinds = TypeFacts(_find_mark_kind, np.uint8)
        self._domains = TypeFacts(_is_domain, np.bool_)

    def find_quotations(self, documents: Table, tokens: Tokens) -> Attribution:
        """The quotations of a batch, and the voice of every token.

        Args:
            documents: DOCUMENTS rows; `language` decides whose cues are read.
            tokens: their tokens.

        Raises:
            LexiconError: a cue file is wrong; the message names file and line.
        """
        layout = Layout(tokens)
        languages = [self._find_language(code) for code in documents["language"]]
        present = languages or [self._languages[_NO_CUES.language]]
        kinds = self._mark_kinds.of(tokens.types)[tokens.type_id]
        is_domain = self._domains.of(tokens.types)[tokens.type_id]
        letters = _join_abbreviations(_gather(tokens, present, Language.letters_of), tokens, layout, is_domain)
        words = CueWords(_gather(tokens, present, Language.rows_of), _gather(tokens, present, Language.parts_of))
        spans = find_mark_spans(tokens, kinds, layout)
        found = BatchReader(tokens, layout, letters, words, spans, languages).read()
        return tabulate(documents, tokens, found)

    def _find_language(self, code: str) -> Language:
        if code not in self._cue_paths:
            return self._languages[_NO_CUES.language]
        if code not in self._languages:
            self._languages[code] = Language(read_cues(self._cue_paths[code]), len(self._languages))
        return self._languages[code]


def _gather(
    tokens: Tokens, languages: list[Language], facts_of: Callable[[Language, Types], NDArray[_Fact]]
) -> NDArray[_Fact]:
    """A fact of each token in the language of its document."""
    first, *others = {language.position: language for language in languages}.values()
    found = facts_of(first, tokens.types)[tokens.type_id]
    if others:
        position = np.array([language.position for language in languages], dtype=np.int64)[tokens.documents()]
        for language in others:
            here = position == language.position
            found[here] = facts_of(language, tokens.types)[tokens.type_id[here]]
    return found


def _join_abbreviations(
    letters: NDArray[np.uint8], tokens: Tokens, layout: Layout, is_domain: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """The letters with the stop of "Mr." and "example.com" as part of the name: a stop inside a sentence."""
    stops = np.flatnonzero(letters[1:-1] == ord(".")) + 1
    begins = np.zeros(len(letters) + 1, dtype=bool)
    begins[layout.sentence_starts] = True
    is_inside = ~begins[stops + 1] & (tokens.start[stops] == tokens.end[stops - 1])
    is_name = _NAMES[letters[stops - 1]] & _NAMES[letters[stops + 1]]
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
    if form.isalnum() or any(map(str.isalnum, form)):
        return WORD
    return STOP if form[0] in ".,;:!?…" else 0
