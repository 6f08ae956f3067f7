"""Grades a part of a class into a folder of its own, on a machine that shares the course's files, for `merge`.

A shard's folder holds `shard.json` (what it is a part of) and, for each student, the graded notebook, result.json and,
written last, origin.json (what it was graded from). A student without that one is graded when the shard is run again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from ..atomic import write_text
from ..course import Course
from ..errors import CourseError
from ..fingerprint import of_assignment, of_grader
from ..grade import Graded
from ..result import Result
from ..stock import RESULT
from . import grade_versions
from .job import Fault, Job
from .parcel import digest, pack_submission
from .process import ForkServer

SHARD, ORIGIN = "shard.json", "origin.json"
T = TypeVar("T")


@dataclass(frozen=True)
class Shard:
    """One part of `count` equal ones; `number` counts from 1."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Read "3/20".

        Raises: ValueError where it is no such thing.
        """
        match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
        if not match or not 1 <= int(match[1]) <= int(match[2]):
            raise ValueError(f"{text!r} is no shard: expected I/N with 1 <= I <= N, such as 3/20")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def select(self, items: Sequence[T]) -> list[T]:
        """Every `count`-th, beginning with the `number`-th."""
        return list(items[self.number - 1 :: self.count])

    def folder(self, course: Course, name: str) -> Path:
        """Where it is written."""
        return course.shards(name) / f"{self.number}-of-{self.count}"


@dataclass(frozen=True)
class Manifest:
    """What `shard.json` says. version: of assignment, secret and grader; students: the whole class, sorted."""

    assignment: str
    number: int
    count: int
    version: str
    students: list[str]

    @property
    def shard(self) -> Shard:
        return Shard(self.number, self.count)


def version(course: Course, name: str) -> str:
    """A digest of all that results follow from, the submission aside: what a fingerprint of each of them holds."""
    assignment = course.assignment(name)
    return digest(f"{of_assignment(course, assignment)} {of_grader(course, assignment)}".encode())


def versions(name: str, jobs: Sequence[tuple[Course, Job]]) -> dict[str, str]:
    """By student, the version of the assignment that the submission was made from."""
    by_root = {course.root: course for course, _ in jobs}
    found = {root: version(course, name) for root, course in by_root.items()}
    return {job.student: found[course.root] for course, job in jobs}


def grade_shard(
    course: Course,
    name: str,
    shard: Shard,
    jobs: Sequence[tuple[Course, Job]],
    *,
    sandbox: str = "auto",
    workers: int | None = None,
    dask: str | None = None,
    force: bool = False,
    on_result: Callable[[Result], None] | None = None,
    on_retry: Callable[[Job, Fault], None] | None = None,
    server: ForkServer | None = None,
) -> list[Result]:
    """Grade the part of a class that a shard selects; no gradebook is touched.

    Args:
        jobs: the whole class, each with the course that has its version of the assignment; of students sorted by name,
            the shard takes every n-th.
        force: keep nothing of an earlier run. What ran without a sandbox is graded again where there is one.
    Returns: results by student, those of an earlier run of the same shard among them.
    """
    jobs = sorted(jobs, key=lambda each: each[1].student)
    mine = shard.select(jobs)
    folder = shard.folder(course, name)
    now = version(course, name)
    manifest = Manifest(name, shard.number, shard.count, now, [job.student for _, job in jobs])
    write_text(folder / SHARD, json.dumps(asdict(manifest), indent=1) + "\n")
    its = versions(name, mine)
    origins = {
        job.student: {"version": its[job.student], "submission": digest(pack_submission(job.path))} for _, job in mine
    }
    results = []

    def done(result: Result) -> None:
        results.append(result)
        if on_result is not None:
            on_result(result)

    todo = []
    for its_course, job in mine:
        if not force and read_origin(folder / job.student) == origins[job.student]:
            kept = read_graded(folder / job.student, name).result
            if not kept.sandbox == "none" != sandbox:
                done(kept)
                continue
        todo.append((its_course, job))
    where = {"sandbox": sandbox, "workers": workers, "dask": dask, "on_retry": on_retry, "server": server}
    for graded in grade_versions(name, todo, **where):
        _write_graded(folder / graded.result.student, graded, origins[graded.result.student])
        done(graded.result)
    return sorted(results, key=lambda result: result.student)


def read_manifest(folder: Path) -> Manifest:
    """What a shard's folder holds.

    Raises: CourseError where it is no such folder.
    """
    try:
        return Manifest(**json.loads((folder / SHARD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise CourseError(f"{folder} holds no shard: no {SHARD} that can be read in it") from None


def read_origin(folder: Path) -> dict[str, str] | None:
    """What a student's result was graded from; None where it is not there in whole, or not final."""
    try:
        return json.loads((folder / ORIGIN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def read_graded(folder: Path, name: str) -> Graded:
    """What `grade_shard` wrote of a student."""
    path = folder / f"{name}.ipynb"
    result = Result.from_json((folder / RESULT).read_text(encoding="utf-8"))
    return Graded(result, path.read_text(encoding="utf-8") if path.is_file() else None)


def _write_graded(folder: Path, graded: Graded, origin: dict[str, str]) -> None:
    (folder / ORIGIN).unlink(missing_ok=True)
    path = folder / f"{graded.result.assignment}.ipynb"
    if graded.text is None:
        path.unlink(missing_ok=True)
    else:
        write_text(path, graded.text)
    write_text(folder / RESULT, graded.result.to_json())
    if not graded.result.unfinished:
        write_text(folder / ORIGIN, json.dumps(origin) + "\n")
