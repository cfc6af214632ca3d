"""`framing show --html` and `framing export`."""

import json
from pathlib import Path

import pytest
from command_line import framing

TEXT = "Port report\n\nThe mayor said that a wave of Russophobia had reached the port. It was a disgrace, she added."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a packed run of two articles."""
    folder = tmp_path_factory.mktemp("packed")
    for name in ("port", "harbour"):
        (folder / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    done = framing("run", "port.txt", "harbour.txt", "--out", "out", "--pages", "packed", "--quiet", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_show_writes_the_page_of_a_packed_article(folder: Path, tmp_path: Path) -> None:
    """`--html` writes a page into the working folder, or where --out says, and prints where."""
    done = framing("show", folder / "out", "port", "--html", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "Open port.html\n")
    assert "Russophobia" in (tmp_path / "port.html").read_text(encoding="utf-8")
    done = framing("show", folder / "out", "port", "--html", "--out", "new/mine.html", cwd=tmp_path)
    assert done.stdout == "Open new/mine.html\n"
    assert (tmp_path / "new" / "mine.html").read_bytes() == (tmp_path / "port.html").read_bytes()
    assert "Russophobia" in framing("show", folder / "out", "port", cwd=tmp_path).stdout


def test_export_writes_tables_and_articles(folder: Path, tmp_path: Path) -> None:
    """Tables come as CSV unless another format is named; articles by id, or by a file of ids."""
    done = framing("export", folder / "out", "tables", "--table", "documents", "--table", "hits", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "tables/documents.csv: 2 rows"
    (tmp_path / "ids.txt").write_text("port\n\n", encoding="utf-8")
    for choice in (("--id", "port"), ("--ids", "ids.txt")):
        done = framing("export", folder / "out", "pages", "--format", "html", *choice, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (0, "pages: 1 article\n")
        assert [path.name for path in (tmp_path / "pages").iterdir()] == ["port.html"]
    done = framing("export", folder / "out", "all", "--format", "json", "--json", cwd=tmp_path)
    assert json.loads(done.stdout) == {"articles": {"all": 2}}


def test_export_writes_workbooks_and_tells_what_was_cut(tmp_path: Path) -> None:
    """`--format xlsx` gives a workbook per table; a line on standard error counts the cells that a cell cannot hold."""
    (tmp_path / "long.jsonl").write_text(json.dumps({"id": "long", "text": TEXT * 500}), encoding="utf-8")
    assert framing("run", "long.jsonl", "--out", "out", "--pages", "none", "--quiet", cwd=tmp_path).returncode == 0
    done = framing("export", "out", "x", "--format", "xlsx", "-t", "documents", "-t", "scores", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "x/documents.xlsx: 1 row")
    assert done.stderr.startswith("note: documents.xlsx: text: 1 cell longer than 32,767 characters")
    assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in (tmp_path / "x").iterdir()) == ["documents.xlsx", "scores.xlsx"]


def test_what_cannot_be_exported(folder: Path, tmp_path: Path) -> None:
    """Options that do not go together are exit code 2; an unknown id or table is one line and exit code 1."""
    for wrong in (("--format", "html", "--table", "hits"), ("--id", "port"), ("--format", "xls")):
        assert framing("export", folder / "out", "x", *wrong, cwd=tmp_path).returncode == 2
    assert framing("show", folder / "out", "port", "--html", "--json", cwd=tmp_path).returncode == 2
    assert framing("show", folder / "out", "port", "--out", "a.html", cwd=tmp_path).returncode == 2
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    for missing in (("--table", "none"), ("--format", "html", "--id", "x"), ("--format", "json", "--ids", "empty.txt")):
        done = framing("export", folder / "out", "x", *missing, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
