"""Which tokens of a batch can be cues, and as what each is to be read: decided for all of them at once, in arrays."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.voice.cue_table import ADJECTIVE, NOUN, VERB

MARKER, DISTANCING, PHRASE, PASSIVE, CLAUSE = 1, 2, 3, 4, 5  # how a candidate is read
AFTER_ADJECTIVE = 8  # added: first as an adjective, and so only where nothing is found

Codes = NDArray[np.uint8]
Places = NDArray[np.int64]
Mask = NDArray[np.bool_]


def make_set(letters: str) -> Mask:
    """By code of a letter whether it is one of those."""
    codes = np.zeros(256, dtype=bool)
    codes[[ord(letter) for letter in letters]] = True
    return codes


# Cues where they can be cues: nouns, adjectives and forms after an article only before a sign of content, base
# forms only after a subject or auxiliary. This leaves out what `is_verbal` and the frames would refuse anyway.
_ALWAYS = make_set("VUGKH")
_LETTERS = make_set("VUGKHESIMJ")
_BEFORE_CONTENT = make_set("MJESI")
_CONTENT = make_set("TQtwRpba:,-")
_NOT_BEFORE_E = make_set("Dpn")
_NOT_BEFORE_S = make_set("Djpntx")
_BEFORE_I = make_set('txPZzRA"d,')
_SHORT_SUBJECT = make_set("Mo")
_RELATIVE = make_set("wRT")
_SKIPPED_AHEAD = make_set("dy")
_SKIPPED_BACK = make_set("dx")
_DETERMINING = make_set("DR")
_NOUN_LIKE = make_set('oMIJz"')
_PREDICATE = make_set("bxvp")
_SUBJECT = make_set('txPZzRA"')
_WIDE_SUBJECT = make_set('txPZzRA"MoNS')
_PLURAL = make_set("zZ")
_AUXILIARY = make_set("xb")
_PARTICIPLE = make_set("EU")
_GERUND = make_set("GE")
_FINITE = make_set("VU")
_ADVERB = make_set("d")
_NOTHING = np.uint8(0)


def step_back(codes: Codes, skipped: Mask, places: Places, floors: Places) -> Places:
    """The last tokens before `places` whose letters are none of `skipped`, or the ones right before the floors."""
    places = places - 1
    going = np.flatnonzero(places >= floors)
    while len(going):
        going = going[skipped[codes[places[going]]]]
        places[going] -= 1
        going = going[places[going] >= floors[going]]
    return places


def step_ahead(codes: Codes, skipped: Mask, places: Places, ends: Places) -> Places:
    """The first tokens after `places` whose letters are none of `skipped`, or the ends."""
    places = places + 1
    going = np.flatnonzero(places < ends)
    while len(going):
        going = going[skipped[codes[places[going]]]]
        places[going] += 1
        going = going[places[going] < ends[going]]
    return places


class Candidates(NamedTuple):
    """Tokens that can be cues, in order, the number of the sentence of each, and how it is read."""

    places: Places
    sentences: Places
    ways: Codes


class _Surroundings:
    """What stands around tokens inside their sentences, as codes of letters; 0 where the sentence ends before."""

    def __init__(self, codes: Codes, starts: Places, ends: Places, places: Places) -> None:
        self._codes = codes
        self._start, self._end = starts, ends
        self.places = places

    def letter(self, places: Places) -> Codes:
        """The letters at places, 0 before and after the sentence."""
        within = np.clip(places, 0, max(0, len(self._codes) - 1))
        return np.where((places >= self._start) & (places < self._end), self._codes[within], _NOTHING)

    def skip_ahead(self, skipped: Mask) -> Places:
        """The first token after whose letter is none of `skipped`."""
        return step_ahead(self._codes, skipped, self.places, self._end)

    def skip_back(self, skipped: Mask, places: Places) -> Places:
        """The last token before `places` whose letter is none of `skipped`."""
        return step_back(self._codes, skipped, places, self._start)

    def find_comma(self, places: Places) -> Places:
        """The last comma before `places`."""
        commas = np.append(-1, np.flatnonzero(self._codes == ord(",")))
        return commas[np.searchsorted(commas, places) - 1]

    def follows_start(self, places: Places) -> Mask:
        """Whether places lie behind the first token of the sentence."""
        return places > self._start

    def take(self, kept: Mask) -> "_Surroundings":
        """The same for some of the tokens."""
        return _Surroundings(self._codes, self._start[kept], self._end[kept], self.places[kept])


def find_candidates(codes: Codes, parts: Codes, starts: Places, ends: Places) -> Candidates:
    """The tokens that can be cues.

    Args:
        codes: letter of each token, Q inside marks.
        parts: what the cue file lists the word of each token as.
        starts: first tokens of the sentences to be read, in order.
        ends: after their last tokens.
    """
    places = np.flatnonzero(_LETTERS[codes])
    sentences = np.searchsorted(starts, places, side="right") - 1
    places, sentences = _keep(places < np.append(ends, 0)[sentences], places, sentences)
    around = _Surroundings(codes, starts[sentences], ends[sentences], places)
    may_be_cue = _may_be_cue(around, codes[places])
    around = around.take(may_be_cue)
    places, sentences = _keep(may_be_cue, places, sentences)
    letters, part = codes[places], parts[places]
    verbal = _is_verbal(around, letters)
    before_auxiliary = around.letter(around.skip_back(_SKIPPED_BACK, places))
    is_after_be = before_auxiliary == ord("b")
    has_auxiliary = _AUXILIARY[around.letter(around.skip_back(_ADVERB, places))]
    ways = np.zeros(len(places), dtype=np.uint8)
    ways[verbal & (part & VERB > 0)] = CLAUSE
    ways[(ways == CLAUSE) & (letters == ord("U")) & ~has_auxiliary] = 0
    ways[verbal & (part & VERB > 0) & _PARTICIPLE[letters] & is_after_be] = PASSIVE
    is_noun = part & NOUN > 0
    is_phrase = (letters == ord("M")) | (is_noun & ~verbal)
    ways[is_phrase] = np.where(is_noun[is_phrase], PHRASE, 0)
    is_adjective = part & ADJECTIVE > 0
    ways[is_adjective & (letters == ord("J"))] = 0
    ways[is_adjective & ((letters == ord("J")) | is_after_be)] += AFTER_ADJECTIVE
    ways[letters == ord("K")] = MARKER
    ways[letters == ord("H")] = DISTANCING
    kept = ways > 0
    return Candidates(places[kept], sentences[kept], ways[kept])


def _keep(kept: Mask, *columns: Places) -> Iterator[Places]:
    return (column[kept] for column in columns)


def _may_be_cue(around: _Surroundings, letters: Codes) -> Mask:
    before, second = around.letter(around.places - 1), around.letter(around.places - 2)
    found = _ALWAYS[letters]
    found |= (letters == ord("E")) & ~_NOT_BEFORE_E[before]
    found |= (letters == ord("S")) & ~_NOT_BEFORE_S[before]
    found |= (letters == ord("I")) & (_BEFORE_I[before] | (_SHORT_SUBJECT[before] & _RELATIVE[second]))
    return found | (_BEFORE_CONTENT[letters] & _CONTENT[around.letter(around.skip_ahead(_SKIPPED_AHEAD))])


def _is_verbal(around: _Surroundings, letters: Codes) -> Mask:
    """`verbal.is_verbal` for every token."""
    j = around.skip_back(_ADVERB, around.places)
    before, after = around.letter(j), around.letter(around.places + 1)
    is_noun = _NOUN_LIKE[before] & _PREDICATE[after]
    # "critics argue that", "the police say that"; "what critics call ..."
    is_wide = (after == ord("T")) | (around.follows_start(j) & _RELATIVE[around.letter(j - 1)])
    verbal = np.where(is_wide, _WIDE_SUBJECT[before], _SUBJECT[before])
    # "Farmers, for instance, argue that"
    opening = around.find_comma(j)
    is_inserted = around.follows_start(opening) & _PLURAL[around.letter(opening - 1)]
    verbal = np.where(before == ord(","), is_inserted, verbal)
    verbal = np.where(letters == ord("S"), ~_NOT_BEFORE_S[before] & ~is_noun, verbal)
    verbal = np.where(letters == ord("E"), ~_NOT_BEFORE_E[before], verbal)
    verbal = np.where(letters == ord("G"), ~_DETERMINING[before], verbal)
    return np.where(before == 0, _GERUND[letters], verbal) | _FINITE[letters]
