"""Label files of several origins: the weight of each, and the threshold of abstention fixed on one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError
from framing.stance.labels import LabelRow, Labels
from framing.stance.repeats import RepeatFinder

Floats = NDArray[np.float64]
WEIGHTS_TRIED = (0.5, 1.0, 2.0)  # of a source without a weight; the first source counts 1
WANTED_ACCURACY = 0.75
_LEAST_SHARE = 0.1  # of a source must lie above its threshold


@dataclass(frozen=True, slots=True)
class Source:
    """A label file by name; `weight` is what each of its rows counts in training, None to have it chosen."""

    name: str
    labels: Labels
    weight: float | None = None


def list_sources(labels: Labels | Sequence[Source]) -> list[Source]:
    """The sources of training, each name once.

    Raises:
        InputError: there is no source, two have one name, or a weight is not above 0.
    """
    sources = [Source("labels", labels, 1.0)] if isinstance(labels, Labels) else list(labels)
    names = [source.name for source in sources]
    if not names:
        raise InputError("no labels to learn from; give a label file or more")
    if len(set(names)) < len(names):
        raise InputError(f"label files of the same name: {', '.join(names)}; rename one")
    for source in sources:
        if source.weight is not None and not 0 < source.weight < np.inf:
            raise InputError(f"{source.name}: weight {source.weight}; weights lie above 0")
    return sources


def merge_sources(sources: Sequence[Source]) -> tuple[list[Source], tuple[str, ...]]:
    """The sources with every row once, and notes on rows that stand twice or contradict each other.

    Raises:
        InputError: nothing is left of a source.
    """
    finder = RepeatFinder()
    merged: list[Source] = []
    notes: list[str] = []
    for source in sources:
        rows = tuple(row for row in source.labels.rows if finder.is_new(row))
        if not rows:
            raise InputError(f"{source.name}: all of its rows stand in the label files before it; leave it out")
        merged.append(replace(source, labels=replace(source.labels, rows=rows, notes=())))
    n_given, n_kept = (sum(len(source.labels.rows) for source in group) for group in (sources, merged))
    if n_kept < n_given:
        notes.append(f"each row counts once: {n_kept:,} of {n_given:,} are left")
    return merged, (*finder.describe(), *notes)


def all_rows(sources: Sequence[Source]) -> list[LabelRow]:
    """The rows of all sources, one source after another."""
    return [row for source in sources for row in source.labels.rows]


def rows_by_source(sources: Sequence[Source]) -> Iterator[tuple[str, slice]]:
    """The name of each source and where its rows stand among all rows."""
    first = 0
    for source in sources:
        yield source.name, slice(first, first + len(source.labels.rows))
        first += len(source.labels.rows)


def propose_weights(sources: Sequence[Source]) -> list[tuple[float, ...]]:
    """Combinations of weights to try, one weight per source: one combination where all are given."""
    is_open = [source.weight is None for source in sources]
    if all(is_open):
        is_open[0] = False  # only ratios matter
    choices = [
        WEIGHTS_TRIED if tried else (source.weight or 1.0,) for source, tried in zip(sources, is_open, strict=True)
    ]
    return list(product(*choices))


def spread_weights(sources: Sequence[Source], weights: Sequence[float]) -> Floats:
    """The weight of every row. Shape: (rows,)."""
    return np.repeat(np.asarray(weights, dtype=np.float64), [len(source.labels.rows) for source in sources])


def number_sources(sources: Sequence[Source]) -> NDArray[np.intp]:
    """The number of the source of every row. Shape: (rows,)."""
    return np.repeat(np.arange(len(sources)), [len(source.labels.rows) for source in sources])


def find_threshold(confidence: Floats, right: NDArray[np.bool_], wanted: float = WANTED_ACCURACY) -> float:
    """The lowest threshold above which the share of right rows is `wanted`, or as near to it as a tenth reaches."""
    order = np.argsort(-confidence, kind="stable")
    accuracy = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    least = max(1, round(_LEAST_SHARE * len(order))) - 1
    reached = np.flatnonzero(accuracy[least:] >= wanted)
    last = least + int(reached[-1] if len(reached) else accuracy[least:].argmax())
    return float(confidence[order[last]])
