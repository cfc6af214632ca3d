"""Which words before a cue can be a speaker: a noun phrase whose head names somebody, or a document that speaks."""

from framing.voice.batch import Batch, Span
from framing.voice.cues import CueLexicon

_LEADING = frozenset('"-,.~:;)(dABa')
_TRAILING = frozenset('"-,.~:;(')
_BREAKS = frozenset("pt,R-")  # what ends the part of a noun phrase that holds its head
_FINITE = frozenset("vVUbxi")
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "ant", "man", "men", "woman", "women", "ee", "crat", "ive")
_RUSSIAN_PERSONS = ("ец", "цы", "тель", "тели", "ист", "исты", "лог", "логи", "анин", "янин", "ане", "яне")
_MIN_PERSON = 5  # letters; shorter words with these endings are mostly no persons


class SpeakerGate:
    """Tells for one language which spans can be speakers."""

    def __init__(self, cues: CueLexicon) -> None:
        self._is_russian = cues.language == "ru"
        lists = cues.words
        self.openers = lists.get("openers", frozenset())
        self._mute = lists.get("mute", frozenset())
        self._titles = lists.get("titles", frozenset())
        self._speaking = lists.get("speaking", frozenset()) | lists.get("roles", frozenset())
        self._speaking |= lists.get("reporters", frozenset()) | lists.get("organisations", frozenset())
        self._stems = tuple(self._speaking)

    def narrow(self, batch: Batch, span: Span) -> Span | None:
        """The part of a span that can be a speaker, None where nothing in it can."""
        start, end = span
        while start < end and (batch.letters[start] in _LEADING or batch.word(start) in self.openers):
            start += 1
        while end > start and batch.letters[end - 1] in _TRAILING:
            end -= 1
        if start == end:
            return None
        if end - start == 1 and batch.letters[start] in "PD":
            return start, end
        is_speaker = self._is_russian_speaker if self._is_russian else self._is_english_speaker
        return (start, end) if is_speaker(batch, start, end) else None

    def _is_english_speaker(self, batch: Batch, start: int, end: int) -> bool:
        stop = start + 1
        while stop < end and batch.letters[stop] not in _BREAKS:
            stop += 1
        head, letter = stop - 1, batch.letters[stop - 1]
        if not _FINITE.isdisjoint(batch.letters[start:stop]):
            return False
        word = batch.word(head)
        if word in self._mute or letter in "yDRQw":
            return False
        if any(map(str.isupper, batch.forms[batch.type_id[head]])):
            return stop - start > 1 or word not in self._titles
        if letter == "~":
            return batch.letters[start] == "n"
        if word in self._speaking or letter == "P":
            return True
        return self._names_person(word)

    def _names_person(self, word: str) -> bool:
        """Whether a common noun is one of those that speak, or has the ending of a person."""
        singular = word.removesuffix("s")
        if singular in self._speaking or (word.endswith("ies") and word[:-3] + "y" in self._speaking):
            return True
        return len(singular) >= _MIN_PERSON and singular not in self._mute and singular.endswith(_PERSON_ENDINGS)

    def _is_russian_speaker(self, batch: Batch, start: int, end: int) -> bool:
        if not _FINITE.isdisjoint(batch.letters[start:end]):
            return False
        if any(
            (batch.is_title(token) or batch.letters[token] == "N") and batch.word(token) not in self.openers
            for token in range(start, end)
        ):
            return True
        words = [batch.word(token) for token in range(start, end)]
        return any(word.startswith(self._stems) or word.endswith(_RUSSIAN_PERSONS) for word in words)
