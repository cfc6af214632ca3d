"""`framing drift`: how far a run's articles are from the training data of the model that labelled them."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli import options
from framing.cli.progress import show_steps
from framing.cli.terminal import print_grid, write_on_line, write_short
from framing.nouns import write_count

if TYPE_CHECKING:
    from framing.run import Drift, DriftPart
    from framing.stance import Measure

_MEASURES = {
    "coverage": "words known",
    "confidence": "confidence",
    "labels": "label shares",
    "words": "frequencies",
}
_EXPLAIN_MEASURES = (
    "Words known: share of the words beside targets that training saw. Confidence: mean probability of the label. "
    "Label shares: half the sum of their differences from training. Frequencies: of words beside targets, bits apart; "
    "under training, what chance gives."
)
_EXPLAIN_PARTS = (
    "Not abstained: share of mentions above the threshold. PSI: how far the spread of confidence is from training's; "
    "below .1 is little, above .25 much, and few mentions make it larger. The last columns are shares of predicted "
    "labels. Targets and months raise no alarm: of many, some differ by chance."
)


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
    print("\n".join(map(write_on_line, found.statement)))
    _print_measures(found.measures)
    _print_parts("target", found.by_target, found.n_small_targets, found.least_mentions)
    _print_parts("month", found.by_month, found.n_small_months, found.least_mentions)
    if found.by_target or found.by_month:
        print(_EXPLAIN_PARTS)
    if found.terms:
        print("\nWords beside targets that training did not cover; * known from unlabelled news\n  times  articles")
    for term in found.terms:
        star = "*" if term.kind == "vector" else " "
        place = f"{write_short(term.term)}, as in {write_short(term.document_id)}"
        print(f"{term.n:>7,}{term.n_documents:>10,}  {star} {place}")
    print()
    for line in found.advice:
        print(f"* {line}")


def _print_measures(measures: "tuple[Measure, ...]") -> None:
    from framing.run import describe_limit, explain_measures

    if not measures:
        return
    rows = [
        (
            _MEASURES[one.name],
            "–" if one.name == "labels" else f"{one.training:.3f}",
            f"{one.corpus:.3f}",
            f"{one.difference:+.3f}",
            describe_limit(one),
            f"{one.p_value:.2g}",
            "yes" if one.is_far else "no",
        )
        for one in measures
    ]
    print_grid(("measure", "training", "run", "difference", "far if", "p by chance", "far"), rows)
    print(f"{_EXPLAIN_MEASURES} {explain_measures()}")


def _print_parts(kind: str, parts: "tuple[DriftPart, ...]", n_small: int, least: int) -> None:
    if parts:
        names = [kind, "mentions", "articles", "words seen", "not abstained", "confidence", "PSI"]
        print_grid([*names, *parts[0].label_shares], [_list_figures(one) for one in parts])
    if n_small:
        print(f"{write_count(n_small, kind)} with fewer than {least} mentions not shown")


def _list_figures(one: "DriftPart") -> list[str]:
    seen = "–" if one.coverage is None else f"{one.coverage:.0%}"
    counts = [f"{one.n_mentions:,}", f"{one.n_documents:,}", seen, f"{one.above_threshold:.0%}"]
    shares = [f"{share:.0%}" for share in one.label_shares.values()]
    return [one.name, *counts, f"{one.confidence:.2f}", f"{one.stability:.2f}", *shares]
