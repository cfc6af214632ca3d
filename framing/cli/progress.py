"""The progress bar of commands that work in steps."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def show_steps(quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """A function that shows on standard error what is done, how much of it and of how much; None where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=1)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of)
