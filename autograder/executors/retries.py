"""How often a submission is tried that could not be graded, and what is said of it in the end."""

from __future__ import annotations

from collections.abc import Callable

from ..course import Assignment
from ..errors import SandboxError
from ..grade import Graded
from ..result import ATTENTION, NOT_GRADED, QuestionResult, Result
from .job import Fault, Job, Task

MOST_TRIES = 3


class Retries:
    """Decides whether a task is tried again, the same for every executor."""

    def __init__(self, assignment: Assignment, on_retry: Callable[[Job, Fault], None] | None) -> None:
        self._assignment = assignment
        self._on_retry = on_retry
        self._sandbox_works = False

    def succeeded(self, graded: Graded) -> None:
        self._sandbox_works |= bool(graded.result.sandbox)

    def failed(self, task: Task, fault: Fault, tries: int = 1) -> Graded | None:
        """Count what a task was tried.

        Returns: the result to go on with where it is given up; None where it is to be tried again.
        Raises: SandboxError where the sandbox has never worked: then no submission can be graded.
        """
        task.tries += tries
        if task.tries < MOST_TRIES:
            if self._on_retry is not None:
                self._on_retry(task.job, fault)
            return None
        if fault.sandbox and not self._sandbox_works:
            raise SandboxError(fault.reason)
        return given_up(self._assignment, task.job, fault)


def given_up(assignment: Assignment, job: Job, fault: Fault) -> Graded:
    """The result of a submission that was not graded: no question has points, and none has lost them."""
    reason = f"not graded: the machine failed, not the student ({fault.reason}); it will be graded when you grade again"
    questions = tuple(
        QuestionResult(grade_id, points, None, NOT_GRADED, reason, fault.detail)
        for grade_id, points in assignment.points.items()
    )
    result = Result(
        student=job.student,
        assignment=assignment.name,
        status=ATTENTION,
        max_points=sum(assignment.points.values()),
        questions=questions,
        seconds={"student": 0.0, "total": 0.0},
        reason=reason,
    )
    return Graded(result, None)
