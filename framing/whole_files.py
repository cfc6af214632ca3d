"""Files that stand whole or not at all, and the folders they lie in, on this machine or at an address."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import IO, TypeVar

from framing.remote import AnyPath, RemotePath

_Item = TypeVar("_Item")
_FULL = (errno.ENOSPC, errno.EDQUOT)
_FILES_TOGETHER = 100  # are held in memory and sent at once


@contextmanager
def open_whole(path: AnyPath) -> Iterator[IO[bytes]]:
    """A file to write to; it takes its name, in place of an older one, when all is written, and else is deleted.

    Raises:
        OSError: it cannot be written.
    """
    if isinstance(path, RemotePath):
        with tempfile.TemporaryDirectory(prefix="framing-") as folder:
            unfinished = Path(folder) / path.name
            with unfinished.open("wb") as file:
                yield file
            path.upload(unfinished)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(path)
    except BaseException as problem:
        with suppress(OSError):
            unfinished.unlink()
        if isinstance(problem, OSError) and problem.errno in _FULL:
            problem.filename = problem.filename or str(path)  # writing, unlike opening, does not say to which file
        raise


def write_whole(path: AnyPath, content: bytes) -> None:
    """Write a file in one step, and the folders that it needs.

    Raises:
        OSError: it cannot be written.
    """
    if isinstance(path, RemotePath):
        path.write_bytes(content)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_here(str(path), content)


def write_new(path: Path, content: bytes) -> None:
    """Write a new file whole or not at all; what came between is not overwritten.

    Raises:
        OSError: it cannot be written, or is there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            path.unlink()
            raise


def write_files(folder: AnyPath, files: Iterable[tuple[str, bytes]]) -> None:
    """Write `(name, content)` pairs as files of a folder, each in one step.

    Raises:
        OSError: one cannot be written.
    """
    if isinstance(folder, RemotePath):
        for some in _take_together(files):
            folder.write_files(dict(some))
        return
    folder.mkdir(parents=True, exist_ok=True)
    start = f"{folder}{os.sep}"  # no Path arithmetic: pages are many
    for name, content in files:
        _write_here(start + name, content)


def _write_here(path: str, content: bytes) -> None:
    unfinished = f"{path}.unfinished"
    try:
        with open(unfinished, "wb") as file:  # noqa: PTH123 - see above
            file.write(content)
        os.replace(unfinished, path)  # noqa: PTH105 - see above
    except OSError as problem:  # writing, unlike opening, does not say to which file
        with suppress(OSError):
            os.unlink(unfinished)  # noqa: PTH108 - see above
        raise OSError(problem.errno, problem.strerror, path) from problem


def read_files(folder: AnyPath, names: Iterable[str]) -> Iterator[bytes]:
    """The contents of files of a folder, in the order of their names as given."""
    if not isinstance(folder, RemotePath):
        return ((folder / name).read_bytes() for name in names)
    found = ((some, folder.read_files(some)) for some in _take_together(names))
    return chain.from_iterable([contents[name] for name in some] for some, contents in found)


def list_names(folder: AnyPath) -> dict[str, bool]:
    """The names in a folder, each with whether it is a file; none where there is no folder."""
    if isinstance(folder, RemotePath):
        return folder.list_below()
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as entries:
        return {entry.name: entry.is_file() for entry in entries}


def delete_files(folder: AnyPath, names: Iterable[str]) -> None:
    """Delete files of a folder, which are there, by their names."""
    if isinstance(folder, RemotePath):
        folder.delete_files(names)
    else:
        for name in names:
            (folder / name).unlink(missing_ok=True)


def delete_tree(folder: AnyPath) -> None:
    """Delete a folder with everything in it, if it is there."""
    if isinstance(folder, RemotePath):
        folder.delete_tree()
    elif folder.is_dir():
        shutil.rmtree(folder)


def _take_together(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    left = iter(items)
    while some := list(islice(left, _FILES_TOGETHER)):
        yield some
