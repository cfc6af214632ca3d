"""Where the content of a cue begins and ends, to the right of the cue."""

import re

from framing.voice.batch import Batch
from framing.voice.cues import Cue

Start = tuple[int, str]  # first token of the content, and the frame that found it
NONE: Start = (-1, "")

_NOUN_START = 'DNZojzneMIJ~K"'
# What ends attributed content inside a sentence, by frame. Chosen by counting, in PolNeAR's training part, whether
# what follows each sign still is content: reported clauses run on, objects and intentions end sooner.
_ALWAYS = r";|,(?=K)|-(?=[DPCBR])"
_ENDS = {
    "clause": re.compile(_ALWAYS),
    "object": re.compile(_ALWAYS + r"|,(?=[DRNPB])|,(?=A[PD])"),
    "particle": re.compile(_ALWAYS + r"|,(?=[DRPB])|,(?=A[PD])"),
    "infinitive": re.compile(_ALWAYS + r"|,(?=[DRNPpB])|A(?=P)"),
    "phrase": re.compile(_ALWAYS + r"|,(?=[DRNPpB])|A(?=P)"),
}
_FRAME_ENDS = {"object": "object", "particle": "particle", "infinitive": "infinitive"}
_SUBORDINATE_END = re.compile(r",(?=[DPNZQ])")
_ADJUNCT = re.compile(r'(?:[pya][DNZojzney"JgMI]*)+')
_LISTENER = re.compile(r'(?:D?[NZojzneMIJ"~y]+|P)(?:[pA]D?[NZojzneMIJ"~y]+)*')
# A listener right before a clause without "that": "told reporters the road ...", "told the Daily Post the road ...".
_BARE_LISTENER = re.compile(r"(?:D?[NZ]+|D?o?z)(?=[DP])")
_SPEECH = frozenset(("clause", "quote", "that"))  # frames of verbs that report words
_FINITE_CUES = frozenset("VES")
_COMMA_THAT = ("T", "w")
_MAX_GAP = 16  # tokens between a cue and content announced by "that", a colon or a mark


class ContentFinder:
    """Finds content after Russian cues."""

    def find_start(self, batch: Batch, at: int, entry: Cue, end: int) -> Start:
        """Where the content after the cue at `at` begins; -1 where none of its frames fits."""
        letters = batch.letters
        j = skip_adverbs(letters, at + 1, end)
        if j >= end or letters[j] in ".)":
            return NONE
        if letters[j] == "p" and letters[at] in "EU" and batch.word(j) == "by":  # "asked by reporters whether"
            j = min(_match_end(_LISTENER, letters, j + 1, end), end - 1)
        found = self._find_framed(batch, j, entry)
        if found[0] >= 0 or entry.part != "verb":
            return found
        return self._find_russian(batch, j, entry, end)

    def _find_framed(self, batch: Batch, j: int, entry: Cue) -> Start:
        """Content that begins at token `j`, right after the cue, with a sign of its own."""
        letters, frames = batch.letters, entry.frames
        letter, after = letters[j], letters[j + 1 : j + 2]
        if letter == ":":
            return (j + 1, "colon") if frames & _SPEECH or entry.part == "noun" else NONE
        if letter == "Q":
            return j, "quote"
        if letter == "," and after:
            that = after in _COMMA_THAT and bool(frames & {"clause", "that", "question"})
            return (j + 1, "quote" if after == "Q" else "that") if after == "Q" or that else NONE
        if letter == "T" and frames & {"clause", "that"}:
            return j, "that"
        if letter in "wR" and "question" in frames:
            return j, "question"
        if letter == "t" and "infinitive" in frames and after not in "DNZ":
            return j, "infinitive"
        return (j + 1, "particle") if batch.word(j) in entry.particles else NONE

    def _find_russian(self, batch: Batch, j: int, entry: Cue, end: int) -> Start:
        """ ", что ..." after a listener, an adjunct or an inverted subject; an infinitive; an object."""
        letters, frames = batch.letters, entry.frames
        reach = min(end, j + _MAX_GAP)
        comma = letters.find(",", j, reach)
        if frames & {"clause", "that"} and comma >= 0 and letters[comma + 1 : comma + 2] == "T":
            return comma + 1, "that"
        colon = letters.find(":", j, reach)
        if frames & {"clause", "quote"} and colon >= 0 and _FINITE_CUES.isdisjoint(letters[j:colon]):
            return colon + 1, "colon"
        if "infinitive" in frames and "i" in letters[j : min(end, j + 4)]:
            return j, "infinitive"
        if "object" in frames and letters[j] not in ",-(;T":
            return j, "object"
        return NONE


def _match_end(pattern: re.Pattern[str], letters: str, j: int, end: int) -> int:
    match = pattern.match(letters, j, min(end, j + _MAX_GAP))
    return match.end() if match else j


def find_end(letters: str, at: int, right: Start, part: str, start: int, end: int) -> int:
    """Where the content that begins at `right` ends.

    Args:
        letters: one letter per token.
        at: token of the cue.
        right: first token of the content, and its frame.
        part: part of speech of the cue.
        start: first token of the sentence.
        end: after the last token of the sentence.
    """
    begin, frame = right
    stop = strip_stop(letters, begin, end)
    kind = _FRAME_ENDS.get(frame, "clause") if part == "verb" else "phrase"
    match = _ENDS[kind].search(letters, begin + 1, stop)
    if match:
        stop = match.start()
    clause = max(letters.rfind(",", start, at), start - 1) + 1
    if kind != "clause" and (letters[clause] in "cCaR" or (letters[at] in "GE" and at == start)):
        match = _SUBORDINATE_END.search(letters, begin + 1, stop)
        if match:
            stop = match.start()
    return stop


def skip_adverbs(letters: str, j: int, end: int) -> int:
    """After adverbs and times."""
    while j < end and letters[j] in "dy":
        j += 1
    return j


def skip_adjuncts(letters: str, j: int, end: int) -> int:
    """After adverbs, times and prepositional phrases."""
    return _match_end(_ADJUNCT, letters, skip_adverbs(letters, j, end), end)


def skip_listener(letters: str, j: int, end: int) -> int:
    """After a noun phrase and what is attached to it."""
    return _match_end(_LISTENER, letters, j, end)


def is_over(letters: str, j: int, end: int) -> bool:
    """Whether a clause ends at `j`."""
    return j >= end or letters[j] in ".,;-)(K"


def strip_stop(letters: str, begin: int, end: int) -> int:
    """`end` without the closing punctuation."""
    while end > begin and letters[end - 1] in ".~":
        end -= 1
    return end
