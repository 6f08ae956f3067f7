"""Checks on what a call costs: time and memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .failures import CheckFailed
from .probe import Probe, probe_of

_ROUNDS = 3
_RUNS = 3


def faster_than(fn: Callable, other: Callable, args: tuple, times: float = 3.0) -> None:
    """Decide that `fn(*args)` takes at most 1/times of the time of `other(*args)`.

    The best of several runs counts, and a slow round is repeated before it is believed.

    Args:
        args: large enough that `other` takes 10 ms or more.
    """
    fast, slow = probe_of(fn), probe_of(other)
    seconds, seconds_other = float("inf"), float("inf")
    for _ in range(_ROUNDS):
        seconds = min(seconds, _best(fast, args))
        seconds_other = min(seconds_other, _best(slow, args))
        if seconds * times <= seconds_other:
            return
    raise CheckFailed(
        f"{fast.name} should be at least {times:g} times as fast as {slow.name}: "
        f"it takes {_duration(seconds)}, {slow.name} takes {_duration(seconds_other)}",
        "the function is too slow: let NumPy do the work on whole arrays",
    )


def peak_memory(fn: Callable, *args: Any, at_most: float) -> None:
    """Decide that `fn(*args)` never needs more than `at_most` bytes beyond its arguments."""
    probe = probe_of(fn)
    try:
        used = probe.measure(args, {}, memory=at_most).peak_bytes
        needs = f"uses {_size(used)} of extra memory, allowed are {_size(at_most)}"
    except MemoryError:
        used = float("inf")
        needs = f"wants far more extra memory than the {_size(at_most)} that are allowed"
    if used > at_most:
        raise CheckFailed(
            f"{probe.name} {needs}: is there an array larger than inputs and result?",
            "the function uses too much memory: is there an array larger than inputs and result?",
        )


def _best(probe: Probe, args: tuple) -> float:
    return min(probe.measure(args, {}).seconds for _ in range(_RUNS))


def _duration(seconds: float) -> str:
    return f"{seconds:.3g} s" if seconds >= 1 else f"{seconds * 1e3:.3g} ms"


def _size(size: float) -> str:
    return f"{size / 2**20:.3g} MiB" if size >= 2**20 else f"{size / 2**10:.3g} KiB"
