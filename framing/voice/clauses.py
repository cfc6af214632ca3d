"""Sentences with a cue -> what is attributed, to whom, by which rule. English clause order; Russian adds its own."""

import re
from dataclasses import dataclass

from framing.voice.cues import Cue, CueLexicon
from framing.voice.subjects import find_object_phrase, find_subject

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """Attributed content as token spans, with its cue and speaker."""

    parts: tuple[Span, ...]
    cue: Span
    entry: Cue
    speaker: Span | None
    rule: str


@dataclass(slots=True)
class Batch:
    """What the clause rules read: one letter per token (`Q` inside quotation marks), and the words.

    `letters` carries the quoted tokens as Q, `type_id` and `folded` give the words where a rule asks for one.
    """

    letters: str
    type_id: list[int]
    forms: list[str]
    folded: list[str]

    def word(self, token: int) -> str:
        """The folded form of a token."""
        return self.folded[self.type_id[token]]

    def is_title(self, token: int) -> bool:
        """Whether a token begins with a capital."""
        return self.forms[self.type_id[token]][0].isupper()


_FINITE = "VES"
_NOUN_START = "DNZozneJMI~K"
# What ends the attributed content inside a sentence. Each alternative was chosen by reading and counting where
# the content of PolNeAR's training part ends.
_END = re.compile(
    r";"
    r"|,(?=K)"  # ", according to ..."
    r"|,(?=B)"  # ", but ..."
    r"|,(?=C)"  # ", while ..."
    r"|,(?=R)"  # ", who ..."
    r"|,(?=d?G)"  # ", saying ..."
    r"|,(?=g)"  # ", hoping ..."
    r"|,(?=A[dx]?[VES])"  # ", and called ..."
    r"|,(?=d?E)"
    r"|-(?=[DPCBR])"  # " - a claim ..."
    r"|A(?=d*[VE])"  # "and said ..."
)
_SUBORDINATE_END = re.compile(r",(?=[DPNZQ])")
_ADJUNCT = re.compile(r"(?:[py][DNZozney\"JgM]*)+")
_LISTENER = re.compile(r"(?:D?[NZozneMIJ\"~y]+|P)(?:pD?[NZozneMIJ\"~y]+)*")


class ClauseReader:
    """Reads the sentences of one language."""

    def __init__(self, cues: CueLexicon) -> None:
        self._cues = cues
        # Russian sets a comma before "that"; in English the comma belongs to an inserted clause.
        self._comma_that = ("T", "w") if cues.language == "ru" else ()
        self._cue_letters = re.compile("[VESGIUMJK]")
        self._markers_with: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        for markers in cues.markers.values():
            for words, entry in markers:
                self._markers_with.setdefault(max(words, key=len), []).append((words, entry))

    def read_sentence(self, batch: Batch, start: int, end: int) -> list[Finding]:
        """The findings of the sentence of tokens `start:end`, in the order of their cues."""
        findings: list[Finding] = []
        for match in self._cue_letters.finditer(batch.letters, start, end):
            finding = self._read_cue(batch, match.start(), start, end)
            if finding:
                findings.append(finding)
        return findings

    def _read_cue(self, batch: Batch, at: int, start: int, end: int) -> Finding | None:
        letter = batch.letters[at]
        word = batch.word(at)
        if letter == "K":
            return self._read_marker(batch, at, start, end)
        adjective = self._cues.adjectives.get(word)
        if adjective and (letter == "J" or _is_after_be(batch.letters, at, start)):
            found = self._read_right(batch, at, adjective, start, end, "adjective-cue")
            if found or letter == "J":
                return found
        noun = self._cues.nouns.get(word)
        if letter == "M" or (noun and not _is_verbal(batch.letters, at, start)):
            return self._read_right(batch, at, noun, start, end, "noun-cue") if noun else None
        verb = self._cues.verbs.get(word)
        if verb is None or not _is_verbal(batch.letters, at, start):
            return None
        if letter in "EU" and _is_after_be(batch.letters, at, start):
            return self._read_passive(batch, at, verb, start, end)
        if letter == "U" and not _has_auxiliary(batch.letters, at, start):
            return None
        return self._read_left(batch, at, verb, start, end) or self._read_right(batch, at, verb, start, end, "")

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
        if len(letters[start:first].strip('BAdaT,"')) > 2:
            left_end = first - 1 if letters[first - 1] == "," else first
            return Finding(((start, left_end),), cue, entry, speaker, "according-to")
        comma = letters.find(",", after, end)
        begin = comma + 1 if comma >= 0 else after
        stop = _end_of_sentence(letters, begin, end)
        return Finding(((begin, stop),), cue, entry, speaker, "according-to") if stop > begin else None

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

    def _read_left(self, batch: Batch, at: int, entry: Cue, start: int, end: int) -> Finding | None:
        """Content before the cue: "..., X said." and "..., said X." and "..." X said."""
        letters = batch.letters
        if not entry.frames & {"clause", "quote"} and "listener" not in entry.frames:
            return None
        speaker = find_subject(letters, at, start)
        if speaker:
            stop = _end_of_content(letters, speaker[0], start)
            quoted = stop > start and letters[stop - 1] == "Q"
            is_left = stop < speaker[0] or quoted
            rest = _skip_adjuncts(letters, at + 1, end)
            if is_left and (quoted or (_is_over(letters, rest, end) and stop - start > 3)):
                return self._left_finding(batch, start, stop, (at, at + 1), entry, speaker)
        stop = _end_of_content(letters, at, start)
        quoted = stop > start and letters[stop - 1] == "Q"
        if letters[at] in "VES" and (stop < at or quoted) and (quoted or stop - start > 3):
            inverted = find_object_phrase(letters, at + 1, end)
            if inverted and "T" not in letters[at + 1 : at + 3]:
                return self._left_finding(batch, start, stop, (at, at + 1), entry, inverted)
        return None

    def _left_finding(self, batch: Batch, start: int, stop: int, cue: Span, entry: Cue, speaker: Span) -> Finding:
        all_quoted = batch.letters[start:stop].strip('Q,."~-:') == ""
        rule = "marks-with-cue" if all_quoted else "trailing-clause"
        return Finding(((start, stop),), cue, entry, speaker, rule)

    def _read_right(self, batch: Batch, at: int, entry: Cue, start: int, end: int, rule: str) -> Finding | None:
        """Content after the cue, where one of its frames fits."""
        begin, frame = self._find_content(batch, at, entry, end)
        if begin < 0:
            return None
        stop = self._find_end(batch, at, begin, start, end)
        if stop <= begin:
            return None
        speaker = find_subject(batch.letters, at, start)
        return Finding(((begin, stop),), (at, at + 1), entry, speaker, rule or _RULES[frame])

    def _find_content(self, batch: Batch, at: int, entry: Cue, end: int) -> tuple[int, str]:
        letters = batch.letters
        j = at + 1
        while j < end and letters[j] in "dy":
            j += 1
        if j >= end or letters[j] in ".)":
            return -1, ""
        found = self._find_framed(batch, j, entry)
        if found[0] >= 0 or entry.part != "verb":
            return found
        return self._find_later_content(batch, j, entry, end)

    def _find_framed(self, batch: Batch, j: int, entry: Cue) -> tuple[int, str]:
        """Content that begins at token `j`, right after the cue, with a sign of its own."""
        letters, frames = batch.letters, entry.frames
        letter, after = letters[j], letters[j + 1 : j + 2]
        if letter == ":":
            return j + 1, "colon"
        if letter == "Q":
            return j, "quote"
        if letter == "," and after:
            that = after in self._comma_that and bool(frames & {"clause", "that", "question"})
            return (j + 1, "quote" if after == "Q" else "that") if after == "Q" or that else (-1, "")
        if letter == "T" and frames & {"clause", "that"}:
            return j, "that"
        if letter in "wR" and "question" in frames:
            return j, "question"
        if letter == "t" and "infinitive" in frames and after not in "DNZ":
            return j, "infinitive"
        return (j + 1, "particle") if batch.word(j) in entry.particles else (-1, "")

    def _find_later_content(self, batch: Batch, j: int, entry: Cue, end: int) -> tuple[int, str]:
        """Content after an adjunct ("said on Monday that") or a listener ("told reporters that"), or bare."""
        letters, frames = batch.letters, entry.frames
        letter = letters[j]
        if self._comma_that:
            return self._find_russian_content(batch, j, entry, end)
        if letter in "pa" and frames & {"clause", "that", "quote"}:
            adjunct = _ADJUNCT.match(letters, j, min(end, j + 14))
            stop = adjunct.end() if adjunct else j
            return self._after_gap(letters, stop, end)
        if "listener" in frames and letter in _NOUN_START + "P":
            listener = _LISTENER.match(letters, j, min(end, j + 14))
            stop = listener.end() if listener else j
            found = self._after_gap(letters, stop, end)
            if found[0] >= 0:
                return found
            if letters[stop : stop + 1] in "wRt" and stop < end:
                return stop, "question"
            return (j + 1, "bare") if letter in "NP" else (j, "bare")
        if letter in ",-(;T":
            return -1, ""
        if frames & {"clause", "object"} and letter not in "pxbvABc":
            return j, "object" if "object" in frames else "bare"
        return -1, ""

    def _find_russian_content(self, batch: Batch, j: int, entry: Cue, end: int) -> tuple[int, str]:
        """ ", что ..." after a listener, an adjunct or an inverted subject; an infinitive; an object."""
        letters, frames = batch.letters, entry.frames
        comma = letters.find(",", j, min(end, j + 14))
        if frames & {"clause", "that"} and comma >= 0 and letters[comma + 1 : comma + 2] == "T":
            return comma + 1, "that"
        colon = letters.find(":", j, min(end, j + 14))
        if frames & {"clause", "quote"} and colon >= 0 and colon + 1 < end:
            return colon + 1, "colon"
        if "infinitive" in frames and "i" in letters[j : min(end, j + 4)]:
            return j, "infinitive"
        if "object" in frames and letters[j] not in ",-(;T":
            return j, "object"
        return -1, ""

    def _after_gap(self, letters: str, j: int, end: int) -> tuple[int, str]:
        if j < end and letters[j] == ",":
            j += 1
        if j >= end:
            return -1, ""
        if letters[j] == ":":
            return j + 1, "colon"
        if letters[j] in "TQ":
            return j, "that" if letters[j] == "T" else "quote"
        if letters[j] == "P":
            return j, "bare"
        return -1, ""

    def _find_end(self, batch: Batch, at: int, begin: int, start: int, end: int) -> int:
        letters = batch.letters
        stop = _end_of_sentence(letters, begin, end)
        match = _END.search(letters, begin + 1, stop)
        if match:
            stop = match.start()
        clause = max(letters.rfind(",", start, at), start - 1) + 1
        if letters[clause] in "cCaR" or (letters[at] == "G" and clause == start):
            match = _SUBORDINATE_END.search(letters, begin + 1, stop)
            if match:
                stop = match.start()
        return stop

    def _read_passive(self, batch: Batch, at: int, entry: Cue, start: int, end: int) -> Finding | None:
        """ "X was criticized for ..." with the subject as content, "X is expected to ..."."""
        letters = batch.letters
        if "passive" not in entry.frames and "agent" not in entry.frames:
            found = self._read_right(batch, at, entry, start, end, "passive")
            return Finding(found.parts, found.cue, entry, None, "passive") if found else None
        subject = find_subject(letters, at, start)
        stop = self._find_end(batch, at, at + 1, start, end)
        parts: list[Span] = [subject] if subject else []
        speaker = None
        if letters[at + 1 : at + 2] == "p" and batch.word(at + 1) == "by":
            speaker = find_object_phrase(letters, at + 2, end)
        elif stop > at + 1 and "passive" in entry.frames:
            parts.append((at + 1, stop))
        return Finding(tuple(parts), (at, at + 1), entry, speaker, "passive") if parts else None


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


def _skip_adjuncts(letters: str, j: int, end: int) -> int:
    """After adverbs, times, listeners and prepositional phrases."""
    while j < end and letters[j] in "dy":
        j += 1
    match = _ADJUNCT.match(letters, j, min(end, j + 16))
    return match.end() if match else j


def _end_of_content(letters: str, before: int, start: int) -> int:
    """End of what stands before the comma or dash that stands before token `before`."""
    stop = before
    while stop > start + 1 and letters[stop - 1] in ",-":
        stop -= 1
    return stop


def _is_over(letters: str, j: int, end: int) -> bool:
    return j >= end or letters[j] in ".,;-)"


def _end_of_sentence(letters: str, begin: int, end: int) -> int:
    """`end` without the closing punctuation."""
    while end > begin and letters[end - 1] in ".~":
        end -= 1
    return end
