"""Russian sentences with a cue -> what is attributed, to whom, by which rule."""

import re

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.cues import Cue, CueLexicon
from framing.voice.russian_before import find_previous, read_as, read_back_reference, read_left
from framing.voice.clipping import cut_next_clause
from framing.voice.content import Start, end_of_closed_quote
from framing.voice.russian_content import FINITE, find_end, find_start
from framing.voice.russian_markers import MarkerReader
from framing.voice.russian_subjects import (
    clause_start,
    find_after,
    find_antecedent,
    find_before,
    find_place_before,
    find_relative,
)

_RULES = {
    "colon": "colon-speech",
    "quote": "marks-with-cue",
    "that": "said-that",
    "question": "reported-question",
    "infinitive": "intention",
    "particle": "cue-with-particle",
    "object": "reported-object",
}
_LEFT_RULES = frozenset(("trailing-clause", "interrupted-clause", "according-to", "marks-with-cue", "as-clause"))
_TRAILING = frozenset(("clause", "after"))  # frames of verbs that may follow content without marks
_ANNOUNCED = frozenset(("colon", "that"))
_CUE_LETTERS = re.compile("[VESGIUMJKHW]")
_SUCH = ("так", "соответствующ", "подобн", "аналогичн")
_MAX_VERB = 20  # tokens between "такое заявление" and its verb
_MAX_SUCH = 4  # tokens before "такое заявление" at the head of a sentence


class RussianReader:
    """Reads Russian sentences."""

    def __init__(self, cues: CueLexicon) -> None:
        self._cues = cues
        self._markers = MarkerReader(cues)
        self._writers = cues.words.get("writers", frozenset())

    def read_sentence(self, batch: Batch, sentence: Sentence) -> list[Finding]:
        """The findings of a sentence, in the order of their cues."""
        findings: list[Finding] = []
        heading = self._markers.read_colon(batch, sentence)
        if heading:
            findings.append(heading)
        closing = None if heading else self._markers.read_dash(batch, sentence)
        if closing:
            findings.append(closing)
            sentence = sentence._replace(end=closing.cue[0])
        speaker: Span | None = None
        reached = sentence.start
        for match in _CUE_LETTERS.finditer(batch.letters, sentence.start, sentence.end):
            if match.start() < reached:
                continue
            finding = self._read_cue(batch, match.start(), sentence, speaker)
            if finding is None or self._is_own_voice(batch, finding):
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

    def _is_own_voice(self, batch: Batch, finding: Finding) -> bool:
        """Whether the writer speaks: "я" or "мы" outside marks, with content that holds no marks."""
        speaker = finding.speaker
        if speaker is None or speaker[1] - speaker[0] != 1 or batch.word(speaker[0]) not in self._writers:
            return False
        return finding.rule != "transcript" and all(batch.letters.find("Q", *part) < 0 for part in finding.parts)

    def _read_cue(self, batch: Batch, at: int, sentence: Sentence, last: Span | None) -> Finding | None:
        letter, word = batch.letters[at], batch.word(at)
        if letter == "K":
            return self._markers.read_marker(batch, at, sentence)
        if letter == "H":
            return self._markers.read_distancing(batch, at, sentence)
        if letter == "M":
            return self._read_noun(batch, at, self._cues.nouns[word], sentence, last)
        entry = self._cues.adjectives[word] if letter == "J" else self._cues.verbs.get(word)
        if entry is None:
            return None
        if letter in "GW":
            return self._read_participle(batch, at, entry, sentence, last)
        return self._read_verb(batch, at, entry, sentence, last)

    def _read_verb(self, batch: Batch, at: int, entry: Cue, sentence: Sentence, last: Span | None) -> Finding | None:
        letters, start, end = batch.letters, sentence.start, sentence.end
        may_report = bool(entry.frames & _TRAILING) or entry.part == "adjective"
        right = find_start(batch, at, entry, end)
        if may_report and letters[at] != "I":
            found = read_back_reference(batch, at, entry, sentence) or read_as(batch, at, entry, sentence)
            if found:
                return found
        if letters[at] in "VSJE" and right[1] not in _ANNOUNCED:
            found = read_left(batch, at, entry, sentence, may_report)
            if found:
                return found
        if right[0] < 0:
            return _read_topic(batch, at, entry, sentence)
        verb = _find_governor(letters, at) if letters[at] == "I" else at
        subject = find_relative(batch, verb, start) or find_before(batch, verb, start) if verb >= start else None
        subject = subject or (find_place_before(batch, verb, start) if letters[at] == "I" else None)
        if letters[at] == "I" and (subject is None or not _follows_verb(letters, at, right[1])):
            return None
        if subject is None and right[1] in ("that", "colon", "quote", "particle"):
            subject = _between(find_after(batch, at, end), right[0])
            subject = subject or find_place_before(batch, at, start)
        subject = subject or find_place_before(batch, at, start) or last
        if subject is None and right[1] in ("object", "particle", "infinitive") and not _is_impersonal(batch.word(at)):
            return None
        is_embedded = letters[clause_start(letters, at, start)] in "Rc" and right[1] == "that"
        return _finish(batch, at, entry, subject, right, _RULES[right[1]], is_embedded, end)

    def _read_participle(
        self, batch: Batch, at: int, entry: Cue, sentence: Sentence, last: Span | None
    ) -> Finding | None:
        """ "..., добавив, что ..." and "инженер, заявивший, что ...": the speaker stands before the comma."""
        letters, start, end = batch.letters, sentence.start, sentence.end
        right = find_start(batch, at, entry, end)
        if right[0] < 0 or right[1] == "question":
            return None
        opening = clause_start(letters, at, start)
        if letters[at] == "W":
            speaker = find_antecedent(batch, opening - 1, start) if opening > start else None
        else:
            speaker = last or self._find_main_subject(batch, sentence, opening)
        is_before_main = letters[at] == "W" or opening == start
        return _finish(batch, at, entry, speaker, right, _RULES[right[1]], is_before_main, end)

    def _find_main_subject(self, batch: Batch, sentence: Sentence, opening: int) -> Span | None:
        """The subject of the first finite verb outside the clause that begins at `opening`."""
        letters = batch.letters
        first = sentence.start
        if opening == first:
            comma = letters.find(",", first, sentence.end)
            first = comma + 1 if comma >= 0 else sentence.end
        for k in range(first, sentence.end):
            if letters[k] in FINITE and letters[clause_start(letters, k, first)] not in "TRwc":
                return find_before(batch, k, first) or find_after(batch, k, sentence.end)
        return None

    def _read_noun(self, batch: Batch, at: int, entry: Cue, sentence: Sentence, last: Span | None) -> Finding | None:
        """Content of a noun ("заявление о том, что ..."); "такое заявление сделал X" is about the sentence before."""
        letters, start, end = batch.letters, sentence.start, sentence.end
        if 0 < at - start <= _MAX_SUCH and batch.word(at - 1).startswith(_SUCH) and sentence.previous < start:
            verb = _find_verb(letters, at + 1, end)
            if verb >= 0:
                speaker = find_before(batch, verb, at + 1) or find_after(batch, verb, end)
                return Finding(find_previous(batch, sentence), (at, at + 1), entry, speaker, "previous-sentence")
        right = find_start(batch, at, entry, end)
        is_announced = right[1] in ("that", "colon")
        is_sentence = right[1] == "quote" and batch.is_title(min(right[0] + 1, end - 1))  # a quotation of its own
        if right[0] < 0 or right[1] == "object" or is_sentence:
            return None
        owner = _between(_find_genitive(batch, at, right[0]), right[0]) if is_announced else None
        speaker = owner or self._find_owner(batch, at, start) or last
        return _finish(batch, at, entry, speaker, right, "noun-cue", is_announced, end, is_noun=True)

    def _find_owner(self, batch: Batch, at: int, start: int) -> Span | None:
        """Whose claim it is: "его заявление", or the subject of the verb before the noun."""
        letters = batch.letters
        if at > start and batch.word(at - 1) in self._cues.words.get("possessives", frozenset()):
            return at - 1, at
        for k in range(at - 1, start - 1, -1):
            if letters[k] in "vVES":
                return find_before(batch, k, start)
            if letters[k] in ",;:(":
                return None
        return None


def _find_genitive(batch: Batch, at: int, stop: int) -> Span | None:
    """The noun in the genitive after a noun: "заявление министра о том, что"."""
    letters = batch.letters
    j = at + 1
    while j < stop and letters[j] in "NZo~":
        j += 1
    return (at + 1, j) if j > at + 1 else None


def _finish(
    batch: Batch,
    at: int,
    entry: Cue,
    speaker: Span | None,
    right: Start,
    rule: str,
    is_embedded: bool,
    end: int,
    is_noun: bool = False,
) -> Finding | None:
    """Content after the cue."""
    begin, frame = right
    stop = find_end(batch.letters, right, is_embedded, is_noun, end) if begin < end else begin
    cue = (at, at + 1)
    if stop <= begin:
        return Finding((), cue, entry, speaker, "colon-speech") if frame == "colon" else None
    if batch.letters[begin] == "Q":
        stop = min(stop, end_of_closed_quote(batch, begin, stop))
    if entry.part == "adjective" and rule != "adjective-cue":
        rule = "adjective-cue"
    return Finding(((begin, stop),), cue, entry, speaker, rule)


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


def _between(span: Span | None, limit: int) -> Span | None:
    return span if span and span[1] <= limit else None


def _find_governor(letters: str, at: int) -> int:
    """The word before an infinitive, adverbs aside: the verb in "начал говорить"."""
    at -= 1
    while letters[at] in "dp" and at > 0:
        at -= 1
    return at


def _follows_verb(letters: str, at: int, frame: str) -> bool:
    """Whether an infinitive belongs to a finite verb right before it ("начал говорить о"), or announces a clause."""
    governor = letters[_find_governor(letters, at)]
    return governor in "vb" or (frame == "that" and governor in "VSxJ")


def _is_impersonal(word: str) -> bool:
    return word.endswith(("ется", "ится", "лось", "но", "ли", "ят", "ют", "ут", "ат"))


def _find_verb(letters: str, begin: int, end: int) -> int:
    """The first finite verb of a clause, -1 where it has none."""
    for k in range(begin, min(end, begin + _MAX_VERB)):
        if letters[k] in "vVS":
            return k
        if letters[k] in "T;:":
            return -1
    return -1


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
