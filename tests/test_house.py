"""The rules of the house, read from the imports."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "framing"
ROOMS = {"ingest", "text", "voice", "lexicon", "stance", "labels", "corpus", "report"}
SHARED = {
    "collector",
    "rates",
    "addresses",
    "cells",
    "coder_agreement",
    "columns",
    "doors",
    "duckdb_files",
    "errors",
    "few_groups",
    "globs",
    "label_files",
    "marked_yaml",
    "nouns",
    "remote",
    "remote_ranges",
    "remote_store",
    "shares",
    "shipped",
    "whole_files",
}
SEE_ALL_DOORS = {"run", "cli"}
HEAVY = {"altair", "datasketch", "duckdb", "fsspec", "joblib", "nltk", "pandas", "punkt", "py3langid"} | {
    "s3fs",
    "scipy",
    "simplemma",
    "sklearn",
    "skops",
    "trafilatura",
    "vl_convert",
    "xlsxwriter",
}


def list_modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "data" not in path.relative_to(PACKAGE).parts)


def find_imports(path: Path, *, only_top: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if only_top else list(ast.walk(tree))
    names = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import on line {node.lineno}"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", list_modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_rooms_import_columns_errors_and_themselves(path: Path) -> None:
    """A room imports the shared modules and itself; only run and cli see the other rooms."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    room = parts[0]
    if len(parts) == 1 or room in SEE_ALL_DOORS:
        return
    used = {name.split(".")[1] for name in find_imports(path) if name.startswith("framing.") and name.count(".") >= 1}
    assert used <= SHARED | {room}


@pytest.mark.parametrize("path", list_modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_rooms_are_entered_by_the_door(path: Path) -> None:
    """Outside a room only its `__init__` is imported, never a module behind it."""
    own_room = path.relative_to(PACKAGE).parts[0]
    behind = []
    for name in find_imports(path):
        parts = name.split(".")
        if parts[0] == "framing" and len(parts) > 3 and parts[1] in ROOMS | {"run"} and parts[1] != own_room:
            behind.append(name)
    assert behind == []


@pytest.mark.parametrize("path", list_modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_heavy_libraries_are_imported_where_they_are_needed(path: Path) -> None:
    """No module imports a heavy library when it is itself imported."""
    assert {name.split(".")[0] for name in find_imports(path, only_top=True)} & HEAVY == set()


def test_word_lists_are_data() -> None:
    """Lexicons and models hold no Python."""
    top = PACKAGE.parent
    assert [path for folder in ("lexicons", "models") for path in (top / folder).rglob("*.py")] == []


def test_help_loads_no_analysis() -> None:
    """`framing --help` loads neither numpy nor any heavy library."""
    code = (
        "import sys; sys.argv = ['framing', '--help']\n"
        "from framing.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rsplit("LOADED", 1)[1].split())
    assert loaded & (HEAVY | {"numpy", "jinja2", "yaml"}) == set()
