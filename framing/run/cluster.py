"""The workers of a Dask cluster behind `concurrent.futures.Executor`."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, InvalidStateError
from pathlib import Path
from typing import Any

from framing.errors import FramingError

_SECONDS_TO_CONNECT = 30
_SECONDS_TO_FIRST_WORKER = 3600  # batch systems let jobs wait
_SECONDS_BETWEEN_LOOKS = 1.0
_GONE = "the Dask scheduler is gone; start it again, and the same command goes on where it stood"


@contextlib.contextmanager
def open_cluster(address: str | None, scheduler_file: str | None) -> Iterator[tuple[Executor, int]]:
    """The executor of a running cluster and the number of its workers; the cluster goes on when it is closed.

    Args:
        address: of the scheduler, such as `tcp://10.0.0.1:8786`.
        scheduler_file: JSON that the scheduler has written, in place of the address.

    Raises:
        FramingError: Dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError as problem:
        raise FramingError("Dask is not installed: pip install 'framing-analysis[dask]'") from problem
    if scheduler_file and not Path(scheduler_file).is_file():  # Dask would wait for it for ever
        raise FramingError(f"{scheduler_file}: no such file; `dask scheduler --scheduler-file` writes it")
    try:
        connect: Any = Client
        client = connect(address, scheduler_file=scheduler_file, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as problem:
        raise FramingError(f"no Dask scheduler answers at {address or scheduler_file}: {problem}") from problem
    with client:
        client.wait_for_workers(1, timeout=_SECONDS_TO_FIRST_WORKER)
        executor = ClusterTasks(client)
        try:
            yield executor, len(client.scheduler_info(n_workers=-1)["workers"])
        finally:
            executor.shutdown(wait=False, cancel_futures=True)


class ClusterTasks(Executor):
    """Tasks of a Dask client. One that no worker survives raises `BrokenExecutor`, as those of local processes do.

    With the scheduler all tasks are lost, and each future says so. Dask cancels its own, but one whose result is being
    fetched in that moment stays pending for ever; so a thread looks whether the connection is still the first.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)
        self._connection = client.scheduler_comm
        self._pending: set[Future[Any]] = set()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="dask-connection", daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The future of a task; function and arguments are pickled."""
        future: Future[Any] = Future()
        self._pending.add(future)
        future.add_done_callback(self._pending.discard)
        inner = self._executor.submit(fn, *args, **kwargs)
        inner.add_done_callback(lambda done: _hand_over(done, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002 - as in the class above
        """Take back what was not begun."""
        self._closed.set()
        with contextlib.suppress(Exception):  # a scheduler that is gone has nothing to take back
            self._executor.shutdown(wait=wait)

    def _watch(self) -> None:
        while not self._closed.wait(_SECONDS_BETWEEN_LOOKS):
            if self._client.status != "running" or self._client.scheduler_comm is not self._connection:
                for future in self._pending.copy():
                    _fail(future, FramingError(_GONE))


def _hand_over(done: Future[Any], future: Future[Any]) -> None:
    from distributed import KilledWorker

    try:
        result = done.result()
    except KilledWorker as problem:
        _fail(future, BrokenExecutor(str(problem)))
    except CancelledError:
        _fail(future, FramingError(_GONE))
    except RuntimeError as problem:
        told = "deserialization of the task graph" in str(problem)
        mend = FramingError("the Dask scheduler cannot read the tasks: install the same framing there as here")
        _fail(future, mend if told else problem)
    except BaseException as problem:  # noqa: BLE001 - whoever asks for the result gets it
        _fail(future, problem)
    else:
        with contextlib.suppress(InvalidStateError):
            future.set_result(result)


def _fail(future: Future[Any], problem: BaseException) -> None:
    with contextlib.suppress(InvalidStateError):  # the other of the two that may end it was first
        future.set_exception(problem)
