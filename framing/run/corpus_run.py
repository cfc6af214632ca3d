"""The sum of a run: the counts of all parts in the order of the input, the form of the pages, the index."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import framing.ingest
import framing.report
from framing.columns import TABLES
from framing.remote import AnyPath
from framing.run.bench import MAX_LISTED_FAILURES, Counts, Description, make_transfer_counter
from framing.run.instruments import REPORT
from framing.run.pages import PageStore, name_pages
from framing.run.store import Store
from framing.whole_files import write_whole

MAX_PAGE_FILES = 5_000
_SAFETY = 1.1  # how far beyond an estimate must lie; pages that were packed in error are written when the run ends


@dataclass(slots=True)
class Outcome:
    """What a run did: rows and documents counted, CPU seconds per stage, the first failures, what was set aside."""

    counts: Counter[str] = field(default_factory=Counter)
    cpu_seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    parts: list[str] = field(default_factory=list)
    listed_failures: list[dict[str, str]] = field(default_factory=list)
    set_aside: list[dict[str, Any]] = field(default_factory=list)
    peak_memory_bytes: int = 0
    pages: framing.ingest.PageCount = field(default_factory=framing.ingest.PageCount)

    def add_pages(self, pages: framing.ingest.PageCount) -> None:
        """Add the reading of HTML pages, where there are any."""
        self.pages += pages
        if pages.n_pages:
            self.counts["html_pages"] += pages.n_pages
            self.cpu_seconds["extract"] += pages.cpu_seconds

    def add(self, counts: Counts) -> None:
        """Add a part."""
        self.counts.update(counts.rows)
        for stage, seconds in counts.cpu_seconds.items():
            self.cpu_seconds[stage] += seconds
        self.parts.append(counts.part)
        self.listed_failures += counts.listed_failures[: MAX_LISTED_FAILURES - len(self.listed_failures)]
        self.set_aside += counts.set_aside
        self.peak_memory_bytes = max(self.peak_memory_bytes, counts.peak_memory_bytes)


class CorpusRun:
    """One run into one run folder: `add` the counts of each part in the order of the input, then `finish`.

    Args:
        run_dir: the run folder.
        description: what the parts were measured with.
        pages: `files` a page and a JSON report per article, `packed` an archive of JSON reports per part, `none`,
            or `auto`: files for up to 5,000 articles, archives beyond.
    """

    def __init__(self, run_dir: AnyPath, description: Description, pages: str = "auto") -> None:
        self.outcome = Outcome()
        self._run_dir = run_dir
        self._description = description
        self._summary = framing.report.CorpusSummary()
        self._transfers = make_transfer_counter(description)
        self._pages = pages
        self._page_store = PageStore(run_dir)
        self.is_packed = pages == "packed" or (pages == "auto" and self._page_store.has_archives())
        self._document_ids: dict[str, list[str]] = {}  # by part; of those whose pages may still change their form

    def expect(self, n_documents: float) -> None:
        """Pack pages from the beginning where so many documents come that none would stay a file in the end."""
        if self._pages == "auto" and n_documents > _SAFETY * MAX_PAGE_FILES:
            self.is_packed = True

    def add(self, counts: Counts) -> None:
        """Add a part to the sums; its pages take the form that those of the run have by now."""
        self.outcome.add(counts)
        self._summary.merge(counts.summary)
        self._transfers.merge(counts.transfers)
        if counts.document_ids:
            self._document_ids[counts.part] = counts.document_ids
            if counts.is_packed != self.is_packed:
                self._change_packing([counts.part])
        if self._pages == "auto" and self.outcome.counts["documents"] > MAX_PAGE_FILES:
            if not self.is_packed:
                self.is_packed = True
                self._change_packing(list(self._document_ids))
            self._document_ids[counts.part] = []  # they stay packed: the ids are of no use any more

    def _change_packing(self, parts: list[str]) -> None:
        for part in parts:
            if self.is_packed:
                stage_key = dict(self._description.stage_keys)[REPORT]
                self._page_store.pack(part, self._document_ids[part], stage_key)
            else:
                self._page_store.unpack(part, self._description.provenance)

    def finish(self) -> None:
        """Write the index, and delete parts and pages of articles that are no longer in the corpus."""
        if self._pages == "auto" and self.is_packed and self.outcome.counts["documents"] <= MAX_PAGE_FILES:
            self.is_packed = False
            self._change_packing(list(self._document_ids))
        store = Store(self._run_dir)
        for schema in TABLES:
            store.delete_parts_except(schema, set(self.outcome.parts))
        self._page_store.delete_except(self._list_page_files())
        has_pages = self._pages != "none"
        self._page_store.write_provenance(self._description.provenance if has_pages else None)
        if has_pages and self.is_packed:
            store.write_ids()
        else:
            store.delete_ids()
        page = framing.report.render_index(
            self._summary,
            self._transfers.summarize(),
            self._description.provenance,
            pages="none" if not has_pages else "packed" if self.is_packed else "files",
        )
        write_whole(self._run_dir / "index.html", page.encode())

    def _list_page_files(self) -> set[str]:
        if self.is_packed:
            return {self._page_store.archive_path(part).name for part in self._document_ids}
        return {name for ids in self._document_ids.values() for name in name_pages(ids)}
