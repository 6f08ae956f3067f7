"""A process that grades: holds a warm `Grader`, takes one job after another, ends with whoever started it."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from ..bundle import Bundle
from ..errors import CourseError, SandboxError
from ..grade import Grader
from .cores import take_core
from .job import Fault

_CLOSING_SECONDS = 10.0


@dataclass(frozen=True)
class Setup:
    """What a worker is told first.

    variables: of its environment; idle_seconds: how long it waits for a job before it ends by itself; cores: the name
    under which the workers share out the cores, one each; "" where each runs wherever there is room.
    """

    bundle: Bundle
    sandbox: str
    variables: dict[str, str] = field(default_factory=dict)
    idle_seconds: float | None = None
    # What has been got ready for one group serves another.
    cores: str = field(default="", compare=False)

    @contextlib.contextmanager
    def opened(self, ready: Grader | None = None) -> Iterator[Callable[[Any], Any]]:
        """What answers a job. Args: ready: a grader to use, by default a new one."""
        with ready or Grader(self.bundle, self.sandbox) as grader:
            if ready is None:
                grader.warm_up()
            with self.using(grader) as do:
                yield do

    @contextlib.contextmanager
    def using(self, grader: Grader) -> Iterator[Callable[[Any], Any]]:
        yield lambda job: grader.grade(job.path, job.student)


def main() -> None:
    """Serve the connection whose descriptor is the first argument."""
    run(Connection(int(sys.argv[1])))


def run(connection: Connection, setup: Setup | None = None, ready: Grader | None = None) -> NoReturn:
    """Be a worker until the other end hangs up. Args: setup, ready: where it has them already."""
    signal.signal(signal.SIGTERM, end)
    inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(connection, inbox), daemon=True).start()
    code = 0
    try:
        with contextlib.suppress(BrokenPipeError):
            serve(connection, inbox, setup or inbox.get(), ready)
    except KeyboardInterrupt:
        code = 128 + signal.SIGTERM
    # All of ours is closed; with torch loaded, the interpreter would take half a second more to end by itself.
    sys.stderr.flush()
    os._exit(code)


def serve(connection: Connection, inbox: queue.SimpleQueue[Any], setup: Setup, ready: Grader | None = None) -> None:
    """Answer each job with what the setup makes of it, a Fault, or the CourseError that none can be done for."""
    os.environ.update(setup.variables)
    if setup.cores and (core := take_core(setup.cores)) and ready is not None:
        ready.keep_to(core)
    with contextlib.ExitStack() as closing:
        do: Callable[[Any], Any] | None = None
        while True:
            try:
                job = inbox.get(timeout=setup.idle_seconds)
            except queue.Empty:
                return
            try:
                if do is None:
                    do = closing.enter_context(setup.opened(ready))
                answer = do(job)
            except CourseError as error:
                answer = CourseError(str(error))
            except SandboxError as error:
                answer = Fault(str(error), sandbox=True)
            except Exception as error:
                answer = Fault(f"the grader failed: {type(error).__name__}: {error}", traceback.format_exc())
            connection.send(answer)


def _receive(connection: Connection, inbox: queue.SimpleQueue[Any]) -> None:
    """Pass on what comes; when the other end is gone, end this process, also in the middle of a submission."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            inbox.put(connection.recv())
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_CLOSING_SECONDS)
    os._exit(1)


def end(*_: Any) -> NoReturn:
    """Unwind, so that the sandbox and its folder go too; the one exception that a part of a test lets through."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt
