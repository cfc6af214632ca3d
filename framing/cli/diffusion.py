"""`framing diffusion`: who has a frame first, in whose voice, and who has it later."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import options
from framing.cli.progress import show_steps
from framing.cli.rates import From, Language, To
from framing.cli.terminal import make_printable, write_on_line, write_short
from framing.nouns import write_count

if TYPE_CHECKING:
    from framing.corpus import Diffusion
    from framing.run import DiffusionListing

_VOICES = {"attributed": "attributed speech", "own": "own voice"}
_ORDERS = {
    "attributed-first": "attributed speech first",
    "own-first": "own voice first",
    "same-day": "both on one day",
}
_MAX_NAMED, _MAX_TITLE = 5, 80


class Group(StrEnum):
    """Who is told apart."""

    outlet = "outlet"
    author = "author"
    language = "language"


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("diffusion", rich_help_panel="Reading")(diffusion)


def diffusion(
    run: options.Run,
    category: Annotated[
        str | None, typer.Option("--category", "-c", help="Follow this category and those below it.")
    ] = None,
    entry: Annotated[
        list[str] | None,
        typer.Option("--entry", help="Follow this entry of a lexicon, by its id; repeat for any of several."),
    ] = None,
    pattern: Annotated[
        str | None,
        typer.Option("--pattern", help="Follow words, looked for in the articles as in a lexicon: 'collective west'."),
    ] = None,
    lexicon: options.RunLexicons = None,
    by: Annotated[Group, typer.Option(help="Who is told apart.")] = Group.outlet,
    outlet: options.Outlet = None,
    language: Language = None,
    begin: From = None,
    end: To = None,
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="Name at most so many outlets, and so many speakers; 0 names all.")
    ] = 20,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Print who has a frame, an entry or words first in these articles, in whose voice, and who has them later."""
    if pattern is not None and (lexicon or category or entry):
        raise typer.BadParameter(
            "go with the hits of the run, not with a pattern", param_hint="--lexicon, --category and --entry"
        )
    if pattern is None and not (lexicon or category or entry):
        raise typer.BadParameter("name what to follow", param_hint="--category, --entry, --pattern or --lexicon")
    from framing.run import DiffusionQuery, trace_diffusion

    query = DiffusionQuery(
        run,
        by.value,
        pattern=pattern,
        lexicons=tuple(lexicon or ()),
        category=category,
        entries=tuple(entry or ()),
        outlet=outlet,
        language=language,
        begin=options.write_day(begin),
        end=options.write_day(end),
        limit=limit or None,
    )
    with show_steps(quiet) as progress:
        listing = trace_diffusion(query, progress)
    if as_json:
        print(json.dumps(_describe(listing, by.value), ensure_ascii=False))
        return
    _print_sizes(listing, by.value)
    rows = [row for row in listing.found.groups if row["order"]]
    if rows:
        _print_first(listing.found, by.value)
        _print_groups(rows, listing, by.value)
        for row in rows:
            _print_passages(row)
        _print_speakers(listing.found.speakers, listing.n_speakers)


def _describe(listing: "DiffusionListing", by: str) -> dict[str, Any]:
    sizes = {name: getattr(listing, name) for name in ("n_groups", "n_groups_with_hits", "n_speakers")}
    return {"by": by, **sizes, **asdict(listing.found)}


def _print_sizes(listing: "DiffusionListing", by: str) -> None:
    found = listing.found
    dated = write_count(found.n_articles - found.n_undated, "dated article")
    have = "has" if found.n_with_hits == 1 else "have"
    parts = [
        f"{dated} of {write_count(listing.n_groups, by)}, {found.begin} to {found.end}",
        f"{write_count(found.n_with_hits, 'article')} of {write_count(listing.n_groups_with_hits, by)} {have} a hit",
    ]
    if found.n_repeats:
        parts.append(f"{found.n_repeats:,} with the text of an earlier one in the input")
    print("; ".join(parts))
    left_out = [
        f"{n:,} without {what}, {n_with_hits:,} of them with a hit"
        for n, what, n_with_hits in (
            (found.n_undated, "a date", found.n_undated_with_hits),
            (found.n_without, by, found.n_without_with_hits),
        )
        if n
    ]
    if left_out:
        print(f"Left out: {'; '.join(left_out)}")
    print(
        "First means first in these articles, by day: what stood elsewhere is not known, and articles of one day have"
        " no order."
    )


def _print_first(found: "Diffusion", by: str) -> None:
    """Who has it on the first day, and which voice comes first where both have it."""
    first = [
        f"{write_on_line(group)} ({', '.join(what for voice, what in _VOICES.items() if voice in voices)})"
        for group, voices in found.first_groups.items()
    ]
    more = f" and {len(first) - _MAX_NAMED:,} more" if len(first) > _MAX_NAMED else ""
    print(f"\nFirst, on {found.first_day}: {', '.join(first[:_MAX_NAMED])}{more}")
    n_both = sum(order["n"] for order in found.orders.values())
    if n_both:
        told = [
            f"{found.orders[order]['n']:,} {what} ({found.orders[order]['expected']:.1f})"
            for order, what in _ORDERS.items()
        ]
        print(f"Of {write_count(n_both, by)} with both voices: {', '.join(told)}")
        print("In brackets: how many would if the days of their articles with a hit were exchanged at random.")


def _print_groups(rows: Sequence[Mapping[str, Any]], listing: "DiffusionListing", by: str) -> None:
    """A line for each; its name stands last, so that a long one moves no number."""
    if len(rows) < listing.n_groups_with_hits:
        print(f"\nThe first {len(rows):,} of {write_count(listing.n_groups_with_hits, by)} with a hit")
    print(
        f"\n{'attributed':<11}{'after':>6} {'articles':>8}  {'own voice':<11}{'after':>6} {'articles':>8}"
        f"  {'between':>7} {'before':>6} {'dated':>6}  {'from':<12}{by}"
    )
    for row in rows:
        voices = "  ".join(_tell(row[voice]) for voice in _VOICES)
        between = "–" if row["days_between"] is None else f"{row['days_between']:+,}"
        begin = f"{row['begin']}{'*' if row['begins_later'] else ''}"
        n_dated = row["n_articles"] - row["n_undated"]
        print(f"{voices}  {between:>7} {row['n_before']:>6,} {n_dated:>6,}  {begin:<12}{write_on_line(row['group'])}")
    print(
        "after: days after the first of all. between: days from attributed speech to own voice. before: dated articles"
        " from earlier days than the first with a hit."
    )
    if any(row["begins_later"] for row in rows):
        print("* Its articles begin after the first of all: it could not be first.")


def _tell(voice: Mapping[str, Any]) -> str:
    if not voice["first"]:
        return f"{'–':<11}{'':>6} {0:>8}"
    return f"{voice['first']['day']:<11}{voice['days_after_first']:>+6,} {voice['n_articles']:>8,}"


def _print_passages(row: Mapping[str, Any]) -> None:
    print(f"\n{write_on_line(row['group'])}")
    for voice in sorted(_VOICES, key=lambda voice: (row[voice]["days_after_first"] or 0, voice)):
        first = row[voice]["first"]
        if first:
            n = row[voice]["n_on_first_day"]
            among = f"one of {n:,} that day" if n > 1 else None
            who = (first["speaker"] or "no speaker found") if voice == "attributed" else None
            negated = "negated" if first["negated"] else None
            about = (_VOICES[voice], who, first["zone"], negated, first["document_id"], first["title"], among)
            told = " · ".join(write_short(one, _MAX_TITLE) for one in about if one)
            print(f"  {write_on_line(first['published'])} {told}")
            print(f"    {make_printable(first['before'] + '[' + first['text'] + ']' + first['after']).strip()}")
            if first["same_text"]:
                print(f"    {_describe_same(first['same_text'])}")
    if row["n_at_arms_length"]:
        print(f"  {write_count(row['n_at_arms_length'], 'article')} with it at arm's length")


def _describe_same(same: Mapping[str, Any]) -> str:
    place = write_on_line(" · ".join(filter(None, (same["published"], same["outlet"], same["document_id"]))))
    earliest = ", the earliest" if same["n_articles"] > 1 else ""
    return f"the same text in {write_count(same['n_articles'], 'other article')}{earliest}: {place}"


def _print_speakers(speakers: Sequence[Mapping[str, Any]], n_speakers: int) -> None:
    if not speakers:
        return
    shown = f"; the first {len(speakers):,} of {n_speakers:,}" if len(speakers) < n_speakers else ""
    print(f"\nNamed speakers, as articles name them, by the day on which they are first quoted with it{shown}")
    print(f"{'day':<11}{'after':>6} {'articles':>8}  speaker")
    for row in speakers:
        groups = [f"{write_on_line(one['group'])} {one['day']}" for one in row["groups"][:_MAX_NAMED]]
        more = f" and {len(row['groups']) - _MAX_NAMED:,} more" if len(row["groups"]) > _MAX_NAMED else ""
        told = f"{row['first']['day']:<11}{row['days_after_first']:>+6,} {row['n_articles']:>8,}"
        print(f"{told}  {write_short(row['speaker'], _MAX_TITLE)}: {', '.join(groups)}{more}")
