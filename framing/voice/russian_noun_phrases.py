"""Russian noun phrases: which words can be a subject, and how far the phrase around them runs."""

from collections.abc import Iterator

from framing.voice.batch import Batch, Span
from framing.voice.russian_grammar import PERHAPS, SURE, is_adjective, is_singular_name, nominative_strength

NOUNS = frozenset("NZoMJnz~jI")  # letters of words that may stand in a noun phrase
FINITE = frozenset("vVESUbx")
_SOME = ("один", "одна", "многие", "некоторые", "кто-то", "часть")  # "один из жителей" is one speaker
CERTAIN = 3  # pronouns and numbers, beside SURE and PERHAPS
WINDOW = 40  # tokens; no speaker is described at greater length
_MAX_PAIR = 6  # tokens from the first of two names to the "и" between them


def list_nouns(batch: Batch, begin: int, end: int, agreement: str) -> Iterator[tuple[int, int, bool]]:
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
        elif letter == "n" and not is_inside and letters[j + 1 : j + 2] not in ("y", "p") and agreement in "pns":
            yield j, CERTAIN, False  # "15 сенаторов"
        elif letter == '"':
            yield j, PERHAPS, is_inside
        elif letter in NOUNS or letter == "D":
            yield j, _strength_of(batch, j, end, agreement), is_inside


def _strength_of(batch: Batch, token: int, end: int, agreement: str) -> int:
    """How well a word can be the subject; a singular name with a plural verb only beside another."""
    form = batch.forms[batch.type_id[token]]
    if agreement == "p" and is_singular_name(form) and "A" not in batch.letters[token : min(end, token + _MAX_PAIR)]:
        return 0
    return nominative_strength(form, agreement)


def find_phrase(batch: Batch, first: int, end: int, agreement: str) -> Span:
    """The noun phrase that begins at `first`; runs over a preposition to a name in the nominative behind it."""
    letters = batch.letters
    j = first + 1
    last = j
    is_named = _is_sure_name(batch, first, end, agreement)
    while j < end and j - first < WINDOW:
        letter = letters[j]
        if letter in "pt":
            if is_named:
                break
            j += 1
            continue
        if letter not in NOUNS and letter not in '"DA':
            break
        if letter == "n" and letters[j + 1 : j + 2] == "y":
            break
        if "p" not in letters[first:j]:
            last = j + 1 if letter not in "DA" else last
            is_named = is_named or _is_sure_name(batch, j, end, agreement)
        elif _is_sure_name(batch, j, end, agreement):
            last = _end_of_name(batch, j, end, agreement)
            break
        j += 1
    last = _with_others(batch, first, last, end)
    while last - 1 > first and letters[last - 1] in "A" + '"' and letters[first:last].count('"') % 2:
        last -= 1
    return first, last


def _end_of_name(batch: Batch, token: int, end: int, agreement: str) -> int:
    """After the capitalized words that go on in the nominative behind `token`."""
    token += 1
    while (
        token < end
        and batch.letters[token] in "NZ"
        and nominative_strength(batch.forms[batch.type_id[token]], agreement)
    ):
        token += 1
    return token


def _with_others(batch: Batch, first: int, last: int, end: int) -> int:
    """The end of "один из жителей города", where the phrase begins so; otherwise `last`."""
    if batch.word(first) not in _SOME or last >= end or batch.word(last) != "из":
        return last
    last += 1
    while last < end and batch.letters[last] in NOUNS:
        last += 1
    return last


def _is_sure_name(batch: Batch, token: int, end: int, agreement: str) -> bool:
    form = batch.forms[batch.type_id[token]]
    if is_adjective(batch.word(token)) and not batch.letters.startswith(("N", "Z"), token + 1, end):
        return False  # "Переехавшая в город певица"
    return batch.letters[token] in "NZ" and not form.isupper() and nominative_strength(form, agreement) == SURE
