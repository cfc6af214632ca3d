"""Russian markers: "по словам X", "так называемый"."""

import re

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.content import strip_stop
from framing.voice.cues import Cue, CueLexicon
from framing.voice.russian_grammar import nominative_strength
from framing.voice.russian_noun_phrases import FINITE
from framing.voice.russian_subjects import clause_start

_DISTANCED = re.compile(r"[jnDQ\"]{0,2}[NZozMI]{1,3}")
_SO_CALLED = Cue("so-called", "marker", "doubting", frozenset(), frozenset())
_MAX_INSIDE = 3  # tokens between the words of a marker: "по предварительным данным"
_IN_PHRASE = frozenset('NZoMJnzjI~DAp"yEK')


class MarkerReader:
    """Reads Russian markers."""

    def __init__(self, cues: CueLexicon) -> None:
        self._possessives = cues.words.get("possessives", frozenset())
        self._markers_with: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        for markers in cues.markers.values():
            for words, entry in markers:
                self._markers_with.setdefault(max(words, key=len), []).append((words, entry))
        for markers in self._markers_with.values():
            markers.sort(key=lambda marker: -len(marker[0]))  # "согласно данным" before "согласно"

    def read_marker(self, batch: Batch, at: int, sentence: Sentence) -> Finding | None:
        """ "По словам X, ...", "..., по словам X" and "..., по словам X, ..."."""
        letters, start, end = batch.letters, sentence.start, sentence.end
        entry, first, last = self._find_marker(batch, at, sentence)
        if entry is None or letters.startswith(("p", "R"), last, end):  # "по данным на понедельник"
            return None
        speaker = self._find_speaker(batch, first, last, end)
        after = speaker[1] if speaker and speaker[0] >= last else last
        comma = letters.find(",", after, end)
        comma = comma if comma >= 0 and FINITE.isdisjoint(letters[after:comma]) else -1
        begin = comma + 1 if comma >= 0 else after
        stop = strip_stop(letters, begin, end)
        left = letters[start:first].strip('d"')
        opening = clause_start(letters, first - 1, start)
        parts: list[Span] = []
        is_opening = left.strip("BAdaT,-pDyc") == "" or left.rstrip(",-")[-1:] in ("A", "B", "T", "w", "R")
        if not is_opening:
            is_open = opening > start and "R" in letters[opening : opening + 2]
            is_open = is_open and FINITE.isdisjoint(letters[opening:first])
            parts.append((opening if is_open else start, first - 1 if letters[first - 1] in ",-" else first))
        if stop > begin and (is_opening or (comma >= 0 and letters[comma + 1] not in "BGW")):
            parts.append((begin, stop))
        return Finding(tuple(parts), (first, last), entry, speaker, "according-to") if parts else None

    def _find_speaker(self, batch: Batch, first: int, last: int, end: int) -> Span | None:
        """Whom a marker names: a possessive inside it, or the phrase behind it."""
        letters = batch.letters
        for token in range(first, last):
            if batch.word(token) in self._possessives:
                return token, token + 1
        j = last
        while j < end and letters[j] in _IN_PHRASE:
            j += 1
        if j < end and letters[j] in FINITE:  # no comma: the phrase ends where a nominative begins
            for k in range(last + 1, j):
                if nominative_strength(batch.forms[batch.type_id[k]], "m") > 1:
                    j = k
                    break
        return (last, j) if j > last else None

    def _find_marker(self, batch: Batch, at: int, sentence: Sentence) -> tuple[Cue | None, int, int]:
        """The marker that the word at `at` belongs to, and its tokens; words may stand inside ("по его мнению")."""
        word = batch.word(at)
        for words, entry in self._markers_with.get(word, ()):
            place = words.index(word)
            last = at - place + len(words)
            if last > sentence.end or any(batch.word(at - place + i) != w for i, w in enumerate(words) if i > place):
                continue
            if place == 0:
                return entry, at, last
            for n_inside in range(_MAX_INSIDE + 1):
                first = at - place - n_inside
                if first < sentence.start or any(letter in ",.-pA" for letter in batch.letters[first + place : at]):
                    break
                if all(batch.word(first + i) == w for i, w in enumerate(words[:place])):
                    return entry, first, last
        return None, at, at

    def read_distancing(self, batch: Batch, at: int, sentence: Sentence) -> Finding | None:
        """The words that "так называемый" keeps at arm's length."""
        match = _DISTANCED.match(batch.letters, at + 1, sentence.end)
        if match is None or at == sentence.start or batch.word(at - 1) != "так":
            return None
        return Finding((match.span(),), (at, at + 1), _SO_CALLED, None, "so-called")
