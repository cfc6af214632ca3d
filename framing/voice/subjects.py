"""Where the speaker is named: the noun phrase before a verb, or after "according to" and an inverted verb."""

import re

from framing.voice.batch import Span

_WORD = r"[NZojznMJIK\"~S]"
_WINDOW = 40  # tokens; no speaker is described at greater length
# A noun phrase read backwards from the verb, which is one pass where a forward search would try every start.
_BEFORE_REVERSED = re.compile(rf"[PR]|{_WORD}+(?:(?:D?[pt]|D|A){_WORD}+){{0,4}}D?")
_AFTER = re.compile(rf"P|D?(?:{_WORD}|y)+(?:(?:[pt]D?|D|A){_WORD}+){{0,4}}")
_FINITE = frozenset("bxvVES")
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
    if letters[j : j + 1] == "y" and j > start and letters[j - 1] == "p":  # "X on Monday said"
        j -= 1
    if j > start and letters[j - 1] == ")":  # "Rep. X (D-MN) said"
        j = max(letters.rfind("(", start, j), start)
    if j <= start:
        return None
    if letters[j - 1] in ",-":
        return _find_before_apposition(letters, j - 1, start)
    phrase = _find_phrase_before(letters, j, start)
    if phrase and letters[phrase[0]] == "R":
        return _find_antecedent(letters, phrase[0], start)
    return phrase


def _find_phrase_before(letters: str, end: int, start: int) -> Span | None:
    """The noun phrase that ends before token `end`."""
    window = letters[max(start, end - _WINDOW) : end]
    match = _BEFORE_REVERSED.match(window[::-1])
    if match is None:
        return None
    first = end - match.end()
    while first < end - 1 and letters[first] == '"':  # the closing mark of what stands before
        first += 1
    return first, end


def _find_antecedent(letters: str, relative: int, start: int) -> Span:
    """Whom "who" stands for, or "who" itself."""
    j = relative - 1 if relative > start and letters[relative - 1] == "," else relative
    return (_find_phrase_before(letters, j, start) if j > start else None) or (relative, relative + 1)


def _find_before_apposition(letters: str, closing: int, start: int) -> Span | None:
    """ "X, a spokesman for Y, said": from X up to the second comma."""
    opening = letters.rfind(letters[closing], start, closing)
    if opening <= start or closing - opening > _MAX_APPOSITION:
        return None
    if letters[opening + 1] not in "Rw" and not _FINITE.isdisjoint(letters[opening + 1 : closing]):
        return None
    phrase = _find_phrase_before(letters, opening, start)
    if phrase is None:
        return None
    # "X, publisher of Y, a website, wrote": the name stands before the first of several appositions.
    first = phrase[0]
    if first - 1 > start and letters[first - 1] == ",":
        earlier = _find_phrase_before(letters, first - 1, start)
        if earlier and (earlier[0] == start or letters[earlier[0] - 1] not in "pt"):
            first = earlier[0]
    return first, closing


def find_object_phrase(letters: str, begin: int, end: int) -> Span | None:
    """The noun phrase that starts at `begin`, with what follows it in apposition left out."""
    match = _AFTER.match(letters, begin, min(end, begin + _WINDOW))
    return (match.start(), match.end()) if match else None
