"""Where the words that name persons stand in a batch, asked for word by word and document by document."""

from array import array
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import Tokens
from framing.voice.batch import Batch, Span
from framing.voice.candidates import make_set
from framing.voice.layout import Layout
from framing.voice.name_forms import fold_name
from framing.voice.person_words import PersonWords

_NAMES = make_set("NZ")
_PLACE_BITS = 32  # of a token's place in the batch


class WordPlaces:
    """Tokens of a batch by their word.

    Args:
        places: the tokens, in order.
        numbers: the word of each, as a number from 0 on.
    """

    def __init__(self, places: NDArray[np.int64], numbers: NDArray[np.int32]) -> None:
        keys = np.sort(numbers.astype(np.int64) << _PLACE_BITS | places)  # faster than a stable argsort
        self._places: list[int] = (keys & ((1 << _PLACE_BITS) - 1)).tolist()
        self._bounds = array("q", np.append(0, np.cumsum(np.bincount(numbers))).tobytes())

    def between(self, number: int, document: Span) -> list[int]:
        """The tokens of a word in a document, in order; none for a number that no word has."""
        if not 0 <= number < len(self._bounds) - 1:
            return []
        first, end = self._bounds[number], self._bounds[number + 1]
        if first == end:
            return []
        begin = bisect_left(self._places, document[0], first, end)
        return self._places[begin : bisect_left(self._places, document[1], begin, end)]


class NamePlaces:
    """Where the words by which persons are named stand in a batch.

    `names` are the capitalized words by type, `inner` those of them right after another capitalized word, `forms` the
    types of a name by its folded form: "Lee", "LEE" and "Lee's"; `roles`
    the titles, organisations and gendered nouns by the number of their word, `gendered` all words that tell a gender.

    Args:
        tokens: of the batch.
        codes: letter of each token, without regard to marks.
        words: titles, roles and gendered words.
    """

    def __init__(self, tokens: Tokens, codes: NDArray[np.uint8], words: PersonWords) -> None:
        is_name = _NAMES[codes]
        capitalized = np.flatnonzero(is_name)
        types = tokens.type_id[capitalized]
        self.names = WordPlaces(capitalized, types)
        is_inner = is_name[capitalized - 1]
        self.inner = WordPlaces(capitalized[is_inner], types[is_inner])
        forms = tokens.types.forms
        self.forms: dict[str, list[int]] = {}
        for number in np.flatnonzero(np.bincount(types) > 0).tolist():
            self.forms.setdefault(fold_name(forms[number]), []).append(number)
        told = words.told_by(tokens.types)[tokens.type_id]
        places = np.flatnonzero(told > 0)
        self.roles = WordPlaces(places, told[places])
        self.gendered: list[int] = places[words.tells_gender[told[places]]].tolist()


@dataclass(frozen=True, slots=True)
class Article:
    """One document as the rules for names see it: letters, layout, its tokens, and the words that name persons."""

    batch: Batch
    layout: Layout
    document: Span
    places: NamePlaces
    words: PersonWords
