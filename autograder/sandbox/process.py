"""A process in the sandbox, from outside: ask it things, wait no longer than allowed, fork it, end it."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import socket
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import of_the_machine
from .inside import wire
from .remote import StudentFault, student_error
from .watch import Watch

_LENGTH = struct.Struct("<Q")
_CREDENTIALS = struct.Struct("3i")
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_READABLE, _WRITABLE = 1, 4  # select.POLLIN and POLLOUT, which Windows does not have
_WATCH_SECONDS = 0.02
_ANSWER_SECONDS = 10.0
# What one process may hand over in all; a test may keep every item that a generator yields.
_MOST_RECEIVED = 1 << 30


class Process:
    """One process in the sandbox. It serves one request at a time, and may be forked: the copy has the same state."""

    def __init__(self, connection: socket.socket, parent: Process | None) -> None:
        connection.setblocking(False)
        self.connection = connection
        self.watch: Watch | None = None
        self.inner_pid = 0
        self.pid = 0
        self.dead = False
        self.isolated = False
        self._watched = False
        self._pidfd = -1
        self._parent = parent
        self._deadline = 0.0
        self._limit = 0.0
        self._waited = 0.0
        self._received = 0

    def request(
        self,
        name: str,
        *arguments: Any,
        seconds: float = _ANSWER_SECONDS,
        limit: float | None = None,
        dump: Callable[[Any], bytes] = pickle.dumps,
        wrap: Callable[[wire.Reference], Any] | None = None,
        callback: Callable[[int, list, dict], Any] | None = None,
    ) -> Any:
        """Ask for something and wait for the answer.

        Args:
            seconds: how long the other side may take; limit: the limit to name, where those are what is left of it.
            dump: pickles what is sent; wrap: makes what stands for a reference; callback: runs a function asked for.
        Raises: StudentError for an exception over there; StudentFault where no answer came: the process is gone then.
        """
        self.ask(name, *arguments, seconds=seconds, limit=limit, dump=dump)
        return self.answer(dump=dump, wrap=wrap, callback=callback)

    def ask(
        self,
        name: str,
        *arguments: Any,
        seconds: float = _ANSWER_SECONDS,
        limit: float | None = None,
        dump: Callable[[Any], bytes] = pickle.dumps,
    ) -> None:
        """The first half of `request`: the time runs, and something else can be done until `answer` is called."""
        if self.dead:
            raise StudentFault("the interpreter has already ended")
        self._limit = seconds if limit is None else limit
        self._deadline = time.monotonic() + seconds
        self._watched = True
        self._send(dump((name, *arguments)))

    def answer(
        self,
        *,
        dump: Callable[[Any], bytes] = pickle.dumps,
        wrap: Callable[[wire.Reference], Any] | None = None,
        callback: Callable[[int, list, dict], Any] | None = None,
    ) -> Any:
        """The other half: wait for the answer."""
        if self.dead:
            raise StudentFault("the interpreter has already ended")
        while True:
            answer = self._answer(wrap or _no_reference)
            if answer[0] == "value":
                return answer[1]
            if answer[0] == "error":
                raise student_error(answer[1])
            if callback is None:
                raise self._end("it asked for something it was never given")
            before, deadline, limit, waited = time.monotonic(), self._deadline, self._limit, self._waited
            try:
                reply = ("return", callback(*answer[1:]))
            except Exception as error:
                reply = ("raise", RuntimeError(f"{type(error).__name__} in a function of the test"))
                if isinstance(error, StudentFault):
                    raise
            # Time of the test is not the student's; what the test asked the student for meanwhile is.
            self._deadline = deadline + time.monotonic() - before - (self._waited - waited)
            self._limit = limit
            self._send(dump(reply))

    def fork(self, *, isolated: tuple[str, int, bool] | None = None) -> Process:
        """A copy of this process.

        Args:
            isolated: (scratch folder, MiB of it, whether it is the innermost) for a copy in namespaces of its own.
        Raises: StudentFault where none came; the state that is forked may have been damaged by student code.
            OSError where this machine has no room for another.
        """
        if self.dead:
            raise StudentFault("the interpreter has already ended")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        child = Process(ours, self)
        child.isolated = isolated is not None
        try:
            with theirs:
                ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
                name, arguments = ("fork_isolated", isolated) if isolated else ("fork", ())
                self._limit = _ANSWER_SECONDS
                self._deadline = time.monotonic() + _ANSWER_SECONDS
                self._watched = False  # no code of the student's runs
                self._send(pickle.dumps((name, *arguments)))
                socket.send_fds(self.connection, [b"\0"], [theirs.fileno()])
            answer = self._answer(_no_reference)
            if answer[0] == "error":
                raise StudentFault(f"no further process could be started ({_message(answer[1])})")
            if answer[0] != "value" or type(answer[1]) is not int:
                raise self._end("it sent something that is no answer")
            child.inner_pid = answer[1]
            if self.watch is not None:
                child.watch = self.watch
                child.watch.add(child)
            child._greet()
            return child
        except OSError as error:
            child.kill()
            if of_the_machine(error):
                raise
            raise StudentFault(f"no further process could be started ({error.strerror})") from None
        except StudentFault:
            child.kill()
            raise

    def _greet(self) -> None:
        """Read the first message of a forked process, with the kernel's word on who it is."""
        self._limit = _ANSWER_SECONDS
        self._deadline = time.monotonic() + _ANSWER_SECONDS
        self._wait()
        prefix, ancillary, _, _ = self.connection.recvmsg(8, socket.CMSG_SPACE(_CREDENTIALS.size))
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
                self.pid = _CREDENTIALS.unpack(data[: _CREDENTIALS.size])[0]
        if not self.pid or len(prefix) != 8:
            raise StudentFault("a process ended before it had begun")
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        self._pidfd = os.pidfd_open(self.pid)
        answer = self._answer(_no_reference, bytearray(prefix))
        if answer[0] != "value" or type(answer[1]) is not int:
            raise StudentFault(f"a process could not be set up ({_message(answer[1])})")

    def resident_mib(self, peak: bool = False) -> float:
        """Memory it holds, or has held at most, in MiB, as the kernel tells it."""
        try:
            if not peak:
                return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * _PAGE / 2**20
            for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
        except (OSError, IndexError):
            pass
        return 0.0

    def threads(self) -> int:
        """How many threads it has, as the kernel tells it; 0 where it has ended."""
        try:
            for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
                if line.startswith("Threads:"):
                    return int(line.split()[1])
        except (OSError, IndexError):
            pass
        return 0

    def alive(self) -> bool:
        """Whether it still runs."""
        if self.dead or self._pidfd < 0:
            return not self.dead
        poll = select.poll()
        poll.register(self._pidfd, _READABLE)
        return not poll.poll(0)

    def fork_for_another(self) -> Process:
        """A copy of this process for a fork of this grader, to which the one that it was forked from is a stranger."""
        child = self.fork()
        child._parent = None
        return child

    def leave(self) -> None:
        """Let it run on, in the hands of a fork of this grader."""
        self.dead = True
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1
        self.connection.close()

    def kill(self) -> None:
        """End it now. Does nothing to one that has ended."""
        if self.isolated and not self.dead and self.watch is not None:
            self.watch.end_inside(self)
        if self._pidfd >= 0:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self.leave()

    def _answer(self, wrap: Callable[[wire.Reference], Any], prefix: bytearray | None = None) -> tuple:
        def read(size: int) -> bytearray:
            nonlocal prefix
            if prefix is not None:
                data, prefix = prefix, None
                return data
            return self._read(size)

        try:
            answer = wire.decode(read, wrap)
        except wire.WireError as error:
            raise self._end(f"it sent something that is no answer ({error})") from None
        shapes = {"value": 2, "error": 2, "callback": 4}
        if type(answer) is not tuple or not answer or shapes.get(_text(answer[0])) != len(answer):
            raise self._end("it sent something that is no answer")
        if answer[0] == "error" and type(answer[1]) is not dict:
            raise self._end("it sent something that is no answer")
        if answer[0] == "callback" and [type(part) for part in answer[1:]] != [int, list, dict]:
            raise self._end("it sent something that is no answer")
        return answer

    def _send(self, data: bytes) -> None:
        try:
            self._send_all(memoryview(_LENGTH.pack(len(data))))
            self._send_all(memoryview(data))
        except (BrokenPipeError, ConnectionResetError):
            raise self._ended() from None

    def _send_all(self, view: memoryview) -> None:
        while view:
            try:
                view = view[self.connection.send(view) :]
            except BlockingIOError:
                self._wait(_WRITABLE)

    def _read(self, size: int) -> bytearray:
        self._received += size
        if self._received > _MOST_RECEIVED:
            raise self._end(f"it handed over more than {_MOST_RECEIVED >> 20:,} MiB")
        data = bytearray(size)
        view = memoryview(data)
        while view:
            try:
                count = self.connection.recv_into(view)
            except BlockingIOError:
                self._wait()
                continue
            except ConnectionResetError:
                count = 0
            if not count:
                raise self._ended()
            view = view[count:]
        return data

    def _wait(self, event: int = _READABLE) -> None:
        """Wait until the socket is ready; meanwhile hold the process to its time and the submission to its limits."""
        poll = select.poll()
        poll.register(self.connection, event)
        start = time.monotonic()
        while not poll.poll(_WATCH_SECONDS * 1000):
            if time.monotonic() > self._deadline:
                raise self._end(f"time limit ({self._limit:.3g} s)", whole=True)
            if self._watched and self.watch is not None and (reason := self.watch.over(self)):
                raise self._end(reason, whole=True)
        self._waited += time.monotonic() - start

    def _end(self, reason: str, whole: bool = False) -> StudentFault:
        if self.watch is not None:
            self.watch.end(self)
        self.kill()
        return StudentFault(reason if whole else f"the interpreter was stopped: {reason}")

    def _ended(self) -> StudentFault:
        """It is gone: find out how from the process that forked it."""
        status = None
        parent = self._parent
        while parent is not None and not parent.alive():
            parent = parent._parent
        if parent is not None:
            with contextlib.suppress(Exception):
                status = parent.request("status", self.inner_pid, 2.0, seconds=5.0)
        self.kill()
        if self.watch is not None and (cause := self.watch.cause()):
            return StudentFault(cause)
        if type(status) is not int or not 0 <= status < 1 << 16:
            return StudentFault("the interpreter crashed")
        code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0
        # The process between two namespaces ends with 128 and the signal, as a shell says it.
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else code - 128 if self.isolated and code > 128 else 0
        if number == signal.SIGXCPU:
            return StudentFault("time limit (computing)")
        if number:
            # Nothing else is answered with this by the filter of system calls.
            number = signal.SIGABRT if number == signal.SIGSYS else number
            name = signal.Signals(number).name if number in signal.valid_signals() else str(number)
            return StudentFault(f"the interpreter crashed ({name})")
        return StudentFault(f"the interpreter ended itself (exit code {code})")


def _no_reference(reference: wire.Reference) -> Any:
    return reference


def _text(value: Any) -> str:
    return value if type(value) is str else ""


def _message(value: Any) -> str:
    """What an error says, if it is one."""
    return _text(value.get("message"))[:200] if type(value) is dict else "no reason given"
