"""One grader kept ready in nbgrader's process: to start a sandbox takes longer than to grade in it."""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from ..bundle import load_bundle
from ..course import Course
from ..errors import SandboxError
from ..executors import Job
from ..grade import Graded, Grader
from ..reference import forget_references


class WarmGrader:
    """The grader of the assignment that was graded last, kept for the next submission to it."""

    def __init__(self) -> None:
        self._grader: Grader | None = None
        self._made_for: _Key | None = None

    @property
    def release(self) -> NotebookNode:
        """The student notebook of the assignment that was graded last."""
        return self._grader.bundle.release

    def grade(self, course: Course, name: str, job: Job, sandbox: str) -> Graded:
        """Grade what a student handed in.

        Raises: SandboxError where the sandbox breaks, and a fresh one too.
        """
        wanted = _Key(course, name, sandbox, _state(course, name))
        if wanted == self._made_for:
            try:
                return self._grader.grade(job.path, job.student)
            except SandboxError:
                pass
        self.close()
        forget_references()
        self._grader = Grader(load_bundle(course, name), sandbox)
        self._made_for = wanted
        return self._grader.grade(job.path, job.student)

    def close(self) -> None:
        if self._grader is not None:
            self._grader.close()
        self._grader = self._made_for = None


@dataclass(frozen=True)
class _Key:
    course: Course
    assignment: str
    sandbox: str
    state: tuple[Any, ...]


def _state(course: Course, name: str) -> tuple[Any, ...]:
    """Changes where a notebook of the assignment, or a file beside it, does: the formgrader may run for weeks."""
    release = course.release(name)
    files = [course.source(name), *(sorted(release.parent.iterdir()) if release.parent.is_dir() else ())]
    return tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files if path.is_file())


warm = WarmGrader()
atexit.register(warm.close)
