"""One writer at a time: a lock among graders, and patience with other programs that hold the database."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from .errors import CourseError

T = TypeVar("T")
log = logging.getLogger(__name__)


@contextlib.contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Hold the lock file `path`; where another process has it, say so and wait until that one ends.

    The kernel gives the lock up when its process ends, however that ends. It is a record lock and not `flock`, which
    forked processes (workers, sandboxes) would inherit, and hold on to after their grader was killed.
    """
    import fcntl  # where it is missing, nothing is graded either

    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = file.read(20).strip() or "unknown"
            log.warning("another autograder (process %s) writes this gradebook; waiting for it to end", holder)
            fcntl.lockf(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def patiently(step: Callable[[], T], database: str, seconds: float) -> T:
    """Do a step on a database; while another program has it locked, say so once and try again.

    Args:
        step: undoes what it began where it fails; waits up to a second itself, as `database.patient_url` says.
        database: its name, to be read.
        seconds: how long to go on.
    Raises: CourseError after that time.
    """
    start, said = time.monotonic(), False
    while True:
        try:
            return step()
        except Exception as error:
            if not _locked(error):
                raise
            waited = time.monotonic() - start
            if waited > seconds:
                raise CourseError(
                    f"{database} is still in use by another program after {waited:.0f} s. What was graded is kept: "
                    "close that program and run this again, and it goes on"
                ) from None
        if not said:
            log.warning(
                "%s is in use by another program; waiting up to %.0f s for it", database.rpartition("/")[2], seconds
            )
            said = True


def _locked(error: Exception) -> bool:
    """Whether SQLite or PostgreSQL says that somebody else has it; nbgrader wraps the error in its own."""
    signs = ("database is locked", "database table is locked", "due to lock timeout", "deadlock detected")
    return any(sign in str(error) for sign in signs)
