"""Serves requests in one process: run a cell, fork, look up a name, call, operate on an object."""

from __future__ import annotations

import contextlib
import operator
import os
import resource
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from . import bounds, isolate, warm
from .channel import Channel, Closed
from .notebook import Notebook, describe
from .reset import FreshState, pin_torch_threads
from .streams import bounded_stream

# As they are before student code can put something else in their place.
_trace, _traced_by, _trace_threads = sys.settrace, sys.gettrace, threading.settrace
_profile, _profiled_by, _profile_threads = sys.setprofile, sys.getprofile, threading.setprofile

_OPERATORS = "add sub mul truediv floordiv mod pow matmul neg pos abs invert eq ne lt le gt ge"
OPERATIONS: dict[str, Callable[..., Any]] = {
    "getattr": getattr,
    "setattr": setattr,
    "len": len,
    "iter": iter,
    "next": next,
    "contains": operator.contains,
    "getitem": operator.getitem,
    "setitem": operator.setitem,
    "delitem": operator.delitem,
    "bool": bool,
    "enter": lambda it: it.__enter__(),
    "exit": lambda it: it.__exit__(None, None, None),
    **{name: getattr(operator, name) for name in _OPERATORS.split()},
}


class Server:
    """The loop of one process. A forked process goes on with a copy of everything, over a connection of its own."""

    def __init__(
        self, channel: Channel, confine: Callable[[str, int, bool], None] | None = None, reaper: bool = False
    ) -> None:
        self._confine = confine
        self._reaper = reaper
        self.channel = channel
        self.channel.serve = self.serve
        self.notebook: Notebook
        self.fresh: FreshState
        self._children: set[int] = set()
        self._statuses: dict[int, int] = {}

    def run(self) -> None:
        while True:
            try:
                request = self.channel.receive()
            except (Closed, OSError):
                os._exit(0)
            self._reap()
            self.serve(request)

    def serve(self, request: tuple) -> None:
        """Do one thing and answer it."""
        name, *arguments = request
        pid = os.getpid()
        try:
            answer = ("value", getattr(self, f"do_{name}")(*arguments))
        except Closed:
            os._exit(0)
        except BaseException as error:
            answer = ("error", describe(error))
        if os.getpid() != pid and not name.startswith("fork"):
            os._exit(0)  # forked by the student's code: the answer is the parent's to give
        try:
            self.channel.send(answer)
        except OSError:
            os._exit(0)
        except Exception as error:  # also what a library says of a value of its own that cannot be sent
            self.channel.send(("error", describe(error)))

    def do_prepare(self, modules: list[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
        """Load what every submission will need and make ready to be forked. Returns: what could not be loaded."""
        failed = warm.load(modules)
        self.notebook = Notebook()
        pin_torch_threads()
        warm.rehearse(self.notebook)
        self.fresh = FreshState()
        self.fresh.restore(0)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 2)
        os.close(nothing)
        warm.settle()
        return failed

    def do_settle(self) -> list[str]:
        """Make forks of this process cheap. Returns: names of the files that lie in its folder."""
        warm.settle()
        return os.listdir()

    def _fork(self, fork: Callable[[], int] = isolate.fork) -> int:
        """Fork; the child, where 0 is returned, serves the connection whose descriptor follows the request."""
        descriptor = self.channel.receive_descriptor()
        try:
            with bounds.reserve():
                pid = fork()
        except OSError:
            os.close(descriptor)
            raise
        if pid:
            os.close(descriptor)
            self._children.add(pid)
        else:
            self._children.clear()
            self._statuses.clear()
            self.channel.adopt(socket.socket(fileno=descriptor))
        return pid

    def do_fork(self) -> int:
        """Fork. Returns: the child's pid, to both."""
        return self._fork() or os.getpid()

    def do_fork_isolated(self, scratch: str, mebibytes: int, last: bool) -> int:
        """Fork into namespaces of its own, with its own copy of the scratch folder. Returns: the child's pid, to both.

        Raises: OSError where namespaces are not to be had.
        """
        at_once = self._confine is None and isolate.has_one_thread()
        if pid := self._fork(isolate.fork_into_namespaces if at_once else isolate.fork):
            return pid
        if self._confine is not None:
            self._confine(scratch, mebibytes, last)
            self.fresh.folder = os.getcwd()
        else:
            if not at_once:
                isolate.enter_namespaces()
            isolate.furnish(scratch, mebibytes, last)
        return os.getpid()

    def do_status(self, pid: int, wait_seconds: float) -> int | None:
        """The wait status of a child that ended, or None while it runs."""
        deadline = time.monotonic() + wait_seconds
        while pid not in self._statuses and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.001)
        return self._statuses.get(pid)

    def do_limit(self, limits: dict[str, int | tuple[int, int]]) -> None:
        """Set resource limits (names of the resource module, without RLIMIT_): one number, or the soft and the hard."""
        for name, values in limits.items():
            kind = getattr(resource, f"RLIMIT_{name}")
            hard = resource.getrlimit(kind)[1]
            values = values if type(values) is tuple else (values, values)
            resource.setrlimit(kind, tuple(v if hard == resource.RLIM_INFINITY else min(v, hard) for v in values))

    def do_change_folder(self, path: str) -> None:
        os.chdir(path)
        self.fresh.folder = path

    def do_write_files(self, files: dict[str, bytes]) -> None:
        self.fresh.files.update(files)
        for name, data in files.items():
            with open(name, "wb") as file:
                file.write(data)

    def do_echo(self, token: str) -> str:
        return token

    def do_run_cell(self, source: str) -> dict[str, Any]:
        return self.notebook.run_cell(source)

    def do_reset(self, seed: int) -> None:
        """The same global state for every question, whatever the student's cells left behind."""
        self.fresh.restore(seed)

    def do_lookup(self, names: list[str]) -> dict[str, Any]:
        """Those of the names that the notebook defined."""
        return {name: self.notebook.namespace[name] for name in names if name in self.notebook.namespace}

    def do_keep(self, value: Any) -> Any:
        """Hold a value here and answer with a reference to it, even if it is data."""
        return _Kept(value)

    def do_forget_peak(self) -> None:
        warm.forget_peak_memory()

    def do_unkeep(self, kept: _Kept) -> Any:
        return kept.value

    def do_call(self, function: Callable[..., Any], args: tuple, kwargs: dict[str, Any]) -> Any:
        return self._quietly(function, args, kwargs)

    def do_call_and_keep(self, function: Callable[..., Any], args: tuple, kwargs: dict[str, Any]) -> Any:
        """Call it with values that are held here, and hold its result."""
        by_name = {name: kept.value for name, kept in kwargs.items()}
        return _Kept(self._quietly(function, tuple(kept.value for kept in args), by_name))

    def do_call_keeping_arguments(self, function: Callable[..., Any], args: tuple, kwargs: dict[str, Any]) -> Any:
        value = self._quietly(function, args, kwargs)
        return (value, args, kwargs)

    def do_count_lines(self, function: Callable[..., Any], args: tuple, kwargs: dict[str, Any]) -> Any:
        """Call it and count the Python lines and calls that run, in every frame below it and every thread it starts.

        Raises: RuntimeError where the call has ended the count.
        """
        count = 0

        def trace(frame: Any, event: str, argument: Any) -> Any:
            nonlocal count
            if event in ("line", "call"):
                count += 1
            return trace

        def profile(frame: Any, event: str, argument: Any) -> None:
            nonlocal count
            if event == "c_call":
                count += 1

        _trace_threads(trace)
        _profile_threads(profile)
        _profile(profile)
        _trace(trace)
        try:
            value = function(*args, **kwargs)
            kept = _traced_by() is trace and _profiled_by() is profile
        finally:
            _trace(None)
            _profile(None)
            _trace_threads(None)
            _profile_threads(None)
        if not kept:
            raise RuntimeError(
                "the function has changed sys.settrace or sys.setprofile: what it runs cannot be counted"
            )
        return (value, count)

    def do_operate(self, operation: str, args: tuple) -> Any:
        return self._quietly(OPERATIONS[operation], args, {})

    def do_inside(self, function: bytes, args: tuple) -> Any:
        import cloudpickle

        return self._quietly(cloudpickle.loads(function), args, {})

    def _quietly(self, function: Callable[..., Any], args: tuple, kwargs: dict[str, Any]) -> Any:
        """What a call prints is dropped: it could carry what the call was given."""
        before = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = bounded_stream()
        try:
            return function(*args, **kwargs)
        finally:
            sys.stdout, sys.stderr = before

    def _reap(self) -> None:
        """Collect the children that ended; whoever adopts orphans also those left by others."""
        for pid in [-1] if os.getpid() == 1 or self._reaper else list(self._children):
            with contextlib.suppress(ChildProcessError):
                while (found := os.waitpid(pid, os.WNOHANG))[0]:
                    self._children.discard(found[0])
                    self._statuses[found[0]] = found[1]


class _Kept:
    """Holds a value so that it is referred to, not sent."""

    def __init__(self, value: Any) -> None:
        self.value = value
