"""Two cores for a test and all that it starts, on a machine with any number of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest


@contextmanager
def two_cores() -> Iterator[set[int]]:
    """Bind this thread, and what it starts, to two cores for a while."""
    before = os.sched_getaffinity(0)
    if len(before) < 2:
        pytest.skip("one core")
    two = set(sorted(before)[:2])
    os.sched_setaffinity(0, two)
    try:
        yield two
    finally:
        os.sched_setaffinity(0, before)


def cores_below(pid: int) -> list[tuple[int, ...]]:
    """Which cores each process below one may use; none twice."""
    found = set()
    for process in psutil.Process(pid).children(recursive=True):
        try:
            found.add(tuple(process.cpu_affinity()))
        except psutil.Error:
            continue
    return sorted(found)
