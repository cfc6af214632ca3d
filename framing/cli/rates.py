"""`framing compare` and `timeline`: rates of frames by outlet, run or time, in each voice, with intervals."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import options
from framing.cli.terminal import make_printable
from framing.nouns import write_count

if TYPE_CHECKING:
    from framing.run import GroupRates, RateQuery

_MAX_GROUPS = 20
_WIDTH = 24


class Group(StrEnum):
    """What articles are compared by."""

    outlet = "outlet"
    author = "author"
    language = "language"
    run = "run"


class Period(StrEnum):
    """Lengths of time."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


Category = Annotated[
    str | None,
    typer.Option("--category", "-c", help="This category and those below it. Default: all hits of each lexicon."),
]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="Only articles in this language, such as en.")]
From = Annotated[
    datetime | None, typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="Only articles from this day.")
]
To = Annotated[
    datetime | None, typer.Option("--to", metavar="DATE", formats=["%Y-%m-%d"], help="Only articles up to this day.")
]


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("compare", rich_help_panel="Reading")(compare)
    app.command("timeline", rich_help_panel="Reading")(timeline)


def compare(
    runs: Annotated[
        list[options.Place],
        typer.Argument(
            metavar="RUN...", parser=options.read_place, help="A run folder; several are compared with each other."
        ),
    ],
    by: Annotated[
        Group | None, typer.Option(help="What to compare. Default: outlet; run where several are given.")
    ] = None,
    lexicon: options.RunLexicons = None,
    category: Category = None,
    outlet: options.Outlet = None,
    language: Language = None,
    begin: From = None,
    end: To = None,
    min_articles: Annotated[
        int, typer.Option("--min-articles", min=1, help="Print only groups with so many articles; the JSON has all.")
    ] = 3,
    as_json: options.Json = False,
) -> None:
    """Print the rates of frames by outlet, author, language or run, in each voice, with intervals and ratios."""
    kind = by or (Group.run if len(runs) > 1 else Group.outlet)
    if kind == Group.run and len(runs) < 2:
        raise typer.BadParameter("name two runs or more", param_hint="--by run")
    if kind != Group.run and len(runs) > 1:
        raise typer.BadParameter("several runs are compared by run alone", param_hint="--by")
    from framing.run import RateQuery

    days = (options.write_day(begin), options.write_day(end))
    query = RateQuery(tuple(runs), kind.value, tuple(lexicon or ()), category, outlet, language, *days)
    _answer(query, as_json, min_articles)


def timeline(
    run: options.Run,
    by: Annotated[Period, typer.Option(help="Length of a period.")] = Period.month,
    lexicon: options.RunLexicons = None,
    category: Category = None,
    outlet: options.Outlet = None,
    language: Language = None,
    begin: From = None,
    end: To = None,
    as_json: options.Json = False,
) -> None:
    """Print the rates of frames over time, in each voice, with intervals; weeks are those of ISO 8601."""
    from framing.run import RateQuery

    days = (options.write_day(begin), options.write_day(end))
    _answer(RateQuery((run,), by.value, tuple(lexicon or ()), category, outlet, language, *days), as_json, None)


def _answer(query: "RateQuery", as_json: bool, min_articles: int | None) -> None:
    from framing.run import measure_groups

    found = measure_groups(query)
    if as_json:
        told = {"by": query.by, "groups": found.groups, "n_without": found.n_without, "n_repeats": found.n_repeats}
        print(json.dumps({**told, "rates": found.rows}, ensure_ascii=False))
        return
    shown = list(found.groups)
    if min_articles is not None:
        shown = [group for group, n in found.groups.items() if n >= min_articles][:_MAX_GROUPS]
    _print_sizes(found, query.by, len(shown))
    for _, rows in groupby(found.rows, lambda row: (row["lexicon"], row["category"])):
        _print_block(list(rows), shown, query.by, min_articles is not None)


def _print_sizes(found: "GroupRates", by: str, n_shown: int) -> None:
    n_articles = sum(found.groups.values())
    kind = by if by in [group.value for group in Group] else "date"
    parts = [write_count(n_articles, "article")]
    if found.n_without:
        parts.append(f"{found.n_without:,} more without {kind}")
    if found.n_repeats:
        parts.append(f"{found.n_repeats:,} repeat the text of an earlier one")
    if n_shown < len(found.groups):
        parts.append(f"{n_shown:,} of {len(found.groups):,} groups shown")
    print("; ".join(parts))
    print("Hits per 1,000 words of each voice, with 95 % intervals over articles.")


def _print_block(rows: list[Mapping[str, Any]], shown: list[str], by: str, has_ratios: bool) -> None:
    """A line for each group; its name stands last, so that a long one moves no number."""
    cells = {(row["group"], row["voice"]): row for row in rows}
    title = f"{rows[0]['lexicon']}:{rows[0]['category']}" if rows[0]["category"] else f"{rows[0]['lexicon']}, all hits"
    heads = [
        f"  hits  {name:<{_WIDTH}}" + (f"{'times all others':<{_WIDTH}}" if has_ratios else "")
        for name in _VOICES.values()
    ]
    print(f"\n{make_printable(title)}\n{'articles':>8}  {''.join(heads)}{by}")
    for group in shown:
        own = [cells[group, voice] for voice in _VOICES]
        if own[0]["n_articles"]:
            told = "".join(_tell(row, has_ratios) for row in own)
            print(f"{own[0]['n_articles']:>8,}  {told}{make_printable(group)}")


_VOICES = {"own": "own voice", "attributed": "attributed"}


def _tell(row: Mapping[str, Any], has_ratio: bool) -> str:
    cells = [_write(row["per_1000_words"], row["ci_low"], row["ci_high"])]
    if has_ratio:
        cells.append(_write(row["times_others"], row["times_low"], row["times_high"]))
    return f"{row['n_hits']:>6,}  " + "".join(f"{cell:<{_WIDTH - 1}} " for cell in cells)


def _write(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if low is None or high is None else f"{value:.2f} ({low:.2f}–{high:.2f})"
