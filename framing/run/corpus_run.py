"""The main job: shards of documents through all stages into a run folder."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import framing.corpus
import framing.report
from framing.columns import DOCUMENTS, FAILURES, TABLES, Table
from framing.run.analysis import Analysis, analyse_batch
from framing.run.instruments import LEXICON, REPORT, STANCE, VOICE, Instruments
from framing.run.pages import PageStore, name_pages, render_files
from framing.run.provenance import make_provenance
from framing.run.shards import Shard
from framing.run.store import Store

MAX_PAGE_FILES = 5_000
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


@dataclass(slots=True)
class Outcome:
    """What a run did: rows and documents counted, CPU seconds per stage, and the first failures."""

    counts: Counter[str] = field(default_factory=Counter)
    cpu_seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    parts: list[str] = field(default_factory=list)
    listed_failures: list[dict[str, str]] = field(default_factory=list)

    def add_time(self, analysis: Analysis) -> None:
        """Add the CPU seconds of one analysis."""
        for stage, seconds in analysis.cpu_seconds.items():
            self.cpu_seconds[stage] += seconds


class CorpusRun:
    """One run into one run folder: `add` each shard, then `finish`.

    Args:
        run_dir: made if missing.
        instruments: what to measure with.
        pages: `files` a page and a JSON report per article, `packed` an archive of JSON reports per part, `none`,
            or `auto`: files for up to 5,000 articles, archives beyond.
    """

    def __init__(self, run_dir: Path, instruments: Instruments, pages: str = "auto") -> None:
        self.store = Store(run_dir)
        self.outcome = Outcome()
        self._run_dir = run_dir
        self._instruments = instruments
        self._provenance = make_provenance(instruments)
        self._summary = framing.report.CorpusSummary()
        self._transfers = framing.corpus.TransferCounter(
            {one.name: one.language for one in instruments.lexicons if one.transfers != "none"},
            framing.report.find_narratives(self._provenance.lexicons),
        )
        self._pages = pages
        self._page_store = PageStore(run_dir)
        self._packed = pages == "packed" or (pages == "auto" and self._page_store.has_archives())

    def add(self, shard: Shard, forced: Collection[str] = ()) -> None:
        """Analyse what is stale of one shard, and the forced stages; write its pages and parts, and count it."""
        stale = self.find_stale_stages(shard.name).union(forced)
        if stale:
            tables = self._analyse(shard, stale)
        else:
            tables = {schema.name: self.store.read(schema, shard.name) for schema in TABLES}
            self.outcome.counts["reused_documents"] += len(tables["documents"])
        self._count(shard.name, tables)
        if self._pages == "auto" and not self._packed and self.outcome.counts["documents"] > MAX_PAGE_FILES:
            self._change_packing(packed=True)

    def find_stale_stages(self, part: str) -> set[str]:
        """The stages whose rows or pages of a part are missing or were made with other instruments."""
        keys = self._instruments.stage_keys
        stale = set()
        for schema in TABLES:
            stage = STAGE_OF_TABLE[schema.name]
            if stage not in stale and self.store.read_stage_key(schema, part) != keys[stage]:
                stale.add(stage)
        if not stale and self._pages != "none":
            names = [] if self._packed else name_pages(self._read_ids(part))
            if not self._page_store.has_pages(part, names, self._packed):
                stale.add(REPORT)
        return stale

    def _analyse(self, shard: Shard, stale: set[str]) -> dict[str, Table]:
        fresh = [schema for schema in TABLES if STAGE_OF_TABLE[schema.name] not in {*stale, REPORT}]
        known = {schema.name: self.store.read(schema, shard.name) for schema in fresh}
        analysis = analyse_batch(shard.documents, self._instruments, stale, known)
        failures = Table.concat(FAILURES, [shard.failures, analysis.failures])
        tables = {**analysis.tables, "failures": failures}
        if self._pages != "none":
            self._write_pages(shard.name, analysis)
        for name, stage in STAGE_OF_TABLE.items():
            if stage in {*stale, REPORT}:
                self.store.write(tables[name], shard.name, self._instruments.stage_keys[stage])
        self.outcome.add_time(analysis)
        return tables

    def _write_pages(self, part: str, analysis: Analysis) -> None:
        with analysis.clock.measure("report"):
            reports = ((report.document["document_id"], report) for report in make_reports(analysis, self._provenance))
            if self._packed:
                written = ((document_id, report.to_json()) for document_id, report in reports)
                self._page_store.write_archive(part, written, self._instruments.stage_keys[REPORT])
            else:
                for document_id, report in reports:
                    self._page_store.write_files(render_files(document_id, report, report.to_json()))

    def _count(self, part: str, tables: dict[str, Table]) -> None:
        counts = self.outcome.counts
        for name, table in tables.items():
            counts[name] += len(table)
        counts["words"] += sum(tables["documents"]["n_words"])
        self.outcome.parts.append(part)
        room = MAX_LISTED_FAILURES - len(self.outcome.listed_failures)
        self.outcome.listed_failures.extend(tables["failures"].take(slice(0, room)).rows())
        self._transfers.add(tables["documents"], tables["hits"], tables["transfers"])
        self._summary.add(
            tables["documents"],
            tables["hits"],
            tables["scores"],
            tables["transfers"],
            tables["stances"],
            tables["failures"],
        )

    def _change_packing(self, *, packed: bool) -> None:
        for part in self.outcome.parts:
            if packed:
                self._page_store.pack(part, self._read_ids(part), self._instruments.stage_keys[REPORT])
            else:
                self._page_store.unpack(part, self._provenance)
        self._packed = packed

    def _read_ids(self, part: str) -> list[str]:
        return list(self.store.read(DOCUMENTS, part, ["document_id"])["document_id"])

    def finish(self) -> None:
        """Write the index, and delete parts and pages of articles that are no longer in the corpus."""
        if self._pages == "auto" and self._packed and self.outcome.counts["documents"] <= MAX_PAGE_FILES:
            self._change_packing(packed=False)
        for schema in TABLES:
            self.store.delete_parts_except(schema, set(self.outcome.parts))
        self._page_store.delete_except(self._list_page_files())
        self._page_store.write_provenance(self._provenance if self._pages != "none" else None)
        if self._packed:
            self.store.write_ids()
        else:
            self.store.delete_ids()
        page = framing.report.render_index(
            self._summary,
            self._transfers.summarize(),
            self._provenance,
            pages="none" if self._pages == "none" else "packed" if self._packed else "files",
        )
        unfinished = self._run_dir / "index.html.unfinished"
        unfinished.write_text(page, encoding="utf-8")
        unfinished.replace(self._run_dir / "index.html")

    def _list_page_files(self) -> set[str]:
        if self._pages == "none":
            return set()
        if self._packed:
            return {self._page_store.archive_path(part).name for part in self.outcome.parts}
        return {name for part in self.outcome.parts for name in name_pages(self._read_ids(part))}


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
