"""`framing keyness`: words that one group of articles uses more than another, and less."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import options
from framing.cli.terminal import make_printable

if TYPE_CHECKING:
    from framing.run import KeynessListing


class Voice(StrEnum):
    """Whose words are counted."""

    all = "all"
    own = "own"
    attributed = "attributed"


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("keyness", rich_help_panel="Reading")(keyness)


def keyness(
    run: options.Run,
    outlet: Annotated[
        list[str] | None, typer.Option(help="Articles of this outlet against all others; repeat for several outlets.")
    ] = None,
    begin: Annotated[
        datetime | None,
        typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="Articles from this day against all others."),
    ] = None,
    end: Annotated[
        datetime | None,
        typer.Option("--to", metavar="DATE", formats=["%Y-%m-%d"], help="Articles up to this day against all others."),
    ] = None,
    against: Annotated[
        options.Place | None,
        typer.Option(
            "--against",
            metavar="RUN_B",
            parser=options.read_place,
            help="Compare with the articles of this run instead.",
        ),
    ] = None,
    voice: Annotated[Voice, typer.Option(help="Count all words or those of one voice.")] = Voice.all,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Of the articles. Default: the commonest of the run.")
    ] = None,
    ngram: Annotated[int, typer.Option(min=1, max=2, help="Words (1) or pairs of neighbouring words (2).")] = 1,
    min_documents: Annotated[
        int,
        typer.Option("--min-documents", min=1, help="Test only words that so many articles have, both sides together."),
    ] = 5,
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="List at most this many words used more, and used less.")
    ] = 30,
    as_json: options.Json = False,
) -> None:
    """Print the words that some articles use more than the rest, and less, with intervals over articles."""
    if not (outlet or begin or end or against):
        raise typer.BadParameter("name what to compare", param_hint="--outlet, --from, --to or --against")
    from framing.run import KeynessQuery, find_key_terms

    query = KeynessQuery(
        run,
        outlets=tuple(outlet or ()),
        begin=options.write_day(begin),
        end=options.write_day(end),
        against=against,
        voice=voice.value,
        language=language,
        n_words=ngram,
        min_articles=min_documents,
        limit=limit,
    )
    found = find_key_terms(query)
    if as_json:
        print(json.dumps(_describe(found), ensure_ascii=False))
        return
    _print_groups(found, voice, ngram)
    _print_terms("Used more", found.more, found.n_more)
    _print_terms("Used less", found.less, found.n_less)


def _describe(found: "KeynessListing") -> dict[str, Any]:
    described = asdict(found)
    for name in ("n_articles", "n_words"):
        described[name] = dict(zip(("focus", "reference"), described[name], strict=True))
    return {**described, **described.pop("left_out")}


def _print_groups(found: "KeynessListing", voice: Voice, ngram: int) -> None:
    of_voice = "" if voice == Voice.all else f" in {'own voice' if voice == Voice.own else 'attributed speech'}"
    sides = [
        f"{n_articles:,} articles with {n_words:,} words{of_voice}"
        for n_articles, n_words in zip(found.n_articles, found.n_words, strict=True)
    ]
    print(f"{sides[0]} against {sides[1]}, language {make_printable(found.language)}")
    reasons = (
        (found.left_out.n_repeats, "with the text of an earlier article"),
        (found.left_out.n_without, "without the outlet or date that the question asks for"),
        (found.left_out.n_other_language, "in other languages"),
    )
    left_out = [f"{n:,} {reason}" for n, reason in reasons if n]
    if left_out:
        print(f"Left out: {', '.join(left_out)}")
    if found.n_in_both:
        print(f"On both sides, which makes differences smaller: {found.n_in_both:,} articles with the same text")
    terms = "words" if ngram == 1 else "pairs of words"
    print(
        f"{found.n_tested:,} {terms} tested: {found.n_more:,} used more and {found.n_less:,} less, the 95 % interval"
        f" over articles leaving out 0; {found.n_likely:,} with q ≤ .05"
    )
    if found.is_small:
        print("One side has fewer than 10 articles: intervals are too narrow and q values too small.")


def _print_terms(title: str, terms: Sequence[Mapping[str, Any]], n_found: int) -> None:
    """One line each; the word stands last, so that a long one moves no number."""
    if not terms:
        return
    shown = f", {len(terms):,} of {n_found:,}" if len(terms) < n_found else ""
    print(f"\n{title}{shown}")
    sides = f"{'count':>7} {'articles':>8} {'per 1,000':>9}"
    print(f"{sides}  {'reference':>9} {'articles':>8} {'per 1,000':>9}  {'log2 ratio':<20} {'G2':>9} {'q':>7}  word")
    for term in terms:
        focus, reference = (
            f"{side['count']:>{width},} {side['n_articles']:>8,} {side['per_1000_words']:>9.3f}"
            for side, width in ((term["focus"], 7), (term["reference"], 9))
        )
        value, low, high = (
            "–" if term[name] is None else f"{term[name]:+.2f}" for name in ("log2_ratio", "ci_low", "ci_high")
        )
        ratio = f"{value} ({low} to {high})"
        q = "<.0001" if term["q"] < 0.0001 else f"{term['q']:.4f}".lstrip("0")
        print(f"{focus}  {reference}  {ratio:<20} {term['g2']:>9,.1f} {q:>7}  {make_printable(term['term'])}")
