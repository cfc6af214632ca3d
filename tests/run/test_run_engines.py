"""Whoever does the work of a run, in whatever order and with whatever losses: the bytes are the same."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from framing.columns import FAILURES
from framing.errors import InputError
from framing.ingest import IngestOptions, Portion
from framing.run import Choice, Engine, Outcome, RunPlan, Store, read_manifest, run_corpus
from framing.run.engines import Processes, choose_jobs
from framing.run.shards import Shard

SMALL = Choice(lexicons=("loaded-language-en",), model="none")
POSIX = pytest.mark.skipif(os.name != "posix", reason="kills by signal")


class Shuffled(Executor):
    """A thread that takes the waiting task of its choice; like an engine whose workers differ in speed."""

    def __init__(self, seed: int) -> None:
        self._choose = random.Random(seed)
        self._tasks: list[tuple[Future[Any], Callable[[], Any]]] = []
        self._condition = threading.Condition()
        threading.Thread(target=self._serve, daemon=True).start()

    def submit(self, fn, /, *args, **kwargs):
        future: Future[Any] = Future()
        with self._condition:
            self._tasks.append((future, lambda: fn(*args, **kwargs)))
            self._condition.notify()
        return future

    def _serve(self) -> None:
        while True:
            time.sleep(0.002)  # lets tasks gather
            with self._condition:
                self._condition.wait_for(lambda: self._tasks)
                future, do = self._tasks.pop(self._choose.randrange(len(self._tasks)))
            try:
                future.set_result(do())
            except Exception as problem:  # noqa: BLE001
                future.set_exception(problem)


class Poisoned(Processes):
    """Processes that do not survive a certain article, and that end once over another one."""

    def __init__(self, n_workers: int, deadly: str = "", frail: str = "", scratch: Path = Path()) -> None:
        super().__init__(n_workers)
        self._danger = (deadly, frail, scratch)

    def submit(self, fn, /, *args, **kwargs):
        return super().submit(live_dangerously, self._danger, fn, *args)


def live_dangerously(danger: tuple[str, str, Path], fn: Callable[..., Any], *args: Any) -> Any:
    deadly, frail, scratch = danger
    told = [one.document_id for arg in args if isinstance(arg, Shard) for one in arg.arrivals]
    told += [arg.place for arg in args if isinstance(arg, Portion)]
    if any(deadly and one.startswith(deadly) for one in told):
        os.kill(os.getpid(), signal.SIGKILL)
    if any(frail and one.startswith(frail) for one in told) and not (scratch / "died").exists():
        (scratch / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return fn(*args)


@dataclass(frozen=True)
class Given(Engine):
    """An engine of the test's own."""

    make: Callable[[], Executor] = lambda: Shuffled(0)
    n_workers: int = 3

    @contextlib.contextmanager
    def open(self, n_bytes: int) -> Iterator[tuple[Executor, int]]:
        executor = self.make()
        yield executor, self.n_workers
        executor.shutdown(cancel_futures=True)


def run(corpus: Path, out: Path, engine: Engine | None = None, **options: Any) -> Outcome:
    plan = RunPlan((str(corpus),), out, SMALL, engine=engine or Engine(), portion_bytes=20_000, **options)
    return run_corpus(plan, lambda share, outcome: None, lambda note: None)


def read_run(out: Path) -> dict[str, Any]:
    """Every file of a run folder; of the manifest what is no timing."""
    files: dict[str, Any] = {
        path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }
    manifest = json.loads(files.pop("run.json"))
    return files | {"run.json": {name: manifest[name] for name in manifest.keys() - {"timings", "written"}}}


def without_reused(files: dict[str, Any]) -> dict[str, Any]:
    files["run.json"]["counts"].pop("reused_documents", None)
    return files


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """900 articles in three files; some repeat a text that stands far before, some cannot be read."""
    folder = tmp_path_factory.mktemp("corpus")
    for part in range(3):
        rows = []
        for number in range(part * 300, part * 300 + 300):
            told = number % 250
            text = f"Harbour report {told}\n\nThe mayor said that a shameful wave had reached port {told}, a disaster."
            rows.append(json.dumps({"id": f"port-{number}", "outlet": f"Gazette {number % 4}", "text": text}))
        rows.insert(100, "{broken")
        (folder / f"{part}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def alone(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The files of a run in one process."""
    out = tmp_path_factory.mktemp("alone") / "run"
    run(corpus, out)
    return read_run(out)


@pytest.mark.parametrize(("seed", "n_workers"), [(1, 1), (2, 2), (3, 3), (4, 8)])
def test_order_and_number_do_not_matter(
    corpus: Path, alone: dict[str, Any], tmp_path: Path, seed: int, n_workers: int
) -> None:
    """Any number of workers that finish in any order write the same bytes, index and manifest included."""
    run(corpus, tmp_path / "run", Given(make=lambda: Shuffled(seed), n_workers=n_workers))
    assert read_run(tmp_path / "run") == alone


def test_portions_do_not_matter(corpus: Path, alone: dict[str, Any], tmp_path: Path) -> None:
    """The run is the same however much is read at a time."""
    plan = RunPlan((str(corpus),), tmp_path / "run", SMALL, portion_bytes=700)
    run_corpus(plan, lambda share, outcome: None, lambda note: None)
    assert read_run(tmp_path / "run") == alone


def test_processes_write_the_same(corpus: Path, alone: dict[str, Any], tmp_path: Path) -> None:
    """Two processes write what one writes, and leave nothing else behind."""
    run(corpus, tmp_path / "run", Engine(jobs=2))
    assert read_run(tmp_path / "run") == alone


def test_a_double_id_is_found_between_workers(corpus: Path, tmp_path: Path) -> None:
    """Two articles of one id end a run with both places, wherever they are read; nothing of the reading is left."""
    twice = tmp_path / "twice"
    twice.mkdir()
    for name in ("0.jsonl", "1.jsonl"):
        (twice / name).write_bytes((corpus / "0.jsonl").read_bytes())
    with pytest.raises(InputError, match=r"'port-0' stands in .*0\.jsonl:1 and .*1\.jsonl:1; give each"):
        run(twice, tmp_path / "run", Given())
    assert not (tmp_path / "run" / "reading").exists()


def test_a_limit_holds_for_all_workers(corpus: Path, tmp_path: Path) -> None:
    """`limit` takes the first articles, as in one process."""
    for name, engine in (("one", Engine()), ("many", Given())):
        run(corpus, tmp_path / name, engine, ingest=IngestOptions(limit=345))
    assert read_run(tmp_path / "one") == read_run(tmp_path / "many")
    assert read_manifest(tmp_path / "many").counts["documents"] == 345


@POSIX
@pytest.mark.parametrize("frail", ["port-450", "1.jsonl from line 1 "], ids=["analysing", "reading"])
def test_a_dead_worker_costs_a_retry(corpus: Path, alone: dict[str, Any], tmp_path: Path, frail: str) -> None:
    """A worker killed while reading or analysing is replaced, and the run ends as if nothing had been."""
    frail = f"{corpus}/{frail}" if "jsonl" in frail else frail
    run(corpus, tmp_path / "run", Given(make=lambda: Poisoned(2, "", frail, tmp_path), n_workers=2))
    assert (tmp_path / "died").exists()
    assert read_run(tmp_path / "run") == alone


@POSIX
def test_a_deadly_article_is_set_aside(corpus: Path, alone: dict[str, Any], tmp_path: Path) -> None:
    """A shard that kills its worker twice becomes a failure with its range; the same command later tries it again."""
    out = tmp_path / "run"
    outcome = run(corpus, out, Given(make=lambda: Poisoned(2, "port-450"), n_workers=2))
    (failure,) = read_manifest(out).set_aside
    assert failure["error"] == "set aside"
    assert ".jsonl:" in failure["source"]
    rows = [row for part in outcome.parts for row in Store(out).read(FAILURES, part).rows()]
    assert failure in rows
    assert 300 < outcome.counts["documents"] < 900
    again = run(corpus, out)
    assert again.counts["reused_documents"] == outcome.counts["documents"]
    assert without_reused(read_run(out)) == alone


@POSIX
def test_input_that_cannot_be_read_is_set_aside(corpus: Path, tmp_path: Path) -> None:
    """A portion whose reading kills its worker twice becomes a failure with its range; the rest is read."""
    place = f"{corpus}/0.jsonl from line 1 "
    outcome = run(corpus, tmp_path / "run", Given(make=lambda: Poisoned(2, place), n_workers=2))
    (failure,) = outcome.set_aside
    assert failure["source"].startswith(place)
    assert 600 < outcome.counts["documents"] < 900


def list_children(pid: int) -> list[int]:
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in done.stdout.split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
@pytest.mark.parametrize("signal_name", ["SIGKILL", "SIGINT"])
def test_a_run_of_processes_continues(corpus: Path, alone: dict[str, Any], tmp_path: Path, signal_name: str) -> None:
    """A run that is killed or interrupted takes its workers along; the same command ends with the same bytes."""
    out = tmp_path / "run"
    command = [sys.executable, "-m", "framing", "run", str(corpus), "--out", str(out), "--quiet", "--jobs", "2"]
    command += ["--lexicon", "loaded-language-en", "--model", "none"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 120
    while not list((out / "tables").glob("documents/part-*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.01)
    children = list_children(process.pid)
    assert len(children) >= 2
    if signal_name == "SIGINT":
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGKILL)
    complaint = process.communicate(timeout=60)[1]
    assert b"Traceback" not in complaint
    while any(map(is_alive, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_alive, children))
    assert not (out / "run.json").exists()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    assert without_reused(read_run(out)) == alone


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
@pytest.mark.parametrize(("signal_name", "exit_code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_run_that_has_hardly_begun_is_stopped(corpus: Path, tmp_path: Path, signal_name: str, exit_code: int) -> None:
    """Workers that are still starting end without a word; what is said is that the run stops, and then has stopped."""
    command = [sys.executable, "-m", "framing", "run", str(corpus), "--out", str(tmp_path / "run"), "--jobs", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True, text=True)
    deadline = time.monotonic() + 120
    # The first child counts what is shared; the workers come after it.
    while len(list_children(process.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    if signal_name == "SIGINT":
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=120)[1].splitlines()
    assert [line.split()[1].strip(",;") for line in said] == ["stopping", "stopped"], said
    assert process.returncode == exit_code


def test_a_fresh_run_takes_nothing_over(corpus: Path, alone: dict[str, Any], tmp_path: Path) -> None:
    """`--fresh` deletes what an earlier run left; a folder of other files stays refused."""
    out = tmp_path / "run"
    run(corpus, out)
    (out / "articles" / "stray.html").write_text("left over", encoding="utf-8")
    assert "reused_documents" not in run(corpus, out, is_fresh=True).counts
    assert read_run(out) == alone
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="no run folder"):
        run(corpus, tmp_path / "thesis", is_fresh=True)
    assert (tmp_path / "thesis" / "index.html").exists()


def test_small_inputs_take_one_process() -> None:
    """By default small inputs are done in one process, large ones in one per processor, at most 8."""
    assert choose_jobs(1_000_000) == 1
    assert 1 <= choose_jobs(10**12) <= 8
