"""What people gave and wrote in nbgrader's formgrader: read, never written."""

from __future__ import annotations

from dataclasses import dataclass

from nbgrader.api import Gradebook, MissingEntry

from .course import Course
from .database import explained, is_made
from .stock import course_id


@dataclass(frozen=True)
class Mark:
    """points: what a person gave; None where there is only a comment."""

    points: float | None
    comment: str


def read_marks(course: Course, name: str) -> dict[tuple[str, str], Mark]:
    """The marks of an assignment that are final, by student and grade_id; none where there is no gradebook yet."""
    with explained(course, "read"):
        return _read_marks(course, name) if is_made(course) else {}


def _read_marks(course: Course, name: str) -> dict[tuple[str, str], Mark]:
    found: dict[tuple[str, str], Mark] = {}
    with Gradebook(course.gradebook_url, course_id(course)) as gradebook:
        try:
            submissions = gradebook.find_assignment(name).submissions
        except MissingEntry:
            return {}
        for submission in submissions:
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    if grade.manual_score is not None and not grade.needs_manual_grade:
                        found[submission.student_id, grade.name] = Mark(float(grade.manual_score), "")
                for comment in notebook.comments:
                    if comment.manual_comment:
                        key = submission.student_id, comment.name.removesuffix("-solution")
                        points = found[key].points if key in found else None
                        found[key] = Mark(points, comment.manual_comment)
    return found
