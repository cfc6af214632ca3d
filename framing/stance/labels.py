"""Label files: JSONL or CSV with `text` and `label`, and the format of NewsMTSC."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.label_files import decode, quote, read_content, read_csv, read_objects, read_span
from framing.stance.repeats import RepeatFinder

_NEWSMTSC_LABELS = {2: "against", 4: "neutral", 6: "favor"}
_NAMED = 3  # places in a note


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A person's answer about a text, or about a target in it. `group` ties rows that must not be split.

    `place` is `file:line` and `number` the row in the file, counted from 1; both are empty for rows of no file.
    """

    text: str
    label: str
    group: str
    target: str | None = None
    target_start: int | None = None
    target_end: int | None = None
    document_id: str | None = None
    outlet: str | None = None
    date: str | None = None
    annotator: str | None = None
    place: str = field(default="", compare=False)
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Labels:
    """The rows of a label file, each once, the SHA-256 of its bytes, and what a reader of figures should know of it."""

    rows: tuple[LabelRow, ...]
    sha256: str
    notes: tuple[str, ...] = ()

    @property
    def n_without_mention(self) -> int:
        """Rows that name no mention of a target in their text."""
        return sum(row.target_start is None for row in self.rows)

    @property
    def has_targets(self) -> bool:
        """Whether the labels are about mentions of targets: half of the rows or more name one."""
        return 2 * self.n_without_mention <= len(self.rows)

    @property
    def n_without_target(self) -> int:
        """Rows without a target of any kind."""
        return sum(not row.target and row.target_start is None for row in self.rows)

    @property
    def has_topics(self) -> bool:
        """Whether the labels are about targets that need not occur: half of the rows or more have a target."""
        return 2 * self.n_without_target <= len(self.rows)


def read_labels(path: Path) -> Labels:
    """The labels of a `.jsonl`, `.csv` or `.tsv` file, each also with `.gz`.

    Cells of a table lose the apostrophe that keeps spreadsheets from taking them for formulas. A mention is
    `target_start` and `target_end`, or the first place where `target` stands in the text.

    Raises:
        InputError: the file cannot be read, or a row is wrong; with file and line.
    """
    content = read_content(path)
    text = decode(path, content)
    suffixes = {suffix.lower() for suffix in path.suffixes}
    if suffixes & {".csv", ".tsv"}:
        records = read_csv(path, text, ("text", "label"))
    elif suffixes & {".jsonl", ".json"}:
        records = read_objects(path, text)
    else:
        raise InputError(f"{path}: label files end in .jsonl, .csv or .tsv, also with .gz")
    finder = RepeatFinder()
    read = (row for place, record in records for row in _read_rows(place, record))
    rows = tuple(replace(row, number=number) for number, row in enumerate(read, start=1))
    for row in rows:
        finder.is_new(row)
    if not rows:
        raise InputError(f"{path}: no labels in it; each row needs `text` and `label`")
    return Labels(rows, hashlib.sha256(content).hexdigest(), finder.describe())


def _read_rows(place: str, record: dict[str, Any]) -> Iterator[LabelRow]:
    if "sentence_normalized" in record:
        yield from _read_newsmtsc(place, record)
    else:
        yield _read_row(place, record)


def _read_row(place: str, record: dict[str, Any]) -> LabelRow:
    for name in ("text", "label"):
        if record.get(name) is not None and not isinstance(record[name], str):
            raise InputError(f"{place}: `{name}` must be a text, not {quote(record[name])}")
        if not (record.get(name) or "").strip():
            raise InputError(f"{place}: `{name}` is missing or empty")
    names = ("target", "document_id", "outlet", "date", "annotator")
    texts: dict[str, Any] = {name: _text_or_none(record.get(name)) for name in names}
    start, end = read_span(place, record["text"], record, texts["target"])
    group = texts["document_id"] or _digest(record["text"])
    label = record["label"].strip()
    return LabelRow(record["text"], label, group, target_start=start, target_end=end, place=place, **texts)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _text_or_none(value: Any) -> str | None:
    return None if value is None or not str(value).strip() else str(value)


def _read_newsmtsc(place: str, record: dict[str, Any]) -> Iterator[LabelRow]:
    """Rows of a NewsMTSC sentence; the group is the article, the first three parts of the id."""
    text = record["sentence_normalized"]
    identity = str(record.get("primary_gid", ""))
    group = "_".join(identity.split("_")[:3]) or _digest(str(text))
    for target in record.get("targets", ()):
        try:
            start, end, label = int(target["from"]), int(target["to"]), _NEWSMTSC_LABELS[int(target["polarity"])]
        except (KeyError, TypeError, ValueError) as problem:
            raise InputError(f"{place}: a target needs `from`, `to` and a `polarity` of 2, 4 or 6") from problem
        if not isinstance(text, str) or not 0 <= start < end <= len(text):
            raise InputError(f"{place}: target {quote(start)}:{quote(end)} lies outside the sentence")
        yield LabelRow(text, label, group, text[start:end], start, end, identity or None, place=place)


def name_file(labels: Labels) -> str:
    """The label file, as it was given."""
    return labels.rows[0].place.rpartition(":")[0] or "labels"


def name_places(rows: list[LabelRow]) -> str:
    """Where the first of these rows stand."""
    places = [row.place or f"row {row.number}" for row in rows[:_NAMED]]
    return ", ".join(places) + (f" and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else "")


def describe_missing_targets(rows: tuple[LabelRow, ...], unit_is_mention: bool) -> tuple[str, ...]:
    """A note on targets that do not occur in their text, and on rows without any; none where all is as it should be.

    Args:
        unit_is_mention: the rows are judged as mentions; otherwise as texts towards targets, which need not occur.
    """
    absent = [row for row in rows if row.target and row.target_start is None]
    if not unit_is_mention:
        counts = f"{len(absent):,} of {len(rows):,}"
        note = f"targets that do not occur in their text: {counts}, which is no fault in topic stance"
        return (note,) if absent else ()
    notes = []
    if absent:
        notes.append(
            f"targets that do not occur in their text: {len(absent):,} of {len(rows):,} ({name_places(absent)}, the "
            f"first {quote(absent[0].target)}); these rows count as whole texts; correct the targets, or give "
            "`target_start` and `target_end`"
        )
    none = [row for row in rows if not row.target and row.target_start is None]
    if none:
        places = name_places(none)
        notes.append(f"rows without a target: {len(none):,} of {len(rows):,} ({places}); they count as whole texts")
    return tuple(notes)
