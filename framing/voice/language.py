"""What is read with the cues of one language."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import TypeFacts, Types
from framing.voice.classes import LetterFacts
from framing.voice.clauses import ClauseReader
from framing.voice.contents import ContentsFinder
from framing.voice.cue_table import CueTable
from framing.voice.cues import CueLexicon
from framing.voice.fragments import FragmentJudge
from framing.voice.names import NameWords
from framing.voice.russian import RussianReader


class Language:
    """The letters, readers and word lists of one language; keeps what it learnt about word forms.

    Args:
        cues: its cue file.
        position: a number of its own.
    """

    def __init__(self, cues: CueLexicon, position: int) -> None:
        self.position = position
        self.is_russian = cues.language == "ru"
        self._letters = TypeFacts(LetterFacts(cues).letter, np.uint8)
        self.table = CueTable(cues)
        self.contents = ContentsFinder(self.table, cues.words.get("naming", frozenset()))
        self.clauses = ClauseReader(cues, self.table.entries)
        self.russian = RussianReader(cues) if self.is_russian else None
        self.judge = FragmentJudge(cues)
        self.name_words = NameWords(cues)

    def letters_of(self, types: Types) -> NDArray[np.uint8]:
        """Code of the letter of every type. Shape: (n_types,)."""
        letters: NDArray[np.uint8] = self._letters.of(types)
        return letters

    def rows_of(self, types: Types) -> NDArray[np.int32]:
        """Row in the cue table of every type. Shape: (n_types,)."""
        return self.table.rows_of(types)

    def parts_of(self, types: Types) -> NDArray[np.uint8]:
        """What the cue file lists every type as. Shape: (n_types,)."""
        parts: NDArray[np.uint8] = self.table.parts[self.table.rows_of(types)]
        return parts
