"""LIWC dictionaries (.dic), with tabs or blanks, flat or nested, as found in the wild."""

import re

from framing.lexicon.exchange.draft import Draft, read_text

_HEADER = re.compile(r"([ \t]*)(\d+)[ \t]+(\S.*?)\s*$")
_TRAILING_IDS = re.compile(r"^(.*?\S)((?:\s+\d+)+)\s*$")


def read_liwc(draft: Draft) -> None:
    """Read a .dic file into the draft.

    A word of a nested category is often listed under its parents too; since parents count what their children hit,
    it is kept under the deepest category only.
    """
    lines = read_text(draft).split("\n")
    borders = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(borders) < 2:
        raise draft.fault(1, "no header between two lines with `%`; is this a LIWC dictionary?")
    paths = _read_header(draft, lines, borders)
    for number in range(borders[1] + 1, len(lines)):
        if lines[number].strip():
            _read_word(draft, lines[number], number + 1, paths)


def _read_header(draft: Draft, lines: list[str], borders: list[int]) -> dict[int, tuple[str, ...]]:
    """Path of titles of each category id, nested by indentation."""
    paths: dict[int, tuple[str, ...]] = {}
    open_: list[tuple[int, tuple[str, ...]]] = []
    for number in range(borders[0] + 1, borders[1]):
        found = _HEADER.match(lines[number])
        if not found:
            if lines[number].strip():
                draft.lose(number + 1, f"{lines[number].strip()!r} is no line `number name` of a header")
            continue
        depth, code, title = len(found.group(1).expandtabs(4)), int(found.group(2)), found.group(3)
        if code in paths:
            draft.lose(number + 1, f"category number {code} stands twice; kept the first")
            continue
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        paths[code] = (*(open_[-1][1] if open_ else ()), title)
        open_.append((depth, paths[code]))
        draft.add_category(paths[code])
    return paths


def _read_word(draft: Draft, line: str, number: int, paths: dict[int, tuple[str, ...]]) -> None:
    found = _TRAILING_IDS.match(line.strip())
    if not found:
        draft.lose(number, f"{line.strip()!r} has no category numbers at its end")
        return
    pattern = found.group(1).strip()
    if re.search(r"[<>()]|\d/\d", pattern) and re.search(r"\w", pattern):
        draft.lose(
            number,
            f"{pattern!r} depends on neighbouring words, which is not carried over; write it with unless or near/",
        )
        return
    own = []
    for code in dict.fromkeys(map(int, found.group(2).split())):
        if code in paths:
            own.append(paths[code])
        else:
            draft.lose(number, f"{pattern!r}: category number {code} is not in the header")
    for path in own:
        if not any(other != path and other[: len(path)] == path for other in own):
            draft.add_entry(draft.add_category(path), pattern, number)
