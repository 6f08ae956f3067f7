"""What the sandbox shows and which means of isolation this machine has."""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import site
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ..errors import SandboxError
from .users import spare_user

__all__ = [
    "HELD",
    "LEVELS",
    "View",
    "advice",
    "available_level",
    "choose_level",
    "level_for_own_code",
    "make_view",
    "package_paths",
]

LEVELS = ("bubblewrap", "namespaces", "landlock", "none")
# What a level holds, and what it does not.
HELD = {
    "bubblewrap": "files, processes and network of its own",
    "namespaces": "files, processes and network of its own",
    "landlock": (
        "files, network and signals are held; names and sizes of files and the numbers of processes can be seen, "
        "and what is written is bounded by a look now and then"
    ),
}
ONLY_LINUX = f"submissions are graded on Linux, not on {sys.platform}: use WSL, a container or a server"
PACKAGES = "/opt/site"
RUNNER = "/opt/lib/ipykernel_launcher"
DATA = "/opt/data"
# Where Jupyter keeps the file that a kernel is started with, below HOME.
RUNTIME = ".local/share/jupyter/runtime"

# What the runner itself needs; `coursework` brings what it needs lazily, so its requirements are not followed.
_RUNNER_NEEDS = ("ipython", "msgpack", "cloudpickle", "numpy", "tqdm")
_REQUIREMENTS_NOT_FOLLOWED = frozenset({"coursework"})
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
_ETC = ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/etc/alternatives", "/etc/mime.types")


@dataclass(frozen=True)
class View:
    """The file system and environment of the sandbox.

    binds: (path here, path inside), read-only; symlinks: (target, path inside); empty: folders that hide what is there;
    writable: folders in memory; files: path inside -> text; scratch: where the notebook believes to lie.
    """

    binds: tuple[tuple[str, str], ...]
    symlinks: tuple[tuple[str, str], ...]
    empty: tuple[str, ...]
    writable: tuple[str, ...]
    files: dict[str, str]
    environment: dict[str, str]
    scratch: str
    python: str


def make_view(name: str, imports: Iterable[str], data: Path | None = None) -> View:
    """What student code of an assignment sees, read-only: the system, Python, the packages it may import, its data.

    Args:
        name: the assignment, which names the folder that the notebook believes to lie in.
        imports: third-party packages that may be imported; what they require comes along.
        data: a folder of prepared data sets.
    Raises: SandboxError for a package that is not installed.
    """
    python = Path(sys.executable).resolve()
    base = Path(sys.base_prefix).resolve()
    binds = [(path, path) for path in (*_SYSTEM, *_ETC) if os.path.exists(path) and not os.path.islink(path)]
    symlinks = [(os.readlink(path), path) for path in _SYSTEM if os.path.islink(path)]
    if not str(base).startswith("/usr/") and str(base) != "/usr":
        binds.append((str(base), str(base)))
    hidden = {*site.getsitepackages(), *_base_packages(base), "/usr/share/doc", "/usr/src", "/usr/games"}
    empty = [path for path in sorted(hidden) if os.path.isdir(path) and any(path.startswith(f"{b}/") for b, _ in binds)]
    binds += [
        (str(path), f"{PACKAGES}/{top}") for top, path in sorted(package_paths((*imports, *_RUNNER_NEEDS)).items())
    ]
    binds.append((str(Path(__file__).parent / "inside"), RUNNER))
    if data is not None:
        binds.append((str(data), DATA))
    # Where Python itself lies in that folder, the folder cannot be an empty one in memory.
    home = "/home/learner" if base.is_relative_to("/home/student") else "/home/student"
    one_thread = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")}
    return View(
        binds=tuple(binds),
        symlinks=tuple(symlinks),
        empty=tuple(empty),
        writable=("/tmp", "/dev/shm", home),
        files={
            "/etc/passwd": f"student:x:1000:1000:student:{home}:/bin/sh\n",
            "/etc/group": "student:x:1000:\n",
            "/etc/hosts": "127.0.0.1 localhost\n",
        },
        environment={
            "HOME": home,
            "USER": "student",
            "LANG": "C.UTF-8",
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "PYTHONPATH": f"{PACKAGES}:{os.path.dirname(RUNNER)}",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "MPLBACKEND": "agg",
            "MPLCONFIGDIR": "/tmp/matplotlib",
            "IPYTHONDIR": "/tmp/ipython",
            "COURSEWORK_DATA": DATA,
            **one_thread,
        },
        scratch=f"{home}/{name}",
        python=str(python),
    )


def _base_packages(base: Path) -> list[str]:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return [
        str(base / "lib" / version / "site-packages"),
        "/usr/lib/python3/dist-packages",
        "/usr/local/lib/python3/dist-packages",
    ]


def package_paths(names: Iterable[str]) -> dict[str, Path]:
    """The top-level files and folders of these packages and of all they require.

    Raises: SandboxError for one that is not installed.
    """
    paths: dict[str, Path] = {}
    todo, seen = list(names), set()
    while todo:
        name = canonicalize_name(todo.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            if name in map(canonicalize_name, names):
                raise SandboxError(
                    f"package {name!r} is to be importable by students, but it is not installed here"
                ) from None
            continue
        paths.update(_top_level(name, distribution))
        if name not in _REQUIREMENTS_NOT_FOLLOWED:
            todo += [r.name for r in map(Requirement, distribution.requires or ()) if _applies(r)]
    return paths


def _applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def _top_level(name: str, distribution: importlib.metadata.Distribution) -> dict[str, Path]:
    if name in _REQUIREMENTS_NOT_FOLLOWED:
        # An editable install lists no files; and its console scripts and its sibling packages stay outside.
        spec = importlib.util.find_spec(name)
        return {name: Path(spec.origin).parent} if spec and spec.origin else {}
    root = Path(str(distribution.locate_file("")))
    tops = {file.parts[0] for file in distribution.files or () if file.parts[0] not in ("..", "__pycache__")}
    return {top: root / top for top in tops if (root / top).exists()}


@functools.cache
def available_level() -> tuple[str, str]:
    """The strongest level that works here, and in a sentence what was found.

    Each is tried, not assumed: containers and hardened kernels often forbid what is installed.
    """
    if not sys.platform.startswith("linux"):
        return "none", ONLY_LINUX
    bubblewrap = shutil.which("bwrap")
    if bubblewrap:
        problem = _problem(
            [bubblewrap, *["--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"]]
        )
        if not problem:
            return "bubblewrap", f"bubblewrap ({bubblewrap})"
        found = f"bubblewrap is installed but does not start ({problem})"
    else:
        found = "bubblewrap is not installed"
    if not (problem := namespaces_problem()):
        return "namespaces", f"{found}; the kernel's own namespaces are used"
    found += f"; the kernel does not let this user make namespaces ({problem})"
    if not (problem := landlock_problem()):
        return "landlock", f"{found}; files, network and signals are held by Landlock and seccomp"
    return "none", f"{found}; {problem}"


@functools.cache
def namespaces_problem() -> str:
    """Why this user cannot make namespaces here, or ""."""
    return _program_problem("launch.py")


@functools.cache
def landlock_problem() -> str:
    """Why Landlock cannot hold untrusted code here, or ""."""
    from .grants import works_here

    return works_here(spare_user()) or _program_problem("confine.py")


def _program_problem(name: str) -> str:
    """What a program that starts a sandbox says when it is tried."""
    return _problem([sys.executable, "-I", "-S", str(Path(__file__).parent / name), "--probe"])


def _problem(command: list[str]) -> str:
    try:
        for _ in range(2):
            done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
            # One that was killed says nothing about what works: for want of memory, say.
            if done.returncode != -signal.SIGKILL:
                break
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]


def choose_level(wanted: str = "auto") -> str:
    """The level to use.

    Args: wanted: "auto" for the strongest that works, or one of LEVELS.
    Raises: SandboxError if untrusted code could not be held, unless "none" was asked for in so many words.
    """
    if wanted not in ("auto", *LEVELS):
        raise SandboxError(f"no sandbox level {wanted!r}; there are: auto, {', '.join(LEVELS)}")
    if not sys.platform.startswith("linux"):
        raise SandboxError(ONLY_LINUX)
    if wanted == "none":
        return "none"
    level, found = available_level()
    if wanted == "landlock":
        if problem := landlock_problem():
            raise SandboxError(f"--sandbox landlock: {problem}")
        return wanted
    if level == "none":
        raise SandboxError(
            f"no isolation for untrusted code: {found}. {advice()} For submissions that you trust, say --sandbox none."
        )
    if wanted != "auto" and LEVELS.index(wanted) < LEVELS.index(level):
        raise SandboxError(f"--sandbox {wanted}: {found}. {advice()}")
    return level if wanted == "auto" else wanted


def level_for_own_code() -> str:
    """The strongest level that works, for code that is the course's own: also where there is none for a student's."""
    return choose_level("none" if available_level()[0] == "none" else "auto")


def advice() -> str:
    """What gets a stronger level here."""
    from .offers import namespaces_advice

    if shutil.which("bwrap") or namespaces_problem():
        return f"To have namespaces: {namespaces_advice()}."
    return install_bubblewrap()


def install_bubblewrap() -> str:
    """The command that installs it here."""
    for tool, command in (
        ("apt-get", "apt-get install bubblewrap"),
        ("dnf", "dnf install bubblewrap"),
        ("apk", "apk add bubblewrap"),
    ):
        if shutil.which(tool):
            return f"Install it with: {'' if os.geteuid() == 0 else 'sudo '}{command}."
    return "Install bubblewrap from your system's packages." if sysconfig.get_platform().startswith("linux") else ""
