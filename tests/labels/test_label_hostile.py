"""Files that no tool would write end in a complaint, not in a crash."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import InputError
from framing.labels import FORMATS, import_labels, read_items, read_key

NAMES = ["text", "label", "labels", "entities", "data", "annotations", "completions", "result", "value", "start", "end"]
NAMES += [
    "choices",
    "from_name",
    "id",
    "spans",
    "accept",
    "answer",
    "options",
    "meta",
    "target",
    "target_start",
    "item",
]
NAMES += [
    "target_end",
    "document_id",
    "completed_by",
    "email",
    "start_offset",
    "end_offset",
    "Comments",
    "was_cancelled",
]
NAMES += ["_session_id", "type", "predictions", "annotator", "file"]
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 9),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(["favor", "accept", "😀 a"]),
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)),
    max_leaves=12,
)
objects = st.dictionaries(st.sampled_from(NAMES), values, min_size=1, max_size=7)


def run(read: Callable[[], object], named: str) -> None:
    """Read, or be told what is wrong with the file `named`."""
    told = named
    try:
        read()
    except InputError as problem:
        told = str(problem)
    assert named in told


def region(value: Any) -> dict[str, Any]:
    return {"data": {"text": "😀 a b"}, "annotations": [{"result": [{"value": value, "from_name": "label"}]}]}


shaped = st.one_of(
    objects,
    objects.map(region),
    values.map(region),
    values.map(lambda value: {"data": {"text": "a"}, "annotations": value}),
    values.map(lambda value: {"text": "😀 a b", "label": value}),
    values.map(lambda value: {"text": "😀 a b", "spans": value, "accept": value, "meta": value}),
    values.map(lambda value: {"text": "😀 a b", "label": [value, [0, 2, "favor"]], "meta": value, "target": value}),
)


@settings(max_examples=400)
@given(
    st.lists(shaped, min_size=1, max_size=3), st.sampled_from([one for one in FORMATS if one not in {"csv", "brat"}])
)
def test_any_json(rows: list[dict[str, Any]], file_format: str) -> None:
    """Any JSON at all is read as rows or refused with the file's name."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        for read in (
            lambda: read_items(path, file_format),
            lambda: read_items(path),
            lambda: import_labels([path], file_format=file_format),
            lambda: read_key(path),
        ):
            run(read, "rows.jsonl")


lines = st.lists(
    st.one_of(
        st.text(max_size=9),
        st.sampled_from(
            ["T1\tfavor 0 1\ta", "T1\tTarget 0 9", "T2\tfavor 0 2;3 4\t", "A1\tx T1 favor", "A2\ty", "#1\tN T1\tx"]
        ),
        st.lists(st.sampled_from(["T1", "A1", "#", "favor", "0", "1", "\t", " ", ";", "-1", "😀"]), max_size=9).map(
            "".join
        ),
    ),
    max_size=4,
).map("\n".join)


@settings(max_examples=200)
@given(lines, st.sampled_from(["a😀 b", "", "\r\n", "a\r\nb c"]), st.one_of(st.none(), st.lists(objects, max_size=2)))
def test_any_standoff(content: str, text: str, rows: list[dict[str, Any]] | None) -> None:
    """Any lines beside any text are read as spans or refused."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "a.txt").write_bytes(text.encode())
        (Path(folder) / "a.ann").write_text(content, encoding="utf-8", newline="")
        if rows is not None:
            items = "".join(json.dumps({"file": "a", "text": text, **row}) + "\n" for row in rows)
            (Path(folder) / "items.jsonl").write_text(items, encoding="utf-8")
            (Path(folder) / "labels.json").write_text(json.dumps((rows or [{}])[0]), encoding="utf-8")
        for read in (lambda: read_items(Path(folder)), lambda: import_labels([Path(folder)])):
            run(read, folder)


@settings(max_examples=200)
@given(
    st.one_of(st.binary(max_size=60), st.text("ab,;\"\n\r\t'=text0", max_size=60).map(str.encode)),
    st.sampled_from(["a.csv", "a.jsonl", "a.json"]),
)
def test_any_bytes(content: bytes, name: str) -> None:
    """Any bytes are read as rows or refused."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes((b"text,label\n" if name == "a.csv" else b"") + content)
        run(lambda: read_items(path), name)
