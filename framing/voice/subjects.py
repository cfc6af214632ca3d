"""Where the speaker is named: the noun phrase before a verb, or after "according to" and an inverted verb."""

import re

from framing.voice.batch import Span

_WORD = r"[NZoznMJIK\"~S]"
_WINDOW = 40  # tokens; no speaker is described at greater length
_BEFORE = re.compile(rf"(?:[PR]|D?{_WORD}+(?:(?:[pt]?D?|A){_WORD}+){{0,4}})$")
_AFTER = re.compile(rf"(?:[P]|D?(?:{_WORD}|y)+(?:(?:[pt]D?|A){_WORD}+){{0,4}})")
_FINITE = frozenset("bxvVES")
_TIME = re.compile(r"py+$")
_MAX_APPOSITION = 30  # tokens between the commas of "X, a spokesman for Y, said"


def find_subject(letters: str, at: int, start: int) -> Span | None:
    """The tokens that name who does what the verb at `at` says, None where the rules find nobody.

    Args:
        letters: one letter per token.
        at: token of the verb.
        start: first token of the sentence.
    """
    j = at
    while j > start and letters[j - 1] in "dxbyt":
        j -= 1
    time = _TIME.search(letters, max(start, j - 3), j)
    if time:
        j = time.start()
    if j <= start:
        return None
    if letters[j - 1] in ",-":
        return _find_before_apposition(letters, j - 1, start)
    match = _BEFORE.search(letters, max(start, j - _WINDOW), j)
    if match and letters[match.start()] == "R":
        return _find_antecedent(letters, match.start(), start)
    if match is None:
        return None
    first = match.start()
    while first < match.end() - 1 and letters[first] == '"':  # the closing mark of what stands before
        first += 1
    return first, match.end()


def _find_antecedent(letters: str, relative: int, start: int) -> Span:
    """Whom "who" stands for, or "who" itself."""
    j = relative - 1 if relative > start and letters[relative - 1] == "," else relative
    match = _BEFORE.search(letters, max(start, j - _WINDOW), j) if j > start else None
    return (match.start(), match.end()) if match else (relative, relative + 1)


def _find_before_apposition(letters: str, closing: int, start: int) -> Span | None:
    """ "X, a spokesman for Y, said": from X up to the second comma."""
    opening = letters.rfind(letters[closing], start, closing)
    if opening <= start or closing - opening > _MAX_APPOSITION:
        return None
    if letters[opening + 1] not in "Rw" and not _FINITE.isdisjoint(letters[opening + 1 : closing]):
        return None
    match = _BEFORE.search(letters, max(start, opening - _WINDOW), opening)
    return (match.start(), closing) if match else None


def find_object_phrase(letters: str, begin: int, end: int) -> Span | None:
    """The noun phrase that starts at `begin`, with what follows it in apposition left out."""
    match = _AFTER.match(letters, begin, min(end, begin + _WINDOW))
    return (match.start(), match.end()) if match else None
