"""The stores that fsspec knows, opened by an address; what they complain of becomes one line without credentials."""

import errno
import mimetypes
from types import TracebackType
from typing import Any

from framing.addresses import find_scheme, hide_credentials, hide_in_message
from framing.errors import InputError

_PACKAGES = {"s3": "'framing-analysis[s3]'", "s3a": "'framing-analysis[s3]'"}
_WORDS_OF_SECRETS = ("secret", "key", "token", "password", "passwd", "credential", "auth")


class Plainly:
    """The store and the path in it; whatever goes wrong inside becomes an `OSError` of one line without credentials."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._store: Any = None

    def __enter__(self) -> tuple[Any, str]:
        import fsspec

        try:
            self._store, path = fsspec.core.url_to_fs(self._address)
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
            return FileNotFoundError(errno.ENOENT, "no such file or folder", hide_credentials(self._address))
        if isinstance(problem, PermissionError):
            reason = "access is denied; give the store's credentials in the environment (see docs/scale.md)"
            return PermissionError(errno.EACCES, reason, hide_credentials(self._address))
        secrets = _list_secrets(self._store.storage_options) if self._store else set[str]()
        first = next(iter(str(problem).strip().splitlines()), "")
        message = hide_in_message(first, self._address, secrets)
        return OSError(errno.EIO, f"{type(problem).__name__}: {message}".rstrip(": "), hide_credentials(self._address))


def _list_secrets(options: dict[str, Any]) -> set[str]:
    """Values of a store's options that are not to be shown, those inside other options too."""
    secrets = set()
    for name, value in options.items():
        if isinstance(value, dict):
            secrets |= _list_secrets(value)
        elif isinstance(value, str) and any(word in name.lower() for word in _WORDS_OF_SECRETS):
            secrets.add(value)
    return secrets


def describe_content(address: str, name: str) -> dict[str, str]:
    """What a store is to be told of a file, so that a browser shows a page of it in place of saving it."""
    kind = mimetypes.guess_type(name)[0] if find_scheme(address) in _PACKAGES else None
    return {"ContentType": kind} if kind else {}


def find_store(address: str) -> None:
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
