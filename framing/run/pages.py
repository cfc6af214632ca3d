"""Article pages of a run folder: files for small corpora; for large ones an archive of reports per part."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

import framing.report
from framing.columns import Column, Schema
from framing.errors import InputError
from framing.remote import AnyPath
from framing.run.store import Store
from framing.whole_files import delete_files, list_names, read_files, write_files, write_whole

# The page of an article is made from its report when somebody opens it: of a million, few are opened.
ARCHIVE = Schema(
    "articles",
    (
        Column("document_id", "string", "unique in the run"),
        Column("report", "string", "its report as JSON"),
    ),
)
_PROVENANCE = "provenance.json"


class PageStore:
    """Writes and reads `articles/<page>.html` and `.json`, or `articles/part-<name>.parquet` with the JSON reports."""

    def __init__(self, run_dir: AnyPath) -> None:
        self.articles_dir = run_dir / "articles"
        self._run_dir = run_dir
        self._archives = Store(run_dir, folder="")
        self._listed: set[str] | None = None  # pages at an address, as they were when first asked for

    def write_files(self, pages: Iterable[tuple[str, bytes]]) -> None:
        """Write `(file name, content)` pairs as files, each in one step."""
        write_files(self.articles_dir, pages)

    def write_archive(self, part: str, reports: Iterable[tuple[str, bytes]], stage_key: str) -> None:
        """Write the reports of one part, pairs of a document's id and JSON, as one archive."""
        self._archives.write_texts(ARCHIVE, ((name.encode(), report) for name, report in reports), part, stage_key)

    def write_provenance(self, provenance: framing.report.Provenance | None) -> None:
        """Write what made the reports, which with a report makes its page; None deletes it."""
        path = self._run_dir / _PROVENANCE
        if provenance is None:
            path.unlink(missing_ok=True)
        else:
            write_whole(path, framing.report.dump_provenance(provenance).encode())

    def read_provenance(self) -> framing.report.Provenance:
        """What made the reports.

        Raises:
            InputError: the run was made by an older version.
        """
        path = self._run_dir / _PROVENANCE
        if not path.is_file():
            raise InputError(f"{path}: not there; `framing report {self._run_dir}` writes it")
        return framing.report.load_provenance(path.read_text(encoding="utf-8"))

    def archive_path(self, part: str) -> AnyPath:
        """Where the archive of a part lies or will lie."""
        return self._archives.part_path(ARCHIVE, part)

    def has_archives(self) -> bool:
        """Whether an earlier run into this folder packed its pages."""
        return bool(self._archives.list_parts(ARCHIVE))

    def has_pages(self, part: str, names: Iterable[str], packed: bool) -> bool:
        """Whether all pages of a part are there, in the wanted form."""
        if packed:
            return self.archive_path(part).is_file()
        if isinstance(self.articles_dir, Path):
            return all((self.articles_dir / name).is_file() for name in names)
        if self._listed is None:  # one part after another is asked about: a request for each page would take hours
            self._listed = set(list_names(self.articles_dir))
        return self._listed.issuperset(names)

    def pack(self, part: str, document_ids: Sequence[str], stage_key: str) -> None:
        """Move reports written as files into the archive of their part, and delete their pages."""
        names = [_name_report(one) for one in document_ids]
        contents = read_files(self.articles_dir, names)
        self.write_archive(part, zip(document_ids, contents, strict=True), stage_key)
        delete_files(self.articles_dir, name_pages(document_ids))

    def unpack(self, part: str, provenance: framing.report.Provenance) -> None:
        """Write the reports of a part and their pages as files, and delete its archive."""
        self.write_files(
            chain.from_iterable(
                render_files(document_id, framing.report.load_report(content, provenance), content.encode())
                for document_id, content in self.read_archive(part)
            )
        )
        self.archive_path(part).unlink()

    def read_archive(self, part: str) -> Iterator[tuple[str, str]]:
        """Pairs of a document's id and JSON report from the archive of a part."""
        table = self._archives.read(ARCHIVE, part)
        return zip(table["document_id"], table["report"], strict=True)

    def read(self, part: str, document_id: str) -> str:
        """The JSON report of one article, wherever it is kept.

        Raises:
            InputError: there is none.
        """
        if not self.archive_path(part).is_file():
            return self._read_file(document_id)
        found = self._archives.read(ARCHIVE, part, document_id=document_id)["report"]
        if not found:
            raise InputError(f"{document_id}: no report in {self.archive_path(part)}; run the command again")
        return str(found[0])

    def _read_file(self, document_id: str) -> str:
        path = self.articles_dir / _name_report(document_id)
        mend = f"`framing report {self._run_dir}`"
        try:
            content = path.read_text(encoding="utf-8")
            found = framing.report.find_document_id(content)
        except (OSError, UnicodeDecodeError, InputError) as problem:
            raise InputError(f"{path}: no report that can be read; {mend} writes it anew") from problem
        if found != document_id:  # ids that differ in case only have one file on some systems
            raise InputError(
                f"{path}: the report of {found!r}, not of {document_id!r}; {mend} --pages packed keeps both"
            )
        return content

    def delete_except(self, names: set[str]) -> None:
        """Delete pages of articles that are no longer in the corpus, and unfinished files."""
        found = list_names(self.articles_dir)
        delete_files(self.articles_dir, [name for name, is_file in found.items() if is_file and name not in names])
        if isinstance(self.articles_dir, Path) and not names:
            with suppress(OSError):  # not there, or it holds other files
                self.articles_dir.rmdir()


def _name_report(document_id: str) -> str:
    return f"{framing.report.page_name(document_id)}.json"


def name_pages(document_ids: Iterable[str]) -> list[str]:
    """The names of the two files of each article."""
    stems = [framing.report.page_name(document_id) for document_id in document_ids]
    return [f"{stem}.{kind}" for stem in stems for kind in ("html", "json")]


def render_files(document_id: str, report: framing.report.ArticleReport, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of the two files of an article in a run folder; `content` is the report as JSON."""
    page, json_file = name_pages([document_id])
    yield page, framing.report.render_article(report, index_href="../index.html").encode()
    yield json_file, content
