"""Content to the left of a Russian cue: "..., сказал X", "как сказал X", "об этом сказал X", and turns of dialogues."""

import re

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.content import strip_stop
from framing.voice.cues import Cue
from framing.voice.russian_noun_phrases import FINITE
from framing.voice.russian_subjects import clause_start, find_after, find_before

_DATELINE = re.compile(r"[NZ]+,n[yoN][.N]?-")  # "НОВСК, 3 июл - Вестник."
_MAX_AGENCY = 6  # tokens of the agency in a dateline
_MAX_BACK_REFERENCE = 20  # tokens between "об этом" and its verb
_MAX_AS = 5  # tokens between "как" and its verb
_MIN_CONTENT = 2  # tokens; a shorter clause before "сообщил X" is an adjunct


def read_back_reference(batch: Batch, at: int, entry: Cue, sentence: Sentence) -> Finding | None:
    """ "Об этом сообщил X." about the sentence before, or after a comma about the clause before."""
    letters, start = batch.letters, sentence.start
    begin = clause_start(letters, at, start)
    about = _find_about_this(batch, start, at)
    about = about if about >= 0 else _find_about_this(batch, begin, at)
    if about < 0:
        return None
    speaker = find_after(batch, at, sentence.end) or find_before(batch, at, about + 2)
    if speaker is None and batch.word(about + 1) == "чем":  # "он знает, о чем говорит"
        return None
    cue = (at, at + 1)
    if letters[start:about].strip("dAB,-y") == "":
        if sentence.previous >= start:
            return None
        return Finding(find_previous(batch, sentence), cue, entry, speaker, "previous-sentence")
    if letters[begin - 1] in ",-" and begin - start > _MIN_CONTENT and about - begin <= 1:
        return Finding(((start, begin - 1),), cue, entry, speaker, "trailing-clause")
    return None


def read_as(batch: Batch, at: int, entry: Cue, sentence: Sentence) -> Finding | None:
    """ "Как сообщил X, ..." and "..., как сообщил X, ..."."""
    letters, start, end = batch.letters, sentence.start, sentence.end
    as_at = letters.rfind("w", max(start, at - _MAX_AS), at)
    if as_at < 0 or batch.word(as_at) != "как" or not set(",;:.Q").isdisjoint(letters[as_at:at]):
        return None
    before = letters[start:as_at].strip("BAdy-")
    if before and before[-1] not in ",-T":
        return None
    speaker = find_before(batch, at, as_at + 1) or find_after(batch, at, end)
    comma = letters.find(",", max(at + 1, speaker[1] if speaker else at), end)
    stop = strip_stop(letters, comma + 1, end)
    is_right_only = not before or before.strip("ABpD,-") == "" or before.rstrip(",")[-1:] in ("T", "A", "B")
    parts: list[Span] = []
    if not is_right_only:
        parts.append((_content_start(batch, sentence, as_at), as_at - (letters[as_at - 1] in ",-")))
    if 0 <= comma < stop - 1 and (is_right_only or letters[comma + 1] not in "GWRB"):
        parts.append((comma + 1, stop))
    return Finding(tuple(parts), (at, at + 1), entry, speaker, "as-clause") if parts else None


def read_left(batch: Batch, at: int, entry: Cue, sentence: Sentence, may_report: bool) -> Finding | None:
    """ "..., сказал X", "«...», — сказал X", and both with content that goes on behind the reporting clause.

    Args:
        batch: letters and words.
        at: token of the cue.
        entry: the cue.
        sentence: the sentence around it.
        may_report: whether the cue may follow content without marks.
    """
    letters, start = batch.letters, sentence.start
    opening, speaker = _find_reporting_clause(batch, at, sentence)
    if opening < 0:
        return None
    stop = opening
    while stop > start + 1 and letters[stop - 1] in ",-":
        stop -= 1
    cue, begin = (at, at + 1), start
    if letters[stop - 1] != "Q":
        is_silent = speaker is None or (_is_passive(batch.word(at)) and letters[speaker[0] - 1] != "p")
        if is_silent or not may_report or stop <= start or stop == opening:
            return None
    if letters[opening - 1] == "-" and letters[sentence.paragraph_start] == "-":
        return _read_turn(batch, at, entry, sentence, speaker, stop)
    if letters[stop - 1] == "Q":
        begin = _start_of_quote(letters, begin, stop)
        is_whole = letters[begin:stop].strip('Q,."~-:') == ""
        return Finding(((begin, stop),), cue, entry, speaker, "marks-with-cue" if is_whole else "trailing-clause")
    begin = _after_lead(letters, begin, stop)
    rest = _find_rest(letters, speaker[1] if speaker else at + 1, begin, stop, sentence.end)
    if rest is None and letters[opening - 1] == "-":
        rest = _find_next_sentence(letters, sentence)
    if rest is None and stop - start < _MIN_CONTENT:
        return None
    parts = ((begin, stop), rest) if rest else ((begin, stop),)
    return Finding(parts, cue, entry, speaker, "interrupted-clause" if rest else "trailing-clause")


def _find_reporting_clause(batch: Batch, at: int, sentence: Sentence) -> tuple[int, Span | None]:
    """Where "сказал X" or, after a dash or mark, "X сказал" begins, and X; -1 where content cannot stand before it."""
    letters, start, end = batch.letters, sentence.start, sentence.end
    opening = at
    while opening > start and letters[opening - 1] in "dya":
        opening -= 1
    if opening > start and letters[opening - 1] in ",-Q":
        return opening, find_after(batch, at, end)
    speaker = find_before(batch, at, start)
    if speaker is None or speaker[0] <= start or letters[speaker[0] - 1] not in "-Q":
        return -1, None
    return (speaker[0], speaker) if letters[at + 1 : min(at + 2, end)] in ("", ".", ",", "p") else (-1, None)


def _start_of_quote(letters: str, begin: int, stop: int) -> int:
    """Where the marks before a reporting clause open if a cue or colon announces them; otherwise `begin`."""
    quote = stop
    while quote > begin and letters[quote - 1] in 'Q,.-"':
        quote -= 1
    return quote if letters[begin:quote].rstrip(",-d")[-1:] in ("V", "E", "S", "M", ":") else begin


def _read_turn(
    batch: Batch, at: int, entry: Cue, sentence: Sentence, speaker: Span | None, stop: int
) -> Finding | None:
    """ "— ..., — сказал X. — ..." at the head of a paragraph: all of it but the reporting clause."""
    letters = batch.letters
    parts = [(sentence.paragraph_start + 1, stop)]
    dash = letters.find("-", speaker[1] if speaker else at + 1, sentence.paragraph_end)
    if dash >= 0 and letters[dash - 1] in ".,":
        parts.append((dash + 1, sentence.paragraph_end))
    return Finding(tuple(parts), (at, at + 1), entry, speaker, "dialogue-dash")


def _is_passive(word: str) -> bool:
    """Whether a form says what is reported and not who reports: "объявляется", "сказано"; the place may follow."""
    return word.endswith(("тся", "лось", "но", "то"))


def _find_about_this(batch: Batch, begin: int, at: int) -> int:
    """Where "об этом" or "о чем" stands between the start of the clause and its verb, or "это" before "следует"."""
    if at - begin > _MAX_BACK_REFERENCE or not FINITE.isdisjoint(batch.letters[begin:at]):
        return -1
    for k in range(begin, at):
        word = batch.word(k)
        if word in ("об", "о") and batch.word(k + 1) in ("этом", "чем", "подобном"):
            return k
        if word == "это" and batch.word(at) in ("следует", "следовало", "подтвердил", "подтвердила", "подтвердили"):
            return k
    return -1


def skip_dateline(batch: Batch, sentence: Sentence) -> int:
    """First token after a dateline ("НОВСК, 3 июл - Вестник."), else of the sentence."""
    match = _DATELINE.match(batch.letters, sentence.start, sentence.end)
    if match is None:
        return sentence.start
    for token in range(match.end(), min(sentence.end, match.end() + _MAX_AGENCY)):
        if batch.word(token) == ".":
            return token + 1
    return match.end()


def find_previous(batch: Batch, sentence: Sentence) -> tuple[Span, ...]:
    """The sentence before, without its dateline."""
    before = sentence._replace(start=sentence.previous, end=sentence.start)
    return ((skip_dateline(batch, before), sentence.start),)


def _content_start(batch: Batch, sentence: Sentence, before: int) -> int:
    """Where the clause begins that a reporting clause at `before` interrupts: at "который" if that has no verb yet."""
    letters, begin = batch.letters, sentence.start
    opening = clause_start(letters, before - 1, begin)
    is_open = opening > begin and "R" in letters[opening : opening + 2]
    return opening if is_open and FINITE.isdisjoint(letters[opening:before]) else begin


def _after_lead(letters: str, begin: int, stop: int) -> int:
    """After "Напомним," and the like."""
    return begin + 2 if letters[begin : begin + 2] in ("d,", "A,") and stop - begin > 3 else begin


def _find_rest(letters: str, after: int, begin: int, stop: int, end: int) -> Span | None:
    """What goes on behind "..., сказал X, ...": where the content before has no verb yet, or a conjunction joins it."""
    comma = letters.find(",", after, end)
    if comma < 0 or not FINITE.isdisjoint(letters[after:comma]):
        return None
    last = strip_stop(letters, comma + 1, end)
    if last - comma <= _MIN_CONTENT:
        return None
    is_joined = letters[comma + 1] in "cT"
    is_open = FINITE.isdisjoint(letters[begin:stop]) and not FINITE.isdisjoint(letters[comma + 1 : last])
    if letters[comma + 1] in "GWR" or not (is_joined or is_open):
        return None
    return comma + 1, last


def _find_next_sentence(letters: str, sentence: Sentence) -> Span | None:
    """The sentence behind "..., — сказал X. — ..."."""
    start = sentence.end
    if start >= sentence.paragraph_end or letters[start] != "-":
        return None
    stop = letters.find(".", start, sentence.paragraph_end)
    return start + 1, stop if stop >= 0 else sentence.paragraph_end
