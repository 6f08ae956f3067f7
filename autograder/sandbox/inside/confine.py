"""Holds a submission, or a question, where there are no namespaces: by Landlock, among the processes of the machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile

from . import bounds, isolate, landlock

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Become the parent of what descends from this process and loses its own: nothing gets away from here."""
    isolate.prctl(PR_SET_CHILD_SUBREAPER, 1)


class Confinement:
    """What is done there instead of namespaces.

    Args: rules: what a question may go on reading; home: the folder that all of them write below.
    """

    def __init__(self, rules: list[tuple[str, int]], home: str) -> None:
        self._rules = rules
        self._home = home

    def own_domain(self, scratch: str, mebibytes: int, last: bool) -> None:
        """Move this process, already forked, into a domain of its own, with its own copy of the scratch folders.

        Args:
            scratch: the folder that the notebook lies in; mebibytes: not held here, the one who waits looks at it.
            last: nothing is forked any further, and what is written is to be seen by nobody else.
        Raises: OSError where it could not be done.
        """
        adopt_orphans()
        if last:
            with bounds.reserve():
                if child := os.fork():
                    isolate.wait_and_end_like(child)
            isolate.prctl(isolate.PR_SET_PDEATHSIG, isolate.SIGKILL)
            copy = self._copy()
            os.chdir(os.path.join(os.environ["HOME"], os.path.basename(scratch)))
            landlock.restrict([*self._rules, (copy, landlock.WRITE)])
        else:
            os.chdir(scratch)
            landlock.restrict(None)

    def _copy(self) -> str:
        """Copy the folders that can be written, and have everything that asks for them find the copy."""
        copy = os.path.join(self._home, str(os.getpid()))
        shutil.rmtree(copy, ignore_errors=True)
        os.mkdir(copy, 0o700)
        for variable in ("HOME", "TMPDIR"):
            there = os.path.join(copy, os.path.basename(os.environ[variable]))
            with contextlib.suppress(shutil.Error):  # pipes and what does not fit are left behind
                shutil.copytree(os.environ[variable], there, symlinks=True)
            os.environ[variable] = there
        tempfile.tempdir = None
        return copy
