"""What a regrade changed: points, lateness, and what a person has to look at again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path

from nbformat import NotebookNode

from .atomic import sweep, write_text
from .canonical import nbgrader
from .course import Course
from .facts import LATE, Change
from .fingerprint import of_text
from .result import Result


def answers(notebook: NotebookNode) -> dict[str, str]:
    """A digest of the answers to each question: the solution cells up to its graded cell, after the one before."""
    found: dict[str, str] = {}
    before: list[str] = []
    for cell in notebook.cells:
        if nbgrader(cell, "solution"):
            before.append(cell.source)
        if nbgrader(cell, "grade"):
            found[nbgrader(cell, "grade_id")] = of_text(json.dumps(before))
            before = []
    return found


def changes(
    before: Result | None, after: Result, changed: frozenset[str], marked: frozenset[str]
) -> tuple[Change, ...]:
    """The differences between two results of one submission; none where there is nothing before.

    Args:
        changed: the questions with other answers.
        marked: the questions that a person marked and has to look at again.
    """
    if before is None:
        return ()
    why, when = reason(before, after), datetime.now(timezone.utc).isoformat(timespec="seconds")
    found = []
    earned = {question.grade_id: question.earned for question in before.questions}
    for question in after.questions:
        name = question.grade_id
        other = earned.get(name) != question.earned
        look = name in marked and (other or name in changed)
        if other or look:
            found.append(Change(after.student, name, earned.get(name), question.earned, why, look, when))
    late = [result.timing.late_seconds if result.timing else None for result in (before, after)]
    if late[0] != late[1]:
        found.append(Change(after.student, LATE, late[0], late[1], why, False, when))
    return tuple(found)


def reason(before: Result, after: Result) -> str:
    """Why a submission was recorded again: all that is another than it was, in a few words."""
    found = []
    old, new = before.fingerprint, after.fingerprint
    if old is not None and new is not None:
        found += ["new attempt"] if old.submission != new.submission else []
        found += ["assignment changed"] if old.assignment != new.assignment else []
        found += ["grader changed"] if old.grader != new.grader else []
    if before.timing and after.timing:
        extended = before.timing.extended_seconds != after.timing.extended_seconds
        found += ["extension"] if extended else ["due time changed"] if before.timing.due != after.timing.due else []
        found += ["grace changed"] if before.timing.grace_minutes != after.timing.grace_minutes else []
        found += ["timestamp changed"] if before.timing.submitted != after.timing.submitted and not found else []
    return ", ".join(found) or "graded again"


def history_path(course: Course, name: str) -> Path:
    """Where the differences of an assignment are kept."""
    return course.reports / f"{name}-changes.json"


def write_history(course: Course, name: str, results: Iterable[Result]) -> Path | None:
    """Write all differences so far, by student; they are kept in the results, so that no killed run loses one.

    Returns: the path, or None where there was never a difference.
    """
    found = [
        change
        for result in sorted(results, key=lambda result: result.student)
        for change in (result.record.history if result.record else ())
    ]
    if not found:
        return None
    path = history_path(course, name)
    sweep(path)
    write_text(path, json.dumps([asdict(change) for change in found], indent=1) + "\n")
    return path
