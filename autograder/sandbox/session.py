"""Starts the sandbox and gives every submission, and every question of it, a process of its own."""

from __future__ import annotations

import contextlib
import copy
import json
import math
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ..course import Limits
from ..errors import SandboxError
from ..scratch import Scratch
from .cgroup import Delegation, find
from .grants import Place, make_place
from .inside import BORROWED_PROC, CONFINED, HOSTNAME, USER
from .launch import DEVICE_LINKS, DEVICES
from .opening import Opening, run_opening
from .policy import RUNNER, RUNTIME, View
from .process import Process
from .remote import StudentFault
from .tasks import Tasks, threads_of_user
from .users import others_may_read, spare_user
from .watch import Watch

# Room for the states that are kept, one for each question, and for what waits above them.
_OUR_PROCESSES = 96
_START_SECONDS = 120.0
# Student code is another user where the grader is root, and has to read what is put together for it.
_UMASK = 0o022


class Sandbox:
    """A warm interpreter with the usual packages imported; every submission gets a fork of it.

    Args:
        view: what can be seen inside; level: one of policy.LEVELS.
        preload: what to import beforehand, (module, names taken from it).
    """

    def __init__(self, view: View, level: str, preload: Sequence[tuple[str, tuple[str, ...]]], limits: Limits) -> None:
        self.view = view
        self.level = level
        self.limits = limits
        self._preload = preload
        self._zygote: Process | None = None
        self._program: subprocess.Popen | None = None
        self._temporary: Scratch | None = None
        self._private = level != "none"
        self._ready = False
        self._used = False
        self._shared = False
        self._failed = ""
        self._current: Process | None = None
        self._opening: Opening | None = None
        self._delegation: Delegation | None = None
        self._place: Place | None = None
        self._user: int | None = None
        self._other_threads = 0

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()

    def begin(self) -> None:
        """Start the warm interpreter and do not wait for it: there may be something else to do.

        Raises: SandboxError if the machine does not allow a sandbox.
        """
        self.end_submission()
        if self._used:
            self.close()
        if self._zygote is None:
            self._start()

    def open(self, sources: Sequence[str]) -> list[Any] | None:
        """Have the sandbox ready, and cells of ours run in it once, for many submissions to start behind them.

        Returns: what each cell showed; None where a submission has to run them itself: one fails, starts threads or
            writes files, or the level does not keep this interpreter and the submission's apart.
        Raises: SandboxError if the machine does not allow a sandbox.
        """
        self._ensure()
        if not sources or not self._keeps_apart:
            return None
        if self._opening is None or self._opening.sources != tuple(sources) or self._opening.lost:
            self._forget_opening()
            self._opening = run_opening(self._zygote, sources, self.limits.cell_seconds)
        return list(self._opening.answers) if self._opening.usable else None

    def _forget_opening(self) -> None:
        if self._opening is not None:
            self._opening.close()
            self._opening = None

    def start_submission(self, files: dict[str, bytes] | None = None, *, opened: bool = False) -> Process:
        """A process for one submission, in an empty scratch folder that holds `files`. The one before it is ended.

        Args: opened: whether the cells that `open` ran have been run in it.
        Raises: SandboxError if the machine does not allow it.
        """
        self._failed = ""
        try:
            return self._start_submission(files, opened)
        except StudentFault as fault:
            self.close()
            raise SandboxError(f"the sandbox cannot start a submission: {fault}") from None

    @property
    def _keeps_apart(self) -> bool:
        """Whether submissions that are forked from one interpreter can reach neither it nor each other."""
        return self._private and self.level in ("bubblewrap", "namespaces")

    def _ensure(self) -> None:
        """End the submission before, and have a zygote."""
        try:
            self.begin()
            self._await_ready()
        except SandboxError:
            if self.level != "bubblewrap" or not self._private:
                raise
            # Where a submission cannot have namespaces inside ours, it has the whole sandbox and uses it up.
            self._private = False
            self.begin()
            self._await_ready()

    def for_another(self) -> Sandbox | None:
        """One for a fork of this grader that is made next, behind the same warm interpreter and opening.

        The fork calls `leave` on this one, and this grader on the other.
        Returns: None where there is nothing that could be shared.
        """
        if not self._keeps_apart or not self._ready or self._used:
            return None
        other = copy.copy(self)
        # What is to be ended and removed stays with us.
        other._program = other._temporary = other._opening = other._zygote = None
        other._shared = True
        try:
            other._zygote = self._zygote.fork_for_another()
            if self._opening is not None:
                other._opening = self._opening.for_another()
        except StudentFault:
            other.close()
            return None
        return other

    def keep_to(self, cores: set[int]) -> None:
        """Have what is forked from the warm interpreter and the opening run on these cores."""
        opening = self._opening.process if self._opening is not None else None
        for process in (self._zygote, opening):
            if process is not None and process.pid:
                with contextlib.suppress(OSError):  # it has ended: said when it is asked for something
                    os.sched_setaffinity(process.pid, cores)

    def leave(self) -> None:
        """Let go of what runs, which is another's now."""
        if self._opening is not None:
            self._opening.leave()
        self._zygote.leave()
        self._program = self._temporary = self._opening = self._zygote = None

    def _start_submission(self, files: dict[str, bytes] | None, opened: bool) -> Process:
        self._ensure()
        if self.level == "none":
            shutil.rmtree(f"{self._folder}/scratch", ignore_errors=True)
            os.mkdir(f"{self._folder}/scratch")
            process = self._zygote.fork()
            process.request("change_folder", f"{self._folder}/scratch")
        else:
            process = self._opening.process.fork(isolated=self._isolated) if opened else self._fork_submission()
        self._current = process
        process.watch = self._watch(process)
        process.request("limit", self._resources())
        if files:
            process.request("write_files", files)
        return process

    def _fork_submission(self) -> Process:
        if self._place is not None:
            self._place.clear(self._user)
        if self._private:
            try:
                return self._zygote.fork(isolated=self._isolated)
            except StudentFault:
                if self._place is not None or self._shared or not self._zygote.alive():
                    raise
        self._used = True
        return self._zygote.fork()

    def _watch(self, process: Process) -> Watch:
        """What holds a submission to its limits from now on."""
        limits = self.limits
        own_namespace = self.level in ("bubblewrap", "namespaces") and self._private and not self._used
        # First: where the process has ended already, no group is left behind.
        tasks = Tasks(process.pid if own_namespace else self._program.pid, own_namespace)
        group = None
        try:
            if self._delegation is not None:
                group = self._delegation.create(limits.memory_mib, limits.processes + _OUR_PROCESSES)
                group.add(process.pid)
        except OSError:
            tasks.close()
            if group is not None:
                group.close()
            raise
        return Watch(process, tasks, limits, group, self._place.home if self._place else None)

    def _resources(self) -> dict[str, int | tuple[int, int]]:
        """What each process of a submission may use; where two numbers stand, the second is the hard limit."""
        limits = self.limits
        resources = {
            "CORE": 0,
            "CPU": (computing := math.ceil(limits.submission_seconds), computing + 2),
            "FSIZE": limits.file_mib << 20,
            "NOFILE": 512,
        }
        if self.level != "none":
            most = limits.processes + _OUR_PROCESSES + self._other_threads
            # What is above the soft limit is for processes of ours.
            resources["NPROC"] = (most, most + _OUR_PROCESSES)
        return resources

    def fork_question(self, state: Process) -> Process:
        """A copy of a submission's process for one question; files and processes that it leaves are gone with it."""
        if not self._private or self._used:
            return state.fork()
        return state.fork(isolated=(self._scratch, self.limits.file_mib, True))

    @property
    def _isolated(self) -> tuple[str, int, bool]:
        return (self._scratch, self.limits.file_mib, False)

    @property
    def _scratch(self) -> str:
        """The folder that the notebook lies in, as the submission sees it."""
        return self.view.scratch if self._place is None else str(self._place.scratch)

    def end_submission(self) -> None:
        """End every process of the submission that runs."""
        if self._current is not None:
            self._current.kill()
            if self._current.watch is not None:
                self._current.watch.close()
            self._current = None

    def close(self) -> None:
        self.end_submission()
        self._forget_opening()
        if self._zygote is not None:
            self._zygote.kill()
            self._zygote = None
        if self._program is not None:
            self._program.kill()
            self._program.wait()
            self._program = None
        if self._temporary is not None:
            self._temporary.close()
            self._temporary = None
        self._place = None
        self._ready = self._used = self._shared = False

    @property
    def _folder(self) -> str:
        return self._temporary.path if self._temporary is not None else ""

    def check(self) -> None:
        """Make sure that what befell a submission was its own doing: ended from outside, the sandbox takes all down.

        Raises: SandboxError where it was; the next submission gets a sandbox that is started anew.
        """
        if self._failed:
            raise SandboxError(self._failed)
        # In a sandbox that it does not share, a submission can end everything in it by itself.
        if self.level == "none" or self._used or self._zygote is None:
            return
        try:
            self._zygote.request("limit", {})
        except StudentFault as fault:
            self.close()
            self._failed = f"the sandbox ended while a submission ran: {fault}"
            raise SandboxError(self._failed) from None

    def _start(self) -> None:
        if self.level != "none":
            self._delegation, _ = find()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._temporary = Scratch()
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
                    umask=_UMASK,
                )
            except OSError as error:
                raise SandboxError(f"the sandbox does not start: {error}") from None
        self._zygote = Process(ours, None)
        with contextlib.suppress(StudentFault):  # it has ended: said when it is waited for
            self._zygote.ask("prepare", list(self._preload), seconds=_START_SECONDS)

    def _await_ready(self) -> None:
        """Wait until submissions can be forked.

        Raises: SandboxError if the machine does not allow it.
        """
        if self._ready:
            return
        try:
            failed = self._zygote.answer()
        except StudentFault as fault:
            self._program.kill()
            words = self._program.stderr.read().decode(errors="replace").strip().splitlines()
            self.close()
            raise SandboxError(
                f"the sandbox does not start ({fault}): {words[-1] if words else 'no message'}"
            ) from None
        self._program.stderr.close()
        if failed:
            self.close()
            raise SandboxError("the sandbox cannot import " + "; ".join(f"{k} ({v})" for k, v in failed.items()))
        self._ready = True

    def _command(self, descriptor: int) -> tuple[list[str], dict[str, str]]:
        here = Path(__file__).parent
        view = self._with_own_runner()
        runner = ["-m", Path(RUNNER).name, "-f", f"{view.environment['HOME']}/{RUNTIME}/kernel-{descriptor}.json"]
        launch = [sys.executable, "-I", "-S", str(here / "launch.py")]
        self._user = spare_user() if others_may_read(source for source, _ in view.binds) else None
        user = "" if self._user is None else str(self._user)
        if self.level == "bubblewrap":
            command = self._bubblewrap(view, two_users=bool(user) and self._private)
            if user and self._private:
                command = [*launch, "--bubblewrap", user, *command]
            return [*command, view.python, *runner], {"PATH": os.environ.get("PATH", "")}
        if self.level == "namespaces":
            root = f"{self._folder}/root"
            os.mkdir(root)
            return [*launch, json.dumps(asdict(view)), root, user, *runner], {}
        if self.level == "landlock":
            place = self._place = make_place(view, Path(self._folder))
            place.clear(self._user)
            self._other_threads = 0 if user else threads_of_user()
            inner = {"rules": place.inner_rules, "home": str(place.home), "hidden": place.hidden}
            environment = {**place.environment, CONFINED: json.dumps(inner)}
            plan = {
                "rules": place.rules,
                "folder": str(place.scratch),
                "python": view.python,
                "environment": environment,
            }
            return [sys.executable, "-I", "-S", str(here / "confine.py"), json.dumps(plan), user, *runner], {}
        data = {"COURSEWORK_DATA": dict(map(reversed, view.binds)).get(view.environment["COURSEWORK_DATA"], "")}
        paths = {
            "PYTHONPATH": f"{self._folder}/lib",
            "PATH": os.environ.get("PATH", ""),
            "HOME": self._folder,
        }
        return [sys.executable, *runner], {**view.environment, **data, **paths}

    def _with_own_runner(self) -> View:
        """The view with a copy of the runner: student code can read where a mounted folder comes from."""
        own = f"{self._folder}/lib/{Path(RUNNER).name}"
        binds = []
        for source, target in self.view.binds:
            if target == RUNNER:
                shutil.copytree(source, own, ignore=shutil.ignore_patterns("__pycache__"))
                source = own
            binds.append((source, target))
        return replace(self.view, binds=tuple(binds))

    def _bubblewrap(self, view: View, two_users: bool) -> list[str]:
        """The words that start bubblewrap.

        Args: two_users: it finds a user namespace made for it, and stays its root until the runner has set up itself.
        """
        names = ["ipc", "pid", "net", "uts", "cgroup-try"]
        command = ["bwrap", *(f"--unshare-{name}" for name in names), "--die-with-parent", "--hostname", HOSTNAME]
        if not two_users:
            command += ["--unshare-user", "--uid", str(USER), "--gid", str(USER)]
        command += [
            "--clearenv",
            *(word for pair in view.environment.items() for word in ("--setenv", *pair)),
        ]
        targets = {*(target for _, target in view.binds), *view.files, *view.writable, "/dev/null", BORROWED_PROC}
        # Left to itself, bubblewrap makes these folders for its own user alone.
        for path in sorted({str(above) for target in targets for above in Path(target).parents} - {"/"}):
            if not any(Path(path).is_relative_to(target) for target in targets):
                command += ["--perms", "0755", "--dir", path]
        for source, target in view.binds:
            command += ["--ro-bind", source, target]
        for target, path in view.symlinks:
            command += ["--symlink", target, path]
        for path in view.empty:
            command += ["--tmpfs", path, "--remount-ro", path]
        if self._private:
            capabilities = ["CAP_SYS_ADMIN", *(["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"] if two_users else [])]
            command += ["--cap-drop", "ALL", *(word for name in capabilities for word in ("--cap-add", name))]
            command += ["--dir", "/proc", "--bind", "/proc", BORROWED_PROC]
            for name in DEVICES:
                command += ["--dev-bind-try", f"/dev/{name}", f"/dev/{name}"]
            for name, target in DEVICE_LINKS:
                command += ["--symlink", target, f"/dev/{name}"]
        else:
            command += ["--proc", "/proc", "--dev", "/dev"]
        for path in view.writable:
            command += ["--perms", "0777", "--tmpfs", path]
        for number, (path, text) in enumerate(sorted(view.files.items())):
            source = Path(self._folder, str(number))
            source.write_text(text)
            source.chmod(0o644)
            command += ["--ro-bind", str(source), path]
        return [*command, "--perms", "0777", "--dir", view.scratch, "--chdir", view.scratch, "--remount-ro", "/"]
