"""Who does what a Russian verb says: the noun phrase in the nominative before or after it."""

from framing.voice.batch import Batch, Span
from framing.voice.russian_grammar import agreement_of, nominative_strength

_NOUNS = frozenset("NZoMJnz~jI")  # letters of words that may stand in a noun phrase
_FINITE = frozenset("vVESUbx")
_STOPS = frozenset(",.;:()-TRwcCBvVESGWigQHK")  # what no noun phrase runs over
_SKIPPED = frozenset("dyAaBcC")  # may stand before the subject
_WINDOW = 40  # tokens; no speaker is described at greater length
_MAX_SEGMENTS = 6  # stretches between commas before a verb that are searched for its subject
SURE, PERHAPS = 2, 1


def find_before(batch: Batch, at: int, start: int) -> Span | None:
    """The subject of the verb at `at` among the words before it, back to token `start`; None where there is none."""
    agreement = agreement_of(batch.word(at))
    end = at
    for _ in range(_MAX_SEGMENTS):
        begin = _segment_start(batch.letters, end, start)
        found = _find_in_segment(batch, begin, end, agreement)
        if found:
            return found
        if begin <= start or _is_closed(batch.letters, begin, end):
            return None
        end = begin - 1
    return None


def find_relative(batch: Batch, at: int, start: int) -> Span | None:
    """Whom the relative pronoun stands for that is the subject of the verb at `at`: "инженер, который заявил"."""
    begin = _segment_start(batch.letters, at, start)
    if batch.letters[begin : begin + 1] != "R" or begin - 1 <= start or not _is_nominative_relative(batch, begin):
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
    stop = min(end, at + _WINDOW)
    j = at + 1
    while j < stop and letters[j] in "dya":
        j += 1
    if j < stop and letters[j] == "P":
        return j, j + 1
    likely = place = None
    is_inside = False
    while j < stop and letters[j] not in ",.;:()-TRwBcCvVESGWQ":
        letter = letters[j]
        if letter == "p":
            is_inside = True
            if place is None and _speaks_from_place(batch, j, agreement):
                place = _phrase_from(batch, j + 1, stop, agreement)
        elif letter in _NOUNS or letter == "D":
            strength = nominative_strength(batch.forms[batch.type_id[j]], agreement)
            if strength == SURE or (strength == PERHAPS and not is_inside):
                phrase = _phrase_from(batch, j, stop, agreement)
                if strength == SURE and not (letters[j] == "D" and phrase[1] == j + 1):
                    return phrase
                likely = likely or phrase
                j = phrase[1]
                continue
        j += 1
    if likely and not (place and _is_lower(batch, likely)):
        return likely
    if place:
        return place
    return _phrase_from(batch, at + 1, stop, agreement) if letters[at + 1 : at + 2] in ("N", "Z", '"') else None


def _is_lower(batch: Batch, span: Span) -> bool:
    return not any(batch.is_title(token) for token in range(*span))


def _speaks_from_place(batch: Batch, preposition: int, agreement: str) -> bool:
    return agreement in "pn" + "s" and batch.word(preposition) in ("в", "во", "на", "из", "при", "у")


def find_place_before(batch: Batch, at: int, start: int) -> Span | None:
    """The place that speaks before a plural verb without a subject: "в министерстве сообщили"."""
    if agreement_of(batch.word(at)) not in ("p", "n", "s"):
        return None
    letters = batch.letters
    begin = _segment_start(letters, at, start)
    for j in range(begin, at):
        if letters[j] == "p" and batch.word(j) in ("в", "во", "на", "у") and j + 1 < at:
            phrase = _phrase_from(batch, j + 1, at, "p")
            if letters[phrase[0]] not in "yn":
                return phrase
    return None


def _segment_start(letters: str, end: int, start: int) -> int:
    j = end
    while j > start and letters[j - 1] not in ",;:-(":
        j -= 1
    return j


def _is_closed(letters: str, begin: int, end: int) -> bool:
    """Whether the subject cannot stand before a stretch of words: it is a clause of its own."""
    return letters[begin - 1] in ";:(" or (begin < end and letters[begin] == "T" and letters[end : end + 1] != ",")


def _find_in_segment(batch: Batch, begin: int, end: int, agreement: str) -> Span | None:
    letters = batch.letters
    while begin < end and letters[begin] in _SKIPPED:
        begin += 1
    if begin == end or letters[begin] in "TRwGWQ" or (letters[begin] == "p" and "R" in letters[begin : begin + 2]):
        return None
    likely: Span | None = None
    is_inside = False
    j = begin
    while j < end:
        letter = letters[j]
        if letter == "p":
            is_inside = True
        elif letter == "P":
            if batch.word(j) not in ("кто", "это"):
                return j, j + 1
        elif letter in _FINITE or letter in "QTRw":
            break
        elif letter == "n" or (letter == "y" and j > begin and letters[j - 1] == "n"):
            pass
        elif letter in _NOUNS or letter in 'D"':
            strength = SURE if letter == '"' else nominative_strength(batch.forms[batch.type_id[j]], agreement)
            if letter == '"' and (is_inside or likely):
                strength = 0
            if strength == SURE or (strength == PERHAPS and not is_inside):
                phrase = _phrase_from(batch, j, end, agreement)
                if strength == SURE and (batch.is_title(j) or not likely or is_inside):
                    return phrase
                likely = likely or phrase
                j = max(j, phrase[1] - 1)
                is_inside = False
        j += 1
    return likely


def _phrase_from(batch: Batch, first: int, end: int, agreement: str) -> Span:
    """The noun phrase that begins at `first`; runs over a preposition to a name in the nominative behind it."""
    letters = batch.letters
    j = first + 1
    last = j
    is_named = _is_sure_name(batch, first, agreement)
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
            is_named = is_named or _is_sure_name(batch, j, agreement)
        elif _is_sure_name(batch, j, agreement):
            last, is_named = j + 1, True
            while last < end and letters[last] in "NZ" and _is_sure_name(batch, last, agreement):
                last += 1
            break
        j += 1
    while last - 1 > first and letters[last - 1] in "A" + '"' and letters[first:last].count('"') % 2:
        last -= 1
    return first, last


def _is_sure_name(batch: Batch, token: int, agreement: str) -> bool:
    form = batch.forms[batch.type_id[token]]
    return batch.letters[token] in "NZ" and not form.isupper() and nominative_strength(form, agreement) == SURE


def _is_nominative_relative(batch: Batch, token: int) -> bool:
    return batch.word(token) in ("который", "которая", "которое", "которые", "кто")
