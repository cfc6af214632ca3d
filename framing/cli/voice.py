"""`framing voice evaluate`: how well quotations and speakers are found, against people's annotations."""

import json
from pathlib import Path
from typing import Annotated

import typer

from framing.cli import options
from framing.cli.progress import show_steps
from framing.cli.voice_figures import print_figures

voice_app = typer.Typer(help="Measure who is found to speak where.", no_args_is_help=True)


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.add_typer(voice_app, name="voice", rich_help_panel="Self-checks")


@voice_app.callback()
def group() -> None:
    """Measure who is found to speak where."""


@voice_app.command("evaluate")
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            help="JSONL, also .gz: id, text, attributions of source, cue, content spans; see docs/voice-measures.md.",
        ),
    ],
    texts: Annotated[
        Path | None,
        typer.Option(help="JSONL, also .gz, of id and text, for rows of GOLD without text."),
    ] = None,
    examples: Annotated[int, typer.Option(min=0, help="Worst examples of each sort, and articles, to list.")] = 10,
    limit: options.Limit = None,
    seed: options.Seed = 0,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Compare quotations with gold attributions: per word and per span, sources, cues, speakers, by kind and rule."""
    from framing.run import evaluate_voice

    with show_steps(quiet) as on_step:
        figures = evaluate_voice(gold, limit, seed, texts_path=texts, n_examples=examples, on_step=on_step)
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        print_figures(figures)
