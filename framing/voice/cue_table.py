"""A cue file as arrays: what each word form is listed as, and what may follow each of its entries."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.columns import TypeFacts, Types
from framing.voice.cues import Cue, CueLexicon

ADJECTIVE, NOUN, VERB, SPEECH, WRITER = 1, 2, 4, 8, 16  # what the cue file lists a word form as
_NO_CUE = Cue("", "none", "neutral", frozenset(), frozenset())
_AGENT = "by"

Codes = NDArray[np.uint8]
Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class CueWords(NamedTuple):
    """What the cue file of its document has for each token: row in the table, and parts of speech as a sum."""

    rows: NDArray[np.int32]
    parts: Codes


class CueTable:
    """The cues of one language by number. Keeps what it learnt about word forms.

    Every word form of the cue file has a row; row 0 is all other words. `entries` are its cues, the first of them
    one that nothing follows. Among the parts of a form stands SPEECH where a quoted speaker reports
    others' words by it, and WRITER where it names the writer.

    Args:
        cues: the cue file.
    """

    def __init__(self, cues: CueLexicon) -> None:
        tables = (cues.adjectives, cues.nouns, cues.verbs)
        entries = {id(entry): entry for entry in (_NO_CUE, *(entry for table in tables for entry in table.values()))}
        numbers = {key: number for number, key in enumerate(entries)}
        self.entries = [*entries.values()]
        speech = {form for form, cue in cues.verbs.items() if "clause" in cue.frames}
        speech |= {max(words, key=len) for markers in cues.markers.values() for words, _ in markers}
        particles = sorted({_AGENT, *(word for entry in self.entries for word in entry.particles)})
        writers = cues.words.get("writers", frozenset())
        forms = sorted({*speech, *particles, *writers}.union(*tables))
        self._rows = {form: row for row, form in enumerate(forms, 1)}
        adjectives, self.nouns, self.verbs = (
            np.array([0, *(numbers[id(table[form])] if form in table else 0 for form in forms)], dtype=np.int64)
            for table in tables
        )
        self.parts = (ADJECTIVE * (adjectives > 0) + NOUN * (self.nouns > 0) + VERB * (self.verbs > 0)).astype(np.uint8)
        for part, words in ((SPEECH, speech), (WRITER, writers)):
            self.parts += part * np.array([False, *(form in words for form in forms)], dtype=np.uint8)
        self.agent = self._rows[_AGENT]
        self._particles = np.zeros((len(self.entries), len(forms) + 1), dtype=bool)
        for number, entry in enumerate(self.entries):
            self._particles[number, [self._rows[word] for word in entry.particles]] = True
        self._facts = TypeFacts(self._find_row, np.int32)

    def rows_of(self, types: Types) -> NDArray[np.int32]:
        """The row of every type. Shape: (n_types,)."""
        rows: NDArray[np.int32] = self._facts.of(types)
        return rows

    def has_frame(self, *frames: str) -> Mask:
        """For each entry whether one of the frames may follow it. Shape: (n_entries,)."""
        return self._mark(not entry.frames.isdisjoint(frames) for entry in self.entries)

    def is_part(self, part: str) -> Mask:
        """For each entry whether it is of a part of speech. Shape: (n_entries,)."""
        return self._mark(entry.part == part for entry in self.entries)

    def is_among(self, lemmas: frozenset[str]) -> Mask:
        """For each entry whether it is one of those lemmas. Shape: (n_entries,)."""
        return self._mark(entry.lemma in lemmas for entry in self.entries)

    def takes(self, numbers: Numbers, rows: NDArray[np.int32]) -> Mask:
        """Whether words, by row, are particles of entries, by number."""
        return self._particles[numbers, rows]

    def _mark(self, flags: Iterable[bool]) -> Mask:
        return np.fromiter(flags, dtype=bool, count=len(self.entries))

    def _find_row(self, _: str, folded: str) -> int:
        return self._rows.get(folded, 0)
