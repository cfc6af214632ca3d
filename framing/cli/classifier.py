"""`framing train`, `framing evaluate` and `framing models`: the stance classifier."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import options
from framing.cli.progress import show_steps

if TYPE_CHECKING:
    from framing.stance import Evaluation

models_app = typer.Typer(help="List, show and verify stance models.", no_args_is_help=True)
Labels = Annotated[
    Path, typer.Argument(metavar="LABELS", help="JSONL or CSV, also .gz, with text, label and optionally target.")
]
LabelFiles = Annotated[
    list[Path],
    typer.Argument(metavar="LABELS...", help="JSONL or CSV, also .gz, with text, label and optionally target."),
]
Model = Annotated[str, typer.Argument(metavar="MODEL", help="Name of a shipped model, or a model folder.")]


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("train", rich_help_panel="Classifier")(train)
    app.command("evaluate", rich_help_panel="Classifier")(evaluate)
    app.add_typer(models_app, name="models", rich_help_panel="Classifier")


def train(
    labels: LabelFiles,
    out: options.Out = Path("models/stance"),
    vectors: Annotated[
        str | None,
        typer.Option(
            help="Model to take word vectors from, or a file of unlabelled articles to learn them from. "
            "Default: the shipped model."
        ),
    ] = None,
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
    seed: options.Seed = 0,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Train a classifier on labels, and write it as a model folder with its evaluation and card."""
    from framing.run import train as train_on

    with show_steps(quiet) as progress:
        model = train_on(
            labels,
            out,
            weights=_read_weights(weight or []),
            held_out=held_out or [],
            notes=_read_notes(notes),
            description=description,
            threshold_on=threshold_on,
            vectors_from=vectors,
            name=name,
            seed=seed,
            unit=unit,
            progress=progress,
        )
    figures = model.manifest.get("figures", {})
    if as_json:
        print(json.dumps({"model": str(out), "model_id": model.model_id, "figures": figures}, ensure_ascii=False))
        return
    print(f"{model.model_id} in {out}")
    for key, value in figures.items():
        print(f"  {key}: {value}")
    use = f"run ... --model {out}" if model.unit == "mention" else f"evaluate {out} LABELS"
    print(f"Read {out}/README.md; it labels {model.unit}s: use it with `framing {use}`")


def _read_weights(given: list[str]) -> dict[str, float]:
    weights = {}
    for text in given:
        name, _, number = text.rpartition("=")
        try:
            weights[name] = float(number)
        except ValueError as problem:
            raise typer.BadParameter(f"{text!r}: write FILE=NUMBER, as in labels.csv=2") from problem
    return weights


def _read_notes(path: Path | None) -> str:
    try:
        return path.read_text(encoding="utf-8") if path else ""
    except (OSError, UnicodeDecodeError) as problem:
        raise typer.BadParameter(f"{path}: cannot be read: {problem}") from problem


def evaluate(model: Model, labels: Labels, as_json: options.Json = False) -> None:
    """Measure a model on labels: macro-F1, accuracy, per class, with intervals, calibration and coverage."""
    from framing.run import evaluate as evaluate_on

    evaluation = evaluate_on(model, labels)
    if as_json:
        print(json.dumps(evaluation.as_dict(), ensure_ascii=False))
    else:
        _print_evaluation(evaluation)


def _print_evaluation(evaluation: "Evaluation") -> None:
    from rich.console import Console
    from rich.table import Table

    print(f"{evaluation.n:,} labels in {evaluation.n_groups:,} groups; 95 % intervals by bootstrap over groups")
    rows = (
        ("macro-F1", evaluation.macro_f1, evaluation.macro_f1_interval, evaluation.majority_macro_f1),
        ("accuracy", evaluation.accuracy, evaluation.accuracy_interval, evaluation.majority_accuracy),
    )
    for what, value, (low, high), majority in rows:
        print(f"{what}: {value:.3f} ({low:.3f}–{high:.3f}); always the commonest label: {majority:.3f}")
    print(f"calibration error: {evaluation.calibration_error:.3f}")
    covered = "–" if evaluation.accuracy_covered is None else f"{evaluation.accuracy_covered:.3f}"
    print(f"above the threshold {evaluation.threshold:.2f}: {evaluation.coverage:.1%} of labels, accuracy {covered}")
    table = Table("label", "precision", "recall", "F1", "support", *(f"→ {label}" for label in evaluation.labels))
    for label, counts in zip(evaluation.labels, evaluation.confusion, strict=True):
        scores = evaluation.per_label[label]
        figures = [f"{scores[key]:.3f}" for key in ("precision", "recall", "f1")]
        table.add_row(label, *figures, str(scores["support"]), *map(str, counts))
    Console(highlight=False).print(table)
    for note in evaluation.notes:
        print(note)


@models_app.command("list")
def list_models(as_json: options.Json = False) -> None:
    """Print the shipped models."""
    rows = _list_models()
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        default = " (default)" if row["default"] else ""
        print(f"{row['name']}{default}: {row['problem'] or _describe(row)}")


def _list_models() -> list[dict[str, Any]]:
    from framing import shipped
    from framing.run import find_model
    from framing.stance import list_models as list_folders

    default = find_model(None)
    rows = list_folders(shipped.find_model_dirs())
    return [{**row, "default": default is not None and Path(row["folder"]) == default} for row in rows]


def _describe(row: dict[str, Any]) -> str:
    figures = ", ".join(f"{key} {value}" for key, value in row["figures"].items())
    return f"labels {', '.join(row['labels'])}; languages {', '.join(row['languages'])}; {figures}"


@models_app.command("show")
def show_model(name: Model, as_json: options.Json = False) -> None:
    """Print a model's card, or with --json its manifest and evaluation."""
    from framing.errors import ModelError
    from framing.run import find_model
    from framing.stance import load_model

    folder = find_model(name)
    if folder is None:
        raise ModelError(f"{name}: names no model")
    model = load_model(folder)
    if as_json:
        print(json.dumps({"manifest": model.manifest, "evaluation": model.evaluation}, ensure_ascii=False))
    else:
        print((folder / "README.md").read_text(encoding="utf-8"), end="")


@models_app.command("verify")
def verify_models(name: Model, as_json: options.Json = False) -> None:
    """Check a model folder: files against the manifest, types, versions, arrays against the pipeline."""
    from framing.errors import ModelError
    from framing.run import find_model
    from framing.stance import verify_model

    folder = find_model(name)
    if folder is None:
        raise ModelError(f"{name}: names no model")
    faults = verify_model(folder)
    if as_json:
        print(json.dumps({"model": str(folder), "faults": faults}, ensure_ascii=False))
    else:
        print("\n".join(faults) or f"{name}: no fault")
    if faults:
        raise typer.Exit(1)
