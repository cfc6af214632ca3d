"""`framing show`: one article's report in the terminal."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import options
from framing.cli.terminal import make_printable, open_console
from framing.cli.transfers import print_pairs

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("show", rich_help_panel="Reading")(show)


def show(
    run: options.Run,
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="The article's id, or the part of it that only this article has.")
    ],
    html: Annotated[
        bool, typer.Option("--html", help="Write the article's page, a file that needs no other, and say where.")
    ] = False,
    out: Annotated[
        options.Place | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            parser=options.read_place,
            help="Of the page. Default: named after the article, in this folder.",
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Print one article: summary, text with voices and hits, scores, transfers, stances."""
    if html and as_json:
        raise typer.BadParameter("give one of the two", param_hint="--html and --json")
    if out and not html:
        raise typer.BadParameter("goes with --html", param_hint="--out")
    from framing.report import page_name
    from framing.run import ArticleReader
    from framing.whole_files import write_whole

    reader = ArticleReader(run)
    document_id, content = reader.find(document)
    if html:
        path = out or Path(f"{page_name(document_id)}.html")
        write_whole(path, reader.render(content).encode())
        print(f"Open {path}")
    elif as_json:
        print(content, end="")
    else:
        _print_report(make_printable(json.loads(content)), open_console())


def _print_report(report: dict[str, Any], console: "Console") -> None:
    document = report["document"]
    about = [document[name] for name in ("outlet", "published", "language", "document_id") if document[name]]
    console.rule(document["title"] or document["document_id"], align="left")
    console.print(" · ".join(about), style="dim")
    for sentence in report["summary"]:
        console.print(sentence)
    console.print()
    console.print(_mark_text(report))
    console.print(
        "\n[attributed speech in italics; hits underlined, followed by their category]", style="dim", markup=False
    )
    _print_scores(report, console)
    _print_transfers(report, console)
    _print_stances(report, console)
    for note in report["notes"]:
        console.print(f"Note: {note}", style="dim")


def _mark_text(report: dict[str, Any]) -> "Text":
    from rich.text import Text

    text = report["document"]["text"]
    marked = Text(text)
    for quotation in report["quotations"]:
        marked.stylize(
            "italic cyan" if quotation["kind"] != "scare" else "magenta", quotation["start"], quotation["end"]
        )
    for hit in report["hits"]:
        marked.stylize("underline bold", hit["start"], hit["end"])
    # From the end, so that what is put in does not move what is still to come.
    pieces, last = [], 0
    for hit in sorted(report["hits"], key=lambda hit: hit["end"]):
        pieces.append(marked[last : hit["end"]])
        pieces.append(Text(f" [{hit['category'].rsplit('/', 1)[-1]}]", style="dim"))
        last = hit["end"]
    return Text.assemble(*pieces, marked[last:])


def _print_scores(report: dict[str, Any], console: "Console") -> None:
    headings = ("category", "all", "own voice", "attributed")
    table = _make_table("Hits per 1,000 words, with 95 % intervals", headings, n_names=1)
    rows: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for score in report["scores"]:
        rows.setdefault((score["lexicon"], score["category"]), {})[score["voice"]] = score
    for (_, category), voices in rows.items():
        table.add_row(category, *(_format_rate(voices.get(voice)) for voice in ("all", "own", "attributed")))
    if rows:
        console.print(table)


def _make_table(title: str, headings: tuple[str, ...], n_names: int) -> "Table":
    """A table whose first columns are names, and all others numbers."""
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place < n_names else "right")
    return table


def _format_rate(score: dict[str, Any] | None) -> str:
    if score is None or score["per_1000_words"] is None:
        return "–"
    interval = f"{score['ci_low']:.1f}–{score['ci_high']:.1f}"
    return f"{score['n_hits']}: {score['per_1000_words']:.1f} ({interval})"


def _print_transfers(report: dict[str, Any], console: "Console") -> None:
    from framing.corpus import cut_passage

    text = report["document"]["text"]
    rows = [
        {
            **row,
            **{
                side: cut_passage(text, row[f"{side}_start"], row[f"{side}_end"])._asdict()
                for side in ("attributed", "own")
            },
        }
        for row in report["transfers"]
    ]
    if rows:
        print_pairs(rows, "Frames in both voices", console)


def _print_stances(report: dict[str, Any], console: "Console") -> None:
    headings = ("target", "voice", "favour", "neutral", "against", "abstained")
    table = _make_table("Stance per mention, by target and voice", headings, n_names=2)
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for stance in report["stances"]:
        row = counts.setdefault(
            (stance["target"], stance["voice"]), dict.fromkeys(("favor", "neutral", "against", "abstained"), 0)
        )
        row["abstained" if stance["abstained"] else stance["label"]] += 1
    for (target, voice), row in sorted(counts.items()):
        table.add_row(target, voice, *(str(number) for number in row.values()))
    if counts:
        console.print(table)
