"""`framing export`: tables of a run for other programs, and articles out of a packed run."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from framing.cli import options
from framing.cli.terminal import print_notes


class Format(StrEnum):
    """Forms of tables, then of articles."""

    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"
    xlsx = "xlsx"
    html = "html"
    json = "json"


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("export", rich_help_panel="Reading")(export)


def export(
    run: options.Run,
    out: Annotated[
        options.Place,
        typer.Argument(
            metavar="OUT", parser=options.read_place, help="Folder or address to write to; made if missing."
        ),
    ],
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            "-f",
            help="Tables as [bold]csv[/bold] (also for spreadsheets), [bold]jsonl[/bold], [bold]parquet[/bold] or"
            " [bold]xlsx[/bold] (workbooks; needs the package XlsxWriter); articles as [bold]html[/bold] pages or"
            " [bold]json[/bold] reports.",
        ),
    ] = Format.csv,
    table: Annotated[
        list[str] | None, typer.Option("--table", "-t", help="Only this table; repeat for several. Default: all.")
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option(
            "--id",
            help="Only this article, by its id or the name of its page; repeat for several. Default: all articles.",
        ),
    ] = None,
    ids: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Only the articles whose ids stand in this file, one a line.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Write the tables of a run as one file each, or its articles as one file each, also out of a packed run."""
    from framing.run import ARTICLE_FORMATS, export_articles, export_tables

    is_about_articles = form.value in ARTICLE_FORMATS
    if is_about_articles and table:
        raise typer.BadParameter("goes with --format csv, jsonl, parquet or xlsx", param_hint="--table")
    if not is_about_articles and (document or ids):
        raise typer.BadParameter("go with --format html or json", param_hint="--id and --ids")
    if is_about_articles:
        n_articles = export_articles(run, out, form.value, [*(document or ()), *_read_ids(ids)])
        counts = {str(out): n_articles}
    else:
        written = export_tables(run, out, form.value, table or (), tell=lambda note: print_notes([note]))
        counts = {str(path): n for path, n in written.items()}
    if as_json:
        print(json.dumps({"articles" if is_about_articles else "rows": counts}, ensure_ascii=False))
        return
    noun = "article" if is_about_articles else "row"
    for path, n in counts.items():
        print(f"{path}: {n:,} {noun}{'' if n == 1 else 's'}")


def _read_ids(path: Path | None) -> list[str]:
    from framing.errors import InputError

    if path is None:
        return []
    try:
        found = [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"{path}: cannot be read: {problem}; give a text file with an id on each line") from problem
    if not found:
        raise InputError(f"{path}: holds no id; give a text file with an id on each line")
    return found
