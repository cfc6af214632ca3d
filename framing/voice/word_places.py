"""Where the words that name persons stand in a batch, asked for word by word and document by document."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import Tokens
from framing.voice.batch import Batch, Span
from framing.voice.candidates import Codes, Mask, Places, make_set
from framing.voice.layout import Layout
from framing.voice.name_starts import find_name_starts
from framing.voice.person_words import CAPITAL, FEMALE, HE, MALE, NAME_WORD, NUMBERED, SHE, PersonWords

NAME, ATTACHED, MALE_PRONOUN, FEMALE_PRONOUN = range(4)  # what mentions a person; ATTACHED is after a preposition
_NAMES = make_set("NZ")
_NO_NAMES = make_set("DPRTwaAcCBtpxbyd")  # letters of words that are no part of a name, whatever their capital
_ATTACHING = make_set("pt")
_PRONOUNS = make_set("Pbx")
_REFERRING = make_set("PD")
_OPENING = make_set('Q."')
_SUBJECT_WEIGHT = 3  # a pronoun that opens a clause tells more than one inside


class WordPlaces:
    """Tokens of a batch by their word and document.

    Args:
        places: the tokens, in order.
        numbers: the word of each, as a number.
        documents: of each.
    """

    def __init__(self, places: Places, numbers: NDArray[np.int32], documents: NDArray[np.int32]) -> None:
        self._step = int(documents[-1]) + 1 if len(documents) else 1
        self._n = int(places[-1]) + 1 if len(places) else 1
        keys = (numbers.astype(np.int64) * self._step + documents) * self._n + places
        keys.sort()
        groups, ordered = np.divmod(keys, self._n)
        firsts = np.flatnonzero(np.diff(groups, prepend=-1))
        self._places: list[int] = ordered.tolist()
        self._groups: dict[int, int] = dict(zip(groups[firsts].tolist(), range(len(firsts)), strict=True))
        self._firsts: list[int] = [*firsts.tolist(), len(keys)]

    def between(self, number: int, document: int) -> list[int]:
        """The tokens of a word in a document, in order; none for a number that no word has."""
        at = self._groups.get(number * self._step + document) if document < self._step else None
        if at is None:
            return []
        return self._places[self._firsts[at] : self._firsts[at + 1]]


class NamePlaces:
    """Where the words by which persons are named stand in a batch.

    `kinds` says of each token whether it is a TITLE and the like. `names` are the capitalized words by type, `longer`
    those of them that end a name of several words, and `starts` where these names begin; `roles` are the titles,
    organisations and gendered nouns by the number of their word. `mentions` are the runs of capitalized words outside
    marks and the pronouns for persons, in order, with `mention_ends` and `mention_kinds`. `gendered` are the words
    outside marks that tell a gender, with `is_female`; `weights` says how much a pronoun tells, 0 for all other words.

    Args:
        tokens: of the batch.
        batch: letters and words.
        layout: its sentences.
        codes: letter of each token, without regard to marks.
        words: titles, roles and gendered words.
    """

    def __init__(self, tokens: Tokens, batch: Batch, layout: Layout, codes: Codes, words: PersonWords) -> None:
        facts = words.facts_of(tokens.types).take(tokens.type_id)
        kinds = facts & (NUMBERED - 1)
        is_name = _NAMES.take(codes)
        is_name_word = is_name | (~_NO_NAMES.take(codes) & (kinds >= CAPITAL))
        self.kinds = (kinds.astype(np.uint8) & (NAME_WORD - 1) | NAME_WORD * is_name_word.astype(np.uint8)).tobytes()
        capitalized = np.flatnonzero(is_name)
        types, documents = tokens.type_id[capitalized], tokens.documents()
        begins = np.zeros(layout.n_tokens + 1, dtype=bool)
        begins[layout.sentence_starts] = True
        self.begins_sentence = begins.tobytes()
        self.names = WordPlaces(capitalized, types, documents[capitalized])
        numbers: list[int] = np.flatnonzero(np.bincount(types)).tolist()
        self.types = dict(zip(map(tokens.types.forms.__getitem__, numbers), numbers, strict=True))
        firsts = tokens.document_offsets[documents[capitalized]]
        starts = find_name_starts(capitalized, firsts, tokens.type_id, codes, kinds, begins)
        is_longer = starts < capitalized
        longer = capitalized[is_longer]
        self.longer = WordPlaces(longer, types[is_longer], documents[longer])
        self.starts: dict[int, int] = dict(zip(longer.tolist(), starts[is_longer].tolist(), strict=True))
        places = np.flatnonzero(facts >= NUMBERED)
        self.roles = WordPlaces(places, facts[places] // NUMBERED, documents[places])
        self._note_mentions(batch.codes, kinds, begins)
        self._note_gendered(batch.codes, kinds)

    def _note_mentions(self, letters: Codes, kinds: NDArray[np.int32], begins: Mask) -> None:
        is_name = np.append(_NAMES.take(letters), False)
        starts = np.flatnonzero(is_name[:-1] & (~np.roll(is_name, 1)[:-1] | begins[:-1]))
        ends = np.flatnonzero(is_name[:-1] & (~is_name[1:] | begins[1:])) + 1
        is_attached = _ATTACHING[letters[starts - 1]] & ~begins[starts]
        pronouns = np.flatnonzero(kinds & (HE | SHE) > 0)
        pronouns = pronouns[_PRONOUNS[letters[pronouns]]]
        is_she = kinds[pronouns] & SHE > 0
        places = np.concatenate((starts, pronouns))
        order = np.argsort(places, kind="stable")
        self.mentions: list[int] = places[order].tolist()
        self.mention_ends: list[int] = np.concatenate((ends, pronouns + 1))[order].tolist()
        means = (np.where(is_attached, ATTACHED, NAME), np.where(is_she, FEMALE_PRONOUN, MALE_PRONOUN))
        self.mention_kinds: list[int] = np.concatenate(means)[order].tolist()

    def _note_gendered(self, letters: Codes, kinds: NDArray[np.int32]) -> None:
        gendered = np.flatnonzero(kinds & (MALE | FEMALE) > 0)
        gendered = gendered[letters[gendered] != ord("Q")]
        self.gendered: list[int] = gendered.tolist()
        self.is_female: list[bool] = (kinds[gendered] & FEMALE > 0).tolist()
        weights = np.where(_OPENING[letters[gendered - 1]], _SUBJECT_WEIGHT, 1)
        self.weights: list[int] = np.where(_REFERRING[letters[gendered]], weights, 0).tolist()


@dataclass(frozen=True, slots=True)
class Article:
    """One document as the rules for names see it.

    `number` is its place in the batch, `document` its tokens; `places` are the words that name persons.
    """

    batch: Batch
    layout: Layout
    number: int
    document: Span
    places: NamePlaces
    words: PersonWords
