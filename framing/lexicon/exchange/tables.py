"""Word lists in columns: CSV with a header, and NRC-style TSV."""

import csv
import io

from framing.lexicon.exchange.draft import Draft, read_text

_PATTERN_NAMES = ("pattern", "word", "term", "entry", "token", "english-word", "english (en)")
_CATEGORY_NAMES = ("category", "emotion", "label", "class", "polarity", "affectdimension", "sentiment")
_WEIGHT_NAMES = ("weight", "score", "value", "emotion-intensity-score", "valence")


def read_csv(draft: Draft) -> None:
    """Read a table with a header: a column of patterns, one of categories (`parent/child`), perhaps one of weights."""
    text = read_text(draft)
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=separator)
    names = {name.strip().lower(): name for name in reader.fieldnames or () if name}
    pattern_column, category_column, weight_column = (
        next((names[name] for name in wanted if name in names), None)
        for wanted in (_PATTERN_NAMES, _CATEGORY_NAMES, _WEIGHT_NAMES)
    )
    if pattern_column is None or category_column is None:
        raise draft.fault(1, f"no columns `pattern` and `category`; found: {', '.join(names) or 'nothing'}")
    used = {pattern_column, category_column, weight_column}
    for name in names.values():
        if name not in used:
            draft.lose(1, f"the column {name!r} is not carried over")
    for row in reader:
        pattern, category = row[pattern_column] or "", row[category_column] or ""
        if pattern.strip() and category.strip():
            _add(
                draft,
                category.split("/"),
                pattern,
                reader.line_num,
                (row[weight_column] or "1") if weight_column else "1",
            )


def read_nrc(draft: Draft) -> None:
    """Read `word<tab>category<tab>number` lines; 0 means that the word does not belong, other numbers are weights."""
    for number, line in enumerate(read_text(draft).split("\n"), start=1):
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) == 3 and fields[0] and fields[1]:
            _add(draft, [fields[1]], fields[0], number, fields[2])
        elif line.strip():
            draft.lose(number, f"{line.strip()!r} has not three columns separated by tabs")


def _add(draft: Draft, titles: list[str], pattern: str, line: int, weight: str) -> None:
    try:
        value = float(weight.replace(",", "."))
    except ValueError:
        draft.lose(line, f"{pattern!r}: {weight!r} is no number")
        return
    if value:
        draft.add_entry(draft.add_category(titles), pattern, line, value)
