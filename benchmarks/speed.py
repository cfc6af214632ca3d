"""CPU time of `framing` beside other programs on the same articles, in interleaved rounds: one Markdown table.

usage: speed.py CORPUS [--articles N] [--rounds R] [--out FILE.md] [--peers PYTHON] [--growth]

CORPUS is JSON lines with id and text, plain or .gz. PYTHON is an interpreter that has spaCy, Empath or scikit-learn,
where this one has not. Seconds are user and system time of child processes; ratios are taken within a round.
"""

import argparse
import gzip
import importlib.metadata
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from speed_lexicons import make_lexicon, write_lexicon

HERE = Path(__file__).resolve().parent
SIZES, GROWTH = (50, 1_000, 20_000), (1_000, 10_000, 100_000)
PEERS = {
    "spacy": ("spacy", "spaCy, blank + sentencizer + PhraseMatcher"),
    "empath": ("empath", "Empath"),
    "count": ("scikit-learn", "scikit-learn, CountVectorizer(vocabulary)"),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One process: CPU seconds and peak memory of it and its children, wall seconds, what it printed."""

    cpu: float
    wall: float
    peak_bytes: int
    output: str


@dataclass
class Case:
    """A row of the table; `ratio_to` is the key of the row whose seconds are divided by this one's, in each round."""

    key: str
    title: str
    measure: Callable[[], float]
    ratio_to: str = ""
    seconds: list[float] = field(default_factory=list)


def run_measured(command: Sequence[str | Path]) -> Measured:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # work is compared, not cores
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=output, stderr=errors, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode:
            sys.exit(f"{command}: exit code {process.returncode}\n{errors.read()[-2000:]}")
        return Measured(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024, output.read())


def describe(values: Sequence[float]) -> str:
    """Median and range."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def describe_ratios(numerators: Sequence[float], denominators: Sequence[float]) -> str:
    """Median and range of the ratios within rounds."""
    ratios = [above / below for above, below in zip(numerators, denominators, strict=True)]
    return f"{statistics.median(ratios):.1f} × ({min(ratios):.1f}–{max(ratios):.1f})"


def read_articles(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write_articles(articles: list[dict[str, Any]], n: int, path: Path) -> None:
    """The first `n` articles; where there are fewer, they are repeated under new ids."""
    with path.open("w", encoding="utf-8") as out:
        for number, article in enumerate(islice(cycle(articles), n)):
            again = {} if number < len(articles) else {"id": f"{article['id']}-{number // len(articles)}"}
            out.write(json.dumps(article | again, ensure_ascii=False) + "\n")


class Bench:
    """The articles, lexicons and findings of one measurement, in a folder that is removed after it."""

    def __init__(self, given: argparse.Namespace, work: Path) -> None:
        self.given, self.work, self.corpus = given, work, work / "articles.jsonl"
        self.articles = list(islice(read_articles(given.corpus), given.articles))
        write_articles(self.articles, len(self.articles), self.corpus)
        texts = [article["text"] for article in self.articles]
        (work / "texts.txt").write_text("".join(" ".join(text.split()) + "\n" for text in texts), encoding="utf-8")
        for size in SIZES:
            write_lexicon(make_lexicon(texts, size), work, f"drawn-{size}")
        self.versions = json.loads(run_measured([given.peers, HERE / "speed_peers.py", "versions"]).output)
        self.stages: defaultdict[str, list[float]] = defaultdict(list)
        self.walls: defaultdict[int, list[float]] = defaultdict(list)
        self.alone: dict[str, list[float]] = {"naive": [], "run": []}  # without imports and set-up
        self.has_jobs = "--jobs" in run_measured([sys.executable, "-m", "framing", "run", "--help"]).output
        self.notes: list[str] = [] if self.has_jobs else ["Two processes: this version has no `--jobs`."]

    def run_framing(self, corpus: Path, *options: str) -> tuple[Measured, dict[str, Any]]:
        shutil.rmtree(self.work / "run", ignore_errors=True)
        command = [sys.executable, "-m", "framing", "run", corpus, "--out", self.work / "run", "--pages", "packed"]
        done = run_measured([*command, "--quiet", *options])
        return done, json.loads((self.work / "run" / "run.json").read_text(encoding="utf-8"))["timings"]

    def run_whole(self, jobs: int = 1) -> float:
        done, timings = self.run_framing(self.corpus, *(["--jobs", str(jobs)] if self.has_jobs else []))
        self.walls[jobs].append(done.wall)
        for stage, seconds in timings["cpu_seconds"].items() if jobs == 1 else ():
            self.stages[stage].append(seconds)
        if jobs == 1:
            self.alone["run"].append(sum(timings["cpu_seconds"].values()))
        return done.cpu

    def run_naive(self) -> float:
        shutil.rmtree(self.work / "naive", ignore_errors=True)
        command = [sys.executable, HERE / "naive.py", self.corpus, self.work / "naive", str(len(self.articles))]
        done = run_measured(command)
        self.alone["naive"].append(json.loads(done.output)["cpu_seconds"])
        return done.cpu

    def piece(self, *command: str | Path) -> Callable[[], float]:
        return lambda: float(json.loads(run_measured(command).output)["cpu_seconds"])

    def make_cases(self) -> Iterator[Case]:
        yield Case("naive", "whole run: naive pipeline", self.run_naive)
        yield Case("run", "whole run: `framing run`", self.run_whole, "naive")
        if self.has_jobs:
            yield Case("jobs", "whole run: `framing run --jobs 2`", lambda: self.run_whole(2), "naive")
        framing, peers = (sys.executable, HERE / "speed_framing.py"), (self.given.peers, HERE / "speed_peers.py")
        rscript = shutil.which("Rscript")
        for size in SIZES:
            path, label = self.work / f"drawn-{size}", f"lexicon of {size:,}"
            own = f"own {size}"
            yield Case(own, f"{label}: `framing`", self.piece(*framing, "lexicon", self.corpus, f"{path}.yaml"))
            for kind, (package, title) in PEERS.items():
                if package in self.versions:
                    measure = self.piece(*peers, kind, self.corpus, f"{path}.json")
                    yield Case(f"{kind} {size}", f"{label}: {title}", measure, f"/{own}")
            if rscript:
                measure = self.piece(rscript, HERE / "speed_quanteda.R", self.work / "texts.txt", f"{path}.tsv")
                yield Case(f"quanteda {size}", f"{label}: quanteda", measure, f"/{own}")
        for kind, title in (("words", "word 1- to 3-grams"), ("characters", "pieces of words of 2 to 5 characters")):
            yield Case(kind, f"{title}: `framing`", self.piece(*framing, kind, self.corpus))
            if "scikit-learn" in self.versions:
                measure = self.piece(*peers, kind, self.corpus)
                yield Case(f"sklearn {kind}", f"{title}: scikit-learn", measure, f"/{kind}")
        absent = [title for package, title in PEERS.values() if package not in self.versions]
        self.notes += [f"Not installed, so not measured: {name}." for name in [*absent, *["quanteda"] * (not rscript)]]

    def grow(self) -> Iterator[str]:
        yield "\n| articles | articles per CPU second | peak memory, MB |\n|---|---|---|"
        for n in GROWTH:
            write_articles(self.articles, n, self.work / "grown.jsonl")
            done, _ = self.run_framing(self.work / "grown.jsonl")
            yield f"| {n:,} | {n / done.cpu:,.0f} | {done.peak_bytes / 1e6:,.0f} |"


def describe_case(case: Case, cases: dict[str, Case], n: int) -> str:
    """A row. `ratio_to` with a slash: how many times the seconds of that row this one takes."""
    ratio = ""
    if case.ratio_to.startswith("/"):
        ratio = describe_ratios(case.seconds, cases[case.ratio_to[1:]].seconds) + " of `framing`"
    elif case.ratio_to:
        ratio = describe_ratios(cases[case.ratio_to].seconds, case.seconds) + " less than naive"
    return f"| {case.title} | {describe(case.seconds)} | {n / statistics.median(case.seconds):,.0f} | {ratio} |"


def describe_machine() -> str:
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text().splitlines() if facts.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def make_report(bench: Bench, cases: dict[str, Case]) -> Iterator[str]:
    own = {name: importlib.metadata.version(name) for name in ("numpy", "scikit-learn", "nltk", "jinja2")}
    beside = {f"{name} of the others": version for name, version in bench.versions.items()}
    versions = ", ".join(f"{name} {version}" for name, version in (own | beside).items())
    yield f"{time.strftime('%Y-%m-%d')}; {describe_machine()}; {versions}. The machine was shared with other work.\n"
    yield f"{len(bench.articles):,} articles, {bench.given.rounds} interleaved rounds; CPU seconds: median (range).\n"
    yield "| what | CPU seconds | articles per CPU second | ratio |\n|---|---|---|---|"
    yield from (describe_case(case, cases, len(bench.articles)) for case in cases.values())
    naive, run = bench.alone["naive"], bench.alone["run"]
    yield (
        "\nWhole runs hold start-up and, for the naive pipeline, the fitting of its model. The work alone: naive "
        f"{describe(naive)}, `framing run` {describe(run)} CPU seconds, {describe_ratios(naive, run)} less than naive."
    )
    yield "\n| stage of `framing run` | CPU seconds |\n|---|---|"
    yield from (f"| {stage} | {describe(seconds)} |" for stage, seconds in bench.stages.items())
    if bench.has_jobs:
        yield f"\nWall time, one process against two: {describe_ratios(bench.walls[1], bench.walls[2])}."
    yield "".join(f"\n{note}" for note in bench.notes)
    if bench.given.growth:
        yield from bench.grow()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--peers", default=sys.executable)
    parser.add_argument("--growth", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(given, Path(folder))
        cases = {case.key: case for case in bench.make_cases()}
        for _ in range(given.rounds):
            for case in cases.values():
                case.seconds.append(case.measure())
        report = "\n".join(make_report(bench, cases)) + "\n"
    if given.out:
        given.out.write_text(report, encoding="utf-8")
    print(report)


if __name__ == "__main__":
    main()
