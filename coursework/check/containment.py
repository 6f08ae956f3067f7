"""Keeps what student code writes to stderr, and its warnings, out of the cell's stderr.

Stock nbgrader scores a cell with any output on stderr 0, also when every answer in it is right.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from typing import IO

from .wording import clean, error_text

_QUIET = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
_MOST = 20

_recording: list[list[warnings.WarningMessage]] = []


@contextlib.contextmanager
def contained(hidden: bool = False) -> Iterator[list[warnings.WarningMessage]]:
    """Record warnings and send stderr to stdout while the block runs.

    Args:
        hidden: also drop what is printed, since it could show the inputs of a hidden test.

    Returns:
        The list that the warnings are added to.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(_native_stderr(shown=not hidden))
        if hidden:
            stack.enter_context(contextlib.redirect_stdout(_Nowhere()))
        stack.enter_context(contextlib.redirect_stderr(sys.stdout))
        recorded = stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        _recording.append(recorded)
        stack.callback(_recording.pop)
        yield recorded


def recorded_warnings() -> list[str]:
    """The texts of the warnings so far in the part that is running, without repeats; [] outside a part."""
    return texts(_recording[-1]) if _recording else []


def texts(recorded: list[warnings.WarningMessage]) -> list[str]:
    """`RuntimeWarning: overflow encountered in exp`, without repeats and without deprecations."""
    shown = (item for item in recorded if not issubclass(item.category, _QUIET))
    return list(dict.fromkeys(f"{clean(item.category.__name__, 60)}: {error_text(item.message)}" for item in shown))[
        :_MOST
    ]


class _Nowhere(io.TextIOBase):
    """A stdout that drops everything."""

    def write(self, text: str) -> int:
        return len(text)


def _unnamed_file() -> IO[bytes]:
    """A file that is gone when closed; in memory where that can be: on a disk, it takes ten times as long to make."""
    with contextlib.suppress(AttributeError, OSError):
        return open(os.memfd_create("stderr"), "w+b")
    return tempfile.TemporaryFile()


@contextlib.contextmanager
def _native_stderr(shown: bool) -> Iterator[None]:
    """Catch what compiled code writes to file descriptor 2 (torch does); print it to stdout afterwards."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    with _unnamed_file() as file:
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            file.seek(0)
            text = file.read(10_000).decode(errors="replace")
    if text and shown:
        print(text, end="")
