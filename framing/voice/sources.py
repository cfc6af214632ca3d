"""Who is named as the source of an English quotation: the subject of its cue, and where to look when there is none."""

import re
from collections.abc import Mapping

from framing.voice.batch import Batch, Span
from framing.voice.layout import Layout
from framing.voice.rows import Quotation
from framing.voice.subjects import find_object_phrase, find_subject

_LEADING = '"-,.~:;)(dABa'
_TRAILING = '"-,.~:;('
_BREAKS = "pt,R-"  # what ends the part of a noun phrase that holds its head
_FINITE = frozenset("vVUbxi")
_BARE = "ojMeg"  # a phrase that begins with these is a noun phrase only in the plural or at the head of a clause
_NO_PHRASE = "pcCwt"  # no noun phrase begins with these
_CLAUSE_BEFORE = '.,-:;ABTQ"cCa('  # what stands before the subject of a clause
_VERB_BEFORE = "PtxRw"  # after these an uninflected word is a verb
_VERBS = "bxvVESe"
_MODIFIERS = "ojnedgzMJIEG"
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_OWN_WAYS = frozenset(("noun-cue", "passive", "according-to"))  # rules whose source is no subject
_UNFINISHED = frozenset("DptAcCBTadj,;:-")  # no noun phrase ends in these
_OPENING_ADJECTIVE = re.compile("Nt[^NZD]")
_MAX_AGENT = 12  # tokens from a passive verb to "by"
_MAX_BACK = 60  # tokens before a cue among which its subject is looked for
_NOUNS = r'(?:D?[NZojznMeK"]+(?:[pA-]D?[NZojznMeK"]+)*|P(?:p[NZojzn]+)?)'
_INSERTED = r"(?:,[^Q]{1,30}?,|-[^Q]{1,30}?-|\([^)]{1,30}\)|R[^Q,]{1,20}?,?)?"
_MAIN = re.compile(rf'[BAda,"~]*({_NOUNS}){_INSERTED}[dx]*[bxvVESe]')
_AFTER_COMMA = re.compile(rf',"?({_NOUNS})(?:,[^,.]{{1,30}},)?d*[bxvVESe]')
_RELATIVE = re.compile(r",?(?:pD?)?R[dbx]*")
_NAMED_AFTER = re.compile(r"D?[NZojznMJIKeEgGSd]+")


class SourceFinder:
    """Finds the tokens that name the source of a quotation.

    Args:
        lists: the word lists of the cue file.
    """

    def __init__(self, lists: Mapping[str, frozenset[str]]) -> None:
        self._openers = lists["openers"]
        self._possessives = lists["possessives"]
        self._labels = lists["labels"]
        self._captions = lists["captions"]
        self._nobody = lists["nobody"]
        self._numerals = lists["numerals"]
        self._unfinished = lists["unfinished"]

    def find(self, batch: Batch, layout: Layout, row: Quotation) -> Span | None:
        """The source of a row that has a cue, None where nobody is named."""
        if row.cue is None:
            return None
        at = row.cue[0]
        letters = batch.letters
        if row.speaker and letters[row.speaker[0]] == "P" and row.rule not in _OWN_WAYS:
            return row.speaker if batch.word(row.speaker[0]) != "there" else None
        start, end = layout.sentence_of(at)
        start = max(start, at - _MAX_BACK)
        if row.rule == "noun-cue":
            return self._find_holder(batch, at, start, end)
        if row.rule == "passive":
            return self._find_agent(batch, at, end)
        if row.rule == "according-to":
            match = _NAMED_AFTER.match(batch.letters, row.cue[1], end)
            named = row.speaker or (match.span() if match else None)
            return self._trim(batch, named, start) if named else None
        span = self.narrow(batch, row.speaker, start) if row.speaker else None
        if span is None:
            is_addressed = at == start and batch.letters[at] in "EU"  # "Asked whether ..., X left"
            return None if row.kind == "scare" or is_addressed else self.search(batch, at, start, end)
        if span[1] == at and batch.letters[at] == "G" and batch.letters[at - 1] == "M":
            # "X issued a statement saying ...": the statement is not the one who speaks.
            return self.search(batch, span[0], start, end) or span
        match = _RELATIVE.fullmatch(batch.letters, span[1], at) if span[1] < at else None
        return (span[0], batch.letters.index("R", span[1]) + 1) if match else span

    def finish(self, batch: Batch, span: Span | None) -> Span | None:
        """A source without captions before it and words that no noun phrase ends in; None where nothing is left.

        "WATCH Ann Lee" is Ann Lee; "FILE PHOTO", "a single" and "nobody" are no source.
        """
        if span is None:
            return None
        start, end = span
        words = [batch.word(token) for token in range(start, end)]
        if words[0] in self._nobody or words[:2] == ["no", "one"] or self._labels.issuperset(words):
            return None
        if _OPENING_ADJECTIVE.match(batch.plain, start) and batch.plain[start - 1 : start] in ("", ".", '"'):
            return None  # "Unwilling to come to grips with it ..."
        while start < end and batch.is_upper(start) and batch.word(start) in self._captions:
            start += 1
        if end - start == 1:
            is_whole = batch.word(start) not in self._unfinished or batch.plain[start] == "z"  # "most said"
            return (start, end) if is_whole else None
        while start < end and (batch.plain[end - 1] in _UNFINISHED or batch.word(end - 1) in self._unfinished):
            if batch.is_title(end - 1) and end - 1 > start:  # "Ann Down"
                break
            end -= 1
        return (start, end) if start < end else None

    def _find_agent(self, batch: Batch, at: int, end: int) -> Span | None:
        """The phrase after "by" in the passive."""
        for place in range(at + 1, min(end, at + _MAX_AGENT)):
            if batch.letters[place] in ",.;":
                break
            if batch.word(place) == "by":
                span = find_object_phrase(batch.letters, place + 1, end)
                return self.narrow(batch, (span[0], _cut(batch, *span)), at) if span else None
        return None

    def _find_holder(self, batch: Batch, at: int, start: int, end: int) -> Span | None:
        """Whose claim it is: "his claim", "the mayor's claim", "made a claim", "a claim by the mayor"."""
        letters = batch.letters
        if at + 2 < end and batch.word(at + 1) == "by":
            span = find_object_phrase(letters, at + 2, end)
            return span and self.narrow(batch, span, at)
        j = at
        while j > start and letters[j - 1] in _MODIFIERS and not batch.word(j - 1).endswith(_POSSESSIVE):
            j -= 1
        if j > start and batch.word(j - 1) in self._possessives:
            return j - 1, j
        if j > start and batch.word(j - 1).endswith(_POSSESSIVE):
            span = find_subject(letters, j, start)
            return (span and self._trim(batch, span, start)) or (j - 1, j)
        return self._find_verb_subject(batch, j - (j > start and letters[j - 1] == "D"), start)

    def search(self, batch: Batch, at: int, start: int, end: int) -> Span | None:
        """The subject of the nearest verb before `at` that has one, or what opens the sentence."""
        opening = find_object_phrase(batch.letters, start, at)
        return (
            self._find_verb_subject(batch, at, start)
            or self.find_main_subject(batch, start, end)
            or (opening and self.narrow(batch, opening, start))
        )

    def _find_verb_subject(self, batch: Batch, at: int, start: int) -> Span | None:
        letters = batch.letters
        for place in range(at - 1, start, -1):
            if letters[place] in _VERBS or (letters[place - 1] == "P" and letters[place] in "ozI"):
                subject = find_subject(letters, place, start)
                subject = subject and self.narrow(batch, subject, start)
                if subject:
                    return subject
        return None

    def find_main_subject(self, batch: Batch, start: int, end: int) -> Span | None:
        """The subject of the main clause of a sentence."""
        end = min(end, start + _MAX_BACK)
        match = _MAIN.match(batch.letters, start, end) or _AFTER_COMMA.search(batch.letters, start, end)
        return self.narrow(batch, match.span(1), start) if match else None

    def narrow(self, batch: Batch, span: Span, floor: int) -> Span | None:
        """The part of a span that is a noun phrase, None where nothing in it is.

        Args:
            batch: letters and words.
            span: tokens that may name somebody.
            floor: first token of the sentence.
        """
        start, end = span
        letters = batch.letters
        if end - start == 1 and letters[start] == "P":
            return span if batch.word(start) != "there" else None
        if letters[start] in "NZ" and letters[start - 1] != "p" and not letters[start:end].strip("NZ"):
            return span if batch.word(start) not in self._openers else self._trim(batch, span, floor)
        trimmed = self._trim(batch, self._rise(letters, span, floor), floor)
        return trimmed if trimmed and self._is_nominal(batch, *trimmed, floor) else None

    def _rise(self, letters: str, span: Span, floor: int) -> Span:
        """From Y in "X, 29, of Y, Z, says" up to X."""
        start = span[0]
        if start - 3 < floor or letters[start - 1] != "p" or letters[start - 2] != ",":
            return span
        stop = start - 2
        if letters[stop - 1] == "n" and letters[stop - 2] == ",":
            stop -= 2
        first = stop
        while floor < first and letters[first - 1] in "NZ":
            first -= 1
        return (first, span[1]) if first < stop else span

    def _trim(self, batch: Batch, span: Span, floor: int) -> Span | None:
        start, end = span
        letters = batch.letters
        while start < end and (letters[start] in _LEADING or batch.word(start) in self._openers):
            start += 1
        if end - start > 1 and letters[start] in "NZ" and letters[start + 1] == "D":  # "Throughout the year"
            start += 1
        is_numeral = batch.word(start) in self._numerals if start < end else False
        while not is_numeral and floor < start < end - 1 and self._is_after_verb(letters, start):
            start += 1
        while end > start and letters[end - 1] in _TRAILING:
            end -= 1
        return (start, end) if start < end else None

    @staticmethod
    def _is_after_verb(letters: str, token: int) -> bool:
        """Whether an uninflected word is a verb: "to ask voters"."""
        return letters[token] in "ozeI" and letters[token - 1] in _VERB_BEFORE

    def _is_nominal(self, batch: Batch, start: int, end: int, floor: int) -> bool:
        letters = batch.letters
        first = letters[start]
        if end - start == 1 and first in "PDR":
            return True
        if end - start == 1 and first == "I" and _last_but(letters, "d", start, floor) in _VERB_BEFORE:
            return False  # "they do not want to deny it"
        stop = start + 1
        while stop < end and letters[stop] not in _BREAKS:
            stop += 1
        head = letters[stop - 1]
        if first in _NO_PHRASE or head in "yDRQwdJn" or not _FINITE.isdisjoint(letters[start:stop]):
            return False
        if batch.word(start) in self._numerals or first not in _BARE or head in "zNZ" or start <= floor:
            return True
        return letters[start - 1] in _CLAUSE_BEFORE or batch.word(stop - 1).endswith("s")


def _last_but(letters: str, skipped: str, at: int, floor: int) -> str:
    """The last letter before `at` that is none of the skipped; a full stop at the beginning of the sentence."""
    return (letters[floor:at].rstrip(skipped) or ".")[-1]


def _cut(batch: Batch, start: int, end: int) -> int:
    """Where a phrase ends without adjuncts: "by the council for its costs"."""
    at = next((token for token in range(start, end) if batch.letters[token] == "p" and batch.word(token) != "of"), end)
    return at if at > start else end
