"""One HTML page on a class: scores, questions, statuses, what went wrong. Opens from disk, loads nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .canonical import read
from .choices import choices
from .concepts import written
from .course import Course
from .inspection import inspect
from .late import late_days, penalty
from .listing import listing_style
from .pages import asset, number, write_page
from .quality import quality, to_repair
from .result import ATTENTION, UNGRADABLE, QuestionResult, Result
from .similarity.page import known_clusters, outdated, similarity_path
from .summary import (
    BINS,
    FULL,
    MANUAL,
    SKIPPED,
    ClassSummary,
    explanation,
    first_failure,
    outcome,
    ran,
    summarise,
    what_went_wrong,
)
from .text import one_line, plain, spreadsheet_safe

# So many of the slowest submissions are named.
SLOWEST = 10


@dataclass(frozen=True)
class Chart:
    """Where the histogram of scores puts what, in pixels of its drawing."""

    bins: tuple[dict[str, float], ...]
    ticks: tuple[dict[str, float], ...]
    median: float
    width: int = 640
    height: int = 260
    left: int = 30
    right: int = 620
    top: int = 14
    bottom: int = 215


def report_path(course: Course, name: str) -> Path:
    """Where the report on an assignment lies."""
    return course.reports / f"{name}.html"


def write_report(course: Course, name: str, results: Sequence[Result]) -> Path:
    """Write the report on one assignment; where a student's feedback page is there, the row links to it.

    Args:
        name: the assignment.
        results: one for each submission, in any order.
    Returns: the page's path, `reports/<assignment>.html`.
    """
    assignment = course.assignment(name)
    results = sorted(results, key=lambda result: result.student)
    summary = _summary(course, name, results)
    path = report_path(course, name)
    inspected = inspect(course, results, read(course.release(name))) if course.release(name).is_file() else {}
    whole = max((result.max_points for result in results), default=0.0)
    rows = [_row(course, path, result, inspected.get(result.student)) for result in results]
    return write_page(
        path,
        "report.html.j2",
        style=asset("listing.css") + asset("report.css") + listing_style(),
        script=asset("report.js"),
        course=course.title,
        assignment=name,
        title=assignment.title,
        summary=summary,
        chart=_chart(summary) if summary.scores and summary.points else None,
        by_hand=max(0.0, whole - summary.points) if summary.scores else 0.0,
        quality=(qualities := quality(results, summary.questions)),
        repair=to_repair(qualities),
        perfect=sum(score >= summary.points for score in summary.scores),
        attention=sum(result.status in (ATTENTION, UNGRADABLE) for result in results),
        tampering=[(result.student, _grouped(result.tampering)) for result in results if result.tampering],
        slowest=_slowest(results),
        flaky=_flaky(results),
        not_attempted=_not_attempted(results),
        tried_nothing=_tried_nothing(results),
        choices=choices(course, name, results),
        clusters=known_clusters(course, name),
        outdated=outdated(course, name, [result.student for result in results]),
        similarity=similarity_path(course, name).name,
        rows=rows,
        late=sum(row["late_days"] > 0 for row in rows),
        penalised=any(row["penalty"] for row in rows),
    )


def report_data(course: Course, name: str, results: Sequence[Result]) -> dict[str, Any]:
    """The same as data, for JSON: the class, its questions, a row for each student.

    Scores are automatic points; `results` may come in any order.
    """
    results = sorted(results, key=lambda result: result.student)
    summary = _summary(course, name, results)
    qualities = quality(results, summary.questions)
    questions = []
    for question in summary.questions:
        known = qualities.get(question.grade_id)
        told = {"discrimination": known.discrimination, "advice": list(known.advice)} if known else {}
        questions.append(asdict(question) | {"pass_rate": question.pass_rate} | told)
    return {
        "assignment": name,
        "title": course.assignment(name).title,
        "slowest": [
            {"student": result.student, "seconds": result.seconds, "sandbox": result.sandbox}
            for result in _slowest(results)
        ],
        "flaky": _flaky(results),
        "not_attempted": _not_attempted(results),
        "tried_nothing": _tried_nothing(results),
        "choices": [asdict(choice) for choice in choices(course, name, results)],
        "similar": known_clusters(course, name),
        "similar_outdated": outdated(course, name, [result.student for result in results]),
        **(asdict(summary) | {"mean": summary.mean, "median": summary.median, "questions": questions}),
        "students": [
            {
                "student": result.student,
                "earned": result.earned,
                "status": result.status,
                "questions": {q.grade_id: q.earned for q in result.questions},
                "what_went_wrong": what_went_wrong(result),
                "flaky": [q.grade_id for q in result.questions if q.flaky],
                "not_attempted": [q.grade_id for q in result.questions if outcome(q) == SKIPPED],
                "tampering": list(result.tampering),
                "warnings": list(result.warnings),
                "seconds": result.seconds,
                "late_seconds": _late_seconds(result),
                "penalty": (less := _penalty(course, result)),
                "after_penalty": max(0.0, result.earned - less),
                "sandbox": result.sandbox,
            }
            for result in results
        ],
    }


def _summary(course: Course, name: str, results: Sequence[Result]) -> ClassSummary:
    release = course.release(name)
    return summarise(results, written(read(release)) if release.is_file() else frozenset())


def _chart(summary: ClassSummary) -> Chart:
    left, right, top, bottom = Chart.left, Chart.right, Chart.top, Chart.bottom
    step = (right - left) / BINS
    unit = (bottom - top - 22) / max(summary.bins)
    return Chart(
        bins=tuple(
            {
                "x": left + i * step + 2,
                "y": round(bottom - count * unit, 1),
                "width": step - 4,
                "height": round(count * unit, 1),
                "count": count,
            }
            for i, count in enumerate(summary.bins)
        ),
        ticks=tuple({"x": left + i * step, "value": 100 * i / BINS} for i in range(BINS + 1)),
        median=round(left + (right - left) * summary.median / summary.points, 1),
    )


def _slowest(results: Sequence[Result]) -> list[Result]:
    """The submissions that took longest, the longest first."""
    timed = [result for result in results if ran(result) and result.seconds]
    return sorted(timed, key=lambda result: -result.seconds.get("total", 0.0))[:SLOWEST]


def _flaky(results: Sequence[Result]) -> dict[str, list[str]]:
    """By question: the students whose test came out differently when it was run again."""
    return _students_by_question(results, lambda question: question.flaky)


def _not_attempted(results: Sequence[Result]) -> dict[str, list[str]]:
    """By question: the students who left it as it was handed out."""
    return _students_by_question(results, lambda question: outcome(question) == SKIPPED)


def _tried_nothing(results: Sequence[Result]) -> list[str]:
    """The students who handed in a notebook in which no question was attempted."""
    tried = [result for result in results if ran(result) and result.questions]
    return [one.student for one in tried if all(outcome(q) == SKIPPED for q in one.questions)]


def _students_by_question(results: Sequence[Result], wanted: Callable[[QuestionResult], bool]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for result in filter(ran, results):
        for question in filter(wanted, result.questions):
            found.setdefault(question.grade_id, []).append(result.student)
    return found


def _row(course: Course, path: Path, result: Result, inspected: dict[str, Any] | None) -> dict[str, Any]:
    questions = result.questions if ran(result) else ()
    return {
        "student": spreadsheet_safe(one_line(result.student, 80)),
        "link": _feedback_link(course, path, result),
        "name": one_line(result.student, 200),
        "inspected": inspected,
        "earned": result.earned,
        "late_days": late_days(_late_seconds(result)),
        "penalty": (less := _penalty(course, result)),
        "left": max(0.0, result.earned - less),
        "status": result.status,
        "questions": [{"outcome": outcome(q), "title": f"{q.grade_id}: {_points(q)}"} for q in questions],
        "told": _told(questions),
        "wrong": spreadsheet_safe(one_line(what_went_wrong(result), 220)),
        "lost": [_lost(question) for question in questions if first_failure(question)],
        "warnings": [one_line(warning, 300) for warning in result.warnings],
        "seconds": (result.seconds or {}).get("total", 0.0),
        "sandbox": one_line(result.sandbox, 20),
    }


def _late_seconds(result: Result) -> float | None:
    return result.timing.late_seconds if result.timing else None


def _penalty(course: Course, result: Result) -> float:
    return penalty(course.assignment(result.assignment), _late_seconds(result))


def _lost(question: QuestionResult) -> dict[str, str]:
    return {
        "grade_id": question.grade_id,
        "points": _points(question),
        "reason": one_line(explanation(question), 400),
        "detail": plain(question.detail, 1000).strip(),
    }


def _grouped(sentences: Sequence[str]) -> list[str]:
    """Sentences on the same cell, `knn-l1-solution: imports gc`, put together."""
    found: dict[str, list[str]] = {}
    for sentence in sentences:
        where, colon, what = sentence.partition(": ")
        found.setdefault(where + colon, []).append(what)
    return [where + ", ".join(what) for where, what in found.items()]


def _points(question: QuestionResult) -> str:
    if outcome(question) == MANUAL:
        return f"{number(question.max_points)} by hand"
    return f"{number(question.earned or 0.0)} of {number(question.max_points)}"


def _told(questions: Sequence[QuestionResult]) -> str:
    full = sum(outcome(question) == FULL for question in questions)
    less = "; ".join(f"{question.grade_id}: {_points(question)}" for question in questions if outcome(question) != FULL)
    return f"{full} questions with all points" + (f"; {less}" if less else "")


def _feedback_link(course: Course, path: Path, result: Result) -> str:
    page = course.feedback / result.student / result.assignment / f"{result.assignment}.html"
    return quote(os.fsencode(os.path.relpath(page, path.parent))) if page.is_file() else ""
