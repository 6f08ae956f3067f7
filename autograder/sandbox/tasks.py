"""All processes of one submission, as the kernel tells it: what they hold, and the end of those that are chosen."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_END_SECONDS = 5.0


class Task(NamedTuple):
    """One process. pid and parent are numbers of the namespace that is looked at; resident in bytes.

    The parent is 0 if it is outside, and -1 if the process ended before more was known of it. One that has ended and is
    not collected yet by its parent has no threads. running: neither stopped nor ended.
    """

    pid: int
    parent: int
    threads: int
    resident: int
    running: bool = True


class Tasks:
    """The processes of a submission.

    In a pid namespace of its own, whose /proc its first process has mounted, they are all that is there. Elsewhere they
    are what descends from `pid`; that has to adopt orphans (PR_SET_CHILD_SUBREAPER), and is not one of them itself.

    Args: pid: the first process, by its number here; own_namespace: whether it is the first of a namespace.
    """

    def __init__(self, pid: int, own_namespace: bool) -> None:
        self.own_namespace = own_namespace
        self._root = 0 if own_namespace else pid
        folder = f"/proc/{pid}/root/proc" if own_namespace else "/proc"
        self._proc = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)

    def close(self) -> None:
        os.close(self._proc)

    def list(self, most: int = 1 << 30) -> list[Task]:
        """Those that run now; in a namespace of their own, and of more than `most` there, that many."""
        if not self.own_namespace:
            return self._below(self._root)
        return [self._read(name) for name in self._names()[:most]]

    def _names(self) -> list[str]:
        try:
            return [name for name in os.listdir(self._proc) if name[0].isdigit()]
        except OSError:
            return []  # a namespace that has ended

    def _below(self, root: int) -> list[Task]:
        """What descends from a process, by the kernel's own list of children; not in every kernel, and not complete."""
        found: list[Task] = []
        todo = [root]
        while todo:
            pid = todo.pop()
            try:
                threads = os.listdir(f"/proc/{pid}/task")
                texts = [self._text(f"{pid}/task/{thread}/children") for thread in threads]
            except FileNotFoundError:
                if pid == root:
                    return self._all()
                continue
            except OSError:
                continue
            children = [name.decode() for text in texts for name in text.split()]
            found += [self._read(name) for name in children]
            todo += [int(name) for name in children]
        return found

    def _all(self) -> list[Task]:
        """Every one, at the price of a look at all that runs on the machine where there is no namespace."""
        found = [task for name in self._names() if (task := self._read(name)).parent >= 0]
        return descendants(found, {self._root}) if self._root else found

    def proportional(self, tasks: Iterable[Task], deadline: float) -> tuple[int, bool]:
        """Bytes of memory that they hold together: a page that several share counts once among them.

        Args: deadline: when to leave it at what has been found, of the largest first.
        Returns: the bytes and whether they are all.
        """
        total = 0
        for task in sorted(tasks, key=lambda task: -task.resident):
            if time.monotonic() > deadline:
                return total, False
            with contextlib.suppress(OSError, ValueError, IndexError):
                lines = self._text(f"{task.pid}/smaps_rollup").split(b"\nPss:", 1)
                total += int(lines[1].split(None, 1)[0]) << 10
        return total, True

    def end(self, choose: Callable[[list[Task]], Iterable[int]]) -> None:
        """End processes, however fast they multiply: all are stopped, until no further one appears, and then killed.

        Args: choose: which ones, of all that run; a number that is none of theirs is passed over.
        """
        stopped: set[int] = set()
        all_stand_still = False
        deadline = time.monotonic() + _END_SECONDS
        while time.monotonic() < deadline:
            tasks = self._all()
            found = {task.pid for task in tasks}.intersection(choose(tasks)) - stopped
            for pid in found:
                self._signal(pid, signal.SIGSTOP)
            if all_stand_still and not found:
                break
            # A fork that has begun comes to its end before its parent stops, unseen if the list was made before that.
            stopped |= found
            all_stand_still = not found and not any(task.running for task in tasks if task.pid in stopped)
            if not found and not all_stand_still:
                time.sleep(0.001)
        for pid in stopped:
            self._signal(pid, signal.SIGKILL)
        deadline = time.monotonic() + _END_SECONDS
        while any((task := self._read(str(pid))).threads and task.parent >= 0 for pid in stopped):
            if time.monotonic() > deadline:
                break
            time.sleep(0.001)

    def _signal(self, pid: int, number: int) -> None:
        # A folder of /proc stands for its process as a pidfd does: a number taken anew by another is not met.
        with contextlib.suppress(OSError):
            folder = os.open(str(pid), os.O_RDONLY | os.O_DIRECTORY, dir_fd=self._proc)
            try:
                signal.pidfd_send_signal(folder, number)
            finally:
                os.close(folder)

    def _read(self, name: str) -> Task:
        """A task; one that has ended since it was listed still counts, so that a bomb cannot hide by being fast."""
        try:
            fields = self._text(f"{name}/stat").rpartition(b")")[2].split()
            if fields[0] in (b"Z", b"X"):
                return Task(int(name), int(fields[1]), 0, 0, False)
            running = fields[0] not in (b"T", b"t")
            return Task(int(name), int(fields[1]), int(fields[17]), int(fields[21]) * _PAGE, running)
        except (OSError, IndexError, ValueError):
            return Task(int(name), -1, 1, 0, False)

    def _text(self, name: str) -> bytes:
        file = os.open(name, os.O_RDONLY, dir_fd=self._proc)
        try:
            return os.read(file, 1 << 16)
        finally:
            os.close(file)


def descendants(tasks: list[Task], roots: set[int], apart: Iterable[int] = ()) -> list[Task]:
    """Those of the tasks that descend from one of `roots`, without the roots.

    Args: apart: others, which are left out with all that descends from them.
    """
    children: dict[int, list[Task]] = {}
    for task in tasks:
        children.setdefault(task.parent, []).append(task)
    found: list[Task] = []
    todo = list(roots)
    while todo:
        below = [task for task in children.pop(todo.pop(), []) if task.pid not in apart]
        found += below
        todo += [task.pid for task in below]
    return found


def ancestors(tasks: list[Task], pids: set[int]) -> set[int]:
    """The numbers of all above `pids`."""
    parents = {task.pid: task.parent for task in tasks}
    found: set[int] = set()
    for pid in pids:
        while (pid := parents.get(pid, 0)) and pid not in found:
            found.add(pid)
    return found


def threads_of_user() -> int:
    """How many threads the user of this process has running: the kernel counts these too against a limit."""
    total = 0
    for name in os.listdir("/proc"):
        with contextlib.suppress(OSError):
            if name.isdigit() and os.stat(f"/proc/{name}").st_uid == os.geteuid():
                total += len(os.listdir(f"/proc/{name}/task"))
    return total
