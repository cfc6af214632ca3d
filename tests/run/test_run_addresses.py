"""Runs over articles at addresses: the bytes of a run over files, on a local S3 server too; no credentials anywhere."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import fsspec
import pytest

from framing.errors import InputError
from framing.run import Choice, Engine, RunPlan, run_corpus

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


def run(inputs: tuple[str, ...], run_dir: Path, engine: Engine | None = None) -> None:
    plan = RunPlan(inputs, run_dir, CHOICE, engine=engine or Engine(), portion_bytes=40_000)
    run_corpus(plan, lambda share, outcome: None, lambda note: None)


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


@pytest.fixture
def memory() -> Iterator[Any]:
    """A store in memory, empty before and after."""
    store = fsspec.filesystem("memory")
    store.rm("/", recursive=True)
    yield store
    store.rm("/", recursive=True)


def test_a_run_over_an_address_has_the_rows_of_one_over_files(memory: Any, tmp_path: Path) -> None:
    """All tables hold the same rows; only the documents' source is another."""
    folder = write_corpus(tmp_path / "corpus", 150)
    memory.put(str(folder), "/corpus", recursive=True)
    run((str(folder),), tmp_path / "files")
    run(("memory://corpus",), tmp_path / "address")
    for table in ("documents", "quotations", "hits", "scores", "transfers", "stances", "failures"):
        assert list_rows(tmp_path / "address", table) == list_rows(tmp_path / "files", table)


def test_credentials_stand_in_no_file_of_a_run(memory: Any, tmp_path: Path) -> None:
    """Nothing that a run writes holds the user or password of its input's address."""
    memory.put(str(write_corpus(tmp_path / "corpus", 30)), f"/anna:{SECRET}@corpus", recursive=True)
    run((f"memory://anna:{SECRET}@corpus",), tmp_path / "run")
    assert find_everywhere(tmp_path / "run", SECRET) == []
    assert find_everywhere(tmp_path / "run", "memory://***@corpus") != []
    assert find_everywhere(tmp_path / "run", "anna") == []
    manifest = json.loads((tmp_path / "run" / "run.json").read_text())
    assert manifest["options"]["inputs"] == ["memory://***@corpus"]
    assert [one["path"] for one in manifest["inputs"]] == [
        "memory://***@corpus/a.jsonl",
        "memory://***@corpus/b.parquet",
    ]


def test_memory_is_not_read_by_other_processes(memory: Any, tmp_path: Path) -> None:
    """What only this process sees is refused with more than one, before anything is written."""
    memory.put(str(write_corpus(tmp_path / "corpus", 3)), "/corpus", recursive=True)
    with pytest.raises(InputError, match="--jobs 1"):
        run(("memory://corpus",), tmp_path / "run", Engine(jobs=2))
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("out", ["s3://bucket/run", "ftp://anna:hush-hush-hush@host/run", "memory://run"])
def test_a_run_folder_at_an_address_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str) -> None:
    """No folder named after a store is made, and the line shows no credentials."""
    monkeypatch.chdir(tmp_path)
    folder = write_corpus(tmp_path / "corpus", 3)
    with pytest.raises(InputError, match="run folders at addresses are not") as problem:
        run((str(folder),), Path(out))
    assert SECRET not in str(problem.value)
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_run_over_s3_has_the_rows_of_one_over_files(s3: Any, tmp_path: Path, n_jobs: int) -> None:
    """Ranges of JSON Lines and columns of Parquet come from the bucket, by each process on its own."""
    folder = write_corpus(tmp_path / "corpus", 150)
    s3.put(str(folder), "articles/corpus", recursive=True)
    run((str(folder),), tmp_path / "files")
    run(("s3://articles/corpus",), tmp_path / "s3", Engine(jobs=n_jobs))
    for table in ("documents", "quotations", "hits", "scores", "transfers", "stances", "failures"):
        assert list_rows(tmp_path / "s3", table) == list_rows(tmp_path / "files", table)
    assert find_everywhere(tmp_path / "s3", SECRET) == []


def test_a_killed_run_over_s3_goes_on(s3: Any, tmp_path: Path) -> None:
    """The same command after a kill ends with the bytes of an undisturbed run."""
    folder = write_corpus(tmp_path / "corpus", 3_000)
    s3.put(str(folder), "articles/corpus", recursive=True)
    command = [sys.executable, "-m", "framing", "run", "s3://articles/corpus", "--lexicon", "loaded-language-en"]
    command += ["--model", "none", "--pages", "none", "--jobs", "2", "--quiet", "--out"]
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    subprocess.run([*command, str(tmp_path / "undisturbed")], env=environment, check=True, timeout=120)
    killed = tmp_path / "killed"
    process = subprocess.Popen([*command, str(killed)], env=environment)
    deadline = time.monotonic() + 60
    while not list(killed.glob("tables/documents/part-*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (killed / "run.json").exists()
    subprocess.run([*command, str(killed)], env=environment, check=True, timeout=120)
    shutil.rmtree(killed / "reading", ignore_errors=True)
    assert list_bytes(killed) == list_bytes(tmp_path / "undisturbed")
