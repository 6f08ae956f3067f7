"""Ends a command that is stopped from outside: cleanly, with one line, and with the exit code that shells expect."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any, NoReturn


class Stopped(KeyboardInterrupt):
    """SIGTERM, raised where Ctrl-C would be, so that what runs is ended in the same way."""


@contextlib.contextmanager
def stoppable(advice: str) -> Iterator[None]:
    """Have Ctrl-C and SIGTERM unwind what runs inside, then exit with 130 or 143.

    Args: advice: what the line on stderr says.
    """
    here = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, _stop) if here else None
    try:
        yield
    except KeyboardInterrupt as stop:
        number = signal.SIGTERM if isinstance(stop, Stopped) else signal.SIGINT
        print(f"stopped: {advice}", file=sys.stderr)
        raise SystemExit(128 + number) from None
    finally:
        if here:
            signal.signal(signal.SIGTERM, before)


def _stop(*_: Any) -> NoReturn:
    raise Stopped
