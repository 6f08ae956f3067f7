"""The one writer of grades: nbgrader's gradebook, and `autograded/<student>/<assignment>/` beside it.

Files come first, then the database, each whole or not at all: a run that was killed is repeated.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import dateutil.parser
import nbformat
from nbformat import NotebookNode
from nbgrader.api import Grade, Gradebook, InvalidEntry, MissingEntry
from nbgrader.preprocessors import ComputeChecksums, SaveCells
from sqlalchemy.exc import SQLAlchemyError

from .atomic import write_text
from .canonical import nbgrader, read
from .course import Assignment, Course
from .errors import BuildError, CourseError
from .result import QuestionResult, Result
from .stock import RESULT, NamedStubs, course_id
from .structure import AUTOTEST

if TYPE_CHECKING:
    from .grade import Graded


def record(course: Course, graded: Iterable[Graded]) -> None:
    """Write graded submissions: notebook and result.json, then the gradebook. What people marked stays.

    A submission that could not be graded has a result.json alone; in the gradebook its questions earn 0.

    Raises: BuildError where the gradebook holds submissions of other questions than the assignment has.
    """
    known: set[str] = set()
    for one in graded:
        assignment = course.assignment(one.result.assignment)
        changed = _write_files(course, assignment, one)
        if assignment.name not in known:
            _know(course, assignment)
            known.add(assignment.name)
        _write_grades(course, assignment, one.result, changed)


def results(course: Course, name: str) -> list[Result]:
    """What was recorded for an assignment, by student.

    Raises: CourseError for a result.json that cannot be read.
    """
    return [_read_result(path) for path in sorted(course.autograded.glob(f"*/{name}/{RESULT}"))]


@contextlib.contextmanager
def open_gradebook(course: Course) -> Iterator[Gradebook]:
    """nbgrader's gradebook of a course, made where there is none."""
    course.work.mkdir(parents=True, exist_ok=True)
    # To make one, nbgrader runs `alembic`: beside Python, but on the path only in an active environment.
    path = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), path])
    try:
        with Gradebook(course.gradebook_url, course_id(course)) as gradebook:
            os.environ["PATH"] = path
            yield gradebook
    except (SQLAlchemyError, InvalidEntry) as error:
        reason = str(error).split("\n")[0]
        raise CourseError(
            f"{course.gradebook_url} cannot be written ({reason}); is another program using it? "
            "What was graded is kept: run this again"
        ) from None
    finally:
        os.environ["PATH"] = path


def save_cells(course: Course, name: str, notebook: NotebookNode) -> None:
    """Tell the gradebook what the cells of an assignment are, as `nbgrader generate_assignment` does.

    Args: notebook: with stubs in place of answers, complete tests and checksums.
    Raises: BuildError where submissions are recorded and questions came or went.
    """
    assignment = course.assignment(name)
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(name, duedate=_utc(assignment.due, course))
    about = {"notebook": name, "assignment": name, "student": ".", "db_url": course.gradebook_url}
    step = SaveCells()
    step.log = logging.Logger("nbgrader", logging.CRITICAL)
    try:
        step.preprocess(deepcopy(notebook), {"nbgrader": about})
    except RuntimeError:
        raise BuildError(
            f"{name}: cells came or went, but {course.gradebook_url} holds submissions of the old notebook: "
            "keep the cells, or export the grades (`nbgrader export`) and move gradebook.db away"
        ) from None


def complete_notebook(course: Course, name: str, release: Path | None = None) -> NotebookNode:
    """The source notebook as nbgrader keeps it for grading, its AUTOTEST cells taken from the release.

    Args: release: the student notebook, if not the one in `release/`.
    Raises: CourseError where the release has not been built.
    """
    path = release or course.release(name)
    source, student = read(course.source(name)), read(path)
    instantiated = {nbgrader(cell, "grade_id"): cell.source for cell in student.cells}
    for cell in source.cells:
        if AUTOTEST in cell.source and nbgrader(cell, "grade"):
            try:
                cell.source = instantiated[nbgrader(cell, "grade_id")]
            except KeyError:
                raise CourseError(f"{path} has no cell {cell.id}: run `autograder build {name}`") from None
    for step in (NamedStubs(), ComputeChecksums()):
        source, _ = step.preprocess(source, {})
    return source


def _know(course: Course, assignment: Assignment) -> None:
    """Bring the gradebook's cells of an assignment up to date, where they are not."""
    complete = complete_notebook(course, assignment.name)
    wanted = {nbgrader(cell, "grade_id"): nbgrader(cell, "checksum") for cell in complete.cells}
    wanted.pop(None, None)
    with open_gradebook(course) as gradebook, contextlib.suppress(MissingEntry):
        known = gradebook.find_notebook(assignment.name, assignment.name)
        same_cells = {cell.name: cell.checksum for cell in known.source_cells} == wanted
        if same_cells and known.assignment.duedate == _utc(assignment.due, course):
            return
    save_cells(course, assignment.name, complete)


def _write_files(course: Course, assignment: Assignment, one: Graded) -> frozenset[str]:
    """Write the graded notebook and result.json; returns the grade ids whose written answers changed."""
    folder = course.autograded / one.result.student / assignment.name
    path = folder / assignment.notebook
    changed: frozenset[str] = frozenset()
    if one.notebook is None:
        path.unlink(missing_ok=True)
    else:
        changed = _changed(path, one.notebook)
        write_text(path, nbformat.writes(one.notebook) + "\n")
    write_text(folder / RESULT, one.result.to_json())
    return changed


def _changed(path: Path, notebook: NotebookNode) -> frozenset[str]:
    """The graded answers (written ones) that are others than in the notebook that was graded before."""

    def answers(nb: NotebookNode) -> dict[str, str]:
        graded = [cell for cell in nb.cells if nbgrader(cell, "grade") and nbgrader(cell, "solution")]
        return {nbgrader(cell, "grade_id"): cell.source for cell in graded}

    if not path.exists():
        return frozenset()
    before = answers(read(path))
    return frozenset(grade_id for grade_id, text in answers(notebook).items() if before.get(grade_id) != text)


def _write_grades(course: Course, assignment: Assignment, result: Result, changed: frozenset[str]) -> None:
    timestamp = _timestamp(course.submitted / result.student / assignment.name / "timestamp.txt")
    questions = {question.grade_id: question for question in result.questions}
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_student(result.student)
        with gradebook.db.no_autoflush:
            gradebook.update_or_create_submission(assignment.name, result.student, timestamp=timestamp)
            notebook = gradebook.find_submission_notebook(assignment.name, assignment.name, result.student)
            for grade in notebook.grades:
                _grade(grade, questions.get(grade.name), grade.name in changed)
            for comment in notebook.comments:
                question = questions.get(comment.name.removesuffix("-solution"))
                comment.auto_comment = (question.reason if question else result.reason) or None
            gradebook.db.commit()


def _grade(grade: Grade, question: QuestionResult | None, changed: bool) -> None:
    """Set the automatic score. A person's mark stays; where what it judged has changed, it needs a look."""
    score = question.earned if question else 0.0
    if grade.manual_score is None:
        grade.needs_manual_grade = score is None
    elif changed or score != grade.auto_score:
        grade.needs_manual_grade = True
    grade.auto_score = score


def _read_result(path: Path) -> Result:
    try:
        return Result.from_json(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise CourseError(f"{path} is not a result ({error}): grade this submission again") from None


def _timestamp(path: Path) -> datetime | None:
    """When nbgrader's exchange collected a submission, in UTC; None where it does not say."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > 100:
        return None
    try:
        when = dateutil.parser.parse(path.read_text(encoding="utf-8").strip())
    except (ValueError, OverflowError):
        return None
    return when.astimezone(timezone.utc).replace(tzinfo=None) if when.tzinfo else when


def _utc(due: datetime | None, course: Course) -> datetime | None:
    """A date of `course.toml`, local unless it says its zone, as nbgrader keeps it: UTC without a zone."""
    if due is None:
        return None
    local = due if due.tzinfo else due.replace(tzinfo=ZoneInfo(course.timezone))
    return local.astimezone(timezone.utc).replace(tzinfo=None)
