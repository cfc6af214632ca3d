"""The articles of a finished run, opened one at a time or all in order."""

from collections.abc import Iterable, Iterator

import framing.report
from framing.columns import DOCUMENTS
from framing.errors import InputError
from framing.remote import AnyPath
from framing.run.analysis import ANALYSED, analyse_batch
from framing.run.bench import Bench, make_reports
from framing.run.instruments import load_instruments, resolve_choice
from framing.run.manifest import read_manifest
from framing.run.pages import PageStore
from framing.run.stages import refuse_stale_rows
from framing.run.store import Store

_MAX_NAMED = 5


class ArticleReader:
    """Reads JSON reports of a run folder, whether they are files or packed, and makes pages of them.

    Raises:
        InputError: no finished run.
    """

    def __init__(self, run_dir: AnyPath) -> None:
        self._run_dir = run_dir
        self._manifest = read_manifest(run_dir)
        self._parts = self._manifest.parts
        self._store = Store(run_dir)
        self._pages = PageStore(run_dir)
        self._provenance: framing.report.Provenance | None = None

    def find(self, wanted: str) -> tuple[str, str]:
        """Id and JSON report of the one article whose id or page is named `wanted`, or whose id contains it.

        Raises:
            InputError: no article, or several, are meant; or the run has no pages, and its rows are stale.
        """
        part, document_id = self._store.find_document(wanted)
        content = self._pages.read(part, document_id) if self._has_pages else self._make(part, document_id)
        return document_id, content

    @property
    def _has_pages(self) -> bool:
        return bool(self._manifest.options["pages"] != "none")

    def _make(self, part: str, document_id: str) -> str:
        """The JSON report of an article from the tables alone."""
        instruments = load_instruments(resolve_choice(self._manifest.choice))
        bench = Bench(self._run_dir, instruments, has_pages=False)
        refuse_stale_rows(bench, part, is_packed=False)
        known = {schema.name: self._store.read(schema, part, document_id=document_id) for schema in ANALYSED}
        analysis = analyse_batch(known[DOCUMENTS.name], instruments, (), known)
        self._provenance = bench.description.provenance
        return next(make_reports(analysis, self._provenance)).to_json().decode()

    def _refuse_missing(self) -> None:
        if not self._has_pages:
            place = self._run_dir
            raise InputError(f"{place}: made without pages; `framing report {place} --pages auto` writes them")

    def read_all(self) -> Iterator[tuple[str, str]]:
        """Id and JSON report of every article, in the order of the run.

        Raises:
            InputError: the run was made without pages.
        """
        self._refuse_missing()
        for part in self._parts:
            if self._pages.archive_path(part).is_file():
                yield from self._pages.read_archive(part)
            else:
                for document_id in self._store.read(DOCUMENTS, part, ["document_id"])["document_id"]:
                    yield document_id, self._pages.read(part, document_id)

    def read_some(self, wanted: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Id and JSON report of the articles with these ids or names of pages, part by part.

        Raises:
            InputError: an id is no article's, or the run was made without pages; before the first article is read.
        """
        self._refuse_missing()
        left, every = set(wanted), self._store.list_ids()
        found = {pair for pair in every if pair[1] in left}
        left -= {document_id for _, document_id in found}
        if left:
            named = {framing.report.page_name(pair[1]): pair for pair in every}
            found |= {named[name] for name in left & named.keys()}
            left -= named.keys()
        if left:
            more = f" and {len(left) - _MAX_NAMED:,} more" if len(left) > _MAX_NAMED else ""
            raise InputError(f"{', '.join(sorted(left)[:_MAX_NAMED])}{more}: no article of this run has such an id")
        return ((document_id, self._pages.read(part, document_id)) for part, document_id in sorted(found))

    def render(self, content: str) -> str:
        """The page of an article from its JSON report, a file that needs no other."""
        if self._provenance is None:
            self._provenance = self._pages.read_provenance()
        return framing.report.render_article(framing.report.load_report(content, self._provenance))
