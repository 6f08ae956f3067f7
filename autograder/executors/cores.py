"""A core for each worker, where there are as many workers as cores.

What grades one submission is a chain of processes that wait for each other: the worker, the interpreter in the sandbox,
a fork for each question. Left to itself the kernel spreads the links of each chain over all cores, and now and then two
that could run wait on one core while the other idles.
"""

from __future__ import annotations

import os
import secrets
import socket

# What holds a core: an address of the kernel's that one process has, and that is free again however it ends.
_ADDRESS = "\0autograder {group} core {core}"
_held: list[socket.socket] = []


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def group_of(workers: int) -> str:
    """The name under which so many workers share out the cores; "" where there are not as many as cores.

    With fewer, a core that is free takes the end of one's forks off it.
    """
    return secrets.token_hex(8) if workers == usable_cores() else ""


def take_core(group: str) -> set[int]:
    """Bind this thread, and what it starts from now on, to a core that no other of the group has.

    Returns: it; empty where none is left or the machine forbids it: then nothing is bound.
    """
    for core in sorted(os.sched_getaffinity(0)):
        holder = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            holder.bind(_ADDRESS.format(group=group, core=core))
            os.sched_setaffinity(0, {core})
        except OSError:
            holder.close()
            continue
        _held.append(holder)
        return {core}
    return set()
