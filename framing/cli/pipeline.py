"""`framing run`, and the stages `tokenize`, `score`, `stance`, `report` on a run folder."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from framing.cli import options
from framing.cli.run_output import end_in_order, make_note_printer, print_outcome, show_progress
from framing.remote import AnyPath

_COLUMNS = "Columns of tabular input"
_HTML = "HTML pages"


class Pages(StrEnum):
    """How article pages are kept."""

    auto = "auto"
    files = "files"
    packed = "packed"
    none = "none"


class Extractor(StrEnum):
    """What finds the article in an HTML page."""

    trafilatura = "trafilatura"
    fast = "fast"


class EngineName(StrEnum):
    """Where the work of a run is done."""

    local = "local"
    dask = "dask"


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    panel = "Pipeline"
    app.command("run", rich_help_panel=panel)(run)
    app.command("tokenize", rich_help_panel=panel)(tokenize)
    app.command("score", rich_help_panel=panel)(score)
    app.command("stance", rich_help_panel=panel)(stance)
    app.command("report", rich_help_panel=panel)(report)


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files (.txt .html .jsonl .csv .tsv .parquet .json, also .gz), folders, quoted globs, or -; "
            "on this machine or at addresses such as s3://bucket/articles (docs/scale.md).",
        ),
    ],
    out: options.RunOut = Path("reports/run"),
    lexicon: options.LexiconNames = None,
    model: options.ModelName = None,
    targets: options.TargetsPath = None,
    language: options.Language = None,
    limit: options.Limit = None,
    pages: Annotated[
        Pages,
        typer.Option(
            help="Article pages: [bold]auto[/bold] writes files for up to 5,000 articles and packs the reports of more."
        ),
    ] = Pages.auto,
    encoding: Annotated[
        str | None,
        typer.Option(
            help="Encoding of files that are not UTF-8, such as cp1251; [bold]detect[/bold] guesses per file."
        ),
    ] = None,
    with_titles: Annotated[
        bool,
        typer.Option(
            "--with-titles", help="Put the title of a row above its text, so that headlines are analysed too."
        ),
    ] = False,
    max_characters: Annotated[int, typer.Option(min=1, help="Longer articles are listed as failures.")] = 5_000_000,
    extractor: Annotated[
        Extractor,
        typer.Option(
            envvar="FRAMING_EXTRACTOR",
            help="What finds the article in a page. [bold]fast[/bold] takes a tenth of the time, and leaves more of "
            "what surrounds an article in its text; it needs the package resiliparse.",
            rich_help_panel=_HTML,
        ),
    ] = Extractor.trafilatura,
    max_page_bytes: Annotated[
        int, typer.Option(min=1, help="Larger pages are listed as failures.", rich_help_panel=_HTML)
    ] = 5_000_000,
    max_page_seconds: Annotated[
        float,
        typer.Option(min=0.1, help="A page that takes longer is listed as a failure.", rich_help_panel=_HTML),
    ] = 20,
    text_column: Annotated[
        str | None, typer.Option(help="Default: text, body, content.", rich_help_panel=_COLUMNS)
    ] = None,
    html_column: Annotated[
        str | None,
        typer.Option(
            help="Whole HTML pages, in place of texts. Default, where there is no text: html, raw_html.",
            rich_help_panel=_COLUMNS,
        ),
    ] = None,
    id_column: Annotated[str | None, typer.Option(help="Default: id, document_id.", rich_help_panel=_COLUMNS)] = None,
    title_column: Annotated[
        str | None, typer.Option(help="Default: title, headline.", rich_help_panel=_COLUMNS)
    ] = None,
    outlet_column: Annotated[
        str | None, typer.Option(help="Default: outlet, source, publisher.", rich_help_panel=_COLUMNS)
    ] = None,
    date_column: Annotated[str | None, typer.Option(help="Default: date, published.", rich_help_panel=_COLUMNS)] = None,
    author_column: Annotated[
        str | None, typer.Option(help="Default: author, byline.", rich_help_panel=_COLUMNS)
    ] = None,
    url_column: Annotated[str | None, typer.Option(help="Default: url, link.", rich_help_panel=_COLUMNS)] = None,
    language_column: Annotated[
        str | None, typer.Option(help="Default: language, lang.", rich_help_panel=_COLUMNS)
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            envvar="FRAMING_JOBS",
            help="Processes. Default: one below 20 MB of text or 312 HTML pages, else one per processor, at most 8.",
        ),
    ] = None,
    engine: Annotated[
        EngineName,
        typer.Option(
            envvar="FRAMING_ENGINE",
            help="Where the work is done: [bold]local[/bold] processes, or the workers of a [bold]dask[/bold] cluster.",
        ),
    ] = EngineName.local,
    scheduler: Annotated[
        str | None,
        typer.Option(envvar="FRAMING_SCHEDULER", help="Address of the Dask scheduler, such as tcp://10.0.0.1:8786."),
    ] = None,
    scheduler_file: Annotated[
        Path | None, typer.Option(help="File that the Dask scheduler has written, in place of its address.")
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Delete what an earlier run left in the folder, and start over.")
    ] = False,
    seed: options.Seed = 0,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Read articles, find voices, frames and stances, and write tables, a page per article and an index.

    Running the same command again continues a killed run and analyses only new and changed articles.
    """
    from framing.ingest import IngestOptions
    from framing.run import Choice, Engine, RunPlan, run_corpus

    ingest = IngestOptions(
        text_column=text_column,
        html_column=html_column,
        id_column=id_column,
        title_column=title_column,
        outlet_column=outlet_column,
        date_column=date_column,
        author_column=author_column,
        url_column=url_column,
        language_column=language_column,
        encoding=encoding,
        language=language,
        with_titles=with_titles,
        limit=limit,
        max_characters=max_characters,
        extractor=extractor.value,
        max_page_bytes=max_page_bytes,
        max_page_seconds=max_page_seconds,
    )
    choice = Choice(tuple(lexicon or ()), model, targets)
    if (engine is EngineName.dask) != bool(scheduler or scheduler_file):
        raise typer.BadParameter("--engine dask goes with --scheduler or --scheduler-file, and they with it")
    where = Engine(engine.value, jobs, scheduler, str(scheduler_file) if scheduler_file else None)
    plan = RunPlan(tuple(inputs), out, choice, ingest, pages.value, seed, where, fresh)
    tell = make_note_printer(quiet)
    try:
        with end_in_order(), show_progress(quiet) as on_progress:
            outcome = run_corpus(plan, on_progress, tell)
    except (KeyboardInterrupt, SystemExit):
        tell(f"stopped; the same command continues what stands in {out}")
        raise
    print_outcome(out, outcome, as_json)
    if outcome.counts["failures"]:
        raise typer.Exit(3)


def tokenize(run: options.Run, as_json: options.Json = False, quiet: options.Quiet = False) -> None:
    """Find words, sentences, quotations and speakers again, without reading the articles' files."""
    _rerun(run, "voice", None, as_json, quiet)


def score(
    run: options.Run, lexicon: options.LexiconNames = None, as_json: options.Json = False, quiet: options.Quiet = False
) -> None:
    """Find and count hits again, with the run's lexicons or others. Pages follow with [bold]framing report[/bold]."""
    _rerun(run, "lexicon", {"lexicons": tuple(lexicon)} if lexicon else None, as_json, quiet)


def stance(
    run: options.Run,
    model: options.ModelName = None,
    targets: options.TargetsPath = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Find stances again, with the run's model and targets or others. Pages follow with [bold]framing report[/bold]."""
    changes = {name: value for name, value in (("model", model), ("targets", targets)) if value}
    _rerun(run, "stance", changes, as_json, quiet)


def report(
    run: options.Run,
    pages: Annotated[Pages | None, typer.Option(help="Article pages. Default: as in the run.")] = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the article pages and the index again from the tables."""
    _rerun(run, "report", None, as_json, quiet, pages.value if pages else None)


def _rerun(
    run_dir: AnyPath,
    stage: str,
    changes: Mapping[str, object] | None,
    as_json: bool,
    quiet: bool,
    pages: str | None = None,
) -> None:
    from framing.run import rerun_stage

    with show_progress(quiet) as on_progress:
        outcome = rerun_stage(run_dir, stage, changes or {}, on_progress, pages)
    print_outcome(run_dir, outcome, as_json, has_index=stage == "report")
