"""Sentences with a cue -> what is attributed, to whom, by which rule."""

import re
from collections.abc import Iterable

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.candidates import AFTER_ADJECTIVE, CLAUSE, DISTANCING, MARKER, PASSIVE, PHRASE
from framing.voice.clipping import cut_next_clause
from framing.voice.comments import read_as_clause, read_naming
from framing.voice.content import ContentFinder, Start, end_of_closed_quote, find_end
from framing.voice.cues import Cue, CueLexicon
from framing.voice.markers import MarkerReader
from framing.voice.phrases import UNDECIDED
from framing.voice.preceding import find_preceding
from framing.voice.rules import AT_ARMS_LENGTH
from framing.voice.subjects import find_object_phrase, find_subject

Candidate = tuple[int, int, int, int]  # token, way, and first token and end of its subject

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
_TRAILING = frozenset(("clause", "listener", "after"))  # frames of verbs that may follow content without marks
# "KYIV, March 3 (Agency) —", "MOSCOW, June 2. /Agency/." and "WASHINGTON —" before the first words of a report.
_DATELINE = re.compile(r"[NZ]{1,3}(?:,[NZyn]{1,3})*\.?(?:(?:\([NZ]{1,3}\)|~[NZ]{1,3}~)[-.]|-)")
_MAX_LATER = 12  # findings of a sentence, from one on, that may limit it
_MAX_QUOTED = 8  # tokens between "quoted" and "as saying"
_ANNOUNCED = frozenset(("colon", "quote", "that"))


class ClauseReader:
    """Reads the sentences of one language other than Russian."""

    def __init__(self, cues: CueLexicon) -> None:
        self._cues = cues
        self._content = ContentFinder()
        self._markers = MarkerReader(cues)
        self._writers = cues.words.get("writers", frozenset())
        self._potentials = cues.words.get("potentials", frozenset())
        self._naming = cues.words.get("naming", frozenset())

    def open_sentence(self, batch: Batch, sentence: Sentence) -> Finding | Sentence:
        """What a speaker before a colon says in all the sentence, or the sentence without a dateline."""
        turn = self._markers.read_colon(batch, sentence)
        if turn or sentence.turn_end <= sentence.start or not batch.is_upper(sentence.start):
            return turn or sentence
        dateline = _DATELINE.match(batch.letters, sentence.start, sentence.end)
        return sentence._replace(start=dateline.end()) if dateline else sentence

    def read_sentence(self, batch: Batch, sentence: Sentence, candidates: Iterable[Candidate]) -> list[Finding]:
        """The findings of a sentence, in the order of their cues.

        Args:
            batch: letters and words.
            sentence: a sentence that `open_sentence` gave.
            candidates: its tokens that can be cues, each with the way in which it is read and its subject.
        """
        findings: list[Finding] = []
        speaker: Span | None = None
        for at, way, first, stop in candidates:
            subject = (first, stop) if first >= 0 else None
            if first == UNDECIDED:
                subject = find_subject(batch.letters, at, sentence.start)
            finding = self._read_cue(batch, at, way, sentence, speaker, subject)
            if finding and not self._is_own_voice(batch, finding, sentence.start):
                findings.append(finding)
                speaker = finding.speaker or speaker
        if len(findings) < 2:
            return findings
        return [
            _clip(batch.letters, finding, findings[place + 1 : place + _MAX_LATER])
            for place, finding in enumerate(findings)
        ]

    def _is_own_voice(self, batch: Batch, finding: Finding, start: int) -> bool:
        """Whether the writer speaks: "I", "we" or "I've" outside marks, with content that holds no marks."""
        speaker, letters = finding.speaker, batch.letters
        j = max(start, finding.cue[0] - 1)
        while j > start and letters[j] in "dxb" and batch.word(j) not in self._writers:
            j -= 1
        is_writer = letters[j] in "xb" and batch.word(j) in self._writers
        if not is_writer and speaker and speaker[1] - speaker[0] == 1:
            is_writer = batch.word(speaker[0]) in self._writers
        if not is_writer:
            return False
        return finding.rule != "transcript" and all(batch.letters.find("Q", *part) < 0 for part in finding.parts)

    def _read_cue(
        self, batch: Batch, at: int, way: int, sentence: Sentence, last: Span | None, subject: Span | None
    ) -> Finding | None:
        word = batch.word(at)
        if way >= AFTER_ADJECTIVE:
            found = self._read_phrase(batch, at, self._cues.adjectives[word], sentence, last, subject)
            if found:
                return found
            way -= AFTER_ADJECTIVE
        if way == CLAUSE:
            return self._read_verb(batch, at, self._cues.verbs[word], sentence, last, subject)
        if way == PHRASE:
            return self._read_phrase(batch, at, self._cues.nouns[word], sentence, last, subject)
        if way == PASSIVE:
            return self._read_passive(batch, at, self._cues.verbs[word], sentence, subject)
        if way == MARKER:
            found = self._markers.read_marker(batch, at, sentence)
            noun = None if found else self._cues.nouns.get(word)
            return self._read_phrase(batch, at, noun, sentence, last, subject) if noun else found
        return self._markers.read_distancing(batch, at, sentence) if way == DISTANCING else None

    def _read_verb(
        self, batch: Batch, at: int, entry: Cue, sentence: Sentence, last: Span | None, subject: Span | None
    ) -> Finding | None:
        letters, start, end = batch.letters, sentence.start, sentence.end
        right = self._content.find_start(batch, at, entry, end)
        is_gerund = letters[at] == "G"
        is_quoting = is_gerund and at > start and letters[at - 1] == "a"  # "X was quoted as saying"
        if is_quoting:
            subject = _find_quoted(letters, at, start)
        if entry.lemma in self._naming:
            named = read_naming(batch, at, entry, sentence, subject)
            if named:
                return named
        if (not is_gerund or is_quoting) and (subject is None or subject[0] > start):
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
        if right[0] < 0 and not is_gerund and letters[at + 1 : at + 2] == "," and "clause" in entry.frames:
            right = (at + 2, "bare")  # "X said, if asked, ..."
        if right[0] < 0 or (right[1] == "object" and self._is_no_report(batch, at, sentence)):
            return None
        speaker = self._find_speaker(batch, at, sentence, last, subject)
        return self._finish(batch, at, entry, sentence, speaker, right, _RULES[right[1]])

    def _is_no_report(self, batch: Batch, at: int, sentence: Sentence) -> bool:
        """Whether a verb with an object tells of no attitude held: "may praise X", "a group backing X"."""
        letters, start = batch.letters, sentence.start
        if letters[at] == "G":
            return at == start or letters[at - 1] == "N"
        # "Quoted X as saying ...": the next cue tells what.
        if letters.find("aG", at, min(sentence.end, at + _MAX_QUOTED)) >= 0:
            return True
        j = at - 1
        while j > start and letters[j] == "d":
            j -= 1
        return j >= start and batch.word(j) in self._potentials

    def _read_phrase(
        self, batch: Batch, at: int, entry: Cue, sentence: Sentence, last: Span | None, subject: Span | None
    ) -> Finding | None:
        """Content of a noun ("the claim that ...") or an adjective ("aware that ...")."""
        right = self._content.find_start(batch, at, entry, sentence.end)
        if right[0] < 0:
            return None
        speaker = self._find_speaker(batch, at, sentence, last, subject)
        return self._finish(batch, at, entry, sentence, speaker, right, f"{entry.part}-cue")

    def _finish(
        self, batch: Batch, at: int, entry: Cue, sentence: Sentence, speaker: Span | None, right: Start, rule: str
    ) -> Finding | None:
        """Content after the cue, where one of its frames fits."""
        begin, frame = right
        if begin < 0:
            return None
        letters, start, end = batch.letters, sentence.start, sentence.end
        stop = find_end(letters, at, right, entry.part, start, end) if begin < end else begin
        cue = (at, begin) if frame == "particle" and entry.part == "verb" else (at, at + 1)  # "called for"
        if stop <= begin:
            return Finding((), cue, entry, speaker, "colon-speech") if frame == "colon" else None
        if letters[begin] == "Q":
            stop = min(stop, end_of_closed_quote(batch, begin, stop))
        return Finding(((begin, stop),), cue, entry, speaker, rule)

    def _find_speaker(
        self, batch: Batch, at: int, sentence: Sentence, last: Span | None, subject: Span | None
    ) -> Span | None:
        """The subject of the cue; of "..., saying" and "and said" the subject of the clause before."""
        letters, start, end = batch.letters, sentence.start, sentence.end
        if letters[at] == "G" and at > start and letters[at - 1] in ",A":
            if last:
                return last
            opening = find_object_phrase(letters, start, end)
            is_whole = opening and not batch.word(opening[1] - 1).endswith("'s")  # "Lee's first deputy, ..."
            return opening if is_whole else None
        return subject or last

    def _read_passive(
        self, batch: Batch, at: int, entry: Cue, sentence: Sentence, subject: Span | None
    ) -> Finding | None:
        """ "X was criticized for ..." with the subject as content, "X is expected to ..."."""
        letters, start, end = batch.letters, sentence.start, sentence.end
        cue = (at, at + 1)
        if letters[at + 1 : min(at + 3, end)] == "aG":  # "was quoted as saying": the next cue tells what
            return None
        if not entry.frames & {"passive", "agent"}:
            right = self._content.find_start(batch, at, entry, end)
            found = self._finish(batch, at, entry, sentence, None, right, "passive")
            return Finding(found.parts, cue, entry, None, "passive") if found else None
        stop = find_end(letters, at, (at + 1, "object"), "verb", start, end)
        parts: list[Span] = [subject] if subject and subject[1] - subject[0] > 1 else []  # "it" alone says nothing
        speaker = None
        if letters[at + 1 : at + 2] == "p" and batch.word(at + 1) == "by":
            speaker = find_object_phrase(letters, at + 2, end)
        elif stop > at + 1 and "passive" in entry.frames:
            agent = _find_agent(batch, at + 2, stop)
            parts.append((at + 1, agent[0] - 1 if agent else stop))
            speaker = agent
        return Finding(tuple(parts), cue, entry, speaker, "passive") if parts else None


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


def _clip(letters: str, finding: Finding, later: list[Finding]) -> Finding:
    """The finding without the next clause of the same speaker: ", saying ..." and "and called ..."."""
    for other in later:
        at = other.cue[0]
        if other.rule in AT_ARMS_LENGTH:
            continue
        if not (finding.parts and other.parts and finding.parts[-1][0] < at < finding.parts[-1][1]):
            continue
        begin, stop = finding.parts[-1]
        if other.rule in _LEFT_RULES and begin < other.parts[0][1]:
            parts = (*finding.parts[:-1], (begin, min(stop, other.parts[0][1])))
            return Finding(parts, finding.cue, finding.entry, finding.speaker, finding.rule)
        cut = cut_next_clause(letters, finding, other)
        if cut:
            return cut
    return finding
