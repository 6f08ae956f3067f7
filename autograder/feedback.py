"""One HTML page for one student: what passed, what failed and why, where to read on. Never a hidden test.

What a page may say is chosen here by name: of a part its title, points, status and hint; of a question its reason,
never its detail; of the notebook the student's own cells, never a test cell or its output. The message of a visible
test quotes what the student's code returned. Once a hidden test has called that code, its inputs could be among
what it returns, so from there on the page gives the hint and says where to see the values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from coursework.check import PartResult

from .canonical import read
from .concepts import exercised, headings, sections, written
from .course import Course
from .errors import SubmissionError
from .late import late_days, penalty
from .listing import listing_style, own_cells
from .marks import Mark
from .pages import asset, write_page
from .result import MISSING, QuestionResult, Result
from .summary import MANUAL, automatic_points, outcome, ran
from .text import one_line, plain

HIDDEN_FALLBACK = "this test is hidden: try your code on other shapes and on edge cases"
VISIBLE_FALLBACK = "this test is in your notebook: run it there for the details"


def feedback_path(course: Course, student: str, assignment: str) -> Path:
    """Where nbgrader, too, puts a student's feedback.

    Raises: SubmissionError for a name that leads to another folder.
    """
    if student in ("", ".", "..") or set(student) & {"/", "\\", "\0"}:
        raise SubmissionError(f"not the name of a student's folder: {one_line(repr(student))}")
    return course.feedback / student / assignment / f"{assignment}.html"


def write_feedback(course: Course, result: Result, marks: Mapping[tuple[str, str], Mark] | None = None) -> Path:
    """Write one student's page, from the result and the autograded notebook (if there is one).

    Args: marks: what people gave and wrote, by student and grade_id; see `marks.read_marks`.
    Returns: the page's path.
    """
    path = feedback_path(course, result.student, result.assignment)
    release = read(course.release(result.assignment))
    by_hand = written(release)
    given = {grade_id: mark for (student, grade_id), mark in (marks or {}).items() if student == result.student}
    late = result.timing.late_seconds if result.timing else None
    questions, other_cells = _questions(course, result, release, given) if ran(result) else ([], [])
    return write_page(
        path,
        "feedback.html.j2",
        style=asset("listing.css") + asset("feedback.css") + listing_style(),
        course=course.title,
        title=course.assignment(result.assignment).title,
        assignment=result.assignment,
        student=one_line(result.student, 80),
        graded=ran(result),
        missing=result.status == MISSING,
        reason="" if ran(result) else plain(result.reason, 600),
        warnings=[one_line(warning, 400) for warning in result.warnings],
        earned=(earned := sum(question["earned"] for question in questions)),
        late_days=late_days(late),
        penalty=min(earned, penalty(course.assignment(result.assignment), late)),
        points=automatic_points(result, by_hand - given.keys()),
        by_hand=sum(q.max_points for q in result.questions if q.grade_id in by_hand - given.keys()),
        questions=questions,
        other_cells=other_cells,
    )


def _questions(
    course: Course, result: Result, release: NotebookNode, given: Mapping[str, Mark]
) -> tuple[list[dict[str, Any]], list[Any]]:
    """What the page says on each question, and the student's cells that belong to none."""
    autograded = course.autograded / result.student / result.assignment / f"{result.assignment}.ipynb"
    cells = own_cells(read(autograded), release) if autograded.is_file() else {}
    titles, concepts, taught = headings(release), exercised(release), sections(course)
    parts = shown_parts(result.questions)
    questions = []
    for question in result.questions:
        places = [place for slug in concepts.get(question.grade_id, ()) for place in taught.get(slug, ())]
        about = {
            "title": titles.get(question.grade_id, ""),
            "parts": parts[question.grade_id],
            "places": list(dict.fromkeys(places)),
            "cells": cells.pop(question.grade_id, []),
        }
        questions.append(about | _marked(question, given.get(question.grade_id)))
    return questions, [listing for found in cells.values() for listing in found]


def shown_parts(questions: Sequence[QuestionResult]) -> dict[str, list[dict[str, Any]]]:
    """What a student may read of the parts of each question, in the order in which they were tested."""
    hidden_ran = False
    found: dict[str, list[dict[str, Any]]] = {}
    for question in questions:
        parts = found.setdefault(question.grade_id, [])
        for part in question.parts:
            hidden_ran |= part.hidden
            again = any(part.hint in above["told"] for above in parts)
            parts.append(_part(part, values=not hidden_ran, again=again))
    return found


def _marked(question: QuestionResult, mark: Mark | None) -> dict[str, Any]:
    """Points, and what a person or the grader says on the question as a whole."""
    how = outcome(question)
    earned = question.earned or 0.0
    if mark and mark.points is not None:
        earned = mark.points
        how = "full" if earned >= question.max_points else "partial" if earned > 0 else "none"
    explained = any(question.reason.startswith(f"{part.title}:") for part in question.parts)
    return {
        "grade_id": question.grade_id,
        "outcome": how,
        "earned": earned,
        "points": question.max_points,
        "reason": "" if explained or how == MANUAL or mark else plain(question.reason, 600),
        "comment": plain(mark.comment, 4000) if mark else "",
    }


def _part(part: PartResult, values: bool, again: bool) -> dict[str, Any]:
    """One part.

    Args:
        values: whether the message, which quotes results, may be shown.
        again: whether its hint stands above already.
    """
    quoted = values and not part.hidden
    return {
        "title": one_line(part.title, 200),
        "outcome": {"passed": "full", "not attempted": "not attempted"}.get(part.status, "none"),
        "points": part.points,
        "earned": part.earned,
        "hidden": part.hidden,
        "quoted": quoted,
        "told": plain(told(part, quoted, again), 2000).strip(),
    }


def told(part: PartResult, quoted: bool, again: bool = False) -> str:
    """What a student reads on a part.

    Args: quoted: whether its message may be shown; again: whether its hint stands above already.
    """
    if part.status in ("passed", "not attempted"):
        return ""
    if quoted:
        return part.message
    if part.hint and again:
        return "as above"
    if part.hidden:
        return part.hint or HIDDEN_FALLBACK
    return f"{part.hint} ({VISIBLE_FALLBACK})" if part.hint else VISIBLE_FALLBACK
