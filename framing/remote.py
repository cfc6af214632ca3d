"""Files and folders behind an address, through fsspec, read by ranges."""

import errno
import glob
import io
import os
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

from framing.addresses import find_scheme, hide_credentials, hide_in_message, read_local_address
from framing.errors import InputError

_OWN_PROCESS = {"memory"}  # what one process writes there, another does not see
_PACKAGES = {"s3": "'framing-analysis[s3]'", "s3a": "'framing-analysis[s3]'"}
_REQUEST_BYTES = 4 << 20  # that a reader asks for at once
_WORDS_OF_SECRETS = ("secret", "key", "token", "password", "passwd", "credential", "auth")


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
        _find_store(address)

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

    @property
    def is_pattern(self) -> bool:
        """Whether the address holds `*`, `?` or `[`."""
        with _Plainly(self) as (_, path):
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
        return io.BufferedReader(_Ranges(self), max(buffering, _REQUEST_BYTES))

    def find_size(self) -> int:
        """Bytes of the file.

        Raises:
            OSError: there is no such file, or its store does not say.
        """
        if self._size is None:
            with _Plainly(self) as (store, path):
                self._size = store.info(path)["size"]
        if self._size is None:
            raise OSError(errno.EIO, "the server does not say how long the file is; download it first", str(self))
        return self._size

    def read_range(self, start: int, end: int) -> bytes:
        """The bytes from `start` to before `end`, or to the end of the file."""
        with _Plainly(self) as (store, path):
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
        with _Plainly(self) as (store, path):
            store.invalidate_cache()  # others write there too
            return bool(getattr(store, question)(path))

    def find_files(self) -> dict[str, "RemotePath"]:
        """All files below, by their paths from here."""
        with _Plainly(self) as (store, path):
            store.invalidate_cache()
            found = store.find(path, detail=True)
            return {name[len(path) :].strip("/"): self._make(store, name, found[name]) for name in found}

    def glob(self) -> dict[str, tuple["RemotePath", bool]]:
        """What the address, read as a pattern, names: each by its name, and whether it is a folder."""
        with _Plainly(self) as (store, path):
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
        with _Plainly(self) as (store, path):
            about = store.info(path)
        version = about.get("ETag") or about.get("etag") or about.get("md5Hash")
        return str(version).strip('"') if version else None


AnyPath = Path | RemotePath


class _Ranges(io.RawIOBase):
    """A file, read range by range; any number of readers may be open."""

    def __init__(self, path: RemotePath) -> None:
        self._path = path
        self._size = path.find_size()
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._position = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        return self._position

    def readinto(self, buffer: Any) -> int:
        end = min(self._position + len(buffer), self._size)
        if self._position >= end:
            return 0
        content = self._path.read_range(self._position, end)
        buffer[: len(content)] = content
        self._position += len(content)
        return len(content)


class _Plainly:
    """The store and the path in it; whatever goes wrong inside becomes an `OSError` of one line without credentials."""

    def __init__(self, path: RemotePath) -> None:
        self._path = path
        self._store: Any = None

    def __enter__(self) -> tuple[Any, str]:
        import fsspec

        try:
            self._store, path = fsspec.core.url_to_fs(self._path.address)
        except BaseException as problem:
            self.__exit__(type(problem), problem, problem.__traceback__)
            raise
        return self._store, path

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(problem, Exception):
            # Each kind of store has exceptions of its own; their texts and causes may hold credentials.
            raise self._explain(problem) from None

    def _explain(self, problem: Exception) -> OSError:
        if isinstance(problem, FileNotFoundError):
            return FileNotFoundError(errno.ENOENT, "no such file or folder", str(self._path))
        if isinstance(problem, PermissionError):
            reason = "access is denied; give the store's credentials in the environment (see docs/scale.md)"
            return PermissionError(errno.EACCES, reason, str(self._path))
        secrets = _list_secrets(self._store.storage_options) if self._store else set[str]()
        first = next(iter(str(problem).strip().splitlines()), "")
        message = hide_in_message(first, self._path.address, secrets)
        return OSError(errno.EIO, f"{type(problem).__name__}: {message}".rstrip(": "), str(self._path))


def _list_secrets(options: dict[str, Any]) -> set[str]:
    """Values of a store's options that are not to be shown, those inside other options too."""
    secrets = set()
    for name, value in options.items():
        if isinstance(value, dict):
            secrets |= _list_secrets(value)
        elif isinstance(value, str) and any(word in name.lower() for word in _WORDS_OF_SECRETS):
            secrets.add(value)
    return secrets


def _find_store(address: str) -> None:
    """Nothing, where fsspec has a store for this address.

    Raises:
        InputError: it has none, or lacks a package.
    """
    import fsspec
    from fsspec.registry import known_implementations

    scheme, shown = find_scheme(address), hide_credentials(address)
    try:
        fsspec.get_filesystem_class(scheme)
    except ImportError as problem:
        known = str(known_implementations.get(scheme, {}).get("class", ""))
        package = _PACKAGES.get(scheme) or known.partition(".")[0]
        mend = str(problem) if package == "fsspec" else f"pip install {package}"
        raise InputError(f"{shown}: {scheme}:// needs another package: {mend}") from problem
    except ValueError as problem:
        raise InputError(f"{shown}: no kind of address that fsspec knows begins with {scheme}://") from problem


def open_path(text: str) -> AnyPath:
    """The path or address that a text names; `file://` gives a path.

    Raises:
        InputError: an address of a kind that is not known, or whose package is not installed.
    """
    if not find_scheme(text):
        return Path(text)
    return read_local_address(text) or RemotePath(text)
