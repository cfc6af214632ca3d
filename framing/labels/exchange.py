"""Label files of all formats: which one a file is of, what stands in it, and how it is written."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.cells import format_jsonl
from framing.errors import InputError
from framing.label_files import COLUMNS, Record, check_folder, quote, read_csv, read_objects, read_text
from framing.labels import brat, doccano, labelstudio, prodigy
from framing.labels.counting import CODE_POINTS, UTF_16
from framing.labels.key import Key
from framing.labels.plain import format_table
from framing.labels.records import UNLABELLED, Item, to_item, to_record
from framing.labels.repeats import drop_repeats
from framing.nouns import write_count
from framing.whole_files import write_new

CSV, JSONL, LABEL_STUDIO, DOCCANO, PRODIGY, BRAT = FORMATS = (
    "csv",
    "jsonl",
    "label-studio",
    "doccano",
    "prodigy",
    "brat",
)
_COUNTINGS = {LABEL_STUDIO: (UTF_16,), DOCCANO: (UTF_16,), PRODIGY: (CODE_POINTS,), BRAT: (CODE_POINTS, UTF_16)}
_ITEM, MARKED = "item", "marked"  # a cell that shows spreadsheet users the target, made anew from the text each time


@dataclass(frozen=True, slots=True)
class Imported:
    """The labelled rows of files, and what was left out.

    Attributes:
        n_rows: rows of the files, labelled or not.
        n_unlabelled: rows without an answer.
        n_restored: rows whose text, target or offsets a tool or spreadsheet had changed; the key gave them back.
        n_repeated: answers that stood there twice, and are kept once.
    """

    items: tuple[Item, ...]
    n_rows: int
    n_unlabelled: int
    n_restored: int
    n_repeated: int = 0

    @property
    def n_without_document(self) -> int:
        """Labelled rows without a `document_id`."""
        return sum(item.document_id is None for item in self.items)

    @property
    def n_by_label(self) -> Counter[str]:
        """Rows by label."""
        return Counter(item.label for item in self.items if item.label is not None)


def read_items(path: Path, file_format: str | None = None, offsets: str | None = None) -> list[Item]:
    """The rows of a file, labelled or not, in its order.

    Args:
        path: a file, or for brat a folder.
        file_format: one of FORMATS; None finds it out from the name and content.
        offsets: how the tool counts, `code-points` or `utf-16`; None as is known of the tool.

    Raises:
        InputError: the file cannot be read, or a row is wrong; with file and line.
    """
    items = [to_item(place, record) for place, record in read_records(path, file_format, offsets)]
    if not items:
        raise InputError(f"{path}: no rows in it")
    return items


def read_records(path: Path, file_format: str | None = None, offsets: str | None = None) -> Iterator[Record]:
    """The rows of a file as they stand there, with their places; offsets are code points already."""
    file_format = file_format or guess_format(path)
    countings = (offsets,) if offsets else _COUNTINGS.get(file_format, (CODE_POINTS,))
    if file_format == BRAT:
        return brat.read_folder(path if path.is_dir() else path.parent, countings)
    text = read_text(path)
    if file_format == CSV:
        return read_csv(path, text)
    rows = read_objects(path, text)
    if file_format == LABEL_STUDIO:
        return labelstudio.read_tasks(rows, countings)
    if file_format == DOCCANO:
        return doccano.read_documents(rows, countings)
    return prodigy.read_tasks(rows, countings) if file_format == PRODIGY else rows


def guess_format(path: Path) -> str:
    """The format of a file, from its name and its first row.

    Raises:
        InputError: the file cannot be read.
    """
    suffixes = {suffix.lower() for suffix in path.suffixes}
    if path.is_dir() or suffixes & {".ann", ".txt"}:
        return BRAT
    if suffixes & {".csv", ".tsv"}:
        return CSV
    text = read_text(path)
    _, row = next(read_objects(path, text), ("", {}))
    if text.lstrip().startswith("[") or isinstance(row.get("data"), dict):
        return LABEL_STUDIO
    if row.keys() & {"options", "accept", "answer", "spans", "_input_hash", "_task_hash"}:
        return PRODIGY
    if row.keys() & {"Comments", "entities", "labels"} or isinstance(row.get("label"), list):
        return DOCCANO
    return JSONL


def format_of_name(path: Path) -> str:
    """The format that a new file's name asks for.

    Raises:
        InputError: the name leaves it open.
    """
    formats = {".csv": CSV, ".jsonl": JSONL, ".json": LABEL_STUDIO}
    if path.suffix.lower() not in formats:
        raise InputError(f"{path}: the name does not say the format; give --format {', '.join(FORMATS)}")
    return formats[path.suffix.lower()]


def format_items(items: Sequence[Item], file_format: str, labels: Sequence[str] = ()) -> dict[str, bytes]:
    """Rows as the files of a format: one with the name "", or for brat those of a folder.

    Args:
        labels: that coders may give; the options of Prodigy and the types of brat.

    Raises:
        InputError: a label has a name that the tools need.
    """
    for item in items:
        if item.label == UNLABELLED and file_format in {LABEL_STUDIO, DOCCANO, BRAT}:
            raise InputError(f"{item.place}: a label may not be called {UNLABELLED!r}; rename it")
    records = [to_record(item) for item in items]
    known = list(dict.fromkeys([*labels, *(item.label for item in items if item.label)]))
    if file_format == BRAT:
        return brat.make_folder(records, known)
    if file_format == CSV:
        return {"": format_table(records, _order_columns(records))}
    if file_format == LABEL_STUDIO:
        return {"": (json.dumps(labelstudio.make_tasks(records), ensure_ascii=False, indent=1) + "\n").encode()}
    if file_format == DOCCANO:
        return {"": format_jsonl(doccano.make_documents(records))}
    if file_format == PRODIGY:
        return {"": format_jsonl(prodigy.make_tasks(records, known))}
    return {"": format_jsonl(records)}


def _order_columns(records: Sequence[Mapping[str, Any]]) -> list[str]:
    found = {name for record in records for name in record}
    return [name for name in COLUMNS if name in found or name in {"label", "annotator"}]


def write_items(path: Path, items: Sequence[Item], file_format: str, labels: Sequence[str] = ()) -> None:
    """Write rows to a new file, or for brat to a new or empty folder.

    Raises:
        InputError: it is there already, or a row cannot be written.
    """
    check_new(path)
    for name, content in format_items(items, file_format, labels).items():
        write_new(path / name if name else path, content)


def check_new(path: Path) -> None:
    """Raises InputError where `path` is there already and not an empty folder, or cannot be made."""
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise InputError(f"{path}: is there already and may hold labels; give another name")
    check_folder(path)


def import_labels(
    paths: Iterable[Path],
    *,
    file_format: str | None = None,
    keys: Mapping[Path, Key] | None = None,
    annotator: str | None = None,
    offsets: str | None = None,
) -> Imported:
    """The labelled rows of files that coders or tools have filled in.

    Args:
        keys: for files that have one the columns by `item`, as `read_key` reads them. They replace those of the row,
            so that what a tool or spreadsheet did to texts is undone; a target that the coder marked in the unchanged
            text stands.
        annotator: who answered, where a row does not say; None takes the file's name, where there are several files.

    Raises:
        InputError: a file cannot be read, a row is wrong, one person gives an item two labels, or no row has an answer;
            with file and line.
    """
    items, n_rows, n_restored = [], 0, 0
    files = list(dict.fromkeys(paths))
    for path in files:
        # As `framing labels agreement` names coders, so that they can still be told apart in one file.
        coder = annotator or (path.name.split(".")[0] if len(files) > 1 else None)
        for place, record in read_records(path, file_format, offsets):
            n_rows += 1
            record.pop(MARKED, None)
            label = _read_label(place, record.get("label"))
            if label:
                whole, is_restored = _join_key(place, record, (keys or {}).get(path))
                n_restored += is_restored
                who = whole.get("annotator") or coder
                items.append(to_item(place, {**whole, "label": label, "annotator": who}))
    if not items:
        them = "it" if n_rows == 1 else "them"
        raise InputError(f"{', '.join(map(str, files))}: {write_count(n_rows, 'row')}, and no label in {them}")
    kept, n_repeated = drop_repeats(items)
    return Imported(tuple(kept), n_rows, n_rows - len(items), n_restored, n_repeated)


def _read_label(place: str, label: Any) -> str:
    if isinstance(label, (list, dict, bool)):
        raise InputError(f"{place}: label: {quote(label)} is no label; write one word, or give the file's --format")
    return "" if label is None else str(label).strip()


def _join_key(place: str, record: Mapping[str, Any], key: Key | None) -> tuple[dict[str, Any], bool]:
    if not key:
        return dict(record), False
    known = key.get(str(record.get(_ITEM)))
    if known is None:
        raise InputError(f"{place}: item {quote(record.get(_ITEM))} is not in the key; give the key of this sample")
    own = {name: record.get(name) for name in ("target", "target_start", "target_end")}
    is_same = record.get("text") == known.get("text")
    if is_same and all(value is None for value in own.values()):
        return {**record, **known}, False
    if not is_same or not _is_place(str(record["text"]), **own):
        return {**record, **known}, True
    return {**record, **known, **own}, False


def _is_place(text: str, target: Any, target_start: Any, target_end: Any) -> bool:
    """Whether the target stands where it is said to; spreadsheets make of offsets what they like."""
    try:
        return text[int(target_start) : int(target_end)] == str(target)
    except (TypeError, ValueError):
        return False
