"""`framing drift`: how far a run's articles are from the training data of the model that labelled them."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli import options
from framing.cli.progress import show_steps

if TYPE_CHECKING:
    from rich.console import Console

    from framing.run import Drift, DriftPart


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("drift", rich_help_panel="Classifier")(drift)


def drift(
    run: options.Run,
    model: Annotated[
        str | None,
        typer.Option(
            "--model", "-m", help="Folder of the model that labelled the run. Default: where the run found it."
        ),
    ] = None,
    terms: Annotated[int, typer.Option(min=0, help="How many words that training did not cover to list.")] = 20,
    fail_on_drift: Annotated[
        bool, typer.Option("--fail-on-drift", help="Exit with 1 where the articles are farther than chance explains.")
    ] = False,
    seed: options.Seed = 0,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Compare a run's articles with the model's training data: words beside targets, labels, confidence."""
    from framing.run import DriftPlan, measure_drift

    with show_steps(quiet) as progress:
        found = measure_drift(DriftPlan(run, model, terms, seed), progress)
    if as_json:
        print(json.dumps(found.as_dict(), ensure_ascii=False))
    else:
        _print_drift(found)
    if fail_on_drift and found.is_far:
        raise typer.Exit(1)


def _print_drift(found: "Drift") -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False, soft_wrap=True)
    for line in found.statement:
        console.print(line)
    if found.measures:
        table = Table("measure", "training", "run", "difference", "counts from", "p", "farther than chance")
        for one in found.measures:
            figures = (f"{value:.3f}" for value in (one.training, one.corpus, one.difference, one.least))
            table.add_row(one.name, *figures, f"{one.p_value:.2g}", "yes" if one.is_far else "no")
        console.print(table)
    _print_parts(console, "target", found.by_target, found.n_small_targets, found.least_mentions)
    _print_parts(console, "month", found.by_month, found.n_small_months, found.least_mentions)
    if found.terms:
        table = Table("not seen in training", "known", "count", "documents", "one of them")
        for term in found.terms:
            known = "from unlabelled news" if term.kind == "vector" else "no"
            shown = (_clean(term.term), known, f"{term.n:,}", f"{term.n_documents:,}", _clean(term.document_id))
            table.add_row(*shown)
        console.print(table)
    for line in found.advice:
        console.print(f"* {line}")


def _print_parts(console: "Console", kind: str, parts: "tuple[DriftPart, ...]", n_small: int, least: int) -> None:
    from rich.table import Table

    if parts:
        labels = list(parts[0].label_shares)
        table = Table(kind, "mentions", "documents", "seen", "above threshold", "confidence", "PSI", *labels)
        for one in parts:
            seen = "–" if one.coverage is None else f"{one.coverage:.0%}"
            figures = (seen, f"{one.above_threshold:.0%}", f"{one.confidence:.2f}", f"{one.stability:.2f}")
            shares = (f"{share:.0%}" for share in one.label_shares.values())
            table.add_row(_clean(one.name), f"{one.n_mentions:,}", f"{one.n_documents:,}", *figures, *shares)
        console.print(table)
    if n_small:
        console.print(f"{n_small:,} {kind}s with fewer than {least} mentions are not shown.")


def _clean(text: str) -> str:
    """The text on one line, without signs that steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
