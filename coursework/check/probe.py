"""The one seam between a check and a function: a plain one here, a remote one in the grader."""

from __future__ import annotations

import functools
import inspect
import sys
import time
import tracemalloc
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from .values import copy_plain


@dataclass(frozen=True)
class Measurement:
    """One call, measured.

    seconds: wall time.
    peak_bytes: extra memory at the peak; 0 where it was not asked for.
    lines: Python line and call events in all frames; 0 where they were not asked for.
    """

    value: Any
    seconds: float
    peak_bytes: int = 0
    lines: int = 0


class Probe(Protocol):
    """What a check may ask about a function. A handle's class gives one by `__check_probe__(self)`."""

    name: str

    def sources(self) -> dict[str, str]:
        """Source text by name: the function's first, then of each notebook function it can reach by name."""

    def measure(self, args: tuple, kwargs: dict, *, lines: bool = False, memory: float | None = None) -> Measurement:
        """Call it and measure.

        Args:
            memory: the bytes that it may need, if its memory is to be measured.
        Raises: MemoryError where it was refused far more than that; not every probe refuses it.
        """

    def call_keeping_arguments(self, args: tuple, kwargs: dict) -> tuple[Any, tuple, dict]:
        """Call it on copies; the value, and the copies as they are after the call."""


def probe_of(fn: Any) -> Probe:
    """The probe of a function or handle, looked up on its class."""
    make = getattr(type(fn), "__check_probe__", None)
    return LocalProbe(fn) if make is None else make(fn)


class LocalProbe:
    """Probe of a function in this process."""

    def __init__(self, fn: Callable) -> None:
        self.fn = fn
        self.name = getattr(fn, "__name__", type(fn).__name__)

    def sources(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, function in _reachable(self.fn):
            try:
                found[name] = inspect.getsource(function)
            except (OSError, TypeError):
                continue
        return found

    def measure(self, args: tuple, kwargs: dict, *, lines: bool = False, memory: float | None = None) -> Measurement:
        args, kwargs = copy_plain(args), copy_plain(kwargs)
        if lines:
            return _traced(self.fn, args, kwargs)
        if memory is not None:
            return _weighed(self.fn, args, kwargs)
        start = time.perf_counter()
        value = self.fn(*args, **kwargs)
        return Measurement(value, time.perf_counter() - start)

    def call_keeping_arguments(self, args: tuple, kwargs: dict) -> tuple[Any, tuple, dict]:
        args, kwargs = copy_plain(args), copy_plain(kwargs)
        return self.fn(*args, **kwargs), args, kwargs


def _traced(fn: Callable, args: tuple, kwargs: dict) -> Measurement:
    events = 0

    def trace(frame: types.FrameType, event: str, argument: Any) -> Callable:
        nonlocal events
        events += event in ("line", "call")
        return trace

    before = sys.gettrace()
    start = time.perf_counter()
    sys.settrace(trace)
    try:
        value = fn(*args, **kwargs)
    finally:
        sys.settrace(before)
    return Measurement(value, time.perf_counter() - start, lines=events)


def _weighed(fn: Callable, args: tuple, kwargs: dict) -> Measurement:
    running = tracemalloc.is_tracing()
    if not running:
        tracemalloc.start()
    try:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        start = time.perf_counter()
        value = fn(*args, **kwargs)
        seconds = time.perf_counter() - start
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        if not running:
            tracemalloc.stop()
    return Measurement(value, seconds, peak_bytes=peak)


def _reachable(fn: Any) -> Iterator[tuple[str, types.FunctionType]]:
    """The function, then each function with the same globals (the notebook's) that its code names."""
    first = _function(fn)
    if first is None:
        return
    waiting, seen = [first], {first.__code__}
    while waiting:
        function = waiting.pop(0)
        yield function.__qualname__, function
        for value in _named(function):
            other = _function(value)
            if other is not None and other.__code__ not in seen and other.__globals__ is first.__globals__:
                seen.add(other.__code__)
                waiting.append(other)


def _function(value: Any) -> types.FunctionType | None:
    """The Python function behind a method, decorated function, partial or instance with __call__."""
    for _ in range(20):
        if isinstance(value, types.FunctionType):
            if not hasattr(value, "__wrapped__"):
                return value
            value = value.__wrapped__
        elif isinstance(value, (types.MethodType, staticmethod, classmethod)):
            value = value.__func__
        elif isinstance(value, property):
            value = value.fget
        elif isinstance(value, functools.partial):
            value = value.func
        else:
            value = vars(type(value)).get("__call__")
    return None


def _named(function: types.FunctionType) -> Iterator[Any]:
    """What the names in a function's code stand for: globals, closures, methods of classes named there."""
    codes, names = [function.__code__], set()
    while codes:
        code = codes.pop()
        names.update(code.co_names)
        codes += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    values = [function.__globals__[name] for name in sorted(names) if name in function.__globals__]
    values += inspect.getclosurevars(function).nonlocals.values()
    owner = function.__globals__.get(function.__qualname__.partition(".")[0])
    classes = [value for value in [*values, owner] if isinstance(value, type)]
    for cls in classes:
        values += [vars(cls)[name] for name in sorted(names | {"__init__", "__call__"}) if name in vars(cls)]
    yield from values
