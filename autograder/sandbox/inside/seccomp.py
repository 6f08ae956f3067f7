"""Refuses the system calls that no notebook needs, through seccomp: what the kernel never runs cannot be attacked.

A filter is a classic BPF program over the number and the arguments of a call. A refused call answers an error, so that
a program goes on as on a system that lacks it; only who aborts is killed. Filters are inherited and can only be added
to.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import struct
import sys

from .syscalls import ATTRIBUTES, BY_ARGUMENT, REFUSED

_FOR_NAMESPACES = frozenset({"mount", "unshare"})
_MISSING_RATHER_THAN_FORBIDDEN = frozenset({"memfd_create", "memfd_secret", "io_uring_setup", "userfaultfd"})
_ARCHITECTURES = {"x86_64": (0, 0xC000003E, 317), "aarch64": (1, 0xC00000B7, 277)}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_SIGABRT = 6
_X32 = 0x40000000
_NEW_NAMESPACES = 0x7E020000  # every CLONE_NEW... flag of clone
_AF_UNIX, _AF_INET, _AF_INET6, _SOCK_STREAM, _SOCK_SEQPACKET = 1, 2, 10, 1, 5
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_SET_MODE_FILTER, _SPEC_ALLOW = 1, 4
_PR_SET_NO_NEW_PRIVS = 38

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None

CELLS, QUESTIONS, SHARED = "cells", "questions", "shared"

Program = list[tuple[int, int, int, int]]


def architecture() -> str:
    """The architecture, as _ARCHITECTURES names it, or "" where the numbers of its calls are not known here."""
    known = sys.platform.startswith("linux") and sys.maxsize > 2**32 and os.uname().machine in _ARCHITECTURES
    return os.uname().machine if known else ""


@functools.cache
def program(kind: str, machine: str) -> bytes:
    """The filter for one kind of process, assembled.

    Args:
        kind: CELLS for code that still makes namespaces for its questions; QUESTIONS for code that makes none; SHARED
            for code that lives among the processes and files of the machine, where Landlock alone holds it.
        machine: "x86_64" or "aarch64".
    """
    column, audit, _ = _ARCHITECTURES[machine]
    answers: dict[int | None, Program] = {}
    for name, numbers in REFUSED.items():
        if kind != CELLS or name not in _FOR_NAMESPACES:
            wrong = errno.ENOSYS if name in _MISSING_RATHER_THAN_FORBIDDEN else errno.EPERM
            answers[numbers[column]] = [_refuse(wrong)]
    if kind == SHARED:
        # Landlock does not look at owners, modes and times of files. Copying one sets them: no reason to fail.
        answers.update((numbers[column], [_refuse(0)]) for numbers in ATTRIBUTES.values())
    answers.update((BY_ARGUMENT[name][column], block) for name, block in _by_argument(kind).items())
    answers.pop(None, None)
    code: Program = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, audit),
        _refuse(errno.EPERM),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 0, 1, _X32),
        _refuse(errno.ENOSYS),
        *_search(sorted(answers.items())),
    ]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)


def _by_argument(kind: str) -> dict[str, Program]:
    """Calls that are refused for some of their arguments, or not by every kind."""
    blocks = {
        "ioctl": _without(1, (_TIOCSTI, _TIOCLINUX)),
        "personality": _only(0, (0, 0xFFFFFFFF), errno.EPERM),
        "socket": _only(0, (_AF_UNIX, _AF_INET, _AF_INET6), errno.EAFNOSUPPORT),
    }
    if kind != CELLS:
        # The arguments of clone3 lie in memory, where a filter cannot look; without it, C libraries use clone.
        blocks["clone3"] = [_refuse(errno.ENOSYS)]
        blocks["clone"] = [_argument(0), (_ANY_BIT, 0, 1, _NEW_NAMESPACES), _refuse(errno.EPERM), _allow()]
    if kind == QUESTIONS:
        # The kernel keeps signals from process 1, its own abort among them; as a call it can be seen. Ends as SIGSYS.
        blocks["tgkill"] = [
            _argument(0),
            (_EQUAL, 1, 0, 1),
            _allow(),
            _argument(2),
            (_EQUAL, 0, 1, _SIGABRT),
            (_RETURN, 0, 0, _KILL_PROCESS),
            _allow(),
        ]
    if kind == SHARED:
        # Landlock does not look at sockets that have a path either.
        blocks["socket"] = [
            _argument(0),
            (_EQUAL, 1, 0, _AF_INET),
            (_EQUAL, 0, 1, _AF_INET6),
            _refuse(errno.ENETUNREACH),
            _refuse(errno.EAFNOSUPPORT),
        ]
        # A pair of streams stays a pair; one of datagrams could be connected to any socket of the machine.
        blocks["socketpair"] = [
            _argument(0),
            (_EQUAL, 1, 0, _AF_UNIX),
            _refuse(errno.EAFNOSUPPORT),
            _argument(1),
            (_AND, 0, 0, 0xF),
            (_EQUAL, 1, 0, _SOCK_STREAM),
            (_EQUAL, 0, 1, _SOCK_SEQPACKET),
            _allow(),
            _refuse(errno.EOPNOTSUPP),
        ]
    return blocks


def _search(answers: list[tuple[int, Program]]) -> Program:
    """Find the answer to a call by halving: the kernel tries every number when a filter comes, and each call later."""
    if len(answers) <= 2:
        tests = [((_EQUAL, 0, len(block), number), *block) for number, block in answers]
        return [instruction for test in tests for instruction in test] + [_allow()]
    middle = len(answers) // 2
    below, above = _search(answers[:middle]), _search(answers[middle:])
    return [(_AT_LEAST, len(below), 0, answers[middle][0]), *below, *above]


def _allow() -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, _ALLOW)


def _refuse(number: int) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, _ERRNO | number)


def _argument(index: int) -> tuple[int, int, int, int]:
    """Load the lower half of an argument: the kernel's own type of all that are compared here has 32 bits."""
    return (_LOAD, 0, 0, 16 + 8 * index)


def _only(index: int, values: tuple[int, ...], wrong: int) -> Program:
    tests = [(_EQUAL, len(values) - position, 0, value) for position, value in enumerate(values)]
    return [_argument(index), *tests, _refuse(wrong), _allow()]


def _without(index: int, values: tuple[int, ...]) -> Program:
    tests = [(_EQUAL, len(values) - position, 0, value) for position, value in enumerate(values)]
    return [_argument(index), *tests, _allow(), _refuse(errno.EPERM)]


def assemble() -> None:
    """Assemble every filter now, once, so that no fork has to."""
    if machine := architecture():
        for kind in (CELLS, QUESTIONS, SHARED):
            program(kind, machine)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def install(kind: str) -> str:
    """Put a filter on the calling thread and on all that it starts. Not to be undone.

    Returns: "" or why there is none.
    """
    machine = architecture()
    if not machine:
        return f"the system calls of {os.uname().machine} are not known"
    code = program(kind, machine)
    if _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0:
        return f"no_new_privs: {os.strerror(ctypes.get_errno())}"
    argument = _Program(len(code) // 8, code)
    number = _ARCHITECTURES[machine][2]
    # Older kernels slow a filtered process down against speculation, unless told that it holds no one else's secrets.
    for flags in (_SPEC_ALLOW, 0):
        if _libc.syscall(number, _SET_MODE_FILTER, ctypes.c_ulong(flags), ctypes.byref(argument)) == 0:
            return ""
    return f"seccomp: {os.strerror(ctypes.get_errno())}"
