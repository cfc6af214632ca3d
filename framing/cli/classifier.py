"""`framing train`, `framing evaluate` and `framing models`: the stance classifier."""

from pathlib import Path
from typing import Annotated

import typer

from framing.cli import options

models_app = typer.Typer(help="List, show and verify stance models.", no_args_is_help=True)
Labels = Annotated[
    Path, typer.Argument(metavar="LABELS", help="JSONL or CSV, also .gz, with text, label and optionally target.")
]


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("train", rich_help_panel="Classifier")(train)
    app.command("evaluate", rich_help_panel="Classifier")(evaluate)
    app.add_typer(models_app, name="models", rich_help_panel="Classifier")


def train(
    labels: Labels,
    out: options.Out = Path("models/stance"),
    seed: options.Seed = 0,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Train a classifier on labels and write it as a model folder with its evaluation and card."""


def evaluate(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="Name of a shipped model, or a model folder.")],
    labels: Labels,
    as_json: options.Json = False,
    seed: options.Seed = 0,
) -> None:
    """Measure a model on labels: macro-F1, accuracy, per class, with intervals, calibration and coverage."""


@models_app.command("list")
def list_models(as_json: options.Json = False) -> None:
    """Print the shipped models."""


@models_app.command("show")
def show_model(
    name: Annotated[str, typer.Argument(metavar="MODEL", help="Name of a shipped model, or a model folder.")],
    as_json: options.Json = False,
) -> None:
    """Print a model's card, or with --json its manifest and evaluation."""
