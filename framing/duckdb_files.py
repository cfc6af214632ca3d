"""A file at an address for DuckDB, which asks for the ranges of it that a query needs."""

import glob
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
