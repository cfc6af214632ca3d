"""What each category of the shipped lexicons scored, as `benchmarks/measure_lexicons.py` wrote it down."""

import csv
from dataclasses import dataclass, fields
from functools import cache

from framing import shipped
from framing.errors import FramingError

_COUNTS = frozenset(("n_units", "n_labelled"))


@dataclass(frozen=True, slots=True)
class CategoryMeasurement:
    """The figures of one measure on one set of labels; None where a figure is not defined or was not taken."""

    lexicon: str
    lexicon_sha256: str  # of the version that was measured
    categories: str  # one, several joined with `+`, or `*` for the whole lexicon
    unit: str  # article, sentence or word that people labelled; hit where readers judged random hits
    measured_on: str
    n_units: int  # judged
    n_labelled: int | None  # of them with the label
    precision: float | None  # 0 to 1, as all figures; for hits the share that readers found right
    precision_low: float | None  # ends of 95 % intervals
    precision_high: float | None
    recall: float | None
    f1: float | None
    f1_low: float | None
    f1_high: float | None
    auc: float | None  # of hits per 1,000 words, for words of presence
    auc_low: float | None
    auc_high: float | None
    alpha: float | None  # Krippendorff's, where several people judged
    verdict: str  # as of `framing lexicon validate`; "" for hits

    @property
    def figures(self) -> str:
        """The figures in words: `17 of 20 hits right (.85, .64 to .95)`, or AUC and F1 with their intervals."""
        if self.unit == "hit" and not self.n_units:
            return "no hit to read"
        if self.unit == "hit":
            right = round((self.precision or 0) * self.n_units)
            return f"{right} of {self.n_units} hits read are right ({_span(self.precision_low, self.precision_high)})"
        parts = [f"{self.n_labelled} of {self.n_units:,} {self.unit}s labelled"]
        for name, value, low, high in (
            ("AUC", self.auc, self.auc_low, self.auc_high),
            ("F1", self.f1, self.f1_low, self.f1_high),
        ):
            if value is not None:
                parts.append(f"{name} {shorten(value)} ({_span(low, high)})")
        return ", ".join(parts)


def _span(low: float | None, high: float | None) -> str:
    return f"{shorten(low)} to {shorten(high)}" if low is not None and high is not None else "no interval"


def shorten(figure: float) -> str:
    """`.85`; 1 is `1.00`."""
    return f"{figure:.2f}".removeprefix("0")


@cache
def read_category_measurements() -> tuple[CategoryMeasurement, ...]:
    """The shipped figures, in the order of the file.

    Raises:
        FramingError: the installation is damaged.
    """
    path = shipped.find_category_measurements_path()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(_read(row) for row in csv.DictReader(file))
    except (OSError, KeyError, ValueError) as problem:
        raise FramingError(f"{path}: cannot be read: {problem}; reinstall framing-analysis") from problem


def _read(row: dict[str, str]) -> CategoryMeasurement:
    values: dict[str, str | int | float | None] = {}
    for column in fields(CategoryMeasurement):
        text = row[column.name]
        if column.type is str:
            values[column.name] = text
        elif not text:
            values[column.name] = None
        else:
            values[column.name] = int(text) if column.name in _COUNTS else float(text)
    return CategoryMeasurement(**values)  # type: ignore[arg-type]
