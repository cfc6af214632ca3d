"""The sum of a run: the counts of all parts in the order of the input, the form of the pages, the index."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import framing.report
from framing.columns import TABLES
from framing.run.bench import MAX_LISTED_FAILURES, Counts, Description, make_transfer_counter
from framing.run.pages import PageStore
from framing.run.store import Store

MAX_PAGE_FILES = 5_000


@dataclass(slots=True)
class Outcome:
    """What a run did: rows and documents counted, CPU seconds per stage, the first failures, what was set aside."""

    counts: Counter[str] = field(default_factory=Counter)
    cpu_seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    parts: list[str] = field(default_factory=list)
    listed_failures: list[dict[str, str]] = field(default_factory=list)
    set_aside: list[dict[str, Any]] = field(default_factory=list)
    peak_memory_bytes: int = 0

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
        pages: `files` one page per article, `packed` one archive per part, `none`, or `auto`: files for up to
            5,000 articles, archives beyond.
    """

    def __init__(self, run_dir: Path, description: Description, pages: str = "auto") -> None:
        self.outcome = Outcome()
        self._run_dir = run_dir
        self._description = description
        self._summary = framing.report.CorpusSummary()
        self._transfers = make_transfer_counter(description)
        self._pages = pages
        self._page_store = PageStore(run_dir)
        self.is_packed = pages == "packed" or (pages == "auto" and self._page_store.has_archives())
        self._page_names: dict[str, list[str]] = {}

    def add(self, counts: Counts) -> None:
        """Add a part to the sums; its pages take the form that those of the run have by now."""
        self.outcome.add(counts)
        self._summary.merge(counts.summary)
        self._transfers.merge(counts.transfers)
        if counts.pages:
            self._page_names[counts.part] = counts.pages
            if counts.is_packed != self.is_packed:
                self._change_packing([counts.part])
        if self._pages == "auto" and self.outcome.counts["documents"] > MAX_PAGE_FILES:
            if not self.is_packed:
                self.is_packed = True
                self._change_packing(list(self._page_names))
            self._page_names[counts.part] = []  # they stay packed: the names are of no use any more

    def _change_packing(self, parts: list[str]) -> None:
        change = self._page_store.pack if self.is_packed else self._page_store.unpack
        for part in parts:
            change(part, self._page_names[part])

    def finish(self) -> None:
        """Write the index, and delete parts and pages of articles that are no longer in the corpus."""
        if self._pages == "auto" and self.is_packed and self.outcome.counts["documents"] <= MAX_PAGE_FILES:
            self.is_packed = False
            self._change_packing(list(self._page_names))
        store = Store(self._run_dir)
        for schema in TABLES:
            store.delete_parts_except(schema, set(self.outcome.parts))
        self._page_store.delete_except(self._list_page_files())
        page = framing.report.render_index(
            self._summary,
            self._transfers.summarize(),
            self._description.provenance,
            has_article_files=self._pages != "none" and not self.is_packed,
        )
        unfinished = self._run_dir / "index.html.unfinished"
        unfinished.write_text(page, encoding="utf-8")
        unfinished.replace(self._run_dir / "index.html")

    def _list_page_files(self) -> set[str]:
        if self.is_packed:
            return {self._page_store.archive_path(part).name for part in self._page_names}
        return {name for names in self._page_names.values() for name in names}
