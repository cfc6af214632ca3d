"""Sentences with a cue -> what is attributed, to whom, by which rule."""

import re
from dataclasses import dataclass

from framing.voice.batch import Batch, Span
from framing.voice.content import ContentFinder, find_end, strip_stop
from framing.voice.cues import Cue, CueLexicon
from framing.voice.preceding import find_preceding
from framing.voice.subjects import find_object_phrase, find_subject

_RULES = {
    "colon": "colon-speech",
    "quote": "marks-with-cue",
    "that": "said-that",
    "question": "reported-question",
    "infinitive": "intention",
    "particle": "cue-with-particle",
    "object": "reported-object",
    "bare": "said-clause",
}
_LEFT_RULES = frozenset(("trailing-clause", "interrupted-clause", "according-to", "marks-with-cue"))
_REPORTING = frozenset(("clause", "quote", "listener", "after"))
_TRAILING = frozenset(("clause", "listener", "after"))  # frames of verbs that may follow content without marks
_ANNOUNCED = frozenset(("colon", "quote", "that"))
_VERBAL = frozenset("bxvVESUegiQ")  # letters that make a stretch of words a clause
_CUE_LETTERS = re.compile("[VESGIUMJK]")
_HEADLINE_COLON = re.compile(r"[DNZonJMzAp\"]{1,6}:")
_TURN_COLON = re.compile(r"[NZon]{1,4}:")
_COLON = Cue(":", "marker", "neutral", frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Finding:
    """Attributed content as token spans, with its cue and speaker.

    Without parts: the cue announces what stands in the next sentence ("She added:" and a new paragraph).
    """

    parts: tuple[Span, ...]
    cue: Span
    entry: Cue
    speaker: Span | None
    rule: str


class ClauseReader:
    """Reads the sentences of one language."""

    def __init__(self, cues: CueLexicon) -> None:
        self._cues = cues
        self._content = ContentFinder(cues.language)
        self._markers_with: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        for markers in cues.markers.values():
            for words, entry in markers:
                self._markers_with.setdefault(max(words, key=len), []).append((words, entry))

    def read_sentence(self, batch: Batch, start: int, end: int, is_headline: bool, turn_end: int) -> list[Finding]:
        """The findings of the sentence of tokens `start:end`, in the order of their cues.

        Args:
            batch: letters and words.
            start: first token of the sentence.
            end: after its last token.
            is_headline: a name and a colon open reported content ("Mayor: bridge is safe").
            turn_end: where a speaker's turn in a transcript would end that begins with this sentence; `start` where
                the sentence does not begin a paragraph.
        """
        turn = self._read_colon(batch, start, end, is_headline, turn_end)
        if turn:
            return [turn]
        findings: list[Finding] = []
        speaker: Span | None = None
        for match in _CUE_LETTERS.finditer(batch.letters, start, end):
            finding = self._read_cue(batch, match.start(), start, end, speaker)
            if finding:
                speaker = finding.speaker or speaker
                findings.append(finding)
        return [_clip(batch.letters, finding, findings[place + 1 :]) for place, finding in enumerate(findings)]

    def _read_colon(self, batch: Batch, start: int, end: int, is_headline: bool, turn_end: int) -> Finding | None:
        """A headline ("Mayor: bridge is safe") or a transcript ("MAYOR: It is safe.")."""
        letters = batch.letters
        if is_headline:
            match = _HEADLINE_COLON.match(letters, start, end)
            stop = strip_stop(letters, start, end)
        elif turn_end > start and (match := _TURN_COLON.match(letters, start, end)):
            match = match if all(batch.is_upper(token) for token in range(start, match.end() - 1)) else None
            stop = turn_end
        else:
            return None
        if match is None or stop <= match.end():
            return None
        colon = match.end() - 1
        rule = "headline-colon" if is_headline else "transcript"
        return Finding(((colon + 1, stop),), (colon, colon + 1), _COLON, (start, colon), rule)

    def _read_cue(self, batch: Batch, at: int, start: int, end: int, last: Span | None) -> Finding | None:
        letter = batch.letters[at]
        word = batch.word(at)
        if letter == "K":
            return self._read_marker(batch, at, start, end)
        adjective = self._cues.adjectives.get(word)
        if adjective and (letter == "J" or _is_after_be(batch.letters, at, start)):
            found = self._read_right(batch, at, adjective, start, end, last, "adjective-cue")
            if found or letter == "J":
                return found
        noun = self._cues.nouns.get(word)
        if letter == "M" or (noun and not _is_verbal(batch.letters, at, start)):
            return self._read_right(batch, at, noun, start, end, last, "noun-cue") if noun else None
        verb = self._cues.verbs.get(word)
        if verb is None or not _is_verbal(batch.letters, at, start):
            return None
        if letter in "EU" and _is_after_be(batch.letters, at, start):
            return self._read_passive(batch, at, verb, start, end)
        if letter == "U" and not _has_auxiliary(batch.letters, at, start):
            return None
        return self._read_verb(batch, at, verb, start, end, last)

    def _read_verb(self, batch: Batch, at: int, entry: Cue, start: int, end: int, last: Span | None) -> Finding | None:
        letters = batch.letters
        right = self._content.find_start(batch, at, entry, end)
        if entry.frames & _REPORTING and letters[at] != "G":
            left = find_preceding(letters, at, start, end, right[1] in _ANNOUNCED)
            if left and (left.ends_quoted or entry.frames & _TRAILING):
                rule = "marks-with-cue" if left.is_quoted else "trailing-clause"
                rule = "interrupted-clause" if left.is_interrupted else rule
                return Finding(left.parts, (at, at + 1), entry, left.speaker, rule)
        if right[0] < 0 and letters[at + 1 : at + 2] == "," and "clause" in entry.frames:
            # "As X said, ..." and "X said, if asked, ..."
            right = (at + 2, "bare")
        return self._finish_right(batch, at, entry, start, end, last, right, "")

    def _read_right(
        self, batch: Batch, at: int, entry: Cue, start: int, end: int, last: Span | None, rule: str
    ) -> Finding | None:
        right = self._content.find_start(batch, at, entry, end)
        return self._finish_right(batch, at, entry, start, end, last, right, rule)

    def _finish_right(
        self,
        batch: Batch,
        at: int,
        entry: Cue,
        start: int,
        end: int,
        last: Span | None,
        right: tuple[int, str],
        rule: str,
    ) -> Finding | None:
        """Content after the cue, where one of its frames fits."""
        begin, frame = right
        if begin < 0:
            return None
        stop = find_end(batch.letters, at, right, entry.part, start, end) if begin < end else begin
        stop = min(stop, _end_of_closed_quote(batch, begin, stop))
        speaker = self._find_speaker(batch.letters, at, start, end, last)
        cue = (at, at + 1)
        if stop <= begin:
            return Finding((), cue, entry, speaker, "colon-speech") if frame == "colon" else None
        return Finding(((begin, stop),), cue, entry, speaker, rule or _RULES[frame])

    def _find_speaker(self, letters: str, at: int, start: int, end: int, last: Span | None) -> Span | None:
        """The subject of the cue; of "..., saying" and "and said" the subject of the clause before."""
        before = letters[at - 1] if at > start else ""
        if letters[at] == "G" and before in ",A":
            return last or find_object_phrase(letters, start, end)
        return find_subject(letters, at, start) or last

    def _read_marker(self, batch: Batch, at: int, start: int, end: int) -> Finding | None:
        """ "according to X, ..." and "..., according to X"."""
        letters = batch.letters
        entry, first, last = self._find_marker(batch, at, start, end)
        if entry is None:
            return None
        speaker = find_object_phrase(letters, last, end)
        if letters[at - 1 : at] == "D" and last - first > 2 and batch.word(at - 1) in self._cues.words["possessives"]:
            speaker = (at - 1, at)
        after = speaker[1] if speaker else last
        cue = (first, last)
        # Trailing, unless the marker opens the sentence (possibly after "But" or an adverb).
        left = letters[start:first]
        comma = letters.find(",", after, end)
        begin = comma + 1 if comma >= 0 else after
        stop = strip_stop(letters, begin, end)
        parts: list[Span] = []
        if len(left.strip('BAdaT,"')) > 1:
            parts.append((start, first - 1 if left[-1] == "," else first))
        if stop > begin and (not parts or (comma >= 0 and _VERBAL.isdisjoint(left))):
            parts.append((begin, stop))
        return Finding(tuple(parts), cue, entry, speaker, "according-to") if parts else None

    def _find_marker(self, batch: Batch, at: int, start: int, end: int) -> tuple[Cue | None, int, int]:
        """The marker that the word at `at` belongs to, and its tokens. "по его мнению" names the speaker inside."""
        for words, entry in self._markers_with.get(batch.word(at), ()):
            place = words.index(batch.word(at))
            first, last = at - place, at - place + len(words)
            if first >= start and last <= end and all(batch.word(first + i) == w for i, w in enumerate(words)):
                return entry, first, last
            inside = batch.letters[at - 1 : at] == "D" and place == len(words) - 1 and at - place - 1 >= start
            if inside and all(batch.word(first - 1 + i) == word for i, word in enumerate(words[:-1])):
                return entry, first - 1, last
        return None, at, at

    def _read_passive(self, batch: Batch, at: int, entry: Cue, start: int, end: int) -> Finding | None:
        """ "X was criticized for ..." with the subject as content, "X is expected to ..."."""
        letters = batch.letters
        if "passive" not in entry.frames and "agent" not in entry.frames:
            found = self._read_right(batch, at, entry, start, end, None, "passive")
            return Finding(found.parts, found.cue, entry, None, "passive") if found else None
        subject = find_subject(letters, at, start)
        stop = find_end(letters, at, (at + 1, "object"), "verb", start, end)
        parts: list[Span] = [subject] if subject else []
        speaker = None
        if letters[at + 1 : at + 2] == "p" and batch.word(at + 1) == "by":
            speaker = find_object_phrase(letters, at + 2, end)
        elif stop > at + 1 and "passive" in entry.frames:
            parts.append((at + 1, stop))
        return Finding(tuple(parts), (at, at + 1), entry, speaker, "passive") if parts else None


def _end_of_closed_quote(batch: Batch, begin: int, stop: int) -> int:
    """End of the quotation that the content begins with, where it holds its own full stop; otherwise `stop`."""
    end = begin
    while end < stop and batch.letters[end] == "Q":
        end += 1
    is_closed = end - begin > 2 and batch.word(end - 2)[0] in ".!?,…"
    return end if is_closed else stop


def _clip(letters: str, finding: Finding, later: list[Finding]) -> Finding:
    """The finding without the next clause of the same speaker: ", saying ..." and "and called ..."."""
    for other in later:
        at = other.cue[0]
        inside = finding.parts and finding.parts[-1][0] < at < finding.parts[-1][1]
        if inside and other.rule in _LEFT_RULES and finding.parts[-1][0] < other.parts[0][1]:
            parts = (*finding.parts[:-1], (finding.parts[-1][0], min(finding.parts[-1][1], other.parts[0][1])))
            return Finding(parts, finding.cue, finding.entry, finding.speaker, finding.rule)
        if inside and other.speaker == finding.speaker and other.parts:
            j = at
            while letters[j - 1] in "dx":
                j -= 1
            if letters[j - 1] in ",AB":
                parts = (*finding.parts[:-1], (finding.parts[-1][0], j - 1))
                return Finding(parts, finding.cue, finding.entry, finding.speaker, finding.rule)
    return finding


def _is_after_be(letters: str, at: int, start: int) -> bool:
    j = at - 1
    while j >= start and letters[j] in "dx":
        j -= 1
    return j >= start and letters[j] == "b"


def _has_auxiliary(letters: str, at: int, start: int) -> bool:
    j = at - 1
    while j >= start and letters[j] == "d":
        j -= 1
    return j >= start and letters[j] in "xb"


def _is_verbal(letters: str, at: int, start: int) -> bool:
    """Whether a form that may also be a noun or an adjective stands where a verb stands."""
    letter = letters[at]
    if letter in "VU":
        return True
    j = at - 1
    while j >= start and letters[j] == "d":
        j -= 1
    if j < start:
        return letter in "GEV"
    before = letters[j]
    if letter == "G":
        return before != "D"
    if letter == "E":
        return before not in "Dpn"
    if letter == "S":
        return before not in "Dpntx"
    return before in 'txPZzRA"' or (False)
