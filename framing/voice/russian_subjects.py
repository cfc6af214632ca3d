"""Who does what a Russian verb says: the noun phrase in the nominative before or after it."""

import re

from framing.voice.batch import Batch, Span
from framing.voice.russian_grammar import (
    PERHAPS,
    SURE,
    agreement_of,
    is_adverb,
    is_gerund,
    is_participle,
    nominative_strength,
)
from framing.voice.russian_noun_phrases import CERTAIN, FINITE, NOUNS, WINDOW, find_phrase, list_nouns

_STOPS = frozenset(",.;:()-TRwcCBvVESGWigQHK")  # what no noun phrase runs over
_LEADING = frozenset("dyAaBC")  # may stand before the subject
_PLACE_PREPOSITIONS = ("в", "во", "на", "из", "при", "у")
_AFTER = re.compile(r"[^,.;:()\-TRwBcCvVESGWQ]*")  # as far as the subject of an inverted verb can stand
_MAX_SEGMENTS = 6  # stretches between commas before a verb that are searched for its subject


def find_before(batch: Batch, at: int, start: int) -> Span | None:
    """The subject of the verb at `at` among the words before it, back to token `start`; None where there is none."""
    agreement = agreement_of(batch.word(at))
    end = at
    for place in range(_MAX_SEGMENTS):
        if end > start and batch.letters[end - 1] == ")":
            end = max(start, batch.letters.rfind("(", start, end))
        begin = clause_start(batch.letters, end, start)
        is_own = place == 0 or FINITE.isdisjoint(batch.letters[begin:at])
        found = _find_in_segment(batch, begin, end, agreement, is_own)
        if found:
            return found
        if begin <= start or _is_closed(batch.letters, begin, end):
            return None
        end = begin - (batch.letters[begin - 1] != ")")
    return None


def find_relative(batch: Batch, at: int, start: int) -> Span | None:
    """Whom the relative pronoun stands for that is the subject of the verb at `at`: "инженер, который заявил"."""
    begin = clause_start(batch.letters, at, start)
    if batch.letters[begin : begin + 1] != "R" or begin - 1 <= start or not _is_nominative_relative(batch, begin):
        return None
    if _find_in_segment(batch, begin, at, agreement_of(batch.word(at)), True):  # "план, который Киев предложил"
        return None
    return find_antecedent(batch, begin - 1, start)


def find_antecedent(batch: Batch, end: int, start: int) -> Span | None:
    """The noun phrase that ends before token `end`, without what stands before its preposition or verb."""
    letters = batch.letters
    first = end
    while first > start and end - first < WINDOW and (letters[first - 1] in NOUNS or letters[first - 1] in 'D"'):
        first -= 1
    while first < end and letters[first] in '"D':
        first += 1
    return (first, end) if first < end else None


def find_after(batch: Batch, at: int, end: int) -> Span | None:
    """The subject of the verb at `at` among the words after it: "заявил журналистам глава города Иван Котов".

    The first phrase surely in the nominative; failing that the first phrase, or where the verb is plural or
    impersonal the place that speaks ("сообщили в министерстве").
    """
    letters, agreement = batch.letters, agreement_of(batch.word(at))
    j = at + 1
    while j < end and letters[j] in "dya":
        j += 1
    match = _AFTER.match(letters, j, min(end, at + WINDOW))
    stop = match.end() if match else j
    if j < stop and letters[j] == "M":  # "приводятся слова министра"
        return find_phrase(batch, j + 1, stop, agreement) if j + 1 < stop and letters[j + 1] in "NZo" else None
    likely: Span | None = None
    reached = j
    for token, strength, is_inside in list_nouns(batch, j, stop, agreement):
        if token < reached or strength == 0 or (strength == PERHAPS and is_inside):
            continue
        token = _skip_listener(batch, token, stop, agreement)
        phrase = (token, token + 1) if letters[token] == "P" else find_phrase(batch, token, stop, agreement)
        is_held = is_inside and likely is not None and not _is_lower(batch, likely)
        if strength >= SURE and not is_held and not (letters[token] == "D" and phrase[1] == token + 1):
            return phrase
        likely, reached = likely or phrase, phrase[1]
    place = _find_place(batch, j, stop) if _speaks_of_itself(batch.word(at)) else None
    if likely and not (place and _is_lower(batch, likely)):
        return likely
    return place or (find_phrase(batch, j, stop, agreement) if letters.startswith(("N", "Z", '"'), j, stop) else None)


def _skip_listener(batch: Batch, token: int, stop: int, agreement: str) -> int:
    """The common noun in the nominative behind names: the subject in "заявил РИА Новости депутат"."""
    first = token
    while token < stop and (batch.letters[token] in 'NZ"' or (batch.letters[token] == "M" and batch.is_title(token))):
        token += 1
    if first < token < stop and batch.letters[token] == "o":
        form = batch.forms[batch.type_id[token]]
        if nominative_strength(form, agreement) == SURE and not is_adverb(form):
            return token
    return first


def _find_place(batch: Batch, begin: int, end: int) -> Span | None:
    """The place after "в", "на" and the like, times aside."""
    for j in range(begin, end - 1):
        if batch.letters[j] == "p" and batch.word(j) in _PLACE_PREPOSITIONS:
            phrase = find_phrase(batch, j + 1, end, "p")
            if batch.letters[phrase[0]] not in "yn" and batch.letters[phrase[0] : phrase[1]].strip("Dd"):
                return phrase
    return None


def _is_lower(batch: Batch, span: Span) -> bool:
    return not any(batch.is_title(token) for token in range(*span))


def _speaks_of_itself(verb: str) -> bool:
    """Whether a verb form needs no subject: "сообщили", "говорится", "сказано"."""
    return agreement_of(verb) in "pn" or verb.endswith(("тся", "лось", "следует"))


def find_place_before(batch: Batch, at: int, start: int) -> Span | None:
    """The place that speaks before a plural verb without a subject: "в министерстве сообщили"."""
    if not _speaks_of_itself(batch.word(at)):
        return None
    return _find_place(batch, clause_start(batch.letters, at, start), at)


def clause_start(letters: str, end: int, start: int) -> int:
    """Where the stretch of words without a comma, dash, colon or bracket begins that ends before `end`."""
    j = end
    while j > start and letters[j - 1] not in ",;:-()":
        j -= 1
    return j


def _is_closed(letters: str, begin: int, end: int) -> bool:
    """Whether the subject cannot stand before a stretch of words: it is a clause of its own."""
    return letters[begin - 1] in ";:(" or (begin < end and letters[begin] == "T" and letters[end : end + 1] != ",")


def _find_in_segment(batch: Batch, begin: int, end: int, agreement: str, is_own: bool) -> Span | None:
    letters = batch.letters
    begin = _skip_leading(letters, begin, end, is_own)
    while end - 1 > begin and letters[end - 1] == "o" and is_adverb(batch.word(end - 1)):
        end -= 1
    if begin == end or letters[begin] in "TRwGWQc" or is_gerund(batch.word(begin)):
        return None
    if not is_own and is_participle(batch.word(begin)):
        return None
    likely: Span | None = None
    inner: Span | None = None  # the last that could be it behind a preposition: "в ответ на вопросы сенаторы заявили"
    reached = begin
    for token, strength, is_inside in list_nouns(batch, begin, end, agreement):
        if token < reached or strength == 0:
            continue
        phrase = (token, token + 1) if letters[token] == "P" else find_phrase(batch, token, end, agreement)
        if is_inside:
            is_genitive = agreement == "p" and batch.is_title(token)  # "в мэрии Москвы заявили"
            is_genitive |= agreement == "p" and batch.word(token - 1).endswith(("е", "ии"))  # "в ведомстве обороны"
            if strength == PERHAPS and (inner or is_genitive or letters[token - 1] in "pD"):
                continue
            inner = phrase
            reached = phrase[1] if strength == SURE else reached
            continue
        if strength == CERTAIN or (strength == SURE and (batch.is_title(token) or not likely)):
            return _with_place(letters, phrase, end) if agreement == "p" else phrase
        likely, reached = likely or phrase, phrase[1]
    found = likely or inner
    return _with_place(letters, found, end) if found and agreement == "p" else found


def _with_place(letters: str, phrase: Span, end: int) -> Span:
    """Several people with the place right behind them: "источники в Новске" before their verb."""
    is_followed = letters[phrase[1] : phrase[1] + 1] == "p" and phrase[1] + 1 < end
    return (phrase[0], end) if is_followed and letters[phrase[1] + 1 : end].strip("NZ") == "" else phrase


def _skip_leading(letters: str, begin: int, end: int, is_own: bool) -> int:
    """After conjunctions and adverbs; in the clause of the verb itself also after "что", "который", "о чем"."""
    while begin < end and letters[begin] in _LEADING:
        begin += 1
    if is_own:
        while begin < end and (
            letters[begin] in "TRwcdyA" or (letters[begin] == "p" and letters[begin + 1 : begin + 2] in ("R", "w"))
        ):
            begin += 1
    elif letters[begin : begin + 1] == "p" and letters[begin + 1 : begin + 2] in ("R", "w"):
        return end
    return begin


def _is_nominative_relative(batch: Batch, token: int) -> bool:
    return batch.word(token) in ("который", "которая", "которое", "которые", "кто")
