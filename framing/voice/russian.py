"""Russian sentences with a cue -> what is attributed, to whom, by which rule."""

import re

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.clipping import cut_next_clause
from framing.voice.content import Start
from framing.voice.cues import Cue, CueLexicon
from framing.voice.russian_before import read_as, read_back_reference, read_left, skip_dateline
from framing.voice.russian_content import find_start
from framing.voice.russian_markers import MarkerReader
from framing.voice.russian_noun_phrases import FINITE
from framing.voice.russian_right import make_finding, read_noun, read_participle
from framing.voice.russian_signatures import SignatureReader
from framing.voice.russian_subjects import clause_start, find_after, find_before, find_place_before, find_relative
from framing.voice.speakable import SpeakerGate

_LEFT_RULES = frozenset(("trailing-clause", "interrupted-clause", "according-to", "marks-with-cue", "as-clause"))
_TRAILING = frozenset(("clause", "after"))  # frames of verbs that may follow content without marks
_ANNOUNCED = frozenset(("colon", "that"))
_CUE_LETTERS = re.compile("[VESGIUMJKHW]")


class RussianReader:
    """Reads Russian sentences."""

    def __init__(self, cues: CueLexicon) -> None:
        self._cues = cues
        self._markers = MarkerReader(cues)
        self._signatures = SignatureReader(cues)
        self._gate = SpeakerGate(cues)
        self._writers = cues.words.get("writers", frozenset())
        self._possessives = cues.words.get("possessives", frozenset())

    def read_sentence(self, batch: Batch, sentence: Sentence) -> list[Finding]:
        """The findings of a sentence, in the order of their cues."""
        findings: list[Finding] = []
        heading = self._signatures.read_colon(batch, sentence)
        if heading:
            findings.append(heading)
        closing = None if heading else self._signatures.read_dash(batch, sentence)
        if closing:
            findings.append(closing)
            sentence = sentence._replace(end=closing.cue[0])
        sentence = sentence._replace(start=skip_dateline(batch, sentence))
        speaker: Span | None = None
        reached = sentence.start
        for match in _CUE_LETTERS.finditer(batch.letters, sentence.start, sentence.end):
            if match.start() < reached:
                continue
            finding = self._read_cue(batch, match.start(), sentence, speaker)
            if finding is None or self._is_refused(batch, finding):
                continue
            if finding.rule == "trailing-clause" and findings and findings[-1].rule == "previous-sentence":
                continue  # "Об этом заявил X, передает Y"
            speaker = finding.speaker or speaker
            findings.append(finding)
            if finding.rule == "previous-sentence":
                reached = finding.speaker[1] if finding.speaker else finding.cue[1]
            elif finding.rule == "intention":  # "отказался комментировать X": one row
                reached = finding.parts[0][0] + 1 if finding.parts else reached
        if len(findings) < 2:
            return findings
        return [_clip(batch.letters, finding, findings[place + 1 :]) for place, finding in enumerate(findings)]

    def _is_refused(self, batch: Batch, finding: Finding) -> bool:
        """Whether the writer speaks ("я" or "мы" outside marks, with content that holds no marks), or after a clause
        something that cannot speak: "..., сулят большие доходы"."""
        speaker = finding.speaker
        if speaker is None or finding.rule == "transcript":
            return False
        has_marks = any(batch.letters.find("Q", *part) >= 0 for part in finding.parts)
        if finding.rule == "trailing-clause" and not has_marks and self._gate.narrow(batch, speaker) is None:
            return True
        is_writer = speaker[1] - speaker[0] == 1 and batch.word(speaker[0]) in self._writers
        return is_writer and not has_marks

    def _read_cue(self, batch: Batch, at: int, sentence: Sentence, last: Span | None) -> Finding | None:
        letter, word = batch.letters[at], batch.word(at)
        if letter == "K":
            return self._markers.read_marker(batch, at, sentence)
        if letter == "H":
            return self._markers.read_distancing(batch, at, sentence)
        if letter == "M":
            return read_noun(batch, at, self._cues.nouns[word], sentence, last, self._possessives)
        entry = self._cues.adjectives[word] if letter == "J" else self._cues.verbs.get(word)
        if entry is None:
            return None
        if letter in "GW":
            return read_participle(batch, at, entry, sentence, last)
        return self._read_verb(batch, at, entry, sentence, last)

    def _read_verb(self, batch: Batch, at: int, entry: Cue, sentence: Sentence, last: Span | None) -> Finding | None:
        letters, end = batch.letters, sentence.end
        may_report = bool(entry.frames & _TRAILING) or entry.part == "adjective"
        right = find_start(batch, at, entry, end)
        if may_report and letters[at] != "I":
            found = None if right[1] == "infinitive" else read_back_reference(batch, at, entry, sentence)
            found = found or read_as(batch, at, entry, sentence)
            if found:
                return found
        if letters[at] in "VSJE" and right[1] not in _ANNOUNCED:
            found = read_left(batch, at, entry, sentence, may_report and right[1] != "infinitive")
            if found:
                return found
        if right[0] < 0:
            return _read_topic(batch, at, entry, sentence)
        subject = _find_subject(batch, at, right, sentence, last)
        if letters[at] == "I" and (subject is None or not _follows_verb(letters, at, right[1])):
            return None
        subject = subject or last
        if subject is None and right[1] in ("object", "particle", "infinitive") and not _is_impersonal(batch.word(at)):
            return None
        is_embedded = letters[clause_start(letters, at, sentence.start)] in "Rc" and right[1] == "that"
        return make_finding(batch, at, entry, subject, right, end, is_embedded=is_embedded)


def _find_subject(batch: Batch, at: int, right: Start, sentence: Sentence, last: Span | None) -> Span | None:
    """Who does what the verb at `at` says; `last` where "и" joins it to the verb of the last speaker."""
    letters, start, end = batch.letters, sentence.start, sentence.end
    verb = _find_governor(letters, at) if letters[at] == "I" else at
    if verb < start:
        return find_place_before(batch, at, start)
    if last and last[1] < at and letters[_find_governor(letters, verb)] == "A":  # "приветствовал X и выразил Y"
        return last
    subject = find_relative(batch, verb, start) or find_before(batch, verb, start)
    if letters[at] == "I":
        return subject or find_place_before(batch, verb, start)
    if subject is None and right[1] in ("that", "colon", "quote", "particle"):
        inverted = find_after(batch, at, end)
        subject = inverted if inverted and inverted[1] <= right[0] else None
    return subject or find_place_before(batch, at, start)


def _read_topic(batch: Batch, at: int, entry: Cue, sentence: Sentence) -> Finding | None:
    """ "О закрытии моста сообщил X": the content stands before the cue, behind its preposition."""
    begin = clause_start(batch.letters, at, sentence.start)
    if batch.word(begin) not in entry.particles or begin + 1 >= at or not FINITE.isdisjoint(batch.letters[begin:at]):
        return None
    relative = batch.letters.find("R", begin, at)
    if relative >= 0:  # "..., о начале которой объявил X"
        part = (begin, relative + 1)
        speaker = find_before(batch, at, relative + 1) or find_after(batch, at, sentence.end)
    else:
        part, speaker = (begin + 1, at), find_after(batch, at, sentence.end)
    return Finding((part,), (at, at + 1), entry, speaker, "cue-with-particle") if speaker else None


def _find_governor(letters: str, at: int) -> int:
    """The word before an infinitive, adverbs aside: the verb in "начал говорить"."""
    at -= 1
    while letters[at] in "dp" and at > 0:
        at -= 1
    return at


def _follows_verb(letters: str, at: int, frame: str) -> bool:
    """Whether an infinitive belongs to a finite verb right before it ("начал говорить о"), or announces a clause."""
    governor = letters[_find_governor(letters, at)]
    return governor in "vb" or (frame in ("that", "colon", "quote") and governor in "VSxJ")


def _is_impersonal(word: str) -> bool:
    return word.endswith(("ется", "ится", "лось", "но", "ли", "ят", "ют", "ут", "ат"))


def _clip(letters: str, finding: Finding, later: list[Finding]) -> Finding:
    """The finding without the next clause of the same speaker, and without a reporting clause at its end."""
    for other in later:
        at = other.cue[0]
        if other.rule in ("so-called", "previous-sentence"):
            continue
        if not (finding.parts and other.parts and finding.parts[-1][0] < at < finding.parts[-1][1]):
            continue
        begin, stop = finding.parts[-1]
        if other.rule in _LEFT_RULES and begin < other.parts[-1][1] <= at:
            if other.parts[-1][0] > begin and other.rule != "marks-with-cue" and other.rule != "trailing-clause":
                continue
            return finding._replace(parts=(*finding.parts[:-1], (begin, min(stop, other.parts[-1][1]))))
        cut = cut_next_clause(letters, finding, other)
        if cut:
            return cut
    return finding
