"""Grades as tables, written as CSV and as xlsx. What a student chose to be called never becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..atomic import write_bytes, write_text
from ..course import Course
from ..grades import Grade
from ..text import spreadsheet_safe

Value = str | float | None
_HARMLESS = re.compile(r"-|[+-]?\d+(\.\d+)?")


@dataclass(frozen=True)
class Table:
    """header: names of the columns; rows: as long as the header. None is an empty cell."""

    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def grades_table(course: Course, graded: Mapping[str, Sequence[Grade]], *, questions: bool = False) -> Table:
    """A row for each student, sorted; the columns of each assignment side by side.

    Args:
        graded: by assignment, in the order of the columns.
        questions: a column for each question, too.
    """
    header, columns = ["student"], []
    for name, found in graded.items():
        points = course.assignments[name].points
        header += [f"{name} ({sum(points.values()):g})", f"{name} status", f"{name} late (h)"]
        header += [f"{name} penalty", f"{name} to be marked"]
        header += [f"{grade_id} ({most:g})" for grade_id, most in points.items()] if questions else []
        columns.append(({grade.student: grade for grade in found}, tuple(points) if questions else ()))
    width = len(header) - 1
    rows = []
    for student in sorted({grade.student for found in graded.values() for grade in found}):
        row: list[Value] = [student]
        for by_student, names in columns:
            row += _cells(by_student.get(student), names)
        assert len(row) == width + 1
        rows.append(tuple(row))
    return Table(tuple(header), tuple(rows))


def gradescope_table(grades: Sequence[Grade], points: Mapping[str, float]) -> Table:
    """The columns of Gradescope's own export of grades, one assignment; for scripts that read these.

    Args: points: the most that each question gives, in the order of the columns.
    """
    header = ["Name", "SID", "Email", "Total Score", "Max Points", "Status", "Submission Time", "Lateness (H:M:S)"]
    header += [f"{number}: {grade_id} ({most:g} pts)" for number, (grade_id, most) in enumerate(points.items(), 1)]
    rows = []
    for grade in grades:
        email = grade.student if "@" in grade.student else None
        status = "Missing" if not grade.handed_in else "Ungraded" if grade.waiting else "Graded"
        row: list[Value] = [grade.student, grade.student, email, grade.points, grade.max_points, status]
        row += [grade.submitted or None, _clock(grade.late_seconds)]
        rows.append((*row, *(grade.questions.get(name) if grade.handed_in else None for name in points)))
    return Table(tuple(header), tuple(rows))


def write_csv(table: Table, path: Path) -> None:
    """RFC 4180 in UTF-8; text that a spreadsheet would calculate gets an apostrophe before it."""
    write_text(path, csv_text([table.header, *table.rows]))


def csv_text(rows: Sequence[Sequence[Value]]) -> str:
    """Rows as CSV, safe to open in a spreadsheet."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([[_written(value) for value in row] for row in rows])
    return file.getvalue()


def write_xlsx(table: Table, path: Path) -> None:
    """A workbook with one sheet: numbers are numbers, text is text whatever it begins with."""
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("grades")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, table.header, bold)
        for number, row in enumerate(table.rows, 1):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(table.rows), len(table.header) - 1)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, len(table.header) - 1, 14)
    write_bytes(path, file.getvalue())


def _cells(grade: Grade | None, questions: Sequence[str]) -> list[Value]:
    if grade is None:
        return [None] * (5 + len(questions))
    late = None if grade.late_seconds is None else round(grade.late_seconds / 3600, 2)
    cells: list[Value] = [grade.points, grade.status, late, grade.penalty or None, ", ".join(grade.waiting) or None]
    return cells + [grade.questions.get(name) if grade.handed_in else None for name in questions]


def _written(value: Value) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return f"{value:.10g}"
    # What a platform wrote itself for "nothing", or a number.
    return value if _HARMLESS.fullmatch(value) else spreadsheet_safe(value)


def _clock(seconds: float | None) -> str | None:
    """H:M:S, as Gradescope writes it."""
    if seconds is None:
        return None
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"
