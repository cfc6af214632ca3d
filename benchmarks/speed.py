"""CPU time of `framing` beside other programs on the same articles, in interleaved rounds: one Markdown table.

usage: speed.py CORPUS [--out FILE.md] [--articles N] [--slow-articles N] [--rounds R] [--only CASE]...
                [--peers PYTHON] [--growth N...]

CORPUS is JSON lines with id and text, plain or .gz. The first N articles are measured; the N behind them fill caches,
and n-grams are fitted on them. Cases that are slow by nature run on fewer articles: rates are compared per article.
PYTHON is an interpreter that has what speed-peers.txt names; without it .peers/bin/python, where that is. Seconds are
user and system time of child processes; ratios are taken within a round.
"""

import argparse
import fnmatch
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from speed_lexicons import make_lexicon, write_lexicon
from speed_measuring import Case, CommandError, Measured, read_articles, run_measured, write_articles
from speed_report import Findings, make_report

HERE = Path(__file__).resolve().parent
PEERS_PYTHON = HERE.parent / ".peers" / "bin" / "python"
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
        self.notes: list[str] = []

    def run_framing(self, corpus: Path, *options: str | Path) -> tuple[Measured, dict[str, Any]]:
        shutil.rmtree(self.work / "run", ignore_errors=True)
        command = [sys.executable, "-m", "framing", "run", corpus, "--out", self.work / "run", "--pages", "packed"]
        done = run_measured([*command, "--quiet", *options])
        return done, json.loads((self.work / "run" / "run.json").read_text(encoding="utf-8"))["timings"]

    def run_whole(self, jobs: int = 1) -> float:
        done, _ = self.run_framing(self.work / "measured.jsonl", "--jobs", str(jobs))
        self.walls[jobs].append(done.wall)
        return done.cpu

    def run_with_1000(self) -> float:
        lexicon = self.work / "drawn-1000.yaml"
        done, timings = self.run_framing(self.work / "measured.jsonl", "--jobs", "1", "--lexicon", lexicon)
        for stage, seconds in timings["cpu_seconds"].items():
            self.stages[stage].append(seconds)
        return done.cpu

    def run_naive(self, *lexicons: Path) -> float:
        shutil.rmtree(self.work / "naive", ignore_errors=True)
        command = [sys.executable, HERE / "naive.py", self.work / "measured-slow.jsonl", self.work / "naive"]
        return float(json.loads(run_measured([*command, str(self.n_slow), *lexicons]).output)["cpu_seconds"])

    def _piece(self, program: str, kind: str, *lexicon: Path, is_slow: bool = False) -> Measure:
        python = sys.executable if program == "framing" else self.given.peers
        tail = "-slow.jsonl" if is_slow else ".jsonl"
        corpora = (self.work / f"measured{tail}", self.work / f"warm{tail}")
        command = [python, HERE / f"speed_{program}.py", kind, *corpora, *lexicon]
        return partial(measure_piece, command)

    def make_cases(self) -> Iterator[Case]:
        n, slow = len(self.articles), self.n_slow
        whole, naive = "whole run, start-up included: `framing run`", "work alone: naive pipeline"
        yield Case("run-1000", f"lexicon of 1,000, {whole}", self.run_with_1000, n)
        measure = partial(self.run_naive, self.work / "drawn-1000.yaml")
        yield Case("naive-1000", f"lexicon of 1,000, {naive}", measure, slow, "run-1000", 40)
        yield Case("run", f"shipped lexicons, {whole}", self.run_whole, n)
        yield Case("jobs", f"shipped lexicons, {whole[:-1]} --jobs 2`", partial(self.run_whole, 2), n)
        yield Case("naive", f"shipped lexicons, {naive}", self.run_naive, slow, "run")
        for size in SIZES:
            yield from self._make_lexicon_cases(size)
        if "empath" in self.versions:
            path = self.work / "empath-own"
            measure = self._piece("framing", "lexicon", Path(f"{path}.yaml"))
            yield Case("own-words", "Empath's own word lists: `framing`", measure, n)
            measure = self._piece("peers", "empath-own", is_slow=True)
            yield Case("empath-own", "Empath's own word lists: Empath", measure, slow, "own-words", 30, is_other=True)
        for kind, (title, target) in NGRAMS.items():
            yield Case(kind, f"{title}: `framing`", self._piece("framing", kind), n)
            if "scikit-learn" in self.versions:
                measure = self._piece("peers", kind)
                yield Case(f"sklearn-{kind}", f"{title}: scikit-learn", measure, n, kind, target, is_other=True)
        self.notes += [
            f"Not measured: {title}; {self.given.peers} has no package {package}."
            for package, title in PEERS.values()
            if package not in self.versions
        ]
        self.notes += [f"Not measured: quanteda; {missing}."] if (missing := find_missing_quanteda()) else []

    def _make_lexicon_cases(self, size: int) -> Iterator[Case]:
        n, path, label, own = len(self.articles), self.work / f"drawn-{size}", f"lexicon of {size:,}", f"lexicon-{size}"
        yield Case(own, f"{label}: `framing`", self._piece("framing", "lexicon", Path(f"{path}.yaml")), n)
        for kind, (package, title) in PEERS.items():
            if package in self.versions:
                key, is_slow = f"{kind}-{size}", kind == "empath"
                measure = self._piece("peers", kind, Path(f"{path}.json"), is_slow=is_slow)
                n_here, target = self.n_slow if is_slow else n, TARGETS.get(key, 0)
                yield Case(key, f"{label}: {title}", measure, n_here, own, target, is_other=True)
        if not find_missing_quanteda():
            key, command = f"quanteda-{size}", ["Rscript", HERE / "speed_quanteda.R", self.work / "texts.txt"]
            measure = partial(measure_piece, [*command, Path(f"{path}.tsv")])
            yield Case(key, f"{label}: quanteda", measure, n, own, TARGETS.get(key, 0), is_other=True)

    def grow(self) -> Iterator[str]:
        yield "\n| articles | articles per CPU second | peak memory, MB |\n|---|---|---|"
        for n in self.given.growth:
            say(f"growth to {n:,} articles")
            write_articles(self.articles, n, self.work / "grown.jsonl")
            done, _ = self.run_framing(self.work / "grown.jsonl")
            yield f"| {n:,} | {n / done.cpu:,.0f} | {done.peak_bytes / 1e6:,.0f} |"


def measure_piece(command: Sequence[str | Path]) -> float:
    return float(json.loads(run_measured(command).output)["cpu_seconds"])


def find_missing_quanteda() -> str:
    """What quanteda lacks here; "" for nothing."""
    if not shutil.which("Rscript"):
        return "there is no Rscript here, so speed_quanteda.R was not executed"
    command = ["Rscript", "-e", "quit(status = !requireNamespace('quanteda', quietly = TRUE))"]
    found = subprocess.run(command, capture_output=True, check=False).returncode == 0
    return "" if found else "R has no package quanteda here"


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


def measure_round(cases: dict[str, Case], notes: list[str], label: str) -> None:
    """One measurement of each case. A case of another program that fails leaves `cases`, with a note."""
    for key, case in list(cases.items()):
        start = time.perf_counter()
        try:
            case.seconds.append(case.measure())
        except CommandError as problem:
            if not case.is_other:
                raise
            notes.append(f"Not measured: {case.title}; {problem}")
            del cases[key]
            say(f"{label}, {notes[-1]}")
            continue
        milliseconds, wall = 1000 * case.per_article()[-1], time.perf_counter() - start
        say(f"{label}, {key}: {milliseconds:.2f} ms an article, {wall:.0f} s")


def measure_all(bench: Bench) -> str:
    """The Markdown file."""
    given = bench.given
    cases = choose({case.key: case for case in bench.make_cases()}, given.only)
    for number in range(given.rounds):
        measure_round(cases, bench.notes, f"round {number + 1} of {given.rounds}")
    command = f"python benchmarks/speed.py {given.corpus.name} --articles {given.articles}"
    command += f" --slow-articles {given.slow_articles} --rounds {given.rounds} --out {given.out or 'FILE'}"
    found = Findings(len(bench.articles), given.rounds, command, bench.stages, bench.walls, bench.versions, bench.notes)
    grown = bench.grow() if given.growth else ()
    return "\n".join([*make_report(found, cases), *grown]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--slow-articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], help="a case, or a pattern such as 'spacy*'; repeatable")
    parser.add_argument("--peers", type=Path, default=PEERS_PYTHON if PEERS_PYTHON.exists() else Path(sys.executable))
    parser.add_argument("--growth", type=int, nargs="*", default=[], metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            report = measure_all(Bench(given, Path(folder)))
        except CommandError as problem:
            sys.exit(str(problem))
    if given.out:
        given.out.write_text(report, encoding="utf-8")
    print(report)


if __name__ == "__main__":
    main()
