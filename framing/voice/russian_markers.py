"""Attribution without a verb: "according to X", and names before a colon in headlines and transcripts."""

import re

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.cues import Cue, CueLexicon
from framing.voice.russian_content import strip_stop
from framing.voice.subjects import find_object_phrase

_VERBAL = frozenset("bxvVESUegiQ")  # letters that make a stretch of words a clause
_HEADLINE_COLON = re.compile(r"[DNZojJMzAp]{1,6}:")
_TURN_COLON = re.compile(r"([NZ]{1,4})(?:,[^:.Q]{1,10})?:")
_DISTANCED = re.compile(r"[jnD]{0,2}[NZozMI]{1,3}")
_SO_CALLED = Cue("so-called", "marker", "doubting", frozenset(), frozenset())
_COLON = Cue(":", "marker", "neutral", frozenset(), frozenset())
_MAX_NAME = 4  # tokens of a name before a headline's colon


class MarkerReader:
    """Reads Russian markers."""

    def __init__(self, cues: CueLexicon) -> None:
        self._possessives = cues.words.get("possessives", frozenset())
        self._roles = cues.words.get("roles", frozenset()) | cues.words.get("reporters", frozenset())
        self._markers_with: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        for markers in cues.markers.values():
            for words, entry in markers:
                self._markers_with.setdefault(max(words, key=len), []).append((words, entry))

    def read_marker(self, batch: Batch, at: int, sentence: Sentence) -> Finding | None:
        """ "according to X, ..." and "..., according to X"."""
        letters, start, end = batch.letters, sentence.start, sentence.end
        entry, first, last = self._find_marker(batch, at, sentence)
        if entry is None:
            return None
        speaker = find_object_phrase(letters, last, end)
        if last - first > 2 and letters[at - 1] == "D" and batch.word(at - 1) in self._possessives:
            speaker = (at - 1, at)
        left = letters[start:first]
        comma = letters.find(",", speaker[1] if speaker else last, end)
        begin = comma + 1 if comma >= 0 else (speaker[1] if speaker else last)
        stop = strip_stop(letters, begin, end)
        parts: list[Span] = []
        # Content stands before the marker, unless the marker opens the sentence (possibly after "But").
        if len(left.strip('BAdaT,"')) > 1:
            parts.append((start, first - 1 if left[-1] == "," else first))
        if stop > begin and (not parts or (comma >= 0 and _VERBAL.isdisjoint(left))):
            parts.append((begin, stop))
        return Finding(tuple(parts), (first, last), entry, speaker, "according-to") if parts else None

    def _find_marker(self, batch: Batch, at: int, sentence: Sentence) -> tuple[Cue | None, int, int]:
        """The marker that the word at `at` belongs to, and its tokens. "по его мнению" names the speaker inside."""
        word = batch.word(at)
        for words, entry in self._markers_with.get(word, ()):
            place = words.index(word)
            first, last = at - place, at - place + len(words)
            if first < sentence.start or last > sentence.end:
                continue
            if all(batch.word(first + i) == w for i, w in enumerate(words)):
                return entry, first, last
            is_split = batch.letters[at - 1] == "D" and place == len(words) - 1 and first > sentence.start
            if is_split and all(batch.word(first - 1 + i) == w for i, w in enumerate(words[:-1])):
                return entry, first - 1, last
        return None, at, at

    def read_distancing(self, batch: Batch, at: int, sentence: Sentence) -> Finding | None:
        """The words that "so-called" keeps at arm's length; Russian says "так называемый"."""
        match = _DISTANCED.match(batch.letters, at + 1, sentence.end)
        if match is None or batch.word(at - 1) != "так":
            return None
        return Finding((match.span(),), (at, at + 1), _SO_CALLED, None, "so-called")

    def read_colon(self, batch: Batch, sentence: Sentence) -> Finding | None:
        """A headline ("Mayor Lee: bridge is safe") or a transcript ("MAYOR LEE: It is safe.")."""
        letters, start = batch.letters, sentence.start
        if sentence.is_headline:
            match = _HEADLINE_COLON.match(letters, start, sentence.end)
            stop = strip_stop(letters, start, sentence.end)
            rule = "headline-colon"
            is_name = match is not None and self._is_speaker(batch, start, match.end() - 1)
        elif sentence.turn_end > start:
            match = _TURN_COLON.match(letters, start, sentence.end)
            stop, rule = sentence.turn_end, "transcript"
            is_name = match is not None and all(batch.is_upper(token) for token in range(*match.span(1)))
        else:
            return None
        if match is None or not is_name or stop <= match.end():
            return None
        colon = match.end() - 1
        return Finding(((colon + 1, stop),), (colon, colon + 1), _COLON, (start, colon), rule)

    def _is_speaker(self, batch: Batch, start: int, colon: int) -> bool:
        """A full name, or the word of a role or of somebody who reports ("Poll: ...")."""
        if any(batch.word(token) in self._roles for token in range(start, colon)):
            return True
        return 2 <= colon - start <= _MAX_NAME and all(batch.letters[token] in "NZ" for token in range(start, colon))
