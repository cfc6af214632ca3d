"""Sentences with a cue -> what is attributed, to whom, by which rule."""

import re
from collections.abc import Iterable, Sequence

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.candidates import AFTER_ADJECTIVE, DISTANCING, MARKER, PHRASE
from framing.voice.clipping import cut_next_clause
from framing.voice.contents import FRAMES
from framing.voice.cues import Cue, CueLexicon
from framing.voice.markers import MarkerReader
from framing.voice.phrases import UNDECIDED
from framing.voice.reporting import CueReader, FoundCue
from framing.voice.rules import AT_ARMS_LENGTH
from framing.voice.subjects import find_subject

# Token, way, first token and end of its subject; number of its cue; first token of its content, and number of the frame
# that found it; whether content may stand before it; whether the writer may speak. See `contents.Contents`.
Candidate = tuple[int, int, int, int, int, int, int, bool, bool]

_LEFT_RULES = frozenset(("trailing-clause", "interrupted-clause", "according-to", "marks-with-cue"))
# "KYIV, March 3 (Agency) —", "MOSCOW, June 2. /Agency/." and "WASHINGTON —" before the first words of a report.
_DATELINE = re.compile(r"[NZ]{1,3}(?:,[NZyn]{1,3})*\.?(?:(?:\([NZ]{1,3}\)|~[NZ]{1,3}~)[-.]|-)")
_HEADING = 2  # words of a heading that stands in one line with the first sentence
_MAX_LATER = 12  # findings of a sentence, from one on, that may limit it


class ClauseReader:
    """Reads the sentences of one language other than Russian.

    Args:
        cues: its cue file.
        entries: the cues by number.
    """

    def __init__(self, cues: CueLexicon, entries: Sequence[Cue]) -> None:
        self._cues = cues
        self._entries = entries
        self._reader = CueReader(cues)
        self._markers = MarkerReader(cues)
        self._writers = cues.words.get("writers", frozenset())
        self._headings = cues.words.get("headings", frozenset())

    def open_sentence(self, batch: Batch, sentence: Sentence) -> Finding | Sentence:
        """What a speaker before a colon says in all the sentence, or the sentence without a dateline or heading."""
        start = sentence.start
        if sentence.end - start > _HEADING and f"{batch.word(start)} {batch.word(start + 1)}" in self._headings:
            sentence = sentence._replace(start=start + _HEADING)
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
            candidates: its tokens that can be cues, each with what is known of it already.
        """
        findings: list[Finding] = []
        speaker: Span | None = None
        for at, way, first, stop, number, begin, frame, has_left, may_be_ours in candidates:
            subject = (first, stop) if first >= 0 else None
            if first == UNDECIDED:
                subject = find_subject(batch.letters, at, sentence.start)
            if number:
                right = None if begin == UNDECIDED else (begin, FRAMES[frame])
                cue = FoundCue(batch, at, self._entries[number], sentence, speaker, subject)
                finding = self._reader.read(cue, way, right, has_left)
            else:
                finding = self._read_open(batch, at, way, sentence, speaker, subject)
            if finding and not (may_be_ours and self._is_own_voice(batch, finding, sentence.start)):
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

    def _read_open(
        self, batch: Batch, at: int, way: int, sentence: Sentence, last: Span | None, subject: Span | None
    ) -> Finding | None:
        """The finding of a marker, of "so-called", or of a word that is read as an adjective first."""
        word = batch.word(at)
        if way == DISTANCING:
            return self._markers.read_distancing(batch, at, sentence)
        if way == MARKER:
            found, way = self._markers.read_marker(batch, at, sentence), PHRASE
        else:
            adjective = FoundCue(batch, at, self._cues.adjectives[word], sentence, last, subject)
            found = self._reader.read(adjective, PHRASE)
            way -= AFTER_ADJECTIVE
        entry = (self._cues.nouns if way == PHRASE else self._cues.verbs).get(word)
        if found or not way or not entry:
            return found
        return self._reader.read(FoundCue(batch, at, entry, sentence, last, subject), way)


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
