"""The word lists of one language by which names, titles and persons are told apart."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import TypeFacts, Types
from framing.voice.cues import CueLexicon
from framing.voice.sources import SourceFinder

MASCULINE, FEMININE = "m", "f"
# What a word is, as a sum. SKIPPED are titles, "then-president" and the stop of "Mr.": what stands before a name. Those
# up to NAME_WORD fit a byte per token; a NAME_WORD can be part of a name where it stands.
TITLE, SKIPPED, ORGANISATION, POSSESSIVE, MALE, FEMALE, STOP, NAME_WORD = (1 << bit for bit in range(8))
HE, SHE, OPENER, INITIAL, CAPITAL, NUMBERED = (1 << bit for bit in range(8, 14))
_POSSESSIVE = ("'s", "’s")
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "man")
_THINGS = ("paper", "letter", "center", "order", "number", "poster", "tower", "chapter", "computer", "other", "matter")


class PersonWords:
    """Word lists of a cue file that speak of persons, and the finder of sources that uses them."""

    def __init__(self, cues: CueLexicon) -> None:
        lists = cues.words
        self.sources = SourceFinder(lists["openers"], lists["possessives"])
        self.titles = lists["titles"] | lists["roles"]
        self.roles = lists["roles"]
        self.reflexives = lists["reflexives"]
        self._organisations = lists["organisations"]
        self._gender = dict.fromkeys(lists["masculine"], MASCULINE) | dict.fromkeys(lists["feminine"], FEMININE)
        self._pronouns = {
            word + ending: self._gender.get(word)
            for word in lists["resolvable"]
            for ending in ("", "'s", "’s", "'d", "’d", "'ll", "’ll")
        }
        told = sorted({*self.titles, *self._organisations, *self._gender})
        self._numbers = {word: number for number, word in enumerate(told, 1)}  # of words that tell a role or gender
        self._facts = self._sum_kinds(lists["openers"])
        for word, number in self._numbers.items():
            self._facts[word] |= number * NUMBERED
        self._fact = TypeFacts(self._find_fact, np.int32)
        self._alike = {line.split()[0]: frozenset(line.split()) for line in lists["alike"]}

    def _sum_kinds(self, openers: frozenset[str]) -> dict[str, int]:
        """What the listed words are, as sums."""
        genders = {MASCULINE: MALE, FEMININE: FEMALE}
        pronouns = {MASCULINE: HE, FEMININE: SHE}
        kinds = {".": SKIPPED | STOP}
        for words, kind in (
            (self.titles, TITLE | SKIPPED),
            ((f"then-{title}" for title in self.titles), SKIPPED),
            (self._organisations, ORGANISATION),
            (openers, OPENER),
        ):
            for word in words:
                kinds[word] = kinds.get(word, 0) | kind
        for told, marks in ((self._gender, genders), (self._pronouns, pronouns)):
            for word, gender in told.items():
                kinds[word] = kinds.get(word, 0) | (marks[gender] if gender else 0)
        return kinds

    def _find_fact(self, form: str, folded: str) -> int:
        fact = self._facts.get(folded, 0)
        if folded.endswith(_POSSESSIVE):
            fact |= POSSESSIVE
        if form == "A":
            fact |= INITIAL
        return fact | CAPITAL if form.lstrip("\ufeff")[:1].isupper() else fact

    def facts_of(self, types: Types) -> NDArray[np.int32]:
        """What every type is, as a sum of TITLE and the like and its number times NUMBERED; see `number_of`."""
        facts: NDArray[np.int32] = self._fact.of(types)
        return facts

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

    def ends_as_person(self, word: str) -> bool:
        """Whether a noun has the ending of somebody who does something: "driver", "pianist"."""
        return word.endswith(_PERSON_ENDINGS) and not word.endswith(_THINGS) and not self.is_organisation(word)

    def list_alike(self, word: str) -> frozenset[str]:
        """The word with the titles that name the same role."""
        return self._alike.get(word, frozenset((word,)))
