"""The contents of many cues at once: where the content after each begins, and whether any may stand before it.

What is decided here is what `content.find_start` and `preceding.find_preceding` decide cue by cue.
"""

from typing import NamedTuple

import numpy as np

from framing.voice.candidates import CLAUSE, PASSIVE, PHRASE, Codes, Mask, Places, make_set, step_ahead
from framing.voice.content import MAX_GAP, NOUN_START
from framing.voice.cue_table import WRITER, CueTable, CueWords
from framing.voice.phrases import UNDECIDED

FRAMES = ("", "colon", "quote", "that", "question", "infinitive", "particle", "object", "bare")
_SKIPPED = make_set("dy")
_OVER = make_set(".)\0")
_PARTICIPLE = make_set("EU")
_RELATIVE = make_set("bxvVES")
_QUESTION = make_set("wR")
_NOMINAL = make_set("DNZ\0")  # "to the council" is no infinitive
_ADJUNCT = make_set("pa")
_NOUN_START = make_set(NOUN_START)
_DATED = make_set("Nx")
_THAT = make_set("T")
_INSERTION = make_set(",-")
_CLOSED = make_set(",-(;TK")
_FINITE = make_set("bxv")
_NO_OBJECT = make_set("pxbvABc")
_ANNOUNCED = make_set("TQ")
_AFTER_ADJUNCT = make_set(":TQPwR")
_INVERTED = make_set("VESJ")
_NAME = make_set("NZ")
_QUOTING = make_set('Q,."')
_SET_OFF = make_set(",-")
_INNER_COMMA = make_set(",.")


class Contents(NamedTuple):
    """What is known of the contents of candidates, one element each.

    `entries` are numbers of cues, 0 where the way of reading leaves several open. `begins` are first tokens of the
    content after the cue, -1 for none, UNDECIDED where a rule of its own decides; `frames` the numbers in FRAMES of
    what found it. `has_left`: content may stand before the cue. `may_be_ours`: a word of the writer stands in the
    sentence. `may_report`: the cue may report something at all.
    """

    entries: Places
    begins: Places
    frames: Places
    has_left: Mask
    may_be_ours: Mask
    may_report: Mask


class _Verdicts:
    """Decides element by element; the first rule that holds has the word."""

    def __init__(self, n: int) -> None:
        self.begins = np.full(n, -1, dtype=np.int64)
        self.frames = np.zeros(n, dtype=np.int64)
        self._is_open = np.ones(n, dtype=bool)

    def settle(self, holds: Mask, begins: Places | int = -1, frame: str = "") -> None:
        """Decide where the rule holds and none did before."""
        decided = holds & self._is_open
        self.begins[decided] = begins if isinstance(begins, int) else begins[decided]
        self.frames[decided] = FRAMES.index(frame)
        self._is_open &= ~decided


class ContentsFinder:
    """Finds the contents of many cues of one language.

    Args:
        table: its cues.
        naming: verbs by which somebody gives a name; they are always read.
    """

    def __init__(self, table: CueTable, naming: frozenset[str]) -> None:
        self._table = table
        self._is_naming = table.is_among(naming)
        self._is_verb, self._is_noun = table.is_part("verb"), table.is_part("noun")
        self._speaks = table.has_frame("clause", "quote", "that")
        self._has_that = table.has_frame("clause", "that")
        self._has_clause, self._has_object = table.has_frame("clause"), table.has_frame("object")
        self._has_question, self._has_infinitive = table.has_frame("question"), table.has_frame("infinitive")
        self._has_listener = table.has_frame("listener")
        self._has_passive = table.has_frame("passive", "agent")

    def find(
        self, codes: Codes, words: CueWords, places: Places, ways: Codes, subjects: Places, starts: Places, ends: Places
    ) -> Contents:
        """The contents of candidates.

        Args:
            codes: letter of each token of the batch, Q inside marks.
            words: what the cue files have for the tokens of the batch.
            places: tokens of the candidates.
            ways: how each is read.
            subjects: first token of the subject of each; -1 for none, UNDECIDED where it is not known.
            starts: first tokens of their sentences.
            ends: after the last tokens of their sentences.
        """
        rows = words.rows
        entries = np.where(ways == PHRASE, self._table.nouns[rows[places]], self._table.verbs[rows[places]])
        entries[(ways != PHRASE) & (ways != CLAUSE) & (ways != PASSIVE)] = 0
        begins, frames = self._find_starts(codes, words, places, entries, ends)
        begins[entries == 0] = UNDECIDED
        padded = np.append(codes, np.zeros(2, dtype=np.uint8))
        has_left = _may_precede(padded, places, subjects, starts)
        has_comma = (padded[places + 1] == ord(",")) & self._has_clause[entries]
        is_quoting = (codes[places] == ord("G")) & (codes[places - 1] == ord("a"))
        may_report = (begins != -1) | is_quoting | self._is_naming[entries]
        may_report |= (ways == CLAUSE) & (has_comma | (has_left & (codes[places] != ord("G"))))
        may_report |= (ways == PASSIVE) & self._has_passive[entries]
        writers = np.append(np.flatnonzero(words.parts & WRITER > 0), len(codes))
        may_be_ours = writers[np.searchsorted(writers, starts)] < ends
        return Contents(entries, begins, frames, has_left | is_quoting, may_be_ours, may_report)

    def _find_starts(
        self, codes: Codes, words: CueWords, places: Places, entries: Places, ends: Places
    ) -> tuple[Places, Places]:
        padded = np.append(codes, np.zeros(2, dtype=np.uint8))
        j = step_ahead(codes, _SKIPPED, places, ends)
        letter, after = np.where(j < ends, padded[j], 0), padded[j + 1]
        word = np.where(j < ends, np.append(words.rows, 0)[j], 0)
        found = _Verdicts(len(places))
        found.settle(_OVER[letter])
        is_by = (letter == ord("p")) & _PARTICIPLE[codes[places]] & (word == self._table.agent)
        found.settle(is_by, UNDECIDED)
        is_verb = self._is_verb[entries]
        is_colon, is_comma, is_that = letter == ord(":"), (letter == ord(",")) & (after > 0), letter == ord("T")
        found.settle(is_colon & (self._speaks[entries] | self._is_noun[entries]), j + 1, "colon")
        found.settle(letter == ord("Q"), j, "quote")
        found.settle(is_comma & (after == ord("Q")), j + 1, "quote")
        # A sign that its frame refuses is no particle either; what follows a verb further on may be content.
        is_refused = is_colon | is_comma
        is_relative = is_that & self._is_noun[entries] & _RELATIVE[after]
        found.settle(is_that & self._has_that[entries] & ~is_relative, j, "that")
        is_refused |= is_that & self._has_that[entries]
        found.settle(_QUESTION[letter] & self._has_question[entries], j, "question")
        found.settle((letter == ord("t")) & self._has_infinitive[entries] & ~_NOMINAL[after], j, "infinitive")
        found.settle(~is_refused & self._table.takes(entries, word), j + 1, "particle")
        found.settle(~is_verb)
        self._find_later(found, codes, j, letter, entries, ends)
        return found.begins, found.frames

    def _find_later(
        self, found: _Verdicts, codes: Codes, j: Places, letter: Codes, entries: Places, ends: Places
    ) -> None:
        """Content after an adjunct, a listener or an insertion, which rules of their own find, or bare."""
        speaks = self._speaks[entries]
        found.settle(_DATED[letter] & self._has_that[entries] & _has_ahead(codes, _THAT, j, ends), UNDECIDED)
        found.settle(_ADJUNCT[letter] & speaks & _has_ahead(codes, _AFTER_ADJUNCT, j, ends), UNDECIDED)
        found.settle(_ADJUNCT[letter] & speaks)
        found.settle(_NOUN_START[letter] & self._has_listener[entries], UNDECIDED)
        found.settle(_INSERTION[letter] & speaks & _has_ahead(codes, _ANNOUNCED, j, ends + 1), UNDECIDED)
        found.settle(_CLOSED[letter])
        found.settle(_FINITE[letter] & self._has_that[entries], j, "bare")
        is_object = ~_NO_OBJECT[letter]
        found.settle(is_object & self._has_object[entries], j, "object")
        found.settle(is_object & self._has_clause[entries], j, "bare")


def _has_ahead(codes: Codes, letters: Mask, places: Places, ends: Places) -> Mask:
    """Whether one of the letters stands after each place, before its end and not too far off to be looked for."""
    limits = np.minimum(np.minimum(ends, len(codes)), places + MAX_GAP + 2)
    return step_ahead(codes, ~letters, places, limits) < limits


def _may_precede(codes: Codes, places: Places, subjects: Places, starts: Places) -> Mask:
    """Whether content may stand before cues: something set off, or in marks, before their subjects or themselves."""
    before = np.where(subjects < 0, places, subjects)
    stops = before - ((before > starts + 1) & (codes[before - 1] == ord("a")) & (codes[before - 2] == ord(",")))
    going = np.arange(len(stops))
    while len(going):
        going = going[(stops[going] > starts[going] + 1) & _SET_OFF[codes[stops[going] - 1]]]
        stops[going] -= 1
    last, is_inside = codes[stops - 1], stops > starts
    is_marked = (last == ord('"')) & (stops > starts + 1) & _INNER_COMMA[codes[stops - 2]]
    is_set_off = (stops < before) | is_marked
    is_named = _NAME[last] & _QUOTING[codes[starts]]
    after_subject = (is_inside & ((last == ord("Q")) | is_set_off | is_named)) | (codes[before - 1] == ord("a"))
    inverted = is_inside & ((last == ord("Q")) | (is_set_off & (stops - starts > 1))) & _INVERTED[codes[places]]
    return np.where(subjects == UNDECIDED, True, np.where(subjects < 0, inverted, (before > starts) & after_subject))
