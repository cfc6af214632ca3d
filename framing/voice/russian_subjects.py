"""Who does what a Russian verb says: the noun phrase in the nominative before or after it."""

import re
from collections.abc import Iterator

from framing.voice.batch import Batch, Span
from framing.voice.russian_grammar import (
    PERHAPS,
    SURE,
    agreement_of,
    is_adjective,
    is_adverb,
    is_gerund,
    is_participle,
    is_singular_name,
    nominative_strength,
)

_NOUNS = frozenset("NZoMJnz~jI")  # letters of words that may stand in a noun phrase
FINITE = frozenset("vVESUbx")
_STOPS = frozenset(",.;:()-TRwcCBvVESGWigQHK")  # what no noun phrase runs over
_SOME = ("один", "одна", "многие", "некоторые", "кто-то", "часть")  # "один из жителей" is one speaker
_LEADING = frozenset("dyAaBC")  # may stand before the subject
CERTAIN = 3  # pronouns and numbers, beside SURE and PERHAPS
_PLACE_PREPOSITIONS = ("в", "во", "на", "из", "при", "у")
_AFTER = re.compile(r"[^,.;:()\-TRwBcCvVESGWQ]*")  # as far as the subject of an inverted verb can stand
_MAX_PAIR = 6  # tokens from the first of two names to the "и" between them
_WINDOW = 40  # tokens; no speaker is described at greater length
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
    while first > start and end - first < _WINDOW and (letters[first - 1] in _NOUNS or letters[first - 1] in 'D"'):
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
    match = _AFTER.match(letters, j, min(end, at + _WINDOW))
    stop = match.end() if match else j
    if j < stop and letters[j] == "M":  # "приводятся слова министра"
        return _phrase_from(batch, j + 1, stop, agreement) if j + 1 < stop and letters[j + 1] in "NZo" else None
    likely: Span | None = None
    reached = j
    for token, strength, is_inside in _list_nouns(batch, j, stop, agreement):
        if token < reached or strength == 0 or (strength == PERHAPS and is_inside):
            continue
        token = _skip_listener(batch, token, stop, agreement)
        phrase = (token, token + 1) if letters[token] == "P" else _phrase_from(batch, token, stop, agreement)
        is_held = is_inside and likely is not None and not _is_lower(batch, likely)
        if strength >= SURE and not is_held and not (letters[token] == "D" and phrase[1] == token + 1):
            return phrase
        likely, reached = likely or phrase, phrase[1]
    place = _find_place(batch, j, stop) if _speaks_of_itself(batch.word(at)) else None
    if likely and not (place and _is_lower(batch, likely)):
        return likely
    return place or (_phrase_from(batch, j, stop, agreement) if letters.startswith(("N", "Z", '"'), j, stop) else None)


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


def _list_nouns(batch: Batch, begin: int, end: int, agreement: str) -> Iterator[tuple[int, int, bool]]:
    """Nouns, pronouns and numbers up to the first verb, how well each can be the subject, and whether a preposition
    stands before it."""
    letters = batch.letters
    is_inside = False
    for j in range(begin, end):
        letter = letters[j]
        if letter == "p":
            is_inside = True
        elif letter == "y":  # "в этот день Котов"
            is_inside = False
        elif letter == "P":
            if batch.word(j) not in ("кто", "это"):
                yield j, CERTAIN, False
        elif letter in FINITE or letter in "QTRw":
            return
        elif letter == "n":  # "15 сенаторов"
            if not is_inside and letters[j + 1 : j + 2] not in ("y", "p") and agreement in "pns":
                yield j, CERTAIN, False
        elif letter == '"':
            yield j, PERHAPS, is_inside
        elif letter in _NOUNS or letter == "D":
            form = batch.forms[batch.type_id[j]]
            is_alone = agreement == "p" and is_singular_name(form) and "A" not in letters[j : min(end, j + _MAX_PAIR)]
            yield j, 0 if is_alone else nominative_strength(form, agreement), is_inside


def _find_place(batch: Batch, begin: int, end: int) -> Span | None:
    """The place after "в", "на" and the like, times aside."""
    for j in range(begin, end - 1):
        if batch.letters[j] == "p" and batch.word(j) in _PLACE_PREPOSITIONS:
            phrase = _phrase_from(batch, j + 1, end, "p")
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
    for token, strength, is_inside in _list_nouns(batch, begin, end, agreement):
        if token < reached or strength == 0:
            continue
        phrase = (token, token + 1) if letters[token] == "P" else _phrase_from(batch, token, end, agreement)
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


def _phrase_from(batch: Batch, first: int, end: int, agreement: str) -> Span:
    """The noun phrase that begins at `first`; runs over a preposition to a name in the nominative behind it."""
    letters = batch.letters
    j = first + 1
    last = j
    is_named = _is_sure_name(batch, first, end, agreement)
    while j < end and j - first < _WINDOW:
        letter = letters[j]
        if letter in "pt":
            if is_named:
                break
            j += 1
            continue
        if letter not in _NOUNS and letter not in '"DA':
            break
        if letter == "n" and letters[j + 1 : j + 2] == "y":
            break
        if "p" not in letters[first:j]:
            last = j + 1 if letter not in "DA" else last
            is_named = is_named or _is_sure_name(batch, j, end, agreement)
        elif _is_sure_name(batch, j, end, agreement):
            last, is_named = j + 1, True
            while (
                last < end
                and letters[last] in "NZ"
                and nominative_strength(batch.forms[batch.type_id[last]], agreement)
            ):
                last += 1
            break
        j += 1
    if batch.word(first) in _SOME and last < end and batch.word(last) == "из":
        last += 1
        while last < end and letters[last] in _NOUNS:
            last += 1
    while last - 1 > first and letters[last - 1] in "A" + '"' and letters[first:last].count('"') % 2:
        last -= 1
    return first, last


def _is_sure_name(batch: Batch, token: int, end: int, agreement: str) -> bool:
    form = batch.forms[batch.type_id[token]]
    if is_adjective(batch.word(token)) and not batch.letters.startswith(("N", "Z"), token + 1, end):
        return False  # "Переехавшая в город певица"
    return batch.letters[token] in "NZ" and not form.isupper() and nominative_strength(form, agreement) == SURE


def _is_nominative_relative(batch: Batch, token: int) -> bool:
    return batch.word(token) in ("который", "которая", "которое", "которые", "кто")
