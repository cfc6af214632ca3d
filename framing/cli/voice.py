"""`framing voice evaluate`: how well quotations and speakers are found, against people's annotations."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from framing.cli import options

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
        typer.Argument(metavar="GOLD", help="JSONL, also .gz: id, text, attributions of source, cue, content spans."),
    ],
    limit: options.Limit = None,
    seed: options.Seed = 0,
    as_json: options.Json = False,
) -> None:
    """Compare quotations with gold attributions: per word, per span, and whether the speaker is right."""
    from framing.run import evaluate_voice

    figures = evaluate_voice(gold, limit, seed)
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        _print_figures(figures)


def _print_figures(figures: dict[str, Any]) -> None:
    words = figures["words"]
    print(f"{figures['n_documents']} articles, {words['n']:,} words; 95 % intervals by bootstrap over articles")
    for name in ("precision", "recall", "f1", "accuracy"):
        figure = words[name]
        print(f"  {name} of attributed words: {figure['value']:.3f} ({figure['low']:.3f}–{figure['high']:.3f})")
    for kind, row in figures["contents"].items():
        print(f"  contents found, {kind}: {_format(row['found'])} of {row['n']:,}")
    for part in ("cues", "sources", "speakers"):
        values = list(figures[part].values())
        print(f"  {part} right, where the content was found: {_format(values[1])} of {values[0]:,}")
    print("Articles with the most wrong words:")
    for row in figures["worst"]:
        print(f"  {row['document_id']}: {row['n_missed']} missed, {row['n_too_many']} too many")


def _format(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
