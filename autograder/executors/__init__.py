"""Where submissions are graded: by processes on this machine, or on a Dask cluster."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .job import Fault, Job

if TYPE_CHECKING:
    from ..course import Course
    from ..grade import Graded
    from .process import ForkServer

__all__ = ["Fault", "Job", "grade_all", "grade_versions"]


def grade_all(
    course: Course,
    name: str,
    jobs: Sequence[Job],
    *,
    sandbox: str = "auto",
    workers: int | None = None,
    dask: str | None = None,
    on_retry: Callable[[Job, Fault], None] | None = None,
    server: ForkServer | None = None,
) -> Iterator[Graded]:
    """Grade submissions of one assignment; yields each as it is done. Closing the iterator ends what runs.

    What a student's code does is final. What the machine does (a worker that is killed, a sandbox that does not start)
    is tried again elsewhere, twice at most; after that the result says so, and `Result.unfinished` is true.

    Args:
        workers: processes on this machine, by default one a core.
        dask: the address of a Dask scheduler to use instead.
        on_retry: called with each submission that is tried again.
        server: one that has been started already, to fork the processes on this machine.
    Returns: results in the order in which they come, which depends on speed; what they say does not.
    Raises: CourseError where the course's own files are at fault; SandboxError where nothing can be graded here.
    """
    if not jobs:
        return
    if dask is None:
        from .local import grade_locally

        grade = partial(grade_locally, server=server)
    else:
        from .cluster import grade_on_cluster

        def grade(*arguments, workers: int | None, **options) -> Iterator[Graded]:
            return grade_on_cluster(*arguments, address=dask, **options)

    with contextlib.closing(grade(course, name, jobs, sandbox=sandbox, workers=workers, on_retry=on_retry)) as graded:
        yield from graded


def grade_versions(name: str, jobs: Sequence[tuple[Course, Job]], **options: Any) -> Iterator[Graded]:
    """Grade submissions that were made from several versions of an assignment, one version after another.

    Args: jobs: each with the course that has its version; options: of grade_all.
    """
    by_version: dict[Path, tuple[Course, list[Job]]] = {}
    for course, job in jobs:
        by_version.setdefault(course.root, (course, []))[1].append(job)
    for course, its in by_version.values():
        with contextlib.closing(grade_all(course, name, its, **options)) as graded:
            yield from graded
