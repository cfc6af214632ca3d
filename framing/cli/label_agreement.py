"""`framing labels agreement` and `adjudicate`: how far coders agree, and one label per item."""

import json
from pathlib import Path
from typing import Annotated

import typer

from framing.cli import options
from framing.cli.labels import Files, Format, New, check_choice, check_format, labels_app, refuse_table, split_names


def add_commands(app: typer.Typer) -> None:  # noqa: ARG001 - they join the group that `framing.cli.labels` adds
    """Add this file's commands to the `labels` commands."""
    labels_app.command("agreement")(agreement)
    labels_app.command("adjudicate")(adjudicate)


def agreement(
    files: Files,
    order: Annotated[
        str,
        typer.Option(help="Labels from one end to the other, with commas between. Default: against,neutral,favor."),
    ] = "",
    resample: Annotated[
        str | None,
        typer.Option(help="What intervals draw: document or item. Default: document, where all rows name theirs."),
    ] = None,
    disagreements: Annotated[
        Path | None,
        typer.Option(help="New .csv or .jsonl file for the items that coders disagree on, to be coded once more."),
    ] = None,
    file_format: Format = None,
    seed: options.Seed = 0,
    as_json: options.Json = False,
) -> None:
    """Print how far coders agree: Krippendorff's alpha with interval, Cohen's kappa, confusion, disputed items.

    Coders are told apart by the column `annotator`, or else by the names of the files.
    """
    from framing.cli.label_figures import print_agreement
    from framing.labels import check_new, list_answers, measure_agreement, read_answers, write_items

    if resample is not None:
        check_choice("--resample", resample, ("document", "item"))
    chosen = None if disagreements is None else _find_table_format(disagreements)
    if disagreements is not None:
        check_new(disagreements)
    coded = read_answers(files, check_format(file_format))
    measured = measure_agreement(coded, order=split_names(order), resample=resample, seed=seed)
    if disagreements is not None and chosen is not None:
        write_items(disagreements, list_answers(measured.disputed), chosen)
    if as_json:
        print(json.dumps(measured.as_dict(), ensure_ascii=False))
    else:
        print_agreement(measured)


def adjudicate(
    files: Files,
    out: New,
    by: Annotated[str, typer.Option(help="vote, or a coder whose answer stands where they gave one.")] = "vote",
    ties: Annotated[str | None, typer.Option(help="Coder who decides ties. Default: they stay open.")] = None,
    undecided: Annotated[
        Path | None, typer.Option("--open", help="New .csv or .jsonl file for the items that stay open.")
    ] = None,
    file_format: Format = None,
    as_json: options.Json = False,
) -> None:
    """Decide on one label per item, by vote or by a named coder, for `framing train`."""
    from framing.cli.label_figures import print_adjudicated
    from framing.labels import JSONL, check_new, list_answers, read_answers, write_items
    from framing.labels import adjudicate as decide

    refuse_table(out)
    chosen = None if undecided is None else _find_table_format(undecided)
    for path in (out, *([undecided] if undecided else [])):
        check_new(path)
    decided = decide(read_answers(files, check_format(file_format)), by, ties)
    write_items(out, decided.items, JSONL)
    if undecided is not None and chosen is not None:
        write_items(undecided, list_answers(decided.open), chosen)
    if as_json:
        counts = {"out": str(out), "n_decided": len(decided.items), "n_open": len(decided.open)}
        print(json.dumps({**counts, "n_by_way": decided.n_by_way, "notes": decided.notes}, ensure_ascii=False))
    else:
        print_adjudicated(decided, out)


def _find_table_format(path: Path) -> str:
    from framing.labels import CSV, JSONL

    if path.suffix.lower() not in {".csv", ".jsonl"}:
        raise typer.BadParameter(f"{path}: give a name that ends in .jsonl or .csv")
    return CSV if path.suffix.lower() == ".csv" else JSONL
