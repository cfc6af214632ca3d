"""Files at an address for DuckDB, which asks for the ranges of them that a query needs."""

import glob
import io
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, Any

from framing.remote import AnyPath, RemotePath

if TYPE_CHECKING:
    import duckdb

_PROTOCOL = "framing-remote"
_PREFIX = f"{_PROTOCOL}://"


def name_for_duckdb(path: AnyPath, connection: "duckdb.DuckDBPyConnection") -> str:
    """The text by which a query on this connection reads one file."""
    if not isinstance(path, RemotePath):
        return glob.escape(str(path))
    return register_files(connection, lambda _: path, lambda: ["file"]) + "file"


def register_files(
    connection: "duckdb.DuckDBPyConnection", find: Callable[[str], RemotePath], list_names: Callable[[], list[str]]
) -> str:
    """Make files readable for a connection; gives what stands in front of their names in its queries.

    Args:
        find: the file with a name.
        list_names: the names that a pattern may mean.
    """
    connection.register_filesystem(_make_class()(find, list_names))
    return _PREFIX


@cache
def _make_class() -> type[Any]:
    from fsspec import AbstractFileSystem

    class Files(AbstractFileSystem):  # type: ignore[misc] # fsspec has no types
        """As much of a file system as DuckDB asks for. It is given no credentials and no address."""

        protocol = _PROTOCOL
        cachable = False

        def __init__(self, find: Callable[[str], RemotePath], list_names: Callable[[], list[str]]) -> None:
            super().__init__()
            self._find = find
            self._list_names = list_names

        def glob(self, path: str, **_: Any) -> list[str]:
            name = path.removeprefix(_PREFIX)
            if not glob.has_magic(name):
                return [path]
            return [_PREFIX + one for one in sorted(self._list_names()) if fnmatchcase(one, name)]

        def open(self, path: str, mode: str = "rb", **_: Any) -> io.BufferedReader:
            return self._find(path.removeprefix(_PREFIX)).open(mode)

        def info(self, path: str, **_: Any) -> dict[str, Any]:
            return {"name": path, "size": self._find(path.removeprefix(_PREFIX)).find_size(), "type": "file"}

        def modified(self, path: str) -> Any:  # noqa: ARG002 - DuckDB asks; parts are written anew under new names
            from datetime import UTC, datetime

            return datetime.fromtimestamp(0, UTC)

    return Files
