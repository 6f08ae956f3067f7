"""Says what a notebook is that does not look like the assignment it was handed in for."""

from __future__ import annotations

from collections.abc import Sequence

from .canonical import nbgrader, read
from .course import Course
from .errors import CourseError
from .finding import shown
from .matching import shares
from .reading import SubmittedCell

ENOUGH = 0.3


def other_assignment(course: Course, name: str, cells: Sequence[SubmittedCell]) -> str:
    """One sentence where a notebook is rather another assignment of this course, or one of another course; else "".

    Args: name: the assignment it was handed in for.
    """
    found: dict[str, float] = {}
    own: set[str] = set()
    for assignment in course.assignments:
        try:
            release = read(course.release(assignment))
        except CourseError:
            continue  # not built yet: nobody can have worked on it
        found[assignment] = shares(release, cells)
        own |= {nbgrader(cell, "grade_id") for cell in release.cells}
    best = max(found, key=found.__getitem__, default=name)
    if best != name and found[best] >= ENOUGH and found[best] > found.get(name, 0.0):
        return f"this is {best}, not {name}"
    grade_ids = list(dict.fromkeys(cell.grade_id for cell in cells if cell.grade_id))
    if len(grade_ids) > 1 and not own & set(grade_ids):
        return f"this is no assignment of this course: its questions are {shown(grade_ids)}"
    return ""
