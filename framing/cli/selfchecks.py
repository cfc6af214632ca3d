"""`framing doctor` and `framing schema`: what is installed, what it scored, and what the files hold."""

import json
import platform
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from framing.cli import options

_Read = TypeVar("_Read")


class SchemaName(StrEnum):
    """The schemas that other programs may read."""

    article = "article"
    lexicon = "lexicon"
    tables = "tables"


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("doctor", rich_help_panel="Self-checks")(doctor)
    app.command("schema", rich_help_panel="Self-checks")(schema)


def doctor(as_json: options.Json = False) -> None:
    """Print versions, lexicons and models, how well each part was measured to do, and what is wrong here."""
    facts = _examine()
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
    else:
        _print_facts(facts)
    if facts["problems"]:
        raise typer.Exit(1)


def _examine() -> dict[str, Any]:
    from dataclasses import asdict
    from importlib.metadata import version

    from framing import shipped
    from framing.lexicon import read_lexicon
    from framing.run import find_version, read_category_measurements, read_measurements
    from framing.stance import load_model

    problems: list[str] = []
    lexicons = _read_all(read_lexicon, shipped.find_lexicon_paths().values(), problems)
    models = _read_all(load_model, shipped.find_model_dirs().values(), problems)
    digests = {one.name: one.sha256 for one in lexicons}
    try:
        import trafilatura  # noqa: F401 - whether it can be imported is the question
    except ImportError as problem:
        problems.append(f"HTML pages cannot be read: {problem}")
    libraries = ("typer", "scikit-learn", "skops", "numpy", "duckdb", "trafilatura", "py3langid")
    return {
        "framing": find_version(),
        "python": platform.python_version(),
        "platform": sys.platform,
        "libraries": {name: version(name) for name in libraries},
        "lexicons": [
            f"{one.name} {one.version} ({len(one.entries)} entries, sha256 {one.sha256[:12]})" for one in lexicons
        ],
        "models": [one.model_id for one in models],
        "measurements": [measurement.model_dump() for measurement in read_measurements()],
        "categories": [
            {**asdict(one), "figures": one.figures, "is_this_version": digests.get(one.lexicon) == one.lexicon_sha256}
            for one in read_category_measurements()
        ],
        "problems": problems,
    }


def _read_all(read: Callable[[Path], _Read], paths: Iterable[Path], problems: list[str]) -> list[_Read]:
    """What can be read of these files or folders; why the others cannot be is added to the problems."""
    from framing.errors import FramingError

    found = []
    for path in paths:
        try:
            found.append(read(path))
        except FramingError as problem:
            problems.append(str(problem))
    return found


def _print_facts(facts: dict[str, Any]) -> None:
    print(f"framing {facts['framing']}, Python {facts['python']} on {facts['platform']}")
    print(", ".join(f"{name} {version}" for name, version in facts["libraries"].items()))
    for heading in ("lexicons", "models"):
        print(f"\n{heading.capitalize()}")
        for line in facts[heading]:
            print(f"  {line}")
    print("\nHow well each part does")
    for item in facts["measurements"]:
        print(f"  {item['part']} ({item['language']}): {item['figure']}; {item['measured_on']}\n    {item['command']}")
    print("\nWhat each category of the lexicons scored")
    for lexicon, rows in groupby(facts["categories"], key=lambda row: str(row["lexicon"])):
        print(f"  {lexicon}")
        for categories, own in groupby(rows, key=lambda row: str(row["categories"])):
            print(f"    {categories}: {'; '.join(map(_describe_figures, own))}")
    print("\n" + ("\n".join(f"Problem: {problem}" for problem in facts["problems"]) or "No problem found."))


def _describe_figures(row: dict[str, Any]) -> str:
    verdict = f", {row['verdict']}" if row["verdict"] else ""
    other = "" if row["is_this_version"] else ", another version of the lexicon"
    return f"{row['figures']}{verdict} ({row['measured_on']}{other})"


def schema(
    name: Annotated[
        SchemaName, typer.Argument(help="Which files: article reports, lexicons, or the columns of the tables.")
    ],
) -> None:
    """Print a JSON Schema: of article reports, of lexicon files, or the columns of the tables."""
    from framing.columns import TABLES

    if name is SchemaName.article:
        from framing.report import report_schema

        content = report_schema()
    elif name is SchemaName.lexicon:
        from framing.lexicon import lexicon_schema

        content = lexicon_schema()
    else:
        content = {table.name: _make_row_schema(table) for table in TABLES}
    print(json.dumps(content, ensure_ascii=False, indent=2))


def _make_row_schema(table: Any) -> dict[str, Any]:
    kinds = {"evidence": "array", "float": "number"}
    properties: dict[str, Any] = {}
    for column in table.columns:
        kind = kinds.get(column.kind, column.kind)
        properties[column.name] = {"type": [kind, "null"] if column.nullable else kind, "description": column.meaning}
        if column.allowed:
            properties[column.name]["enum"] = list(column.allowed)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"a row of {table.name}",
        "type": "object",
        "properties": properties,
        "required": list(table.names),
        "additionalProperties": False,
    }
