"""Tasks for an executor, handed out in the order in which they were put in; a dead worker costs a second try."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field
from typing import Any

_MAX_DEATHS = 2
_AHEAD = 4  # tasks per worker that are done before the first of them may be; they are held in memory


@dataclass(slots=True)
class Task:
    """A function of pickled arguments for a worker; `subject` is what the task is about."""

    subject: Any
    fn: Callable[..., Any]
    args: tuple[Any, ...]
    future: Future[Any] = field(default_factory=Future)
    n_deaths: int = 0


class Crew:
    """Gives tasks to an executor and waits for them; a task whose worker dies gets a second try.

    Args:
        executor: its futures raise `BrokenExecutor` where the worker died with the task.
        n_workers: tasks that it works on at a time.
    """

    def __init__(self, executor: Executor, n_workers: int) -> None:
        self._executor = executor
        self._n_workers = n_workers
        self._queues: list[TaskQueue] = []

    @property
    def has_room(self) -> bool:
        """Whether another task would be begun soon."""
        return sum(not task.future.done() for one in self._queues for task in one.tasks) < 2 * self._n_workers

    def make_queue(self) -> "TaskQueue":
        """A queue whose tasks are handed out in the order in which they were put in."""
        self._queues.append(TaskQueue(self, 1 if self._n_workers == 1 else _AHEAD * self._n_workers))
        return self._queues[-1]

    def start(self, task: Task) -> None:
        task.future = self._executor.submit(task.fn, *task.args)

    def wait(self) -> None:
        """Wait until a task is done."""
        running = [task.future for one in self._queues for task in one.tasks if not task.future.done()]
        if running and not any(one.tasks and one.tasks[0].future.done() for one in self._queues):
            wait(running, return_when=FIRST_COMPLETED)


class TaskQueue:
    """Tasks under way, first in, first out."""

    def __init__(self, crew: Crew, room: int) -> None:
        self._crew = crew
        self._room = room
        self.tasks: deque[Task] = deque()

    @property
    def has_room(self) -> bool:
        """Whether few enough results wait for the first."""
        return len(self.tasks) < self._room

    def put(self, subject: Any, fn: Callable[..., Any], *args: Any) -> None:
        """Begin a task."""
        task = Task(subject, fn, args)
        self.tasks.append(task)
        self._crew.start(task)

    def take_done(self) -> Iterator[tuple[Any, Any]]:
        """Subject and result of the tasks at the front that are done; the result is None where no worker survives it.

        Raises:
            Exception: what the task raised.
        """
        for task in self.tasks:
            if task.future.done() and isinstance(task.future.exception(), BrokenExecutor):
                task.n_deaths += 1
                if task.n_deaths < _MAX_DEATHS:
                    self._crew.start(task)
        while self.tasks and self.tasks[0].future.done():
            task = self.tasks.popleft()
            if isinstance(task.future.exception(), BrokenExecutor):
                yield task.subject, None
            else:
                yield task.subject, task.future.result()
