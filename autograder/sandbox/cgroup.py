"""A control group (v2) for each submission, where this process may make one: the kernel itself holds the limits.

That needs a group handed over with its controllers, as `systemd-run --user --scope -p Delegate=yes` does and as the
root of a container often is. Names are plain, since student code can read them.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

_CONTROLLERS = frozenset({"memory", "pids"})
_OURS = "main"
_PROCESSES, _CONTROL = "cgroup.procs", "cgroup.subtree_control"
_SYSTEMD = "/run/systemd/system"
_ATTEMPTS = 5
_REMOVAL_SECONDS = 2.0


@dataclass
class Group:
    """The group of one submission. Its limits hold for all processes in it together, children included."""

    path: Path
    _before: dict[str, int] = field(default_factory=dict)

    def add(self, pid: int) -> None:
        """Move a process here; what it starts from now on is here too, what it holds already is counted elsewhere."""
        (self.path / _PROCESSES).write_text(str(pid))

    def news(self) -> str:
        """What a limit did since this was last asked: "memory", "processes" or ""."""
        # Many processes need much memory, not the other way round.
        for name, file, event in (("processes", "pids.events", "max"), ("memory", "memory.events", "oom_kill")):
            count = _events(self.path / file).get(event, 0)
            if count > self._before.get(name, 0):
                self._before[name] = count
                return name
        return ""

    def close(self) -> None:
        """End what is left in it, and take it away."""
        with contextlib.suppress(OSError):
            (self.path / "cgroup.kill").write_text("1")
        deadline = time.monotonic() + _REMOVAL_SECONDS
        while time.monotonic() < deadline:
            try:
                self.path.rmdir()
            except FileNotFoundError:
                return
            except OSError:
                time.sleep(0.002)  # a killed process is in it until it is reaped
            else:
                return


class Delegation:
    """A group that this process may divide."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._numbers = itertools.count()

    def create(self, memory_mib: int, processes: int) -> Group:
        """A group for one submission.

        Raises: OSError if the kernel does not let us after all.
        """
        while True:
            path = self.root / f"{os.getpid()}-{next(self._numbers)}"
            # One may be left of a killed process that had our number.
            with contextlib.suppress(FileExistsError):
                path.mkdir()
                break
        try:
            (path / "memory.max").write_text(str(memory_mib << 20))
            (path / "pids.max").write_text(str(processes))
            if (path / "memory.swap.max").exists():
                (path / "memory.swap.max").write_text("0")
        except OSError:
            path.rmdir()
            raise
        return Group(path)


def find(
    membership: str = "/proc/self/cgroup", mounts: str = "/proc/self/mountinfo", divide: bool = True
) -> tuple[Delegation | None, str]:
    """The group that this process may divide, made ready for it.

    A group with limits for its children may hold no process itself, so all that are in it move into a child of it: the
    command that started this process, and what that was started from.

    Args:
        membership, mounts: where the kernel says which groups this process is in, and where they are mounted.
        divide: whether to make it ready; else nothing is changed.
    Returns: the delegation or None; and in a sentence what was found.
    """
    own = _own_group(membership, mounts)
    if own is None:
        return None, "control groups v2 are not mounted here"
    root = own.parent if own.name == _OURS else own
    try:
        lacking = _CONTROLLERS - set((root / "cgroup.controllers").read_text().split())
        if lacking:
            return None, f"the control group of this process lacks the controllers {', '.join(sorted(lacking))}"
        if not os.access(root, os.W_OK) or not os.access(root / _PROCESSES, os.W_OK):
            return None, "the control group of this process may not be divided by it"
        if os.path.isdir(_SYSTEMD) and not _handed_over(root):
            return None, "systemd (251 or newer) has not marked the control group of this process as ours"
        if divide and not set((root / _CONTROL).read_text().split()) >= _CONTROLLERS:
            _make_ready(root)
    except OSError as error:
        return None, f"the control group of this process cannot be divided ({error.strerror})"
    return Delegation(root), f"control groups v2, below {root}"


def _handed_over(root: Path) -> bool:
    """Whether systemd leaves it to us what happens in a group; it says so since version 251."""
    try:
        return os.getxattr(root, "user.delegate") == b"1"
    except OSError:
        return False


def _make_ready(root: Path) -> None:
    """Hand the controllers on to the children of a group; what is in it moves into one of them."""
    ours = root / _OURS
    ours.mkdir(exist_ok=True)
    for left in reversed(range(_ATTEMPTS)):
        for pid in (root / _PROCESSES).read_text().split():
            with contextlib.suppress(ProcessLookupError):
                (ours / _PROCESSES).write_text(pid)
        try:
            (root / _CONTROL).write_text(" ".join(f"+{name}" for name in sorted(_CONTROLLERS)))
        except OSError as error:
            # One was started meanwhile.
            if error.errno != errno.EBUSY or not left:
                raise
        else:
            return


def _own_group(membership: str, mounts: str) -> Path | None:
    """The folder of the group that this process is in."""
    try:
        groups = Path(membership).read_text().splitlines()
        lines = Path(mounts).read_text().splitlines()
    except OSError:
        return None
    inside = next((line[3:] for line in groups if line.startswith("0::")), None)
    for line in lines:
        fields = line.split()
        kind = fields[fields.index("-") + 1]
        if kind == "cgroup2" and inside is not None:
            shown, point = fields[3], fields[4]
            below = os.path.relpath(inside, shown)
            return None if below.startswith("..") else Path(point, below)
    return None


def _events(path: Path) -> dict[str, int]:
    try:
        return {name: int(count) for name, count in (line.split() for line in path.read_text().splitlines())}
    except (OSError, ValueError):
        return {}
