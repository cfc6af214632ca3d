"""What is read with the cues of one language."""

import numpy as np

from framing.columns import TypeFacts
from framing.voice.candidates import CueParts
from framing.voice.classes import LetterFacts
from framing.voice.clauses import ClauseReader
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
        self.letters = TypeFacts(LetterFacts(cues).letter, np.uint8)
        self.parts = TypeFacts(CueParts(cues).find, np.uint8)
        self.clauses = ClauseReader(cues)
        self.russian = RussianReader(cues) if self.is_russian else None
        self.judge = FragmentJudge(cues)
        self.name_words = NameWords(cues)
