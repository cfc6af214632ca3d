"""Which words can be a speaker in Russian: a name, or a noun that speaks. English has sources.py."""

from framing.voice.batch import Batch, Span
from framing.voice.cues import CueLexicon

_LEADING = frozenset('"-,.~:;)(dABa')
_TRAILING = frozenset('"-,.~:;(')
_FINITE = frozenset("vVUbxi")
_RUSSIAN_PERSONS = ("ец", "цы", "тель", "тели", "ист", "исты", "лог", "логи", "анин", "янин", "ане", "яне")


class SpeakerGate:
    """Tells which spans can be speakers."""

    def __init__(self, cues: CueLexicon) -> None:
        lists = cues.words
        self.openers = lists.get("openers", frozenset())
        names = ("speaking", "roles", "reporters", "organisations")
        self._stems = tuple(frozenset().union(*(lists.get(name, frozenset()) for name in names)))

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
        return (start, end) if self._is_speaker(batch, start, end) else None

    def _is_speaker(self, batch: Batch, start: int, end: int) -> bool:
        if not _FINITE.isdisjoint(batch.letters[start:end]):
            return False
        if any(
            (batch.is_title(token) or batch.letters[token] == "N") and batch.word(token) not in self.openers
            for token in range(start, end)
        ):
            return True
        words = [batch.word(token) for token in range(start, end)]
        return any(word.startswith(self._stems) or word.endswith(_RUSSIAN_PERSONS) for word in words)
