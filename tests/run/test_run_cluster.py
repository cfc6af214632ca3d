"""Runs on a Dask cluster of two workers on this machine: the same bytes, also after losses."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from framing.errors import FramingError
from framing.remote import RemotePath
from framing.run import Choice, Engine, RunPlan, run_corpus
from framing.run.cluster import ClusterTasks

pytest.importorskip("distributed")

TOP = Path(__file__).resolve().parents[2]
OPTIONS = ["--lexicon", "loaded-language-en", "--model", "none", "--quiet", "--pages", "none"]
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `dask scheduler` or `dask worker`, and ends what it started."""
    processes: list[subprocess.Popen[bytes]] = []

    def start_one(what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", "from dask.__main__ import main; main()", what, *options]
        command += ["--scheduler-file", str(tmp_path / "scheduler.json")]
        environment = {**os.environ, "PYTHONPATH": str(TOP)}
        with (tmp_path / f"{what}-{len(processes)}.log").open("wb") as log:
            processes.append(
                subprocess.Popen(command, stdout=log, stderr=log, cwd=tmp_path, env=environment, start_new_session=True)
            )
        return processes[-1]

    yield start_one
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def start_scheduler(start: Start, tmp_path: Path) -> subprocess.Popen[bytes]:
    (tmp_path / "scheduler.json").unlink(missing_ok=True)
    scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0")
    deadline = time.monotonic() + 60
    while not (tmp_path / "scheduler.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return scheduler


def start_worker(start: Start, n_threads: int = 1) -> subprocess.Popen[bytes]:
    return start("worker", "--no-dashboard", "--host", "127.0.0.1", "--nthreads", str(n_threads))


def write_corpus(path: Path, n_articles: int) -> None:
    text = (
        "Harbour report {0}\n\nThe mayor said that a shameful wave had reached port {0}, a disaster. " + "Words. " * 300
    )
    rows = ({"id": f"port-{n}", "outlet": f"Gazette {n % 4}", "text": text.format(n)} for n in range(n_articles))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def read_run(out: Path) -> dict[str, Any]:
    files: dict[str, Any] = {
        path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }
    manifest = json.loads(files.pop("run.json"))
    manifest["counts"].pop("reused_documents", None)
    return files | {"run.json": {name: manifest[name] for name in manifest.keys() - {"timings", "written"}}}


def make_command(corpus: Path, out: Path, tmp_path: Path) -> list[str]:
    cluster = ["--engine", "dask", "--scheduler-file", str(tmp_path / "scheduler.json")]
    return [sys.executable, "-m", "framing", "run", str(corpus), "--out", str(out), *OPTIONS, *cluster]


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_a_cluster_writes_the_same_whatever_dies(start: Start, tmp_path: Path) -> None:
    """A worker killed costs what it was doing; a scheduler killed ends the run, and the same command continues it."""
    corpus = tmp_path / "corpus.jsonl"
    write_corpus(corpus, 6000)
    alone = RunPlan((str(corpus),), tmp_path / "alone", Choice(("loaded-language-en",), "none"), pages="none")
    run_corpus(alone, lambda share, outcome: None, lambda note: None)
    scheduler = start_scheduler(start, tmp_path)
    worker, _ = start_worker(start), start_worker(start, 2)
    out = tmp_path / "run"
    process = subprocess.Popen(make_command(corpus, out, tmp_path), stderr=subprocess.PIPE)
    wait_for_parts(out, 1)
    os.killpg(worker.pid, signal.SIGKILL)
    wait_for_parts(out, 3)
    os.killpg(scheduler.pid, signal.SIGKILL)
    complaint = process.communicate(timeout=120)[1].decode()
    assert process.returncode == 1
    assert "the Dask scheduler is gone" in complaint
    assert not (out / "run.json").exists()
    start_scheduler(start, tmp_path)
    start_worker(start), start_worker(start)
    done = subprocess.run([*make_command(corpus, out, tmp_path), "--json"], check=True, capture_output=True, text=True)
    assert json.loads(done.stdout)["counts"]["reused_documents"] >= 256
    assert read_run(out) == read_run(tmp_path / "alone")


def test_workers_read_from_s3_and_write_to_it(start: Start, s3: Any, tmp_path: Path) -> None:
    """Each worker reads its own ranges from the bucket, and writes its own parts into one.

    The bytes are those of one process on this machine, and no log has secrets.
    """
    write_corpus(tmp_path / "corpus.jsonl", 1500)
    s3.put(str(tmp_path / "corpus.jsonl"), "articles/corpus.jsonl")
    choice = Choice(("loaded-language-en",), "none")
    alone = RunPlan(("s3://articles",), tmp_path / "alone", choice, pages="none", portion_bytes=400_000)
    run_corpus(alone, lambda share, outcome: None, lambda note: None)
    start_scheduler(start, tmp_path)
    start_worker(start), start_worker(start)
    engine = Engine("dask", scheduler_file=str(tmp_path / "scheduler.json"))
    s3.mkdir("runs")
    for out in (tmp_path / "run", RemotePath("s3://runs/run")):
        run_corpus(replace(alone, run_dir=out, engine=engine), lambda share, outcome: None, lambda note: None)
    assert read_run(tmp_path / "run") == read_run(tmp_path / "alone")
    s3.get("runs/run", str(tmp_path / "fetched"), recursive=True)
    assert read_run(tmp_path / "fetched") == read_run(tmp_path / "alone")
    assert not [path for path in tmp_path.glob("*.log") if b"hush-hush-hush" in path.read_bytes()]


def wait_for_parts(out: Path, n_parts: int) -> None:
    deadline = time.monotonic() + 120
    while len(list((out / "tables").glob("documents/part-*.parquet"))) < n_parts and time.monotonic() < deadline:
        time.sleep(0.01)


class DeafClient:
    """A client whose tasks stay pending, as Dask's do where a result is being fetched when the scheduler dies."""

    status = "running"
    scheduler_comm = "the first connection"

    def get_executor(self, *, pure: bool) -> Executor:
        assert not pure
        return self  # type: ignore[return-value]

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> "Future[Any]":
        return Future()

    def shutdown(self, wait: bool = True) -> None: ...


@pytest.mark.parametrize("change", [{"status": "connecting"}, {"scheduler_comm": "another connection"}])
def test_a_task_ends_where_the_scheduler_is_gone(change: dict[str, str]) -> None:
    """What Dask leaves pending fails when the connection is lost, also where another has taken its place."""
    client = DeafClient()
    tasks = ClusterTasks(client)
    future = tasks.submit(len, "")
    with pytest.raises(TimeoutError):
        future.result(timeout=1.5)
    for name, value in change.items():
        setattr(client, name, value)
    with pytest.raises(FramingError, match="the Dask scheduler is gone"):
        future.result(timeout=30)
    tasks.shutdown()


def test_a_missing_scheduler_is_said(tmp_path: Path) -> None:
    """One line says that no scheduler has written the file."""
    write_corpus(tmp_path / "corpus.jsonl", 2)
    plan = RunPlan((str(tmp_path / "corpus.jsonl"),), tmp_path / "run", engine=Engine("dask", None, None, "none.json"))
    with pytest.raises(FramingError, match=r"none\.json: no such file"):
        run_corpus(plan, lambda share, outcome: None, lambda note: None)
