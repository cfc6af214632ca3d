"""Tables of a run as workbooks for spreadsheets."""

import csv
import errno
import gc
import json
import re
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from framing.cells import restore_cell
from framing.columns import TABLES, Column, Schema, Table
from framing.errors import InputError
from framing.run import RunPlan, export_tables, run_corpus
from framing.run import workbooks as own
from framing.run.workbooks import MAX_UNITS, write_workbook

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

HOSTILE = [
    '=HYPERLINK("https://evil.example","x")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "{=1+1}",
    "https://evil.example/",
    "internal:Sheet2!A1",
    "00123",
    "1e5",
    "2025-03-05",
    "TRUE",
    "#N/A",
    "'=1+1",
    " two blanks  ",
    "line\nbreak\n",
    "_x000D_",
    "a_x0041_x0042_b _x005F_x0041_",
    '<r></r></is></c><c r="B2"><f>1+1</f><v>2</v></c><c t="inlineStr"><is><r></r>',
    "<r><t>x</t></r>",
    "<f>1</f> & \" ' ]]>",
    "😀 \U0010ffff",
]
TEXT = "The shameful regime lied again, the minister said on Monday. The mayor said that a wave of hostility had come."
ONE = Schema("ones", (Column("one", "string", "a text", True), Column("n", "float", "a number", True)))


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in which every column that an article can fill holds each of the texts above."""
    folder = tmp_path_factory.mktemp("workbooks")
    names = ("title", "outlet", "author", "url")
    rows = [
        {"id": f"{number} {cell}", "text": f"{cell}\n\n{TEXT}", **dict.fromkeys(names, cell)}
        for number, cell in enumerate(HOSTILE)
    ]
    rows += [{"id": "=1", "text": TEXT, "published": "2025-03-05"}, {"id": "=2"}]
    path = folder / "=corpus.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run_corpus(RunPlan((str(path),), folder / "run", pages="none"), lambda *_: None, lambda _: None)
    return folder / "run"


def read_sheet(path: Path, name: str = "") -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path)
    assert not any(cell.hyperlink or cell.data_type == "f" for sheet in book for row in sheet for cell in row)
    return [tuple(row) for row in (book[name] if name else book.worksheets[0]).values]


def read_csv(path: Path, schema: Schema) -> Iterator[tuple[Any, ...]]:
    """The header and rows of a CSV file as a sheet holds them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    yield tuple(header)
    for row in rows:
        yield tuple(read_cell(cell, column.kind) for cell, column in zip(row, schema.columns, strict=True))


def read_cell(cell: str, kind: str) -> Any:
    if cell == "":
        return None
    if kind == "boolean":
        return {"true": True, "false": False}[cell]
    if kind in ("integer", "float"):
        return pytest.approx(float(cell), rel=1e-15)
    return restore_cell(cell)


def write_texts(path: Path, texts: list[str]) -> list[str]:
    notes: list[str] = []
    table = Table(ONE, {"one": texts, "n": [None] * len(texts)})
    assert write_workbook(path, ONE, [table], notes.append) == len(texts)
    return notes


def test_a_workbook_holds_what_the_csv_holds(run_dir: Path, tmp_path: Path) -> None:
    """Each table is one workbook with the cells of its CSV file: texts, numbers, truth values; none is a formula."""
    notes: list[str] = []
    export_tables(run_dir, tmp_path, "csv")
    written = export_tables(run_dir, tmp_path, "xlsx", tell=notes.append)
    assert [path.name for path in written] == [f"{schema.name}.xlsx" for schema in TABLES]
    for schema in TABLES:
        path = tmp_path / f"{schema.name}.xlsx"
        rows = read_sheet(path, schema.name)
        assert rows == list(read_csv(path.with_suffix(".csv"), schema))
        assert len(rows) == written[path] + 1
        kinds = {column.kind: {type(row[place]) for row in rows[1:]} for place, column in enumerate(schema.columns)}
        assert kinds.get("boolean", set()) <= {bool}
        assert kinds.get("integer", set()) <= {int, type(None)}
    assert all(written[tmp_path / f"{name}.xlsx"] for name in ("documents", "quotations", "hits", "scores", "failures"))
    assert notes == []
    assert not list(tmp_path.glob("framing-*"))


def test_no_cell_is_a_formula_a_link_or_a_date(run_dir: Path, tmp_path: Path) -> None:
    """In the XML stand texts, numbers and truth values only, whatever XML the articles hold; texts have text format."""
    export_tables(run_dir, tmp_path, "xlsx")
    for path in tmp_path.iterdir():
        with zipfile.ZipFile(path) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
            assert [name for name in archive.namelist() if "sheet" in name] == ["xl/worksheets/sheet1.xml"]
        assert not re.search("<f[ />]|<hyperlink", sheet)
        assert set(re.findall('<c [^>]*t="([^"]*)"', sheet)) <= {"inlineStr", "b"}
    sheet = openpyxl.load_workbook(tmp_path / "documents.xlsx")["documents"]
    assert {cell.number_format for cell in sheet["F"][1:] if cell.value} == {"@"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:N{len(HOSTILE) + 2}")


def test_characters_that_a_cell_cannot_hold_have_one_other_each(tmp_path: Path) -> None:
    """Control characters and lone surrogates are shown, and offsets hold; what was changed is told and noted."""
    texts = ["a\x00b\x07\x0b\x0c\x1f\x7f", "x\ud83dy\ufffe\uffff", "one\r\ntwo\rthree\t", "plain"]
    notes = write_texts(tmp_path / "a.xlsx", texts)
    rows = [row[0] for row in read_sheet(tmp_path / "a.xlsx")[1:]]
    assert rows == ["a␀b␇␋␌␟\x7f", "x\ufffdy\ufffd\ufffd", "one \ntwo\nthree\t", "plain"]
    assert list(map(len, rows)) == list(map(len, texts))
    assert [note.split(" with")[0] for note in notes] == ["a.xlsx: one: 1 cell", "a.xlsx: one: 2 cells"]
    assert [row[:2] for row in read_sheet(tmp_path / "a.xlsx", "notes")] == [
        ("column", "cells"),
        ("one", 1),
        ("one", 2),
    ]


def test_a_cell_too_long_is_cut_and_says_so(tmp_path: Path) -> None:
    """A cell holds 32,767 units of UTF-16, of which an emoji is two; none is cut in half."""
    whole = ["a" * MAX_UNITS, "😀" * (MAX_UNITS // 2)]
    cut = ["a" * 40_000, "😀" * 20_000, "a" + "😀" * 20_000, "_x0041_" * 6_000, "\0" * 40_000]
    (*_, note) = write_texts(tmp_path / "a.xlsx", whole + cut)
    assert note.startswith("a.xlsx: one: 5 cells longer than 32,767 characters")
    assert read_sheet(tmp_path / "a.xlsx", "notes")[-1][:2] == ("one", 5)
    rows = [row[0] for row in read_sheet(tmp_path / "a.xlsx")[1:]]
    assert rows[:2] == whole
    for text, row in zip(cut, rows[2:], strict=True):
        kept, mark = row.split(" [cut: ")
        assert text.replace("\0", "␀").startswith(kept)
        assert mark == f"{len(text):,} characters]"
        assert MAX_UNITS - 1 <= len(row.encode("utf-16-le")) / 2 <= MAX_UNITS


def test_numbers_are_numbers(tmp_path: Path) -> None:
    """Null and the empty text are empty cells; what is no finite number is a text, as in CSV."""
    values = [0.1, -1e-300, 3, float("nan"), float("inf"), None]
    table = Table(ONE, {"one": ["", None, "a", "b", "c", "d"], "n": values})
    write_workbook(tmp_path / "a.xlsx", ONE, [table, table], lambda _: None)
    rows = read_sheet(tmp_path / "a.xlsx")[1:]
    assert [row[1] for row in rows] == [0.1, -1e-300, 3, "nan", "inf", None] * 2
    assert [row[0] for row in rows[:3]] == [None, None, "a"]


def test_a_table_longer_than_a_sheet_is_refused_before_anything_is_written(
    run_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the table and the formats that hold it."""
    assert own.MAX_ROWS == 1_048_575
    monkeypatch.setattr(own, "MAX_ROWS", 5)
    with pytest.raises(InputError, match=r"documents: more rows than a sheet .* use --format csv or parquet"):
        export_tables(run_dir, tmp_path / "new", "xlsx", ["failures", "documents"])
    assert not (tmp_path / "new").exists()
    assert export_tables(run_dir, tmp_path, "xlsx", ["failures"]) == {tmp_path / "failures.xlsx": 1}
    with pytest.raises(InputError, match="ones: more rows"):
        write_texts(tmp_path / "new" / "a.xlsx", ["a"] * 6)
    assert list((tmp_path / "new").iterdir()) == []


def test_without_the_library_the_error_says_what_to_install(
    run_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written; the other formats need no library."""
    monkeypatch.setattr(own, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"needs XlsxWriter: pip install 'framing-analysis\[xlsx\]'"):
        export_tables(run_dir, tmp_path / "new", "xlsx")
    assert not (tmp_path / "new").exists()
    assert export_tables(run_dir, tmp_path, "csv", ["hits"])


@pytest.mark.parametrize("place", ["rows", "archive"])
def test_a_workbook_that_cannot_be_written_leaves_nothing(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is one error, whether rows or the archive hit it; an older workbook stays, and nothing beside it."""
    write_texts(tmp_path / "a.xlsx", ["old"])
    before = (tmp_path / "a.xlsx").read_bytes()
    unraised: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", unraised.append)

    def fail(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target = (own._Sheet, "write_row") if place == "rows" else (zipfile.ZipFile, "write")
    monkeypatch.setattr(*target, fail)
    with pytest.raises(OSError, match="No space left") as caught:
        write_texts(tmp_path / "a.xlsx", ["new"])
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(tmp_path / "a.xlsx"))
    del caught
    gc.collect()
    assert unraised == []
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert (tmp_path / "a.xlsx").read_bytes() == before


def test_the_same_run_gives_the_same_bytes(run_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No clock and no place stands in a workbook."""
    for name, zone in (("a", "Asia/Tokyo"), ("b", "America/Lima")):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        export_tables(run_dir, tmp_path / name, "xlsx")
        time.sleep(1.1 if name == "a" else 0)
    monkeypatch.undo()
    time.tzset()
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
