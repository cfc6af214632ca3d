"""Speaker spans -> one name per speaker in an article."""

from dataclasses import replace
from operator import itemgetter

import numpy as np

from framing.columns import Tokens
from framing.voice.batch import Batch, Span
from framing.voice.beside import find_beside
from framing.voice.candidates import make_set
from framing.voice.classes import QUOTED
from framing.voice.cues import CueLexicon
from framing.voice.layout import Layout
from framing.voice.naming import EnglishNaming
from framing.voice.person_words import PersonWords
from framing.voice.rows import Quotation
from framing.voice.russian_names import RussianNaming
from framing.voice.speakable import SpeakerGate
from framing.voice.word_places import Article, NamePlaces

_NAMES = make_set("NZ")


class NameWords:
    """The word lists of one language that tell names from titles."""

    def __init__(self, cues: CueLexicon) -> None:
        self.is_russian = cues.language == "ru"
        self.resolvable = cues.words.get("resolvable", frozenset())
        self.titles = cues.words.get("titles", frozenset()) | cues.words.get("roles", frozenset())
        self.speaking = tuple(cues.words.get("speaking", frozenset()))
        self.gate = SpeakerGate(cues)
        self.persons = PersonWords(cues) if cues.language == "en" else None


class SpeakerNames:
    """Names the speakers of the documents of one batch."""

    def __init__(self, tokens: Tokens, batch: Batch, layout: Layout) -> None:
        self._batch = batch
        self._inside = replace(batch, letters=batch.plain)  # for reports inside quotations
        self._layout = layout
        self._offsets = tokens.document_offsets.tolist()
        self._tokens = tokens
        self._codes = np.frombuffer(batch.plain.encode("latin-1"), dtype=np.uint8)
        self._places: NamePlaces | None = None

    def name_speakers(self, document: int, rows: list[Quotation], words: NameWords) -> None:
        """Finds the sources of the rows of one document and fills `name`, in order of the text."""
        if not rows:
            return
        bounds = (self._offsets[document], self._offsets[document + 1])
        name = self._batch.write
        if words.persons:
            self._find_sources(rows, bounds, words.persons)
            if self._places is None:
                self._places = NamePlaces(self._tokens, self._codes, words.persons)
            naming = EnglishNaming(Article(self._batch, self._layout, bounds, self._places, words.persons))
            naming.expect({row.speaker for row in rows if row.speaker})
            name = naming.name
        else:
            for row in rows:
                row.speaker = words.gate.narrow(self._batch, row.speaker) if row.speaker else None
        if words.is_russian:
            capitalized = np.flatnonzero(_NAMES[self._codes[slice(*bounds)]]) + bounds[0]
            place = (self._batch, self._tokens, bounds[0])
            name = RussianNaming(*place, capitalized.tolist(), words.titles, words.resolvable, words.speaking).name
        # A pronoun may stand for somebody named before it, also where its quotation stands first.
        spoken = [(row.speaker, row) for row in rows if row.speaker]
        spoken.sort(key=itemgetter(0))
        for span, row in spoken:
            row.name = name(span)

    def _find_sources(self, rows: list[Quotation], document: Span, words: PersonWords) -> None:
        sources = words.sources
        last: Quotation | None = None
        for place, row in enumerate(rows):
            if row.cue is None and row.kind == "direct":
                row.speaker = find_beside(self._batch, self._layout, rows, place, last, sources, document)
            elif row.cue and self._batch.letters[row.cue[0]] == QUOTED:
                row.speaker = sources.narrow(self._inside, row.speaker, row.speaker[0]) if row.speaker else None
            else:
                row.speaker = sources.find(self._batch, self._layout, row)
            row.speaker = sources.finish(self._inside, row.speaker)
            last = row if row.speaker else last
