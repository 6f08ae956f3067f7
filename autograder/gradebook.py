"""The one writer of grades: nbgrader's gradebook, and `autograded/<student>/<assignment>/` beside it.

The graded notebook comes first, then the database in one transaction, then result.json as the mark of completion: a
submission without it, or with an older one, is graded again. So a run may be killed at any moment.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import ComputeChecksums, SaveCells

from .atomic import sweep, write_text
from .canonical import nbgrader, read
from .changes import changes
from .course import Assignment, Course
from .database import database_path, explained, open_database, patient_url, shown, sole_writer
from .errors import BuildError, CourseError
from .facts import Record, Timing
from .late import penalty
from .locks import only_writer, patiently
from .result import Result
from .rows import Row, Rows
from .stock import RESULT, NamedStubs
from .structure import AUTOTEST
from .timing import due_time

if TYPE_CHECKING:
    from .grade import Graded

T = TypeVar("T")


def record(course: Course, graded: Iterable[Graded]) -> None:
    """Write graded submissions, each as it comes; see Recorder."""
    with Recorder(course) as recorder:
        for one in graded:
            recorder.record(one)


class Recorder:
    """Writes graded submissions, one gradebook session for all of them; nobody else grades into it meanwhile.

    What people marked and wrote stays. A submission that could not be graded has a result.json alone; in the gradebook
    its questions earn 0. Where it was the machine that failed, all but result.json stays as it was recorded before.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._open = contextlib.ExitStack()
        self._rows: dict[str, Rows] = {}

    def __enter__(self) -> Recorder:
        with contextlib.ExitStack() as opening:
            opening.enter_context(only_writer(_lock(self._course)))
            sweep(database_path(self._course))
            self._check = opening.enter_context(sole_writer(self._course))
            self._gradebook = opening.enter_context(open_gradebook(self._course))
            self._open = opening.pop_all()
        return self

    def __exit__(self, *exception: Any) -> bool | None:
        return self._open.__exit__(*exception)

    def rows(self, name: str) -> dict[str, Row]:
        """What the gradebook holds of an assignment's submissions, by student."""
        return self._patiently(lambda: self._of(name).read())

    def agrees(self, result: Result, row: Row | None) -> bool:
        """Whether the gradebook holds what was recorded with this result: it may have been replaced since."""
        rows = self._of(result.assignment)
        facts, scores, comments = _facts(result.timing), _scores(result), _comments(result, rows)
        return (
            row is not None
            and all(getattr(row, key) == value for key, value in facts.items())
            and row.penalty == _penalty(self._course, result)
            and row.scores == {name: scores.get(name, 0.0) for name in rows.graded()}
            and row.comments == {name: comments[name] for name in rows.commented()}
        )

    def record(self, one: Graded) -> Result:
        """Write one submission; one that cannot be written for what it holds is not graded, and says so.

        Args: one: without a text where nothing could be run, or where the one written before stays.
        Returns: the result as written, with what has changed since the one before.
        Raises: BuildError where the gradebook holds submissions of other questions than the assignment has;
            CourseError where it cannot be written.
        """
        try:
            return self._record(one)
        except ValueError as error:  # such as text that is no UTF-8
            return self._record(_not_recorded(self._course, one.result, error))

    def _record(self, one: Graded) -> Result:
        result = one.result
        folder = self._course.autograded / result.student / result.assignment
        before = recorded(self._course, result.assignment, result.student)
        known = result.record or Record()
        stays = result.unfinished and before is not None and before.record is not None
        if stays:
            known = before.record
        path = folder / f"{result.assignment}.ipynb"
        if one.text is not None:
            write_text(path, one.text)
        elif not known.notebook:
            path.unlink(missing_ok=True)

        changed = _changed(before, known)
        rows = self._of(result.assignment)
        write = (result.student, _facts(result.timing), _scores(result), _comments(result, rows), changed)
        less = _penalty(self._course, result)
        marked = frozenset() if stays else self._patiently(lambda: rows.write(*write, less))
        history = changes(before, result, changed or frozenset(), marked)
        earlier = before.record.history if before and before.record else ()
        written = replace(result, record=replace(known, history=(*earlier, *history)))
        write_text(folder / RESULT, written.to_json())
        return written

    def _of(self, name: str) -> Rows:
        """The rows of an assignment, whose cells are brought up to date first."""
        if name not in self._rows:
            assignment = self._course.assignment(name)
            for folder in self._course.autograded.glob(f"*/{name}"):
                sweep(folder / RESULT)
                sweep(folder / assignment.notebook)
            self._patiently(lambda: _know(self._course, assignment, self._gradebook))
            self._rows[name] = self._patiently(lambda: Rows(self._gradebook, name))
        return self._rows[name]

    def _patiently(self, step: Any) -> Any:
        self._check()
        return _patiently(self._course, step)


def results(course: Course, name: str) -> list[Result]:
    """What was recorded for an assignment, by student.

    Raises: CourseError for a result.json that cannot be read.
    """
    return [_read_result(path) for path in sorted(course.autograded.glob(f"*/{name}/{RESULT}"))]


def recorded(course: Course, name: str, student: str) -> Result | None:
    """What was recorded for one submission; None where nothing was, or nothing that can be read."""
    try:
        return _read_result(course.autograded / student / name / RESULT)
    except (OSError, CourseError):
        return None


@contextlib.contextmanager
def open_gradebook(course: Course) -> Iterator[Gradebook]:
    """nbgrader's gradebook of a course, made where there is none."""
    course.work.mkdir(parents=True, exist_ok=True)
    with explained(course), _patiently(course, lambda: open_database(course)) as gradebook:
        yield gradebook


def save_cells(course: Course, name: str, notebook: NotebookNode) -> None:
    """Tell the gradebook what the cells of an assignment are, as `nbgrader generate_assignment` does.

    Args: notebook: with stubs in place of answers, complete tests and checksums.
    Raises: BuildError where submissions are recorded and questions came or went.
    """
    with only_writer(_lock(course)), sole_writer(course), open_gradebook(course) as gradebook:
        _patiently(course, lambda: _save_cells(course, course.assignment(name), notebook, gradebook))


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


def _save_cells(course: Course, assignment: Assignment, notebook: NotebookNode, gradebook: Gradebook) -> None:
    name = assignment.name
    try:
        gradebook.update_or_create_assignment(name, duedate=_due(course, assignment))
    finally:
        gradebook.db.rollback()
    about = {"notebook": name, "assignment": name, "student": ".", "db_url": patient_url(course)}
    step = SaveCells()
    step.log = logging.Logger("nbgrader", logging.CRITICAL)
    try:
        step.preprocess(deepcopy(notebook), {"nbgrader": about})
    except RuntimeError:
        raise BuildError(
            f"{name}: cells came or went, but {shown(course)} holds submissions of the old notebook: "
            "keep the cells, or export the grades (`nbgrader export`) and begin another gradebook"
        ) from None


def _know(course: Course, assignment: Assignment, gradebook: Gradebook) -> None:
    """Bring the gradebook's cells of an assignment up to date, where they are not."""
    complete = complete_notebook(course, assignment.name)
    wanted = {nbgrader(cell, "grade_id"): nbgrader(cell, "checksum") for cell in complete.cells}
    wanted.pop(None, None)
    try:
        known = gradebook.find_notebook(assignment.name, assignment.name)
        same_cells = {cell.name: cell.checksum for cell in known.source_cells} == wanted
        if same_cells and known.assignment.duedate == _due(course, assignment):
            return
    except MissingEntry:
        pass
    finally:
        gradebook.db.rollback()
    _save_cells(course, assignment, complete, gradebook)
    gradebook.db.expire_all()


def _patiently(course: Course, step: Callable[[], T]) -> T:
    return patiently(step, shown(course), course.gradebook_wait_seconds)


def _lock(course: Course) -> Path:
    return course.work / "gradebook.db.lock"


def _due(course: Course, assignment: Assignment) -> datetime | None:
    """The due time as nbgrader keeps it, UTC without a zone; with the grace, so that both call the same late."""
    due = due_time(course, assignment)
    return None if due is None else _naive(due + timedelta(minutes=assignment.grace_minutes))


def _facts(timing: Timing | None) -> dict[str, Any]:
    """Columns of a submission. An extension that a person gave in the gradebook is theirs to change."""
    if timing is None:
        return {}
    found: dict[str, Any] = {"timestamp": None}
    if timing.submitted:
        found["timestamp"] = _naive(datetime.fromisoformat(timing.submitted))
    if timing.extension != "gradebook":
        found["extension"] = timedelta(seconds=timing.extended_seconds) if timing.extension else None
    return found


def _penalty(course: Course, result: Result) -> float:
    late = result.timing.late_seconds if result.timing else None
    return penalty(course.assignment(result.assignment), late)


def _scores(result: Result) -> dict[str, float | None]:
    return {question.grade_id: question.earned for question in result.questions}


def _comments(result: Result, rows: Rows) -> dict[str, str | None]:
    """Why points were lost, at the cell with the answer."""
    reasons = {question.grade_id: question.reason for question in result.questions}
    return {name: reasons.get(name.removesuffix("-solution"), result.reason) or None for name in rows.commented()}


def _changed(before: Result | None, now: Record) -> frozenset[str] | None:
    """The questions with other answers than before; None where it is not known what was judged before."""
    if before is None or before.record is None:
        return None
    return frozenset(name for name, digest in now.answers.items() if before.record.answers.get(name) != digest)


def _not_recorded(course: Course, result: Result, error: ValueError) -> Graded:
    """What is recorded in the place of a submission that cannot be."""
    from .executors.job import Fault, Job
    from .executors.retries import given_up

    detail = f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode()
    fault = Fault("its result cannot be written", detail)
    where = Job(result.student, course.submitted / result.student / result.assignment)
    failed = given_up(course.assignment(result.assignment), where, fault)
    facts = {"timing": result.timing, "attempt": result.attempt, "fingerprint": result.fingerprint}
    return replace(failed, result=replace(failed.result, **facts))


def _naive(when: datetime) -> datetime:
    return when.astimezone(timezone.utc).replace(tzinfo=None)


def _read_result(path: Path) -> Result:
    try:
        return Result.from_json(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise CourseError(f"{path} is not a result ({error}): grade this submission again") from None
