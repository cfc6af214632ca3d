"""The pages for users say what the program does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from framing.run import RunPlan, run_corpus

TOP = Path(__file__).resolve().parents[1]
PAGES = [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def run_dir(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("docs") / "run"
    run_corpus(RunPlan((str(examples),), out, pages="none"), lambda share, outcome: None, lambda note: None)
    return out


def test_queries_of_the_docs_run(run_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every SQL query in docs/run-folder.md runs on a run of the example articles and finds rows."""
    import duckdb

    monkeypatch.chdir(run_dir)
    queries = re.findall(r"```sql\n(.*?)```", (TOP / "docs" / "run-folder.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(queries) >= 4
    for query in queries:
        assert duckdb.sql(query).fetchall(), query


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page leads to a file of the project."""
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    """Every `framing COMMAND` that a page shows is a command, and every option of it is one of its options."""
    import typer

    from framing.cli.app import app

    root = typer.main.get_command(app)
    shown = re.findall(
        r"(?:^|`|/)framing ((?:[a-z][a-z-]* ?)+)((?:[^`\n|&]*))", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    for words, rest in shown:
        command = root
        for word in words.split():
            children = getattr(command, "commands", {})
            if not children:
                break
            assert word in children, f"{page.name}: framing {words}"
            command = children[word]
        options = {name for parameter in command.params for name in parameter.opts} | {"--help", "--version"}
        used = set(re.findall(r"(?<!\S)--[a-z-]+", rest))
        assert used <= options, f"{page.name}: framing {words}{rest}"


def test_the_command_reference_is_current() -> None:
    """docs/commands.md is what the program says of itself."""
    made = subprocess.run(
        [sys.executable, TOP / ".ci" / "command_reference.py"], capture_output=True, text=True, check=True
    )
    assert made.stdout == (TOP / "docs" / "commands.md").read_text(encoding="utf-8"), (
        "run: .venv/bin/python .ci/command_reference.py > docs/commands.md"
    )
