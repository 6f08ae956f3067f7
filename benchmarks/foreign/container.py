"""An outer container for graders that run student code unprotected: whatever an attack does, it does it in there.

Own user, pid, network, mount and ipc namespaces by bubblewrap; the system read-only; of the home folders nothing; one
folder to work in, which is thrown away. Processes and memory are bounded by a control group where this user may make
one (root's processes are bound by nothing else), by resource limits otherwise.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PROCESSES = 300
MEMORY_MIB = 2500
FILE_MIB = 1024
GROUPS = Path("/sys/fs/cgroup")
HOME = "/home/instructor"
WORK = "/grading"
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives", "/etc/hosts")


@dataclass(frozen=True)
class Done:
    """A command that was run. output: what it printed, at most a megabyte; timed_out: it had to be ended."""

    returncode: int
    output: str
    timed_out: bool


def run(
    command: Sequence[str],
    work: Path,
    home: Path,
    *,
    shows: Sequence[Path],
    environment: dict[str, str],
    seconds: float,
) -> Done:
    """Run a command in the container.

    Args:
        work: becomes /grading, writable; home: becomes HOME, writable.
        shows: folders that are shown read-only, at the places where they lie.
    Raises: RuntimeError where the machine cannot hold it.
    """
    arguments = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--uid", "1000", "--gid", "1000"]
    arguments += ["--clearenv", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/home"]
    for path in (*_SYSTEM, *map(str, shows)):
        if os.path.islink(path):
            arguments += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            arguments += ["--ro-bind", path, path]
    arguments += ["--bind", str(work), WORK, "--bind", str(home), HOME, "--chdir", WORK]
    for name, value in {"HOME": HOME, "LANG": "C.UTF-8", "TMPDIR": "/tmp", **environment}.items():
        arguments += ["--setenv", name, value]
    with bounds() as join, open(work.parent / f"{work.name}.log", "w+b") as log:
        program = subprocess.Popen(
            [*arguments, *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=join,
            start_new_session=True,
        )
        timed_out = False
        try:
            program.wait(seconds)
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()
        log.seek(0)
        return Done(program.returncode, log.read(1 << 20).decode(errors="replace"), timed_out)


@contextlib.contextmanager
def bounds() -> Iterator:
    """What a process calls before it becomes the container, so that it and its children are bounded."""
    groups = []
    for controller, setting, value in (
        ("pids", "pids.max", PROCESSES),
        ("memory", "memory.limit_in_bytes", MEMORY_MIB << 20),
    ):
        group = GROUPS / controller / f"attacked-{os.getpid()}-{time.monotonic_ns()}"
        try:
            group.mkdir()
            (group / setting).write_text(str(value))
            groups.append(group)
        except OSError:
            shutil.rmtree(group, ignore_errors=True)
    if os.geteuid() == 0 and not any(group.parent.name == "pids" for group in groups):
        raise RuntimeError("run this as an ordinary user: nothing here bounds the number of root's processes")

    def join() -> None:
        for group in groups:
            (group / "cgroup.procs").write_text(str(os.getpid()))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_MIB << 20, FILE_MIB << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if not groups:
            resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))

    try:
        yield join
    finally:
        for group in groups:
            _remove(group)


def _remove(group: Path) -> None:
    """End what is left in a control group and take it away."""
    for _ in range(50):
        for line in (group / "cgroup.procs").read_text().split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(line), signal.SIGKILL)
        try:
            group.rmdir()
            return
        except OSError:
            time.sleep(0.1)


def python_folders() -> list[Path]:
    """Where this Python and its packages lie: to be shown."""
    return [Path(sys.base_prefix).resolve(), Path(sys.prefix)]
