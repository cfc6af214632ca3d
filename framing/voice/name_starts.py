"""Where the names of a batch begin that end in a capitalized word: decided for all of them at once."""

import numpy as np
from numpy.typing import NDArray

from framing.voice.candidates import Codes, Mask, Places, make_set
from framing.voice.person_words import INITIAL, OPENER, POSSESSIVE, STOP, TITLE

MAX_NAME_WORDS = 5
_NAMES = make_set("NZ")
_ATTACHING = make_set("pt")


def find_name_starts(
    surnames: Places,
    floors: Places,
    type_id: NDArray[np.int32],
    codes: Codes,
    kinds: NDArray[np.int32],
    begins_sentence: Mask,
) -> Places:
    """The first token of the name that ends in each surname; the surname itself where it stands alone.

    Args:
        surnames: capitalized words.
        floors: first tokens of their documents.
        type_id: type of each token of the batch.
        codes: letter of each token, without regard to marks.
        kinds: whether each token is a TITLE and the like.
        begins_sentence: whether a sentence begins with the token.
    """
    starts = surnames.copy()
    going = np.arange(len(starts))
    for _ in range(MAX_NAME_WORDS):
        here = starts[going]
        going = going[(here > floors[going]) & ~begins_sentence[here]]
        before, surname = starts[going] - 1, surnames[going]
        kind, is_name = kinds[before], _NAMES[codes[before]]
        goes_on = is_name & (kind & (TITLE | OPENER | POSSESSIVE) == 0) & (type_id[before] != type_id[surname])
        goes_on &= (kind & STOP == 0) | (kinds[before - 1] & TITLE == 0)
        # The initial of "James A. Novak", which is an article elsewhere.
        is_initial = ~is_name & (kind & INITIAL > 0) & (codes[before - 1] == ord("N"))
        goes_on |= is_initial & (before + 1 < surname) & (kinds[before + 1] & STOP > 0)
        going = going[goes_on]
        starts[going] -= 1
    # "Ambassador to Peru Ann Lee"
    places = np.flatnonzero((surnames - starts > 1) & (starts - 2 >= floors) & _ATTACHING[codes[starts - 1]])
    starts[places] += kinds[starts[places] - 2] & TITLE > 0
    return starts
