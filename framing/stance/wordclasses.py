"""Word classes of one language, read from a YAML file of people: function words, verbs, seeds of polarity."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from framing.errors import LexiconError
from framing.marked_yaml import MarkedYaml
from framing.stance.normalize import normalize_word

NEGATOR, BE, HAVE, MODAL, ADVERB, PREPOSITION, DETERMINER, CONJUNCTION = (1 << bit for bit in range(8))
TITLE, REPORTING, VERB, NAME, PARTICIPLE, PERSON, COLLECTIVE = (1 << bit for bit in range(8, 15))
FUNCTION = NEGATOR | BE | HAVE | MODAL | ADVERB | PREPOSITION | DETERMINER | CONJUNCTION
NAME_SHARE = 60  # a word of which so many hundredths begin with a capital inside sentences is a name

MAX_CATEGORIES = 63  # one bit each

MOST_RATING = 2
Rating = Annotated[int, Field(ge=-MOST_RATING, le=MOST_RATING)]
Words = Annotated[list[str], Field(min_length=1)]


class Category(BaseModel):
    """Words of one kind, in base forms, and their polarity: 1, -1 or 0."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sign: Annotated[int, Field(ge=-1, le=1)]
    words: Words


class WordClasses(BaseModel):
    """The lists of a word-class file. Verbs stand in their base form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: str
    language: str
    licence: str
    source: str
    negators: Words
    be: Words
    have: Words
    modals: Words
    adverbs: Words
    prepositions: Words
    determiners: Words
    conjunctions: Words
    titles: Words
    reporting: Words
    irregular: dict[str, list[str]]
    never_verbs: Words
    positive: Words
    negative: Words
    categories: Annotated[dict[str, Category], Field(max_length=MAX_CATEGORIES)] = {}
    persons: list[str] = []  # words for one person; their plurals stand for collectives
    collectives: list[str] = []  # states, peoples, alliances, armies, institutions; with their plurals
    ratings: dict[str, tuple[Rating, Rating, Rating]] = {}

    def seeds(self) -> dict[str, float]:
        """Polarity of the seed words: 1 or -1; a word in both lists has none."""
        positive, negative = ([normalize_word(word) for word in words] for words in (self.positive, self.negative))
        both = set(positive) & set(negative)
        signed = [(word, 1.0) for word in positive] + [(word, -1.0) for word in negative]
        return {word: sign for word, sign in signed if word not in both}

    def rate(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Polarity of each word, what it says of whoever does it, and of whoever it is done to. Shape: (words, 3).

        From -1 to 1. Ratings stand for base forms and count for all their forms; a word without one has the polarity of
        the seeds and no effect.
        """
        index = {word: number for number, word in enumerate(words)}
        rated = np.zeros((len(words), 3), dtype=np.float32)
        for word, sign in self.seeds().items():
            if word in index:
                rated[index[word], 0] = sign
        rows = [(form, number, base) for number, base in enumerate(self.ratings) for form in self._forms(base)]
        # A base form's own rating goes before that of a word of which it is a form: `felt` is no `feel`.
        for form, _, base in sorted(rows, key=lambda row: (row[0] == row[2], row[1])):
            if form in index:
                rated[index[form]] = np.array(self.ratings[base]) / MOST_RATING
        return rated

    def _forms(self, base: str) -> set[str]:
        if self.language != "en":
            return {normalize_word(base)}  # a stem, which all forms share
        return {base, *self.irregular.get(base, ()), *inflect(base), *plurals(base)}

    def find_referents(self) -> dict[str, int]:
        """PERSON or COLLECTIVE for the words that tell what a name or phrase refers to, and for their plurals."""
        persons, collectives = ([normalize_word(word) for word in words] for words in (self.persons, self.collectives))
        found = {form: COLLECTIVE for word in (*persons, *collectives) for form in plurals(word)}
        return found | dict.fromkeys(collectives, COLLECTIVE) | dict.fromkeys(persons, PERSON)

    def find_kinds(self, words: Sequence[str]) -> NDArray[np.uint64]:
        """The categories of each word, one bit each in the file's order. Shape: (words,)."""
        index = {word: number for number, word in enumerate(words)}
        kinds = np.zeros(len(words), dtype=np.uint64)
        for number, category in enumerate(self.categories.values()):
            for base in category.words:
                for form in self._forms(base):
                    if form in index:
                        kinds[index[form]] |= np.uint64(1 << number)
        return kinds


def read_word_classes(path: Path) -> WordClasses:
    """The word classes of a file.

    Raises:
        LexiconError: the file cannot be read, or a list is missing; with file and line.
    """
    marked = MarkedYaml(path, LexiconError)
    classes = marked.validate(WordClasses)
    if classes.format != "1":
        raise LexiconError(
            marked.complaint(("format",), f"format {classes.format!r} is not known, this version reads 1")
        )
    return classes


def inflect(verb: str) -> tuple[str, ...]:
    """The regular forms of an English verb after its base form."""
    if verb.endswith("e"):
        return (verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2:-1] not in ("a", "e", "i", "o", "u"):
        return (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    return (verb + "s", verb + "es", verb + "ed", verb + "ing", verb + verb[-1:] + "ed", verb + verb[-1:] + "ing")


def plurals(noun: str) -> tuple[str, ...]:
    """The regular plural of an English noun."""
    if noun.endswith("y") and noun[-2:-1] not in ("a", "e", "i", "o", "u"):
        return (noun[:-1] + "ies",)
    return (noun + "s", noun + "es")


def find_verb_lemmas(words: tuple[str, ...], classes: WordClasses) -> dict[str, str]:
    """Base form of every word that is taken for a verb.

    An English word is a verb if both its regular -ed and -ing forms are words too, or if the file lists it; a Russian
    one if the file lists its infinitive. Function words and `never_verbs` are none.
    """
    if classes.language != "en":
        listed = (*classes.reporting, *classes.positive, *classes.negative, *classes.ratings)
        stems = {normalize_word(word) for word in listed if word.endswith(_INFINITIVES)}
        return {stem: stem for stem in stems - {normalize_word(word) for word in classes.never_verbs}}
    known = set(words)
    lemmas: dict[str, str] = {}
    bases = [word for word in words if _has_verb_forms(word, known)]
    for base in [*classes.irregular, *classes.reporting, *bases]:
        lemmas.setdefault(base, base)
    for base in list(lemmas):
        for form in (*classes.irregular.get(base, ()), *inflect(base)):
            if form in known:
                lemmas.setdefault(form, base)
    barred = {word for name in _FUNCTION_LISTS for word in getattr(classes, name)} | set(classes.never_verbs)
    return {word: base for word, base in lemmas.items() if word not in barred}


def _has_verb_forms(word: str, known: set[str]) -> bool:
    if len(word) < 3 or not word.isalpha():
        return False
    forms = inflect(word)
    if word.endswith(("e", "y")):
        return forms[1] in known and forms[2] in known
    return (forms[2] in known and forms[3] in known) or (forms[4] in known and forms[5] in known)


_INFINITIVES = ("ть", "ти", "чь", "ться", "тись", "чься")
_FUNCTION_LISTS = (
    "negators",
    "be",
    "have",
    "modals",
    "adverbs",
    "prepositions",
    "determiners",
    "conjunctions",
    "titles",
)
_LISTS = {
    "negators": NEGATOR,
    "be": BE,
    "have": HAVE,
    "modals": MODAL,
    "adverbs": ADVERB,
    "prepositions": PREPOSITION,
    "determiners": DETERMINER,
    "conjunctions": CONJUNCTION,
    "titles": TITLE,
}


def class_bits(words: tuple[str, ...], name_share: NDArray[np.uint8], classes: WordClasses) -> NDArray[np.uint16]:
    """The classes of each word as bits. Shape: (words,)."""
    index = {word: number for number, word in enumerate(words)}
    bits = np.zeros(len(words), dtype=np.uint16)
    for name, bit in _LISTS.items():
        for word in getattr(classes, name):
            if normalize_word(word) in index:
                bits[index[normalize_word(word)]] |= bit
    reporting = {normalize_word(word) for word in classes.reporting}
    irregular = {form for forms in classes.irregular.values() for form in forms}
    for word, base in find_verb_lemmas(words, classes).items():
        if word in index:
            bits[index[word]] |= VERB | (REPORTING if base in reporting else 0)
            bits[index[word]] |= PARTICIPLE if word.endswith("ed") or word in irregular else 0
    for form, bit in classes.find_referents().items():
        if form in index:
            bits[index[form]] |= bit
    bits[name_share >= NAME_SHARE] |= NAME
    bits[np.array([word.endswith("n't") for word in words], dtype=np.bool_)] |= NEGATOR
    return bits
