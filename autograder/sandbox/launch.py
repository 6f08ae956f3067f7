"""Starts the sandbox where bubblewrap is missing: the same namespaces and mounts, by system calls.

Run as a program of its own, before anything else is imported: `python -I -S launch.py VIEW_AS_JSON DESCRIPTOR`, or with
`--probe` to try whether this machine allows it.
"""

from __future__ import annotations

import json
import os
import sys

if __package__:
    from .inside import isolate
else:
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "inside"))
    import isolate

USER = 1000
_ROOT = "/tmp"
DEVICES = ("null", "zero", "full", "random", "urandom")
DEVICE_LINKS = (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2"))


def enter_namespaces() -> None:
    """New user, mount, pid, network, ipc and uts namespaces; this process goes on as process 1 of them."""
    user, group = os.geteuid(), os.getegid()
    isolate.unshare(
        isolate.CLONE_NEWUSER
        | isolate.CLONE_NEWNS
        | isolate.CLONE_NEWPID
        | isolate.CLONE_NEWNET
        | isolate.CLONE_NEWIPC
        | isolate.CLONE_NEWUTS
    )
    isolate.map_user(USER, user, group)
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
    isolate.prctl(isolate.PR_SET_PDEATHSIG, isolate.SIGKILL)
    isolate.mount("none", "/", "", isolate.MS_REC | isolate.MS_PRIVATE)


def build_root(view: dict) -> None:
    """Put the view together on a tmpfs and make it the root."""
    isolate.mount("tmpfs", _ROOT, "tmpfs", isolate.MS_NOSUID | isolate.MS_NODEV, "mode=755")
    os.makedirs(f"{_ROOT}/old")
    os.chdir(_ROOT)
    for source, target in view["binds"]:
        _bind(source, _ROOT + target)
    for target, path in view["symlinks"]:
        os.makedirs(os.path.dirname(_ROOT + path), exist_ok=True)
        os.symlink(target, _ROOT + path)
    for path in view["empty"]:
        isolate.mount(
            "tmpfs",
            _ROOT + path,
            "tmpfs",
            isolate.MS_RDONLY | isolate.MS_NOSUID | isolate.MS_NODEV,
            "mode=755",
        )
    for path, text in view["files"].items():
        os.makedirs(os.path.dirname(_ROOT + path), exist_ok=True)
        with open(_ROOT + path, "w") as file:
            file.write(text)
    os.makedirs(f"{_ROOT}/dev")
    for name in DEVICES:
        if os.path.exists(f"/dev/{name}"):
            _bind(f"/dev/{name}", f"{_ROOT}/dev/{name}", device=True)
    for name, target in DEVICE_LINKS:
        os.symlink(target, f"{_ROOT}/dev/{name}")
    os.makedirs(f"{_ROOT}/proc")
    for path in view["writable"]:
        os.makedirs(_ROOT + path, exist_ok=True)
        isolate.mount("tmpfs", _ROOT + path, "tmpfs", isolate.MS_NOSUID | isolate.MS_NODEV, "mode=700")
    os.makedirs(_ROOT + view["scratch"])
    isolate.mount("proc", f"{_ROOT}/proc", "proc", isolate.MS_NOSUID | isolate.MS_NODEV | isolate.MS_NOEXEC)
    isolate.change_root(_ROOT, f"{_ROOT}/old")


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
        isolate.mount("tmpfs", _ROOT, "tmpfs")
        isolate.mount("proc", "/proc", "proc")
        return
    view, descriptor = json.loads(sys.argv[1]), int(sys.argv[2])
    enter_namespaces()
    build_root(view)
    os.chdir(view["scratch"])
    environment = view["environment"]
    os.execve(view["python"], [view["python"], "-m", "kernel", str(descriptor)], environment)


if __name__ == "__main__":
    main()
