"""Label files: JSONL or CSV with `text` and `label`, and the format of NewsMTSC."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.cells import restore_row
from framing.errors import InputError

COLUMNS = ("text", "label", "target", "target_start", "target_end", "document_id", "outlet", "date", "annotator")
_NEWSMTSC_LABELS = {2: "against", 4: "neutral", 6: "favor"}


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A person's answer about a text, or about a target in it. `group` ties rows that must not be split."""

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


@dataclass(frozen=True, slots=True)
class Labels:
    """The rows of a label file and the SHA-256 of its bytes."""

    rows: tuple[LabelRow, ...]
    sha256: str

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
    """The labels of a `.jsonl` or `.csv` file, either also with `.gz`.

    Cells of a table lose the apostrophe that keeps spreadsheets from taking them for formulas. A mention is
    `target_start` and `target_end`, or the first place where `target` stands in the text.

    Raises:
        InputError: the file cannot be read, or a row is wrong; with file and line.
    """
    content = _read_bytes(path)
    digest = hashlib.sha256(content).hexdigest()
    suffixes = [suffix.lower() for suffix in path.suffixes]
    try:
        data = gzip.decompress(content) if suffixes[-1:] == [".gz"] else content
        text = data.decode("utf-8-sig")
    except (OSError, EOFError) as problem:
        raise InputError(f"{path}: not a whole gzip file: {problem}") from problem
    except UnicodeDecodeError as problem:
        raise InputError(f"{path}: not UTF-8 at byte {problem.start}; save the file as UTF-8") from problem
    if ".csv" in suffixes:
        rows = list(_read_csv(path, text))
    elif ".jsonl" in suffixes or ".json" in suffixes:
        rows = list(_read_jsonl(path, text))
    else:
        raise InputError(f"{path}: label files end in .jsonl or .csv, also with .gz")
    if not rows:
        raise InputError(f"{path}: no labels in it; each row needs `text` and `label`")
    return Labels(tuple(rows), digest)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise InputError(f"{path}: cannot be read: {problem.strerror}") from problem


def _read_jsonl(path: Path, text: str) -> Iterator[LabelRow]:
    # Not splitlines: texts may hold U+2028 and other separators that JSON allows inside strings.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as problem:
            raise InputError(f"{path}:{number}: not JSON: {problem.msg} at column {problem.colno}") from problem
        if not isinstance(record, dict):
            raise InputError(
                f"{path}:{number}: a row is an object with `text` and `label`, not {type(record).__name__}"
            )
        if "sentence_normalized" in record:
            yield from _read_newsmtsc(path, number, record)
        else:
            yield _read_row(path, number, record)


def _read_csv(path: Path, text: str) -> Iterator[LabelRow]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    missing = [name for name in ("text", "label") if name not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            f"{path}:1: no column {' and no column '.join(missing)}; found {', '.join(reader.fieldnames or ['none'])}"
        )
    try:
        for record in reader:
            # Beyond the columns of the header the key is None.
            cells = {name: cell for name, cell in record.items() if name is not None and cell}
            yield _read_row(path, reader.line_num, restore_row(cells))
    except csv.Error as problem:
        raise InputError(f"{path}:{reader.line_num}: not CSV: {problem}") from problem


def _read_row(path: Path, line: int, record: dict[str, Any]) -> LabelRow:
    for name in ("text", "label"):
        if not isinstance(record.get(name), str) or not record[name].strip():
            raise InputError(f"{path}:{line}: `{name}` is missing or empty")
    texts = {name: _text_or_none(record.get(name)) for name in ("target", "document_id", "outlet", "date", "annotator")}
    start, end = _read_span(path, line, record, texts["target"])
    group = texts["document_id"] or hashlib.sha256(record["text"].encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return LabelRow(record["text"], record["label"].strip(), group, target_start=start, target_end=end, **texts)


def _text_or_none(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def _read_span(path: Path, line: int, record: dict[str, Any], target: str | None) -> tuple[int | None, int | None]:
    given = [record.get(name) for name in ("target_start", "target_end")]
    if given == [None, None]:
        start = record["text"].find(target) if target else -1
        return (start, start + len(target)) if target and start >= 0 else (None, None)
    try:
        start, end = int(str(given[0])), int(str(given[1]))
    except ValueError as problem:
        raise InputError(
            f"{path}:{line}: `target_start` and `target_end` are whole numbers, not {given[0]!r} and {given[1]!r}"
        ) from problem
    if not 0 <= start < end <= len(record["text"]):
        raise InputError(
            f"{path}:{line}: target {start}:{end} lies outside the text of {len(record['text'])} characters"
        )
    if target and record["text"][start:end] != target:
        raise InputError(
            f"{path}:{line}: the text has {record['text'][start:end]!r} at {start}:{end}, not the target {target!r}"
        )
    return start, end


def _read_newsmtsc(path: Path, line: int, record: dict[str, Any]) -> Iterator[LabelRow]:
    """Rows of a NewsMTSC sentence; the group is the article, the first three parts of the id."""
    text = record["sentence_normalized"]
    identity = str(record.get("primary_gid", ""))
    group = "_".join(identity.split("_")[:3]) or hashlib.sha256(str(text).encode()).hexdigest()[:16]
    for target in record.get("targets", ()):
        try:
            start, end, label = int(target["from"]), int(target["to"]), _NEWSMTSC_LABELS[int(target["polarity"])]
        except (KeyError, TypeError, ValueError) as problem:
            raise InputError(f"{path}:{line}: a target needs `from`, `to` and a `polarity` of 2, 4 or 6") from problem
        if not isinstance(text, str) or not 0 <= start < end <= len(text):
            raise InputError(f"{path}:{line}: target {start}:{end} lies outside the sentence")
        yield LabelRow(text, label, group, text[start:end], start, end, identity or None)
