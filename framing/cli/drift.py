"""`framing drift`: how far a run's articles are from the training data of the model that labelled them."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli import options
from framing.cli.progress import show_steps
from framing.cli.terminal import write_on_line

if TYPE_CHECKING:
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
    print("\n".join(found.statement))
    if found.measures:
        print("\nmeasure     training     run  difference  counts from        p  farther than chance")
        for one in found.measures:
            figures = f"{one.training:>8.3f}{one.corpus:>8.3f}{one.difference:>12.3f}{one.least:>13.3f}"
            print(f"{one.name:<12}{figures}{one.p_value:>9.2g}  {'yes' if one.is_far else 'no'}")
    _print_parts("target", found.by_target, found.n_small_targets, found.least_mentions)
    _print_parts("month", found.by_month, found.n_small_months, found.least_mentions)
    if found.terms:
        print("\nWords beside targets that training did not cover; * known from unlabelled news\n  count documents")
    for term in found.terms:
        star = "*" if term.kind == "vector" else " "
        place = f"{write_on_line(term.term)}, as in {write_on_line(term.document_id)}"
        print(f"{term.n:>7,}{term.n_documents:>10,}  {star} {place}")
    print()
    for line in found.advice:
        print(f"* {line}")


def _print_parts(kind: str, parts: "tuple[DriftPart, ...]", n_small: int, least: int) -> None:
    if parts:
        width = max(len(kind), *(len(write_on_line(one.name)) for one in parts)) + 2
        labels = "".join(f"{label:>9}" for label in parts[0].label_shares)
        print(f"\n{kind:<{width}}mentions documents  seen above-threshold confidence   PSI{labels}")
        for one in parts:
            seen = "–" if one.coverage is None else f"{one.coverage:.0%}"
            figures = f"{one.n_mentions:>8,}{one.n_documents:>10,}{seen:>6}{one.above_threshold:>16.0%}"
            shares = "".join(f"{share:>9.0%}" for share in one.label_shares.values())
            print(f"{write_on_line(one.name):<{width}}{figures}{one.confidence:>11.2f}{one.stability:>6.2f}{shares}")
    if n_small:
        print(f"{n_small:,} {kind}{'' if n_small == 1 else 's'} with fewer than {least} mentions not shown")
