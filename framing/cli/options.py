"""Options that mean the same in every command."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.remote import AnyPath, open_path

if TYPE_CHECKING:
    Place = AnyPath
else:
    Place = Path  # Typer knows no unions


def read_place(text: str | Path) -> AnyPath:
    """The path or address that somebody gave; a default is a path already.

    Raises:
        FramingError: it is not UTF-8, and tables cannot be read or written there.
    """
    try:
        str(text).encode()
    except UnicodeEncodeError as problem:
        from framing.errors import FramingError

        raise FramingError(f"{str(text)!a}: this name is not UTF-8; give another") from problem
    return open_path(str(text))


def read_path(text: str | Path) -> Path:
    """The path of this machine that somebody gave.

    Raises:
        FramingError: it is an address of another.
    """
    place = read_place(text)
    if isinstance(place, Path):
        return place
    from framing.errors import FramingError

    raise FramingError(f"{place}: this is not written at addresses; give a path of this machine")


def write_day(day: datetime | None) -> str | None:
    """The day that an option names, as in 2031-03-01."""
    return day.date().isoformat() if day else None


Run = Annotated[
    Place,
    typer.Argument(
        metavar="RUN", parser=read_place, help="A run folder, as made by [bold]framing run[/bold], or its address."
    ),
]
RunOut = Annotated[
    Place,
    typer.Option(
        "--out",
        "-o",
        metavar="PATH",
        parser=read_place,
        envvar="FRAMING_OUT",
        help="Folder to write to, made if missing; also at an address such as s3://bucket/run.",
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        "--out",
        "-o",
        metavar="PATH",
        parser=read_path,
        envvar="FRAMING_OUT",
        help="Folder to write to; made if missing.",
    ),
]
RunLexicons = Annotated[
    list[str] | None,
    typer.Option("--lexicon", "-l", help="Only this lexicon of the run, by name or path; repeat for several."),
]
Outlet = Annotated[str | None, typer.Option(help="Only articles of this outlet.")]
LexiconNames = Annotated[
    list[str] | None,
    typer.Option(
        "--lexicon",
        "-l",
        envvar="FRAMING_LEXICON",
        help="Name of a shipped lexicon, a file, or a folder of files; repeat for several. [bold]default[/bold] (if "
        "none is given) stands for the shipped ones outside lexicons/optional, [bold]all[/bold] for all.",
    ),
]
Model = Annotated[str, typer.Argument(metavar="MODEL", help="Name of a shipped model, or a model folder.")]
ModelName = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        envvar="FRAMING_MODEL",
        help="Name or folder of a stance model, or [bold]none[/bold]. Default: the shipped one.",
    ),
]
TargetsPath = Annotated[
    str | None,
    typer.Option("--targets", envvar="FRAMING_TARGETS", help="File of stance targets. Default: the shipped one."),
]
Json = Annotated[bool, typer.Option("--json", help="Print machine-readable JSON to standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", envvar="FRAMING_QUIET", help="No progress bar and no messages.")]
Seed = Annotated[int, typer.Option("--seed", min=0, envvar="FRAMING_SEED", help="Seed of everything random.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="Read at most this many articles.")]
Language = Annotated[
    str | None,
    typer.Option(
        "--language",
        envvar="FRAMING_LANGUAGE",
        help="Language of all articles (en, ru, ...). Default: found per article.",
    ),
]
