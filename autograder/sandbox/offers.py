"""What this machine offers to hold student code with, one thing after another, and the setting that gives more."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from .cgroup import find
from .inside import landlock, seccomp
from .policy import install_bubblewrap, landlock_problem, namespaces_problem
from .users import spare_user

_DELEGATE = "systemd-run --user --scope -p Delegate=yes autograder grade ..."
_DELEGATE_ROOT = "systemd-run --scope -p Delegate=yes autograder grade ..."

# Settings that keep users from making namespaces: file, the value that does, what allows them.
_SETTINGS = (
    ("/proc/sys/user/max_user_namespaces", "0", "sysctl user.max_user_namespaces=15000"),
    ("/proc/sys/kernel/unprivileged_userns_clone", "0", "sysctl kernel.unprivileged_userns_clone=1"),
    (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "sysctl kernel.apparmor_restrict_unprivileged_userns=0, or a profile for bubblewrap that allows userns",
    ),
)


@dataclass(frozen=True)
class Offer:
    """One means of isolation. enough: whether there is no more to be had; advice: how to get it."""

    name: str
    found: str
    enough: bool = True
    advice: str = ""


def offers() -> list[Offer]:
    """Bubblewrap, namespaces, Landlock, seccomp, control groups, a user for student code."""
    if not sys.platform.startswith("linux"):
        return []
    return [_bubblewrap(), _namespaces(), _landlock(), _seccomp(), _groups(), _user()]


def _bubblewrap() -> Offer:
    path = shutil.which("bwrap")
    return Offer("bubblewrap", path) if path else Offer("bubblewrap", "not installed", False, install_bubblewrap())


def _namespaces() -> Offer:
    problem = namespaces_problem()
    if not problem:
        return Offer("user namespaces", "may be made")
    return Offer("user namespaces", f"may not be made ({problem})", False, namespaces_advice())


def namespaces_advice(root: str = "/") -> str:
    """The setting that keeps namespaces from being made, and how to change it."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    for path, value, command in _SETTINGS:
        setting = Path(root, path.lstrip("/"))
        if setting.is_file() and setting.read_text().strip() == value:
            return sudo + command
    if Path(root, ".dockerenv").exists() or Path(root, "run/.containerenv").exists():
        return (
            "start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
            "--security-opt systempaths=unconfined"
        )
    return "the kernel or what this runs in forbids them; ask who runs the machine"


def _landlock() -> Offer:
    version = landlock.abi()
    if problem := landlock_problem():
        advice = "a kernel of 6.12 or newer, with landlock among the words of lsm= on its command line"
        return Offer("Landlock", f"version {version}: {problem}" if version else problem, False, advice)
    return Offer("Landlock", f"version {version}")


def _seccomp() -> Offer:
    machine = seccomp.architecture()
    if not machine:
        return Offer("seccomp", f"no filter for {os.uname().machine}", False, "a machine with x86_64 or aarch64")
    status = Path("/proc/self/status").read_text()
    if "Seccomp:" not in status:
        return Offer("seccomp", "not in this kernel", False, "a kernel with CONFIG_SECCOMP_FILTER")
    return Offer("seccomp", f"{len(seccomp.program(seccomp.QUESTIONS, machine)) // 8} instructions for {machine}")


def _groups() -> Offer:
    delegation, found = find(divide=False)
    if delegation is not None:
        return Offer("control groups", f"memory and processes are held by the kernel ({found})")
    command = _DELEGATE_ROOT if os.geteuid() == 0 else _DELEGATE
    advice = (
        command if shutil.which("systemd-run") else "a container with a group of its own (docker --cgroupns=private)"
    )
    return Offer("control groups", f"{found}; memory is watched from outside", False, advice)


def _user() -> Offer:
    if os.geteuid() != 0:
        return Offer("user", "student code runs as you, without your files")
    user = spare_user()
    if user is None:
        return Offer("user", "root here, and no other may be had", False, "grade as an ordinary user")
    return Offer("user", f"student code of root's runs as {user}")
