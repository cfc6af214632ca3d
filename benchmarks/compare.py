"""CPU time of a naive pipeline and of `framing run` on the same articles, one after the other.

usage: compare.py ARTICLES.jsonl.gz [LIMIT] [ROUNDS]
Prints a Markdown table: CPU seconds and articles per second of each, and the ratio, once for the work alone
and once for the whole process with its start. Medians over the rounds, with the range.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

NAIVE = Path(__file__).with_name("naive.py")


def run_measured(command: list[str]) -> tuple[str, float]:
    """Standard output and CPU seconds of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # One thread each: the comparison is of work, not of cores.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_naive(articles: str, limit: int, out: str) -> tuple[float, float]:
    output, cpu = run_measured([sys.executable, str(NAIVE), articles, out, str(limit)])
    return json.loads(output)["cpu_seconds"], cpu


def measure_framing(articles: str, limit: int, out: str) -> tuple[float, float]:
    command = [
        sys.executable,
        "-m",
        "framing",
        "run",
        articles,
        "--out",
        out,
        "--limit",
        str(limit),
        "--pages",
        "files",
        "--quiet",
    ]
    _, cpu = run_measured(command)
    timings = json.loads((Path(out) / "run.json").read_text(encoding="utf-8"))["timings"]
    return sum(timings["cpu_seconds"].values()), cpu


def describe(name: str, seconds: list[float], limit: int) -> str:
    median = statistics.median(seconds)
    return f"| {name} | {median:.2f} ({min(seconds):.2f}–{max(seconds):.2f}) | {limit / median:,.0f} |"


def main(articles: str, limit: int = 1000, rounds: int = 3) -> None:
    naive, framing = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            naive.append(measure_naive(articles, limit, f"{folder}/naive"))
            framing.append(measure_framing(articles, limit, f"{folder}/framing"))
    print(f"{limit} articles, {rounds} rounds, CPU seconds: median (range)\n")
    print("| pipeline | CPU seconds | articles/s |\n|---|---|---|")
    for column, what in enumerate(("work alone", "whole process")):
        print(describe(f"naive, {what}", [row[column] for row in naive], limit))
        print(describe(f"framing run, {what}", [row[column] for row in framing], limit))
        ratios = sorted(n[column] / f[column] for n, f in zip(naive, framing, strict=True))
        print(f"| **ratio, {what}** | **{statistics.median(ratios):.1f} ×** ({ratios[0]:.1f}–{ratios[-1]:.1f}) | |")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], *(int(value) for value in sys.argv[2:]))
