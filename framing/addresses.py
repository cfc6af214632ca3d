"""Addresses of files that are not on this machine, `s3://bucket/articles`, and their form without credentials."""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://(.*)", re.DOTALL)
# Here a question mark is a letter of a name like any other, or a pattern; elsewhere signatures may follow it. And here
# a file stands whole or not at all.
OBJECT_STORES = frozenset(("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "oci", "memory"))
_WITH_CONTAINER = {"abfs", "abfss"}  # container@account
_HIDDEN = "***"
_SHORTEST_SECRET = 4  # shorter ones would be found in ordinary words


def is_address(text: str) -> bool:
    """Whether a text is an address, `memory://x` or `file:///x`, and no path."""
    return _ADDRESS.fullmatch(text) is not None


def read_local_address(text: str) -> Path | None:
    """The path that `file:///data/a%20b.txt` stands for; None for other addresses."""
    scheme, rest = _split(text)
    if scheme not in ("file", "local"):
        return None
    return Path(unquote(rest.removeprefix("localhost") if rest.startswith("localhost/") else rest))


def join_address(folder: str, name: str) -> str:
    """The address of a name below a folder; a signature that follows the address stays behind it."""
    query = _find_query(folder)
    base = folder.removesuffix(query).removesuffix("?") if query else folder
    if not name:
        return folder
    return f"{base}{'' if base.endswith('/') else '/'}{name}{'?' if query else ''}{query}"


def hide_credentials(text: str) -> str:
    """The address with `***` for what it holds of user names, passwords and signatures; other texts as they are."""
    user, query = _find_user(text), _find_query(text)
    scheme, rest = _split(text)
    if not user and not query:
        return text
    rest = rest.removesuffix(query) + (_HIDDEN if query else "")
    return f"{scheme}://{_HIDDEN + rest.removeprefix(user) if user else rest}"


def hide_in_message(message: str, address: str, secrets: Iterable[str] = ()) -> str:
    """A message of somebody else's code without the credentials of an address, and without other secrets."""
    user, query = _find_user(address), _find_query(address)
    parts = {*secrets, user, query, unquote(user), unquote(query), *user.split(":"), *unquote(user).split(":")}
    for one in query.split("&"):
        value = one.partition("=")[2]
        parts |= {value, unquote(value)}
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= _SHORTEST_SECRET:
            message = message.replace(part, _HIDDEN)
    return message


def find_scheme(text: str) -> str:
    """`s3` of `s3://bucket`."""
    return _split(text)[0]


def _split(text: str) -> tuple[str, str]:
    found = _ADDRESS.fullmatch(text)
    return (found[1].lower(), found[2]) if found else ("", text)


def _find_user(text: str) -> str:
    """User and password, in front of the last @ before the path."""
    scheme, rest = _split(text)
    user, at, _ = rest.partition("/")[0].rpartition("@")
    return user if scheme and at and (scheme not in _WITH_CONTAINER or ":" in user) else ""


def _find_query(text: str) -> str:
    scheme, rest = _split(text)
    return rest.partition("?")[2] if scheme and scheme not in OBJECT_STORES else ""
