"""Content to the right of a Russian cue that is no finite verb: participles, gerunds and nouns."""

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.content import Start, end_of_closed_quote
from framing.voice.cues import Cue
from framing.voice.russian_before import find_previous
from framing.voice.russian_content import find_end, find_start
from framing.voice.russian_noun_phrases import FINITE
from framing.voice.russian_subjects import clause_start, find_after, find_antecedent, find_before

RULES = {
    "colon": "colon-speech",
    "quote": "marks-with-cue",
    "that": "said-that",
    "question": "reported-question",
    "infinitive": "intention",
    "particle": "cue-with-particle",
    "object": "reported-object",
}
_SUCH = ("так", "соответствующ", "подобн", "аналогичн")
_MAX_VERB = 20  # tokens between "такое заявление" and its verb
_MAX_SUCH = 4  # tokens before "такое заявление" at the head of a sentence


def make_finding(
    batch: Batch,
    at: int,
    entry: Cue,
    speaker: Span | None,
    right: Start,
    end: int,
    *,
    rule: str = "",
    is_embedded: bool = False,
) -> Finding | None:
    """The finding with the content that begins at `right`; None where it is empty.

    Args:
        batch: letters and words.
        at: token of the cue.
        entry: the cue.
        speaker: who reports.
        right: first token of the content, and its frame.
        end: after the last token of the sentence.
        rule: the rule; by default that of the frame.
        is_embedded: whether a clause around the cue goes on after the content.
    """
    begin, frame = right
    stop = find_end(batch.letters, right, is_embedded, entry.part == "noun", end) if begin < end else begin
    cue = (at, at + 1)
    if stop <= begin:
        return Finding((), cue, entry, speaker, "colon-speech") if frame == "colon" else None
    if batch.letters[begin] == "Q":
        stop = min(stop, end_of_closed_quote(batch, begin, stop))
    rule = f"{entry.part}-cue" if entry.part in ("noun", "adjective") else rule or RULES[frame]
    return Finding(((begin, stop),), cue, entry, speaker, rule)


def read_participle(batch: Batch, at: int, entry: Cue, sentence: Sentence, last: Span | None) -> Finding | None:
    """ "..., добавив, что ..." and "инженер, заявивший, что ...": the speaker stands before the comma."""
    letters, start, end = batch.letters, sentence.start, sentence.end
    right = find_start(batch, at, entry, end)
    if right[0] < 0 or right[1] == "question":
        return None
    opening = clause_start(letters, at, start)
    if letters[at] == "W":
        speaker = find_antecedent(batch, opening - 1, start) if opening > start else None
    else:
        speaker = last or _find_main_subject(batch, sentence, opening)
    is_before_main = letters[at] == "W" or opening == start
    return make_finding(batch, at, entry, speaker, right, end, is_embedded=is_before_main)


def _find_main_subject(batch: Batch, sentence: Sentence, opening: int) -> Span | None:
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


def read_noun(
    batch: Batch, at: int, entry: Cue, sentence: Sentence, last: Span | None, possessives: frozenset[str]
) -> Finding | None:
    """Content of a noun ("заявление о том, что ..."); "такое заявление сделал X" is about the sentence before."""
    start, end = sentence.start, sentence.end
    if 0 < at - start <= _MAX_SUCH and batch.word(at - 1).startswith(_SUCH) and sentence.previous < start:
        verb = _find_verb(batch.letters, at + 1, end)
        if verb >= 0:
            speaker = find_before(batch, verb, at + 1) or find_after(batch, verb, end)
            return Finding(find_previous(batch, sentence), (at, at + 1), entry, speaker, "previous-sentence")
    right = find_start(batch, at, entry, end)
    is_announced = right[1] in ("that", "colon")
    is_sentence = right[1] == "quote" and batch.is_title(min(right[0] + 1, end - 1))  # a quotation of its own
    if right[0] < 0 or right[1] == "object" or is_sentence:
        return None
    owner = _find_genitive(batch, at, right[0]) if is_announced else None
    speaker = owner or _find_owner(batch, at, start, possessives) or last
    if speaker is None and right[1] in ("particle", "quote", "colon"):  # "информация о погоде" is nobody's
        return None
    return make_finding(batch, at, entry, speaker, right, end, is_embedded=is_announced)


def _find_verb(letters: str, begin: int, end: int) -> int:
    """The first finite verb of a clause, -1 where it has none."""
    for k in range(begin, min(end, begin + _MAX_VERB)):
        if letters[k] in "vVS":
            return k
        if letters[k] in "T;:":
            return -1
    return -1


def _find_owner(batch: Batch, at: int, start: int, possessives: frozenset[str]) -> Span | None:
    """Whose claim it is: "его заявление", or the subject of the verb before the noun."""
    letters = batch.letters
    if at > start and batch.word(at - 1) in possessives:
        return at - 1, at
    for k in range(at - 1, start - 1, -1):
        if letters[k] in "vVES":
            return find_before(batch, k, start)
        if letters[k] in ",;:(":
            return None
    return None


def _find_genitive(batch: Batch, at: int, stop: int) -> Span | None:
    """The noun in the genitive after a noun: "заявление министра о том, что"."""
    j = at + 1
    while j < stop and batch.letters[j] in "NZo~":
        j += 1
    return (at + 1, j) if at + 1 < j <= stop else None
