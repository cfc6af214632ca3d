"""Tables and articles of a run folder written in other forms, part by part, so that any number of them fits memory."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import orjson

import framing.report
from framing.cells import defuse_cell
from framing.columns import TABLES, Schema, Table
from framing.errors import InputError
from framing.remote import AnyPath
from framing.run.articles import ArticleReader
from framing.run.manifest import read_manifest
from framing.run.store import Store
from framing.run.workbooks import check_workbooks, write_workbook
from framing.whole_files import open_whole

TABLE_FORMATS = ("csv", "jsonl", "parquet", "xlsx")
ARTICLE_FORMATS = ("html", "json")


def export_tables(
    run_dir: AnyPath,
    out_dir: AnyPath,
    form: str,
    names: Sequence[str] = (),
    tell: Callable[[str], object] = lambda _: None,
) -> dict[AnyPath, int]:
    """Write tables of a run as one file each; returns their rows by file.

    Rows stand in the order of the run. In CSV, with a byte order mark, and in workbooks no cell is a formula to a
    spreadsheet.

    Args:
        form: one of `TABLE_FORMATS`.
        names: tables; none stands for all.
        tell: gets a line for each column of a workbook with cells that could not be written as they are.

    Raises:
        InputError: no finished run, no such table, or no way to write it in this form.
    """
    schemas = {schema.name: schema for schema in TABLES}
    unknown = sorted(set(names) - set(schemas))
    if unknown:
        raise InputError(f"{', '.join(unknown)}: no table of a run; there are {', '.join(schemas)}")
    manifest, store = read_manifest(run_dir), Store(run_dir)
    _refuse_own_folders(run_dir, out_dir)
    wanted = [schemas[name] for name in dict.fromkeys(names or schemas)]
    write = _WRITERS.get(form) or partial(_write_workbook, tell=tell)
    if form == "xlsx":
        check_workbooks({schema.name: manifest.counts.get(schema.name, 0) for schema in wanted})
    paths = [out_dir / f"{schema.name}.{form}" for schema in wanted]
    return {path: write(store, schema, manifest.parts, path) for path, schema in zip(paths, wanted, strict=True)}


def _refuse_own_folders(run_dir: AnyPath, out_dir: AnyPath) -> None:
    """Refuse a folder in which queries and later runs would take the files for the run's own."""
    if isinstance(run_dir, Path) and isinstance(out_dir, Path):
        run, out = run_dir.resolve(), out_dir.resolve()
        if out == run or any(out.is_relative_to(run / name) for name in ("tables", "articles")):
            raise InputError(f"{out_dir}: holds the run's own files; give another folder")


def _write_csv(store: Store, schema: Schema, parts: Sequence[str], path: AnyPath) -> int:
    n_rows = 0
    with open_whole(path) as file, io.TextIOWrapper(file, "utf-8-sig", "backslashreplace", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(schema.names)
        for table in _read_parts(store, schema, parts):
            columns = ([_write_cell(value) for value in table[name]] for name in schema.names)
            writer.writerows(zip(*columns, strict=True))
            n_rows += len(table)
    return n_rows


def _write_cell(value: Any) -> Any:
    if isinstance(value, str):
        return defuse_cell(value)
    if isinstance(value, bool):
        return str(value).lower()
    return orjson.dumps(value).decode() if isinstance(value, list) else value


def _write_jsonl(store: Store, schema: Schema, parts: Sequence[str], path: AnyPath) -> int:
    n_rows = 0
    with open_whole(path) as file:
        for table in _read_parts(store, schema, parts):
            file.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in table.rows())
            n_rows += len(table)
    return n_rows


def _write_parquet(store: Store, schema: Schema, parts: Sequence[str], path: AnyPath) -> int:
    return store.export(schema, parts, path)


def _write_workbook(
    store: Store, schema: Schema, parts: Sequence[str], path: AnyPath, tell: Callable[[str], object]
) -> int:
    return write_workbook(path, schema, _read_parts(store, schema, parts), tell)


def _read_parts(store: Store, schema: Schema, parts: Sequence[str]) -> Iterator[Table]:
    return (store.read(schema, part) for part in parts)


_WRITERS: dict[str, Callable[[Store, Schema, Sequence[str], AnyPath], int]] = {
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
}


def export_articles(run_dir: AnyPath, out_dir: AnyPath, form: str, ids: Sequence[str] = ()) -> int:
    """Write articles of a run as pages or JSON reports, `<page>.html` or `.json`; returns how many.

    Args:
        form: one of `ARTICLE_FORMATS`.
        ids: of documents, or names of their pages; none stands for all articles.

    Raises:
        InputError: no finished run, one without pages, or an id that no article has.
    """
    reader = ArticleReader(run_dir)
    _refuse_own_folders(run_dir, out_dir)
    n_articles = 0
    for document_id, content in reader.read_some(ids) if ids else reader.read_all():
        page = reader.render(content) if form == "html" else content
        with open_whole(out_dir / f"{framing.report.page_name(document_id)}.{form}") as file:
            file.write(page.encode())
        n_articles += 1
    return n_articles
