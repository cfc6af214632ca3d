"""Which files are read: files, folders, patterns and standard input become sources, in a stable order."""

import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from framing.addresses import is_address
from framing.errors import InputError
from framing.remote import AnyPath, RemotePath, open_path

Format = Literal["text", "html", "jsonl", "json", "csv", "tsv", "parquet", "stdin"]

FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
}
COMPRESSIONS = (".gz", ".bz2", ".xz")
_TABLES = ("csv", "tsv", "parquet")
_BAD_BYTE = re.compile(r"[\udc80-\udcff]")  # as Python has a byte of a name that is not UTF-8
_KNOWN = ", ".join(FORMATS) + "; all but .parquet also compressed as .gz, .bz2 or .xz"


@dataclass(frozen=True, slots=True)
class Source:
    """One file of articles, or standard input."""

    name: str  # as shown to the user and stored in `documents.source`; a byte that is not UTF-8 is written \xe9
    path: AnyPath | None  # None: standard input
    format: Format
    compression: str  # "", or one of COMPRESSIONS
    id_stem: str  # what ids are derived from where rows have none
    size: int  # bytes as it stands in its place; 0 for standard input


@dataclass(frozen=True, slots=True)
class Range:
    """Whole rows of a source that can be read without what stands before them; or the whole source.

    Attributes:
        n_bytes: length; None for the whole source.
        first_byte: of the decompressed content, from 0; the bytes are read from there unless `content` is given.
        first_line: number of the first line, from 1.
        n_rows_before: rows of a table in front of the range.
        codec: of the text.
        header: names of the columns of a table; delimiter: between them.
        rows: of a table in Parquet, in place of bytes.
        content: the bytes themselves, where only one process can read them: of compressed files, of standard input.
        fault: why nothing can be read after this range.
        is_last: no other range of the source follows.
    """

    n_bytes: int | None = None
    first_byte: int = 0
    first_line: int = 1
    n_rows_before: int = 0
    codec: str = ""
    header: tuple[str, ...] = ()
    delimiter: str = ""
    rows: tuple[tuple[Any, ...], ...] | None = None
    content: bytes | None = None
    fault: str = ""
    is_last: bool = True

    @property
    def is_cut(self) -> bool:
        """Whether this is not the whole source."""
        return self.n_bytes is not None


WHOLE = Range()


def tell_place(source_name: str, row: int) -> str:
    """Where an article stands, for messages: file and row from 1; the file alone for row 0, where it is one article.

    Of tables the row is called so: it may take several lines, and label files are told by line.
    """
    plain = source_name.lower()
    for compression in COMPRESSIONS:
        plain = plain.removesuffix(compression)
    is_table = FORMATS.get(PurePosixPath(plain).suffix) in _TABLES
    return f"{source_name}{' row ' if is_table else ':'}{row}" if row else source_name


def find_sources(inputs: Sequence[str]) -> list[Source]:
    """The sources that the inputs name, each file once: inputs in the order given, folders and patterns sorted.

    An input is a file, a folder (read with its subfolders; hidden files and files with other endings are
    passed over), a pattern (`news/*.txt`, `news/**/*.html`), each on this machine or at an address (`s3://bucket/news`),
    or `-` for standard input.

    Raises:
        InputError: an input does not exist, matches nothing, or is a file whose ending is not known.
    """
    if not inputs:
        raise InputError("no input; name files, folders or patterns, or - for standard input")
    found: dict[object, Source] = {}
    for text in inputs:
        for source in _expand(text):
            path = source.path
            found.setdefault(path.resolve() if isinstance(path, Path) else path, source)
    return list(found.values())


def _expand(text: str) -> list[Source]:
    if not text.strip():
        raise InputError("an input has an empty name; `.` is this folder")
    if text == "-":
        return [Source("stdin", None, "stdin", "", "stdin", 0)]
    if is_address(text):
        path = open_path(text)
        if isinstance(path, RemotePath):
            return _expand_address(path)
        text = str(path)
    path = Path(text)
    if path.is_dir():
        sources = list(_find_in_folder(path))
        if not sources:
            raise InputError(f"{text}: no article files in this folder; files that are read end in {_KNOWN}")
        return sources
    if path.exists():
        source = _describe(path, path.name, _find_size(path))
        if source is None:
            raise InputError(f"{text}: cannot tell the format; files that are read end in {_KNOWN}")
        return [source]
    if glob.has_magic(text):
        return _find_matches(text)
    raise InputError(f"{text}: no such file or folder")


def _find_matches(pattern: str) -> list[Source]:
    sources = []
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 -- a pattern may be absolute
        path = Path(match)
        if path.is_dir():
            sources += list(_find_in_folder(path))
        elif source := _describe(path, path.name, _find_size(path)):
            sources.append(source)
    if not sources:
        raise InputError(f"{pattern}: matches no article files; files that are read end in {_KNOWN}")
    return sources


def _find_in_folder(folder: Path) -> Iterator[Source]:
    def refuse(problem: OSError) -> None:
        raise InputError(f"{problem.filename}: cannot be read: {problem.strerror}") from problem

    relative_paths = []
    for parent, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        inside = Path(parent).relative_to(folder)
        relative_paths += [(inside / name).as_posix() for name in files if not name.startswith(".")]
    for relative in sorted(relative_paths):
        path = folder / relative
        if source := _describe(path, relative, _find_size(path)):
            yield source


def _describe(path: AnyPath, relative: str, size: int) -> Source | None:
    """The source at `path`; None where its ending is not known. Ids derive from `relative`."""
    plain = PurePosixPath(relative)
    compression = plain.suffix.lower() if plain.suffix.lower() in COMPRESSIONS else ""
    if compression:
        plain = plain.with_suffix("")
    file_format = FORMATS.get(plain.suffix.lower())
    if file_format is None or (compression and file_format == "parquet"):
        return None
    name = write_name(path.as_posix() if isinstance(path, Path) else str(path))
    return Source(name, path, file_format, compression, write_name(plain.with_suffix("").as_posix()), size)


def write_name(name: str) -> str:
    r"""The name of a file with `\xe9` for a byte that is not UTF-8; names that differ in such bytes stay apart."""
    if name.isascii():
        return name
    shown = _BAD_BYTE.sub(lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", name)
    return shown.encode("utf-8", "backslashreplace").decode()


def refuse_no_file(source: Source) -> None:
    """Raises InputError where the source is a pipe, socket or device: to read it could take for ever."""
    if isinstance(source.path, Path) and source.path.exists() and not source.path.is_file():
        mode = source.path.stat().st_mode
        kind = "named pipe" if stat.S_ISFIFO(mode) else "socket" if stat.S_ISSOCK(mode) else "device or folder"
        raise InputError(f"a {kind}, not a file; leave it out, or send what it gives to standard input and name -")


def _find_size(path: AnyPath) -> int:
    try:
        return path.stat().st_size if isinstance(path, Path) else path.find_size()
    except OSError:  # a dangling link, say: reading it then fails, and stops nothing else
        return 0


def _expand_address(place: RemotePath) -> list[Source]:
    """As `_expand`, of a file, folder or pattern at an address.

    Raises:
        InputError: as there; or the store cannot be asked.
    """
    try:
        if place.is_file():
            source = _describe(place, place.name, _find_size(place))
            if source is None:
                raise InputError(f"{place}: cannot tell the format; files that are read end in {_KNOWN}")
            return [source]
        if place.is_dir():
            sources = _find_below(place)
            if not sources:
                raise InputError(f"{place}: no article files in this folder; files that are read end in {_KNOWN}")
            return sources
        if place.is_pattern:
            return _find_remote_matches(place)
    except OSError as problem:
        raise InputError(f"{problem.filename}: {problem.strerror}") from problem
    raise InputError(f"{place}: no such file or folder")


def _find_remote_matches(pattern: RemotePath) -> list[Source]:
    sources = []
    with_hidden = _has_hidden_part(str(pattern))
    for name, (place, is_folder) in sorted(pattern.glob().items()):
        if _has_hidden_part(name) and not with_hidden:  # as on this machine
            continue
        if is_folder:
            sources += _find_below(place)
        elif source := _describe(place, place.name, _find_size(place)):
            sources.append(source)
    if not sources:
        raise InputError(f"{pattern}: matches no article files; files that are read end in {_KNOWN}")
    return sources


def _has_hidden_part(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _find_below(folder: RemotePath) -> list[Source]:
    sources = []
    for relative, place in sorted(folder.find_files().items()):
        *folders, name = relative.split("/")
        is_hidden = name.startswith(".") or any(one.startswith((".", "__MACOSX")) for one in folders)
        if not is_hidden and (source := _describe(place, relative, _find_size(place))):
            sources.append(source)
    return sources
