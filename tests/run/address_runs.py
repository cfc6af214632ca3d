"""What the tests of runs over and into addresses share."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from framing.remote import AnyPath
from framing.run import Choice, Engine, Outcome, RunPlan, run_corpus

TOP = Path(__file__).resolve().parents[2]
CHOICE = Choice(("loaded-language-en",), "none")
SECRET = "hush-hush-hush"  # also that of the server in conftest.py


def write_corpus(folder: Path, n_articles: int) -> Path:
    text = "The shameful regime lied again, the minister said on Monday. Nobody in the capital answered him. " * 8
    rows = [
        {"id": f"n{number}", "title": f"Article {number}", "text": f"{number}. {text}"} for number in range(n_articles)
    ]
    folder.mkdir()
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    duckdb.execute("COPY (SELECT 'p' || range AS id, ? AS text FROM range(40)) TO ?", [text, str(folder / "b.parquet")])
    return folder


def run(inputs: tuple[str, ...], run_dir: AnyPath, engine: Engine | None = None, **options: Any) -> Outcome:
    plan = RunPlan(inputs, run_dir, CHOICE, engine=engine or Engine(), portion_bytes=40_000, **options)
    return run_corpus(plan, lambda share, outcome: None, lambda note: None)


def list_rows(run_dir: Path, table: str) -> list[tuple[Any, ...]]:
    parts = json.loads((run_dir / "run.json").read_text())["parts"]
    files = [str(run_dir / "tables" / table / f"part-{part}.parquet") for part in parts]
    excluded = "EXCLUDE (source)" if table in ("documents", "failures") else ""
    return duckdb.execute(f"SELECT * {excluded} FROM read_parquet(?)", [files]).fetchall()


def list_bytes(run_dir: Path) -> dict[str, bytes]:
    files = (path for path in run_dir.rglob("*") if path.is_file() and path.name != "run.json")
    return {path.relative_to(run_dir).as_posix(): path.read_bytes() for path in files}


def find_everywhere(run_dir: Path, secret: str) -> list[str]:
    """The files that hold a secret; tables are decompressed."""
    found = []
    for path in filter(Path.is_file, run_dir.rglob("*")):
        content = path.read_bytes()
        if path.suffix == ".parquet":
            rows = duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
            content += str(rows).encode()
        if secret.encode() in content:
            found.append(path.name)
    return found


def read_environment() -> dict[str, str]:
    """That of now, with this checkout."""
    return {**os.environ, "PYTHONPATH": str(TOP)}


def run_command(inputs: str, *arguments: str) -> list[str]:
    """The command line of a run without pages in two processes."""
    command = [sys.executable, "-m", "framing", "run", inputs, "--lexicon", "loaded-language-en"]
    return [*command, "--model", "none", "--pages", "none", "--jobs", "2", "--quiet", *arguments]


def kill_when(is_time: Callable[[], bool], command: list[str]) -> None:
    """Begin a command and kill it."""
    process = subprocess.Popen(command, env=read_environment())
    deadline = time.monotonic() + 60
    while not is_time() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
