"""Landlock: takes files, signals and network away from a process and all that it starts, without any privilege.

What a rule does not allow is forbidden, of the kinds that the running kernel knows (its ABI). Each further ruleset can
only take more away.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
import sys
from collections.abc import Iterable

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # the same numbers on every architecture
_VERSION, _PATH_BENEATH = 1, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_BLOCK, _REFER, _TRUNCATE, _IOCTL_DEV = 1 << 6, 1 << 11, 1 << 13, 1 << 14, 1 << 15
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_NET_BIND_AND_CONNECT = 0b11
_SCOPE_SOCKETS_AND_SIGNALS = 0b11

READ = _EXECUTE | _READ_FILE | _READ_DIR
LIST = _READ_DIR
DEVICE = _READ_FILE | _WRITE_FILE
WRITE = ((1 << 15) - 1) & ~(_MAKE_CHAR | _MAKE_BLOCK)

# From this one on, signals stay inside. Before, only another user id keeps them off.
ABI_WITH_SIGNALS = 6

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


def abi() -> int:
    """The version of Landlock that the running kernel has; 0 where there is none."""
    return max(0, _libc.syscall(_CREATE, None, 0, _VERSION)) if _libc is not None else 0


def handled_files(version: int) -> int:
    """The rights to files that a version knows, as bits."""
    return (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)) - 1


def restrict(rules: Iterable[tuple[str, int]] | None) -> None:
    """Allow from now on what the rules allow, and no network, and no signal to anything outside.

    Args: rules: (path, rights) for a file, or a folder with all below it; None leaves files as they are.
    Raises: OSError where the kernel does not have it.
    """
    version = abi()
    handled = handled_files(version) if rules is not None else 0
    network = _NET_BIND_AND_CONNECT if version >= 4 else 0
    scope = _SCOPE_SOCKETS_AND_SIGNALS if version >= ABI_WITH_SIGNALS else 0
    if not handled | network | scope:
        return
    size = 8 if version < 4 else 16 if version < ABI_WITH_SIGNALS else 24
    ruleset = _call("landlock_create_ruleset", _CREATE, struct.pack("<QQQ", handled, network, scope)[:size], size, 0)
    try:
        for path, rights in rules or ():
            _allow(ruleset, path, rights & handled)
        _call("landlock_restrict_self", _RESTRICT, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        there = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(there).st_mode):
            rights &= _OF_FILES
        rule = struct.pack("<Qi", rights, there)
        _call(f"landlock_add_rule {path}", _ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(there)


def _call(what: str, number: int, *arguments: object) -> int:
    result = _libc.syscall(number, *arguments)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
    return result
