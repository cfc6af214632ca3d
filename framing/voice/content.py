"""Where the content of a cue begins and ends, to the right of the cue."""

import re

from framing.voice.batch import Batch
from framing.voice.cues import Cue

Start = tuple[int, str]  # first token of the content, and the frame that found it
NONE: Start = (-1, "")

NOUN_START = 'DNZojzneMIJ~K"'
# What ends attributed content inside a sentence, by frame. Chosen by counting, in PolNeAR's training part, whether
# what follows each sign still is content: reported clauses run on, objects and intentions end sooner.
_ALWAYS = r";|,(?=K)|-(?=[DPCBR])"
_RESUMED = r"|,(?=d*x?[VES])"  # "X, who asked to stay, said ...": the clause around goes on
# A comma, unless marks follow or it stands in a list ("roads, bridges and ports").
_COMMA = r"|,(?!Q|[NZojznMJ]{1,4}(?:,[NZojznMJ]{1,4})*,?A(?!P))"
_ENDS = {
    "clause": re.compile(_ALWAYS),
    "bare": re.compile(_ALWAYS + r"|,(?=[RGw])"),
    "object": re.compile(_ALWAYS + _COMMA),
    "particle": re.compile(_ALWAYS + _RESUMED + r"|,(?=[DRPB])|,(?=A[PD])"),
    "infinitive": re.compile(_ALWAYS + _COMMA + r"|A(?=P)"),
    "phrase": re.compile(_ALWAYS + _COMMA + r"|A(?=P)"),
}
_FRAME_ENDS = {"bare": "bare", "object": "object", "particle": "particle", "infinitive": "infinitive"}
# The main clause that follows a clause in front of it: "When X said ..., people laughed".
_MAIN_CLAUSE = re.compile(r",(?=[DPNZQ]|[zojnM]{1,4}d?[bxvVESe])")
_MAIN_VERB = re.compile(r",(?=d*[bxvVESe])")  # "X, who said ..., was absent"
_FRONTED = re.compile(r"[cCaw]|[dyZNonjDz]{1,4}c")  # "When ...", "Hours before ..."
_FINITE = frozenset("bxvVES")
_CLAUSAL = frozenset("bxvVESe")
_ADJUNCT = re.compile(r'(?:[pya](?:x(?=[TQ:wR,])|N\.?n|N,N,?|[DNZojzney"JgMI])*)+')  # "in May", "on Sept. 3"
_DATE = re.compile(r"(?:N\.?n|x),?(?=T)")  # "Jan. 6 that", "last May that"
_LISTENER = re.compile(r'(?:D?[NZojzneMIJ"~y]+|P)(?:[pA]D?[NZojzneMIJ"~y]+)*')
# A listener right before a clause without "that": "told reporters the road ...", "told her the road ...".
_BARE_LISTENER = re.compile(r"(?:D?[NZ]+|D?o?z|[Do]o?)(?=[DP])")
_SPEECH = frozenset(("clause", "quote", "that"))  # frames of verbs that report words
_RELATIVE_FOLLOWS = ("b", "x", "v", "V", "E", "S")
MAX_GAP = 16  # tokens between a cue and content announced by "that", a colon or a mark


class ContentFinder:
    """Finds content after cues of one language."""

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
        return self._find_later(batch, j, entry, end)

    def _find_framed(self, batch: Batch, j: int, entry: Cue) -> Start:
        """Content that begins at token `j`, right after the cue, with a sign of its own."""
        letters, frames = batch.letters, entry.frames
        letter, after = letters[j], letters[j + 1 : j + 2]
        if letter == ":":
            return (j + 1, "colon") if frames & _SPEECH or entry.part == "noun" else NONE
        if letter == "Q":
            return j, "quote"
        if letter == "," and after:
            return (j + 1, "quote") if after == "Q" else NONE
        if letter == "T" and frames & {"clause", "that"}:
            is_relative = entry.part == "noun" and after in _RELATIVE_FOLLOWS  # "a report that found ..."
            return NONE if is_relative else (j, "that")
        if letter in "wR" and "question" in frames:
            return j, "question"
        if letter == "t" and "infinitive" in frames and after not in "DNZ":
            return j, "infinitive"
        return (j + 1, "particle") if batch.word(j) in entry.particles else NONE

    def _find_later(self, batch: Batch, j: int, entry: Cue, end: int) -> Start:
        """Content after an adjunct ("said on Monday that") or a listener ("told reporters that"), or bare."""
        letters, frames = batch.letters, entry.frames
        letter = letters[j]
        date = _DATE.match(letters, j, end) if frames & {"clause", "that"} else None
        if date:
            return date.end(), "that"
        if letter in "pa" and frames & {"clause", "that", "quote"}:
            stop = _match_end(_ADJUNCT, letters, j, end)
            if letters[stop - 1] == "a" and letters[stop : stop + 1] == "P":  # "said as she left"
                return NONE
            if stop < end and letters[stop] in "wR" and "question" in frames:
                return stop, "question"
            return _after_gap(letters, stop, end)
        if "listener" in frames and letter in NOUN_START:
            return self._find_after_listener(letters, j, end)
        if letter in ",-" and frames & _SPEECH:
            return _after_insertion(letters, j, end)
        if letter in ",-(;TK":
            return NONE
        if frames & {"clause", "that"} and letter in "bxv":  # "which he said was ..."
            return j, "bare"
        if frames & {"clause", "object"} and letter not in "pxbvABc":
            return j, "object" if "object" in frames else "bare"
        return NONE

    def _find_after_listener(self, letters: str, j: int, end: int) -> Start:
        stop = _match_end(_LISTENER, letters, j, end)
        found = _after_gap(letters, stop, end)
        if found[0] >= 0:
            return found
        if stop < end and letters[stop] in "wRt":
            return stop, "question"
        listener = _BARE_LISTENER.match(letters, j, end)
        if listener:
            return listener.end(), "bare"
        return (j + 1 if letters[j] == "N" else j), "bare"


def _match_end(pattern: re.Pattern[str], letters: str, j: int, end: int) -> int:
    match = pattern.match(letters, j, min(end, j + MAX_GAP))
    return match.end() if match else j


def _after_gap(letters: str, j: int, end: int) -> Start:
    """Content that a sign announces at `j`, possibly after a comma."""
    if j < end and letters[j] == ",":
        j += 1
    if j >= end:
        return NONE
    if letters[j] == ":":
        return j + 1, "colon"
    if letters[j] in "TQP":
        return j, {"T": "that", "Q": "quote", "P": "bare"}[letters[j]]
    return NONE


def _after_insertion(letters: str, j: int, end: int) -> Start:
    """Content announced after a phrase between commas or dashes: "claimed, without evidence, that ..."."""
    closing = letters.find(letters[j], j + 1, min(end, j + MAX_GAP))
    if closing < 0 or letters[closing + 1 : closing + 2] not in ("T", "Q"):
        return NONE
    return closing + 1, "that" if letters[closing + 1] == "T" else "quote"


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
    if match and kind == "bare" and _CLAUSAL.isdisjoint(letters[begin : match.start()]):
        closing = letters.find(",", match.end(), stop)
        if (
            0 < closing < stop - 1 and letters[closing + 1] in _CLAUSAL
        ):  # "said the report, which ..., will be released"
            match = _ENDS[kind].search(letters, closing + 1, stop)
    if match:
        stop = match.start()
    clause = letters.rfind(",", start, at) + 1 or start
    follows = None
    if is_fronted(letters, at, start):
        follows = _MAIN_CLAUSE
    elif letters[clause] == "R" and _FINITE.isdisjoint(letters[start:clause]):
        follows = _MAIN_VERB
    elif kind not in ("clause", "bare") and letters[clause] in "cCaR":
        follows = _MAIN_CLAUSE
    match = follows.search(letters, begin + 1, stop) if follows else None
    return match.start() if match else stop


def is_fronted(letters: str, at: int, start: int) -> bool:
    """Whether the cue stands in a clause before the main one: "When X said ...," or "Asked whether ..."."""
    if letters.find(",", start, at) >= 0:
        return False
    if letters[at] in "GE" and (at == start or (letters[at] == "G" and letters[start] == "p")):
        return _FINITE.isdisjoint(letters[start:at])
    return _FRONTED.match(letters, start, at) is not None


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


def end_of_closed_quote(batch: Batch, begin: int, stop: int) -> int:
    """End of the quotation that the content begins with, where it holds its own full stop; otherwise `stop`."""
    end = begin
    while end < stop and batch.letters[end] == "Q":
        end += 1
    is_closed = end - begin > 2 and batch.begins_with(end - 2, ".!?,…")
    return end if is_closed else stop
