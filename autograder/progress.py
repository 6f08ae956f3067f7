"""How far grading has come: a bar on a terminal, a line now and then where there is none."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn

from .result import STATUSES, WARNINGS, Result
from .text import one_line

if TYPE_CHECKING:
    from .executors import Fault, Job

_SHORT = {WARNINGS: "with warnings"}
_LINES = 10


class GradingProgress:
    """Counts submissions by status as they come.

    Args:
        what: what is being done; total: how many submissions.
        console: where to say it; bar: what to show it on. Without one, a line is written for every tenth of them.
    """

    def __init__(self, what: str, total: int, console: Console, bar: Progress | None = None) -> None:
        self._what = what
        self._total = total
        self._console = console
        self._counts: Counter[str] = Counter()
        self._retried = 0
        self._start = time.monotonic()
        self._bar = bar
        self._task = bar.add_task(what, total=total, about="") if bar is not None else None

    def done(self, result: Result) -> None:
        """One more submission is graded and written."""
        self._counts[result.status] += 1
        if self._bar is not None:
            self._bar.update(self._task, completed=self._counts.total(), about=self.about)
        elif _tenth(self._counts.total(), self._total) > _tenth(self._counts.total() - 1, self._total):
            self._console.print(self.line, soft_wrap=True, markup=False)

    def retried(self, job: Job, fault: Fault) -> None:
        """One submission is tried again."""
        self._retried += 1
        words = one_line(f"{job.student}: {fault.reason}; trying again", 300)
        self._console.print(words, soft_wrap=True, markup=False)

    @property
    def about(self) -> str:
        """Counts by status, as far as there are any."""
        counts = [f"{self._counts[status]} {_SHORT.get(status, status)}" for status in STATUSES if self._counts[status]]
        counts += [f"{self._retried} tried again"] if self._retried else []
        return ", ".join(counts)

    @property
    def line(self) -> str:
        """All in one line: how many, how fast, how long still, counts by status."""
        done, seconds = self._counts.total(), max(1e-3, time.monotonic() - self._start)
        left = seconds / done * (self._total - done)
        pace = f"{done / seconds:.1f}/s" if done > seconds else f"{seconds / done:.1f} s each"
        ahead = f"about {_duration(left)} left" if done < self._total else f"in {_duration(seconds)}"
        return f"{self._what}: {done}/{self._total}, {pace}, {ahead}; {self.about}"


@contextlib.contextmanager
def grading(what: str, total: int, console: Console, *columns: ProgressColumn) -> Iterator[GradingProgress]:
    """Show progress while inside: a bar on a terminal, else lines.

    Args: columns: more columns of the bar, after the count.
    """
    if not console.is_terminal:
        yield GradingProgress(what, total, console)
        return
    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *columns, TimeRemainingColumn())
    with Progress(*shown, TextColumn("{task.fields[about]}", style="dim"), console=console, transient=True) as bar:
        yield GradingProgress(what, total, console, bar)


def _tenth(done: int, total: int) -> int:
    return _LINES * done // max(1, total)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
