"""Files at an address for DuckDB: of one, the ranges that a query needs; or all of a folder, each read whole."""

import glob
import hashlib
import io
from functools import cache
from typing import TYPE_CHECKING, Any

from framing.remote import AnyPath, RemotePath

if TYPE_CHECKING:
    import duckdb

_PROTOCOL = "framing-remote"


def name_for_duckdb(path: AnyPath, connection: "duckdb.DuckDBPyConnection") -> str:
    """The text by which a query on this connection reads one file."""
    if not isinstance(path, RemotePath):
        return glob.escape(str(path))
    connection.register_filesystem(_make_class()(path))
    return f"{_PROTOCOL}://file"


def name_folder_for_duckdb(folder: RemotePath, connection: "duckdb.DuckDBPyConnection") -> str:
    """The text by which queries on this connection read the files of a folder, each whole: `name/tables/a.parquet`."""
    protocol = f"{_PROTOCOL}-{hashlib.sha256(folder.address.encode()).hexdigest()[:16]}"
    if not connection.filesystem_is_registered(protocol):
        connection.register_filesystem(_make_folder_class()(folder, protocol))
    return f"{protocol}:/"


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
        """Small files below an address as the file system that DuckDB asks for."""

        cachable = False

        def __init__(self, folder: RemotePath, protocol: str) -> None:
            super().__init__()
            self.protocol = protocol
            self._folder = folder
            self._sizes: dict[str, int] = {}

        def _name(self, path: str) -> str:
            return path.removeprefix(f"{self.protocol}://")

        def glob(self, path: str, **_: Any) -> list[str]:
            return [path]

        def open(self, path: str, mode: str = "rb", **_: Any) -> io.BytesIO:  # noqa: ARG002 - there is one
            content = (self._folder / self._name(path)).read_bytes()
            self._sizes[path] = len(content)  # DuckDB asks next
            return io.BytesIO(content)

        def info(self, path: str, **_: Any) -> dict[str, Any]:
            return {"name": path, "size": self._sizes[path], "type": "file"}

        def modified(self, path: str) -> Any:  # noqa: ARG002 - DuckDB asks; it is told to keep nothing
            from datetime import UTC, datetime

            return datetime.fromtimestamp(0, UTC)

    return Folder
