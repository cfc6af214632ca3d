"""`framing lexicon validate`, `diff`, `suggest` and `swap-test`: what lexicons measure, and how they change."""

import json
from collections import Counter
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import options
from framing.cli.lexicons import lexicon_app

if TYPE_CHECKING:
    from framing.lexicon import MeasureValidity
    from framing.run import SwapTest, Validation

RunOrTexts = Annotated[
    str,
    typer.Argument(
        metavar="RUN_OR_TEXTS", help="A run folder, or articles as [bold]framing run[/bold] reads them: file or folder."
    ),
]
_MAX_LISTED = 8
_MIN_OUTLET_UNITS = 10  # figures of fewer are printed with --json only
Examples = Annotated[int, typer.Option("--examples", min=0, help="False hits and misses to list per category.")]


class Unit(StrEnum):
    """What the rows of a label file label."""

    article = "article"
    sentence = "sentence"
    span = "span"


def add_commands(app: typer.Typer) -> None:  # noqa: ARG001 - they join the group that `framing.cli.lexicons` adds
    """Add this file's commands to the `lexicon` commands."""
    lexicon_app.command("validate")(validate)
    lexicon_app.command("diff")(diff)
    lexicon_app.command("swap-test")(swap_test)


def validate(
    texts: RunOrTexts,
    labels: Annotated[
        Path,
        typer.Argument(metavar="LABELS", help="People's labels: JSONL or CSV, also .gz; see docs/lexicon-measures.md."),
    ],
    lexicon: options.LexiconNames = None,
    label_map: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help="What labels mean: LABEL=category, LABEL=lexicon:category, or a YAML file; repeat for several.",
        ),
    ] = None,
    label_column: Annotated[
        list[str] | None,
        typer.Option(help="Where the labels stand. Default: categories, labels, category, label. Repeat for several."),
    ] = None,
    unit: Annotated[Unit | None, typer.Option(help="What a row labels. Default: told by its columns.")] = None,
    language: options.Language = None,
    examples: Examples = 3,
    entries: Annotated[int, typer.Option("--entries", min=0, help="Entries to print per category.")] = 5,
    seed: options.Seed = 0,
    as_json: options.Json = False,
) -> None:
    """Measure lexicons against people's labels: precision, recall, F1 and AUC by category, entry, voice and outlet."""
    from framing.run import ValidationPlan, validate_lexicons

    plan = ValidationPlan(
        texts,
        labels,
        tuple(lexicon or ()),
        tuple(label_map or ()),
        tuple(label_column or ()),
        unit.value if unit else None,
        language,
        seed,
        examples,
    )
    validation = validate_lexicons(plan)
    if as_json:
        print(json.dumps(_describe_validation(validation), ensure_ascii=False))
    else:
        _print_validation(validation, entries)


def _describe_validation(validation: "Validation") -> dict[str, Any]:
    described = asdict(validation)
    for row, result in zip(described["results"], validation.results, strict=True):
        row["measure"] = result.measure.name
    return described


def _print_validation(validation: "Validation", n_entries: int) -> None:
    unit = "word" if validation.unit == "span" else validation.unit
    print(f"{validation.n_units:,} {unit}s of {validation.n_documents:,} texts; 95 % intervals by bootstrap over texts")
    if validation.lost_rows:
        lines = ", ".join(map(str, validation.lost_rows[:5]))
        print(f"{len(validation.lost_rows)} rows of labels belong to no text, lines {lines} ...")
    if validation.unmapped:
        names = [f"{label} ({n})" for label, n in validation.unmapped.items()]
        more = f" and {len(names) - _MAX_LISTED} more" if len(names) > _MAX_LISTED else ""
        print(f"labels that mean no category: {', '.join(names[:_MAX_LISTED])}{more}")
    for result in validation.results:
        print()
        _print_result(result, n_entries)
    print(f"\nmean AUC of categories that can be judged: {_format(validation.mean_auc)}")
    print(f"macro-F1 at cross-validated thresholds, all categories: {_format(validation.macro_f1)}")


def _print_result(result: "MeasureValidity", n_entries: int) -> None:
    print(result.sentence)
    print(f"  labels: {', '.join(result.labels)}")
    print(
        f"  F1 at a cross-validated threshold {_format(result.threshold_f1)}; "
        f"agreement of coders (alpha) {_format(result.alpha)}"
    )
    print(f"  {'':<28}{'units':>7}{'label':>7}{'hits':>7}  {'precision':<17}{'recall':<17}{'F1':<17}AUC of rate")
    for group in result.groups:
        if group.outlet and group.presence.n_units < _MIN_OUTLET_UNITS:
            continue
        name = f"outlet {group.outlet}" if group.outlet else f"voice {group.voice}"
        _print_row(name, group.presence, group.rate_auc)
    for entry in result.entries[:n_entries]:
        _print_row(entry.entry_id.removeprefix(f"{result.measure.categories[0]}:"), entry.presence, entry.presence.auc)
    for title, listed in (("false hit", result.false_hits), ("miss", result.misses)):
        for example in listed:
            why = f" ({example.entry_id}, {example.voice})" if example.entry_id else ""
            print(f"  {title}: {example.document_id}:{example.start}{why}: {example.text}")


def _print_row(name: str, presence: Any, auc: Any) -> None:
    from framing.lexicon import format_estimate

    shown = name if len(name) <= 27 else name[:26] + "…"
    figures = "".join(f"{format_estimate(one):<17}" for one in (presence.precision, presence.recall, presence.f1))
    counts = f"{presence.n_units:>7}{presence.n_labelled:>7}{presence.n_found:>7}"
    print(f"  {shown:<28}{counts}  {figures}{format_estimate(auc)}")


def _format(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace("0.", ".", 1)


def swap_test(
    texts: Annotated[
        str | None,
        typer.Argument(
            metavar="[RUN_OR_TEXTS]",
            help="A run folder or articles. Default: the lexicons' own `should_hit` sentences.",
        ),
    ] = None,
    lexicon: options.LexiconNames = None,
    language: options.Language = None,
    entries: Annotated[int, typer.Option("--entries", min=0, help="Entries to print per pair that breaks it.")] = 3,
    as_json: options.Json = False,
) -> None:
    """Exchange the sides' names in texts, and compare the hits of mirrored categories before and after."""
    from framing.run import run_swap_test

    tests = run_swap_test(texts, tuple(lexicon or ()), language)
    if as_json:
        print(json.dumps([asdict(test) for test in tests], ensure_ascii=False))
    else:
        for test in tests:
            _print_swap_test(test, entries)


def _print_swap_test(test: "SwapTest", n_entries: int) -> None:
    print(f"{test.lexicon}: {test.n_documents:,} texts; hits before > hits of the mirror after the exchange")
    for result in test.results:
        exact = f"exact in {result.n_exact} of {result.n_documents} texts" if result.n_documents else "no hits"
        print(
            f"  {result.category} {result.n_before} > {result.n_mirror_after}, "
            f"{result.mirror} {result.n_mirror_before} > {result.n_after} "
            f"({result.exchange}): difference {result.difference}, {exact}"
        )
        for entry in result.broken[:n_entries]:
            after = f" > {entry.counterpart!r}" if entry.counterpart != entry.text else ""
            print(f"    {entry.kind} {entry.n}: {entry.entry_id}: {entry.text!r}{after}")
    n_hits = sum(result.n_before + result.n_mirror_before for result in test.results)
    n_broken = sum(entry.n for result in test.results for entry in result.broken if entry.kind == "lost")
    n_nameless = sum(entry.n for result in test.results for entry in result.broken if entry.kind == "nameless")
    print(f"  {n_hits} hits in mirrored categories: {n_nameless} hold no name to exchange, {n_broken} are lost")


def diff(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="A lexicon: shipped name or file.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="Another version of it.")],
    run: Annotated[
        str | None, typer.Option("--run", help="A run folder or articles, to list the scores that move.")
    ] = None,
    articles: Annotated[int, typer.Option("--articles", min=0, help="Scores to print, largest changes first.")] = 20,
    as_json: options.Json = False,
) -> None:
    """Print what differs between two versions of a lexicon, and with --run which articles' scores move."""
    from framing.run import compare_lexicons

    comparison = compare_lexicons(before, after, run)
    if as_json:
        print(json.dumps(asdict(comparison), ensure_ascii=False))
        return
    for change in comparison.changes:
        print(f"{change.kind} {change.subject}: {change.name}")
        for name, old, new in change.values:
            print(f"  {name}: {_write(old)} > {_write(new)}")
    counts = Counter(f"{change.subject} {change.kind}" for change in comparison.changes)
    print(", ".join(f"{name}: {n}" for name, n in counts.items()) or "no differences")
    if comparison.n_documents is None:
        return
    moved = comparison.score_changes
    n_moved = len({change.document_id for change in moved})
    print(f"scores move in {n_moved:,} of {comparison.n_documents:,} articles; hits and rate per 1,000 words:")
    for move in moved[:articles]:
        rates = f"{_write_rate(move.per_1000_words_before)} > {_write_rate(move.per_1000_words_after)}"
        print(
            f"  {move.document_id} {move.category} ({move.voice}): {move.n_hits_before} > {move.n_hits_after}, {rates}"
        )


def _write(value: Any) -> str:
    return ", ".join(map(str, value)) or "–" if isinstance(value, tuple | list) else str(value) or "–"


def _write_rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
