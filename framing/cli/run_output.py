"""What the commands of the pipeline print: progress, notes, and in the end what was found."""

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from framing.cli.terminal import make_printable
from framing.nouns import write_count
from framing.remote import AnyPath

if TYPE_CHECKING:
    from framing.run import Outcome

OnProgress = Callable[[float, "Outcome"], None]


def print_outcome(run_dir: AnyPath, outcome: "Outcome", as_json: bool, has_index: bool = True) -> None:
    """Print the counts of a run or stage, what failed, and what to open or do next; as JSON the counts alone."""
    counts = dict(sorted(outcome.counts.items()))
    index = run_dir / "index.html"
    if as_json:
        print(json.dumps({"run": str(run_dir), "index": str(index), "counts": counts}, ensure_ascii=False))
        return
    counted = [("documents", "articles"), *((name, name) for name in ("quotations", "hits", "transfers", "stances"))]
    told = {noun: write_count(counts[name], noun.removesuffix("s")) for name, noun in counted if name in counts}
    if counts.get("counted_hits", 0) < counts.get("hits", 0):  # the pages give this number, `tables/hits` the other
        told["hits"] += f" ({counts['counted_hits']:,} counted, the others set aside by rules)"
    print(", ".join(told.values()))
    if counts.get("reused_documents"):
        print(f"{counts['reused_documents']:,} of the articles were taken over from the earlier run")
    if outcome.pages.n_pages:
        print(_describe_pages(outcome))
    if counts.get("failures"):
        first = outcome.listed_failures[0]
        print(f"{counts['failures']:,} failed, listed in {run_dir}/tables/failures")
        print(f"the first: {make_printable(first['source'])}: {make_printable(first['message'])}")
    print(f"Open {index}" if has_index else f"Pages are as before: `framing report {run_dir}` writes them anew")


def _describe_pages(outcome: "Outcome") -> str:
    """`HTML: 1,200 pages, 41 s of 58 s CPU (71 %)`."""
    seconds, total = outcome.pages.cpu_seconds, sum(outcome.cpu_seconds.values())
    n_digits = 0 if total >= 10 else 1
    return (
        f"HTML: {write_count(outcome.pages.n_pages, 'page')}, {seconds:,.{n_digits}f} s of {total:,.{n_digits}f} s CPU "
        f"({seconds / max(total, 1e-9):.0%})".replace("%", " %")
    )


def make_note_printer(quiet: bool) -> Callable[[str], None]:
    """What prints notes on standard error while a run goes on, unless it is to be quiet."""

    def print_note(note: str) -> None:
        if not quiet:
            print(f"framing: {make_printable(note)}", file=sys.stderr)

    return print_note


@contextmanager
def end_in_order() -> Iterator[None]:
    """Whoever asks the process to terminate gets what Ctrl-C gets, workers that end too, and the exit code 143."""

    def stop(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    earlier = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, earlier)


@contextmanager
def show_progress(quiet: bool) -> Iterator[OnProgress]:
    """A progress bar on standard error, where somebody watches; gives what is to be called with each share done."""
    if quiet or not sys.stderr.isatty():
        yield _show_nothing
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=1.0)

        def show(share: float, outcome: "Outcome") -> None:
            failed = f", {outcome.counts['failures']:,} failed" if outcome.counts["failures"] else ""
            bar.update(task, completed=share, description=f"{outcome.counts['documents']:,} articles{failed}")

        yield show


def _show_nothing(share: float, outcome: "Outcome") -> None:
    """Stands in for the progress bar where nobody watches."""
