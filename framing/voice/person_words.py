"""The word lists of one language by which names, titles and persons are told apart."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import TypeFacts, Types
from framing.voice.cues import CueLexicon
from framing.voice.sources import SourceFinder

MASCULINE, FEMININE = "m", "f"
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "man")
_THINGS = ("paper", "letter", "center", "order", "number", "poster", "tower", "chapter", "computer", "other", "matter")


class PersonWords:
    """Word lists of a cue file that speak of persons, and the finder of sources that uses them."""

    def __init__(self, cues: CueLexicon) -> None:
        lists = cues.words
        self.sources = SourceFinder(lists)
        self.titles = lists["titles"] | lists["roles"]
        self.roles = lists["roles"]
        self.introducing = lists["introducing"]
        self.numerals = lists["numerals"]
        self.reflexives = lists["reflexives"]
        self.openers = lists["openers"]
        self._organisations = lists["organisations"]
        self._gender = dict.fromkeys(lists["masculine"], MASCULINE) | dict.fromkeys(lists["feminine"], FEMININE)
        self._pronouns = {
            word + ending: self._gender.get(word)
            for word in lists["resolvable"]
            for ending in ("", "'s", "’s", "'d", "’d", "'ll", "’ll")
        }
        told = sorted({*self.titles, *self._organisations, *self._gender})
        self._numbers = {word: number for number, word in enumerate(told, 1)}  # of words that tell a role or gender
        self.tells_gender = np.array([False, *(word in self._gender for word in told)])  # by number
        self._told = TypeFacts(lambda _, word: self._numbers.get(word, 0), np.int32)
        self._alike = {line.split()[0]: frozenset(line.split()) for line in lists["alike"]}
        self._kin = lists["kin"]
        self._offices = self.roles.union(*self._alike.values())

    def told_by(self, types: Types) -> NDArray[np.int32]:
        """For every type the number of the word that tells a role or a gender, 0 for all other words."""
        numbers: NDArray[np.int32] = self._told.of(types)
        return numbers

    def number_of(self, word: str) -> int:
        """The number of a word that tells a role or a gender, 0 for all other words."""
        return self._numbers.get(word, 0)

    def gender(self, word: str) -> str | None:
        """The gender that a pronoun, a title or a noun such as "spokeswoman" tells."""
        return self._gender.get(word)

    def pronoun_gender(self, word: str) -> str | None:
        """The gender of a pronoun that stands for a person, also with a verb as in "he's"."""
        return self._pronouns.get(word)

    def is_organisation(self, word: str) -> bool:
        """Whether a name that ends in the word is one of an organisation."""
        return word in self._organisations

    def is_person(self, word: str) -> bool:
        """Whether a singular noun names a person."""
        return word in self.roles or word in self._gender

    def is_office(self, word: str) -> bool:
        """Whether a word before a name tells what the person is: "President", "Sen."."""
        return word in self._offices

    def is_kin(self, word: str) -> bool:
        """Whether a noun introduces somebody by a relative: "wife", "son"; "lady" is the wife of an office."""
        return word in self._kin

    def is_same_office(self, some: str, other: str) -> bool:
        """Whether two words before a name name one office: "Governor" and "Gov."."""
        return some == other or other in self.list_alike(some) or some in self.list_alike(other)

    def ends_as_person(self, word: str) -> bool:
        """Whether a noun has the ending of somebody who does something: "driver", "pianist"."""
        return word.endswith(_PERSON_ENDINGS) and not word.endswith(_THINGS) and not self.is_organisation(word)

    def list_alike(self, word: str) -> frozenset[str]:
        """The word with the titles that name the same role."""
        return self._alike.get(word, frozenset((word,)))
