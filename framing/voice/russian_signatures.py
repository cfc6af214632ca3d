"""Russian speakers without a verb: names before a colon ("Котов: мост закрыт") and after a dash ("... — Котов")."""

import re

from framing.voice.batch import Batch, Finding, Sentence
from framing.voice.content import strip_stop
from framing.voice.cues import Cue, CueLexicon
from framing.voice.markers import COLON, read_named_colon
from framing.voice.russian_noun_phrases import FINITE

_HEADLINE_COLON = re.compile(r"[DNZojJMzApn\"]{1,8}:")
_CLOCK = re.compile("~?(?:n:n)?")  # "13:15 Мэр: ..."
_MARKED_COLON = re.compile(r'(?:Q+|"[^":]{1,12}"):')
_REPORTS = frozenset("VES")
_DASH = Cue("-", "marker", "neutral", frozenset(), frozenset())
_MAX_NAME = 4  # tokens of a name before a headline's colon
_MAX_SIGNATURE = 6  # tokens after a headline's dash
# Endings by which a single capitalized word before a headline's colon is a surname and no place.
_SURNAMES = (
    *("ов", "ев", "ин", "ын", "ский", "цкий", "ова", "ева", "ина", "ына", "ская", "цкая", "ко", "ук", "юк", "як"),
    *("ян", "дзе", "швили", "ич", "ер", "ман", "берг", "он", "ан", "ель", "орн", "ах", "их", "ых"),
)


class SignatureReader:
    """Reads names before a colon and after a dash."""

    def __init__(self, cues: CueLexicon) -> None:
        self._roles = cues.words.get("roles", frozenset()) | cues.words.get("reporters", frozenset())

    def read_colon(self, batch: Batch, sentence: Sentence) -> Finding | None:
        """A headline ("Мэр Котов: мост закрыт") or a transcript ("КОТОВ: Мост закрыт.")."""
        letters, start = batch.letters, sentence.start
        clock = _CLOCK.match(letters, start, sentence.end)
        start = clock.end() if clock else start
        if sentence.is_headline:
            marked = _MARKED_COLON.match(letters, start, sentence.end)
            if marked and not self._names_outlet(batch, start, marked.end() - 1, sentence.end):
                colon = marked.end() - 1
                return Finding(((start, colon),), (colon, colon + 1), COLON, None, "headline-colon")
        return read_named_colon(batch, start, sentence, _HEADLINE_COLON, self._is_speaker)

    def read_dash(self, batch: Batch, sentence: Sentence) -> Finding | None:
        """The speaker behind a dash: "Мост закроют в июне — мэр Котов".

        Below the headline only behind marks or a comma.
        """
        letters, start = batch.letters, sentence.start
        stop = strip_stop(letters, start, sentence.end)
        dash = letters.rfind("-", start, stop)
        if dash <= start + 1 or not 1 <= stop - dash - 1 <= _MAX_SIGNATURE:
            return None
        signature = letters[dash + 1 : stop]
        is_name = batch.is_title(dash + 1) and (signature.strip('NZ"~') == "")
        if signature.strip('NZopJM"~') or not (is_name or batch.word(dash + 1) in self._roles):
            return None
        if sentence.is_headline and FINITE.isdisjoint(letters[start:dash]):
            return None
        if not sentence.is_headline and not self._signs(batch, dash, stop):
            return None
        return Finding(((start, dash),), (dash, dash + 1), _DASH, (dash + 1, stop), "name-after-dash")

    def _signs(self, batch: Batch, dash: int, stop: int) -> bool:
        """Whether a role and a name behind marks or a comma and a dash sign what stands before them."""
        is_named = any(batch.is_title(token) for token in range(dash + 1, stop))
        is_role = batch.word(dash + 1) in self._roles and stop - dash > 2
        return batch.letters[dash - 1] in ",Q" and is_named and is_role

    def _names_outlet(self, batch: Batch, start: int, colon: int, end: int) -> bool:
        """Whether marks hold the name of an outlet: capitalized words, and nobody else reports in the headline."""
        words = [token for token in range(start, colon) if batch.plain[token] not in '",.']
        is_name = bool(words) and batch.plain[start] == '"' and all(map(batch.is_title, words))
        return is_name and _REPORTS.isdisjoint(batch.letters[colon:end])

    def _is_speaker(self, batch: Batch, start: int, colon: int) -> bool:
        """A name, or the word of a role or of somebody who reports ("Опрос: ...")."""
        letters = batch.letters
        if any(batch.word(token) in self._roles for token in range(start, colon)):
            return True
        if letters[start] == '"':
            return letters[colon - 1] == '"'
        if not batch.is_title(start) or letters[start] not in "NZ":
            return False
        first = batch.word(start)
        if colon - start == 1 or "A" in letters[start:colon]:
            is_surname = (first.endswith(_SURNAMES) and len(first) > _MAX_NAME) or first.isascii()
            return is_surname and letters[start:colon].strip("NZA") == ""
        return letters[start:colon].strip("NZ") == "" and colon - start <= _MAX_NAME
