"""The process that finds articles in pages, seen from outside: asked, timed, and killed where a page hangs it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Any

from framing.errors import InputError


class PageProcess:
    """Finds articles in pages in a process of its own, which starts with the first page.

    A page may be hostile: one with 200,000 paragraphs took the extractor 276 seconds, others end
    the interpreter. A process can be killed on every platform, whatever it is doing.

    Attributes:
        cpu_seconds: of all its processes so far, beginning and end included.
    """

    def __init__(self) -> None:
        self.cpu_seconds = 0.0
        self._told_seconds = 0.0  # of the present process
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is ready for a page."""
        return self._process is not None and self._process.poll() is None

    def find_article(self, page: str, extractor: str, seconds: float) -> dict[str, Any]:
        """What was found in the page.

        Raises:
            InputError: the extractor takes longer than `seconds`, or ends its process.
        """
        content = page.encode("utf-8", "surrogatepass")
        question = f"{extractor} {len(content)} {seconds}\n".encode("ascii") + content
        was_running = self.is_running
        answer, is_late = self._ask(question, seconds)
        if not answer and was_running and not is_late:  # it may have ended for want of work
            answer, is_late = self._ask(question, seconds)
        if is_late:
            raise InputError(
                f"the page takes over {seconds:g} s; save its text as .txt, or allow more time (--max-page-seconds)"
            )
        if not answer:
            raise InputError("the page breaks the extraction of its text; save its text as .txt")
        found: dict[str, Any] = json.loads(answer)
        self._count(found.pop("cpu_seconds"))
        return found

    def _ask(self, question: bytes, seconds: float) -> tuple[bytes, bool]:
        """The whole line of the answer, empty where the process died; and whether it was killed for being late."""
        process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        lateness: list[bool] = []

        def end() -> None:
            lateness.append(True)
            process.kill()

        timer = Timer(seconds, end)
        timer.start()
        try:
            process.stdin.write(question)
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        finally:
            timer.cancel()
            timer.join()
        if not answer.endswith(b"\n"):
            self.close()
            return b"", bool(lateness)
        return answer, False

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            command = [sys.executable, "-P", str(Path(__file__).with_name("page_worker.py"))]
            self._process = subprocess.Popen(  # noqa: S603 -- our own file, no words of a user
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self._told_seconds = 0.0
        return self._process

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            before = _measure_ended_children()
            self._process.kill()
            self._process.communicate()
            self._process = None
            self._count(_measure_ended_children() - before)

    def _count(self, seconds: float) -> None:
        """Add what the present process has used since it was last counted."""
        self.cpu_seconds += max(0.0, seconds - self._told_seconds)
        self._told_seconds = max(seconds, self._told_seconds)


def _measure_ended_children() -> float:
    times = os.times()
    return times.children_user + times.children_system
