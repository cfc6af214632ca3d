"""The tutorial: its ten commands are run, and print what the page shows.

After a change that is meant, write the outputs anew with `FRAMING_UPDATE_GOLDEN=1 pytest
tests/cli/test_cli_tutorial_docs.py` and read the page: its sentences speak of the figures.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
PAGE = TOP / "docs" / "tutorial.md"
BLOCK = re.compile(r"(?<=```console\n)\$ framing (.*)\n((?:.*\n)*?)(?=```)")
# What differs from day to day, or with the versions of libraries that a manifest names.
VARIES = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)|(?<=mine@)[0-9a-f]{12}|(?<=models/mine, )[0-9a-f]{12}"
    r"|[\d.]+ s of [\d.]+ s CPU \(\d+ %\)"
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder in which the commands of the page were run, and what each printed."""
    folder = tmp_path_factory.mktemp("tutorial")
    shutil.copytree(TOP / "examples", folder / "examples")
    outputs = []
    for command, _ in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        done = subprocess.run(
            [sys.executable, "-m", "framing", *shlex.split(command)],
            cwd=folder,
            env={**os.environ, "COLUMNS": "110", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        outputs.append("".join(line.rstrip() + "\n" for line in (done.stdout + done.stderr).splitlines()))
    return folder, outputs


def test_the_ten_commands_print_what_the_page_shows(printed: tuple[Path, list[str]]) -> None:
    """Each command prints what stands below it; only times and digests of the new model may differ."""
    _, outputs = printed
    page = PAGE.read_text(encoding="utf-8")
    if os.environ.get("FRAMING_UPDATE_GOLDEN"):
        left = iter(outputs)
        page = BLOCK.sub(lambda found: f"$ framing {found[1]}\n{next(left)}", page)
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    shown = [VARIES.sub("...", output) for _, output in BLOCK.findall(page)]
    assert len(shown) == 10
    assert [VARIES.sub("...", output) for output in outputs] == shown


def test_the_promoted_model_read_the_last_run(printed: tuple[Path, list[str]]) -> None:
    """The registry is that of the tutorial's folder, and the last run was labelled by the model promoted there."""
    folder, _ = printed
    promoted = json.loads((folder / "models" / "promoted.json").read_text(encoding="utf-8"))
    run = (folder / "runs" / "second" / "run.json").read_text(encoding="utf-8")
    assert "mine@" in run
    assert "mine" in json.dumps(promoted)
    assert not (TOP / "models" / "promoted.json").exists()


def test_no_article_both_trains_and_measures(printed: tuple[Path, list[str]]) -> None:
    """The labels that the new model learns from and those that measure it share no article."""
    folder, _ = printed
    articles = [
        {json.loads(line)["document_id"] for line in path.read_text(encoding="utf-8").splitlines()}
        for path in (folder / "gold.jsonl", folder / "examples" / "labels" / "tutorial-train.jsonl")
    ]
    assert articles[0]
    assert not articles[0] & articles[1]
