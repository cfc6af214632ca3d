"""What the shipped lexicons score: floors on the development corpora, and figures of the shipped versions."""

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from framing.lexicon import MeasureValidity, read_lexicon
from framing.run import read_category_measurements
from framing.shipped import find_lexicon_paths

ROOT = Path(__file__).parents[2]
needs_data = pytest.mark.skipif(
    not (ROOT.parent / "shared" / "data").is_dir(), reason="the development corpora are not beside this checkout"
)


@cache
def load_benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measure_lexicons", ROOT / "benchmarks" / "measure_lexicons.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["measure_lexicons"] = module
    spec.loader.exec_module(module)
    return module


@cache
def compare(number: int) -> tuple[MeasureValidity, ...]:
    benchmark = load_benchmark()
    return tuple(benchmark.compare(benchmark.COMPARISONS[number]).results)


def find_areas(results: tuple[MeasureValidity, ...], lexicon: str) -> list[float]:
    """AUC of the rate of measures with ten labelled units or more, the most frequent label first."""
    own = [result for result in results if result.measure.lexicon == lexicon]
    frequent = [result for result in own if result.groups[0].presence.n_labelled >= 10]
    frequent.sort(key=lambda result: -result.groups[0].presence.n_labelled)
    return [result.groups[0].rate_auc.value or 0.0 for result in frequent]


@needs_data
@pytest.mark.parametrize(
    ("comparison", "lexicon", "floor"),
    [
        (0, "war-narratives-en", 0.83),
        (0, "war-narratives-ru", 0.75),
        (3, "news-frames-en", 0.87),
        (4, "news-frames-ru", 0.70),
    ],
)
def test_mean_auc_has_a_floor(comparison: int, lexicon: str, floor: float) -> None:
    """Rates of hits order articles as people's labels do, on average over the frequent labels."""
    areas = find_areas(compare(comparison), lexicon)
    assert sum(areas) / len(areas) >= floor


@needs_data
def test_the_most_frequent_narratives_have_a_floor() -> None:
    """The three most frequent narratives of English reach an AUC of .85."""
    assert min(find_areas(compare(0), "war-narratives-en")[:3]) >= 0.85


@needs_data
def test_loaded_language_has_a_floor() -> None:
    """Spans of loaded language are found with an F1 of .45, with credit for partial overlap."""
    (result,) = compare(2)
    assert result.span_overlap is not None
    assert (result.span_overlap.f1.value or 0.0) >= 0.45


def test_every_lexicon_was_measured_as_it_ships() -> None:
    """The figures of `framing doctor` are those of the shipped files, and every shipped lexicon has some."""
    measured = {(one.lexicon, one.lexicon_sha256) for one in read_category_measurements()}
    shipped = {(name, read_lexicon(path).sha256) for name, path in find_lexicon_paths().items()}
    assert measured == shipped, "run python benchmarks/measure_lexicons.py --write"


def test_every_category_with_entries_has_a_figure() -> None:
    """Each category was read or labelled, itself or within a measure that names it."""
    measured = {(one.lexicon, name) for one in read_category_measurements() for name in one.categories.split("+")}
    missing = [
        f"{lexicon.name}:{category}"
        for lexicon in map(read_lexicon, find_lexicon_paths().values())
        for category in dict.fromkeys(entry.category for entry in lexicon.entries)
        if (lexicon.name, category) not in measured
    ]
    assert missing == []
