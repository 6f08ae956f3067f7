"""What a view is where there are no mounts: folders of links, and rules for Landlock over the real files."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from .inside import landlock
from .policy import DATA, PACKAGES, RUNNER, View

_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
# What libraries ask of the machine; nothing of its processes.
_MACHINE = (
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/loadavg",
    "/proc/version",
    "/proc/filesystems",
    "/proc/sys/vm/overcommit_memory",
    "/sys/devices/system/cpu",
    "/sys/devices/system/node",
    "/sys/kernel/mm/transparent_hugepage",
)

Rule = tuple[str, int]


@dataclass(frozen=True)
class Place:
    """A view in one folder of the machine.

    folder: holds it all; home: what of it can be written, with `scratch`, where the notebook lies, and `temporary`.
    """

    folder: Path
    home: Path
    scratch: Path
    temporary: Path
    environment: dict[str, str]
    rules: list[Rule]
    inner_rules: list[Rule]
    hidden: list[str]

    def clear(self, user: int | None) -> None:
        """Empty what can be written, for the next submission; it belongs to `user` then."""
        for path in self.home.iterdir() if self.home.is_dir() else ():
            shutil.rmtree(path, ignore_errors=True)
        for path in (self.home, self.scratch.parent, self.scratch, self.temporary):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if user is not None:
                os.chown(path, user, user)


def make_place(view: View, folder: Path) -> Place:
    """Lay a view out in a folder of its own.

    The runner lies there already, in `lib`; packages are found there as links. What the view hides is left out of the
    rules; only names in a folder above it can still be listed.
    """
    sources = {target: source for source, target in view.binds}
    for target, source in sources.items():
        if target.startswith(f"{PACKAGES}/"):
            link = folder / "site" / Path(target).name
            link.parent.mkdir(exist_ok=True)
            link.symlink_to(source)
    home = folder / "home"
    scratch, temporary = home / "student" / Path(view.scratch).name, home / "tmp"
    environment = {
        **view.environment,
        "HOME": str(scratch.parent),
        "TMPDIR": str(temporary),
        "MPLCONFIGDIR": str(temporary / "matplotlib"),
        "IPYTHONDIR": str(temporary / "ipython"),
        "PYTHONPATH": f"{folder / 'site'}:{folder / 'lib'}",
        "COURSEWORK_DATA": sources.get(DATA, ""),
    }
    read = [source for target, source in sources.items() if target != RUNNER]
    given = [
        *((path, landlock.DEVICE) for path in _DEVICES),
        *((path, landlock.READ) for path in _MACHINE),
        *((str(folder / name), landlock.READ) for name in ("site", "lib")),
    ]
    rules = [*given, (str(home), landlock.WRITE)]
    for path in read:
        shown = _shown(path, view.empty)
        rules += [(each, landlock.READ) for each in shown]
        if shown != [path]:
            rules.append((path, landlock.LIST))
    inner_rules = [*given, *((path, landlock.READ) for path in (*read, str(scratch.parent), str(temporary)))]
    return Place(folder, home, scratch, temporary, environment, rules, inner_rules, list(view.empty))


def _shown(path: str, hidden: tuple[str, ...]) -> list[str]:
    """A path, or, where something below it is hidden, all below it but that."""
    if path in hidden:
        return []
    if not any(each.startswith(f"{path}/") for each in hidden):
        return [path]
    return [each for name in sorted(os.listdir(path)) for each in _shown(f"{path}/{name}", hidden)]


def works_here(spare_user: int | None) -> str:
    """Why untrusted code cannot be held by Landlock here, or "".

    Without namespaces, nothing but Landlock keeps code of the grader's own user from sending it signals. Older versions
    do not; where the grader is root, the user that the code is then keeps it from that.
    """
    version = landlock.abi() if sys.platform.startswith("linux") else 0
    if not version:
        return "this kernel has no Landlock"
    if version < landlock.ABI_WITH_SIGNALS and spare_user is None:
        return f"Landlock here is version {version}, which does not hold signals; {landlock.ABI_WITH_SIGNALS} does"
    return ""
