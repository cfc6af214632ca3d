"""The example runs of pages of the documentation."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("name", "n_runs"), [("transfers.md", 2), ("comparing.md", 3), ("concordance.md", 3), ("corpus.md", 4)]
)
def test_the_runs_of_the_page_print_what_it_shows(name: str, n_runs: int, tmp_path: Path) -> None:
    """Each command of the page, on the page's files, prints what stands below it."""
    page = (DOCS / name).read_text(encoding="utf-8")
    for file, content in re.findall(r"```\w+ (\S+\.\w+)\n(.*?)```", page, re.DOTALL):
        (tmp_path / file).write_text(content, encoding="utf-8")
    runs = [
        run
        for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL)
        for run in re.findall(r"^\$ (.*?)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    ]
    assert len(runs) == n_runs
    for command, output in runs:
        done = subprocess.run(
            [sys.executable, "-m", *shlex.split(command)],
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "110", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert [line.rstrip() for line in done.stdout.rstrip().splitlines()] == output.rstrip().splitlines()
