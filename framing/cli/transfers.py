"""`framing transfers`: frames in both voices, article by article, and the share of articles that have them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import options
from framing.cli.terminal import make_printable, open_console
from framing.nouns import write_count

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from framing.columns import Table
    from framing.run import TransferListing

_MIN_ARTICLES = 3  # shares of outlets with fewer are in the JSON only
_MAX_OUTLETS = 15


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("transfers", rich_help_panel="Reading")(transfers)


def transfers(
    run: options.Run,
    lexicon: options.RunLexicons = None,
    category: Annotated[
        str | None, typer.Option("--category", "-c", help="Only this category and those set in below it.")
    ] = None,
    outlet: options.Outlet = None,
    same_entry: Annotated[bool, typer.Option("--same-entry", help="Only pairs of the same lexicon entry.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", min=0, help="List at most this many transfers; the shares count all.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Print the frames that stand in both voices, with both passages, and the share of articles that have them."""
    from framing.run import TransferQuery, list_transfers

    listing = list_transfers(TransferQuery(run, tuple(lexicon or ()), category, outlet, same_entry, limit))
    if as_json:
        print(json.dumps(_describe(listing), ensure_ascii=False))
        return
    _print_shares(listing.shares)
    if listing.transfers:
        shown = f"The first {len(listing.transfers):,} of " if len(listing.transfers) < listing.n_transfers else ""
        print()
        print_pairs(listing.transfers, f"{shown}{write_count(listing.n_transfers, 'transfer')}", open_console())


def _describe(listing: "TransferListing") -> dict[str, Any]:
    return {
        "n_transfers": listing.n_transfers,
        "shares": list(listing.shares.rows()),
        "transfers": listing.transfers,
    }


def _print_shares(shares: "Table") -> None:
    rows = make_printable(list(shares.rows()))
    total = rows[0]
    print(
        f"{total['n_articles']:,} articles, {total['n_with_hits']:,} with a hit, {total['n_in_both']:,} with a category"
        f" in both voices: {_format(total, '')} % of all, {_format(total, '_with_hits')} % of those with a hit"
    )
    found = [row for row in rows if row["outlet"] is None and row["category"] and row["n_in_both"]]
    _print_table("category", [(f"{row['lexicon']}:{row['category']}", row) for row in found])
    outlets = [row for row in rows if row["outlet"] and row["lexicon"] is None and row["n_articles"] >= _MIN_ARTICLES]
    if len(outlets) > 1:
        _print_table("outlet", [(row["outlet"], row) for row in outlets[:_MAX_OUTLETS]])


def _print_table(heading: str, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """One line each; the name stands last, so that a long one moves no number."""
    if rows:
        columns = ("% of all articles", "% of those with a hit", heading)
        print(f"\n both  attributed first  own first  {columns[0]:<25}{columns[1]:<27}{columns[2]}")
    for name, row in rows:
        of_all = f"{_format(row, '')} of {row['n_articles']:,}"
        of_hits = f"{_format(row, '_with_hits')} of {row['n_with_hits']:,}"
        directions = f"{row['n_attributed_first']:>18,}{row['n_own_first']:>11,}"
        print(f"{row['n_in_both']:>5,}{directions}  {of_all:<25}{of_hits:<27}{name}")


def _format(row: Mapping[str, Any], which: str) -> str:
    """A share in percent with its interval."""
    value, low, high = (row[f"{name}{which}"] for name in ("share", "ci_low", "ci_high"))
    return "–" if value is None else f"{100 * value:.1f} ({100 * low:.1f}–{100 * high:.1f})"


def print_pairs(rows: Iterable[Mapping[str, Any]], title: str, console: "Console") -> None:
    """Print transfers as a table; each is a row of `transfers` with the passages `attributed` and `own`."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=box.SIMPLE, show_lines=True, pad_edge=False, expand=True)
    table.add_column("transfer", overflow="fold", ratio=3)
    for name in ("attributed", "own voice"):
        table.add_column(name, overflow="fold", ratio=4)
    for row in make_printable(list(rows)):
        place = " · ".join(row[name] for name in ("document_id", "outlet") if row.get(name))
        speaker = row["speaker"] or "no speaker found"
        table.add_row(
            Text.assemble(f"{place}\n" if place else "", (f"{row['category']}\n", "bold"), _describe_order(row)),
            Text.assemble((f"{speaker}: ", "italic"), _mark(row["attributed"])),
            Text.assemble((f"{row['own_zone']}: ", "italic"), _mark(row["own"])),
        )
    console.print(table)


def _mark(passage: Mapping[str, str]) -> "Text":
    from rich.text import Text

    # Brackets stay where colours do not.
    return Text.assemble(passage["before"], (f"[{passage['text']}]", "bold"), passage["after"])


def _describe_order(row: Mapping[str, Any]) -> str:
    first = "attributed first" if row["direction"] == "attributed-first" else "own voice first"
    apart = row["sentences_apart"]
    distance = "same sentence" if apart == 0 else f"{write_count(apart, 'sentence')} apart"
    return f"{first}, {distance}, {'same entry' if row['same_entry'] else 'another entry'}"
