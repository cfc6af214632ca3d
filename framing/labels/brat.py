"""brat's folders: a `.txt` and an `.ann` file per row, and a file of ours, `items.jsonl`, with what brat cannot hold.

brat counts code points, but a line break of two characters as one (github.com/nlplab/brat/issues/853), and what its
pages mark behind a character beyond the basic plane is shifted (issue 1115). So texts are written with a blank for each
carriage return, which leaves all offsets as they are; spans are compared with the characters that brat writes beside
them.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from framing.cells import format_jsonl
from framing.errors import InputError
from framing.label_files import Record, quote_names, read_objects, read_text
from framing.labels.counting import CODE_POINTS, UTF_16, read_span
from framing.labels.records import to_item, to_record

ITEMS, CONFIGURATION = "items.jsonl", "annotation.conf"
_TARGET_TYPE = "Target"
_LABELS = "labels.json"  # which label a type stands for, where the label is no name that brat takes
_NO_NAME = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(slots=True)
class _Span:
    kind: str
    start: int
    end: int
    marked: str
    values: list[str] = field(default_factory=list)  # of attributes
    notes: list[str] = field(default_factory=list)


def read_folder(folder: Path, countings: Sequence[str] = (CODE_POINTS, UTF_16)) -> Iterator[Record]:
    """One record per span with a label; a text without one gives a record without a label.

    A label is the type of a span, or the value of an attribute of one of the type `Target`.

    Raises:
        InputError: there are no texts, a text has no `.ann` file, or a span does not fit its text.
    """
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise InputError(f"{folder}: no .txt files of brat in it")
    rows, names = _read_items(folder), _read_label_names(folder)
    for path in paths:
        annotations = path.with_suffix(".ann")
        if not annotations.is_file():
            raise InputError(f"{path}: no {annotations.name} beside it; brat makes an empty one")
        written, row = read_text(path, keep_mark=True), rows.get(path.stem)
        if row is not None and len(row["text"]) != len(written):
            raise InputError(f"{path}: {len(written)} characters instead of {len(row['text'])}; it was changed")
        answers = list(_read_answers(annotations, written, row, names, countings))
        for place, answer in answers or [(f"{annotations}", {"label": None})]:
            yield place, {**(row or {"text": written}), **answer}


def _read_items(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / ITEMS
    if not path.is_file():
        return {}
    rows = {}
    for place, row in read_objects(path, read_text(path)):
        name = row.pop("file", None)
        if not isinstance(name, str) or not isinstance(row.get("text"), str):
            raise InputError(f"{place}: `file` or `text` is missing; restore the file that `labels export` wrote")
        rows[name] = to_record(to_item(place, row))
    return rows


def _read_label_names(folder: Path) -> dict[str, str]:
    path = folder / _LABELS
    if not path.is_file():
        return {}
    (_, names), *_ = read_objects(path, read_text(path).replace("\n", " "))
    return {kind: str(label) for kind, label in names.items()}


def _read_answers(
    path: Path, written: str, row: Mapping[str, Any] | None, names: Mapping[str, str], countings: Sequence[str]
) -> Iterator[Record]:
    own = _cut_fragments(row) if row else []
    known = (own[0][0], own[-1][1]) if own else None
    for number, span in _read_spans(path):
        place = f"{path}:{number}"
        kinds = sorted(set(span.values)) if span.kind == _TARGET_TYPE else [span.kind]
        if len(kinds) > 1:
            raise InputError(f"{place}: {len(kinds)} answers to one question ({quote_names(kinds)}); allow only one")
        if not kinds:
            continue
        label = names.get(kinds[0], kinds[0])
        start, end = read_span(place, written, (span.start, span.end), countings, span.marked, known)
        answer: dict[str, Any] = {"label": label}
        if (start, end) != known:  # neither the row's own target nor its whole text
            target = (row or {"text": written})["text"][start:end]
            answer |= {"target": target, "target_start": start, "target_end": end}
        notes = [note for note in span.notes if note != (row or {}).get("prediction")]
        yield place, answer | ({"note": " ".join(notes)} if notes else {})


def _read_spans(path: Path) -> list[tuple[int, _Span]]:
    spans: dict[str, tuple[int, _Span]] = {}
    attributes: list[list[str]] = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        parts = line.rstrip("\r").split("\t")
        if parts[0][:1] == "T":
            spans[parts[0]] = number, _read_span_line(f"{path}:{number}", parts)
        elif parts[0][:1] in {"A", "M", "#"} and len(parts) > 1:
            attributes.append(parts)
    for parts in attributes:
        name, identity, *values = [*parts[1].split(" "), ""]
        if identity in spans and parts[0][0] == "#":
            spans[identity][1].notes.extend(parts[2:])
        elif identity in spans:
            spans[identity][1].values.append(values[0] or name)  # without a value the name says it
    return list(spans.values())


def _read_span_line(place: str, parts: Sequence[str]) -> _Span:
    try:
        kind, offsets = parts[1].split(" ", 1)
        numbers = [int(number) for number in re.split("[ ;]", offsets)]
        return _Span(kind, min(numbers), max(numbers), "\t".join(parts[2:]))
    except (IndexError, ValueError) as problem:
        raise InputError(f"{place}: a span is `T1`, tab, `Type start end`, tab, its text") from problem


def make_folder(records: Sequence[Mapping[str, Any]], labels: Sequence[str]) -> dict[str, bytes]:
    """The files of a folder by name. A span of the type `Target` is one without a label."""
    kinds = _name_kinds([*labels, *(record["label"] for record in records if record.get("label"))])
    files: dict[str, bytes] = {}
    items = []
    for number, record in enumerate(records, start=1):
        name = f"{number:0{max(4, len(str(len(records))))}d}"
        written = record["text"].replace("\r", " ")
        kind = kinds[record["label"]] if record.get("label") else _TARGET_TYPE
        fragments = _cut_fragments(record)
        offsets = ";".join(f"{start} {end}" for start, end in fragments)
        marked = " ".join(written[start:end] for start, end in fragments)
        files[f"{name}.txt"] = written.encode()
        shown = f"#1\tAnnotatorNotes T1\t{record['prediction']}\n" if record.get("prediction") else ""
        files[f"{name}.ann"] = f"T1\t{kind} {offsets}\t{marked}\n{shown}".encode()
        items.append({"file": name, **{key: value for key, value in record.items() if key != "label"}})
    files[ITEMS] = format_jsonl(items)
    files[_LABELS] = (json.dumps({kind: label for label, kind in kinds.items()}, ensure_ascii=False) + "\n").encode()
    types = "\n".join([_TARGET_TYPE, *kinds.values()])
    files[CONFIGURATION] = f"[entities]\n{types}\n\n[relations]\n\n[events]\n\n[attributes]\n".encode()
    return files


def _name_kinds(labels: Sequence[str]) -> dict[str, str]:
    """A type for each label, of the characters that brat takes."""
    kinds: dict[str, str] = {}
    for label in dict.fromkeys(labels):
        kind = _NO_NAME.sub("_", label)
        while kind in kinds.values() or kind == _TARGET_TYPE:
            kind += "_"
        kinds[label] = kind
    return kinds


def _cut_fragments(record: Mapping[str, Any]) -> list[tuple[int, int]]:
    """The spans of the target, or of the whole text where there is none, cut at line breaks as brat wants it."""
    text, start, end = record["text"], record.get("target_start"), record.get("target_end")
    if start is None or end is None:
        start, end = 0, len(text)
    pieces = [(start + one.start(), start + one.end()) for one in re.finditer(r"[^\r\n]+", text[start:end])]
    return pieces or [(start, end)]
