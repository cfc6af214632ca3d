"""One cue and what is known of it -> the content that it reports, and its speaker."""

from dataclasses import dataclass, replace

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.candidates import PASSIVE, PHRASE
from framing.voice.comments import read_as_clause, read_naming
from framing.voice.content import ContentFinder, Start, end_of_closed_quote, find_end, is_fronted
from framing.voice.cues import Cue, CueLexicon
from framing.voice.homographs import HomographGate
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
_TRAILING = frozenset(("clause", "listener", "after"))  # frames of verbs that may follow content without marks
_FINITE = frozenset("bxvVES")
_ANNOUNCED = frozenset(("colon", "quote", "that"))


@dataclass(slots=True)
class FoundCue:
    """A cue in its sentence, with what is known of it before it is read.

    `at` is its token, `last` the speaker of the last finding before it, `subject` its subject.
    """

    batch: Batch
    at: int
    entry: Cue
    sentence: Sentence
    last: Span | None
    subject: Span | None


class CueReader:
    """Reads the verbs, nouns and adjectives of one language other than Russian that report."""

    def __init__(self, cues: CueLexicon) -> None:
        self._content = ContentFinder()
        self._homographs = HomographGate(cues)
        self._naming = cues.words.get("naming", frozenset())

    def read(self, cue: FoundCue, way: int, right: Start | None = None, has_left: bool = True) -> Finding | None:
        """What a cue reports, None where it reports nothing.

        Args:
            cue: the cue in its sentence.
            way: how it is read: CLAUSE, PHRASE or PASSIVE.
            right: where the content after it begins, where that is known.
            has_left: whether content may stand before it.
        """
        if right is None:
            right = self._content.find_start(cue.batch, cue.at, cue.entry, cue.sentence.end)
        if way == PHRASE:
            return _read_phrase(cue, right)
        return _read_passive(cue, right) if way == PASSIVE else self._read_verb(cue, right, has_left)

    def _read_verb(self, cue: FoundCue, right: Start, has_left: bool) -> Finding | None:
        batch, at, entry, sentence, subject = cue.batch, cue.at, cue.entry, cue.sentence, cue.subject
        letters, start, end = batch.letters, sentence.start, sentence.end
        is_gerund = letters[at] == "G"
        is_quoting = is_gerund and at > start and letters[at - 1] == "a"  # "X was quoted as saying"
        if is_quoting:
            subject = _find_quoted(letters, at, start)
            cue = replace(cue, subject=subject)
        if entry.lemma in self._naming:
            named = read_naming(batch, at, entry, sentence, subject)
            if named:
                return named
        if has_left and (not is_gerund or is_quoting) and (subject is None or subject[0] > start):
            listens = "listener" in entry.frames
            has_content = right[1] in _ANNOUNCED
            left = find_preceding(letters, at, subject, start, end, has_content, listens)
            if subject and letters[subject[0] - 1] == "a" and not (left and left.is_quoted):
                comment = read_as_clause(batch, at, entry, sentence, subject)
                if comment:
                    return comment
            # "While it rained, they asked ...": a subordinate clause before a cue with content of its own is none.
            is_background = letters[start] in "cCaGg" and right[0] >= 0
            if left and (left.is_quoted or (not is_background and not entry.frames.isdisjoint(_TRAILING))):
                rule = "marks-with-cue" if left.is_quoted else "trailing-clause"
                rule = "interrupted-clause" if left.is_interrupted else rule
                return Finding(left.parts, (at, at + 1), entry, left.speaker, rule)
        is_set_off = letters[at + 1 : at + 2] == "," and not is_fronted(letters, at, start)
        if right[0] < 0 and not is_gerund and is_set_off and "clause" in entry.frames:
            right = (at + 2, "bare")  # "X said, if asked, ..."
        if right[0] < 0 or self._homographs.reports_nothing(batch, at, entry, right, sentence):
            return None
        return _finish(cue, _find_speaker(cue), right, _RULES[right[1]])


def _read_phrase(cue: FoundCue, right: Start) -> Finding | None:
    """Content of a noun ("the claim that ...") or an adjective ("aware that ...")."""
    if right[0] < 0:
        return None
    return _finish(cue, _find_speaker(cue), right, f"{cue.entry.part}-cue")


def _read_passive(cue: FoundCue, right: Start) -> Finding | None:
    """ "X was criticized for ..." with the subject as content, "X is expected to ..."."""
    batch, at, entry, subject = cue.batch, cue.at, cue.entry, cue.subject
    letters, start, end = batch.letters, cue.sentence.start, cue.sentence.end
    span = (at, at + 1)
    if letters[at + 1 : min(at + 3, end)] == "aG":  # "was quoted as saying": the next cue tells what
        return None
    if not entry.frames & {"passive", "agent"}:
        found = _finish(cue, None, right, "passive") if right[0] >= 0 else None
        return Finding(found.parts, span, entry, None, "passive") if found else None
    stop = find_end(letters, at, (at + 1, "object"), "verb", start, end)
    parts: list[Span] = [subject] if subject and subject[1] - subject[0] > 1 else []  # "it" alone says nothing
    speaker = None
    if letters[at + 1 : at + 2] == "p" and batch.word(at + 1) == "by":
        speaker = find_object_phrase(letters, at + 2, end)
    elif stop > at + 1 and "passive" in entry.frames:
        agent = _find_agent(batch, at + 2, stop)
        parts.append((at + 1, agent[0] - 1 if agent else stop))
        speaker = agent
    return Finding(tuple(parts), span, entry, speaker, "passive") if parts else None


def _finish(cue: FoundCue, speaker: Span | None, right: Start, rule: str) -> Finding | None:
    """Content after the cue, where one of its frames fits."""
    (begin, frame), at, entry, letters = right, cue.at, cue.entry, cue.batch.letters
    end = cue.sentence.end
    stop = find_end(letters, at, right, entry.part, cue.sentence.start, end) if begin < end else begin
    span = (at, begin) if frame == "particle" and entry.part == "verb" else (at, at + 1)  # "called for"
    if stop <= begin:
        return Finding((), span, entry, speaker, "colon-speech") if frame == "colon" else None
    if letters[begin] == "Q":
        stop = min(stop, end_of_closed_quote(cue.batch, begin, stop))
    return Finding(((begin, stop),), span, entry, speaker, rule)


def _find_speaker(cue: FoundCue) -> Span | None:
    """The subject of the cue; of "..., saying" and "and said" the subject of the clause before."""
    letters, at = cue.batch.letters, cue.at
    if letters[at] == "G" and at > cue.sentence.start and letters[at - 1] in ",A":
        if cue.last:
            return cue.last
        opening = find_object_phrase(letters, cue.sentence.start, cue.sentence.end)
        is_whole = opening and not cue.batch.word(opening[1] - 1).endswith("'s")  # "Lee's first deputy, ..."
        return opening if is_whole else None
    return cue.subject or _find_shared_subject(cue) or cue.last


def _find_shared_subject(cue: FoundCue) -> Span | None:
    """Who acts in the main clause: "After X announced ..., Y wrote and *said*"; None where the last speaker may."""
    letters, start = cue.batch.letters, cue.sentence.start
    clause = letters.rfind(",", start, cue.at)
    if cue.last is None or clause < cue.last[1] or not is_fronted(letters, cue.last[1], start):
        return None
    verb = next((place for place in range(clause + 1, cue.at) if letters[place] in _FINITE), None)
    return find_subject(letters, verb, start) if verb is not None else None


def _find_agent(batch: Batch, begin: int, stop: int) -> Span | None:
    """Who acts in a passive that ends in "by X": "described as a failure by residents"."""
    by = batch.letters.rfind("p", begin, stop)
    if by < 0 or batch.word(by) != "by" or batch.letters[by + 1 : by + 2] in ("g", "G", "n"):
        return None
    phrase = find_object_phrase(batch.letters, by + 1, stop)
    return phrase if phrase and phrase[1] == stop else None


def _find_quoted(letters: str, at: int, start: int) -> Span | None:
    """Whom "quoted X as saying" or "X was quoted as saying" names."""
    return find_subject(letters, at - 1, start) or find_subject(letters, at - 2, start)
