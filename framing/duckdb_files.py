"""Files at an address for DuckDB: of one, the ranges that a query needs; or all of a folder, each read whole."""

import glob
import io
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from framing.remote import AnyPath, RemotePath

if TYPE_CHECKING:
    import duckdb

_PROTOCOL = "framing-remote"
_NUMBERS = count(1)
_MAX_KEPT = 16


def name_for_duckdb(path: AnyPath, connection: "duckdb.DuckDBPyConnection") -> str:
    """The text by which a query on this connection reads one file."""
    if not isinstance(path, RemotePath):
        return glob.escape(str(path))
    connection.register_filesystem(_make_class()(path))
    return f"{_PROTOCOL}://file"


class FetchedFiles:
    """Small files below an address, read whole; the last ones are kept, so that queries ask for each once.

    Args:
        folder: where they lie; they are named from there.
        connection: whose queries may read them as `name`/`their name`.
    """

    def __init__(self, folder: RemotePath, connection: "duckdb.DuckDBPyConnection") -> None:
        self._folder = folder
        self._kept: dict[str, bytes] = {}
        self._missing: set[str] = set()
        protocol = f"{_PROTOCOL}-{next(_NUMBERS)}"
        connection.register_filesystem(_make_folder_class()(self, protocol))
        self.name = f"{protocol}:/"

    def fetch(self, names: Sequence[str]) -> None:
        """Read these files at once, in place of what is kept; those that are not there are known to be missing."""
        self._kept = self._folder.read_files(names, missing_ok=True)
        self._missing = set(names) - self._kept.keys()

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        return name in self._kept or (name not in self._missing and (self._folder / name).is_file())

    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: it is not there, or cannot be read.
        """
        if name not in self._kept:
            content = (self._folder / name).read_bytes()
            for oldest in list(self._kept)[: len(self._kept) + 1 - _MAX_KEPT]:
                del self._kept[oldest]
            self._kept[name] = content
        return self._kept[name]

    def forget(self, names: Iterable[str]) -> None:
        """Keep these files no longer: they are written anew or deleted."""
        for name in names:
            self._kept.pop(name, None)
            self._missing.discard(name)


@cache
def _make_class() -> type[Any]:
    from fsspec import AbstractFileSystem

    class OneFile(AbstractFileSystem):  # type: ignore[misc] # fsspec has no types
        """A file as the file system that DuckDB asks for, which is given no credentials and no address."""

        protocol = _PROTOCOL
        cachable = False

        def __init__(self, path: RemotePath) -> None:
            super().__init__()
            self._path = path

        def glob(self, path: str, **_: Any) -> list[str]:
            return [path]

        def open(self, path: str, mode: str = "rb", **_: Any) -> io.BufferedReader:  # noqa: ARG002 - there is one
            return self._path.open(mode)

        def info(self, path: str, **_: Any) -> dict[str, Any]:
            return {"name": path, "size": self._path.find_size(), "type": "file"}

        def modified(self, path: str) -> Any:  # noqa: ARG002 - DuckDB asks; each connection reads the file once
            from datetime import UTC, datetime

            return datetime.fromtimestamp(0, UTC)

    return OneFile


@cache
def _make_folder_class() -> type[Any]:
    from fsspec import AbstractFileSystem

    class Folder(AbstractFileSystem):  # type: ignore[misc] # fsspec has no types
        """Fetched files as the file system that DuckDB asks for."""

        cachable = False

        def __init__(self, files: FetchedFiles, protocol: str) -> None:
            super().__init__()
            self.protocol = protocol
            self._files = files

        def _read(self, path: str) -> bytes:
            return self._files.read(path.removeprefix(f"{self.protocol}://"))

        def glob(self, path: str, **_: Any) -> list[str]:
            return [path]

        def open(self, path: str, mode: str = "rb", **_: Any) -> io.BytesIO:  # noqa: ARG002 - there is one
            return io.BytesIO(self._read(path))

        def info(self, path: str, **_: Any) -> dict[str, Any]:
            return {"name": path, "size": len(self._read(path)), "type": "file"}

        def modified(self, path: str) -> Any:  # noqa: ARG002 - DuckDB asks; it is told to keep nothing
            from datetime import UTC, datetime

            return datetime.fromtimestamp(0, UTC)

    return Folder
