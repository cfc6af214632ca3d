"""Extractors of articles on made-up pages (html_pages.py): words found and lost, time per page, pages per second.

usage: html_extractors.py [--pages N] [--out FILE.md]

Prints one Markdown table. Extractors of other packages (readability-lxml, jusText, trafilatura with `fast=True`) are
measured where they are installed; `framing run` is measured with the two that it offers, in one process and in two.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from html_pages import LAYOUTS, Page, make_page

from framing.ingest.page_worker import find_article
from framing.ingest.plain import put_title_above

Extract = Callable[[str], str]


def find_with(extractor: str) -> Extract:
    return lambda page: find_article(page, extractor)["text"] or ""


def make_trafilatura_fast() -> Extract:
    from trafilatura import bare_extraction

    def extract(page: str) -> str:
        found = bare_extraction(page, fast=True, include_comments=False, favor_precision=True)
        return found.text if found else ""

    return extract


def make_readability() -> Extract:
    import lxml.html
    from readability import Document

    return lambda page: lxml.html.fromstring(Document(page).summary()).text_content()


def make_justext() -> Extract:
    import justext

    words = justext.get_stoplist("English")
    return lambda page: "\n".join(one.text for one in justext.justext(page, words) if not one.is_boilerplate)


EXTRACTORS: dict[str, tuple[str, Callable[[], Extract]]] = {  # by title: package, and what makes the function
    "`--extractor trafilatura` (default)": ("trafilatura", lambda: find_with("trafilatura")),
    "`--extractor fast`: resiliparse": ("resiliparse", lambda: find_with("fast")),
    "trafilatura, `fast=True`, no metadata": ("trafilatura", make_trafilatura_fast),
    "readability-lxml": ("readability-lxml", make_readability),
    "jusText": ("jusText", make_justext),
}


def count_words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def measure_words(page: Page, text: str) -> tuple[float, float]:
    """Precision and recall of the words of a text with the title above it, each as often as it occurs."""
    found, wanted = count_words(put_title_above(page.title, text)), count_words(page.text)
    shared = (found & wanted).total()
    return shared / max(1, found.total()), shared / wanted.total()


def measure(extract: Extract, pages: Sequence[Page]) -> tuple[float, dict[str, tuple[float, float]]]:
    """CPU milliseconds per page, and mean precision and recall by layout, `all` for all pages."""
    extract(pages[0].html)
    begin = time.process_time()
    texts = [extract(page.html) for page in pages]
    milliseconds = 1000 * (time.process_time() - begin) / len(pages)
    rates = defaultdict(list)
    for page, text in zip(pages, texts, strict=True):
        rates[page.layout].append(measure_words(page, text))
        rates["all"].append(rates[page.layout][-1])
    means = {name: tuple(map(statistics.mean, zip(*rows, strict=True))) for name, rows in rates.items()}
    return milliseconds, {name: (precision, recall) for name, (precision, recall) in means.items()}


def measure_run(folder: Path, extractor: str, jobs: int) -> tuple[float, float]:
    """Pages per second of wall time of `framing run`, and the share of its CPU time that the pages took."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "framing", "run", str(folder), "--out", f"{out}/run", "--pages", "packed"]
        begin = time.perf_counter()
        subprocess.run(
            [*command, "--extractor", extractor, "--jobs", str(jobs), "--quiet"], check=True, stdout=subprocess.DEVNULL
        )
        wall = time.perf_counter() - begin
        seconds = json.loads(Path(out, "run", "run.json").read_text(encoding="utf-8"))["timings"]["cpu_seconds"]
    return len(list(folder.iterdir())) / wall, seconds["extract"] / sum(seconds.values())


def has(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def write_table(pages: Sequence[Page], folder: Path) -> str:
    kilobytes = sum(len(page.html.encode()) for page in pages) / len(pages) / 1000
    packages = sorted({package for package, _ in EXTRACTORS.values() if has(package)})
    versions = ", ".join(f"{package} {importlib.metadata.version(package)}" for package in packages)
    lines = [
        (
            f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} processors; "
            f"{versions}. {len(pages):,} pages of {kilobytes:.0f} kB in {len(LAYOUTS)} layouts."
        ),
        "",
        (
            "| extractor | precision | recall | worst layouts (precision / recall) | ms of CPU per page "
            "| pages/s, 1 process | 2 processes | share of CPU |"
        ),
        "|---|---|---|---|---|---|---|---|",
    ]
    for title, (package, make) in EXTRACTORS.items():
        if not has(package):
            continue
        milliseconds, rates = measure(make(), pages)
        precision, recall = rates.pop("all")
        worst = sorted(rates, key=lambda name: min(rates[name]))[:3]
        shown = ", ".join(f"{name} {rates[name][0]:.2f} / {rates[name][1]:.2f}" for name in worst)
        option = re.search(r"--extractor (\w+)", title)
        speeds = ["", "", ""]
        if option:
            (one, share), (two, _) = (measure_run(folder, option[1], jobs) for jobs in (1, 2))
            speeds = [f"{one:,.0f}", f"{two:,.0f}", f"{share:.0%}".replace("%", " %")]
        lines.append(
            f"| {title} | {precision:.3f} | {recall:.3f} | {shown} | {milliseconds:.1f} | {' | '.join(speeds)} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    pages = [make_page(number) for number in range(options.pages)]
    with tempfile.TemporaryDirectory() as scratch:
        for number, page in enumerate(pages):
            Path(scratch, f"{number:06}.html").write_text(page.html, encoding="utf-8")
        table = write_table(pages, Path(scratch))
    print(table, end="")
    if options.out:
        options.out.write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
