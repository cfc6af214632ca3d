"""`framing lexicon validate`, `diff`, `suggest` and `swap-test`: what lexicons measure, and how they change."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from framing.cli import options
from framing.cli.lexicon_figures import (
    describe_validation,
    print_comparison,
    print_suggestions,
    print_swap_test,
    print_validation,
)
from framing.cli.lexicons import lexicon_app

RunOrTexts = Annotated[
    str,
    typer.Argument(
        metavar="RUN_OR_TEXTS", help="A run folder, or articles as [bold]framing run[/bold] reads them: file or folder."
    ),
]
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
    lexicon_app.command("suggest")(suggest)
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
    min_articles: Annotated[
        int, typer.Option(min=1, help="Leave out entries that stand in fewer of the articles than this.")
    ] = 1,
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
        min_articles,
    )
    validation = validate_lexicons(plan)
    if as_json:
        print(json.dumps(describe_validation(validation), ensure_ascii=False))
    else:
        print_validation(validation, entries)


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
            print_swap_test(test, entries)


def suggest(
    texts: RunOrTexts,
    lexicon: options.LexiconNames = None,
    category: Annotated[
        str | None,
        typer.Option("--category", "-c", help="Look beside hits of this category. Default: beside all hits."),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option("--target", help="Look beside mentions of this stance target; repeat for several."),
    ] = None,
    targets: options.TargetsPath = None,
    language: options.Language = None,
    terms: Annotated[int, typer.Option("--terms", min=1, help="Terms to list.")] = 30,
    min_count: Annotated[
        int, typer.Option("--min-count", min=1, help="Least occurrences beside hits or mentions.")
    ] = 3,
    as_json: options.Json = False,
) -> None:
    """List words and phrases that stand out beside hits or targets and that no entry covers, with lines in context.

    It writes to no lexicon: whether a term belongs to a category is for a person to say.
    """
    from framing.run import SuggestionPlan, suggest_terms

    names = (tuple(lexicon or ()), category, tuple(target or ()), targets)
    found = suggest_terms(SuggestionPlan(texts, *names, language, terms, min_count))
    if as_json:
        print(json.dumps([asdict(suggestions) for suggestions in found], ensure_ascii=False))
    else:
        for suggestions in found:
            print_suggestions(suggestions)


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
    else:
        print_comparison(comparison, articles)
