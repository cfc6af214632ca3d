"""`framing labels sample`, `import` and `export`: samples for coders, exchange with annotation tools."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli import options
from framing.cli.progress import show_steps
from framing.nouns import write_count

if TYPE_CHECKING:
    from framing.labels import Key

labels_app = typer.Typer(
    help="Draw samples for coders, exchange them with annotation tools, measure agreement, decide.",
    no_args_is_help=True,
)
_FORMATS = "csv, jsonl, label-studio, doccano, prodigy or brat"
New = Annotated[
    Path,
    typer.Option(
        "--out",
        "-o",
        metavar="PATH",
        parser=options.read_path,
        help="New file to write; one that is there is not touched.",
    ),
]
Format = Annotated[
    str | None, typer.Option("--format", "-f", help=f"{_FORMATS}. Default: found from name and content.")
]
NewFormat = Annotated[str | None, typer.Option("--format", "-f", help=f"{_FORMATS}. Default: by the ending of --out.")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Label files; for brat, folders.")]


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.add_typer(labels_app, name="labels", rich_help_panel="Labels")


@labels_app.command("sample")
def sample(
    run: options.Run,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="PATH",
            parser=options.read_path,
            help="New file (for brat: folder) for coders; its key is put beside it.",
        ),
    ],
    file_format: NewFormat = None,
    n: Annotated[int, typer.Option("--n", min=1, help="Mentions to draw.")] = 200,
    strategy: Annotated[
        str,
        typer.Option("--strategy", "-s", help="random, stratified, uncertain, disagreeing, rare or mixed."),
    ] = "random",
    target: Annotated[
        list[str] | None,
        typer.Option("--target", "-t", help="Only mentions of this target (its id); repeat for several."),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            "-m",
            help="For disagreeing and mixed: two models to compare, or one to compare with the run's predictions.",
        ),
    ] = None,
    exclude: Annotated[
        list[Path] | None,
        typer.Option(
            "--exclude", "-x", help="Label file or key whose sentences are not drawn again; repeat for several."
        ),
    ] = None,
    context: Annotated[int, typer.Option("--context", min=0, help="Sentences to show before and after.")] = 2,
    show_prediction: Annotated[
        bool, typer.Option("--show-prediction", help="Let coders see the run's prediction. Default: they do not.")
    ] = False,
    seed: options.Seed = 0,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Draw mentions of targets from a run into a file for coders, who see neither outlet, date nor prediction.

    What was drawn from where stands in the key beside the file, which `framing labels import` reads.
    """
    from framing.cli.label_figures import print_sample
    from framing.labels import STRATEGIES, format_of_name
    from framing.run import LabelSamplePlan, sample_targets

    check_choice("--strategy", strategy, STRATEGIES)
    chosen = check_format(file_format) or format_of_name(out)
    names = (tuple(target or ()), tuple(model or ()))
    plan = LabelSamplePlan(
        run, out, chosen, n, strategy, *names, context, show_prediction, exclude=tuple(exclude or ()), seed=seed
    )
    with show_steps(quiet) as progress:
        drawn = sample_targets(plan, progress)
    if as_json:
        print(json.dumps({**asdict(drawn), "out": str(out), "key": str(drawn.key)}, ensure_ascii=False))
    else:
        print_sample(drawn, n, out)


@labels_app.command("import")
def import_(
    files: Files,
    out: New = Path("labels.jsonl"),
    file_format: Format = None,
    key: Annotated[
        list[Path] | None,
        typer.Option("--key", "-k", help="Key of the sample; repeat for several. Default: the one beside the file."),
    ] = None,
    annotator: Annotated[
        str | None,
        typer.Option(help="Who answered, where the file does not say. Default for several files: their names."),
    ] = None,
    offsets: Annotated[
        str | None,
        typer.Option(help="How the tool counts characters: code-points or utf-16. Default: as is known of the tool."),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Turn what coders have filled in, in any of the formats, into one label file for `framing train`.

    Rows without an answer are counted and left out. Offsets become code points.
    """
    from framing.cli.label_figures import print_import
    from framing.cli.label_hints import find_odd_labels
    from framing.labels import COUNTINGS, JSONL, check_new, import_labels, write_items

    check_format(file_format)
    if offsets is not None:
        check_choice("--offsets", offsets, COUNTINGS)
    refuse_table(out)
    check_new(out)
    imported = import_labels(
        files, file_format=file_format, keys=_read_keys(files, key), annotator=annotator, offsets=offsets
    )
    write_items(out, imported.items, JSONL)
    if as_json:
        counts = {"n_rows": imported.n_rows, "n_labels": len(imported.items), "n_unlabelled": imported.n_unlabelled}
        more = {"n_restored": imported.n_restored, "n_repeated": imported.n_repeated}
        labels = {"n_by_label": dict(imported.n_by_label), "hints": find_odd_labels(imported.n_by_label)}
        print(json.dumps({"out": str(out), **counts, **more, **labels}, ensure_ascii=False))
    else:
        print_import(imported, out)


def _read_keys(files: list[Path], given: list[Path] | None) -> "dict[Path, Key]":
    """For each file the rows of the given keys together, or else of the key beside it, if there is one."""
    from framing.labels import key_path, read_key

    if given:
        rows = {item: row for path in given for item, row in read_key(path).items()}
        return dict.fromkeys(files, rows)
    return {path: read_key(key_path(path)) for path in files if key_path(path).is_file()}


@labels_app.command("export")
def export(
    file: Annotated[Path, typer.Argument(metavar="LABELS", help="A label file; for brat, a folder.")],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="PATH", parser=options.read_path, help="New file, or for brat new folder, to write."
        ),
    ],
    file_format: NewFormat = None,
    labels: Annotated[
        str, typer.Option("--labels", help="Labels that coders may give, with commas between.")
    ] = "against,neutral,favor",
    input_format: Annotated[
        str | None, typer.Option("--from", help="Format of LABELS. Default: found from name and content.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Write a label file, answered or not, in the format of an annotation tool."""
    from framing.labels import format_of_name, read_items, write_items

    chosen = check_format(file_format) or format_of_name(out)
    items = read_items(file, check_format(input_format))
    write_items(out, items, chosen, split_names(labels))
    n_labelled = sum(item.label is not None for item in items)
    if as_json:
        print(json.dumps({"out": str(out), "n_rows": len(items), "n_labels": n_labelled}, ensure_ascii=False))
    else:
        print(f"{write_count(len(items), 'row')}, {n_labelled:,} of them with a label, in {out}")


def check_format(name: str | None) -> str | None:
    """The name of a format, if it is one."""
    from framing.labels import FORMATS

    if name is not None:
        check_choice("--format", name, FORMATS)
    return name


def check_choice(option: str, value: str, allowed: tuple[str, ...]) -> None:
    """Refuse a value that is not allowed."""
    if value not in allowed:
        raise typer.BadParameter(f"{value!r}: {option} is one of {', '.join(allowed)}")


def refuse_table(path: Path) -> None:
    """Refuse a file for training labels that is not JSON Lines."""
    # In CSV the numbers and lists of further columns would become text.
    if path.suffix.lower() != ".jsonl":
        raise typer.BadParameter(f"{path}: give a name that ends in .jsonl; `framing labels export` makes tables")


def split_names(names: str) -> list[str]:
    """Names with commas between, as a list."""
    return [name.strip() for name in names.split(",") if name.strip()]
