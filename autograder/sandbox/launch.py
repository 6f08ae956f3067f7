"""Starts the sandbox where bubblewrap is missing: the same namespaces and mounts, by system calls.

Run as a program of its own, before anything else is imported:

    python -I -S launch.py VIEW_AS_JSON FOLDER USER WORDS...   with an empty folder to put the view together in
    python -I -S launch.py --bubblewrap USER bwrap WORDS...    to start bubblewrap in a namespace with two users
    python -I -S launch.py --probe                             to try whether this machine allows it

USER is the user outside that student code runs as, for a grader that is root, or "".
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys

if __package__:
    from .inside import HOSTNAME, USER, isolate
else:
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from inside import HOSTNAME, USER, isolate

DEVICES = ("null", "zero", "full", "random", "urandom")
DEVICE_LINKS = (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2"))


def two_users(inside: int, outside: int) -> int:
    """A descriptor of a new user namespace with root as itself, and a user `inside` that is `outside` outside."""
    ready, done = os.pipe()
    holder = os.fork()
    if not holder:
        isolate.unshare(isolate.CLONE_NEWUSER)
        os.write(done, b"1")
        signal.pause()
    try:
        os.close(done)
        if not os.read(ready, 1):
            raise OSError("this user may not make user namespaces")
        for kind in ("gid_map", "uid_map"):
            with open(f"/proc/{holder}/{kind}", "w") as file:
                file.write(f"0 0 1\n{inside} {outside} 1\n")
        return os.open(f"/proc/{holder}/ns/user", os.O_RDONLY)
    finally:
        os.close(ready)
        os.kill(holder, signal.SIGKILL)
        os.waitpid(holder, 0)


def enter_namespaces(outside: str = "") -> None:
    """New user, mount, pid, network, ipc and uts namespaces; this process goes on as process 1 of them.

    Args: outside: the second user there, who is USER inside; "" makes USER the only one, and is whoever starts this.
    """
    user, group = os.geteuid(), os.getegid()
    rest = (
        isolate.CLONE_NEWNS | isolate.CLONE_NEWPID | isolate.CLONE_NEWNET | isolate.CLONE_NEWIPC | isolate.CLONE_NEWUTS
    )
    if outside:
        isolate.enter(two_users(USER, int(outside)), isolate.CLONE_NEWUSER)
        isolate.unshare(rest)
    else:
        isolate.unshare(isolate.CLONE_NEWUSER | rest)
        isolate.map_user(USER, user, group)
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
    isolate.prctl(isolate.PR_SET_PDEATHSIG, isolate.SIGKILL)
    isolate.mount("none", "/", "", isolate.MS_REC | isolate.MS_PRIVATE)
    socket.sethostname(HOSTNAME)


def build_root(view: dict, root: str) -> None:
    """Put the view together on a tmpfs at `root` and make that the root."""
    isolate.mount("tmpfs", root, "tmpfs", isolate.MS_NOSUID | isolate.MS_NODEV, "mode=755")
    os.makedirs(f"{root}/old")
    os.chdir(root)
    for source, target in view["binds"]:
        _bind(source, root + target)
    for target, path in view["symlinks"]:
        os.makedirs(os.path.dirname(root + path), exist_ok=True)
        os.symlink(target, root + path)
    for path in view["empty"]:
        flags = isolate.MS_RDONLY | isolate.MS_NOSUID | isolate.MS_NODEV
        isolate.mount("tmpfs", root + path, "tmpfs", flags, "mode=755")
    for path, text in view["files"].items():
        os.makedirs(os.path.dirname(root + path), exist_ok=True)
        with open(root + path, "w") as file:
            file.write(text)
    os.makedirs(f"{root}/dev")
    for name in DEVICES:
        if os.path.exists(f"/dev/{name}"):
            _bind(f"/dev/{name}", f"{root}/dev/{name}", device=True)
    for name, target in DEVICE_LINKS:
        os.symlink(target, f"{root}/dev/{name}")
    os.makedirs(f"{root}/proc")
    for path in view["writable"]:
        os.makedirs(root + path, exist_ok=True)
        options = f"mode=700,uid={USER},gid={USER}"
        isolate.mount("tmpfs", root + path, "tmpfs", isolate.MS_NOSUID | isolate.MS_NODEV, options)
    os.makedirs(root + view["scratch"])
    os.chown(root + view["scratch"], USER, USER)
    isolate.mount("proc", f"{root}/proc", "proc", isolate.MS_NOSUID | isolate.MS_NODEV | isolate.MS_NOEXEC)
    isolate.change_root(root, f"{root}/old")


def _bind(source: str, target: str, device: bool = False) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        open(target, "a").close()
    isolate.mount(source, target, "", isolate.MS_BIND | isolate.MS_REC)
    flags = (
        isolate.MS_BIND
        | isolate.MS_REMOUNT
        | isolate.MS_NOSUID
        | (0 if device else isolate.MS_RDONLY | isolate.MS_NODEV)
    )
    isolate.mount("none", target, "", flags | isolate.locked_flags(target))


def main() -> None:
    if sys.argv[1] == "--probe":
        enter_namespaces()
        isolate.mount("tmpfs", "/tmp", "tmpfs")
        isolate.mount("proc", "/proc", "proc")
    elif sys.argv[1] == "--bubblewrap":
        outside, bubblewrap, *words = sys.argv[2:]
        namespace = two_users(USER, int(outside))
        os.set_inheritable(namespace, True)
        os.execvp(bubblewrap, [bubblewrap, "--userns", str(namespace), *words])
    else:
        view, folder, outside, *words = json.loads(sys.argv[1]), *sys.argv[2:]
        enter_namespaces(outside)
        build_root(view, folder)
        isolate.become(USER)
        os.chdir(view["scratch"])
        os.execve(view["python"], [view["python"], *words], view["environment"])


if __name__ == "__main__":
    main()
