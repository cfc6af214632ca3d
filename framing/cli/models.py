"""`framing models`: the models of this folder, which is the default, and how it came to be."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from framing.cli import options
from framing.cli.classifier_figures import print_comparison
from framing.cli.terminal import print_warnings, write_on_line

models_app = typer.Typer(help="List, show, compare, promote and verify stance models.", no_args_is_help=True)
Labels = Annotated[Path, typer.Argument(metavar="LABELS", help="JSONL or CSV, also .gz, as for `framing evaluate`.")]
Why = Annotated[str | None, typer.Option(metavar="TEXT", help="The reason; it is kept in the history.")]


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.add_typer(models_app, name="models", rich_help_panel="Classifier")


@models_app.command("list")
def list_models(as_json: options.Json = False) -> None:
    """Print the shipped models and those in ./models, and which one is the default here."""
    from framing.run import list_models as list_all

    rows = list_all()
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        default = " (default)" if row["default"] else ""
        place = f", {row['folder']}" if row["origin"] == "local" else ""
        print(write_on_line(f"{row['name']}{default}{place}: {row['problem'] or _describe(row)}"))


def _describe(row: dict[str, Any]) -> str:
    figures = ", ".join(f"{key} {value}" for key, value in row["figures"].items())
    return f"labels {', '.join(row['labels'])}; languages {', '.join(row['languages'])}; {figures}"


@models_app.command("show")
def show_model(name: options.Model, as_json: options.Json = False) -> None:
    """Print a model's card, or with --json its manifest and evaluation."""
    from framing.run import find_named
    from framing.stance import load_model

    folder = find_named(name)
    model = load_model(folder)
    if as_json:
        print(json.dumps({"manifest": model.manifest, "evaluation": model.evaluation}, ensure_ascii=False))
    else:
        print((folder / "README.md").read_text(encoding="utf-8"), end="")


@models_app.command("verify")
def verify_models(name: options.Model, as_json: options.Json = False) -> None:
    """Check a model folder: files against the manifest, types, versions, figures, card, arrays against the pipeline."""
    from framing.run import find_named
    from framing.stance import verify_model

    folder = find_named(name)
    faults = verify_model(folder)
    if as_json:
        print(json.dumps({"model": str(folder), "faults": faults}, ensure_ascii=False))
    else:
        print("\n".join(faults) or f"{name}: no fault")
    if faults:
        raise typer.Exit(1)


@models_app.command("compare")
def compare_models(
    first: Annotated[str, typer.Argument(metavar="A", help="Name or folder of a model.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Name or folder of another.")],
    labels: Labels,
    differences: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV or JSONL to write the rows to on which they differ.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Measure two models on the same labels: what B gains over A, how sure that is, and on which rows they differ."""
    from framing.run import compare_models as compare

    comparison = compare(first, second, labels, differences=differences)
    if as_json:
        print(json.dumps({"first": first, "second": second, **comparison.as_dict()}, ensure_ascii=False))
    else:
        print_comparison(comparison, first, second, differences)


@models_app.command("promote")
def promote_model(
    name: options.Model,
    pinned: Annotated[
        Path | None,
        typer.Option(
            metavar="LABELS", help="Labels on which models are compared from now on. Needed the first time, then kept."
        ),
    ] = None,
    why: Why = None,
    as_json: options.Json = False,
) -> None:
    """Make a model the default of this folder, unless it is worse on the pinned labels than the present one."""
    from framing.run import promote_model as promote

    _print_entry(promote(name, pinned=pinned, why=why), as_json)


@models_app.command("rollback")
def roll_back(why: Why = None, as_json: options.Json = False) -> None:
    """Make the model before the last promotion the default again."""
    from framing.run import roll_back_model

    _print_entry(roll_back_model(why), as_json)


@models_app.command("history")
def print_history(as_json: options.Json = False) -> None:
    """Print what was promoted in this folder and rolled back, when, on which figures and why."""
    from framing.run import read_model_history

    entries = read_model_history()
    if as_json:
        print(json.dumps(entries, ensure_ascii=False))
        return
    if not entries:
        print("No model was promoted in this folder.")
    for entry in entries:
        _print_entry(entry, as_json=False)


def _print_entry(entry: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(entry, ensure_ascii=False))
        return
    names = [_name(entry.get(key)) for key in ("model", "previous")]
    line = f"{entry['number']}. {entry.get('time', '')} {entry.get('action', '')}: {names[0]} instead of {names[1]}"
    figures = entry.get("figures") or {}
    measured = [
        f"{name} macro-F1 {values['macro_f1']:.3f}, accuracy {values['accuracy']:.3f}"
        for name, values in (("it has", figures.get("candidate")), ("the one before", figures.get("default")))
        if values
    ]
    if measured:
        line += f"; on {entry['pinned']['labels']} {', '.join(measured)}"
    print(write_on_line(line + (f"; why: {entry['why']}" if entry.get("why") else "")))
    print_warnings(figures.get("warnings", ()))


def _name(model: dict[str, Any] | None) -> str:
    return "the shipped default" if model is None else f"{model['name']} ({model['place']}, {model['digest'][:12]})"
