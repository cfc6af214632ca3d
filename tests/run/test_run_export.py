"""Tables and articles of a run folder in other forms."""

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from framing.columns import TABLES
from framing.errors import InputError
from framing.report import page_name
from framing.run import ArticleReader, RunPlan, Store, export_articles, export_tables, run_corpus

ARTICLES: list[dict[str, Any]] = [
    {
        "id": name,
        "title": title,
        "text": f"The mayor said that a wave of hostility had reached {number} ports. It was a disgrace.",
    }
    for number, (name, title) in enumerate([("a", "=SUM(A1)"), ("b/ü 2 port", "Ports"), ("c port", "Ports again")])
]


def make_run(folder: Path, pages: str) -> Path:
    path = folder / "corpus.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    plan = RunPlan((str(path),), folder / pages, pages=pages)
    run_corpus(plan, lambda share, outcome: None, lambda note: None)
    return folder / pages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same articles run with pages as files, packed, and without."""
    folder = tmp_path_factory.mktemp("export")
    for pages in ("files", "packed", "none"):
        make_run(folder, pages)
    return folder


def test_a_packed_run_holds_one_archive_of_reports_per_part(folder: Path) -> None:
    """No page is written; the reports are those of the other run, by id, for any program that reads Parquet."""
    archives = list((folder / "packed" / "articles").iterdir())
    assert [path.suffix for path in archives] == [".parquet"]
    rows = duckdb.sql(f"SELECT document_id, report FROM '{archives[0]}'").fetchall()
    files = folder / "files" / "articles"
    assert rows == [
        (one["id"], (files / f"{page_name(one['id'])}.json").read_text(encoding="utf-8")) for one in ARTICLES
    ]


def test_articles_come_out_of_a_packed_run_as_out_of_files(folder: Path, tmp_path: Path) -> None:
    """Both kinds of run give the same reports and pages; the pages are those of the files, without their links."""
    for pages in ("files", "packed"):
        for form in ("json", "html"):
            assert export_articles(folder / pages, tmp_path / pages, form) == len(ARTICLES)
    made = {path.name: path.read_bytes() for path in (tmp_path / "packed").iterdir()}
    assert made == {path.name: path.read_bytes() for path in (tmp_path / "files").iterdir()}
    assert len(made) == 2 * len(ARTICLES)
    linked = (folder / "files" / "articles" / "a.html").read_text(encoding="utf-8").splitlines()
    alone = made["a.html"].decode().splitlines()
    assert [line for line in linked if line not in alone] == [
        line for line in linked if "../index" in line or "a.json" in line
    ]


def test_some_articles_are_picked_by_id_or_page(folder: Path, tmp_path: Path) -> None:
    """Ids and names of pages both do; one that no article has is refused before anything is written."""
    assert export_articles(folder / "packed", tmp_path, "html", ["c port", page_name("b/ü 2 port")]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [f"{page_name('c port')}.html", f"{page_name('b/ü 2 port')}.html"]
    )
    with pytest.raises(InputError, match="nowhere"):
        export_articles(folder / "packed", tmp_path / "new", "html", ["a", "nowhere"])
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("pages", ["files", "packed"])
def test_an_article_is_found_by_id_part_of_it_or_page(pages: str, folder: Path) -> None:
    """What the corpus page shows after a title opens the article; a packed run keeps a list of ids for that."""
    assert (folder / pages / "ids.parquet").is_file() == (pages == "packed")
    reader = ArticleReader(folder / pages)
    for wanted in ("b/ü 2 port", "ü", page_name("b/ü 2 port")):
        document_id, content = reader.find(wanted)
        assert document_id == json.loads(content)["document"]["document_id"] == "b/ü 2 port"
    with pytest.raises(InputError, match="no article"):
        reader.find("nowhere")
    with pytest.raises(InputError, match="the ids of 2 articles"):
        reader.find("port")


def test_an_article_of_a_run_without_pages_is_made_from_the_tables(folder: Path) -> None:
    """It is the report that pages would hold, byte for byte, and its page too."""
    made, kept = ArticleReader(folder / "none"), ArticleReader(folder / "files")
    for wanted in ("a", "b/ü 2 port", "c port"):
        assert made.find(wanted) == kept.find(wanted)
        assert made.render(made.find(wanted)[1]) == kept.render(kept.find(wanted)[1])


def test_a_run_without_pages_is_refused(folder: Path, tmp_path: Path) -> None:
    """The error names the command that writes them; nothing but the tables can be exported."""
    with pytest.raises(InputError, match="framing report"):
        export_articles(folder / "none", tmp_path, "json")
    assert not (folder / "none" / "provenance.json").exists()
    assert export_tables(folder / "none", tmp_path, "jsonl", ["documents"])[tmp_path / "documents.jsonl"] == 3


@pytest.mark.parametrize("form", ["jsonl", "parquet", "csv"])
def test_tables_come_out_whole(form: str, folder: Path, tmp_path: Path) -> None:
    """Each table is one file with all its rows and columns in the order of the run."""
    run_dir = folder / "packed"
    written = export_tables(run_dir, tmp_path, form)
    assert {path.name for path in written} == {f"{schema.name}.{form}" for schema in TABLES}
    store = Store(run_dir)
    for schema in TABLES:
        path = tmp_path / f"{schema.name}.{form}"
        rows = [row for part in store.list_parts(schema) for row in store.read(schema, part).rows()]
        assert written[path] == len(rows)
        if form == "jsonl":
            assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == rows
        elif form == "parquet":
            found = duckdb.sql(f"SELECT * FROM '{path}'")
            assert found.columns == list(schema.names)
            assert [dict(zip(schema.names, row, strict=True)) for row in found.fetchall()] == rows
        else:
            with path.open(encoding="utf-8-sig", newline="") as file:
                assert len(list(csv.DictReader(file))) == len(rows)


def test_no_cell_is_a_formula_to_a_spreadsheet(folder: Path, tmp_path: Path) -> None:
    """A title that looks like a formula begins with an apostrophe; lists are JSON, truth is `true`, null is empty."""
    export_tables(folder / "packed", tmp_path, "csv", ["documents", "hits", "stances"])
    with (tmp_path / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        documents = list(csv.DictReader(file))
    assert [row["title"] for row in documents] == ["'=SUM(A1)", "Ports", "Ports again"]
    assert documents[0]["outlet"] == ""
    with (tmp_path / "hits.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["negated"] for row in csv.DictReader(file)} <= {"true", "false"}


def test_an_unknown_table_is_refused(folder: Path, tmp_path: Path) -> None:
    """The error lists the tables there are."""
    with pytest.raises(InputError, match="sources: no table of a run; there are documents, "):
        export_tables(folder / "packed", tmp_path, "csv", ["sources"])


def test_nothing_is_exported_among_the_files_of_the_run(tmp_path: Path) -> None:
    """Queries over `tables/transfers/*.parquet` would count an exported file; a folder of its own in the run may be."""
    run = make_run(tmp_path, "none")
    for folder in (run, run / "tables", run / "tables" / "transfers", run / "articles" / ".." / "articles"):
        with pytest.raises(InputError, match="holds the run's own files"):
            export_tables(run, folder, "parquet", ["transfers"])
    assert export_tables(run, run / "csv", "csv", ["documents"])
