"""`framing kwic`: hits, or words looked for, line by line between the words beside them."""

import json
import shutil
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import options
from framing.cli.terminal import make_printable
from framing.nouns import write_count

if TYPE_CHECKING:
    from framing.run import Concordance

_MIN_WIDTH, _MAX_NODE, _ABOUT = 60, 40, 30


class Voice(StrEnum):
    """Whose words."""

    own = "own"
    attributed = "attributed"


class Order(StrEnum):
    """How lines are ordered."""

    article = "article"
    left = "left"
    right = "right"


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("kwic", rich_help_panel="Reading")(kwic)


def kwic(
    run: options.Run,
    pattern: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATTERN]",
            help="What to look for in the articles, as in a lexicon: russophob*, 'collective west', lemma:engulf."
            " Without it: the hits of the run that no rule sets aside.",
        ),
    ] = None,
    lexicon: Annotated[
        list[str] | None,
        typer.Option("--lexicon", "-l", help="Only hits of this lexicon, by name or path; repeat for several."),
    ] = None,
    category: Annotated[
        str | None, typer.Option("--category", "-c", help="Only hits of this category and those below it.")
    ] = None,
    voice: Annotated[Voice | None, typer.Option(help="Only in this voice.")] = None,
    outlet: options.Outlet = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Only articles in this language.")] = None,
    order: Annotated[
        Order, typer.Option("--sort", help="By article, or by the words to the left or right of those found.")
    ] = Order.article,
    limit: Annotated[int, typer.Option("--limit", min=0, help="List at most this many lines; 0 lists all.")] = 50,
    seed: Annotated[
        int | None, typer.Option(help="Draw the lines at random by this seed. Default: the first ones.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Print hits of a run, or words looked for in its articles, between the words beside them, and who says them."""
    from framing.run import ConcordanceQuery, list_concordance

    if pattern is not None and (lexicon or category):
        raise typer.BadParameter(
            "go with the hits of the run, not with a pattern", param_hint="--lexicon and --category"
        )
    query = ConcordanceQuery(
        run,
        pattern=pattern,
        lexicons=tuple(lexicon or ()),
        category=category,
        voice=voice and voice.value,
        outlet=outlet,
        language=language,
        limit=limit or None,
        seed=seed,
        order=order.value,
    )
    found = list_concordance(query)
    if as_json:
        told = {"n_found": found.n_found, "n_articles": found.n_articles, "lines": found.lines}
        print(json.dumps(told, ensure_ascii=False))
        return
    _print_lines(found, is_drawn=seed is not None)


def _print_lines(found: "Concordance", is_drawn: bool) -> None:
    told = f"{write_count(found.n_found, 'line')} in {write_count(found.n_articles, 'article')}"
    if len(found.lines) < found.n_found:
        told += f"; {len(found.lines):,} drawn at random" if is_drawn else f"; the first {len(found.lines):,}"
    print(told)
    width = max(_MIN_WIDTH, shutil.get_terminal_size().columns)
    for line in make_printable(found.lines):
        print(_write(line, width))


def _write(line: Mapping[str, Any], width: int) -> str:
    """What was found in the middle, whose words they are, and the article and outlet behind."""
    node = line["text"] if len(line["text"]) <= _MAX_NODE else f"{line['text'][: _MAX_NODE - 1]}…"
    side = (width - _ABOUT) // 2 - 5
    before, after = line["before"][-side:], line["after"][: max(0, side - len(node))]
    voice = "own " if line["voice"] == "own" else "attr"
    negated = "negated" if line["negated"] else None
    about = " · ".join(filter(None, (negated, line["speaker"], line["outlet"], line["document_id"])))
    return f"{voice} {before:>{side}}[{node}]{after:<{max(0, side - len(node))}}  {about}"
