"""Content to the left of a cue: "..., X said", "..., said X", and clauses that a cue interrupts."""

import re
from typing import NamedTuple

from framing.voice.batch import Span
from framing.voice.content import is_over, skip_adjuncts, skip_listener, strip_stop
from framing.voice.subjects import find_object_phrase

_VERBAL = frozenset("bxvVESUeGgiQ")
_MIN_TOKENS = 2  # a shorter unquoted clause before "X said" is an adjunct ("On Monday, X said")
_INNER_COMMA = (',"', '."')  # American order: the comma stands inside the marks
_MAX_ADJUNCT = 4  # tokens of "On Monday, X said, ..." that are not content
_MIN_INTERRUPTED = 2  # tokens after "X, he said," that make it a clause of their own


_NAMED_AFTER_MARKS = re.compile(r'([Q,."]*Q)([NZ]{1,4})')

_REDUCED = re.compile("[oMzI]D[oMzINZ]")  # "..., a claim the mayor denied": no speaker of what stands before


class Preceding(NamedTuple):
    """Content before a cue: its parts, who speaks, whether it is wholly in marks, and whether the cue interrupts it."""

    parts: tuple[Span, ...]
    speaker: Span
    is_quoted: bool
    is_interrupted: bool


def find_preceding(
    letters: str,
    at: int,
    speaker: Span | None,
    start: int,
    end: int,
    has_content: bool,
    takes_listener: bool,
) -> Preceding | None:
    """What stands before the cue at `at` as its content, None where nothing does.

    Args:
        letters: one letter per token, Q inside marks.
        at: token of the cue, a verb that reports speech.
        speaker: its subject.
        start: first token of the sentence.
        end: after the last token of the sentence.
        has_content: whether content announced by "that", a colon or marks follows the cue.
        takes_listener: whether the cue may name who was addressed ("..., X told reporters").
    """
    if speaker:
        return _before_speaker(letters, at, speaker, start, end, has_content, takes_listener)
    return _before_inverted(letters, at, start, end)


def _before_speaker(
    letters: str, at: int, speaker: Span, start: int, end: int, has_content: bool, takes_listener: bool
) -> Preceding | None:
    stop, is_set_off = _end_of_content(letters, speaker[0], start)
    if stop <= start:
        return None
    if letters[stop - 1] == "Q":
        return Preceding(((start, stop),), speaker, _is_quoted(letters, start, stop), False)
    named = _NAMED_AFTER_MARKS.fullmatch(letters, start, stop)
    if named and letters[stop] == ",":  # "...," X, head of Y said
        return Preceding((named.span(1),), (named.start(2), speaker[1]), True, False)
    if not is_set_off or has_content or _REDUCED.search(letters, *speaker):
        return None
    rest = skip_adjuncts(letters, at + 1, end)
    if takes_listener and rest == at + 1:
        rest = skip_adjuncts(letters, skip_listener(letters, rest, end), end)
    if not is_over(letters, rest, end):
        return None
    if rest < end and letters[rest] == ",":
        stop_right = strip_stop(letters, rest + 1, end)
        is_adjunct = letters[start] in "pcC" and stop - start <= _MAX_ADJUNCT
        goes_on = letters[rest + 1 : rest + 2] != "G"  # "..., X said, adding ...": the rest has a cue of its own
        if stop_right - rest > _MIN_INTERRUPTED and goes_on and not is_adjunct:
            return Preceding(((start, stop), (rest + 1, stop_right)), speaker, False, True)
    return Preceding(((start, stop),), speaker, False, False) if _is_clause(letters, start, stop) else None


def _before_inverted(letters: str, at: int, start: int, end: int) -> Preceding | None:
    """ "..., said X" where the clause ends after X."""
    stop, is_set_off = _end_of_content(letters, at, start)
    if stop <= start or letters[at] not in "VESJ":
        return None
    quoted = letters[stop - 1] == "Q"
    if not quoted and (not is_set_off or stop - start < _MIN_TOKENS):
        return None
    speaker = find_object_phrase(letters, at + 1, end)
    if not speaker:
        return None
    after = letters[speaker[1] : speaker[1] + 1] if speaker[1] < end else "."
    if not quoted and after not in ".,;-()pacCwR":
        return None
    return Preceding(((start, stop),), speaker, quoted and _is_quoted(letters, start, stop), False)


def _end_of_content(letters: str, before: int, start: int) -> tuple[int, bool]:
    """End of what stands before token `before`, and whether a comma, dash or mark sets it off."""
    stop = before
    if stop > start + 1 and letters[stop - 1] == "a" and letters[stop - 2] == ",":
        stop -= 1
    while stop > start + 1 and letters[stop - 1] in ",-":
        stop -= 1
    is_set_off = stop < before or letters[max(start, stop - 2) : stop] in _INNER_COMMA
    return stop, is_set_off


def _is_quoted(letters: str, start: int, stop: int) -> bool:
    return letters[start:stop].strip('Q,."~-:') == ""


def _is_clause(letters: str, start: int, stop: int) -> bool:
    return stop - start >= _MIN_TOKENS and not _VERBAL.isdisjoint(letters[start:stop])
