"""`framing lexicon`: list, show, check, test, import and export lexicons."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli import options
from framing.cli.lexicon_complaints import count, describe_check, print_check
from framing.cli.lexicon_contents import describe_category, print_category, print_table

if TYPE_CHECKING:
    from framing.lexicon import Lexicon

lexicon_app = typer.Typer(help="List, show, check, test, import and export lexicons.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="LEXICON", help="Name of a shipped lexicon, or a file.")]
Names = Annotated[
    list[str] | None, typer.Argument(metavar="LEXICON...", help="Names or files. Default: all shipped ones.")
]


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.add_typer(lexicon_app, name="lexicon", rich_help_panel="Lexicons")


def _read(names: list[str] | None) -> "list[Lexicon]":
    from framing.lexicon import read_lexicon
    from framing.run import find_lexicons

    return [read_lexicon(path) for path in find_lexicons(names or ["all"])]


@lexicon_app.command("list")
def list_lexicons(as_json: options.Json = False) -> None:
    """Print the shipped lexicons with their sizes, and which of them a run uses when none is named."""
    from framing.shipped import find_default_lexicon_paths

    defaults = find_default_lexicon_paths()
    rows = [
        {
            "name": lexicon.name,
            "version": lexicon.version,
            "language": lexicon.language,
            "default": lexicon.name in defaults,
            "title": lexicon.title,
            "categories": len(lexicon.categories),
            "entries": len(lexicon.entries),
            "sha256": lexicon.sha256,
        }
        for lexicon in _read(None)
    ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    print_table(rows, ("name", "version", "language", "default", "categories", "entries", "title"))


@lexicon_app.command("show")
def show_lexicon(
    name: Name,
    category: Annotated[
        str | None, typer.Option("--category", "-c", help="Only this category, with its entries.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Print a lexicon's categories, or one category with definition, source and entries."""
    from framing.errors import LexiconError

    lexicon = _read([name])[0]
    categories = [describe_category(lexicon, item.name) for item in lexicon.categories if category in (None, item.name)]
    if not categories:
        raise LexiconError(
            f"{name}: no category {category!r}; it has {', '.join(item.name for item in lexicon.categories)}"
        )
    if as_json:
        print(
            json.dumps({"name": lexicon.name, "version": lexicon.version, "categories": categories}, ensure_ascii=False)
        )
    elif category:
        print_category(categories[0])
    else:
        print(f"{lexicon.name} {lexicon.version}: {lexicon.title}\n{lexicon.description}\n")
        rows = [{**item, "entries": len(item["entries"])} for item in categories]
        print_table(rows, ("category", "entries", "mirror", "title"))


@lexicon_app.command("check")
def check_lexicon_files(
    names: Names = None,
    run: Annotated[
        list[str] | None,
        typer.Option(
            "--run", help="A run folder or articles, to find dead and over-broad entries; repeat for several."
        ),
    ] = None,
    language: options.Language = None,
    as_json: options.Json = False,
) -> None:
    """Print what is doubtful in lexicons: duplicates, broad or shadowed entries, one-sided mirrors, missing sources.

    With --run also what texts show: entries without a hit, or with most hits of their category, or in many articles,
    and both sides of mirrored pairs. Exit code 1 if there is an error; warnings alone give 0.
    """
    from framing.run import check_lexicons

    check = check_lexicons(names or ["all"], run or (), language)
    if as_json:
        print(json.dumps(describe_check(check), ensure_ascii=False))
    else:
        print_check(check)
    if any(complaint.severity == "error" for complaint in check.complaints):
        raise typer.Exit(1)


@lexicon_app.command("test")
def run_examples(names: Names = None, as_json: options.Json = False) -> None:
    """Run the `should_hit` and `should_miss` sentences of lexicons. Exit code 1 if one fails."""
    from framing.run import find_example_faults

    lexicons = _read(names)
    faults = [fault for lexicon in lexicons for fault in find_example_faults(lexicon)]
    n_examples = sum(
        len(item.should_hit) + len(item.should_miss) for lexicon in lexicons for item in lexicon.categories
    )
    if as_json:
        print(json.dumps({"n_examples": n_examples, "faults": faults}, ensure_ascii=False))
    else:
        for fault in faults:
            print(fault)
        print(f"{n_examples} examples, {count(faults, 'fault')}")
    if faults:
        raise typer.Exit(1)


@lexicon_app.command("import")
def import_lexicon_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Word list of another program.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Lexicon file to write, ending in .yaml; it names the lexicon.")
    ],
    language: Annotated[str, typer.Option(help="Language of the words: en, ru, ...")] = "en",
    file_format: Annotated[
        str | None,
        typer.Option(
            "--format", help="csv, json, lexicoder, liwc, nrc, quanteda, wordstat, yoshikoder. Default: by name."
        ),
    ] = None,
) -> None:
    """Make a lexicon file from a word list of another program, and say what was lost or changed."""
    from framing.errors import LexiconError
    from framing.lexicon import import_lexicon

    if out.suffix != ".yaml":
        raise LexiconError(f"{out}: must end in .yaml")
    imported = import_lexicon(file, out.stem, language, file_format)
    _write_new(out, imported.text, imported.losses)


@lexicon_app.command("export")
def export_lexicon_file(
    name: Name,
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write.")],
    file_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="csv, json, lexicoder, liwc, nrc, quanteda, wordstat, yoshikoder. Default: by the name of --out.",
        ),
    ] = None,
) -> None:
    """Write a lexicon for another program, and say what its format cannot hold."""
    from framing.lexicon import EXPORT_FORMATS, export_lexicon, find_format

    exported = export_lexicon(_read([name])[0], find_format(out, file_format, EXPORT_FORMATS))
    _write_new(out, exported.text, exported.losses)


def _write_new(out: Path, text: str, losses: tuple[str, ...]) -> None:
    from framing.errors import LexiconError

    if out.exists():
        raise LexiconError(f"{out}: exists; remove it or give another name with --out")
    out.write_text(text, encoding="utf-8", newline="\n")
    for loss in losses:
        print(loss)
    print(f"Wrote {out}; {len(losses)} lost or changed")
