"""The bound on processes and threads, from inside: who may go beyond it, and what is said to who meets it."""

from __future__ import annotations

import contextlib
import errno
import resource
from collections.abc import Iterator


@contextlib.contextmanager
def reserve() -> Iterator[None]:
    """Let a process of ours start where student code has used up what it may start: up to the hard limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    resource.setrlimit(resource.RLIMIT_NPROC, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NPROC, (soft, hard))


def too_many_processes(error: BaseException) -> bool:
    """Whether an error says that no further process or thread could be started."""
    if isinstance(error, BlockingIOError):
        return error.errno == errno.EAGAIN and error.filename is None
    return isinstance(error, RuntimeError) and str(error) == "can't start new thread"
