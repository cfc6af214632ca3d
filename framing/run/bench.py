"""One process's place of work: its instruments, and what it does to a part: analyse what is stale, write, count."""

import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

import framing.corpus
import framing.report
from framing.columns import DOCUMENTS, FAILURES, TABLES, Table
from framing.errors import FramingError
from framing.remote import AnyPath
from framing.run.analysis import ANALYSED, Analysis, analyse_batch
from framing.run.instruments import LEXICON, REPORT, STANCE, VOICE, Choice, Instruments, load_instruments
from framing.run.manifest import describe_instruments, measure_peak_memory
from framing.run.pages import PageStore, name_pages, render_files
from framing.run.provenance import make_provenance
from framing.run.shards import Shard
from framing.run.spool import AT_WORK, Part, load_part, make_part
from framing.run.store import Store

MAX_LISTED_FAILURES = 50

# The stage whose key a table carries. The documents are written last and carry the key of everything: they
# say that the part is whole, pages included.
STAGE_OF_TABLE = {
    "quotations": VOICE,
    "hits": LEXICON,
    "scores": LEXICON,
    "transfers": LEXICON,
    "stances": STANCE,
    "failures": REPORT,
    "documents": REPORT,
}


@dataclass(frozen=True, slots=True)
class Setup:
    """What a process needs to know to work on a run.

    Attributes:
        token: another one for each run, as files of the choice may change from run to run.
    """

    run_dir: AnyPath
    choice: Choice
    has_pages: bool
    token: str
    stage_keys: tuple[tuple[str, str], ...] = ()  # those of the run, which every process must find too


@dataclass(frozen=True, slots=True)
class Description:
    """What the instruments of a run are, without the instruments."""

    provenance: framing.report.Provenance
    languages: Mapping[str, str]  # of the lexicons whose transfers are counted
    instruments: Mapping[str, Any]  # as the manifest has them

    @property
    def stage_keys(self) -> tuple[tuple[str, str], ...]:
        return tuple(self.instruments["stage_keys"].items())


@dataclass(slots=True)
class Counts:
    """What is counted of one part: all that is left of it for the index and the manifest.

    Attributes:
        document_ids: of the documents that have pages; is_packed: whether their reports lie in an archive.
        listed_failures: the first of them.
        peak_memory_bytes: of the process.
        set_aside: what was not analysed because it ends the process that tries, as rows of FAILURES.
    """

    part: str
    rows: Counter[str]
    summary: framing.report.CorpusSummary
    transfers: framing.corpus.TransferCounter
    listed_failures: list[dict[str, Any]]
    document_ids: list[str] = field(default_factory=list)
    is_packed: bool = False
    cpu_seconds: dict[str, float] = field(default_factory=dict)
    peak_memory_bytes: int = 0
    set_aside: list[dict[str, Any]] = field(default_factory=list)


class Bench:
    """Analyses and writes parts of one run.

    Args:
        run_dir: made if missing.
        instruments: what to measure with.
        has_pages: whether articles have pages.
    """

    def __init__(self, run_dir: AnyPath, instruments: Instruments, has_pages: bool) -> None:
        self.store = Store(run_dir)
        self.description = describe(instruments)
        self._instruments = instruments
        self._page_store = PageStore(run_dir)
        self._has_pages = has_pages

    def work(self, part: Part, is_packed: bool, forced: Collection[str] = ()) -> Counts:
        """Analyse what is stale of a part, and the forced stages; write its pages and tables, and count it."""
        self.store.fetch(part.name)
        stale = self.find_stale_stages(part.name, is_packed).union(forced)
        if stale:
            analysis = self._analyse(part, stale, is_packed)
            tables, seconds = analysis.tables, dict(analysis.cpu_seconds)
        else:
            tables, seconds = {schema.name: self.store.read(schema, part.name) for schema in TABLES}, {}
        counts = count_tables(part.name, tables, self.description)
        if not stale:
            counts.rows["reused_documents"] += len(tables["documents"])
        counts.document_ids = list(tables["documents"]["document_id"]) if self._has_pages else []
        counts.is_packed = is_packed
        counts.cpu_seconds = seconds
        counts.peak_memory_bytes = measure_peak_memory()
        return counts

    def find_stale_stages(self, part: str, is_packed: bool) -> set[str]:
        """The stages whose rows or pages of a part are missing or were made with other instruments."""
        keys = self._instruments.stage_keys
        stale = set()
        for schema in TABLES:
            stage = STAGE_OF_TABLE[schema.name]
            if stage not in stale and self.store.read_stage_key(schema, part) != keys[stage]:
                stale.add(stage)
        if not stale and self._has_pages:
            names = name_pages(self.store.read(DOCUMENTS, part, ("document_id",))["document_id"])
            if names and not self._page_store.has_pages(part, names, is_packed):
                stale.add(REPORT)
        return stale

    def _analyse(self, part: Part, stale: set[str], is_packed: bool) -> Analysis:
        fresh = [schema for schema in TABLES if STAGE_OF_TABLE[schema.name] not in {*stale, REPORT}]
        known = {schema.name: self.store.read(schema, part.name) for schema in fresh}
        analysis = analyse_batch(part.documents, self._instruments, stale, known)
        analysis.tables["failures"] = Table.concat(FAILURES, [part.failures, analysis.failures])
        if self._has_pages and len(analysis.tables["documents"]):
            self._write_pages(part.name, analysis, is_packed)
        keys = self._instruments.stage_keys
        written = {name: stage for name, stage in STAGE_OF_TABLE.items() if stage in {*stale, REPORT}}
        self.store.write_together([(analysis.tables[name], keys[stage]) for name, stage in written.items()], part.name)
        return analysis

    def _write_pages(self, part: str, analysis: Analysis, is_packed: bool) -> None:
        with analysis.clock.measure("report"):
            made = make_reports(analysis, self.description.provenance)
            reports = ((report.document["document_id"], report) for report in made)
            if is_packed:
                written = ((document_id, report.to_json()) for document_id, report in reports)
                self._page_store.write_archive(part, written, self._instruments.stage_keys[REPORT])
            else:
                rendered = (render_files(document_id, report, report.to_json()) for document_id, report in reports)
                self._page_store.write_files(chain.from_iterable(rendered))


def work_on_shard(setup: Setup, shard: Shard, is_packed: bool) -> Counts:
    """Load a shard, do what is to do of it, and count it. Instruments stay loaded in the process.

    Raises:
        FramingError: this process has other instruments than the one that started the run.
    """
    with AT_WORK:
        bench = _open_bench(setup)
        start = time.process_time()
        counts = bench.work(load_part(shard), is_packed)
        in_stages = sum(counts.cpu_seconds.values())
        counts.cpu_seconds["tables"] = time.process_time() - start - in_stages
        return counts


def describe_choice(choice: Choice, token: str) -> Description:
    """What the instruments of a choice are; they stay loaded for the work that follows.

    Raises:
        LexiconError, ModelError: an instrument is missing or wrong.
    """
    with AT_WORK:
        return describe(_load(choice, token))


def close_bench() -> None:
    """Let go of the instruments that this process has loaded for a run."""
    _load.cache_clear()
    _open_bench.cache_clear()


def set_aside(setup: Setup, description: Description, shard: Shard, failure: dict[str, Any]) -> Counts:
    """Write a shard that no process survives as a part of failures."""
    part = make_part(Table.from_rows(DOCUMENTS, []), Table.from_rows(FAILURES, [*shard.failures, failure]))
    tables = {**{schema.name: Table.from_rows(schema, []) for schema in ANALYSED}, "failures": part.failures}
    store, keys = Store(setup.run_dir), dict(description.stage_keys)
    store.write_together([(tables[name], keys[stage]) for name, stage in STAGE_OF_TABLE.items()], part.name)
    counts = count_tables(part.name, tables, description)
    counts.set_aside = [failure]
    return counts


@lru_cache(maxsize=1)
def _load(choice: Choice, token: str) -> Instruments:  # noqa: ARG001 - tells runs apart
    return load_instruments(choice)


@lru_cache(maxsize=1)
def _open_bench(setup: Setup) -> Bench:
    bench = Bench(setup.run_dir, _load(setup.choice, setup.token), setup.has_pages)
    if bench.description.stage_keys != setup.stage_keys:
        raise FramingError(
            "a worker has another version of framing, lexicon or model than the process that started the run; "
            "install the same everywhere"
        )
    return bench


def describe(instruments: Instruments) -> Description:
    """What the instruments are."""
    return Description(
        make_provenance(instruments),
        {one.name: one.language for one in instruments.lexicons if one.transfers != "none"},
        describe_instruments(instruments),
    )


def count_tables(part: str, tables: Mapping[str, Table], description: Description) -> Counts:
    """The counts of the tables of a part."""
    transfers = make_transfer_counter(description)
    summary = framing.report.CorpusSummary()
    rows = Counter({name: len(table) for name, table in tables.items()})
    rows["words"] += sum(tables["documents"]["n_words"])
    transfers.add(tables["documents"], tables["hits"], tables["transfers"])
    summary.add(
        tables["documents"],
        tables["hits"],
        tables["scores"],
        tables["transfers"],
        tables["stances"],
        tables["failures"],
    )
    rows["counted_hits"] += summary.hits.total()
    listed = list(tables["failures"].take(slice(0, MAX_LISTED_FAILURES)).rows())
    return Counts(part, rows, summary, transfers, listed)


def make_transfer_counter(description: Description) -> framing.corpus.TransferCounter:
    """A counter of no article yet."""
    return framing.corpus.TransferCounter(
        description.languages, framing.report.find_narratives(description.provenance.lexicons)
    )


def make_reports(analysis: Analysis, provenance: framing.report.Provenance) -> Iterator[framing.report.ArticleReport]:
    """One report per document of an analysis."""
    tables = analysis.tables
    return framing.report.build_reports(
        tables["documents"],
        analysis.sentences,
        tables["quotations"],
        tables["hits"],
        tables["scores"],
        tables["transfers"],
        tables["stances"],
        provenance,
    )
