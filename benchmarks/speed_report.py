"""The Markdown file that benchmarks/speed.py writes."""

import importlib.metadata
import os
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from speed_measuring import Case, describe, describe_case, describe_machine, describe_ratios

OWN_PACKAGES = ("numpy", "scipy", "scikit-learn", "nltk", "jinja2")


@dataclass(frozen=True, slots=True)
class Findings:
    """What was measured beside the cases.

    `stages` are CPU seconds by stage and round of `framing run` with `n_articles` and the lexicon of 1,000 entries,
    `walls` its seconds of time with the shipped lexicons, by number of processes.
    """

    n_articles: int
    n_rounds: int
    command: str
    stages: Mapping[str, Sequence[float]]
    walls: Mapping[int, Sequence[float]]
    versions: Mapping[str, str]  # of the other programs
    notes: Sequence[str]


def make_report(found: Findings, cases: Mapping[str, Case]) -> Iterator[str]:
    """The lines of the file, but for growth."""
    own = {name: importlib.metadata.version(name) for name in OWN_PACKAGES}
    versions = ", ".join(f"{name} {version}" for name, version in own.items())
    others = ", ".join(f"{name} {version}" for name, version in found.versions.items()) or "none"
    yield "# Table of speed\n"
    yield f"Written by `{found.command}` ([docs/speed.md](speed.md)), {time.strftime('%Y-%m-%d')}.\n"
    yield f"* Machine: {describe_machine()}; each process on one thread of numpy."
    yield f"* `framing` with {versions}. Other programs, in an environment of their own: {others}."
    yield f"* {found.n_rounds} interleaved rounds; CPU time (user and system), median (range); ratios within a round."
    loads = " ".join(f"{load:.1f}" for load in os.getloadavg())
    yield f"* Load average at the end: {loads}; above 1, time on the clock is no measurement."
    yield from (f"* {note}" for note in found.notes)
    yield "\n| what | articles | CPU milliseconds an article | articles per CPU second | times `framing` | at least |"
    yield "|---|---|---|---|---|---|"
    yield from (describe_case(case, cases) for case in cases.values())
    if found.stages:
        yield from _describe_stages(found, cases)
    if found.walls.get(1) and found.walls.get(2):
        ratios = describe_ratios(found.walls[1], found.walls[2])
        yield f"\nTime on the clock of `framing run` with the shipped lexicons, one process against two: {ratios}."


def _describe_stages(found: Findings, cases: Mapping[str, Case]) -> Iterator[str]:
    """What a whole run consists of, and how many times the naive pipeline takes as long as parts of it."""
    scale = 1000 / found.n_articles
    yield "\n## Where the time of a whole run goes\n"
    yield "`framing run` with the lexicon of 1,000 entries, without the start-up of the process.\n"
    yield "| stage | CPU milliseconds an article |\n|---|---|"
    yield from (f"| {stage} | {describe([one * scale for one in s])} |" for stage, s in found.stages.items())
    whole = [sum(one) * scale for one in zip(*found.stages.values(), strict=True)]
    yield f"| all | {describe(whole)} |"
    naive = [seconds * 1000 for seconds in cases["naive-1000"].per_article()] if "naive-1000" in cases else []
    if not naive:
        return
    yield "\nThe naive pipeline takes as many times the time of\n"
    yield "| part | times |\n|---|---|"
    yield f"| all stages | {describe_ratios(naive, whole)} |"
    for title, left_out in (
        ("all stages but voice and stance: the floor of a run, were these two free", {"voice", "stance"}),
        ("text and lexicon: tokens, sentences, zones, hits, scores", set(found.stages) - {"text", "lexicon"}),
    ):
        kept = [seconds for stage, seconds in found.stages.items() if stage not in left_out]
        yield f"| {title} | {describe_ratios(naive, [sum(one) * scale for one in zip(*kept, strict=True)])} |"
    if "lexicon-1000" in cases:
        columns = [seconds * 1000 for seconds in cases["lexicon-1000"].per_article()]
        yield f"| tokens and hits alone, caches filled | {describe_ratios(naive, columns)} |"
    yield f"\nFor 40 × the whole run would have to take {statistics.median(naive) / 40:.2f} milliseconds an article."
