"""Files and folders behind an address, through fsspec: read by ranges, written whole."""

import errno
import glob
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from framing.addresses import OBJECT_STORES, find_scheme, hide_credentials, join_address, read_local_address
from framing.errors import InputError
from framing.remote_ranges import Ranges
from framing.remote_store import Plainly, describe_content, find_store

_OWN_PROCESS = {"memory"}  # what one process writes there, another does not see
_REQUEST_BYTES = 4 << 20  # that a reader asks for at once


class RemotePath:
    """A file or folder at an address; it looks like a `Path`, and neither `str` nor `repr` show credentials.

    Every fault of the store is an `OSError` with the shown address as its `filename`.

    Args:
        address: with whatever credentials it has.
        size: bytes, where they are known already.

    Raises:
        InputError: there is no such kind of store, or what it needs is not installed.
    """

    def __init__(self, address: str, size: int | None = None) -> None:
        if "::" in address:
            raise InputError(f"{hide_credentials(address)}: chains of addresses (::) are not read; give one")
        self._address = address
        self._size = size
        find_store(address)

    def __str__(self) -> str:
        return hide_credentials(self._address)

    def __repr__(self) -> str:
        return f"RemotePath({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RemotePath) and self._address == other._address

    def __hash__(self) -> int:
        return hash(self._address)

    @property
    def address(self) -> str:
        """The address with its credentials: not to be shown."""
        return self._address

    @property
    def name(self) -> str:
        """The last part of the address."""
        return PurePosixPath(hide_credentials(self._address)).name

    def __truediv__(self, name: str) -> "RemotePath":
        return RemotePath(join_address(self._address, name))

    @property
    def is_pattern(self) -> bool:
        """Whether the address holds `*`, `?` or `[`."""
        with Plainly(self._address) as (_, path):
            return glob.has_magic(path)

    @property
    def is_seen_by_all(self) -> bool:
        """Whether other processes see what stands there."""
        return find_scheme(self._address) not in _OWN_PROCESS

    def open(self, mode: str = "rb", buffering: int = _REQUEST_BYTES) -> io.BufferedReader:
        """The bytes to be read, a few million in a request.

        Raises:
            OSError: there is no such file, or it cannot be read.
        """
        assert mode == "rb"
        ranges = Ranges(self.read_range, self.find_size())
        return io.BufferedReader(ranges, max(buffering, _REQUEST_BYTES))

    def find_size(self) -> int:
        """Bytes of the file.

        Raises:
            OSError: there is no such file, or its store does not say.
        """
        if self._size is None:
            with Plainly(self._address) as (store, path):
                self._size = store.info(path)["size"]
        if self._size is None:
            raise OSError(errno.EIO, "the server does not say how long the file is; download it first", str(self))
        return self._size

    def read_bytes(self) -> bytes:
        """The whole file, in one request."""
        with Plainly(self._address) as (store, path):
            content: bytes = store.cat_file(path)
        return content

    def read_text(self, encoding: str = "utf-8") -> str:
        """The whole file as text."""
        return self.read_bytes().decode(encoding)

    def read_range(self, start: int, end: int) -> bytes:
        """The bytes from `start` to before `end`, or to the end of the file."""
        with Plainly(self._address) as (store, path):
            content: bytes = store.cat_file(path, start=start, end=end)
        if len(content) > end - start:  # a server that knows no ranges sends the whole file
            content = content[start:end]
        return content

    def is_file(self) -> bool:
        """Whether a file stands there."""
        return self._has("isfile")

    def is_dir(self) -> bool:
        """Whether anything stands below."""
        return self._has("isdir")

    def _has(self, question: str) -> bool:
        with Plainly(self._address) as (store, path):
            store.invalidate_cache()  # others write there too
            return bool(getattr(store, question)(path))

    def find_files(self) -> dict[str, "RemotePath"]:
        """All files below, by their paths from here."""
        with Plainly(self._address) as (store, path):
            store.invalidate_cache()
            found = store.find(path, detail=True)
            return {name[len(path) :].strip("/"): self._make(store, name, found[name]) for name in found}

    def list_below(self) -> dict[str, bool]:
        """The names directly below, each with whether it is a file; none where nothing stands."""
        with Plainly(self._address) as (store, path):
            store.invalidate_cache()
            try:
                found = store.ls(path, detail=True)
            except FileNotFoundError:
                found = []
        names = {one["name"].rstrip("/").rpartition("/")[2]: one["type"] == "file" for one in found}
        names.pop("", None)
        return names

    def write_bytes(self, content: bytes) -> None:
        """Write a file in one step, with the folders that it needs."""
        kind = describe_content(self._address, self.name)
        self._write(lambda store, path: store.pipe_file(path, content, **kind))

    def upload(self, file: Path) -> None:
        """Write the content of a file of this machine in one step, as `write_bytes`."""
        self._write(lambda store, path: store.put_file(str(file), path))

    def _write(self, write: Callable[[Any, str], object]) -> None:
        with Plainly(self._address) as (store, path):
            if self._is_written_whole:
                write(store, path)
                return
            store.makedirs(path.rpartition("/")[0], exist_ok=True)
            unfinished = f"{path}.unfinished"
            write(store, unfinished)
            if store.exists(path):
                store.rm_file(path)
            store.mv(unfinished, path)

    @property
    def _is_written_whole(self) -> bool:
        """Whether no reader meets half of a file; elsewhere it gets another name first, as on this machine."""
        return find_scheme(self._address) in OBJECT_STORES

    def write_files(self, contents: Mapping[str, bytes]) -> None:
        """Write files below, by their names; several at once where the store can, each in one step."""
        if not self._is_written_whole:
            for name, content in contents.items():
                (self / name).write_bytes(content)
            return
        by_ending = sorted(contents, key=lambda name: PurePosixPath(name).suffix)
        with Plainly(self._address) as (store, path):
            for suffix, names in groupby(by_ending, key=lambda name: PurePosixPath(name).suffix):
                kind = describe_content(self._address, suffix and f"a{suffix}")
                store.pipe({f"{path}/{name}": contents[name] for name in names}, **kind)

    def read_files(self, names: Sequence[str], missing_ok: bool = False) -> dict[str, bytes]:
        """The content of files below by their names; several at once where the store can.

        Args:
            missing_ok: whether those that cannot be read are left out.
        """
        with Plainly(self._address) as (store, path):
            places = {f"{path}/{name}": name for name in names}
            found = store.cat(list(places), on_error="omit" if missing_ok else "raise") if places else {}
            return {places[place]: content for place, content in found.items()}

    def unlink(self, missing_ok: bool = False) -> None:
        """Delete the file."""
        with Plainly(self._address) as (store, path):
            try:
                store.rm_file(path)
            except FileNotFoundError:
                if not missing_ok:
                    raise

    def delete_files(self, names: Iterable[str]) -> None:
        """Delete files below, which are there, by their names."""
        with Plainly(self._address) as (store, path):
            if paths := [f"{path}/{name}" for name in names]:
                store.rm(paths)

    def delete_tree(self) -> None:
        """Delete everything below, if anything is there."""
        with Plainly(self._address) as (store, path):
            store.invalidate_cache()
            if store.exists(path):
                store.rm(path, recursive=True)

    def glob(self) -> dict[str, tuple["RemotePath", bool]]:
        """What the address, read as a pattern, names: each by its name, and whether it is a folder."""
        with Plainly(self._address) as (store, path):
            store.invalidate_cache()
            found = store.glob(path, detail=True)
            return {
                name: (self._make(store, name, found[name]), found[name].get("type") == "directory") for name in found
            }

    def _make(self, store: Any, path: str, about: dict[str, Any]) -> "RemotePath":
        own = self._address.rstrip("/")
        root = str(store._strip_protocol(own))  # noqa: SLF001 - fsspec says how to read an address only here
        # What stands in front of the path is protocol, host, credentials.
        address = own.removesuffix(root) + path if own.endswith(root) else str(store.unstrip_protocol(path))
        return RemotePath(address, about.get("size"))

    def describe_version(self) -> str | None:
        """What the store calls this version of the file; None where it has no such name."""
        with Plainly(self._address) as (store, path):
            about = store.info(path)
        version = about.get("ETag") or about.get("etag") or about.get("md5Hash")
        return str(version).strip('"') if version else None


AnyPath = Path | RemotePath


def open_path(text: str) -> AnyPath:
    """The path or address that a text names; `file://` gives a path.

    Raises:
        InputError: an address of a kind that is not known, or whose package is not installed.
    """
    if not find_scheme(text):
        return Path(text)
    return read_local_address(text) or RemotePath(text)
