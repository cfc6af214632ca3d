"""The workers of a Dask cluster behind `concurrent.futures.Executor`."""

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from pathlib import Path
from typing import Any

from framing.errors import FramingError

_SECONDS_TO_CONNECT = 30
_SECONDS_TO_FIRST_WORKER = 3600  # batch systems let jobs wait


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
    """Tasks of a Dask client. One that no worker survives raises `BrokenExecutor`, as those of local processes do."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The future of a task; function and arguments are pickled."""
        future: Future[Any] = Future()
        inner = self._executor.submit(fn, *args, **kwargs)
        inner.add_done_callback(lambda done: _hand_over(done, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002 - as in the class above
        """Take back what was not begun."""
        with contextlib.suppress(Exception):  # a scheduler that is gone has nothing to take back
            self._executor.shutdown(wait=wait)


def _hand_over(done: Future[Any], future: Future[Any]) -> None:
    from distributed import KilledWorker

    try:
        result = done.result()
    except KilledWorker as problem:
        broken = BrokenExecutor(str(problem))
        future.set_exception(broken)
    except CancelledError:
        future.set_exception(
            FramingError("the Dask scheduler is gone; start it again, and the same command goes on where it stood")
        )
    except RuntimeError as problem:
        told = "deserialization of the task graph" in str(problem)
        mend = FramingError("the Dask scheduler cannot read the tasks: install the same framing there as here")
        future.set_exception(mend if told else problem)
    except BaseException as problem:  # noqa: BLE001 - whoever asks for the result gets it
        future.set_exception(problem)
    else:
        future.set_result(result)
