"""What benchmarks/speed.py measures with and counts with: child processes, medians, ratios, articles."""

import gzip
import json
import os
import platform
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any


class CommandError(Exception):
    """A command ended with an error; says which, and the last line of what it wrote about it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One process: CPU seconds and peak memory of it and its children, wall seconds, what it printed."""

    cpu: float
    wall: float
    peak_bytes: int
    output: str


@dataclass
class Case:
    """A row of the table.

    `beside` is the key of the row by whose seconds for an article this one's are divided, in each round; `target` is
    the least that this ratio should be, 0 where nothing was promised. A case of another program that fails is left
    out of the table and named.
    """

    key: str
    title: str
    measure: Callable[[], float]
    n_articles: int
    beside: str = ""
    target: float = 0
    is_other: bool = False  # another program's work
    seconds: list[float] = field(default_factory=list)

    def per_article(self) -> list[float]:
        """Seconds for an article, by round."""
        return [seconds / self.n_articles for seconds in self.seconds]


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
            last = (errors.read().strip().splitlines() or ["no message"])[-1]
            name = " ".join(Path(part).name for part in map(str, command[:3]))
            raise CommandError(f"{name}: exit code {process.returncode}: {last}")
        return Measured(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024, output.read())


def describe(values: Sequence[float]) -> str:
    """Median and range."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def describe_ratios(numerators: Sequence[float], denominators: Sequence[float]) -> str:
    """Median and range of the ratios within rounds."""
    ratios = [above / below for above, below in zip(numerators, denominators, strict=True)]
    return f"{statistics.median(ratios):.1f} × ({min(ratios):.1f}–{max(ratios):.1f})"


def describe_case(case: Case, cases: dict[str, Case]) -> str:
    """A row of the table."""
    milliseconds = [seconds * 1000 for seconds in case.per_article()]
    rate = 1 / statistics.median(case.per_article())
    ratio = describe_ratios(case.per_article(), cases[case.beside].per_article()) if case.beside else ""
    target = f"{case.target:g} ×" if case.target else ""
    return f"| {case.title} | {case.n_articles:,} | {describe(milliseconds)} | {rate:,.0f} | {ratio} | {target} |"


def describe_machine() -> str:
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text().splitlines() if facts.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def read_articles(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write_articles(articles: list[dict[str, Any]], n: int, path: Path) -> None:
    """The first `n` articles; where there are fewer, they are repeated under new ids."""
    with path.open("w", encoding="utf-8") as out:
        for number, article in enumerate(islice(cycle(articles), n)):
            again = {} if number < len(articles) else {"id": f"{article['id']}-{number // len(articles)}"}
            out.write(json.dumps(article | again, ensure_ascii=False) + "\n")
