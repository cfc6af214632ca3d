"""What the rules read of a batch: one letter per token, and the words; and what they find."""

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.voice.cues import Cue

_POSSESSIVE = ("'s", "’s")
_CLOSING_UP = frozenset(",.;:)’'»”")
_OPENING = frozenset("(«“")

Span = tuple[int, int]  # first token, and after the last


@dataclass(slots=True)
class Batch:
    """The tokens of a batch as the clause rules see them.

    `letters` holds one letter per token, Q inside quotation marks, with `codes` as numbers, and `plain` the same
    without regard to marks.
    `type_id` with `forms` and `folded` gives the words where a rule asks for one. `document_ends` says after which
    token each document ends. `written` keeps what was written out, by types.
    """

    letters: str
    codes: NDArray[np.uint8]
    plain: str
    type_id: "array[int]"
    forms: list[str]
    folded: list[str]
    document_ends: list[int]
    written: dict[tuple[int, ...], str]

    def document_end(self, token: int) -> int:
        """After the last token of the document that holds a token."""
        return self.document_ends[bisect_right(self.document_ends, token)]

    def word(self, token: int) -> str:
        """The folded form of a token."""
        return self.folded[self.type_id[token]]

    def begins_with(self, token: int, marks: str) -> bool:
        """Whether a token begins with one of the marks. The folded form of a zero-width space is empty."""
        return self.word(token).startswith(tuple(marks))

    def is_title(self, token: int) -> bool:
        """Whether a token begins with a capital."""
        return self.forms[self.type_id[token]].lstrip("\ufeff")[:1].isupper()

    def is_upper(self, token: int) -> bool:
        """Whether a token is written in capitals."""
        return self.forms[self.type_id[token]].isupper()

    def write(self, span: Span) -> str:
        """The words of a span with single blanks; punctuation, marks and a possessive ending close up."""
        types = tuple(self.type_id[span[0] : span[1]])
        written = self.written.get(types)
        if written is None:
            written = self.written[types] = self._write(types)
        return written

    def _write(self, types: tuple[int, ...]) -> str:
        forms = [self.forms[number] for number in types]
        if "".join(forms).isalnum():  # no marks that close up, and no possessive
            return " ".join(forms)
        written = ""
        for form in forms:
            form = form.lstrip("\ufeff")
            is_close = not written or form in _CLOSING_UP or written[-1] in _OPENING
            written += form if is_close else f" {form}"
        for ending in _POSSESSIVE:
            written = written.removesuffix(ending)
        return written


class Sentence(NamedTuple):
    """Tokens `start:end`, and what stands around them.

    `previous` is the first token of the sentence before in the same document, `start` where there is none.
    `turn_end` is the end of the paragraph that the sentence begins, `start` where it begins none; `paragraph_start`
    and `paragraph_end` are those of the paragraph around it.
    """

    start: int
    end: int
    previous: int
    turn_end: int
    is_headline: bool
    paragraph_start: int
    paragraph_end: int


class Finding(NamedTuple):
    """Attributed content as token spans, with its cue and speaker.

    Without parts: the cue announces what stands in the next sentence ("She added:" and a new paragraph).
    """

    parts: tuple[Span, ...]
    cue: Span
    entry: Cue
    speaker: Span | None
    rule: str
