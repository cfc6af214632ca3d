"""Exports as the annotation tools write them."""

import json
from pathlib import Path
from typing import Any

import pytest

from framing.errors import InputError
from framing.labels import format_items, import_labels, key_path, read_items, read_key, write_items
from framing.labels.records import Item

TEXT = "💩 Kyiv blames Moscow,\r\nMoscow blames Kyiv."  # the second Moscow: code points 23 to 29
SECOND = (23, 29)


def write(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def spans(path: Path, file_format: str | None = None, **options: Any) -> list[tuple[str, int, int]]:
    found = import_labels([path], file_format=file_format, **options).items
    for item in found:
        assert item.text[item.target_start : item.target_end] == item.target
    return [(item.label, item.target_start, item.target_end) for item in found]


def test_label_studio_regions(tmp_path: Path) -> None:
    """Regions of Label Studio count units of UTF-16; of its annotations each has its annotator, cancelled ones none."""

    def region(start: int, end: int, **value: Any) -> dict[str, Any]:
        return {"id": f"{start}", "from_name": "l", "to_name": "text", "type": "labels"} | {
            "value": {"start": start, "end": end, **value}
        }

    answers = [
        {"completed_by": 7, "result": [region(24, 30, labels=["favor"])]},
        {
            "completed_by": {"id": 8, "email": "ann@example.org"},
            "result": [region(24, 30, text="Moscow", labels=["against"])],
        },
        {"completed_by": 9, "was_cancelled": True, "result": [region(24, 30, labels=["neutral"])]},
        # As if a program of somebody's had counted code points before: the marked text shows it.
        {"completed_by": 9, "result": [region(23, 29, text="Moscow", labels=["neutral"])]},
    ]
    plain = {
        "id": 3,
        "data": {"text": "💩 Kyiv!"},
        "annotations": [{"result": [region(2, 6, text="Kyiv", labels=["a"])]}],
    }
    assert [one[1:] for one in spans(write(tmp_path / "plain.jsonl", plain))] == [(2, 6)]
    task = {"id": 1, "data": {"text": TEXT, "document_id": "d1"}, "annotations": answers, "predictions": []}
    path = tmp_path / "project.json"
    path.write_text(json.dumps([task, {"id": 2, "data": {"text": "Nothing."}, "annotations": []}]), encoding="utf-8")
    imported = import_labels([path])
    assert spans(path) == [("favor", *SECOND), ("against", *SECOND), ("neutral", *SECOND)]
    assert [item.annotator for item in imported.items] == ["7", "ann@example.org", "9"]
    assert {item.document_id for item in imported.items} == {"d1"}
    assert (imported.n_rows, imported.n_unlabelled) == (4, 1)


def test_label_studio_choices(tmp_path: Path) -> None:
    """A choice is about the task's own target, whatever region is copied with it; one per region about the region."""
    data = {"text": TEXT, "target": "Moscow", "target_start": 23, "target_end": 29, "outlet": "Wire"}
    shown = {
        "id": "target",
        "from_name": "target",
        "type": "labels",
        "value": {"start": 24, "end": 30, "labels": ["target"]},
    }
    choice = {"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": ["favor"]}}
    typed = {"from_name": "note", "to_name": "text", "type": "textarea", "value": {"text": ["irony?"]}}
    sure = {"from_name": "sure", "to_name": "text", "type": "choices", "value": {"choices": ["no"]}}
    kyiv = {
        "id": "k",
        "from_name": "p",
        "type": "labels",
        "value": {"start": 3, "end": 7, "text": "Kyiv", "labels": ["target"]},
    }
    per_region = {
        "id": "k",
        "from_name": "q",
        "type": "choices",
        "value": {"start": 3, "end": 7, "choices": ["against"]},
    }
    tasks = [
        {"data": data, "annotations": [{"result": [shown, choice, typed, sure]}]},
        {"data": data, "annotations": [{"result": [kyiv, per_region]}]},
        {"data": data, "annotations": [{"result": [shown]}]},
    ]
    path = tmp_path / "project.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    assert spans(path) == [("favor", *SECOND), ("against", 2, 6)]
    assert [(item.outlet, item.extra.get("note")) for item in import_labels([path]).items] == [
        ("Wire", "irony?"),
        ("Wire", None),
    ]


def test_label_studio_tasks_have_all_fields_that_are_shown() -> None:
    """Where one task has a sentence before its own, all have the field, as Label Studio wants it."""
    items = [Item("Kyiv spoke.", extra={"context_before": "First."}), Item("Moscow spoke.")]
    tasks = json.loads(format_items(items, "label-studio")[""])
    assert [task["data"].get("context_before") for task in tasks] == ["First.", ""]
    assert not any("context_after" in task["data"] for task in tasks)


def test_label_studio_min(tmp_path: Path) -> None:
    """Rows of JSON-MIN hold choices and regions under the names of the controls."""
    rows = [
        {
            "id": 1,
            "text": TEXT,
            "target": "Kyiv",
            "label": "favor",
            "annotator": 3,
            "annotation_id": 5,
            "lead_time": 2.0,
        },
        {
            "id": 2,
            "text": TEXT,
            "ner": [{"start": 24, "end": 30, "text": "Moscow", "labels": ["against"]}],
            "annotator": 3,
        },
        {"id": 3, "text": TEXT, "annotator": 3},
    ]
    path = tmp_path / "min.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    assert spans(path) == [("favor", 2, 6), ("against", *SECOND)]
    assert [item.annotator for item in import_labels([path]).items] == ["3", "3"]


def test_doccano(tmp_path: Path) -> None:
    """Spans of doccano count units of UTF-16; a span still called `target` is no answer."""
    path = write(
        tmp_path / "ann.jsonl",
        {"id": 1, "text": TEXT, "label": [[24, 30, "against"], [3, 7, "favor"]], "document_id": "d1", "Comments": []},
        {"id": 2, "text": TEXT, "label": [[24, 30, "target"]], "Comments": []},
        {"id": 3, "text": TEXT, "entities": [{"id": 9, "label": "neutral", "start_offset": 3, "end_offset": 7}]},
        {"id": 4, "text": TEXT, "label": ["favor"], "meta": {"target": "Moscow", "target_start": 23, "target_end": 29}},
    )
    assert spans(path) == [("against", *SECOND), ("favor", 2, 6), ("neutral", 2, 6), ("favor", *SECOND)]
    imported = import_labels([path], annotator="Ann")
    assert {item.annotator for item in imported.items} == {"Ann"}
    assert imported.n_unlabelled == 1
    ben = write(tmp_path / "ben.jsonl", {"text": TEXT, "label": [[24, 30, "favor"]]})
    assert {item.annotator for item in import_labels([path, ben]).items} == {"ann", "ben"}
    other = write(tmp_path / "points.jsonl", {"text": TEXT, "label": [[23, 29, "against"]]})
    assert spans(other, "doccano", offsets="code-points") == [("against", *SECOND)]
    # The row's own target shows how the file counts.
    row = {"text": "💩 Kyiv!", "label": [[2, 6, "favor"]], "target": "Kyiv", "target_start": 2, "target_end": 6}
    assert spans(write(tmp_path / "own.jsonl", row)) == [("favor", 2, 6)]


def test_prodigy(tmp_path: Path) -> None:
    """Prodigy counts code points; only accepted answers count, and its sessions are annotators."""
    span = {"start": 23, "end": 29, "label": "TARGET"}
    target = {"target": "Moscow", "target_start": 23, "target_end": 29}
    task = {
        "text": TEXT,
        "spans": [span],
        "_input_hash": 1,
        "_task_hash": 2,
        "meta": {"before": "x", "source": "s"},
        **target,
    }
    path = write(
        tmp_path / "db-out.jsonl",
        {**task, "accept": ["favor"], "answer": "accept", "_annotator_id": "set-ann"},
        {**task, "accept": ["favor"], "answer": "ignore", "_annotator_id": "set-ben"},
        {**task, "accept": [], "answer": "accept", "_session_id": "set-cy"},
        {"text": TEXT, "spans": [{**span, "label": "against"}], "answer": "accept", "_session_id": "set-cy"},
        {"text": TEXT, "label": "neutral", "answer": "accept"},
        {"text": TEXT, "label": "neutral", "answer": "reject"},
    )
    imported = import_labels([path])
    found = [(item.label, item.target_start, item.annotator) for item in imported.items]
    assert found == [("favor", 23, "set-ann"), ("against", 23, "set-cy"), ("neutral", None, None)]
    assert (imported.n_rows, imported.n_unlabelled) == (6, 3)
    assert dict(imported.items[0].extra) == {"source": "s"}


def test_brat(tmp_path: Path) -> None:
    """In brat's folders a span is found by the characters beside it, however line breaks and emoji were counted."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    lines = [
        "T1\tagainst 22 28\tMoscow",  # a line break of two characters as one: its issue 853
        "T2\tTarget 3 7\tKyiv",  # units of UTF-16: its issue 1115
        "A1\tStance T2 favor",
        "#1\tAnnotatorNotes T2\tunsure",
        "T3\tfavor 23 29\tMoscow",
        "T4\tneutral 14 20;23 29\tMoscow Moscow",
        "R1\tAgainst Arg1:T1 Arg2:T2",
        "T5\tTarget 23 29\tMoscow",
    ]
    (tmp_path / "a.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a.ann:6: 'Moscow Moscow' is marked at 14:29"):
        import_labels([tmp_path])
    (tmp_path / "a.ann").write_text("\n".join([*lines[:5], *lines[6:]]) + "\n", encoding="utf-8")
    read = [one for one in read_items(tmp_path) if one.label]
    assert [(one.label, one.target_start, one.target_end) for one in read] == [
        ("against", *SECOND),
        ("favor", 2, 6),
        ("favor", *SECOND),
    ]
    assert [item.extra.get("note") for item in read] == [None, "unsure", None]
    with pytest.raises(InputError, match=r"a\.ann:5: 'favor' for the item that .*a\.ann:1 calls 'against'; keep one"):
        import_labels([tmp_path])


def test_brat_spans_are_cut_at_line_breaks(tmp_path: Path) -> None:
    """A target over several lines is a span of several parts, as brat wants it, on one line of the `.ann` file."""
    item = Item("The\r\nWest\n blames.", "favor", "The\r\nWest\n", 0, 10)
    write_items(tmp_path / "b", [item], "brat")
    assert (tmp_path / "b" / "0001.txt").read_bytes() == b"The \nWest\n blames."
    assert (tmp_path / "b" / "0001.ann").read_text(encoding="utf-8") == "T1\tfavor 0 3;5 9\tThe West\n"
    assert read_items(tmp_path / "b") == [item]


def test_brat_without_annotations(tmp_path: Path) -> None:
    """A text without its `.ann` file is an error; an empty one is a text without a label."""
    (tmp_path / "a.txt").write_text("Kyiv.", encoding="utf-8")
    with pytest.raises(InputError, match=r"no a\.ann beside it"):
        read_items(tmp_path)
    (tmp_path / "a.ann").touch()
    assert [item.label for item in read_items(tmp_path / "a.ann")] == [None]


def test_spreadsheets(tmp_path: Path) -> None:
    """Semicolons, decimals and empty rows of spreadsheets are read, and a text that one changed comes from the key."""
    item = Item(TEXT, None, "Moscow", *SECOND, "dabc", extra={"item": "dabc-23"})
    path, key = tmp_path / "sample.csv", key_path(tmp_path / "sample.csv")
    write_items(path, [item], "csv")
    write(
        key,
        {
            "item": "dabc-23",
            "text": TEXT,
            "target": "Moscow",
            "target_start": 23,
            "target_end": 29,
            "document_id": "a/1",
        },
    )
    changed = TEXT.replace("\r", "")
    saved = f'text;label;target;target_start;target_end;item\n"{changed}";favor;Moscow;23.0;29.0;dabc-23\n;;;;;\n'
    path.write_bytes(saved.encode())
    with pytest.raises(InputError, match="the text was changed after the offsets were counted"):
        import_labels([path])
    imported = import_labels([path], keys={path: read_key(key)})
    assert [(one.text, one.target_start, one.document_id) for one in imported.items] == [(TEXT, 23, "a/1")]
    assert imported.n_restored == 1
    path.write_bytes(saved.replace("23.0;29.0", "22;28").encode())  # counted anew in the changed text
    (one,) = import_labels([path], keys={path: read_key(key)}).items
    assert (one.target, one.target_start) == ("Moscow", 23)


@pytest.mark.parametrize("place", ["1;29;Moscow", "99999;29;Moscow", "x;29;Moscow", "23;29;Russia", ";;Moscow"])
def test_spoilt_places_are_restored(place: str, tmp_path: Path) -> None:
    """Offsets or a target that a spreadsheet has changed come from the key, the text being the same."""
    path, key = tmp_path / "s.csv", tmp_path / "s.key.jsonl"
    text = "The mayor spoke of Moscow."
    row = {"item": "d-1", "text": text, "target": "Moscow", "target_start": 19, "target_end": 25, "document_id": "a/1"}
    write(key, row)
    path.write_text(f"text;label;target_start;target_end;target;item\n{text};favor;{place};d-1\n", encoding="utf-8")
    imported = import_labels([path], keys={path: read_key(key)})
    assert [(one.target, one.target_start, one.target_end) for one in imported.items] == [("Moscow", 19, 25)]
    assert imported.n_restored == 1


def test_apostrophes_before_signs(tmp_path: Path) -> None:
    """An apostrophe before a dash is our mark of no formula, unless the target's place shows that it is the text's."""
    path = tmp_path / "mine.csv"
    lines = ["text,label,target,target_start,target_end", "'-Kyiv won',favor,Kyiv,2,6", "'-Kyiv won,favor,Kyiv,1,5"]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [item.text for item in read_items(path)] == ["'-Kyiv won'", "-Kyiv won"]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.csv", "text,label\n\xff", None),
        ("a.csv", "sentence,label\nx,favor\n", "no column text"),
        ("a.csv", "text,text\nx,y\n", "a.csv:1: column text stands twice"),
        ("a.csv", "text,label\na,b,c\n", "more cells than columns"),
        ("a.csv", "", "the file is empty"),
        ("a.jsonl", "", "no rows|no label"),
        ("a.jsonl", '{"text": "x"\n', r"a\.jsonl:1: not JSON"),
        ("a.jsonl", "3\n", "a row is an object with `text` and `label`, not int"),
        ("a.jsonl", '{"text": "  ", "label": "favor"}\n', "`text` is missing"),
        ("a.jsonl", '{"text": "\\ud83d", "label": "favor"}\n', "half of a character"),
        ("a.jsonl", '{"text": "x", "label": {"a": 1}}\n', "is no label"),
        (
            "a.jsonl",
            '{"text": "x", "label": "favor", "target_start": 0, "target_end": 2}\n',
            "0:2 lies outside the text",
        ),
        ("a.jsonl", '{"text": "xy", "label": "favor", "target_start": "a", "target_end": 2}\n', "are whole numbers"),
        ("a.jsonl", '{"text": "x", "label": [[0, 9, "favor"]]}\n', "span 0:9 lies outside the text of 1 characters"),
        ("a.jsonl", '{"text": "😀", "label": [[0, 1, "favor"]]}\n', "cuts one, counted in utf-16; give --offsets"),
        ("a.jsonl", '{"text": "x", "label": [[0, "favor"]]}\n', "a label is a name, or"),
        ("a.jsonl", '{"text": "x", "label": ["favor", "against"]}\n', "2 answers to one question"),
        ("a.jsonl", '{"text": "x", "accept": ["favor", "against"], "answer": "accept"}\n', "2 answers to one question"),
        ("a.json", '[{"data": "x", "annotations": []}]', "no `data`"),
        ("a.json", '[{"text": "x"}', "not JSON"),
        ("a.jsonl", '{"text": "x"}\n', "1 row, and no label in it"),
    ],
)
def test_complaints(tmp_path: Path, name: str, content: str, complaint: str | None) -> None:
    """Each mistake is told with its file and what is wrong."""
    path = tmp_path / name
    path.write_bytes(content.encode("latin-1") if complaint is None else content.encode())
    with pytest.raises(InputError, match=complaint or r"a\.csv:2: not UTF-8: byte 0xFF") as caught:
        import_labels([path])
    assert str(path) in str(caught.value)
