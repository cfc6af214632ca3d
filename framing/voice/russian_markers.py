"""Russian attribution without a verb: "по словам X", and names before a colon or after a dash in headlines."""

import re

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.content import strip_stop
from framing.voice.cues import Cue, CueLexicon
from framing.voice.russian_content import FINITE
from framing.voice.russian_grammar import nominative_strength
from framing.voice.russian_subjects import clause_start

_HEADLINE_COLON = re.compile(r"[DNZojJMzApn\"]{1,8}:")
_CLOCK = re.compile("~?(?:n:n)?")  # "13:15 Мэр: ..."
_MARKED_COLON = re.compile(r'(?:Q+|"[^":]{1,12}"):')
_TURN_COLON = re.compile(r"([NZ]{1,4})(?:,[^:.Q]{1,10})?:")
_DISTANCED = re.compile(r"[jnDQ\"]{0,2}[NZozMI]{1,3}")
_SO_CALLED = Cue("so-called", "marker", "doubting", frozenset(), frozenset())
_REPORTS = frozenset("VES")
_COLON = Cue(":", "marker", "neutral", frozenset(), frozenset())
_DASH = Cue("-", "marker", "neutral", frozenset(), frozenset())
_MAX_NAME = 4  # tokens of a name before a headline's colon
_MAX_SIGNATURE = 6  # tokens after a headline's dash
_MAX_INSIDE = 3  # tokens between the words of a marker: "по предварительным данным"
_IN_PHRASE = frozenset('NZoMJnzjI~DAp"yEK')
# Endings by which a single capitalized word before a headline's colon is a surname and no place.
_SURNAMES = (
    *("ов", "ев", "ин", "ын", "ский", "цкий", "ова", "ева", "ина", "ына", "ская", "цкая", "ко", "ук", "юк", "як"),
    *("ян", "дзе", "швили", "ич", "ер", "ман", "берг", "он", "ан", "ель", "орн", "ах", "их", "ых"),
)


class MarkerReader:
    """Reads Russian markers."""

    def __init__(self, cues: CueLexicon) -> None:
        self._possessives = cues.words.get("possessives", frozenset())
        self._reporters = cues.words.get("reporters", frozenset())
        self._roles = cues.words.get("roles", frozenset()) | self._reporters
        self._markers_with: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        for markers in cues.markers.values():
            for words, entry in markers:
                self._markers_with.setdefault(max(words, key=len), []).append((words, entry))

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

    def read_colon(self, batch: Batch, sentence: Sentence) -> Finding | None:
        """A headline ("Мэр Котов: мост закрыт") or a transcript ("КОТОВ: Мост закрыт.")."""
        letters, start = batch.letters, sentence.start
        clock = _CLOCK.match(letters, start, sentence.end)
        start = clock.end() if clock else start
        if sentence.is_headline:
            marked = _MARKED_COLON.match(letters, start, sentence.end)
            if marked and not self._names_outlet(batch, start, marked.end() - 1, sentence.end):
                colon = marked.end() - 1
                return Finding(((start, colon),), (colon, colon + 1), _COLON, None, "headline-colon")
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

    def read_dash(self, batch: Batch, sentence: Sentence) -> Finding | None:
        """A headline with the speaker behind a dash: "Мост закроют в июне — мэр Котов"."""
        letters, start = batch.letters, sentence.start
        if not sentence.is_headline:
            return None
        stop = strip_stop(letters, start, sentence.end)
        dash = letters.rfind("-", start, stop)
        if dash <= start + 1 or not 1 <= stop - dash - 1 <= _MAX_SIGNATURE:
            return None
        signature = letters[dash + 1 : stop]
        is_name = batch.is_title(dash + 1) and (signature.strip('NZ"~') == "")
        if signature.strip('NZopJM"~') or not (is_name or batch.word(dash + 1) in self._roles):
            return None
        if FINITE.isdisjoint(letters[start:dash]):
            return None
        return Finding(((start, dash),), (dash, dash + 1), _DASH, (dash + 1, stop), "name-after-dash")

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
        is_name = all(letters[token] in "NZ" for token in range(start, colon)) and colon - start <= _MAX_NAME
        first = batch.word(start)
        if colon - start == 1 or not is_name:
            return (first.endswith(_SURNAMES) and len(first) > _MAX_NAME) or first.isascii()
        return is_name
