"""The run folder itself, on this machine or at an address: made, begun, and where it keeps what has been read."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from framing.errors import InputError
from framing.remote import AnyPath, RemotePath
from framing.whole_files import delete_tree, list_names, write_whole

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_SPOOL_DIR = "reading"
_OURS = ("index.html", "run.json", "tables", "articles", _SPOOL_DIR)
# An address has no empty folders: this file in `tables` says, before there is a part, that the folder is a run's.
_BEGUN = "begun"


def find_spool_dir(run_dir: AnyPath, has_other_machines: bool) -> AnyPath:
    """Where what has been read waits: in the run folder; for one at an address, if it can be, on this machine.

    There it lies in the user's cache, `XDG_CACHE_HOME` or `~/.cache`, under a digest of the address, so that the same
    command deletes what a killed run left.
    """
    if has_other_machines or isinstance(run_dir, Path):
        return run_dir / _SPOOL_DIR
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(cache).expanduser() / "framing" / _SPOOL_DIR / hashlib.sha256(str(run_dir).encode()).hexdigest()[:16]


@contextmanager
def hold_run_dir(run_dir: AnyPath) -> Iterator[None]:
    """Keep other runs out of a folder on this machine, until the end of this process however it ends.

    Raises:
        InputError: another run is at work in it.
    """
    folder = _open_folder(run_dir) if fcntl and isinstance(run_dir, Path) else None
    if folder is None:
        yield
        return
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        os.close(folder)
        mend = "wait for its end, or give another folder with --out"
        raise InputError(f"{run_dir}: another run is at work in this folder; {mend}") from problem
    except OSError:  # a file system without locks keeps nobody out
        pass
    try:
        yield
    finally:
        os.close(folder)


def _open_folder(run_dir: Path) -> int | None:
    try:
        run_dir.mkdir(parents=True, exist_ok=True)
        return os.open(run_dir, os.O_RDONLY)
    except OSError:  # `make_run_dir` meets the same, and tells what it is
        return None


def make_run_dir(run_dir: AnyPath, spool_dir: AnyPath, is_fresh: bool) -> None:
    """Make the folder, or take up that of an earlier run, which from now on is not finished.

    Raises:
        InputError: it cannot be made, or holds other files; or there is no place for what is read.
    """
    try:
        if isinstance(run_dir, Path):
            run_dir.mkdir(parents=True, exist_ok=True)
        elif run_dir.is_pattern:
            raise InputError(f"{run_dir}: a pattern; give the address of one folder with --out")
        names = list_names(run_dir)
        if names and names.get("tables", True):
            raise InputError(f"{run_dir}: holds other files and is no run folder; give another folder with --out")
        for name in _OURS if is_fresh else ():
            _delete(run_dir / name)
        _begin_tables(run_dir)
    except OSError as problem:
        raise InputError(f"{run_dir}: cannot be made: {problem.strerror}; give another folder with --out") from problem
    _empty(spool_dir)
    # While a run is under way its folder has no manifest: a killed run does not look like a finished one.
    (run_dir / "run.json").unlink(missing_ok=True)


def _empty(spool_dir: AnyPath) -> None:
    try:
        delete_tree(spool_dir)  # a killed run left it
        if isinstance(spool_dir, Path):
            spool_dir.mkdir(parents=True)
    except OSError as problem:
        mend = "give the run, or XDG_CACHE_HOME, a folder that can be written to"
        raise InputError(f"{spool_dir}: cannot be made: {problem.strerror}; {mend}") from problem


def _delete(path: AnyPath) -> None:
    if path.is_dir():
        delete_tree(path)
    else:
        path.unlink(missing_ok=True)


def _begin_tables(run_dir: AnyPath) -> None:
    if isinstance(run_dir, Path):
        (run_dir / "tables").mkdir(exist_ok=True)
    else:
        write_whole(run_dir / "tables" / _BEGUN, b"")


def close_run_dir(run_dir: AnyPath) -> None:
    """Delete what said that a run is under way; its parts say now whose the folder is."""
    if isinstance(run_dir, RemotePath):
        (run_dir / "tables" / _BEGUN).unlink(missing_ok=True)
