"""Spans of a text with what stands beside them."""

from typing import NamedTuple

_REACH = 80


class Passage(NamedTuple):
    """The characters of a span, and what stands before and after it in its paragraph, as one line."""

    before: str
    text: str
    after: str


def cut_passage(text: str, start: int, end: int, reach: int = _REACH) -> Passage:
    """A span in its paragraph: at most `reach` characters on either side, an ellipsis where more was cut off."""
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    before, after = text[left:start], text[end : right if right >= 0 else len(text)]
    if len(before) > reach:
        blank = before.find(" ", len(before) - reach)
        before = "…" + before[blank if blank >= 0 else len(before) - reach :]
    if len(after) > reach:
        blank = after.rfind(" ", 0, reach)
        after = after[: blank + 1 if blank >= 0 else reach] + "…"
    return Passage(*(_join_lines(one) for one in (before, text[start:end], after)))


def _join_lines(text: str) -> str:
    """The text with single blanks, those at its ends kept."""
    words = " ".join(text.split())
    return f"{' ' if text[:1].isspace() else ''}{words}{' ' if words and text[-1:].isspace() else ''}"
