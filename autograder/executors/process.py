"""A worker process, from outside."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import IO, TYPE_CHECKING, Any

from ..errors import CourseError
from ..text import one_line
from ..threads import ONE_THREAD
from .job import Fault, Job, Likely

if TYPE_CHECKING:
    from ..grade import Graded
    from .worker import Setup

# A clean interpreter and not a fork: no threads, locks or libraries' state come along. A library that nbformat's
# validation takes as an option, for a format that no notebook has, would cost most of the start: 1 to 3 s.
_START = """\
import importlib, sys
sys.path[:] = sys.argv[3:]
sys.modules["rfc3987_syntax"] = None
importlib.import_module(sys.argv[2]).main()
"""
_WORKER, _FORK_SERVER = "autograder.executors.worker", "autograder.executors.forkserver"
# Of the request for a worker; what the server does before takes longer than a sandbox may take to start.
_FORK_SECONDS = 300.0
FORK = "fork"
_CLOSING_SECONDS = 15.0


def _interpreter(module: str, theirs: socket.socket, words: IO[bytes] | int) -> subprocess.Popen:
    """A clean interpreter that serves a connection. Args: words: where its last ones go."""
    return subprocess.Popen(
        [sys.executable, "-c", _START, str(theirs.fileno()), module, *sys.path],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=words,
        env={**os.environ, **ONE_THREAD},
        # Ctrl-C in a terminal is for us; the process ends when we close the connection.
        start_new_session=True,
    )


class _Sibling:
    """A child of this process that another child of it has forked, with what is needed of subprocess.Popen."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._pidfd = os.pidfd_open(pid)
        self._code: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        if self._code is None:
            poll = select.poll()
            poll.register(self._pidfd, select.POLLIN)
            if not poll.poll(None if timeout is None else timeout * 1000):
                raise subprocess.TimeoutExpired(_WORKER, timeout)
            self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            os.close(self._pidfd)
        return self._code

    def kill(self) -> None:
        if self._code is None:
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)


class WorkerProcess:
    """A worker of one's own over a connection of its own: there is no queue or lock that a kill could leave broken.

    Args: start: makes the process that serves a connection and leaves its last words in a file, if not a new one does.
    """

    def __init__(self, start: Callable[[socket.socket, IO[bytes]], subprocess.Popen | _Sibling] | None = None) -> None:
        self._socket, theirs = socket.socketpair()
        self._words = tempfile.TemporaryFile()  # noqa: SIM115, closed by close()
        try:
            with theirs:
                self._process = start(theirs, self._words) if start else _interpreter(_WORKER, theirs, self._words)
        except BaseException:
            self._socket.close()
            self._words.close()
            raise
        self.connection = Connection(os.dup(self._socket.fileno()))

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


class ForkServer:
    """A process that gets ready to grade while a command imports what it needs itself; each worker is a fork of it.

    So what is the same for all of them is done once: imports, the sandbox's warm interpreter, what every notebook
    begins with. Where workers cannot be forked, each is a process that does so for itself.

    Args: likely: what to get ready for until `get_ready` says so.
    """

    def __init__(self, likely: Likely | None = None) -> None:
        self._socket, theirs = socket.socketpair()
        self._connection = Connection(os.dup(self._socket.fileno()))
        self._setup: Setup | None = None
        with theirs:
            self._process = _interpreter(_FORK_SERVER, theirs, subprocess.DEVNULL)
        if likely is not None:
            self._send(likely)

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()

    def get_ready(self, setup: Setup) -> None:
        """Say what the workers asked for from now on will grade; does not wait."""
        self._setup = setup
        self._send(setup)

    def worker(self) -> WorkerProcess:
        """A worker that has been told the setup."""
        try:
            return WorkerProcess(self._fork)
        except (OSError, EOFError):
            worker = WorkerProcess()
            worker.send(self._setup)
            return worker

    def close(self) -> None:
        """End it. Its sandbox ends with it."""
        self._process.terminate()
        try:
            self._process.wait(_CLOSING_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        finally:
            self._connection.close()
            self._socket.close()

    def _send(self, message: Likely | Setup) -> None:
        with contextlib.suppress(OSError):
            self._connection.send(message)

    def _fork(self, theirs: socket.socket, words: IO[bytes]) -> _Sibling:
        self._connection.send(FORK)
        socket.send_fds(self._socket, [b"\0"], [theirs.fileno(), words.fileno()])
        if not self._connection.poll(_FORK_SECONDS):
            self._process.kill()
        pid = self._connection.recv()
        if not pid:
            raise OSError("no worker could be forked")
        return _Sibling(pid)
