"""Precision by reading: hits drawn for a person to read, and the figures of the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import framing.lexicon
from framing import shipped
from framing.addresses import hide_credentials
from framing.errors import InputError, LexiconError
from framing.lexicon import CategoryReadings, Lexicon, Reading, VersionNote
from framing.run.lexicon_texts import TextReader, read_documents, read_lexicons
from framing.shares import Share, find_share


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """What `framing lexicon sample` was asked to do."""

    run_or_texts: str
    out: Path
    lexicons: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()  # `category` or `lexicon:category`, each with those below it; none for all
    n: int = 25
    seed: int = 0
    plain: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class CategorySample:
    """How many counted hits a category has, and how many of them were drawn."""

    lexicon: str
    category: str
    n_hits: int
    n_drawn: int


@dataclass(frozen=True, slots=True)
class CategoryPrecision:
    """The answers about a category, and the share of right hits with its 95 % Wilson interval."""

    readings: CategoryReadings
    precision: Share


@dataclass(frozen=True, slots=True)
class PrecisionReport:
    """Precision by category, and what of the files played no part.

    Attributes:
        n_rows: rows of all files.
        n_empty: rows without an answer.
        annotators: who answered; the name of a file where it names nobody.
        alpha: Krippendorff's, over the hits of all categories.
        versions: lexicons that have changed since, or are not at hand.
    """

    n_rows: int
    n_empty: int
    annotators: tuple[str, ...]
    alpha: float | None
    categories: tuple[CategoryPrecision, ...]
    versions: tuple[VersionNote, ...]


def sample_hits(plan: SamplePlan) -> list[CategorySample]:
    """Draw hits of each category and write them to a new file for a person to read.

    Raises:
        InputError: the file stands there already, no article could be read, or there is no hit to draw.
        LexiconError: a lexicon is missing or wrong, or none has one of the categories.
    """
    framing.lexicon.check_sheet_path(plan.out)
    lexicons = read_lexicons(plan.lexicons, plan.run_or_texts)
    categories = _choose_categories(lexicons, plan.categories)
    lexicons = [lexicon for lexicon in lexicons if any(name == lexicon.name for name, _ in categories)]
    matcher = framing.lexicon.Matcher(lexicons)
    sampler = framing.lexicon.HitSampler(lexicons, plan.n, plan.seed, categories, plain=plan.plain)
    for batch in TextReader().read(read_documents(plan.run_or_texts, plan.language)):
        sampler.add(batch.documents, matcher.find_hits(batch.documents, batch.tokens, batch.attribution))
    if not sampler.n_hits.total():
        raise InputError(f"{hide_credentials(plan.run_or_texts)}: none of these categories has a hit in it")
    framing.lexicon.write_sheet(plan.out, sampler.draw())
    return [CategorySample(*names, sampler.n_hits[names], min(plan.n, sampler.n_hits[names])) for names in categories]


def _choose_categories(lexicons: Sequence[Lexicon], wanted: Sequence[str]) -> list[tuple[str, str]]:
    """Lexicon and name of the wanted categories that have entries, in the order of the files."""
    owners = {(lexicon.name, entry.category) for lexicon in lexicons for entry in lexicon.entries}
    named = [(lexicon.name, category.name) for lexicon in lexicons for category in lexicon.categories]
    for category in wanted:
        if not any(_is_within(category, *names) for names in named):
            raise LexiconError(f"{category}: none of the lexicons has this category")
    chosen = [names for names in named if not wanted or any(_is_within(one, *names) for one in wanted)]
    return [names for names in chosen if names in owners]


def _is_within(wanted: str, lexicon: str, category: str) -> bool:
    return any(f"{name}/".startswith(f"{wanted}/") for name in (category, f"{lexicon}:{category}"))


def measure_precision(paths: Sequence[Path], lexicons: Sequence[str] = ()) -> PrecisionReport:
    """Precision of categories by the answers in files that `sample_hits` wrote.

    Args:
        paths: the files; of several people, or of several samples.
        lexicons: names or paths of the present lexicons; a shipped one is found by the name in the rows.

    Raises:
        InputError: a file cannot be read, a row is wrong, or no row has an answer.
        LexiconError: a lexicon is missing or wrong.
    """
    rows = [reading for path in dict.fromkeys(paths) for reading in framing.lexicon.read_sheet(path)]
    if all(reading.is_right is None for reading in rows):
        raise InputError(f"{', '.join(map(str, paths))}: no answer yet in `right`; write 1 or 0 there")
    readings, versions = framing.lexicon.choose_readings(rows, _find_present(rows, lexicons))
    counts = framing.lexicon.count_readings(readings)
    return PrecisionReport(
        len(rows),
        sum(reading.is_right is None for reading in rows),
        tuple(sorted({reading.annotator for reading in readings})),
        framing.lexicon.find_reader_alpha(readings),
        tuple(CategoryPrecision(one, find_share(one.n_right, one.n_read)) for one in counts),
        tuple(versions),
    )


def _find_present(rows: Sequence[Reading], names: Sequence[str]) -> dict[str, Lexicon]:
    given = {lexicon.name: lexicon for lexicon in read_lexicons(names)} if names else {}
    paths = shipped.find_lexicon_paths()
    missing = {reading.lexicon for reading in rows} & paths.keys() - given.keys()
    return given | {name: framing.lexicon.read_lexicon(paths[name]) for name in sorted(missing)}
