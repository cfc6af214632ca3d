"""The example runs of docs/lexicon-measures.md."""

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "lexicon-measures.md").read_text(encoding="utf-8")


def test_the_runs_of_the_page_print_what_it_shows(tmp_path: Path) -> None:
    """Each command of the page, on the page's files, prints what stands below it."""
    for name, content in re.findall(r"```\w+ (\S+\.\w+)\n(.*?)```", PAGE, re.DOTALL):
        (tmp_path / name).write_text(content, encoding="utf-8")
    runs = re.findall(r"```console\n\$ (.*?)\n(.*?)```", PAGE, re.DOTALL)
    assert len(runs) == 6
    for command, output in runs:
        done = subprocess.run(
            [sys.executable, "-m", *command.split()],
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0
        # A command prints figures to standard output, or writes a file and prints messages; none of these does both.
        assert "" in (done.stdout, done.stderr)
        assert done.stdout + done.stderr == output
