"""CPU time of `framing` beside other programs on the same articles, in interleaved rounds: one Markdown table.

usage: speed.py CORPUS [--articles N] [--slow-articles N] [--rounds R] [--only CASE]... [--peers PYTHON]
                [--out FILE.md] [--growth N...]

CORPUS is JSON lines with id and text, plain or .gz. The first N articles are measured; the N behind them fill caches,
and n-grams are fitted on them. Cases that are slow by nature run on fewer articles: rates are compared per article.
PYTHON is an interpreter that has spaCy, Empath and scikit-learn, where this one has not. Seconds are user and system
time of child processes; ratios are taken within a round.
"""

import argparse
import fnmatch
import importlib.metadata
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from speed_lexicons import make_lexicon, write_lexicon
from speed_measuring import (
    Case,
    Measured,
    describe,
    describe_case,
    describe_machine,
    describe_ratios,
    read_articles,
    run_measured,
    write_articles,
)

HERE = Path(__file__).resolve().parent
SIZES = (50, 1_000, 20_000)
PEERS = {
    "spacy": ("spacy", "spaCy, blank + sentencizer + PhraseMatcher"),
    "empath": ("empath", "Empath"),
    "count": ("scikit-learn", "scikit-learn, CountVectorizer(vocabulary)"),
}
TARGETS = {"spacy-1000": 10, "quanteda-1000": 10}
NGRAMS = {"words": ("word 1- to 3-grams", 4), "characters": ("pieces of words of 2 to 5 characters", 6)}
Measure = Callable[[], float]


class Bench:
    """The articles, lexicons and findings of one measurement, in a folder that is removed after it."""

    def __init__(self, given: argparse.Namespace, work: Path) -> None:
        self.given, self.work = given, work
        found = list(islice(read_articles(given.corpus), 2 * given.articles))
        self.articles, beside = found[: given.articles], found[given.articles :]
        if not beside:
            sys.exit(
                f"{given.corpus}: holds {len(found):,} articles; with --articles {given.articles} none fill caches"
            )
        self.n_slow = min(given.slow_articles, len(self.articles))
        for name, articles in (("measured", self.articles), ("warm", beside)):
            write_articles(articles, len(articles), work / f"{name}.jsonl")
            write_articles(articles, min(self.n_slow, len(articles)), work / f"{name}-slow.jsonl")
        texts = [article["text"] for article in self.articles]
        (work / "texts.txt").write_text("".join(" ".join(text.split()) + "\n" for text in texts), encoding="utf-8")
        for size in SIZES:
            write_lexicon(make_lexicon(texts, size), work, f"drawn-{size}")
        self.versions = json.loads(run_measured([given.peers, HERE / "speed_peers.py", "versions"]).output)
        if "empath" in self.versions:
            output = run_measured([given.peers, HERE / "speed_peers.py", "empath-words"]).output
            write_lexicon(json.loads(output), work, "empath-own")
        self.stages: defaultdict[str, list[float]] = defaultdict(list)
        self.walls: defaultdict[int, list[float]] = defaultdict(list)
        self.alone: list[float] = []  # `framing run` without imports and set-up
        self.notes: list[str] = []

    def run_framing(self, corpus: Path, jobs: int = 1) -> tuple[Measured, dict[str, Any]]:
        shutil.rmtree(self.work / "run", ignore_errors=True)
        command = [sys.executable, "-m", "framing", "run", corpus, "--out", self.work / "run", "--pages", "packed"]
        done = run_measured([*command, "--quiet", "--jobs", str(jobs)])
        return done, json.loads((self.work / "run" / "run.json").read_text(encoding="utf-8"))["timings"]

    def run_whole(self, jobs: int = 1) -> float:
        done, timings = self.run_framing(self.work / "measured.jsonl", jobs)
        self.walls[jobs].append(done.wall)
        if jobs == 1:
            self.alone.append(sum(timings["cpu_seconds"].values()))
            for stage, seconds in timings["cpu_seconds"].items():
                self.stages[stage].append(seconds)
        return done.cpu

    def run_naive(self) -> float:
        shutil.rmtree(self.work / "naive", ignore_errors=True)
        command = [sys.executable, HERE / "naive.py", self.work / "measured-slow.jsonl", self.work / "naive"]
        return float(json.loads(run_measured([*command, str(self.n_slow)]).output)["cpu_seconds"])

    def _piece(self, program: str, kind: str, *lexicon: Path, is_slow: bool = False) -> Measure:
        python = sys.executable if program == "framing" else self.given.peers
        tail = "-slow.jsonl" if is_slow else ".jsonl"
        corpora = (self.work / f"measured{tail}", self.work / f"warm{tail}")
        command = [python, HERE / f"speed_{program}.py", kind, *corpora, *lexicon]
        return lambda: float(json.loads(run_measured(command).output)["cpu_seconds"])

    def make_cases(self) -> Iterator[Case]:
        n, slow = len(self.articles), self.n_slow
        yield Case("run", "whole run: `framing run`, start-up included", self.run_whole, n)
        yield Case("jobs", "whole run: `framing run --jobs 2`", partial(self.run_whole, 2), n)
        yield Case("naive", "whole run: naive pipeline, work alone", self.run_naive, slow, "run", 40)
        for size in SIZES:
            yield from self._make_lexicon_cases(size)
        if "empath" in self.versions:
            path = self.work / "empath-own"
            measure = self._piece("framing", "lexicon", Path(f"{path}.yaml"))
            yield Case("own-words", "Empath's own word lists: `framing`", measure, n)
            measure = self._piece("peers", "empath-own", is_slow=True)
            yield Case("empath-own", "Empath's own word lists: Empath", measure, slow, "own-words", 30)
        for kind, (title, target) in NGRAMS.items():
            is_slow = kind == "characters"
            n_here = slow if is_slow else n
            yield Case(kind, f"{title}: `framing`", self._piece("framing", kind, is_slow=is_slow), n_here)
            if "scikit-learn" in self.versions:
                measure = self._piece("peers", kind, is_slow=is_slow)
                yield Case(f"sklearn-{kind}", f"{title}: scikit-learn", measure, n_here, kind, target)
        absent = [title for package, title in PEERS.values() if package not in self.versions]
        absent += [] if has_quanteda() else ["quanteda"]
        self.notes += [f"Not installed, so not measured: {name}." for name in absent]

    def _make_lexicon_cases(self, size: int) -> Iterator[Case]:
        n, path, label, own = len(self.articles), self.work / f"drawn-{size}", f"lexicon of {size:,}", f"lexicon-{size}"
        yield Case(own, f"{label}: `framing`", self._piece("framing", "lexicon", Path(f"{path}.yaml")), n)
        for kind, (package, title) in PEERS.items():
            if package in self.versions:
                key, is_slow = f"{kind}-{size}", kind == "empath"
                measure = self._piece("peers", kind, Path(f"{path}.json"), is_slow=is_slow)
                yield Case(key, f"{label}: {title}", measure, self.n_slow if is_slow else n, own, TARGETS.get(key, 0))
        if has_quanteda():
            command = ["Rscript", HERE / "speed_quanteda.R", self.work / "texts.txt", Path(f"{path}.tsv")]
            key = f"quanteda-{size}"
            yield Case(
                key,
                f"{label}: quanteda",
                lambda: float(json.loads(run_measured(command).output)["cpu_seconds"]),
                n,
                own,
                TARGETS.get(key, 0),
            )

    def grow(self) -> Iterator[str]:
        yield "\n| articles | articles per CPU second | peak memory, MB |\n|---|---|---|"
        for n in self.given.growth:
            say(f"growth to {n:,} articles")
            write_articles(self.articles, n, self.work / "grown.jsonl")
            done, _ = self.run_framing(self.work / "grown.jsonl")
            yield f"| {n:,} | {n / done.cpu:,.0f} | {done.peak_bytes / 1e6:,.0f} |"


def has_quanteda() -> bool:
    if not shutil.which("Rscript"):
        return False
    command = ["Rscript", "-e", "quit(status = !requireNamespace('quanteda', quietly = TRUE))"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def choose(cases: dict[str, Case], wanted: list[str]) -> dict[str, Case]:
    """The wanted cases and those that they are compared with; all where none is named."""
    if not wanted:
        return cases
    keys = {key for pattern in wanted for key in fnmatch.filter(cases, pattern)}
    if not keys:
        sys.exit(f"--only: no case is called {', '.join(wanted)}; there are {', '.join(cases)}")
    keys |= {cases[key].beside for key in keys}
    return {key: case for key, case in cases.items() if key in keys}


def make_report(bench: Bench, cases: dict[str, Case]) -> Iterator[str]:
    own = {name: importlib.metadata.version(name) for name in ("numpy", "scikit-learn", "nltk", "jinja2")}
    beside = {f"{name} of the others": version for name, version in bench.versions.items()}
    versions = ", ".join(f"{name} {version}" for name, version in (own | beside).items())
    yield f"{time.strftime('%Y-%m-%d')}; {describe_machine()}; {versions}. The machine was shared with other work.\n"
    yield f"{bench.given.rounds} interleaved rounds; CPU time for an article: median (range).\n"
    yield "| what | articles | CPU milliseconds an article | articles per CPU second | times `framing` | at least |"
    yield "|---|---|---|---|---|---|"
    yield from (describe_case(case, cases) for case in cases.values())
    if bench.alone and "naive" in cases:
        naive, run = cases["naive"].per_article(), [seconds / len(bench.articles) for seconds in bench.alone]
        yield f"\nWithout the start-up of `framing run` naive takes {describe_ratios(naive, run)} its time."
    if bench.stages:
        yield "\n| stage of `framing run` | CPU milliseconds an article |\n|---|---|"
        scale = 1000 / len(bench.articles)
        yield from (f"| {stage} | {describe([one * scale for one in s])} |" for stage, s in bench.stages.items())
    if bench.walls[1] and bench.walls[2]:
        yield f"\nWall time, one process against two: {describe_ratios(bench.walls[1], bench.walls[2])}."
    yield "".join(f"\n{note}" for note in bench.notes)
    if bench.given.growth:
        yield from bench.grow()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--slow-articles", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], help="a case, or a pattern such as 'spacy*'; repeatable")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--peers", default=sys.executable)
    parser.add_argument("--growth", type=int, nargs="*", default=[], metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(given, Path(folder))
        cases = choose({case.key: case for case in bench.make_cases()}, given.only)
        for number in range(given.rounds):
            for case in cases.values():
                start = time.perf_counter()
                case.seconds.append(case.measure())
                milliseconds = 1000 * case.per_article()[-1]
                wall = time.perf_counter() - start
                say(f"round {number + 1} of {given.rounds}, {case.key}: {milliseconds:.2f} ms an article, {wall:.0f} s")
        report = "\n".join(make_report(bench, cases)) + "\n"
    if given.out:
        given.out.write_text(report, encoding="utf-8")
    print(report)


if __name__ == "__main__":
    main()
