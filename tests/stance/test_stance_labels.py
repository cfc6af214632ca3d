import csv
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.cells import defuse_cell
from framing.errors import InputError
from framing.labels import read_items
from framing.stance import read_labels
from framing.stance.judging import check_labels


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_both_formats_give_the_same_rows(tmp_path: Path) -> None:
    """A CSV and a JSONL with the same content, packed or not, are the same labels."""
    row = {"text": "Dellin said, “no”.", "label": "against", "target": "Dellin", "document_id": "a"}
    plain = write(tmp_path / "a.jsonl", json.dumps(row) + "\n\n")
    table = write(tmp_path / "a.csv", 'text,label,target,document_id\n"Dellin said, “no”.",against,Dellin,a\n')
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    first = read_labels(plain).rows
    assert first == read_labels(table).rows == read_labels(packed).rows
    assert (first[0].target_start, first[0].target_end, first[0].group) == (0, 6, "a")


def test_newsmtsc_rows_are_read(tmp_path: Path) -> None:
    """A NewsMTSC sentence gives a row per target, grouped by article."""
    row = {"primary_gid": "site_1_2_3_X_0_6", "sentence_normalized": "Dellin met Arvenia.",
           "targets": [{"from": 0, "to": 6, "polarity": 6.0}, {"from": 11, "to": 18, "polarity": 2}]}  # fmt: skip
    rows = read_labels(write(tmp_path / "n.jsonl", json.dumps(row))).rows
    assert [(row.target, row.label, row.group) for row in rows] == [
        ("Dellin", "favor", "site_1_2"),
        ("Arvenia", "against", "site_1_2"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.jsonl", '{"text": "a", "label": "b"}\n{"text": \n', r"a\.jsonl:2: not JSON"),
        ("a.jsonl", '{"text": "a"}\n', r"a\.jsonl:1: `label` is missing"),
        ("a.jsonl", "[1]\n", r"a\.jsonl: entry 1: a row is an object"),
        ("a.jsonl", "1\n", r"a\.jsonl:1: a row is an object"),
        ("a.csv", "text,stance\na,b\n", r"a\.csv:1: no column label; found text, stance"),
        ("a.csv", "text,label,target_start,target_end\na,b,0,9\n", r"a\.csv:2: target 0:9 lies outside"),
        ("a.csv", "text,label,target_start,target_end\na,b,x,9\n", r"a\.csv:2: .*whole numbers"),
        ("a.csv", "text,label,target,target_start,target_end\nabc,b,bc,0,2\n", r"a\.csv:2: the text has 'ab' at 0:2"),
        ("a.csv", "text,label\n", r"a\.csv: no labels"),
        ("a.txt", "text", r"a\.txt: label files end in"),
        ("a.jsonl", '{"sentence_normalized": "a", "targets": [{"from": 0, "polarity": 3}]}', r"a\.jsonl:1: .*polarity"),
    ],
)  # fmt: skip
def test_complaints_name_file_and_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    """A wrong label file gives one line with file, line and what is allowed."""
    with pytest.raises(InputError, match=message) as caught:
        read_labels(write(tmp_path / name, text))
    assert "\n" not in str(caught.value)


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    """A missing file, a broken gzip and a file that is not UTF-8 are input errors."""
    with pytest.raises(InputError, match="cannot be read"):
        read_labels(tmp_path / "none.csv")
    (tmp_path / "b.csv.gz").write_bytes(b"plain")
    with pytest.raises(InputError, match="not a whole gzip file"):
        read_labels(tmp_path / "b.csv.gz")
    (tmp_path / "b.csv").write_bytes(b"text,label\n\xff,a\n")
    with pytest.raises(InputError, match=r"b\.csv:2: not UTF-8: byte 0xFF"):
        read_labels(tmp_path / "b.csv")


def write_table(path: Path, *rows: dict[str, object]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_guarded_cells_are_read_as_they_were(tmp_path: Path) -> None:
    """The apostrophe before what looks like a formula is gone, in texts and targets; one of the text itself stays."""
    path = write_table(
        tmp_path / "a.csv",
        {"text": "'- Kyiv spoke.", "label": "favor", "target": "Kyiv", "target_start": 2, "target_end": 6},
        {"text": "'@NATO spoke.", "label": "'-1", "target": "'@NATO", "target_start": 0, "target_end": 5},
        {"text": "'twas Kyiv.", "label": "favor", "target": "Kyiv", "target_start": 6, "target_end": 10},
        # A table that never went through the guard: the place says that the apostrophe belongs to the text.
        {"text": "'-Kyiv' spoke.", "label": "favor", "target": "Kyiv", "target_start": 2, "target_end": 6},
    )
    rows = read_labels(path).rows
    assert [row.text for row in rows] == ["- Kyiv spoke.", "@NATO spoke.", "'twas Kyiv.", "'-Kyiv' spoke."]
    assert [row.label for row in rows] == ["favor", "-1", "favor", "favor"]
    assert [row.text[row.target_start : row.target_end] for row in rows] == ["Kyiv", "@NATO", "Kyiv", "Kyiv"]


@given(
    st.text(st.sampled_from("=+-@'\t a1«é"), min_size=1).filter(str.strip),
    st.text(st.sampled_from("=+-@'a1"), min_size=1),
)
def test_training_reads_what_import_reads(tmp_path_factory: pytest.TempPathFactory, text: str, outlet: str) -> None:
    """A guarded table gives `framing train` the text that was guarded, which is that of `framing labels import`."""
    cells = {"text": text, "label": "favor", "outlet": outlet}
    path = write_table(
        tmp_path_factory.mktemp("guard") / "a.csv", {name: defuse_cell(cell) for name, cell in cells.items()}
    )
    (row,), (item,) = read_labels(path).rows, read_items(path)
    assert (row.text, row.outlet) == (text, outlet)
    assert row.text == item.text


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("deep.jsonl", '{"text": ' + "[" * 100_000, "deep.jsonl:1: nested too deeply"),
        ("twice.csv", "text,label,label\na,b,c\n", "twice.csv:1: column label stands twice"),
        ("unquoted.csv", "text,label\nMoscow, they said, lied,against\n", "unquoted.csv:2: more cells than columns"),
    ],
)
def test_tables_that_would_be_misread_are_refused(tmp_path: Path, name: str, content: str, complaint: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        read_labels(tmp_path / name)


def test_a_long_text_is_one_cell(tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text(f"text,label\n{'word ' * 60_000},favor\n", encoding="utf-8")
    assert len(read_labels(tmp_path / "long.csv").rows[0].text) == 300_000


def test_a_misspelt_label_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    """A label that the model does not have is named with its line, its file and what it may be a slip for."""
    labels = read_labels(write(tmp_path / "a.csv", "text,target,label\nx,y,favor\nz,y,favour\n"))
    with pytest.raises(InputError, match=r"a\.csv:3: the model has no label favour \(for favor\?\); it has against"):
        check_labels("topic", ("against", "favor", "neutral"), labels)
    far = read_labels(write(tmp_path / "b.csv", "text,target,label\nx,y,banana\n"))
    with pytest.raises(InputError, match=r"b\.csv:2: the model has no label banana; it has"):
        check_labels("topic", ("against", "favor", "neutral"), far)
