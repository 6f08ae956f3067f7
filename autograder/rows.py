"""The rows of one assignment's submissions in nbgrader's gradebook, in few statements.

nbgrader's own objects load every sum of scores with each row, which takes fifty milliseconds a submission. These are
the same tables, through the same session.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import Column, Connection, Table, insert, select, text, update


@dataclass(frozen=True)
class Row:
    """What the gradebook holds of one submission, but for what people wrote. scores, comments: by name of the cell.

    penalty: points taken off for lateness.
    """

    timestamp: datetime | None
    extension: timedelta | None
    penalty: float
    scores: dict[str, float | None]
    comments: dict[str, str | None]


class Rows:
    """The submissions of an assignment that the gradebook knows."""

    def __init__(self, gradebook: Gradebook, name: str) -> None:
        notebook = gradebook.find_notebook(name, name)
        self._db = gradebook.db
        self._assignment, self._notebook = notebook.assignment_id, notebook.id
        self._graded = self._cells(GradeCell) | self._cells(TaskCell)
        self._commented = self._cells(SolutionCell) | self._cells(TaskCell)
        self._db.rollback()

    def read(self) -> dict[str, Row]:
        """Everything that is recorded, by student."""
        submitted = select(
            SubmittedAssignment.student_id,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.extension,
            SubmittedNotebook.id,
            SubmittedNotebook.late_submission_penalty,
        ).outerjoin(
            SubmittedNotebook,
            (SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            & (SubmittedNotebook.notebook_id == self._notebook),
        )
        notebooks = self._db.execute(submitted.where(SubmittedAssignment.assignment_id == self._assignment)).all()
        scores = self._values(Grade, Grade.auto_score, self._graded)
        comments = self._values(Comment, Comment.auto_comment, self._commented)
        self._db.rollback()
        return {
            student: Row(timestamp, extension, penalty or 0.0, scores.get(notebook, {}), comments.get(notebook, {}))
            for student, timestamp, extension, notebook, penalty in notebooks
        }

    def write(
        self,
        student: str,
        facts: Mapping[str, Any],
        scores: Mapping[str, float | None],
        comments: Mapping[str, str | None],
        changed: frozenset[str] | None,
        penalty: float = 0.0,
    ) -> frozenset[str]:
        """Write one submission, all of it or nothing. What people marked and wrote stays.

        Args:
            facts: columns of the submission: timestamp, extension; those not named stay.
            scores: by grade cell, None where a person has to grade; a cell that is not named earns 0.
            comments: by solution cell; one that is not named gets none.
            changed: the questions with other answers than were graded before; None where that is not known.
            penalty: points taken off for lateness.
        Returns: the questions that a person marked and has to look at again, since what was judged has changed.
        """
        try:
            # Before anything is read, so that nobody's mark comes between; elsewhere rows are locked as they are read.
            if self._db.get_bind().dialect.name == "sqlite":
                self._db.execute(text("BEGIN IMMEDIATE"))
            flagged = self._write(student, facts, scores, comments, changed, penalty)
            self._db.commit()
            return flagged
        except BaseException:
            self._db.rollback()
            raise

    def _write(
        self,
        student: str,
        facts: Mapping[str, Any],
        scores: Mapping[str, float | None],
        comments: Mapping[str, str | None],
        changed: frozenset[str] | None,
        penalty: float,
    ) -> frozenset[str]:
        notebook, is_new = self._notebook_of(student, facts, penalty or None)
        flagged = self._write_grades(notebook, is_new, scores, changed)
        self._write_comments(notebook, is_new, comments)
        return flagged

    def _notebook_of(self, student: str, facts: Mapping[str, Any], penalty: float | None) -> tuple[str, bool]:
        """The id of a student's notebook, and whether it is new; what it belongs to is made where it is missing."""
        table: Table = SubmittedAssignment.__table__
        ours = (table.c.assignment_id == self._assignment) & (table.c.student_id == student)
        submission = self._connection.execute(select(table.c.id).where(ours)).scalar()
        notebook = None
        if submission is None:
            submission = uuid4().hex
            known: Table = Student.__table__
            if self._connection.execute(select(known.c.id).where(known.c.id == student)).first() is None:
                self._insert(Student, {"id": student})
            about = {"id": submission, "assignment_id": self._assignment, "student_id": student}
            self._insert(SubmittedAssignment, about | dict(facts))
        else:
            if facts:
                self._connection.execute(update(table).where(table.c.id == submission).values(**facts))
            table = SubmittedNotebook.__table__
            its = (table.c.assignment_id == submission) & (table.c.notebook_id == self._notebook)
            notebook = self._connection.execute(select(table.c.id).where(its)).scalar()
        if notebook is not None:
            mine = update(table).where(table.c.id == notebook)
            self._connection.execute(mine.values(late_submission_penalty=penalty))
            return notebook, False
        notebook = uuid4().hex
        about = {"id": notebook, "assignment_id": submission, "notebook_id": self._notebook}
        self._insert(SubmittedNotebook, about | {"late_submission_penalty": penalty})
        return notebook, True

    def _write_grades(
        self, notebook: str, is_new: bool, scores: Mapping[str, float | None], changed: frozenset[str] | None
    ) -> frozenset[str]:
        table: Table = Grade.__table__
        columns = (table.c.id, table.c.cell_id, table.c.auto_score, table.c.manual_score, table.c.needs_manual_grade)
        known = [] if is_new else self._locked(table, columns, notebook)
        flagged = set()
        for key, cell, before, mark, needed in known:
            name = self._graded.get(cell)
            if name is None:
                continue
            score = scores.get(name, 0.0)
            look = score is None
            if mark is not None:
                look = bool(needed) or changed is None or name in changed or score != before
                flagged |= {name} if look else set()
            if (score, look) != (before, bool(needed)):
                new = {"auto_score": score, "needs_manual_grade": look}
                self._connection.execute(update(table).where(table.c.id == key).values(**new))
        missing = self._graded.keys() - {cell for _, cell, *_ in known}
        earned = {cell: scores.get(self._graded[cell], 0.0) for cell in missing}
        about = {cell: {"auto_score": score, "needs_manual_grade": score is None} for cell, score in earned.items()}
        self._insert(Grade, *(_row(notebook, cell, values) for cell, values in about.items()))
        return frozenset(flagged)

    def _write_comments(self, notebook: str, is_new: bool, comments: Mapping[str, str | None]) -> None:
        table: Table = Comment.__table__
        columns = (table.c.id, table.c.cell_id, table.c.auto_comment)
        known = [] if is_new else self._locked(table, columns, notebook)
        for key, cell, before in known:
            comment = comments.get(self._commented.get(cell, ""))
            if comment != before:
                self._connection.execute(update(table).where(table.c.id == key).values(auto_comment=comment))
        missing = self._commented.keys() - {cell for _, cell, _ in known}
        said = {cell: {"auto_comment": comments.get(self._commented[cell])} for cell in missing}
        self._insert(Comment, *(_row(notebook, cell, values) for cell, values in said.items()))

    def commented(self) -> frozenset[str]:
        """The names of the cells that have a comment."""
        return frozenset(self._commented.values())

    def graded(self) -> frozenset[str]:
        """The names of the cells that have a grade."""
        return frozenset(self._graded.values())

    def _cells(self, kind: type) -> dict[str, str]:
        found = self._db.execute(select(kind.id, kind.name).where(kind.notebook_id == self._notebook)).all()
        return dict(map(tuple, found))

    def _values(self, kind: type, column: Any, cells: Mapping[str, str]) -> dict[str, dict[str, Any]]:
        """One column of all grades or comments: by submitted notebook, then by name of the cell."""
        query = select(kind.notebook_id, kind.cell_id, column).join(
            SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id
        )
        found: dict[str, dict[str, Any]] = {}
        for notebook, cell, value in self._db.execute(query.where(SubmittedNotebook.notebook_id == self._notebook)):
            if cell in cells:
                found.setdefault(notebook, {})[cells[cell]] = value
        return found

    @property
    def _connection(self) -> Connection:
        """Of the session's transaction; past the session itself, which takes as long again for each statement."""
        return self._db.connection()

    def _locked(self, table: Table, columns: Sequence[Column], notebook: str) -> Sequence[tuple]:
        """The rows of a submitted notebook; nobody else changes them before this transaction ends."""
        found = select(*columns).where(table.c.notebook_id == notebook).with_for_update()
        return self._connection.execute(found).all()

    def _insert(self, kind: type, *rows: Mapping[str, Any]) -> None:
        if rows:
            self._connection.execute(insert(kind.__table__), list(rows))


def _row(notebook: str, cell: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": uuid4().hex, "cell_id": cell, "notebook_id": notebook, **values}
