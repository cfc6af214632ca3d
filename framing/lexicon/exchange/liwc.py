"""LIWC dictionaries (.dic), with tabs or blanks, flat or nested, as found in the wild."""

import re
from collections.abc import Iterator

from framing.lexicon.exchange.draft import Draft, DraftCategory, show

Categories = dict[int, tuple[DraftCategory, ...]]  # by number: the category behind all that lie above it

_HEADER = re.compile(r"([ \t]*)(\d+)[ \t]+(\S.*)")
# A plain number, `<of>131/125` (131 if the next word is "of", else 125), `(02 134)125/464` (125 after a word of
# category 2 or 134, else 464).
_CODE = re.compile(r"\([\d ]+\)\d+(?:/\d+)?|<[^<>\t]*>\d+(?:/\d+)?|\d+")
_TOKEN = re.compile(rf"(?:{_CODE.pattern})(?=\s|$)|\S+")
_FOLLOWED_BY = re.compile(r"<([^\W\d_]+)>(\d+)(?:/(\d+))?")
_REMARK = re.compile(r"(?<=\d)\s+((?:#|//|;).*)$")
_CONDITION = re.compile(r"\([^()\w]*\w[^()]*\)|<[^<>\w]*\w[^<>]*>")
_MAX_WORD = 500


def read_liwc(draft: Draft) -> None:
    """Read a .dic file into the draft.

    A word of a nested category is often listed under its parents too; since parents count what their children hit,
    it is kept under the deepest category only.
    """
    lines = draft.read_text().split("\n")
    borders = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(borders) < 2:
        raise draft.fault(1, "no header between two lines with `%`; is this a LIWC dictionary?")
    for number in range(borders[0]):
        if lines[number].strip():
            draft.lose(number + 1, f"{show(lines[number].strip())} stands before the header")
    categories = _read_header(draft, lines, borders)
    for number in range(borders[1] + 1, len(lines)):
        if lines[number].strip():
            _read_word(draft, lines[number].strip(), number + 1, categories)


def _read_header(draft: Draft, lines: list[str], borders: list[int]) -> Categories:
    """The categories by number, nested by indentation."""
    categories: Categories = {}
    open_: list[tuple[int, tuple[DraftCategory, ...]]] = []
    for number in range(borders[0] + 1, borders[1]):
        found = _HEADER.match(lines[number].rstrip())
        if not found:
            if lines[number].strip():
                draft.lose(number + 1, f"{show(lines[number].strip())} is no line `number name` of a header")
            continue
        depth, code, title = len(found.group(1).expandtabs(4)), int(found.group(2)), found.group(3)
        if code in categories:
            draft.lose(number + 1, f"category number {code} stands twice; kept the first")
            continue
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        above = open_[-1][1] if open_ else ()
        parent = above[-1] if above else draft.root
        categories[code] = (*above, draft.open_category(parent, title, number + 1))
        open_.append((depth, categories[code]))
    return categories


def _read_word(draft: Draft, line: str, number: int, categories: Categories) -> None:
    if remark := _REMARK.search(line):
        draft.lose(number, f"the remark {show(remark.group(1))} is left out")
        line = line[: remark.start()]
    word, codes = _split(line)
    if not word or not codes:
        draft.lose(number, f"{show(line)} has no category numbers at its end")
    elif len(word) > _MAX_WORD:
        draft.lose(number, f"{show(word)}: an entry of {len(word):,} characters")
    elif _CONDITION.search(word):
        draft.lose(number, f"{word!r} depends on neighbouring words; write it with `unless` or `near/`")
    elif "?" in word:
        draft.lose(number, f"{word!r}: `?` stands for one sign here; write the entry")
    else:
        _add_word(draft, word, codes, number, categories)


def _split(line: str) -> tuple[str, list[str]]:
    """The word, and the codes behind it."""
    word, tab, rest = line.partition("\t")
    if tab:
        return word.strip(), _TOKEN.findall(rest)
    tokens = list(_TOKEN.finditer(line))
    first = len(tokens)
    while first > 1 and _CODE.fullmatch(tokens[first - 1].group()):  # a word that is a number itself stands first
        first -= 1
    return line[: tokens[first].start() if first < len(tokens) else None].strip(), [
        token.group() for token in tokens[first:]
    ]


def _add_word(draft: Draft, word: str, codes: list[str], number: int, categories: Categories) -> None:
    """Add a word under its codes, in each branch under the deepest of its categories only."""
    found: dict[tuple[str, str], list[tuple[DraftCategory, ...]]] = {}  # by pattern and the phrase that excludes it
    for code in dict.fromkeys(codes):
        for pattern, unless, category in _read_code(draft, word, code, number):
            if category in categories:
                found.setdefault((pattern, unless), []).append(categories[category])
            else:
                draft.lose(number, f"{word!r}: category number {category} is not in the header")
    for (pattern, unless), paths in found.items():
        covered = {id(category) for path in paths for category in path[:-1]}
        for path in paths:
            if id(path[-1]) not in covered:
                draft.add_entry(path[-1], pattern, number, options={"unless": [unless]} if unless else {})


def _read_code(draft: Draft, word: str, code: str, number: int) -> Iterator[tuple[str, str, int]]:
    """Patterns, each with a phrase that excludes it or "", and their category numbers; conditions are reported."""
    if code.isdecimal():
        yield word, "", int(code)
    elif condition := _FOLLOWED_BY.fullmatch(code):
        phrase = f"{word} {condition.group(1)}"
        draft.lose(number, f"{word!r}: {code!r} is written as the entry {phrase!r} and as `unless`")
        yield phrase, "", int(condition.group(2))
        if condition.group(3):
            yield word, phrase, int(condition.group(3))
    elif _CODE.fullmatch(code):
        draft.lose(number, f"{word!r}: {code!r} depends on the word before; write it with `unless` or `near/`")
    else:
        draft.lose(number, f"{word!r}: {show(code)} is no category number")
