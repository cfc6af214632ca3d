"""`framing train` and `framing evaluate`: the stance classifier."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from framing.cli import options
from framing.cli.classifier_figures import print_evaluation, print_splits, print_trials
from framing.cli.label_hints import find_odd_labels, write_counts
from framing.cli.progress import show_steps
from framing.cli.terminal import print_notes
from framing.nouns import write_count

Labels = Annotated[
    Path, typer.Argument(metavar="LABELS", help="JSONL or CSV, also .gz, with text, label and optionally target.")
]
LabelFiles = Annotated[
    list[Path],
    typer.Argument(metavar="LABELS...", help="JSONL or CSV, also .gz, with text, label and optionally target."),
]


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("train", rich_help_panel="Classifier")(train)
    app.command("evaluate", rich_help_panel="Classifier")(evaluate)


def train(
    labels: LabelFiles,
    out: options.Out = Path("models/stance"),
    vectors: Annotated[
        str | None,
        typer.Option(
            help="Model to take word vectors from, a file of unlabelled articles to learn them from, or none. "
            "Default: the shipped model, where it has the language."
        ),
    ] = None,
    language: Annotated[str | None, typer.Option(help="Language of the texts, en or ru. Default: en.")] = None,
    name: Annotated[str | None, typer.Option(help="Name of the model. Default: the folder's.")] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE=NUMBER", help="What each row of a file counts. Default: by cross-validation."),
    ] = None,
    held_out: Annotated[
        list[Path] | None, typer.Option(help="Labels to measure the model on; figures go into the card.")
    ] = None,
    threshold_on: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Abstain so that three in four labels of this file above the threshold are right."
        ),
    ] = None,
    notes: Annotated[Path | None, typer.Option(help="Markdown file for the end of the card.")] = None,
    description: Annotated[str, typer.Option(help="What the model is for, in the card.")] = "",
    unit: Annotated[
        str | None,
        typer.Option(help="What is labelled: mention, document or topic. Default: by the targets in the labels."),
    ] = None,
    group_by: Annotated[
        str | None,
        typer.Option(
            help="What cross-validation keeps together: duplicates (documents and near-duplicate texts; the default), "
            "document, outlet or date (months)."
        ),
    ] = None,
    class_weight: Annotated[
        list[str] | None,
        typer.Option(metavar="balanced|none|LABEL=NUMBER", help="What labels count; repeat for several labels."),
    ] = None,
    pieces: Annotated[
        bool | None,
        typer.Option(
            "--pieces/--no-pieces",
            help="Whether pieces of words, 2 to 5 characters, are features beside words. Default: yes for texts and "
            "topics, no around mentions.",
        ),
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(
            help="Label that the model is to have; repeat for all of them. Other labels are refused, and none of these "
            "is taken for a slip of the pen. Default: the labels of the files."
        ),
    ] = None,
    grid: Annotated[
        bool, typer.Option("--grid", help="Search penalty, scales and frequency of features by cross-validation first.")
    ] = False,
    continue_from: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="MODEL", help="Model whose settings, source weights and word vectors are the defaults."
        ),
    ] = None,
    suspects: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="CSV or JSONL to write suspected label errors to, by cross-validation."),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Replace the model that stands in the folder.")] = False,
    seed: options.Seed = 0,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Train a classifier on labels, and write it as a model folder with its evaluation and card."""
    from framing.run import train as train_on

    rows: dict[str, Any] = {}

    def tell_rows(counts: Mapping[str, int], notes: Sequence[str]) -> None:
        rows.update(label_counts=dict(counts), hints=find_odd_labels(counts), notes=list(notes))
        if not as_json:
            print(f"{write_count(sum(counts.values()), 'label')}: {write_counts(counts)}")
        print_notes([] if quiet else [*rows["hints"], *notes])

    with show_steps(quiet) as progress:
        model = train_on(
            labels,
            out,
            weights=_read_numbers(weight or [], "FILE=NUMBER, as in labels.csv=2"),
            held_out=tuple(held_out or ()),
            notes=_read_notes(notes),
            description=description,
            threshold_on=threshold_on,
            language=language,
            vectors_from=vectors,
            name=name,
            seed=seed,
            unit=unit,
            group_by=group_by,
            class_weight=_read_class_weights(class_weight or []),
            pieces=pieces,
            names=tuple(dict.fromkeys(one.strip() for one in label or ())),
            grid=grid,
            continue_from=continue_from,
            suspects=suspects,
            is_fresh=fresh,
            progress=progress,
            on_rows=tell_rows,
        )
    figures = model.manifest.get("figures", {})
    if as_json:
        facts = {"model": str(out), "model_id": model.model_id, "figures": figures, "grid": model.manifest["grid"]}
        warned = {name: one["warnings"] for name, one in model.evaluation.items() if one.get("warnings")}
        print(json.dumps({**facts, **rows, "warnings": warned}, ensure_ascii=False))
        return
    print_trials(model.manifest["grid"])
    print(f"{model.model_id} in {out}")
    print_splits(model.evaluation)
    use = f"run ... --model {out}" if model.unit == "mention" else f"evaluate {out} LABELS"
    print(f"Read {out}/README.md; it labels {model.unit}s: use it with `framing {use}`")


def _read_class_weights(given: list[str]) -> str | dict[str, float] | None:
    if len(given) == 1 and given[0] in {"balanced", "none"}:
        return given[0]
    return _read_numbers(given, "balanced, none or LABEL=NUMBER, as in against=2") or None


def _read_numbers(given: list[str], form: str) -> dict[str, float]:
    numbers = {}
    for text in given:
        name, _, number = text.rpartition("=")
        try:
            numbers[name] = float(number)
        except ValueError as problem:
            raise typer.BadParameter(f"{text!r}: write {form}") from problem
        if not name or not 0 < numbers[name] < math.inf:
            raise typer.BadParameter(f"{text!r}: write {form}; numbers lie above 0")
    return numbers


def _read_notes(path: Path | None) -> str:
    try:
        return path.read_text(encoding="utf-8") if path else ""
    except (OSError, UnicodeDecodeError) as problem:
        raise typer.BadParameter(f"{path}: cannot be read: {problem}") from problem


def evaluate(
    model: options.Model,
    labels: Labels,
    errors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="CSV or JSONL to write the rows to that the model labels otherwise."),
    ] = None,
    suspects: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The same rows as suspected label errors, least likely labels first."),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Measure a model on labels: figures with intervals, per label, target, voice and outlet, beside two baselines."""
    from framing.run import evaluate as evaluate_on

    evaluation = evaluate_on(model, labels, errors=errors, suspects=suspects)
    if as_json:
        print(json.dumps(evaluation.as_dict(), ensure_ascii=False))
    else:
        print_evaluation(evaluation)
