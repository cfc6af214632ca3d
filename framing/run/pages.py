"""Article pages of a run folder: files for small corpora; for large ones an archive of reports per part."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import framing.report
from framing.columns import Column, Schema, Table
from framing.errors import InputError
from framing.run.store import Store

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

    def __init__(self, run_dir: Path) -> None:
        self.articles_dir = run_dir / "articles"
        self._run_dir = run_dir
        self._archives = Store(run_dir, folder="")

    def write_files(self, pages: Iterable[tuple[str, str]]) -> None:
        """Write `(file name, content)` pairs as files, each in one step."""
        self.articles_dir.mkdir(parents=True, exist_ok=True)
        for name, content in pages:
            _write_whole(self.articles_dir / name, content.encode())

    def write_archive(self, part: str, reports: Iterable[tuple[str, str]], stage_key: str) -> None:
        """Write the reports of one part, pairs of a document's id and JSON, as one archive."""
        pairs = list(reports)
        columns = {"document_id": [pair[0] for pair in pairs], "report": [pair[1] for pair in pairs]}
        self._archives.write(Table(ARCHIVE, columns), part, stage_key)

    def write_provenance(self, provenance: framing.report.Provenance | None) -> None:
        """Write what made the reports, which with a report makes its page; None deletes it."""
        path = self._run_dir / _PROVENANCE
        if provenance is None:
            path.unlink(missing_ok=True)
        else:
            _write_whole(path, framing.report.dump_provenance(provenance).encode())

    def read_provenance(self) -> framing.report.Provenance:
        """What made the reports.

        Raises:
            InputError: the run was made by an older version.
        """
        path = self._run_dir / _PROVENANCE
        if not path.is_file():
            raise InputError(f"{path}: not there; `framing report {self._run_dir}` writes it")
        return framing.report.load_provenance(path.read_text(encoding="utf-8"))

    def archive_path(self, part: str) -> Path:
        """Where the archive of a part lies or will lie."""
        return self._archives.part_path(ARCHIVE, part)

    def has_archives(self) -> bool:
        """Whether an earlier run into this folder packed its pages."""
        return bool(self._archives.list_parts(ARCHIVE))

    def has_pages(self, part: str, names: Iterable[str], packed: bool) -> bool:
        """Whether all pages of a part are there, in the wanted form."""
        if packed:
            return self.archive_path(part).is_file()
        return all((self.articles_dir / name).is_file() for name in names)

    def pack(self, part: str, document_ids: Sequence[str], stage_key: str) -> None:
        """Move reports written as files into the archive of their part, and delete their pages."""
        self.write_archive(part, ((one, self._read_file(one)) for one in document_ids), stage_key)
        for name in name_pages(document_ids):
            (self.articles_dir / name).unlink()

    def unpack(self, part: str, provenance: framing.report.Provenance) -> None:
        """Write the reports of a part and their pages as files, and delete its archive."""
        for document_id, content in self.read_archive(part):
            report = framing.report.load_report(content, provenance)
            self.write_files(render_files(document_id, report, content))
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
        return (self.articles_dir / f"{framing.report.page_name(document_id)}.json").read_text(encoding="utf-8")

    def delete_except(self, names: set[str]) -> None:
        """Delete pages of articles that are no longer in the corpus, and unfinished files."""
        if not self.articles_dir.is_dir():
            return
        with os.scandir(self.articles_dir) as entries:
            stale = [entry.path for entry in entries if entry.name not in names and entry.is_file()]
        for path in stale:
            Path(path).unlink()


def name_pages(document_ids: Iterable[str]) -> list[str]:
    """The names of the two files of each article."""
    stems = [framing.report.page_name(document_id) for document_id in document_ids]
    return [f"{stem}.{kind}" for stem in stems for kind in ("html", "json")]


def render_files(document_id: str, report: framing.report.ArticleReport, content: str) -> Iterator[tuple[str, str]]:
    """Name and content of the two files of an article in a run folder; `content` is the report as JSON."""
    page, json_file = name_pages([document_id])
    yield page, framing.report.render_article(report, index_href="../index.html")
    yield json_file, content


def _write_whole(path: Path, content: bytes) -> None:
    # No Path arithmetic beyond this: it runs twice per article.
    unfinished = f"{path}.unfinished"
    try:
        with open(unfinished, "wb") as file:  # noqa: PTH123 - see above
            file.write(content)
    except OSError as problem:  # writing, unlike opening, does not say to which file
        raise OSError(problem.errno, problem.strerror, str(path)) from problem
    os.replace(unfinished, path)  # noqa: PTH105 - see above
