"""Starts the sandbox and gives every submission, and every question of it, a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..course import Limits
from ..errors import SandboxError
from .launch import DEVICE_LINKS, DEVICES
from .policy import BORROWED_PROC, View
from .process import Process
from .remote import StudentFault


class Sandbox:
    """A warm interpreter with the usual packages imported; every submission gets a fork of it.

    Args:
        view: what can be seen inside; level: one of policy.LEVELS; preload: modules to import beforehand.
    """

    def __init__(self, view: View, level: str, preload: tuple[str, ...], limits: Limits) -> None:
        self.view = view
        self.level = level
        self.limits = limits
        self._preload = preload
        self._zygote: Process | None = None
        self._program: subprocess.Popen | None = None
        self._folder = ""
        self._private = level != "none"
        self._used = False
        self._current: Process | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()

    def start_submission(self, files: dict[str, bytes] | None = None) -> Process:
        """A process for one submission, in an empty scratch folder that holds `files`. The one before it is ended.

        Raises: SandboxError if the machine does not allow it.
        """
        try:
            return self._start_submission(files)
        except StudentFault as fault:
            raise SandboxError(f"the sandbox cannot start a submission: {fault}") from None

    def _start_submission(self, files: dict[str, bytes] | None) -> Process:
        self.end_submission()
        if self._used:
            self.close()
        if self._zygote is None:
            try:
                self._start()
            except SandboxError:
                if self.level != "bubblewrap" or not self._private:
                    raise
                # Where a submission cannot have namespaces inside ours, it has the whole sandbox and uses it up.
                self._private = False
                self._start()
        if self.level == "none":
            shutil.rmtree(f"{self._folder}/scratch", ignore_errors=True)
            os.mkdir(f"{self._folder}/scratch")
            process, _ = self._zygote.fork()
            process.request("change_folder", f"{self._folder}/scratch")
        elif self._private:
            process, problem = self._zygote.fork(isolated=(self.view.scratch, self.limits.file_mib, False))
            self._used = bool(problem)
        else:
            process, _ = self._zygote.fork()
            self._used = True
        self._current = process
        limits = self.limits
        process.memory_mib = limits.memory_mib
        process.request("limit", {"CORE": 0, "FSIZE": limits.file_mib << 20, "NPROC": limits.processes, "NOFILE": 512})
        if files:
            process.request("write_files", files)
        return process

    def fork_question(self, state: Process) -> Process:
        """A copy of a submission's process for one question; files and processes that it leaves are gone with it."""
        if not self._private or self._used:
            return state.fork()[0]
        return state.fork(isolated=(self.view.scratch, self.limits.file_mib, True))[0]

    def end_submission(self) -> None:
        """End every process of the submission that runs."""
        if self._current is not None:
            self._current.kill()
            self._current = None

    def close(self) -> None:
        self.end_submission()
        if self._zygote is not None:
            self._zygote.kill()
            self._zygote = None
        if self._program is not None:
            self._program.kill()
            self._program.wait()
            self._program = None
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = ""
        self._used = False

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._folder = tempfile.mkdtemp(prefix="autograder-")
        with theirs:
            command, environment = self._command(theirs.fileno())
            try:
                self._program = subprocess.Popen(
                    command,
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    env=environment,
                    cwd="/",
                    start_new_session=True,
                )
            except OSError as error:
                raise SandboxError(f"the sandbox does not start: {error}") from None
        self._zygote = Process(ours, None, 1 << 20)
        try:
            failed = self._zygote.request("prepare", list(self._preload), seconds=120.0)
        except StudentFault as fault:
            self._program.kill()
            words = self._program.stderr.read().decode(errors="replace").strip().splitlines()
            self.close()
            raise SandboxError(
                f"the sandbox does not start ({fault}): {words[-1] if words else 'no message'}"
            ) from None
        self._program.stderr.close()
        if failed:
            raise SandboxError("the sandbox cannot import " + "; ".join(f"{k} ({v})" for k, v in failed.items()))

    def _command(self, descriptor: int) -> tuple[list[str], dict[str, str]]:
        here = Path(__file__).parent
        view = self.view
        if self.level == "bubblewrap":
            return [*self._bubblewrap(), view.python, "-m", "kernel", str(descriptor)], {
                "PATH": os.environ.get("PATH", "")
            }
        if self.level == "namespaces":
            root = f"{self._folder}/root"
            os.mkdir(root)
            words = [str(here / "launch.py"), json.dumps(asdict(view)), root, str(descriptor)]
            return [sys.executable, "-I", "-S", *words], {}
        os.symlink(here / "inside", f"{self._folder}/kernel")
        data = {"COURSEWORK_DATA": dict(map(reversed, view.binds)).get(view.environment["COURSEWORK_DATA"], "")}
        paths = {"PYTHONPATH": self._folder, "PATH": os.environ.get("PATH", ""), "HOME": self._folder}
        return [sys.executable, "-m", "kernel", str(descriptor)], {**view.environment, **data, **paths}

    def _bubblewrap(self) -> list[str]:
        view = self.view
        command = [
            "bwrap",
            "--unshare-all",
            "--die-with-parent",
            "--uid",
            "1000",
            "--gid",
            "1000",
            "--hostname",
            "localhost",
        ]
        command += [
            "--clearenv",
            *(word for pair in view.environment.items() for word in ("--setenv", *pair)),
        ]
        for source, target in view.binds:
            command += ["--ro-bind", source, target]
        for target, path in view.symlinks:
            command += ["--symlink", target, path]
        for path in view.empty:
            command += ["--tmpfs", path, "--remount-ro", path]
        if self._private:
            command += ["--cap-add", "CAP_SYS_ADMIN", "--dir", "/proc", "--bind", "/proc", BORROWED_PROC]
            for name in DEVICES:
                command += ["--dev-bind-try", f"/dev/{name}", f"/dev/{name}"]
            for name, target in DEVICE_LINKS:
                command += ["--symlink", target, f"/dev/{name}"]
        else:
            command += ["--proc", "/proc", "--dev", "/dev"]
        for path in view.writable:
            command += ["--tmpfs", path]
        for number, (path, text) in enumerate(sorted(view.files.items())):
            source = Path(self._folder, str(number))
            source.write_text(text)
            command += ["--ro-bind", str(source), path]
        return [*command, "--dir", view.scratch, "--chdir", view.scratch, "--remount-ro", "/"]
