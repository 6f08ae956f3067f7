"""One question's dealings with student code: calls go out, data comes back, the clock runs for the student only."""

from __future__ import annotations

import io
import pickle
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudpickle

from ..errors import of_the_machine
from .inside import wire
from .process import Process
from .remote import Handle, StudentFault

# Functions of these packages exist on both sides and travel by name; any other stays here and is called back.
_ON_BOTH_SIDES = frozenset(sys.stdlib_module_names) - {"__main__"} | {"numpy", "torch"}
# Room for what a library sets aside and never touches.
_MORE_BYTES = 64 << 20


class Question:
    """The student's state at one test cell.

    Every use runs in a copy of that state, in namespaces of its own: what is written to files there, or left running,
    is gone with it, so that no question learns what another was asked. If the copy crashes, the next use gets another
    one, so that the parts of a question do not fall with each other; what is left of `seconds` is shared by them all.

    Attributes: machine_failed: what befell this machine meanwhile, which is not the student's doing.
    Args:
        state: makes a copy of the state; with `fresh=True` one that was not forked from it.
        sources: text of the student's cells, in order; seed: of the global generators over there.
        threads: whether threads ran in the state. A fork has lost them, and may wait for them: if it fails, it gets
            one more chance as a fresh copy, which `rebuilt` says.
    """

    def __init__(
        self,
        state: Callable[..., Process],
        seconds: float,
        sources: tuple[str, ...] = (),
        seed: int = 0,
        *,
        threads: bool = False,
    ) -> None:
        self.sources = sources
        self.seconds_used = 0.0
        self.rebuilt = False
        self.machine_failed: OSError | None = None
        self._state = state
        self._threads = threads
        self._limit = self._named_limit = seconds
        self._seed = seed
        self._process: Process | None = None
        self._generation = self._reset = 0
        self._callbacks: dict[int, Any] = {}
        self._callback_numbers: dict[int, int] = {}

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process = None

    def lookup(self, names: list[str]) -> dict[str, Any]:
        """Those of the names that the student's notebook defines: data, or handles that survive a crash."""
        answer = self._request("lookup", names)
        found = {name: answer[name] for name in names if name in answer}
        for name, value in found.items():
            if type(value) is Handle:
                object.__setattr__(value, "_origin", name)
        return found

    def call(self, function: Handle, args: tuple, kwargs: dict[str, Any]) -> Any:
        return self._request("call", function, args, kwargs)

    def call_keeping_arguments(self, function: Handle, args: tuple, kwargs: dict[str, Any]) -> tuple[Any, tuple, dict]:
        """The value, and the arguments as they are over there after the call."""
        value, args_after, kwargs_after = self._request("call_keeping_arguments", function, args, kwargs)
        return value, args_after, kwargs_after

    def call_counting_lines(self, function: Handle, args: tuple, kwargs: dict[str, Any]) -> tuple[Any, int]:
        value, count = self._request("count_lines", function, args, kwargs)
        return value, count

    def call_measuring_memory(
        self, function: Handle, args: tuple, kwargs: dict[str, Any], at_most: float | None = None
    ) -> tuple[Any, int]:
        """The value, and the bytes that the call needed at its peak, without the arguments and the sending.

        The call runs in a copy of its own, which cannot have much more than `at_most` bytes, nor another process.
        What it returns is lost with that copy if it is no data.

        Raises: MemoryError (a StudentError) where the call wants more.
        """
        self._request("forget_peak")  # with it, the process is there
        function = self._current(function)
        args, kwargs = self._current(args), {name: self._current(value) for name, value in kwargs.items()}
        whole = self._process
        self._process = whole.fork()
        try:
            kept = tuple(self._request("keep", value) for value in args)
            kept_by_name = {name: self._request("keep", value) for name, value in kwargs.items()}
            self._request("forget_peak")
            if at_most is not None:
                _bound(self._process, at_most)
            before = self._process.resident_mib()
            result = self._request("call_and_keep", function, kept, kept_by_name)
            peak = self._process.resident_mib(peak=True)
            value = self._request("unkeep", result)
        except StudentFault:
            whole.kill()
            raise
        except BaseException:
            self.close()
            self._process = whole
            raise
        self.close()
        self._process = whole
        if type(value) is Handle:
            object.__setattr__(value, "_generation", -1)
        return value, int(max(0.0, peak - before) * 2**20)

    def operate(self, operation: str, *operands: Any) -> Any:
        return self._request("operate", operation, operands)

    def inside(self, function: Any, args: tuple) -> Any:
        """Run a function of the test on the student's side."""
        return self._request("inside", cloudpickle.dumps(function), args)

    def _request(self, name: str, *arguments: Any) -> Any:
        try:
            return self._ask(name, *arguments)
        except StudentFault:
            self.close()
            if not self._threads or self.rebuilt:
                raise
            self.rebuilt = True
            self._limit += self.seconds_used
            return self._request(name, *arguments)
        except OSError as error:
            # Whoever asked may take it for the student's.
            if of_the_machine(error):
                self.machine_failed = error
            raise

    def _ask(self, name: str, *arguments: Any) -> Any:
        if self.seconds_used >= self._limit:
            raise StudentFault(f"time limit ({self._named_limit:.3g} s for the question)")
        if self._process is None:
            self._process = self._state(fresh=True) if self.rebuilt else self._state()
            self._generation += 1
        start, used_before = time.monotonic(), self.seconds_used
        try:
            if self._generation != self._reset:
                self._process.request("reset", self._seed)
                self._reset = self._generation
            return self._process.request(
                name,
                *(self._current(argument) for argument in arguments),
                seconds=self._limit - self.seconds_used,
                limit=self._named_limit,
                dump=self._dump,
                wrap=self._wrap,
                callback=self._run_callback,
            )
        except StudentFault:
            self.close()
            raise
        finally:
            # A request within this one, by a function of the test, has counted its part already.
            self.seconds_used = max(self.seconds_used, used_before + time.monotonic() - start)

    def _current(self, value: Any) -> Any:
        """A handle that a crash made stale, looked up again by its name."""
        if type(value) is tuple:
            return tuple(self._current(item) for item in value)
        if type(value) is not Handle or value._generation == self._generation:
            return value
        origin = value._origin
        found = self._process.request("lookup", [origin], wrap=self._wrap).get(origin) if origin else None
        if type(found) is not Handle:
            raise StudentFault("this object was lost when the interpreter ended")
        for slot in ("_id", "_generation"):
            object.__setattr__(value, slot, getattr(found, slot))
        return value

    def _wrap(self, reference: wire.Reference) -> Handle:
        return Handle(self, reference.id, reference.kind, reference.type_name, reference.name, self._generation)

    def _run_callback(self, number: int, args: list, kwargs: dict) -> Any:
        if number not in self._callbacks or not all(type(name) is str for name in kwargs):
            raise TypeError("no such function")
        return self._callbacks[number](*args, **kwargs)

    def _dump(self, message: Any) -> bytes:
        file = io.BytesIO()
        _Pickler(file, self).dump(message)
        return file.getvalue()

    def callback_number(self, function: Any) -> int:
        number = self._callback_numbers.setdefault(id(function), len(self._callbacks))
        self._callbacks[number] = function
        return number


def _bound(process: Process, at_most: float) -> None:
    """Have the kernel refuse a process much more memory than it has, and any other process, from outside and for good.

    What it holds at most can be made forgotten from inside, or be held by a process that it starts.
    """
    import resource  # Windows has none

    try:
        pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[0])
    except (OSError, IndexError):
        return
    limits = {"AS": pages * resource.getpagesize() + int(at_most) + _MORE_BYTES, "NPROC": 0}
    try:
        for name, most in limits.items():
            resource.prlimit(process.pid, getattr(resource, f"RLIMIT_{name}"), (most, most))
    except OSError:
        # It is another user's: asked before the call, it does so itself, and cannot take it back.
        process.request("limit", limits)


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, question: Question) -> None:
        super().__init__(file, protocol=5)
        self._question = question

    def persistent_id(self, value: Any) -> tuple | None:
        if type(value) is Handle:
            return ("object", value._id)
        kind = type(value).__name__
        if kind in ("function", "method") and (value.__module__ or "").split(".")[0] not in _ON_BOTH_SIDES:
            return ("callback", self._question.callback_number(value), value.__name__)
        return None

    def reducer_override(self, value: Any) -> Any:
        """A tensor goes without the rest of the storage that it is a part of."""
        torch = sys.modules.get("torch")
        if torch is None or type(value) is not torch.Tensor or value.layout is not torch.strided:
            return NotImplemented
        if value.untyped_storage().nbytes() <= value.numel() * value.element_size():
            return NotImplemented
        return value.detach().clone().requires_grad_(value.requires_grad).__reduce_ex__(5)
