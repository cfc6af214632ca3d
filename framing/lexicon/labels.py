"""Files in which people said which articles, sentences or spans show a category."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from framing.errors import InputError
from framing.lexicon.rows import read_rows

LabelUnit = Literal["article", "sentence", "span"]
LABEL_COLUMNS = ("categories", "labels", "category", "label")
_SEPARATOR = ";"  # between labels in one cell of a CSV file


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A stretch of a document's text with the label a person gave it."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One row: a person's labels for an article, a sentence, or spans of an article. No labels means none applies."""

    line: int
    document_id: str | None
    text: str | None  # the sentence, or the text that the spans count in
    annotator: str
    labels: tuple[str, ...]
    spans: tuple[LabelledSpan, ...]


@dataclass(frozen=True, slots=True)
class LabelFile:
    """The rows of a label file, and what they label."""

    path: Path
    unit: LabelUnit
    rows: tuple[LabelRow, ...]


def read_label_file(path: Path, columns: Sequence[str] = (), unit: LabelUnit | None = None) -> LabelFile:
    """The labels of a `.jsonl` or `.csv` file, either also with `.gz`.

    Rows with `spans`, or with `start` and `end`, label spans; other rows with `document_id` or `id` label articles;
    other rows with `text` label sentences.

    Args:
        path: the file.
        columns: where the labels stand; by default the first of categories, labels, category, label.
        unit: what the rows label, where it is not as above.

    Raises:
        InputError: the file cannot be read, or a row is wrong; with file and line.
    """
    records = list(read_rows(path))
    if not records:
        raise InputError(f"{path}: no rows in it; each needs an id or a text, and labels")
    present = {key for _, record in records for key in record}
    unit = unit or _detect_unit(path, present)
    names = list(columns) or [name for name in LABEL_COLUMNS if name in present][:1]
    missing = [name for name in names if name not in present]
    if missing or (not names and "spans" not in present):
        wanted = " and ".join(missing) or f"any of {', '.join(LABEL_COLUMNS)}"
        found = ", ".join(sorted(present))
        raise InputError(f"{path}: no column {wanted}; it has {found}; name one with --label-column")
    return LabelFile(path, unit, tuple(_make_row(path, line, record, names, unit) for line, record in records))


def _detect_unit(path: Path, present: set[str]) -> LabelUnit:
    if "spans" in present or {"start", "end"} <= present:
        return "span"
    if present & {"document_id", "id"}:
        return "article"
    if "text" in present:
        return "sentence"
    raise InputError(f"{path}: rows need `document_id`, `id` or `text`; they have {', '.join(sorted(present))}")


def _make_row(path: Path, line: int, record: Mapping[str, Any], names: Sequence[str], unit: LabelUnit) -> LabelRow:
    identity = record.get("document_id") or record.get("id")
    text = record.get("text") or None
    if identity is None and (unit != "sentence" or text is None):
        raise InputError(
            f"{path}:{line}: a row that labels {unit}s needs `{'text' if unit == 'sentence' else 'document_id'}`"
        )
    labels = tuple(label for name in names for label in _split(path, line, name, record.get(name)))
    spans = tuple(_read_spans(path, line, record, labels)) if unit == "span" else ()
    return LabelRow(
        line,
        None if identity is None else str(identity),
        None if text is None else str(text),
        str(record.get("annotator") or ""),
        () if unit == "span" else tuple(dict.fromkeys(labels)),
        spans,
    )


def _split(path: Path, line: int, name: str, value: Any) -> list[str]:
    if value is None:
        return []
    parts = value.split(_SEPARATOR) if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise InputError(f"{path}:{line}: `{name}` is text or a list of text, not {value!r}")
    return [part.strip() for part in parts if part.strip()]


def _read_spans(path: Path, line: int, record: Mapping[str, Any], labels: Sequence[str]) -> Iterator[LabelledSpan]:
    listed = record.get("spans")
    if listed is None:
        if record.get("start") in (None, ""):
            return  # the article was read and nothing marked in it
        listed = [{"start": record["start"], "end": record.get("end"), "label": label} for label in labels]
    if not isinstance(listed, list):
        raise InputError(f"{path}:{line}: `spans` is a list of objects with `start`, `end` and `label`")
    for span in listed:
        try:
            label = next(span[name] for name in ("label", "category", "labels", "categories") if name in span)
            start, end = int(span["start"]), int(span["end"])
        except (KeyError, TypeError, ValueError, StopIteration) as problem:
            raise InputError(f"{path}:{line}: a span needs `start`, `end` and `label`, not {span!r}") from problem
        if not 0 <= start < end:
            raise InputError(f"{path}:{line}: a span begins before it ends, not {start}:{end}")
        for one in _split(path, line, "label", label):
            yield LabelledSpan(start, end, one)
