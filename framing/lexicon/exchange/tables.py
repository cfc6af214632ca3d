"""Word lists in columns: CSV with a header, LIWC-22's .dicx, and the tab-separated lists of NRC."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from framing.cells import restore_cell
from framing.lexicon.exchange.draft import Draft, show

_PATTERN_NAMES = ("pattern", "word", "term", "entry", "token", "dicterm", "targetword", "english-word", "english (en)")
_CATEGORY_NAMES = (
    "category",
    "emotion",
    "label",
    "class",
    "polarity",
    "affectdimension",
    "affectcategory",
    "sentiment",
)
_WEIGHT_NAMES = ("weight", "score", "value", "emotion-intensity-score", "associationflag", "valence")
_OWN_NAMES = ("id", "case", "unless", "note", "source", "rare")
OWN_HEADER = ("category", "pattern", "weight", *_OWN_NAMES)  # as `export` writes it
UNLESS_SEPARATOR = "; "
_VAD = ("valence", "arousal", "dominance")
_MARKS = {"x": 1.0, "": 0.0}
Row = tuple[int, Sequence[str]]  # its line, and its cells
Add = Callable[[list[str], str, int, float, Mapping[str, Any]], None]


def read_csv(draft: Draft) -> None:
    """Read a table with a header: a column of patterns and one of categories, or a column for each category."""
    text = draft.read_text()
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = _read_rows(draft, text, separator)
    _, header = next(rows, (1, ()))
    _read_table(draft, header, rows, _take_pattern(draft))


def read_nrc(draft: Draft) -> None:
    """Read tab-separated lines of word, category and number, or of word and numbers, with a header or without.

    0 means that the word does not belong; other numbers are weights.
    """
    lines = enumerate(draft.read_text().split("\n"), start=1)
    rows = [(number, [cell.strip() for cell in line.split("\t")]) for number, line in lines if line.strip()]
    while rows and len(rows[0][1]) == 1:  # terms of use stand above some lists
        draft.lose(rows[0][0], f"{show(rows[0][1][0])} has no columns separated by tabs")
        rows.pop(0)
    if not rows:
        raise draft.fault(1, "no columns separated by tabs; is this an NRC-style list?")
    header, add = rows[0][1], _take_entry(draft)
    if header[0].lower() in _PATTERN_NAMES and not any(map(_is_number, header[1:])):
        _read_table(draft, header, iter(rows[1:]), add)
        return
    guessed = _guess_header(draft, header)
    if "category" not in guessed and len(guessed) > 2:
        draft.lose(rows[0][0], f"no header; the columns are taken for {', '.join(guessed)}")
    _read_table(draft, guessed, iter(rows), add)


def _guess_header(draft: Draft, cells: Sequence[str]) -> tuple[str, ...]:
    """Names for the columns of a table without a header, told by its first row."""
    width = len(cells)
    if width == 2:
        return ("word", draft.path.stem if _is_number(cells[1]) else "category")
    if width == 3 and not _is_number(cells[1]):
        return ("word", "category", "weight")
    return ("word", *(_VAD if width == 4 else (f"column-{number}" for number in range(2, width + 1))))


def _take_pattern(draft: Draft) -> Add:
    """Adds entries in our own pattern language."""

    def add(titles: list[str], pattern: str, line: int, weight: float, options: Mapping[str, Any]) -> None:
        draft.add_pattern(draft.find_category(titles, line), pattern, line, weight, options)

    return add


def _take_entry(draft: Draft) -> Add:
    """Adds words of another program; a slash in the name of a category nests nothing there."""

    def add(titles: list[str], pattern: str, line: int, weight: float, options: Mapping[str, Any]) -> None:
        draft.add_entry(draft.find_category(["/".join(titles)], line), pattern, line, weight, options)

    return add


def _read_rows(draft: Draft, text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [restore_cell(cell) for cell in cells]
    except csv.Error as problem:
        raise draft.fault(reader.line_num, f"not valid CSV: {problem}") from problem


def _read_table(draft: Draft, header: Sequence[str], rows: Iterator[Row], add: Add) -> None:
    names = [name.strip().lower() for name in header]
    pattern, category, weight = (_find(names, wanted) for wanted in (_PATTERN_NAMES, _CATEGORY_NAMES, _WEIGHT_NAMES))
    if pattern is None:
        raise draft.fault(1, f"no columns `pattern` and `category`; found: {', '.join(names[:20]) or 'nothing'}")
    if category is None:
        _read_wide(draft, header, pattern, rows, add)
        return
    is_own = set(OWN_HEADER) <= set(names)
    for place, name in enumerate(header):
        if place not in (pattern, category, weight) and not (is_own and names[place] in _OWN_NAMES):
            draft.lose(1, f"the column {name!r} is not carried over")
    for line, cells in rows:
        cell = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        word, titles = cell.get(names[pattern], ""), cell.get(names[category], "").split("/")
        value = _read_number(draft, line, word, (cell.get(names[weight]) or "1") if weight is not None else "1")
        if not word or not all(titles):
            draft.lose(line, f"{show(_join(cells))} has no pattern or no category")
        elif value is not None and (value or is_own):
            add(titles, word, line, value, _read_options(cell) if is_own else {})


def _join(cells: Sequence[str]) -> str:
    """The cells of a row in one line, for a report."""
    return " | ".join(cells)


def _find(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _read_options(cell: Mapping[str, str]) -> dict[str, Any]:
    """The options of an entry in a table that `export` wrote."""
    options: dict[str, Any] = {name: cell[name] for name in ("id", "note", "source", "rare") if cell.get(name)}
    if cell.get("case") == "true":
        options["case"] = True
    if cell.get("unless"):
        options["unless"] = cell["unless"].split(UNLESS_SEPARATOR)
    return options


def _read_wide(draft: Draft, header: Sequence[str], pattern: int, rows: Iterator[Row], add: Add) -> None:
    """A table with a column for each category, whose cells are numbers, `X` or empty."""
    table = list(rows)
    columns = [
        place
        for place, name in enumerate(header)
        if place != pattern and name.strip() and all(_is_mark(cells, place) for _, cells in table)
    ]
    if not columns:
        raise draft.fault(1, f"no column `category`, and none of numbers; found: {', '.join(header[:20])}")
    for place, name in enumerate(header):
        if place != pattern and place not in columns:
            draft.lose(1, f"the column {name!r} is not carried over")
    for line, cells in table:
        for place in columns:
            cell = cells[place].strip().lower() if place < len(cells) else ""
            value = _MARKS[cell] if cell in _MARKS else _read_number(draft, line, cells[pattern], cell)
            if value and cells[pattern].strip():
                add([header[place].strip()], cells[pattern], line, value, {})


def _is_mark(cells: Sequence[str], place: int) -> bool:
    cell = cells[place].strip().lower() if place < len(cells) else ""
    return cell in _MARKS or _is_number(cell)


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def _read_number(draft: Draft, line: int, pattern: str, text: str) -> float | None:
    if not _is_number(text):
        draft.lose(line, f"{show(pattern)}: {show(text)} is no number")
        return None
    return float(text.replace(",", "."))
