"""Regular expressions of entries, held to a bounded number of steps per sentence.

Python's `re` backtracks and cannot be stopped, so a pattern must be harmless before it runs: repetition without
an end is cut to a fixed number, repetition inside repetition is refused, and the number of ways in which the
repetitions together can divide a sentence is capped.
"""

import re

MAX_SENTENCE_CHARACTERS = 2_000
MAX_REPEATS = 40
_MAX_BLANK_REPEATS = 5
_MAX_WAYS = 20_000
_MAX_LENGTH = 500
_QUANTIFIER = re.compile(r"[*+?]|\{(\d*)(,?)(\d*)\}")


class RegexError(ValueError):
    """An expression that is refused; the message says why and what to write instead."""


class _Limiter:
    """Walks over an expression once and writes it out again with every repetition bounded."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._place = 0
        self._written: list[str] = []

    def write(self) -> str:
        ways, _ = self._read_alternatives(0)
        if self._place < len(self._source):
            raise RegexError("a closing bracket too many")
        if ways > _MAX_WAYS:
            raise RegexError(
                f"its repetitions can divide a sentence in {ways:,} ways, allowed are {_MAX_WAYS:,}; "
                "use fewer or tighter repetitions ({0,5}), or near/5 between words"
            )
        return "".join(self._written)

    def _read_alternatives(self, depth: int) -> tuple[int, bool]:
        """Read up to the end of the group. Returns the ways to match it, and whether it holds a choice."""
        total, ways, choice = 0, 1, False
        while self._place < len(self._source) and self._source[self._place] != ")":
            if self._source[self._place] == "|":
                self._copy("|")
                total, ways, choice = total + ways, 1, True
                continue
            unit, unit_choice = self._read_unit(depth)
            ways *= unit
            choice |= unit_choice
        return total + ways, choice

    def _read_unit(self, depth: int) -> tuple[int, bool]:
        begin = self._place
        inner, choice = (self._read_group(depth) if self._source[begin] == "(" else self._read_character()), False
        if self._source[begin] == "(":
            choice = inner > 1
        found = _QUANTIFIER.match(self._source, self._place)
        if not found:
            return inner, choice
        self._place = found.end()
        low, high = _read_bounds(found, self._source[begin : found.start()])
        if choice and high > 1:
            raise RegexError(
                f"{self._source[begin : found.end()]}: a repetition or choice inside a repetition can take "
                "exponential time; write the cases out, or use near/5 between words"
            )
        self._written.append(f"{{{low},{high}}}" if (low, high) != (0, 1) else "?")
        self._copy_if("?")  # lazy
        if self._source[self._place : self._place + 1] == "+":
            raise RegexError("possessive quantifiers are not supported; leave out the second +")
        return inner + 1 if high == 1 else inner * (high - low + 1), choice or high > low

    def _read_group(self, depth: int) -> int:
        if depth > 10:
            raise RegexError("groups nested deeper than 10")
        self._copy("(")
        if self._source.startswith("?", self._place):
            opening = re.compile(r"\?(?::|=|!|<=|<!)").match(self._source, self._place)
            if not opening:
                raise RegexError(
                    "of the (?...) groups only (?:...), (?=...), (?!...), (?<=...) and (?<!...) are allowed"
                )
            self._copy(opening.group())
        ways, _ = self._read_alternatives(depth + 1)
        if self._place >= len(self._source):
            raise RegexError("a bracket ( is not closed")
        self._copy(")")
        return ways

    def _read_character(self) -> int:
        source, begin = self._source, self._place
        if source[begin] == "\\":
            if source[begin + 1 : begin + 2].isdigit():
                raise RegexError("references to groups (\\1) are not supported")
            length = 2
        elif source[begin] == "[":
            found = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]").match(source, begin)
            if not found:
                raise RegexError("a bracket [ is not closed")
            length = len(found.group())
        else:
            length = 1
        self._copy(source[begin : begin + length])
        return 1

    def _copy(self, text: str) -> None:
        self._written.append(text)
        self._place += len(text)

    def _copy_if(self, text: str) -> None:
        if self._source.startswith(text, self._place):
            self._copy(text)


def _read_bounds(found: re.Match[str], repeated: str) -> tuple[int, int]:
    most = _MAX_BLANK_REPEATS if repeated in (r"\s", " ", "[ ]") else MAX_REPEATS
    sign = found.group()
    if sign in "*+?":
        return {"*": (0, most), "+": (1, most), "?": (0, 1)}[sign]
    low = int(found.group(1) or 0)
    high = low if not found.group(2) else int(found.group(3)) if found.group(3) else low + most
    if high > 200 or high < low:
        raise RegexError(f"{sign}: bounds go upwards and reach at most 200")
    return low, high


def limit_regex(source: str) -> str:
    """The expression with every repetition bounded: `+` and `*` mean at most 40 times (5 times for blanks).

    Raises:
        RegexError: the expression could take long, or uses what is not supported.
    """
    if not source:
        raise RegexError("the expression is empty")
    if len(source) > _MAX_LENGTH:
        raise RegexError(f"{len(source)} characters; at most {_MAX_LENGTH} are allowed")
    return _Limiter(source).write()


def require_literal(source: str) -> str:
    """The longest run of letters outside all groups that every match holds, in lower case; "" where none is sure.

    Documents without it need no search. Letters whose case mapping changes their number (İ) or crosses alphabets
    (long s, Kelvin sign) are met by searching the lower-cased text only for what survives lower-casing.
    """
    if "|" in source or "(" in source:
        return ""
    runs = re.split(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.(?:[*?]|\{0?,?\d*\}|\{0,\})|[^\w]", source)
    longest = max(runs, key=len, default="").lower()
    return longest if len(longest) >= 3 and longest.isalpha() else ""
