"""Offsets of annotation tools -> code points. Tools count characters in different ways, and few say in which."""

from collections.abc import Callable, Sequence

from framing.errors import InputError
from framing.label_files import quote

CODE_POINTS, UTF_16 = "code-points", "utf-16"
COUNTINGS = (CODE_POINTS, UTF_16)
_BEYOND = 0xFFFF  # code points above it are two units of UTF-16


def to_utf16(text: str, offset: int) -> int:
    """The number of UTF-16 units before the code point `offset`, as JavaScript counts."""
    return offset + sum(ord(character) > _BEYOND for character in text[:offset])


def read_span(
    place: str,
    text: str,
    span: tuple[int, int],
    countings: Sequence[str],
    marked: str | None = None,
    known: tuple[int, int] | None = None,
) -> tuple[int, int]:
    """A tool's span in code points of `text`.

    The tool may count in one of `countings`, the likeliest first, and a line break of two characters as one. The
    first way of counting that gives the span already `known`, or that finds the characters `marked`, decides; where
    there is nothing to compare with, the first of `countings`.

    Raises:
        InputError: the span lies outside the text, cuts a character, or marks other characters than the tool says.
    """
    ways: list[Callable[[str], list[int]]] = [_WAYS[name] for name in countings]
    ways += [_WAYS[f"{name}-lf"] for name in countings if "\r\n" in text]
    found = [_convert(way(text), span) for way in ways]
    fitting = [one for one in found if one is not None]
    if known in fitting:
        return known
    if marked is not None:
        same = [(start, end) for start, end in fitting if _squeeze(text[start:end]) == _squeeze(marked)]
        if same:
            return same[0]
        there = f"where the text has {quote(text[slice(*fitting[0])])}" if fitting else "outside the text"
        raise InputError(f"{place}: {quote(marked)} is marked at {span[0]}:{span[1]}, {there}; the text was changed")
    if found[0] is None:
        raise InputError(
            f"{place}: span {span[0]}:{span[1]} lies outside the text of {len(text)} characters or cuts one, counted"
            f" in {countings[0]}; give --offsets if the tool counts otherwise"
        )
    return found[0]


def _convert(places: list[int], span: tuple[int, int]) -> tuple[int, int] | None:
    """The span in code points, where both ends stand between characters. `places` are the tool's offsets of them."""
    index = {place: number for number, place in enumerate(places)}  # the last: not between the two of a line break
    start, end = (index.get(offset) for offset in span)
    return None if start is None or end is None or start >= end else (start, end)


def _count(text: str, is_wide: bool, is_joined: bool) -> list[int]:
    places, place = [0], 0
    for number, character in enumerate(text):
        is_second = is_joined and character == "\n" and number > 0 and text[number - 1] == "\r"
        place += 0 if is_second else 2 if is_wide and ord(character) > _BEYOND else 1
        places.append(place)
    return places


def _squeeze(text: str) -> str:
    """The characters without white space and without the `\\n` that some tools write for a line break."""
    return "".join(text.replace("\\n", " ").split())


_WAYS: dict[str, Callable[[str], list[int]]] = {
    CODE_POINTS: lambda text: list(range(len(text) + 1)),
    UTF_16: lambda text: _count(text, is_wide=True, is_joined=False),
    f"{CODE_POINTS}-lf": lambda text: _count(text, is_wide=False, is_joined=True),
    f"{UTF_16}-lf": lambda text: _count(text, is_wide=True, is_joined=True),
}
