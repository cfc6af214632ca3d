"""The command tree, and the one place where errors become a line and an exit code."""

import os
import sys
from errno import ENOSPC
from typing import Annotated

import typer

from framing.cli import (
    classifier,
    concordance,
    diff,
    diffusion,
    drift,
    export,
    keyness,
    label_agreement,
    labels,
    lexicon_measures,
    lexicon_readings,
    lexicons,
    models,
    pipeline,
    rates,
    reading,
    selfchecks,
    transfers,
    voice,
)
from framing.cli.settings import read_settings
from framing.collector import collect_rarely
from framing.errors import FramingError

app = typer.Typer(
    name="framing",
    help="Show which rhetorical frames news articles use, in whose voice, and with what stance to named targets.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Settings come from options, then FRAMING_* environment variables, then framing.yaml in this folder.",
)
for room in (
    pipeline,
    reading,
    export,
    transfers,
    concordance,
    diff,
    rates,
    diffusion,
    keyness,
    lexicon_measures,
    lexicon_readings,
    lexicons,
    classifier,
    models,
    drift,
    labels,
    label_agreement,
    selfchecks,
    voice,
):
    room.add_commands(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(version("framing-analysis"))
        raise typer.Exit


@app.callback()
def set_up(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Options of all commands."""


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 nothing could be done, 2 wrong usage, 3 some documents failed."""
    collect_rarely()
    command = typer.main.get_command(app)
    try:
        command(prog_name="framing", default_map=read_settings(command))
    except FramingError as problem:
        sys.exit(_complain(str(problem)))
    except BrokenPipeError:
        # The reader of a pipe, such as `head`, has seen enough; Python must not complain of it at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as problem:
        place = f"{problem.filename}: " if problem.filename else ""
        mend = "; free some and give the same command again: what is whole is kept" if problem.errno == ENOSPC else ""
        sys.exit(_complain(f"{place}{problem.strerror or problem}{mend}"))


def _complain(message: str) -> int:
    for line in message.splitlines():
        print(f"framing: {line}", file=sys.stderr)
    return 1
