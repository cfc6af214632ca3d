"""Where work is done: in this process or in others on this machine, behind `concurrent.futures.Executor`."""

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from framing.collector import collect_rarely
from framing.run.cluster import open_cluster

_LARGE_INPUT = 20_000_000  # bytes
_MAX_DEFAULT_JOBS = 8  # each process holds some 430 MB


_Task = tuple[Future[Any], tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Engine:
    """Where a run is to be done.

    Attributes:
        name: `local` or `dask`.
        jobs: processes; None: one for small inputs, else one per processor, but no more than 8. On a cluster, tasks at
            a time; None: the number of its workers when the run begins.
        scheduler: address of a Dask scheduler; scheduler_file: the JSON it has written, in place of the address.
    """

    name: str = "local"
    jobs: int | None = 1
    scheduler: str | None = None
    scheduler_file: str | None = None

    @property
    def is_remote(self) -> bool:
        """Whether workers may have another working folder."""
        return self.name == "dask"

    @contextlib.contextmanager
    def open(self, n_bytes: int) -> Iterator[tuple[Executor, int]]:
        """The executor, and how many tasks it works on at a time; a task whose worker died raises `BrokenExecutor`."""
        if self.is_remote:
            with open_cluster(self.scheduler, self.scheduler_file) as (cluster, n_workers):
                yield cluster, max(2, self.jobs or n_workers)
            return
        n_workers = self.jobs or choose_jobs(n_bytes)
        executor: Executor = InProcess() if n_workers == 1 else Processes(n_workers)
        try:
            yield executor, n_workers
        finally:
            executor.shutdown(cancel_futures=True)


def choose_jobs(n_bytes: int) -> int:
    """Processes for an input that takes as long as so many bytes of plain text."""
    if n_bytes < _LARGE_INPUT:
        return 1
    affinity = getattr(os, "sched_getaffinity", None)
    return min(len(affinity(0)) if affinity else os.cpu_count() or 1, _MAX_DEFAULT_JOBS)


class InProcess(Executor):
    """Does every task at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do the task and return its finished future; interrupts by the user pass through."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as problem:  # noqa: BLE001 - whoever asks for the result gets it
            future.set_exception(problem)
        return future


class Processes(Executor):
    """Processes of one task each at a time, so that it is known which task a dead process was working on.

    A task whose process dies raises `BrokenExecutor`; the others are not disturbed, and a fresh process follows.
    """

    def __init__(self, n_workers: int) -> None:
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._is_open = True
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(n_workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The future of a task; function and arguments are pickled."""
        future: Future[Any] = Future()
        self._tasks.put((future, (fn, args, kwargs)))
        return future

    def _serve(self) -> None:
        pool = None
        while (task := self._tasks.get()) is not None:
            future, (fn, args, kwargs) = task
            if not self._is_open or not future.set_running_or_notify_cancel():
                continue
            pool = pool or _make_pool()
            try:
                result = pool.submit(fn, *args, **kwargs).result()
            except BrokenProcessPool as problem:
                pool.shutdown()
                pool = None
                future.set_exception(problem)
            except BaseException as problem:  # noqa: BLE001 - whoever asks for the result gets it
                future.set_exception(problem)
            else:
                future.set_result(result)
        if pool:
            pool.shutdown()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the processes end what they are working on; with `cancel_futures` nothing else is begun."""
        self._is_open = self._is_open and not cancel_futures
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads if wait else []:
            thread.join()


def _make_pool() -> ProcessPoolExecutor:
    # Spawned, as threads and libraries that were started here do not survive a fork.
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_begin)
    # Of this thread, and of the process that it starts until `_begin` is reached.
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    return pool


def _begin() -> None:
    """Leave Ctrl-C to the process that started the run, and end with it, however it ends."""
    collect_rarely()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)
