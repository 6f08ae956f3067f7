"""System calls that take a process out of the system it runs on. Linux only."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import struct
import sys
from typing import NoReturn

from . import MOST_FILES, USER, bounds, seccomp

CLONE_PARENT = 0x00008000
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP = 1, 4, 38, 24
PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 8, 47, 2
CLONE_CHILD_SETTID, CLONE_CHILD_CLEARTID, PR_GET_TID_ADDRESS = 0x01000000, 0x00200000, 40
MS_NOATIME, MS_NODIRATIME, MS_RELATIME, MNT_DETACH = 1024, 2048, 1 << 21, 2
SIGKILL, SIGCHLD = 9, 17

_CAPSET = {"x86_64": 126, "aarch64": 91, "riscv64": 91, "ppc64le": 184, "s390x": 185}
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41, "riscv64": 41, "ppc64le": 203, "s390x": 217}
_CLONE3 = 435
_OWN_NAMESPACES = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None
_libc_with_gil = ctypes.PyDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


def check(result: int, what: str) -> int:
    """Raise OSError with the name of the call that failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def unshare(flags: int) -> None:
    check(_libc.unshare(flags), "unshare")


def enter(namespace: int, kind: int) -> None:
    """Go into the namespace of a descriptor."""
    check(_libc.setns(namespace, kind), "setns")


def become(user: int) -> None:
    """Be another user from now on; where there is only one, be that one still."""
    if os.getuid() != user:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        # Both are lost with a change of user.
        prctl(PR_SET_PDEATHSIG, SIGKILL)
        prctl(PR_SET_DUMPABLE, 1)


def mount(source: str, target: str, kind: str = "", flags: int = 0, data: str = "") -> None:
    arguments = [text.encode() or None for text in (source, target, kind)]
    check(_libc.mount(*arguments, ctypes.c_ulong(flags), data.encode() or None), f"mount {target}")


def locked_flags(path: str) -> int:
    """Flags of a mount that an unprivileged remount has to repeat."""
    have = os.statvfs(path).f_flag
    pairs = (
        (os.ST_NOSUID, MS_NOSUID),
        (os.ST_NODEV, MS_NODEV),
        (os.ST_NOEXEC, MS_NOEXEC),
        (os.ST_RDONLY, MS_RDONLY),
    )
    atime = ((os.ST_NOATIME, MS_NOATIME), (os.ST_NODIRATIME, MS_NODIRATIME), (os.ST_RELATIME, MS_RELATIME))
    return sum(flag for bit, flag in (*pairs, *atime) if have & bit)


def change_root(new: str, old: str) -> None:
    """Make `new` the root and take the former one, left at `old` below it, away."""
    number = _PIVOT_ROOT.get(os.uname().machine)
    if number is None:
        raise OSError(f"pivot_root: its number is not known on {os.uname().machine}")
    check(_libc.syscall(number, new.encode(), old.encode()), "pivot_root")
    os.chdir("/")
    inside = old.removeprefix(new)
    check(_libc.umount2(inside.encode(), MNT_DETACH), "umount")
    os.rmdir(inside)
    mount("none", "/", "", MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def prctl(option: int, value: int) -> None:
    check(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl {option}")


def map_user(inside: int, outside_user: int, outside_group: int) -> None:
    """Make one user and group of the namespace just entered."""
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{inside} {outside_user} 1"),
        ("gid_map", f"{inside} {outside_group} 1"),
    ):
        _tell(f"/proc/self/{name}", text)


def _tell(path: str, text: str) -> None:
    """Write to a file of the kernel's; `open` would touch a hundred pages that a fork shares."""
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def drop_privileges() -> None:
    """Give up every capability, and with no_new_privs the way back to one."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) < 0:
            break
    _set_capabilities(0)


def _set_capabilities(bits: int) -> None:
    """Have these capabilities, of those below 32, and no other: effective, permitted and inheritable."""
    header = struct.pack("<Ii", 0x20080522, 0)
    number = _CAPSET.get(os.uname().machine)
    if number is None:
        raise OSError(f"capset: its number is not known on {os.uname().machine}")
    check(_libc.syscall(number, header, struct.pack("<6I", bits, bits, bits, 0, 0, 0)), "capset")


def keep_only(capability: int, user: int) -> None:
    """Be another user, who has one capability and hands it on to what is started; for a process that is root."""
    prctl(PR_SET_KEEPCAPS, 1)
    become(user)
    _set_capabilities(1 << capability)
    check(_libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0), "ambient capability")


def fresh_proc(borrowed: str) -> None:
    """Mount this pid namespace's own /proc, and take away the one that was lent for it.

    bubblewrap's own option covers parts of /proc, and then the kernel refuses a /proc to every namespace further in.
    """
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    check(_libc.umount2(borrowed.encode(), MNT_DETACH), "umount")
    become(USER)
    drop_privileges()


def has_one_thread() -> bool:
    return len(os.listdir("/proc/self/task")) == 1


def fork() -> int:
    """As os.fork, and cheaper where that can be: see `_clone`.

    Not with several threads, without /proc to count them in, or behind a filter of system calls that has no clone3.
    """
    with contextlib.suppress(OSError):
        if _libc is not None and has_one_thread():
            return _clone(0)
    return os.fork()


def fork_sibling() -> int:
    """Fork; the child is a child of this process's parent. Returns: as os.fork.

    Raises: OSError where it cannot be had: with several threads, or where the machine has no clone3 for us.
    """
    if _libc is None or not has_one_thread():
        raise OSError("not with several threads")
    return _clone(CLONE_PARENT)


def fork_into_namespaces() -> int:
    """Fork; the child begins as process 1 of namespaces of its own. Returns: as os.fork.

    One fork where `enter_namespaces` needs a second, which counts: each copies thousands of page table entries. For a
    process with one thread only.
    Raises: OSError where namespaces are not to be had.
    """
    user, group = os.getuid(), os.getgid()
    pid = _clone(_OWN_NAMESPACES)
    if pid == 0:
        map_user(user, user, group)
    return pid


def _clone(flags: int) -> int:
    """Fork by a bare system call, for a process with one thread only: nobody else's locks have to be looked after.

    Neither Python nor the C library is told, and nothing that was registered to follow a fork runs: with torch and
    matplotlib loaded, that would touch some 500 pages for nothing. As glibc forks, the kernel writes the new thread id
    where the C library looks for it.
    """
    tid_address = ctypes.c_void_p()
    check(_libc.prctl(PR_GET_TID_ADDRESS, ctypes.byref(tid_address), 0, 0, 0), "prctl 40")
    # A sibling's end is told as ours is.
    signal = 0 if flags & CLONE_PARENT else SIGCHLD
    flags |= CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID
    arguments = struct.pack("<8Q", flags, 0, tid_address.value, 0, signal, 0, 0, 0)
    return check(_libc_with_gil.syscall(_CLONE3, arguments, len(arguments)), "clone3")


def enter_namespaces() -> None:
    """Go on in namespaces of its own, in a fork; what called waits for it and ends as it ends.

    Raises: OSError where namespaces are not to be had.
    """
    user, group = os.getuid(), os.getgid()
    with bounds.reserve():
        unshare(_OWN_NAMESPACES)
        map_user(user, user, group)
        if child := os.fork():
            wait_and_end_like(child)


def furnish(scratch: str, mebibytes: int, last: bool) -> None:
    """Give the namespaces just entered a /proc and copies of the scratch folders of their own; privileges are given up.

    Args:
        scratch: the folder that the notebook lies in; mebibytes: the most that may be written there.
        last: nothing further in may make namespaces.
    """
    if not last:
        prctl(PR_SET_PDEATHSIG, SIGKILL)
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    _tell("/proc/sys/user/max_user_namespaces", "0" if last else "64")
    for folder in ("/tmp", "/dev/shm", os.path.dirname(scratch)):
        _cover(folder, f"size={mebibytes}m,nr_inodes={MOST_FILES},mode=700")
    os.makedirs(scratch, exist_ok=True)
    os.chdir(scratch)
    drop_privileges()
    seccomp.install(seccomp.QUESTIONS if last else seccomp.CELLS)


def wait_and_end_like(child: int) -> NoReturn:
    """Wait for a child, collecting every other process that ends meanwhile."""
    while True:
        pid, status = os.wait()
        if pid == child:
            os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def _cover(folder: str, limits: str) -> None:
    """Mount a fresh tmpfs on a folder, with a copy of what lies there: what is written from now on stays within."""
    below = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, limits)
        if os.listdir(below):
            shutil.copytree(f"/proc/self/fd/{below}", folder, symlinks=True, dirs_exist_ok=True)
    except shutil.Error:
        pass  # pipes, sockets and what does not fit are left behind
    finally:
        os.close(below)
