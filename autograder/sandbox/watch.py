"""Holds a submission, with all that it starts, to its memory and its number of processes."""

from __future__ import annotations

import contextlib
import os
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from ..course import Limits
from .cgroup import Group
from .inside import MOST_FILES
from .tasks import Task, Tasks, ancestors, descendants

if TYPE_CHECKING:
    from .process import Process

# For one process that the trusted side knows, two of ours may wait above it; and the first of all is ours.
_OURS = 3
# Of a bomb, so many times what is allowed is looked at.
_LISTED = 4
_COLLECT_SECONDS = 5.0
# Looking costs about this share of the time at most, and is never put off for longer than this.
_SHARE = 1 / 30
_LONGEST_SECONDS = 0.25
# The kernel is asked for exact sums no longer than this; processes that fork all the time keep it waiting.
_EXACT_SECONDS = 0.1


class Watch:
    """Looked at while a submission is waited for: `over` says why it has to end.

    A control group holds memory itself, and the most processes that there can be. Without one the resident sets are
    added up. Pages that forks share are in several of those; so once the sum is too large, the kernel is asked for the
    exact one, which takes it longer.

    Args:
        first: the submission's first process; group: the control group that it is in, if there is one.
        folder: what it can write, where that is a folder of the machine and not one in memory that has a size.
    """

    def __init__(
        self, first: Process, tasks: Tasks, limits: Limits, group: Group | None = None, folder: Path | None = None
    ) -> None:
        self._known: weakref.WeakSet[Process] = weakref.WeakSet()
        self._first = weakref.ref(first)
        self._tasks = tasks
        self._memory_mib = limits.memory_mib
        self._processes = limits.processes
        self._file_mib = limits.file_mib
        self._group = group
        self._folder = folder
        self._next_folder = 0.0
        self._next = 0.0
        self._exact: tuple[int, int, float] | None = None

    def close(self) -> None:
        """End what is left of the submission; with the first process of a namespace, the kernel has ended the rest."""
        if not self._tasks.own_namespace:
            self._tasks.end(lambda tasks: [task.pid for task in tasks])
        self._tasks.close()
        if self._group is not None:
            self._group.close()

    def add(self, process: Process) -> None:
        """A process of ours, forked from one that is watched."""
        self._known.add(process)

    def over(self, process: Process) -> str:
        """Why the process that is waited for has to end, or ""."""
        if self._folder is not None and (reason := self._too_much_written(self._folder)):
            return reason
        if reason := self.cause():
            return reason
        start = time.monotonic()
        if start < self._next:
            return ""
        tasks = self._tasks.list(_LISTED * self._most())
        reason = self._too_many(process, tasks)
        if self._group is None:
            reason = reason or self._too_large(tasks)
        self._next = _later(start)
        return reason

    def cause(self) -> str:
        """Which limit the kernel itself has enforced since this was last asked, or ""."""
        news = self._group.news() if self._group is not None else ""
        if news == "memory":
            return self._memory_reason
        return self._processes_reason if news else ""

    def end(self, process: Process) -> None:
        """End a process with all that it has started: nobody else waits for that."""
        number = self._number(process)
        self._tasks.end(lambda tasks: {number, *(task.pid for task in descendants(tasks, {number}))})

    def end_inside(self, process: Process) -> None:
        """End all that an isolated process has started, where the kernel does not do that as its namespace ends."""
        if not self._tasks.own_namespace and process is not self._first():
            self.end(process)

    @property
    def _memory_reason(self) -> str:
        return f"memory limit ({self._memory_mib:,} MiB)"

    @property
    def _processes_reason(self) -> str:
        return f"too many processes (more than {self._processes:,})"

    def _too_many(self, process: Process, tasks: list[Task]) -> str:
        if not self._crowded(process, tasks):
            return ""
        # It may be what an earlier cell left behind; that goes first.
        self._tasks.end(lambda tasks: self._foreign(tasks, process, spare=True))
        self._collect(process)
        if not self._crowded(process, self._tasks.list()):
            return ""
        self._tasks.end(lambda tasks: self._foreign(tasks, process, spare=False))
        self._collect(process)
        return self._processes_reason

    def _collect(self, process: Process) -> None:
        """Have the first process, which adopts orphans, collect those that have ended: until then they take up room."""
        first = self._first()
        if first is not None and first is not process and not first.dead:
            self._next = time.monotonic() + _COLLECT_SECONDS  # no look while we wait ourselves
            with contextlib.suppress(Exception):
                first.request("status", 0, 0.0, seconds=_COLLECT_SECONDS)

    def _crowded(self, process: Process, tasks: list[Task]) -> bool:
        """Whether there are too many; those that have ended, and wait for one of ours to collect them, do not count."""
        ours = {0 if one is process else self._number(one) for one in self._ours()}
        return sum(task.threads or task.parent not in ours for task in tasks) > self._most()

    def _ours(self) -> list[Process]:
        return [one for one in (self._first(), *self._known) if one is not None and not one.dead]

    def _most(self) -> int:
        """How many processes and threads there may be, our own included."""
        return self._processes + _OURS * (1 + sum(not process.dead for process in self._known))

    def _foreign(self, tasks: list[Task], process: Process, spare: bool) -> set[int]:
        """All but our own processes; the one that is waited for, with what it has started, may be spared too."""
        ours = [one for one in self._ours() if spare or one is not process]
        kept = {self._number(one) for one in ours}
        inside = {self._number(one) for one in ours if one is process or (one.isolated and one is not self._first())}
        kept |= {task.pid for task in descendants(tasks, inside, apart=kept - inside)}
        return {task.pid for task in tasks} - kept - ancestors(tasks, kept)

    def _number(self, process: Process) -> int:
        """Its number as `Tasks` has it."""
        if self._tasks.own_namespace:
            return 1 if process is self._first() else process.inner_pid
        return process.inner_pid if process.isolated else process.pid

    def _too_large(self, tasks: list[Task]) -> str:
        limit = self._memory_mib << 20
        resident = sum(task.resident for task in tasks)
        if resident <= limit:
            return ""
        now = time.monotonic()
        if self._exact is not None:
            then, exact, until = self._exact
            if exact + resident - then <= limit and now < until:
                return ""
        exact, complete = self._tasks.proportional(tasks, now + _EXACT_SECONDS)
        self._exact = (resident, exact, _later(now)) if complete else None
        return self._memory_reason if exact > limit else ""

    def _too_much_written(self, folder: Path) -> str:
        start = time.monotonic()
        if start < self._next_folder:
            return ""
        count = size = 0
        for path, _, names in os.walk(folder):
            for name in names:
                with contextlib.suppress(OSError):
                    count += 1
                    size += os.lstat(f"{path}/{name}").st_blocks << 9
        self._next_folder = _later(start)
        if size > self._file_mib << 20:
            return f"too much written (more than {self._file_mib:,} MiB)"
        return f"too many files (more than {MOST_FILES:,})" if count > MOST_FILES else ""


def _later(start: float) -> float:
    """When to look again after a look that began at `start` and has just ended."""
    now = time.monotonic()
    return now + min((now - start) / _SHARE, _LONGEST_SECONDS)
