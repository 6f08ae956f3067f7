"""Grades a class: what was handed in and has changed, through an executor, into the gradebook."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import roster
from .changes import write_history
from .course import Course
from .errors import CourseError
from .executors import Fault, Job, grade_versions
from .executors.process import ForkServer
from .facts import Change
from .grade import Graded
from .gradebook import Recorder, recorded
from .result import MISSING, Result
from .resume import Planned, counted, plan_batch, with_facts
from .timing import ABSENT


@dataclass(frozen=True)
class Outcome:
    """What grading a class came to.

    results: all of them, by student, those too that stayed as they were.
    graded, skipped: how many were graded now, and how many stayed.
    restored: how many were written again without being graded: what stood in the gradebook, or the due time, was
        another than recorded.
    left: students whose result is recorded and who have no submission any more.
    changes: the differences that this run made; history: the file with all so far, None where there are none.
    """

    results: list[Result]
    graded: int
    skipped: int
    restored: int
    left: tuple[str, ...]
    changes: tuple[Change, ...]
    history: Path | None

    @property
    def untimed(self) -> int:
        """How many were handed in without a timestamp and are due, so that nobody knows whether they are late."""
        timed = [result.timing for result in self.results if result.timing and result.status != MISSING]
        return sum(1 for timing in timed if timing.due and timing.note == ABSENT)


def grade_class(course: Course, name: str, **options: Any) -> list[Result]:
    """Grade a class; see grade_batch. Returns: all results, by student."""
    return grade_batch(course, name, **options).results


def grade_batch(
    course: Course,
    name: str,
    *,
    students: Sequence[str] | None = None,
    sandbox: str = "auto",
    workers: int | None = None,
    dask: str | None = None,
    force: bool = False,
    on_result: Callable[[Result], None] | None = None,
    on_retry: Callable[[Job, Fault], None] | None = None,
    server: ForkServer | None = None,
) -> Outcome:
    """Grade what lies under `submitted/` and write it to the gradebook, each submission as it is done.

    What is recorded under the same fingerprint is not graded again. Its facts (time, due time, extension) are found
    anew, and where the gradebook holds something else (it was restored from a backup), it is brought back to them.

    Args:
        students: only these; force: grade all again.
        workers, dask, on_retry, server: see executors.grade_all.
        on_result: called with each result when it is written or kept.
    Raises: CourseError where a student named has no folder.
    """
    chosen = _submissions(course, name, students)
    with Recorder(course) as recorder:
        planned = plan_batch(course, name, chosen, recorder.rows(name), sandbox=sandbox, force=force)
        jobs = [job for one in planned if not one.kept for job in one.jobs]
        where = {"sandbox": sandbox, "workers": workers, "dask": dask, "on_retry": on_retry, "server": server}
        graded = grade_versions(name, jobs, **where)
        return _record(course, name, planned, graded, recorder, on_result)


def record_batch(
    course: Course, name: str, graded: Iterator[Graded], on_result: Callable[[Result], None] | None = None
) -> Outcome:
    """Write to the gradebook what was graded elsewhere: every job of `submissions`, or some of them."""
    with Recorder(course) as recorder:
        everybody = _submissions(course, name, None)
        planned = plan_batch(course, name, everybody, recorder.rows(name), sandbox="auto", force=True)
        return _record(course, name, planned, graded, recorder, on_result)


def submissions(course: Course, name: str, students: Sequence[str] | None = None) -> list[tuple[Course, Job]]:
    """All that is to be graded for students to have a result, by student; who handed nothing in is one too.

    Args: students: only these.
    Returns: each with the course that has the assignment as the student fetched it.
    Raises: CourseError where a student named has no folder.
    """
    chosen = _submissions(course, name, students)
    planned = plan_batch(course, name, chosen, {}, sandbox="auto", force=True)
    return [job for one in planned for job in one.jobs]


def _record(
    course: Course,
    name: str,
    planned: list[Planned],
    graded: Iterator[Graded],
    recorder: Recorder,
    on_result: Callable[[Result], None] | None,
) -> Outcome:
    """Write what an executor yields, and what stays if it has to be; the executor is ended whatever happens."""
    results: dict[str, Result] = {}
    changes: list[Change] = []
    restored = 0

    def done(before: Result | None, result: Result) -> None:
        known = len(before.record.history) if before and before.record else 0
        changes.extend(result.record.history[known:] if result.record else ())
        results[result.student] = result
        if on_result is not None:
            on_result(result)

    with contextlib.closing(graded):
        for one in planned:
            if one.kept:
                attempt = one.before.attempt.name if one.before.attempt else ""
                result = with_facts(one.before, one.candidate(attempt), one.fingerprint)
                if result != one.before or not recorder.agrees(result, one.row):
                    result = recorder.record(Graded(result, None))
                    restored += 1
                done(one.before, result)
        todo = {one.student: one for one in planned if not one.kept}
        for one in counted(todo, graded):
            done(todo[one.result.student].before, recorder.record(one))
    everything = _recorded(course, name)
    history = write_history(course, name, everything)
    left = tuple(sorted({result.student for result in everything} - _submissions(course, name, None).keys()))
    kept = len(planned) - len(todo) - restored
    in_order = [results[one.student] for one in planned if one.student in results]
    return Outcome(in_order, len(results) - kept - restored, kept, restored, left, tuple(changes), history)


def _submissions(course: Course, name: str, wanted: Sequence[str] | None) -> dict[str, Path]:
    """Where the submission lies of everybody with a folder under `submitted/` or an attempt, or of those wanted."""
    handed_in, kept = roster.students(course.submitted), roster.students(course.attempts)
    there = {*handed_in, *(student for student in kept if (kept[student] / name).is_dir())}
    if unknown := sorted(set(wanted or ()) - there):
        raise CourseError(f"no folder for {', '.join(unknown)} in {course.submitted}")
    chosen = dict.fromkeys(wanted) if wanted else sorted(there)
    return {student: handed_in.get(student, course.submitted / student) / name for student in chosen}


def _recorded(course: Course, name: str) -> list[Result]:
    """Every result of the assignment that can be read."""
    students = sorted(path.parent.name for path in course.autograded.glob(f"*/{name}"))
    return [result for student in students if (result := recorded(course, name, student))]
