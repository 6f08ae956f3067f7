"""A worker process, from outside."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from ..errors import CourseError
from ..text import one_line
from ..threads import ONE_THREAD
from .job import Fault, Job

if TYPE_CHECKING:
    from ..grade import Graded
    from .worker import Setup

# A clean interpreter and not a fork: no threads, locks or libraries' state come along. A library that nbformat's
# validation takes as an option, for a format that no notebook has, would cost most of the start: 1 to 3 s.
_START = """\
import sys
sys.path[:] = sys.argv[2:]
sys.modules["rfc3987_syntax"] = None
from autograder.executors.worker import main
main()
"""
_CLOSING_SECONDS = 15.0


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


class WorkerProcess:
    """A worker of one's own over a connection of its own: there is no queue or lock that a kill could leave broken."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        self.connection = Connection(os.dup(self._socket.fileno()))
        self._words = tempfile.TemporaryFile()  # noqa: SIM115, closed by close()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, str(theirs.fileno()), *sys.path],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._words,
                env={**os.environ, **ONE_THREAD},
                # Ctrl-C in a terminal is for us; the worker ends when we close the connection.
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, message: Setup | Job) -> None:
        """Tell the worker; where it has died, `receive` says so."""
        with contextlib.suppress(OSError):
            self.connection.send(message)

    def receive(self) -> Graded | Fault | CourseError:
        """The next answer; a Fault where the worker has died."""
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            return Fault(*self._died())

    def stop(self) -> None:
        """Have it end, also in the middle of a submission; does not wait for that."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)

    def kill(self) -> None:
        """End one that hangs. Its sandbox ends with it."""
        self._process.kill()

    def close(self) -> None:
        """Have it end and wait until it has."""
        self.stop()
        try:
            self._process.wait(_CLOSING_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()
        finally:
            self.connection.close()
            self._socket.close()
            self._words.close()

    def _died(self) -> tuple[str, str]:
        """How it ended, and its last words."""
        try:
            code = self._process.wait(_CLOSING_SECONDS)
        except subprocess.TimeoutExpired:
            return "the process that graded it hung up", ""
        how = signal.Signals(-code).name if -code in signal.valid_signals() else f"exit code {code}"
        self._words.seek(0, os.SEEK_END)
        self._words.seek(max(0, self._words.tell() - 4000))
        words = self._words.read().decode(errors="replace").strip()
        last = one_line(words.splitlines()[-1], 200) if words and code > 0 else ""
        return f"the process that graded it ended ({how}{': ' if last else ''}{last})", words


class Started:
    """Workers that are started before anybody has work for them, while a command imports what it needs itself.

    Args: number: how many; those that nobody has taken are ended on exit.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._idle: list[WorkerProcess] = []

    def __enter__(self) -> Started:
        self._idle = [WorkerProcess() for _ in range(self._number)]
        return self

    def __exit__(self, *exception: Any) -> None:
        while self._idle:
            worker = self._idle.pop()
            worker.kill()
            worker.close()

    def take(self) -> WorkerProcess:
        """One of them, or a new one where none is left."""
        return self._idle.pop() if self._idle else WorkerProcess()
