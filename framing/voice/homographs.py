"""Verbs with content that report nothing: what is a noun or an adjective here, or tells of no attitude held."""

from framing.voice.batch import Batch, Sentence
from framing.voice.content import Start, find_end
from framing.voice.cues import Cue, CueLexicon

_POSSESSIVE = ("'s", "’s")
_AFTER_VERB = "DPNZ"  # what follows a verb rather than a noun
_FINITE = "bxvVES"
_VERBAL = frozenset("bxvVESU")
_MAX_QUOTED = 8  # tokens between "quoted" and "as saying"
_CLAUSAL = frozenset(("clause", "that"))
_PRECEDES_FINITE = frozenset("RwTaP")


class HomographGate:
    """Tells which verbs with content after them report nothing.

    Args:
        cues: the cue file; forms on its list `nominal` are verbs only after a pronoun or a name.
    """

    def __init__(self, cues: CueLexicon) -> None:
        self._nominal = cues.words.get("nominal", frozenset())
        self._potentials = cues.words.get("potentials", frozenset())

    def reports_nothing(self, batch: Batch, at: int, entry: Cue, right: Start, sentence: Sentence) -> bool:
        """Whether a verb is no report.

        Args:
            batch: letters and words.
            at: token of the verb.
            entry: its cue.
            right: first token of the content after it, and the frame that found it.
            sentence: the sentence around it.
        """
        (begin, frame), start, end = right, sentence.start, sentence.end
        if begin >= end:  # nothing follows
            return False
        if frame == "that":
            return _is_no_conjunction(batch.letters, at, begin, entry, start)
        if frame == "object":
            return (
                self._holds_no_attitude(batch, at, start, end)
                or self._is_noun(batch, at, begin, start)
                or _takes_no_object(batch, at, begin, start)
            )
        if frame != "bare":
            return False
        if "statement" in entry.frames:  # "wrote a book"
            stop = find_end(batch.letters, at, right, "verb", start, end)
            if _VERBAL.isdisjoint(batch.letters[begin:stop]):
                return True
        is_noun = self._is_noun(batch, at, begin, start) or _is_subject(batch, at, begin, start)
        return is_noun or (not entry.frames.isdisjoint(_CLAUSAL) and _is_what_is_told(batch, at, begin, start))

    def _holds_no_attitude(self, batch: Batch, at: int, start: int, end: int) -> bool:
        """Whether a verb with an object tells of no attitude held: "may praise X", "a group backing X"."""
        letters = batch.letters
        if letters[at] == "G":
            return at == start or letters[at - 1] == "N"
        # "Quoted X as saying ...": the next cue tells what.
        if letters.find("aG", at, min(end, at + _MAX_QUOTED)) >= 0:
            return True
        j = at - 1
        while j > start and letters[j] == "d":
            j -= 1
        return j >= start and batch.word(j) in self._potentials

    def _is_noun(self, batch: Batch, at: int, begin: int, start: int) -> bool:
        """Whether the form has no subject: "Ann's repeated claims", "if states act", "released documents"."""
        letters = batch.letters
        letter, last = letters[at], letters[at - 1] if at > start else ""
        if letter not in "ESI" or not last:
            return False
        if last not in "bPR" and batch.word(at - 1).endswith(_POSSESSIVE):
            return True
        if letter != "S" or last in "cC":
            return letter == "S"
        has_subject = last in "PR" or (last in "NZ" and letters[begin] in _AFTER_VERB)
        return not has_subject and batch.word(at) in self._nominal


def _is_no_conjunction(letters: str, at: int, begin: int, entry: Cue, start: int) -> bool:
    """Whether "that" begins no clause of content: "remarks that were made", "went through that again"."""
    last = letters[at - 1] if at > start else ""
    may_be_noun = (letters[at] == "S" and last != "P") or (letters[at] == "G" and last in ("o", "j"))
    return (may_be_noun and _at(letters, begin + 1) in _FINITE) or entry.frames.isdisjoint(_CLAUSAL)


def _takes_no_object(batch: Batch, at: int, begin: int, start: int) -> bool:
    """Whether an object is none: "as opposed to", and what a question asks the reader ("do you support the plan")."""
    letters = batch.letters
    if at - start > 1 and letters[at - 2 : at] == "xP" and batch.word(at - 1) == "you":
        return True
    is_named = at > start and letters[at - 1] in "PNZ"
    return letters[at] in "EU" and letters[begin] in "ta" and _at(letters, begin + 1) not in "bx" and not is_named


def _is_subject(batch: Batch, at: int, begin: int, start: int) -> bool:
    """Whether a finite verb follows: "his remarks were", but not "which he says were" nor "he says it's"."""
    letters, word = batch.letters, batch.word(begin)
    is_finite = letters[at] in "SIG" and letters[begin] in "bxv" and word.isalpha() and not word.endswith("ing")
    return is_finite and _PRECEDES_FINITE.isdisjoint(letters[start:at])


def _is_what_is_told(batch: Batch, at: int, begin: int, start: int) -> bool:
    """Whether the cue ends a clause that is itself a subject: "what the mayor promised was"."""
    letters, what = batch.letters, batch.letters.rfind("w", start, at)
    is_followed = begin == at + 1 and letters[begin] in "bxv"
    return is_followed and what >= 0 and batch.word(what) == "what" and _VERBAL.isdisjoint(letters[what + 1 : at])


def _at(letters: str, place: int) -> str:
    """A letter; a full stop behind the last one."""
    return letters[place] if place < len(letters) else "."
