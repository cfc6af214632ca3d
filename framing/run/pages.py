"""Article pages of a run folder: one file each for small corpora, one archive per part for large ones."""

import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

# A fixed time stamp: the same pages give the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16


class PageStore:
    """Writes and reads `articles/<page>.html` and `.json`, or `articles/part-<name>.zip` holding them."""

    def __init__(self, run_dir: Path) -> None:
        self.articles_dir = run_dir / "articles"

    def write_files(self, pages: Iterable[tuple[str, str]]) -> None:
        """Write `(file name, content)` pairs as files, each in one step."""
        self.articles_dir.mkdir(parents=True, exist_ok=True)
        for name, content in pages:
            _write_whole(self.articles_dir / name, content.encode())

    def write_archive(self, part: str, pages: Iterable[tuple[str, str]]) -> None:
        """Write the pages of one part as one archive."""
        self.articles_dir.mkdir(parents=True, exist_ok=True)
        path = self.archive_path(part)
        unfinished = path.with_suffix(".unfinished")
        with zipfile.ZipFile(unfinished, "w") as archive:
            for name, content in pages:
                entry = zipfile.ZipInfo(name, _TIME)
                entry.external_attr = _MODE
                # Level 1 takes half the time of the default, for a sixth more bytes. An entry with a name of its own
                # ignores the level of the archive.
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=1)
        unfinished.replace(path)

    def archive_path(self, part: str) -> Path:
        """Where the archive of a part lies or will lie."""
        return self.articles_dir / f"part-{part}.zip"

    def has_archives(self) -> bool:
        """Whether an earlier run into this folder packed its pages."""
        return any(self.articles_dir.glob("part-*.zip"))

    def has_pages(self, part: str, names: Iterable[str], packed: bool) -> bool:
        """Whether all pages of a part are there, in the wanted form."""
        if packed:
            return self.archive_path(part).is_file()
        return all((self.articles_dir / name).is_file() for name in names)

    def pack(self, part: str, names: list[str]) -> None:
        """Move pages written as files into the archive of their part."""
        paths = [self.articles_dir / name for name in names]
        self.write_archive(part, ((path.name, path.read_text(encoding="utf-8")) for path in paths))
        for path in paths:
            path.unlink()

    def unpack(self, part: str, names: list[str]) -> None:
        """Move the pages of a part from its archive into files."""
        with zipfile.ZipFile(self.archive_path(part)) as archive:
            self.write_files((name, archive.read(name).decode()) for name in names)
        self.archive_path(part).unlink()

    def read(self, part: str, name: str) -> str:
        """The content of one page, wherever it is kept."""
        path = self.articles_dir / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
        with zipfile.ZipFile(self.archive_path(part)) as archive:
            return archive.read(name).decode()

    def delete_except(self, names: set[str]) -> None:
        """Delete pages of articles that are no longer in the corpus, and unfinished files."""
        if not self.articles_dir.is_dir():
            return
        with os.scandir(self.articles_dir) as entries:
            stale = [entry.path for entry in entries if entry.name not in names and entry.is_file()]
        for path in stale:
            Path(path).unlink()


def _write_whole(path: Path, content: bytes) -> None:
    # No Path arithmetic beyond this: it runs twice per article.
    unfinished = f"{path}.unfinished"
    try:
        with open(unfinished, "wb") as file:  # noqa: PTH123 - see above
            file.write(content)
    except OSError as problem:  # writing, unlike opening, does not say to which file
        raise OSError(problem.errno, problem.strerror, str(path)) from problem
    os.replace(unfinished, path)  # noqa: PTH105 - see above
