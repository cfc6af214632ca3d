"""Attribution without a verb: "according to X", and names before a colon in headlines and transcripts."""

import re
from collections.abc import Callable

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.content import strip_stop
from framing.voice.cues import Cue, CueLexicon
from framing.voice.subjects import find_object_phrase

_VERBAL = frozenset("bxvVESUegiQ")  # letters that make a stretch of words a clause
_HEADLINE_COLON = re.compile(r"[DNZojJMzAp]{1,6}:")
_TURN_COLON = re.compile(r"([NZ]{1,4})(?:,[^:.Q]{1,10})?:")
_DISTANCED = re.compile(r"[jnD]{0,2}[NZozMI]{1,3}")
_SO_CALLED = Cue("so-called", "marker", "doubting", frozenset(), frozenset())
COLON = Cue(":", "marker", "neutral", frozenset(), frozenset())
_PERSPECTIVE = Cue("view", "marker", "neutral", frozenset(), frozenset())
_PERSPECTIVE_PREPOSITIONS = ("in", "by", "to")
_FINITE = ("V", "E", "S")
_GENITIVE = ("'s", "’s", "s'", "s’")
_MAX_OWNER = 6  # tokens between "in" and "view"
_DASH = Cue("—", "marker", "neutral", frozenset(), frozenset())
_SIGNATURE = frozenset("NZDojMptS")  # letters of "Russian envoy to Peru"
_MIN_SIGNED = 3  # tokens of a headline before the dash
_MAX_SIGNATURE = 6  # tokens after it
_MAX_NAME = 4  # tokens of a name before a headline's colon


class MarkerReader:
    """Reads the markers of one language."""

    def __init__(self, cues: CueLexicon) -> None:
        self._possessives = cues.words.get("possessives", frozenset())
        self._roles = cues.words.get("roles", frozenset()) | cues.words.get("reporters", frozenset())
        self._perspectives = cues.words.get("perspectives", frozenset())
        self._markers_with: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        for markers in cues.markers.values():
            for words, entry in markers:
                self._markers_with.setdefault(max(words, key=len), []).append((words, entry))

    def read_marker(self, batch: Batch, at: int, sentence: Sentence) -> Finding | None:
        """ "according to X, ...", "..., according to X" and "in X's view, ..."."""
        letters, end = batch.letters, sentence.end
        entry, first, last = self._find_marker(batch, at, sentence)
        if entry is None:
            return self._read_perspective(batch, at, sentence)
        speaker = find_object_phrase(letters, last, end)
        if last - first > 2 and letters[at - 1] == "D" and batch.word(at - 1) in self._possessives:
            speaker = (at - 1, at)
        parts = _find_parts(letters, (first, max(last, speaker[1] if speaker else last)), sentence)
        return Finding(parts, (first, last), entry, speaker, "according-to") if parts else None

    def _read_perspective(self, batch: Batch, at: int, sentence: Sentence) -> Finding | None:
        """ "in X's view", "in her opinion", set off by commas or at the end of the sentence."""
        letters, start, end = batch.letters, sentence.start, sentence.end
        if batch.word(at) not in self._perspectives or (at + 1 < end and letters[at + 1] not in ",.;-)"):
            return None
        owner = batch.word(at - 1) if at > start else ""
        if owner not in self._possessives and not owner.endswith(_GENITIVE):
            return None
        first = letters.rfind("p", max(start, at - _MAX_OWNER), at - 1)
        if first < 0 or batch.word(first) not in _PERSPECTIVE_PREPOSITIONS:
            return None
        is_set_off = first == start or letters[first - 1] in ",-(" or letters[at + 1 : at + 2] == "."
        parts = _find_parts(letters, (first, at + 1), sentence) if is_set_off else ()
        return Finding(parts, (first, at + 1), _PERSPECTIVE, (first + 1, at), "according-to") if parts else None

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
        """The words that "so-called" keeps at arm's length."""
        match = _DISTANCED.match(batch.letters, at + 1, sentence.end)
        if match is None:
            return None
        return Finding((match.span(),), (at, at + 1), _SO_CALLED, None, "so-called")

    def read_colon(self, batch: Batch, sentence: Sentence) -> Finding | None:
        """A headline ("Mayor Lee: bridge is safe") or a transcript ("MAYOR LEE: It is safe.")."""
        signed = self._read_dash(batch, sentence) if sentence.is_headline else None
        return signed or read_named_colon(batch, sentence.start, sentence, _HEADLINE_COLON, self._is_speaker)

    def _read_dash(self, batch: Batch, sentence: Sentence) -> Finding | None:
        """A headline with the speaker behind a dash: "Bridge to open in June — mayor"; not the outlet's name."""
        letters, start = batch.letters, sentence.start
        stop = strip_stop(letters, start, sentence.end)
        dash = letters.rfind("-", start, stop)
        named = range(dash + 1, stop)
        if dash - start < _MIN_SIGNED or not 1 <= len(named) <= _MAX_SIGNATURE:
            return None
        has_role = any(batch.word(token) in self._roles for token in named)
        is_phrase = _SIGNATURE.issuperset(letters[dash + 1 : stop])
        if not is_phrase or not (has_role or _speaks_later(batch, stop - 1, stop)):
            return None
        return Finding(((start, dash),), (dash, dash + 1), _DASH, (dash + 1, stop), "name-after-dash")

    def _is_speaker(self, batch: Batch, start: int, colon: int) -> bool:
        """A full name, the word of a role or of somebody who reports ("Poll: ..."), or a name that speaks later on."""
        if any(batch.word(token) in self._roles for token in range(start, colon)):
            return True
        if any(batch.letters[token] not in "NZ" for token in range(start, colon)):
            return False
        return 2 <= colon - start <= _MAX_NAME or _speaks_later(batch, start, colon)


def read_named_colon(
    batch: Batch,
    start: int,
    sentence: Sentence,
    headline: re.Pattern[str],
    is_speaker: Callable[[Batch, int, int], bool],
) -> Finding | None:
    """A headline after a speaker and a colon, or the turn of a transcript after a name in capitals and a colon.

    Args:
        batch: letters and words.
        start: first token of the sentence that counts.
        sentence: the sentence.
        headline: letters of a speaker in a headline, up to the colon.
        is_speaker: whether the tokens from `start` up to a headline's colon name one.
    """
    letters = batch.letters
    if sentence.is_headline:
        match, stop, rule = headline.match(letters, start, sentence.end), sentence.end, "headline-colon"
        is_name = match is not None and is_speaker(batch, start, match.end() - 1)
    elif sentence.turn_end > start:
        match, stop, rule = _TURN_COLON.match(letters, start, sentence.end), sentence.turn_end, "transcript"
        is_name = match is not None and all(batch.is_upper(token) for token in range(*match.span(1)))
    else:
        return None
    if sentence.is_headline:
        stop = strip_stop(letters, start, stop)
    if match is None or not is_name or stop <= match.end():
        return None
    colon = match.end() - 1
    return Finding(((colon + 1, stop),), (colon, colon + 1), COLON, (start, colon), rule)


def _speaks_later(batch: Batch, start: int, colon: int) -> bool:
    """Whether a one-word name stands beside a finite cue further down the document."""
    end = batch.document_end(start)
    name = batch.type_id[start]
    place = start
    while colon - start == 1:
        try:
            place = batch.type_id.index(name, place + 1, end)
        except ValueError:
            break
        if batch.plain[place + 1 : min(place + 2, end)] in _FINITE or batch.plain[place - 1] in _FINITE:
            return True
    return False


def _find_parts(letters: str, marker: Span, sentence: Sentence) -> tuple[Span, ...]:
    """The content beside a marker and the speaker it names, which fill the tokens `marker`."""
    start, end = sentence.start, sentence.end
    first, last = marker
    left = letters[start:first]
    comma = letters.find(",", last, end)
    begin = comma + 1 if comma >= 0 else last
    stop = strip_stop(letters, begin, end)
    parts: list[Span] = []
    # Content stands before the marker, unless the marker opens the sentence (possibly after "But").
    if len(left.strip('BAdaT,"')) > 1:
        parts.append((start, first - 1 if left[-1] == "," else first))
    goes_on = comma >= 0 and (_VERBAL.isdisjoint(left) or letters[begin : begin + 1] == "Q")
    if stop > begin and (not parts or goes_on):
        parts.append((begin, stop))
    return tuple(parts)
