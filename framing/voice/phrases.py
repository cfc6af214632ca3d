"""The subjects of many verbs at once: the noun phrases right before them, as `subjects.find_subject` finds them."""

import numpy as np

from framing.voice.candidates import Codes, Places, make_set, step_back

UNDECIDED = -2  # `find_subject` has to be asked
_WINDOW = 40  # tokens; as in `subjects`
_MAX_ATTACHED = 4
_WORD = make_set('NZojznMJIK"~S')
_ATTACHING = make_set("pt")
_LINK = make_set("ptDA")
_BETWEEN = make_set("dxbyt")
_PRONOUN = make_set("PR")
_ODD = make_set("),-R")  # what stands before a verb whose subject is further back


def find_subjects(codes: Codes, places: Places, starts: Places) -> tuple[Places, Places]:
    """First token of each subject and after its last; -1 for none, UNDECIDED where a rule of its own decides.

    Args:
        codes: letter of each token.
        places: the verbs.
        starts: first tokens of their sentences.
    """
    before = step_back(codes, _BETWEEN, places, starts)
    ends = before + 1
    is_inside = before >= starts
    ends -= is_inside & (codes[ends] == ord("y")) & (codes[before] == ord("p"))  # "X on Monday said"
    last = np.where(ends > starts, codes[ends - 1], 0)
    firsts = np.where(_PRONOUN[last], ends - 1, -1)
    firsts[_ODD[last]] = UNDECIDED
    named = np.flatnonzero(_WORD[last])
    firsts[named] = _find_phrase_starts(codes, ends[named], np.maximum(starts, ends - _WINDOW)[named])
    return firsts, ends


def _find_phrase_starts(codes: Codes, ends: Places, floors: Places) -> Places:
    """Where the noun phrases that end in words before `ends` begin, none before its floor."""
    firsts = step_back(codes, _WORD, ends, floors) + 1
    going = np.arange(len(ends))
    for _ in range(_MAX_ATTACHED):
        before = firsts[going] - 1
        going, before = going[before >= floors[going]], before[before >= floors[going]]
        letter = codes[before]
        is_determined = (letter == ord("D")) & (before > floors[going]) & _ATTACHING[codes[before - 1]]
        stops = before - is_determined
        earlier = step_back(codes, _WORD, stops, floors[going]) + 1
        goes_on = _LINK[letter] & (earlier < stops)
        going = going[goes_on]
        firsts[going] = earlier[goes_on]
    firsts -= (firsts > floors) & (codes[firsts - 1] == ord("D"))
    return _skip_marks(codes, firsts, ends - 1)


def _skip_marks(codes: Codes, firsts: Places, lasts: Places) -> Places:
    """The phrases without the closing marks of what stands before."""
    going = np.flatnonzero((codes[firsts] == ord('"')) & (firsts < lasts))
    while len(going):
        firsts[going] += 1
        going = going[(codes[firsts[going]] == ord('"')) & (firsts[going] < lasts[going])]
    return firsts
