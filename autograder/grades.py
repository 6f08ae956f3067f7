"""What each student has in the end: the grader's points, and in their place those that a person gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .course import Assignment, Course
from .late import penalty
from .marks import Mark
from .result import MISSING, Result


@dataclass(frozen=True)
class Grade:
    """One student's points in one assignment.

    questions: points by grade_id; None where a person has not marked it yet, or it was not graded.
    handed_in: whether there is a submission. status: the result's.
    late_seconds: past due time and grace; None where it cannot be told. penalty: points that this costs.
    """

    student: str
    assignment: str
    max_points: float
    questions: dict[str, float | None]
    handed_in: bool
    status: str
    submitted: str = ""
    late_seconds: float | None = None
    penalty: float = 0.0

    @property
    def points(self) -> float | None:
        """The sum less the penalty; None where nothing was handed in. Questions that wait for a person count 0."""
        total = sum(points or 0.0 for points in self.questions.values())
        return max(0.0, total - self.penalty) if self.handed_in else None

    @property
    def waiting(self) -> tuple[str, ...]:
        """Questions that have no points yet."""
        return tuple(name for name, points in self.questions.items() if points is None) if self.handed_in else ()


def grades(course: Course, results: Iterable[Result], marks: Mapping[tuple[str, str], Mark]) -> list[Grade]:
    """A grade for each result, in their order.

    Args: marks: what people gave, by student and grade_id, as `read_marks` finds it.
    """
    return [_grade(course.assignment(result.assignment), result, marks) for result in results]


def _grade(assignment: Assignment, result: Result, marks: Mapping[tuple[str, str], Mark]) -> Grade:
    questions: dict[str, float | None] = {}
    for question in result.questions:
        mark = marks.get((result.student, question.grade_id))
        questions[question.grade_id] = mark.points if mark and mark.points is not None else question.earned
    late = result.timing.late_seconds if result.timing else None
    return Grade(
        student=result.student,
        assignment=result.assignment,
        max_points=result.max_points,
        questions=questions,
        handed_in=result.status != MISSING,
        status=result.status,
        submitted=result.timing.submitted if result.timing else "",
        late_seconds=late,
        penalty=penalty(assignment, late),
    )
