"""The subjects of many verbs at once: the noun phrases right before them, as `subjects.find_subject` finds them."""

import numpy as np
from numpy.typing import NDArray

from framing.voice.candidates import Codes, Mask, Places, make_set

UNDECIDED = -2  # `find_subject` has to be asked
_WINDOW = 40  # tokens; as in `subjects`
_MAX_ATTACHED = 4
_WORD = make_set('NZojznMJIK"~S')
_ATTACHING = make_set("pt")
_BETWEEN = make_set("dxbyt")
_PRONOUN = make_set("PR")
_ODD = make_set("),-R")  # what stands before a verb whose subject is further back
_MARK = make_set('"')


class _Text:
    """The letters of a batch, and for each token how far back its run of equal kind goes."""

    def __init__(self, codes: Codes) -> None:
        self.codes = np.append(codes, 0)  # index -1 is a token that is nothing

    def find_run_starts(self, members: Mask) -> NDArray[np.int32]:
        """For each token after which token the last one that is no member stands; one more element for the end."""
        places = np.arange(1, len(self.codes) + 1, dtype=np.int32)
        others = np.where(members[self.codes], 0, places)
        return np.append(np.int32(0), np.maximum.accumulate(others)[:-1])


def find_subjects(codes: Codes, places: Places, starts: Places) -> tuple[Places, Places]:
    """First token of each subject and after its last; -1 for none, UNDECIDED where a rule of its own decides.

    Args:
        codes: letter of each token.
        places: the verbs.
        starts: first tokens of their sentences.
    """
    text = _Text(codes)
    letters = text.codes
    ends = np.maximum(text.find_run_starts(_BETWEEN)[places], starts)
    ends -= (letters[ends] == ord("y")) & (ends > starts) & (letters[ends - 1] == ord("p"))
    is_inside = ends > starts
    last = np.where(is_inside, letters[ends - 1], 0)
    firsts = _find_phrase_starts(text, ends, np.maximum(starts, ends - _WINDOW))
    firsts = np.where(_PRONOUN[last], ends - 1, firsts)
    firsts[~(_WORD | _PRONOUN)[last]] = -1
    firsts[_ODD[last]] = UNDECIDED
    return firsts, ends


def _find_phrase_starts(text: _Text, ends: Places, floors: Places) -> Places:
    """Where the noun phrases that end before `ends` begin, none before its floor; `ends` where no word stands there."""
    letters, run_starts = text.codes, text.find_run_starts(_WORD)
    firsts = np.maximum(run_starts[ends], floors)
    goes_on = firsts < ends
    for _ in range(_MAX_ATTACHED):
        before = firsts - 1
        letter, second = letters[before], letters[before - 1]
        is_determined = (letter == ord("D")) & _ATTACHING[second] & (before - 1 >= floors)
        is_link = _ATTACHING[letter] | (letter == ord("D")) | (letter == ord("A"))
        stops = before - is_determined
        earlier = np.maximum(run_starts[np.maximum(stops, 0)], floors)
        goes_on &= is_link & (before >= floors) & (earlier < stops)
        if not goes_on.any():
            break
        firsts = np.where(goes_on, earlier, firsts)
    has_determiner = (firsts < ends) & (firsts - 1 >= floors) & (letters[firsts - 1] == ord("D"))
    firsts = firsts - has_determiner
    return _skip_marks(letters, firsts, ends)


def _skip_marks(letters: Codes, firsts: Places, ends: Places) -> Places:
    """The phrases without the closing marks of what stands before."""
    others = np.append(np.flatnonzero(~_MARK[letters]), len(letters))
    return np.minimum(others[np.searchsorted(others, firsts)], np.maximum(firsts, ends - 1))
