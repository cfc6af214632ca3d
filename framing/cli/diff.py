"""`framing diff`: what differs between two runs, after a change of a lexicon, a model or the articles."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import options
from framing.cli.terminal import make_printable, write_on_line, write_short

if TYPE_CHECKING:
    from framing.run import RunDifferences

_DIGEST = 12  # characters of it that are printed
_NO_MENTION = "no mention"


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("diff", rich_help_panel="Reading")(diff)


def diff(
    run_a: Annotated[
        options.Place, typer.Argument(metavar="RUN_A", parser=options.read_place, help="A run folder or its address.")
    ],
    run_b: Annotated[
        options.Place, typer.Argument(metavar="RUN_B", parser=options.read_place, help="The one to compare with it.")
    ],
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=0,
            help="Name at most this many articles and hits in each list. Default: 20; all in the JSON.",
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Print what differs between two runs: instruments, options, articles, quotations, hits and stances.

    Hits, quotations and stances are compared over the articles that have the same text in both. The exit code is 0
    whether or not anything differs.
    """
    from framing.run import DiffQuery, compare_runs

    found = compare_runs(DiffQuery(run_a, run_b, 20 if limit is None and not as_json else limit))
    if as_json:
        content = asdict(found)
        print(json.dumps({"a": str(run_a), "b": str(run_b), **content.pop("made_with"), **content}, ensure_ascii=False))
        return
    print(f"A: {write_on_line(str(run_a))}\nB: {write_on_line(str(run_b))}\n")
    _print_made_with(found.made_with)
    _print_articles(found.articles)
    if found.articles["n_same"]:
        _print_findings(found)


def _print_made_with(made_with: Mapping[str, Any]) -> None:
    inputs = made_with["inputs"]
    print(f"Input files: {inputs['n_a']:,} in A, {inputs['n_b']:,} in B; {inputs['n_same']:,} have the same content")
    if not made_with["settings"] and not made_with["lexicons"]:
        print("Versions, options, lexicons and model are the same")
    for row in made_with["lexicons"]:
        print(f"  lexicon {write_on_line(row['name'])}: {_name_lexicon(row['a'])} → {_name_lexicon(row['b'])}")
    for row in made_with["settings"]:
        print(f"  {write_on_line(row['name'])}: {_write_value(row['a'])} → {_write_value(row['b'])}")


def _name_lexicon(lexicon: Mapping[str, Any] | None) -> str:
    if lexicon is None:
        return "not used"
    return write_on_line(f"version {lexicon['version']} ({lexicon['sha256'][:_DIGEST]})")


def _write_value(value: Any) -> str:
    """A value as JSON, of a digest the beginning."""
    if isinstance(value, str) and len(value) in (32, 64) and set(value) <= set("0123456789abcdef"):
        return value[:_DIGEST]
    return write_short(json.dumps(value, ensure_ascii=False), 100)


def _print_articles(articles: Mapping[str, Any]) -> None:
    print(
        f"\nArticles: {articles['n_a']:,} in A, {articles['n_b']:,} in B; {articles['n_same']:,} with the same text,"
        f" {articles['n_other_text']:,} with another text, {articles['n_only_a']:,} only in A,"
        f" {articles['n_only_b']:,} only in B"
    )
    for kind, title in (("other_text", "another text"), ("only_a", "only in A"), ("only_b", "only in B")):
        if articles[kind]:
            more = articles[f"n_{kind}"] - len(articles[kind])
            names = ", ".join(map(write_on_line, articles[kind]))
            print(f"  {title}: {names}{f' and {more:,} more' if more else ''}")


def _print_findings(found: "RunDifferences") -> None:
    """What differs in the articles with the same text."""
    print("\nIn the articles with the same text:")
    quotations, hits = found.quotations, found.hits
    changed = f"{quotations['n_changed']:,} with another kind, speaker or cue"
    print(f"Quotations: {_write_sides(quotations)}, {changed}")
    print(f"Hits: {_write_sides(hits)}, {_write_others(hits)}")
    if hits["shared_lexicons"]["n_a"] != hits["n_a"] or hits["shared_lexicons"]["n_b"] != hits["n_b"]:
        shared = hits["shared_lexicons"]
        print(f"  by lexicons that both used: {_write_sides(shared)}, {_write_others(shared)}")
    stances = found.stances
    print(f"Stances: {_write_sides(stances)}, {stances['n_changed']:,} with another label")
    one_sided = {row["name"] for row in found.made_with["lexicons"] if row["a"] is None or row["b"] is None}
    shared_counts = [row for row in found.counts if row["lexicon"] not in one_sided]
    _print_counts("Counted hits that differ; categories with those below them", "voice", "category", shared_counts)
    if len(shared_counts) < len(found.counts):
        print("Lexicons that only one of the runs used are left out here; --json has their counts.")
    if stances["n_a"] and stances["n_b"]:
        _print_counts("Stances that differ", "label", "target", stances["labels"])
        _print_changes(stances["changes"])
    _print_changed_most(found.changed_most)
    for side in ("a", "b"):
        _print_hits(hits[f"only_{side}"], hits[f"n_only_{side}"], side.upper())


def _print_counts(title: str, kind: str, last: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """One line each; the name stands last, so that a long one moves no number."""
    if rows:
        print(f"\n{title}:\n{'A':>9}{'B':>9}{'difference':>12}  {kind:<12}{last}")
    for row in rows:
        name = f"{row['lexicon']}:{row[last]}" if "lexicon" in row else row[last]
        counts = "".join(f"{'–' if row[side] is None else format(row[side], ','):>9}" for side in ("n_a", "n_b"))
        print(f"{counts}{row['difference']:>+12,}  {row[kind]:<12}{write_on_line(name)}")


def _print_changes(changes: Sequence[Mapping[str, Any]]) -> None:
    """How many mentions went from which label to which, all targets together."""
    from framing.run import MENTION_OUTCOMES

    if not changes:
        return
    names: dict[str | None, str] = {label: label for label in MENTION_OUTCOMES}
    names[None] = _NO_MENTION
    print(f"\nLabels of mentions, from A (down) to B (across):\n{'':<12}" + "".join(f"{n:>12}" for n in names.values()))
    for label_a, name in names.items():
        cells = [
            sum(row["n"] for row in changes if (row["label_a"], row["label_b"]) == (label_a, label_b))
            for label_b in names
        ]
        print(f"{name:<12}" + "".join(f"{cell or '–':>12}" for cell in cells))


def _print_changed_most(rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        print("\nArticles that changed most:\n     hits  stances  quotations  article")
    for row in rows:
        name = " · ".join(write_short(row[one], 80) for one in ("document_id", "outlet", "title") if row[one])
        print(f"{row['n_hits']:>9,}{row['n_stances']:>9,}{row['n_quotations']:>12,}  {name}")


def _print_hits(hits: Sequence[Mapping[str, Any]], n_hits: int, side: str) -> None:
    if hits:
        print(
            f"\nHits only in {side}:" if len(hits) == n_hits else f"\nHits only in {side}, {len(hits):,} of {n_hits:,}:"
        )
    for hit in make_printable(list(hits)):
        remarks = [hit["voice"], *(["negated"] if hit["negated"] else [])]
        if hit["excluded_by"] is not None:
            remarks.append(f"set aside by {hit['excluded_by']}")
        # The id of an entry begins with its category.
        print(write_on_line(f"{hit['document_id']} · {hit['lexicon']} · {hit['entry_id']} · {', '.join(remarks)}"))
        print(f"    {hit['before']}[{hit['text']}]{hit['after']}")


def _write_sides(row: Mapping[str, Any]) -> str:
    return f"{row['n_a']:,} in A, {row['n_b']:,} in B; {row['n_only_a']:,} only in A, {row['n_only_b']:,} only in B"


def _write_others(row: Mapping[str, Any]) -> str:
    return f"{row['n_other_voice']:,} in another voice, {row['n_other_counting']:,} set aside or negated in one only"
