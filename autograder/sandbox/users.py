"""A second, unprivileged user for the sandbox of a grader that runs as root.

The kernel counts no processes of root, so their limit would not bind. In a user namespace with two users, the first
(root outside) puts the sandbox together, even from folders that only root may enter, and student code runs as the
second.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

# Of those that systemd hands out to nobody in particular.
_FIRST, _COUNT = 61_184, 4_000
_CAP_SETIDS = 0b11 << 6  # CAP_SETGID and CAP_SETUID


def spare_user() -> int | None:
    """A user id for student code, its own for each grading process; None if this user cannot hand out one."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    user = _FIRST + os.getpid() % _COUNT
    status = Path("/proc/self/status").read_text()
    able = int(status.split("CapEff:", 1)[1].split(None, 1)[0], 16)
    return (
        user
        if able & _CAP_SETIDS == _CAP_SETIDS and all(_covered(user, f"/proc/self/{n}id_map") for n in "ug")
        else None
    )


def _covered(user: int, table: str) -> bool:
    """Whether the namespace that this process is in has that user."""
    lines = [[int(number) for number in line.split()] for line in Path(table).read_text().splitlines()]
    return any(first <= user < first + count for first, _, count in lines)


def others_may_read(paths: Iterable[str]) -> bool:
    """Whether a user without privileges may use these files and folders, once led to them."""
    for path in paths:
        mode = os.stat(path).st_mode
        if not mode & stat.S_IROTH or (stat.S_ISDIR(mode) and not mode & stat.S_IXOTH):
            return False
    return True
