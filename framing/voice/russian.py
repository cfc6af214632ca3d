"""Russian sentences with a cue -> what is attributed, to whom, by which rule."""

import re

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.cues import Cue, CueLexicon
from framing.voice.russian_content import ContentFinder, Start, find_end, skip_adverbs, strip_stop
from framing.voice.russian_markers import MarkerReader
from framing.voice.russian_preceding import find_preceding
from framing.voice.subjects import find_object_phrase, find_subject
from framing.voice.verbal import has_auxiliary, is_after_be, is_verbal

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
_ANNOUNCED = frozenset(("colon", "quote", "that"))
_CUE_LETTERS = re.compile("[VESGIUMJKH]")


class RussianReader:
    """Reads Russian sentences."""

    def __init__(self, cues: CueLexicon) -> None:
        self._cues = cues
        self._content = ContentFinder()
        self._markers = MarkerReader(cues)
        self._writers = cues.words.get("writers", frozenset())

    def read_sentence(self, batch: Batch, sentence: Sentence) -> list[Finding]:
        """The findings of a sentence, in the order of their cues."""
        turn = self._markers.read_colon(batch, sentence)
        if turn:
            return [turn]
        findings: list[Finding] = []
        speaker: Span | None = None
        # The slice keeps what stands before the sentence out of sight of the pattern.
        for match in _CUE_LETTERS.finditer(batch.letters[sentence.start : sentence.end]):
            finding = self._read_cue(batch, sentence.start + match.start(), sentence, speaker)
            if finding and not self._is_own_voice(batch, finding):
                speaker = finding.speaker or speaker
                findings.append(finding)
        if len(findings) < 2:
            return findings
        return [_clip(batch.letters, finding, findings[place + 1 :]) for place, finding in enumerate(findings)]

    def _is_own_voice(self, batch: Batch, finding: Finding) -> bool:
        """Whether the writer speaks: "I" or "we" outside marks, with content that holds no marks."""
        speaker = finding.speaker
        if speaker is None or speaker[1] - speaker[0] != 1 or batch.word(speaker[0]) not in self._writers:
            return False
        return finding.rule != "transcript" and all(batch.letters.find("Q", *part) < 0 for part in finding.parts)

    def _read_cue(self, batch: Batch, at: int, sentence: Sentence, last: Span | None) -> Finding | None:
        letters, letter, word = batch.letters, batch.letters[at], batch.word(at)
        if letter == "K":
            return self._markers.read_marker(batch, at, sentence)
        if letter == "H":
            return self._markers.read_distancing(batch, at, sentence)
        adjective = self._cues.adjectives.get(word)
        if adjective and (letter == "J" or is_after_be(letters, at, sentence.start)):
            found = self._read_phrase(batch, at, adjective, sentence, last)
            if found is None and letters[at - 1] == ",":  # "..., уверен X."
                found = self._read_verb(batch, at, adjective, sentence, last)
            if found or letter == "J":
                return found
        noun = self._cues.nouns.get(word)
        if letter == "M" or (noun and not is_verbal(letters, at, sentence.start, sentence.end)):
            return self._read_phrase(batch, at, noun, sentence, last) if noun else None
        verb = self._cues.verbs.get(word)
        if verb is None:
            return None
        if letter in "EU" and is_after_be(letters, at, sentence.start):
            return self._read_passive(batch, at, verb, sentence)
        if letter == "U" and not has_auxiliary(letters, at, sentence.start):
            return None
        return self._read_verb(batch, at, verb, sentence, last)

    def _read_verb(self, batch: Batch, at: int, entry: Cue, sentence: Sentence, last: Span | None) -> Finding | None:
        letters, start, end = batch.letters, sentence.start, sentence.end
        found = self._read_russian(batch, at, entry, sentence)
        if found:
            return found
        right = self._content.find_start(batch, at, entry, end)
        subject = find_subject(letters, at, start)
        if letters[at] != "G":
            listens = "listener" in entry.frames
            has_content = right[1] in _ANNOUNCED
            left = find_preceding(letters, at, subject, start, end, has_content, listens)
            # "While it rained, they asked ...": a subordinate clause before a cue with content of its own is none.
            is_background = letters[start] in "cCaGg" and right[0] >= 0
            may_trail = bool(entry.frames & _TRAILING) or entry.part == "adjective"
            if left and (left.is_quoted or (may_trail and not is_background)):
                rule = "marks-with-cue" if left.is_quoted else "trailing-clause"
                rule = "interrupted-clause" if left.is_interrupted else rule
                return Finding(left.parts, (at, at + 1), entry, left.speaker, rule)
        if right[0] < 0 and letters[at + 1 : at + 2] == "," and letters[at] != "G" and "clause" in entry.frames:
            right = (at + 2, "bare")  # "As X said, ..." and "X said, if asked, ..."
        if right[0] < 0:
            return None
        speaker = self._find_speaker(batch, at, sentence, last, subject)
        return self._finish(batch, at, entry, sentence, speaker, right, _RULES[right[1]])

    def _read_russian(self, batch: Batch, at: int, entry: Cue, sentence: Sentence) -> Finding | None:
        """ "Как сообщил X, ...", "..., как сообщил X", and "Об этом сообщил X." about the sentence before."""
        letters, start, end = batch.letters, sentence.start, sentence.end
        if not entry.frames & _TRAILING:
            return None
        cue, begins = (at, at + 1), batch.word(start)
        is_back_reference = begins == "об" and at - start <= 4 and batch.word(start + 1) == "этом"
        is_back_reference |= begins in ("такое", "такую") and letters[start + 1] == "M"  # "Такое мнение высказал X"
        if is_back_reference and sentence.previous < start:
            speaker = self._find_speaker(batch, at, sentence, None, None)
            return Finding(((sentence.previous, start),), cue, entry, speaker, "previous-sentence")
        as_at = letters.rfind("w", max(start, at - 5), at)
        if as_at < 0 or batch.word(as_at) != "как" or "," in letters[as_at:at]:
            return None
        speaker = find_object_phrase(letters, skip_adverbs(letters, at + 1, end), end)
        speaker = speaker if as_at >= at - 2 else find_subject(letters, at, as_at + 1)
        comma = letters.find(",", max(at + 1, speaker[1] if speaker else at), end)
        if as_at - start <= 1:
            stop = strip_stop(letters, comma + 1, end)
            parts = ((comma + 1, stop),) if 0 <= comma < stop - 1 else ()
        else:
            parts = ((start, as_at - 1),) if letters[as_at - 1] == "," else ()
        return Finding(parts, cue, entry, speaker, "as-clause") if parts else None

    def _read_phrase(self, batch: Batch, at: int, entry: Cue, sentence: Sentence, last: Span | None) -> Finding | None:
        """Content of a noun ("the claim that ...") or an adjective ("aware that ...")."""
        right = self._content.find_start(batch, at, entry, sentence.end)
        if right[0] < 0:
            return None
        letters = batch.letters
        speaker = self._find_speaker(batch, at, sentence, last, find_subject(letters, at, sentence.start))
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
        cue = (at, at + 1)
        if stop <= begin:
            return Finding((), cue, entry, speaker, "colon-speech") if frame == "colon" else None
        if letters[begin] == "Q":
            stop = min(stop, _end_of_closed_quote(batch, begin, stop))
        return Finding(((begin, stop),), cue, entry, speaker, rule)

    def _find_speaker(
        self, batch: Batch, at: int, sentence: Sentence, last: Span | None, subject: Span | None
    ) -> Span | None:
        """The subject of the cue; of "..., saying" and "and said" the subject of the clause before."""
        letters, start, end = batch.letters, sentence.start, sentence.end
        if letters[at] == "G" and at > start and letters[at - 1] in ",A":
            opening = find_object_phrase(letters, start, end)
            is_whole = opening and not batch.word(opening[1] - 1).endswith("'s")  # "Lee's first deputy, ..."
            return last or (opening if is_whole else None)
        if subject:
            return subject
        j = skip_adverbs(letters, at + 1, end)
        j += letters[j : j + 1] == "p" and j < end  # "сообщили в министерстве"
        return find_object_phrase(letters, j, end) or last

    def _read_passive(self, batch: Batch, at: int, entry: Cue, sentence: Sentence) -> Finding | None:
        """ "X was criticized for ..." with the subject as content, "X is expected to ..."."""
        letters, start, end = batch.letters, sentence.start, sentence.end
        cue = (at, at + 1)
        if not entry.frames & {"passive", "agent"}:
            right = self._content.find_start(batch, at, entry, end)
            found = self._finish(batch, at, entry, sentence, None, right, "passive")
            return Finding(found.parts, cue, entry, None, "passive") if found else None
        subject = find_subject(letters, at, start)
        stop = find_end(letters, at, (at + 1, "object"), "verb", start, end)
        parts: list[Span] = [subject] if subject and subject[1] - subject[0] > 1 else []  # "it" alone says nothing
        speaker = None
        if letters[at + 1 : at + 2] == "p" and batch.word(at + 1) == "by":
            speaker = find_object_phrase(letters, at + 2, end)
        elif stop > at + 1 and "passive" in entry.frames:
            parts.append((at + 1, stop))
        return Finding(tuple(parts), cue, entry, speaker, "passive") if parts else None


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
        if other.rule == "so-called":
            continue
        if not (finding.parts and other.parts and finding.parts[-1][0] < at < finding.parts[-1][1]):
            continue
        begin, stop = finding.parts[-1]
        if other.rule in _LEFT_RULES and begin < other.parts[0][1]:
            parts = (*finding.parts[:-1], (begin, min(stop, other.parts[0][1])))
            return Finding(parts, finding.cue, finding.entry, finding.speaker, finding.rule)
        j = at
        while letters[j - 1] in "dx":
            j -= 1
        if other.speaker and begin < other.speaker[0] < at:  # "... but she said ..."
            j = other.speaker[0]
            is_next = letters[j - 1] in "AB"
        else:
            is_next = other.speaker == finding.speaker and letters[j - 1] in ",AB"
        if is_next and j - 1 > begin:
            parts = (*finding.parts[:-1], (begin, j - 1))
            return Finding(parts, finding.cue, finding.entry, finding.speaker, finding.rule)
    return finding
