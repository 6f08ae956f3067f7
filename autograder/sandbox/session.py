"""The trusted end: starts the sandbox, forks processes in it, asks them things and waits no longer than allowed."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..course import Limits
from ..errors import SandboxError
from .inside import wire
from .launch import DEVICE_LINKS, DEVICES
from .policy import BORROWED_PROC, View
from .remote import StudentFault, student_error

_LENGTH = struct.Struct("<Q")
_CREDENTIALS = struct.Struct("3i")
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_READABLE, _WRITABLE = 1, 4  # select.POLLIN and POLLOUT, which Windows does not have
_WATCH_SECONDS = 0.02
_ANSWER_SECONDS = 60.0


class Process:
    """One process in the sandbox. It serves one request at a time, and may be forked: the copy has the same state."""

    def __init__(self, connection: socket.socket, parent: Process | None, memory_mib: int) -> None:
        connection.setblocking(False)
        self.connection = connection
        self.memory_mib = memory_mib
        self.inner_pid = 0
        self.pid = 0
        self.dead = False
        self._isolated = False
        self._pidfd = -1
        self._parent = parent
        self._deadline = 0.0
        self._limit = 0.0

    def request(
        self,
        name: str,
        *arguments: Any,
        seconds: float = _ANSWER_SECONDS,
        dump: Callable[[Any], bytes] = pickle.dumps,
        wrap: Callable[[wire.Reference], Any] | None = None,
        callback: Callable[[int, list, dict], Any] | None = None,
    ) -> Any:
        """Ask for something and wait for the answer.

        Args:
            seconds: how long the other side may take.
            dump: pickles what is sent; wrap: makes what stands for a reference; callback: runs a function asked for.
        Raises: StudentError for an exception over there; StudentFault where no answer came: the process is gone then.
        """
        if self.dead:
            raise StudentFault("the interpreter has already ended")
        self._limit = seconds
        self._deadline = time.monotonic() + seconds
        self._send(dump((name, *arguments)))
        while True:
            answer = self._answer(wrap or _no_reference)
            if answer[0] == "value":
                return answer[1]
            if answer[0] == "error":
                raise student_error(answer[1])
            if callback is None:
                raise self._end("it asked for something it was never given")
            before = time.monotonic()
            try:
                reply = ("return", callback(*answer[1:]))
            except Exception as error:
                reply = ("raise", RuntimeError(f"{type(error).__name__} in a function of the test"))
                if isinstance(error, StudentFault):
                    raise
            self._deadline += time.monotonic() - before
            self._send(dump(reply))

    def fork(self, *, isolated: tuple[str, int, bool] | None = None) -> tuple[Process, str]:
        """A copy of this process.

        Args:
            isolated: (scratch folder, MiB of it, whether it is the innermost) for a copy in namespaces of its own.
        Returns: the process and, for an isolated one, "" or why it is not.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        child = Process(ours, self, self.memory_mib)
        child._isolated = isolated is not None
        with theirs:
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
            name, arguments = ("fork_isolated", isolated) if isolated else ("fork", ())
            self._deadline = time.monotonic() + _ANSWER_SECONDS
            self._send(pickle.dumps((name, *arguments)))
            socket.send_fds(self.connection, [b"\0"], [theirs.fileno()])
        answer = self._answer(_no_reference)
        if answer[0] != "value":
            raise SandboxError(f"the sandbox cannot start another process: {answer[1].get('message')}")
        return child, child._greet(answer[1])

    def _greet(self, told: Any) -> str:
        """Read the first message of a forked process, with the kernel's word on who it is."""
        self._deadline = time.monotonic() + _ANSWER_SECONDS
        self._wait()
        prefix, ancillary, _, _ = self.connection.recvmsg(8, socket.CMSG_SPACE(_CREDENTIALS.size))
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
                self.pid = _CREDENTIALS.unpack(data[: _CREDENTIALS.size])[0]
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        if not self.pid or len(prefix) != 8:
            raise SandboxError("the sandbox could not start a process for a submission")
        self._pidfd = os.pidfd_open(self.pid)
        answer = self._answer(_no_reference, bytearray(prefix))
        if answer[0] != "value":
            raise SandboxError(f"the sandbox could not set up a process: {answer[1].get('message')}")
        self.inner_pid = told[0] if self._isolated else told
        return answer[1][1] if self._isolated else ""

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

    def kill(self) -> None:
        """End it now. Does nothing to one that has ended."""
        self.dead = True
        if self._pidfd >= 0:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            os.close(self._pidfd)
            self._pidfd = -1
        self.connection.close()

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
        """Wait until the socket is ready; meanwhile hold the process to its time and memory."""
        poll = select.poll()
        poll.register(self.connection, event)
        while not poll.poll(_WATCH_SECONDS * 1000):
            if time.monotonic() > self._deadline:
                raise self._end(f"time limit ({self._limit:.3g} s)", whole=True)
            if self.resident_mib() > self.memory_mib:
                raise self._end(f"memory limit ({self.memory_mib:,} MiB)", whole=True)

    def _end(self, reason: str, whole: bool = False) -> StudentFault:
        self.kill()
        return StudentFault(reason if whole else f"the interpreter was stopped: {reason}")

    def _ended(self) -> StudentFault:
        """It is gone: find out how from the process that forked it."""
        status = None
        if self._parent is not None and not self._parent.dead:
            with contextlib.suppress(Exception):
                status = self._parent.request("status", self.inner_pid, 2.0, seconds=5.0)
        self.kill()
        if type(status) is not int:
            return StudentFault("the interpreter crashed")
        code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0
        # The process between two namespaces ends with 128 and the signal, as a shell says it.
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else code - 128 if self._isolated and code > 128 else 0
        if number:
            name = signal.Signals(number).name if number in signal.valid_signals() else str(number)
            return StudentFault(f"the interpreter crashed ({name})")
        return StudentFault(f"the interpreter ended itself (exit code {code})")


class Sandbox:
    """A warm interpreter with the usual packages imported; every submission gets a fork of it.

    Args:
        view: what can be seen inside; level: one of policy.LEVELS; preload: modules to import beforehand.
    """

    def __init__(self, view: View, level: str, preload: tuple[str, ...], limits: Limits) -> None:
        self.view = view
        self.level = level
        self.limits = limits
        self._preload = preload
        self._zygote: Process | None = None
        self._program: subprocess.Popen | None = None
        self._folder = ""
        self._private = level != "none"
        self._used = False
        self._current: Process | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()

    def start_submission(self, files: dict[str, bytes] | None = None) -> Process:
        """A process for one submission, in an empty scratch folder that holds `files`. The one before it is ended.

        Raises: SandboxError if the machine does not allow it.
        """
        self.end_submission()
        if self._used:
            self.close()
        if self._zygote is None:
            try:
                self._start()
            except SandboxError:
                if self.level != "bubblewrap" or not self._private:
                    raise
                # Where a submission cannot have namespaces inside ours, it has the whole sandbox and uses it up.
                self._private = False
                self._start()
        if self.level == "none":
            shutil.rmtree(f"{self._folder}/scratch", ignore_errors=True)
            os.mkdir(f"{self._folder}/scratch")
            process, _ = self._zygote.fork()
            process.request("change_folder", f"{self._folder}/scratch")
        elif self._private:
            process, problem = self._zygote.fork(isolated=(self.view.scratch, self.limits.file_mib, False))
            self._used = bool(problem)
        else:
            process, _ = self._zygote.fork()
            self._used = True
        self._current = process
        limits = self.limits
        process.memory_mib = limits.memory_mib
        process.request("limit", {"CORE": 0, "FSIZE": limits.file_mib << 20, "NPROC": limits.processes, "NOFILE": 512})
        if files:
            process.request("write_files", files)
        return process

    def fork_question(self, state: Process) -> Process:
        """A copy of a submission's process for one question; files and processes that it leaves are gone with it."""
        if not self._private or self._used:
            return state.fork()[0]
        return state.fork(isolated=(self.view.scratch, self.limits.file_mib, True))[0]

    def end_submission(self) -> None:
        """End every process of the submission that runs."""
        if self._current is not None:
            self._current.kill()
            self._current = None

    def close(self) -> None:
        self.end_submission()
        if self._zygote is not None:
            self._zygote.kill()
            self._zygote = None
        if self._program is not None:
            self._program.kill()
            self._program.wait()
            self._program = None
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = ""
        self._used = False

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._folder = tempfile.mkdtemp(prefix="autograder-")
        with theirs:
            command, environment = self._command(theirs.fileno())
            try:
                self._program = subprocess.Popen(
                    command,
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    env=environment,
                    cwd="/",
                    start_new_session=True,
                )
            except OSError as error:
                raise SandboxError(f"the sandbox does not start: {error}") from None
        self._zygote = Process(ours, None, 1 << 20)
        try:
            failed = self._zygote.request("prepare", list(self._preload), seconds=120.0)
        except StudentFault as fault:
            self._program.kill()
            words = self._program.stderr.read().decode(errors="replace").strip().splitlines()
            self.close()
            raise SandboxError(
                f"the sandbox does not start ({fault}): {words[-1] if words else 'no message'}"
            ) from None
        self._program.stderr.close()
        if failed:
            raise SandboxError("the sandbox cannot import " + "; ".join(f"{k} ({v})" for k, v in failed.items()))

    def _command(self, descriptor: int) -> tuple[list[str], dict[str, str]]:
        here = Path(__file__).parent
        view = self.view
        if self.level == "bubblewrap":
            return [*self._bubblewrap(), view.python, "-m", "kernel", str(descriptor)], {
                "PATH": os.environ.get("PATH", "")
            }
        if self.level == "namespaces":
            root = f"{self._folder}/root"
            os.mkdir(root)
            words = [str(here / "launch.py"), json.dumps(asdict(view)), root, str(descriptor)]
            return [sys.executable, "-I", "-S", *words], {}
        os.symlink(here / "inside", f"{self._folder}/kernel")
        data = {"COURSEWORK_DATA": dict(map(reversed, view.binds)).get(view.environment["COURSEWORK_DATA"], "")}
        paths = {"PYTHONPATH": self._folder, "PATH": os.environ.get("PATH", ""), "HOME": self._folder}
        return [sys.executable, "-m", "kernel", str(descriptor)], {**view.environment, **data, **paths}

    def _bubblewrap(self) -> list[str]:
        view = self.view
        command = [
            "bwrap",
            "--unshare-all",
            "--die-with-parent",
            "--uid",
            "1000",
            "--gid",
            "1000",
            "--hostname",
            "localhost",
        ]
        command += [
            "--clearenv",
            *(word for pair in view.environment.items() for word in ("--setenv", *pair)),
        ]
        for source, target in view.binds:
            command += ["--ro-bind", source, target]
        for target, path in view.symlinks:
            command += ["--symlink", target, path]
        for path in view.empty:
            command += ["--tmpfs", path, "--remount-ro", path]
        if self._private:
            command += ["--cap-add", "CAP_SYS_ADMIN", "--dir", "/proc", "--bind", "/proc", BORROWED_PROC]
            for name in DEVICES:
                command += ["--dev-bind-try", f"/dev/{name}", f"/dev/{name}"]
            for name, target in DEVICE_LINKS:
                command += ["--symlink", target, f"/dev/{name}"]
        else:
            command += ["--proc", "/proc", "--dev", "/dev"]
        for path in view.writable:
            command += ["--tmpfs", path]
        for number, (path, text) in enumerate(sorted(view.files.items())):
            source = Path(self._folder, str(number))
            source.write_text(text)
            command += ["--ro-bind", str(source), path]
        return [*command, "--dir", view.scratch, "--chdir", view.scratch, "--remount-ro", "/"]


def _no_reference(reference: wire.Reference) -> Any:
    return reference


def _text(value: Any) -> str:
    return value if type(value) is str else ""
