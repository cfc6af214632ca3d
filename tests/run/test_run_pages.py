"""HTML pages in a run: every process extracts, the share of the time is told, another extractor reads again."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from framing.errors import InputError
from framing.ingest import IngestOptions
from framing.run import Choice, Engine, Outcome, RunPlan, run_corpus, spool

SMALL = Choice(lexicons=("loaded-language-en",), model="none")


def run(corpus: Path, out: Path, jobs: int | None = 1, **options: Any) -> Outcome:
    plan = RunPlan((str(corpus),), out, SMALL, IngestOptions(**options), engine=Engine(jobs=jobs))
    return run_corpus(plan, lambda share, outcome: None, lambda note: None)


def read_run(out: Path) -> dict[str, Any]:
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.*") if path.is_file()}
    return {name: content for name, content in files.items() if name != "run.json"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """150 pages, one of them without an article, and as many in rows."""
    folder = tmp_path_factory.mktemp("corpus")
    rows = []
    for number in range(150):
        told = f"<p>The mayor of port {number} said that the shameful delay was a disaster for the harbour.</p>" * 3
        page = f"<html><head><title>Port {number}</title></head><body><nav><a>Home</a></nav><article>{told}</article>"
        (folder / f"{number:03}.html").write_text("<p>" if number == 70 else page, encoding="utf-8")
        rows.append(json.dumps({"id": f"row-{number}", "html": page.replace("port", "quay")}))
    (folder / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_two_processes_write_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    """Pages that two processes extract give the bytes of one process, and every page is counted."""
    outcomes = [run(corpus, tmp_path / str(jobs), jobs) for jobs in (1, 2)]
    assert read_run(tmp_path / "1") == read_run(tmp_path / "2")
    assert [outcome.counts["html_pages"] for outcome in outcomes] == [300, 300]
    assert outcomes[0].counts["documents"] == 299


def test_the_share_of_the_time_is_told(corpus: Path, tmp_path: Path) -> None:
    """`extract` stands among the stages of run.json where pages were read, with the time of their processes."""
    start = time.process_time()
    outcome = run(corpus, tmp_path / "run")
    own = time.process_time() - start
    seconds = json.loads((tmp_path / "run" / "run.json").read_text())["timings"]["cpu_seconds"]
    assert seconds["extract"] == pytest.approx(outcome.pages.cpu_seconds, abs=0.001)
    assert min(seconds.values()) >= 0
    # The stages are the time of this process, and that of the extractor's process beside it.
    assert sum(seconds.values()) - outcome.pages.extractor_seconds == pytest.approx(own, abs=1)
    (tmp_path / "a.txt").write_text("The mayor said that the delay was shameful.", encoding="utf-8")
    assert "extract" not in run(tmp_path / "a.txt", tmp_path / "text").cpu_seconds


def test_another_extractor_reads_again(corpus: Path, tmp_path: Path) -> None:
    """A run with another extractor into the same folder has its texts, and names it in run.json."""
    pytest.importorskip("resiliparse")
    run(corpus, tmp_path / "run")
    run(corpus, tmp_path / "run", extractor="fast")
    run(corpus, tmp_path / "fresh", extractor="fast")
    assert read_run(tmp_path / "run") == read_run(tmp_path / "fresh")
    manifest = json.loads((tmp_path / "run" / "run.json").read_text())
    assert manifest["options"]["ingest"]["extractor"] == "fast"
    assert "resiliparse" in manifest["libraries"]


@pytest.mark.parametrize(("extractor", "n_bytes"), [("trafilatura", 5 * 64_000), ("fast", 0)])
def test_pages_count_for_the_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extractor: str, n_bytes: int
) -> None:
    """By default the number of processes follows from what pages cost, not only from their bytes."""
    if extractor == "fast":
        pytest.importorskip("resiliparse")
    for number in range(5):
        (tmp_path / f"{number}.html").write_text("<p>")
    asked: list[int] = []
    monkeypatch.setattr("framing.run.engines.choose_jobs", lambda n_bytes: asked.append(n_bytes) or 1)
    with pytest.raises(InputError, match="no article text"):
        run(tmp_path, tmp_path / "run", jobs=None, extractor=extractor)
    assert asked == [n_bytes]


def test_the_extractor_ends_with_the_run(corpus: Path, tmp_path: Path) -> None:
    """The process is shared by the portions of a run, and is gone at its end."""
    run(corpus, tmp_path / "run")
    assert spool._open_pages.cache_info().currsize == 0
