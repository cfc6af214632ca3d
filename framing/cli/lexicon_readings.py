"""`framing lexicon sample` and `precision`: hits drawn for a person to read, and how many of them are right."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import options
from framing.cli.lexicon_measures import RunOrTexts
from framing.cli.lexicons import lexicon_app
from framing.cli.terminal import write_fraction
from framing.nouns import write_count

if TYPE_CHECKING:
    from framing.lexicon import VersionNote
    from framing.run import CategoryPrecision, CategorySample, PrecisionReport


def add_commands(app: typer.Typer) -> None:  # noqa: ARG001 - they join the group that `framing.cli.lexicons` adds
    """Add this file's commands to the `lexicon` commands."""
    lexicon_app.command("sample")(sample)
    lexicon_app.command("precision")(precision)


def sample(
    texts: RunOrTexts,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="New file to write, .csv or .jsonl; one that is there is not touched.")
    ],
    lexicon: options.LexiconNames = None,
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category",
            "-c",
            help="Only this category and those set in below it; repeat for several. Default: all.",
        ),
    ] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="Hits to draw per category.")] = 25,
    plain: Annotated[
        bool,
        typer.Option("--plain", help="Draw from all hits alike, without the limits per entry and article."),
    ] = False,
    seed: options.Seed = 0,
    language: options.Language = None,
) -> None:
    """Draw hits of each category at random into a file, for a person to say which are right."""
    from framing.run import SamplePlan, sample_hits

    names = (tuple(lexicon or ()), tuple(category or ()))
    _print_sample(sample_hits(SamplePlan(texts, out, *names, n, seed, plain, language)), n, out)


def _print_sample(samples: "list[CategorySample]", n: int, out: Path) -> None:
    # All of a lexicon in another language than the texts has no hit.
    with_hits = {one.lexicon for one in samples if one.n_hits}
    for name in dict.fromkeys(one.lexicon for one in samples):
        if name not in with_hits:
            print(f"{name}: no hits", file=sys.stderr)
    samples = [one for one in samples if one.lexicon in with_hits]
    for one in samples:
        mark = f"  (fewer than {n})" if one.n_drawn < n else ""
        print(f"{one.n_drawn:>5} of {one.n_hits:,} hits: {one.lexicon}:{one.category}{mark}", file=sys.stderr)
    n_few = sum(one.n_drawn < n for one in samples)
    print(f"{n_few:,} of {len(samples):,} categories have fewer than {n} hits", file=sys.stderr)
    n_drawn = sum(one.n_drawn for one in samples)
    print(f"{out}: {n_drawn:,} hits to read; write 1 or 0 into the column `right`", file=sys.stderr)


def precision(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Files of [bold]framing lexicon sample[/bold] with answers in the column `right`."
        ),
    ],
    lexicon: Annotated[
        list[str] | None,
        typer.Option(
            "--lexicon",
            "-l",
            envvar="FRAMING_LEXICON",
            help="A lexicon of the rows as it is now: name, file or folder; repeat for several. Default: the shipped "
            "one of that name.",
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Print the precision of each category by the answers of those who read its hits.

    A lexicon that has changed since is found by its name among the shipped ones, or given with --lexicon.
    """
    from framing.run import measure_precision

    report = measure_precision(files, tuple(lexicon or ()))
    if as_json:
        print(json.dumps(_describe(report), ensure_ascii=False))
    else:
        _print_report(report)


def _describe(report: "PrecisionReport") -> dict[str, Any]:
    return {
        **asdict(report),
        "categories": [
            {
                **asdict(one.readings),
                "precision": one.precision.value,
                "ci_low": one.precision.low,
                "ci_high": one.precision.high,
            }
            for one in report.categories
        ],
    }


def _print_report(report: "PrecisionReport") -> None:
    n_read = sum(one.readings.n_read for one in report.categories)
    people = f"{len(report.annotators)} {'person' if len(report.annotators) == 1 else 'people'}"
    print(f"{report.n_rows:,} rows, {report.n_empty:,} of them not answered; {n_read:,} hits read by {people}")
    for note in report.versions:
        print(_explain(note))
    is_shared = any(one.readings.n_several for one in report.categories)
    if is_shared:
        n_several = sum(one.readings.n_several for one in report.categories)
        print(
            f"{n_several:,} hits read by several people: the majority counts, a tie as wrong; "
            f"agreement (alpha) {write_fraction(report.alpha, 2)}"
        )
    print("precision with 95 % Wilson intervals, which take hits as independent: hits of one entry or article are not")
    print(f"\n read  right  {'precision':<18}{'alpha  ' if is_shared else ''}category")
    for one in report.categories:
        _print_category(one, is_shared=is_shared)


def _print_category(one: "CategoryPrecision", *, is_shared: bool) -> None:
    readings = one.readings
    value, low, high = (write_fraction(figure, 2) for figure in one.precision)
    alpha = f"{write_fraction(readings.alpha, 2):<7}" if is_shared else ""
    figures = f"{f'{value} ({low}–{high})':<18}{alpha}"
    print(f"{readings.n_read:>5}{readings.n_right:>7}  {figures}{readings.lexicon}:{readings.category}")
    for entry in readings.entries:
        if entry.is_suspect:
            name = entry.entry_id.removeprefix(f"{readings.category}:")
            print(f"       wrong in {entry.n_read - entry.n_right} of {entry.n_read}: {name}")


def _explain(note: "VersionNote") -> str:
    if not note.is_found:
        return f"{note.lexicon}: no such lexicon here, so that its rows are not compared with it (give --lexicon)"
    rows = write_count(note.n_other, "row")
    lost = note.n_other - note.n_kept
    kept = "their entries are still there" if not lost else f"{lost:,} left out, whose entry or category is gone"
    return f"{note.lexicon}: {rows} read for another version; {kept}"
