"""Print docs/commands.md: every command with its arguments and options, from the program itself.

usage: command_reference.py > docs/commands.md
"""

import re
from collections.abc import Iterator
from typing import Any

import typer

from framing.cli.app import app

INTRODUCTION = """# Commands

Made from the program by `.ci/command_reference.py`; a test compares. Results go to standard output, progress and
messages to standard error. Every option can also stand in `framing.yaml` in the working folder (`out: reports/mine`, or
under the command's name), and those with an environment variable can be set there.
"""


def clean(text: str | None) -> str:
    return re.sub(r"\[/?bold\]", "", " ".join((text or "").split())).replace("|", "\\|")


def list_commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", {})
    if not children:
        yield path, command
    for name, child in children.items():
        yield from list_commands(child, f"{path} {name}")


def write_command(path: str, command: Any) -> str:
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    rows = [f"| `{one.metavar or one.name.upper()}` | {clean(getattr(one, 'help', ''))} |" for one in arguments]
    for one in command.params:
        if one.param_type_name != "option" or one.name == "help":
            continue
        environment = f" Environment: `{one.envvar}`." if one.envvar else ""
        rows.append(f"| `{', '.join(one.opts)}` | {clean(one.help)}{environment} |")
    usage = " ".join([path, *(one.metavar or one.name.upper() for one in arguments)])
    return f"## `{usage}`\n\n{clean(command.help)}\n\n| | |\n|---|---|\n" + "\n".join(rows) + "\n"


def make_page() -> str:
    commands = list_commands(typer.main.get_command(app), "framing")
    return "\n".join([INTRODUCTION, *(write_command(path, command) for path, command in commands)])


if __name__ == "__main__":
    print(make_page(), end="")
