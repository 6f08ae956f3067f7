"""A process that gets ready to grade once, and is forked for each worker."""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys
import time
from multiprocessing.connection import Connection

from ..bundle import load_bundle
from ..grade import Grader
from ..sandbox import choose_level
from ..sandbox.inside import isolate
from . import worker
from .job import Likely
from .process import FORK
from .worker import Setup

# Longer than a worker that has been told to end may take.
_CLOSING_SECONDS = 12.0


def main() -> None:
    """Serve the connection whose descriptor is the first argument.

    A Setup says what to get ready for, as a Likely does that comes before it. FORK, with descriptors of a worker's
    connection and of the file for its last words behind it, is answered with the pid of a worker, or with 0 where none
    can be forked.
    """
    isolate.prctl(isolate.PR_SET_PDEATHSIG, signal.SIGTERM)
    signal.signal(signal.SIGTERM, worker.end)
    connection = Connection(int(sys.argv[1]))
    with contextlib.suppress(KeyboardInterrupt, EOFError, OSError):
        _serve(connection)
    os._exit(0)


def _serve(connection: Connection) -> None:
    setup, grader = None, None
    with contextlib.ExitStack() as closing, _Workers() as workers:
        while True:
            message = connection.recv()
            if message == FORK:
                pid = _fork(connection, setup, grader)
                workers.add(pid)
                connection.send(pid)
                continue
            # What goes wrong goes wrong where the setup is made and in the workers as well, and they say so.
            with contextlib.suppress(Exception):
                wanted = _setup(message) if isinstance(message, Likely) else message
                before, setup = setup, wanted
                if setup != before:
                    closing.close()
                    grader = closing.enter_context(Grader(setup.bundle, setup.sandbox))
                    grader.warm_up()
            # To look for garbage would copy the pages of all that is shared.
            gc.collect()
            gc.freeze()


class _Workers:
    """Waits on exit until all have ended: a sandbox that went before them, they would take for lost and start anew."""

    def __init__(self) -> None:
        self._poll = select.poll()
        self._open: set[int] = set()

    def __enter__(self) -> _Workers:
        return self

    def add(self, pid: int) -> None:
        """Of one that was forked; 0 is none."""
        with contextlib.suppress(ProcessLookupError):
            if pid:
                self._open.add(descriptor := os.pidfd_open(pid))
                self._poll.register(descriptor, select.POLLIN)

    def __exit__(self, *exception: object) -> None:
        end = time.monotonic() + _CLOSING_SECONDS
        while self._open and (left := end - time.monotonic()) > 0:
            for descriptor, _ in self._poll.poll(left * 1000):
                self._poll.unregister(descriptor)
                self._open.discard(descriptor)
                os.close(descriptor)


def _setup(likely: Likely) -> Setup:
    return Setup(load_bundle(likely.course, likely.name), choose_level(likely.sandbox))


def _fork(connection: Connection, setup: Setup | None, grader: Grader | None) -> int:
    """Does not return in the worker."""
    with socket.socket(fileno=os.dup(connection.fileno())) as ours:
        theirs, words = socket.recv_fds(ours, 1, 2)[1]
    try:
        if grader is None:
            return 0
        other = grader.for_another()
        try:
            pid = isolate.fork_sibling()
        except OSError:
            other.close()
            return 0
        if pid:
            other.leave()
            return pid
        connection.close()
        grader.leave()
        os.setsid()
        os.dup2(words, 2)
        worker.run(Connection(theirs), setup, other)
    finally:
        os.close(theirs)
        os.close(words)
