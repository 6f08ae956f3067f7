"""The grades filled into a file that Canvas or Moodle gave: it knows each person there, and reads it back.

Canvas: Grades, Export. Its CSV has a row of `Points Possible` and a column for each assignment, "Title (12345)". Only
the columns that say who it is, and the one of this assignment, are kept, so that an import changes nothing else.

Moodle: the assignment, Download grading worksheet. Its CSV has the columns `Grade` and `Maximum Grade`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..course import Assignment
from ..errors import AutograderError
from ..grades import Grade
from .tables import csv_text

CANVAS, MOODLE = "canvas", "moodle"
_CANVAS_PERSON = ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Section")
# In which columns a student may be known by the name of the folder, the surest first.
_WHO = {
    CANVAS: ("SIS Login ID", "SIS User ID", "ID", "Integration ID", "Student"),
    MOODLE: ("Username", "ID number", "Email address", "Identifier", "Full name"),
}
_CANVAS_ID = re.compile(r" \(\d+\)$")


@dataclass(frozen=True)
class Filled:
    """text: the CSV to import. by: the column in which students were found. graded: how many rows have a grade.

    unknown: students with a grade whom the file does not have. left: people in the file without a grade.
    locked: people whose grade the platform does not let anybody change.
    """

    text: str
    by: str
    graded: int
    unknown: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()


def fill(platform: str, template: Path, assignment: Assignment, grades: Sequence[Grade]) -> Filled:
    """The grades of one assignment in the file `template`, which stays as it is.

    Args: platform: "canvas" or "moodle".
    Raises: AutograderError where it is no such file, where none of the students is in it, or where a student is twice.
    """
    rows = _read(template)
    header = rows[0]
    missing = [name for name in (("Student", "ID") if platform == CANVAS else ("Grade",)) if name not in header]
    if missing:
        wanted = "Grades, Export" if platform == CANVAS else "the assignment, Download grading worksheet"
        raise AutograderError(
            f"{template} is not what {platform.capitalize()} exports ({wanted}): "
            f"no column {missing[0]!r} among {', '.join(header[:8])}"
        )
    points = {grade.student: grade.points for grade in grades if grade.points is not None}
    by, found = _match(platform, rows, sorted(points), template)
    if platform == CANVAS:
        return _canvas(rows, assignment, points, by, found)
    return _moodle(rows, assignment, points, by, found, template)


def _read(template: Path) -> list[list[str]]:
    try:
        text = template.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise AutograderError(f"{template}: no such file") from None
    except UnicodeDecodeError:
        raise AutograderError(f"{template}: not UTF-8; export it again, without opening it in a spreadsheet") from None
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    if not rows:
        raise AutograderError(f"{template} is empty")
    width = len(rows[0])
    return [row[:width] + [""] * (width - len(row)) for row in rows]


def _match(platform: str, rows: list[list[str]], students: Sequence[str], template: Path) -> tuple[str, dict[int, str]]:
    """The column in which most students are found, and the student of each row."""
    best: tuple[str, dict[int, str]] = ("", {})
    for name in _WHO[platform]:
        if name not in rows[0]:
            continue
        column, found = rows[0].index(name), {}
        by_key = {_key(student): student for student in students}
        for number, row in enumerate(rows[1:], 1):
            student = by_key.get(_key(row[column])) or by_key.get(_key(row[column]).partition("@")[0])
            if student is not None:
                found[number] = student
        if len(found) > len(best[1]):
            best = name, found
    by, found = best
    if students and not found:
        looked = ", ".join(name for name in _WHO[platform] if name in rows[0])
        raise AutograderError(
            f"{template}: none of {len(students)} students is in it (looked in {looked}). "
            f"A student is known by the name of the folder under submitted/, such as {students[0]!r}"
        )
    twice = sorted({student for student in found.values() if list(found.values()).count(student) > 1})
    if twice:
        raise AutograderError(f"{template}: {twice[0]} is in column {by!r} more than once")
    return by, found


def _canvas(
    rows: list[list[str]], assignment: Assignment, points: Mapping[str, float], by: str, found: Mapping[int, str]
) -> Filled:
    header = rows[0]
    known = {_key(assignment.title), _key(assignment.name)}
    columns = [
        i for i, name in enumerate(header) if _CANVAS_ID.search(name) and _key(_CANVAS_ID.sub("", name)) in known
    ]
    if len(columns) > 1:
        raise AutograderError(f"two columns are called {assignment.title!r}: {', '.join(header[i] for i in columns)}")
    who = [i for i, name in enumerate(header) if name in _CANVAS_PERSON]
    most = sum(assignment.points.values())
    out = [[*(header[i] for i in who), header[columns[0]] if columns else assignment.title]]
    for number, row in enumerate(rows[1:], 1):
        kept: list[str | float | None] = [row[i] for i in who]
        if number in found:
            out.append([*kept, points[found[number]]])
        elif row[header.index("Student")].strip() == "Points Possible":
            if columns and (there := _number(row[columns[0]])) is not None and there != most:
                raise AutograderError(
                    f"Canvas gives {there:g} points for {assignment.title!r}, the course {most:g}: "
                    "make them equal in Canvas and export again"
                )
            out.append([*kept, most])
    left = tuple(
        row[header.index("Student")]
        for number, row in enumerate(rows[1:], 1)
        if number not in found and row[header.index("ID")].strip()
    )
    return Filled(csv_text(out), by, len(found), _unknown(points, found), left)


def _moodle(
    rows: list[list[str]],
    assignment: Assignment,
    points: Mapping[str, float],
    by: str,
    found: Mapping[int, str],
    template: Path,
) -> Filled:
    header, most = rows[0], sum(assignment.points.values())
    grade, name = header.index("Grade"), header.index(by) if by else 0
    out: list[Sequence[str | float]] = [header]
    left, locked, graded = [], [], 0
    for number, row in enumerate(rows[1:], 1):
        new: list[str | float] = list(row)
        if "Maximum Grade" in header and (there := _number(row[header.index("Maximum Grade")])) not in (None, most):
            raise AutograderError(
                f"{template}: Moodle gives at most {there:g}, the course {most:g} points for {assignment.title!r}: "
                "set the assignment's maximum grade in Moodle and download the worksheet again"
            )
        if "Grade can be changed" in header and row[header.index("Grade can be changed")].strip().lower() == "no":
            locked.append(row[name])
        elif number in found:
            new[grade] = points[found[number]]
            graded += 1
        else:
            left.append(row[name])
        out.append(new)
    return Filled(csv_text(out), by, graded, _unknown(points, found), tuple(left), tuple(locked))


def _unknown(points: Mapping[str, float], found: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(sorted(set(points) - set(found.values())))


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
