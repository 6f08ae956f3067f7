"""An invented course of two small assignments, and what 60 invented students hand in during its term."""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.atomic import replace_folder
from autograder.canonical import clean, dumps, nbgrader, read
from autograder.course import Course, load_course
from autograder.gradebook import complete_notebook, save_cells
from autograder.stock import generate

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
ROWS, COLUMNS = "rows", "columns"
WRITTEN = "rows-why"
TABLE, ROSTER = HERE / "table.toml", HERE / "roster.csv"

COURSE = """\
[course]
title = "An invented term"
timezone = "Europe/Vienna"

[assignments.rows]
title = "Rows"
due = 2026-10-01T22:00:00
imports = ["numpy", "coursework"]
grace_minutes = 30
late_percent_per_day = 10
late_percent_most = 30
attempts = "last"

[assignments.rows.points]
rows-sum = 4
rows-scale = 4
rows-why = 2

[assignments.columns]
title = "Columns"
due = 2026-10-29T22:00:00
imports = ["numpy", "coursework"]
grace_minutes = 30
late_percent_per_day = 10
late_percent_most = 30
attempts = "best"

[assignments.columns.points]
columns-max = 6
columns-range = 4

[assignments.rows.extensions]
"""

# grade_id: (points by hand, points hidden, signature, reference, visible test, hidden test)
QUESTIONS = {
    ROWS: {
        "rows-sum": (1, 3, "row_sums(x)", "return x.sum(axis=1)", "[3.0, 7.0]", "x.sum(axis=1)"),
        "rows-scale": (
            1, 3, "scale_rows(x)", "return x / x.max(axis=1, keepdims=True)", "[[0.5, 1.0], [0.75, 1.0]]",
            "x / x.max(axis=1, keepdims=True)",
        ),
    },
    COLUMNS: {
        "columns-max": (2, 4, "column_max(x)", "return x.max(axis=0)", "[3.0, 4.0]", "x.max(axis=0)"),
        "columns-range": (
            1, 3, "column_range(x)", "return x.max(axis=0) - x.min(axis=0)", "[2.0, 2.0]", "np.ptp(x, axis=0)",
        ),
    },
}  # fmt: skip
MISTAKE = "x / x.max(axis=0, keepdims=True)"
TESTS = """\
with check.part("by hand", points={shown}):
    check.close({name}(np.array([[1.0, 2.0], [3.0, 4.0]])), {expected})
### BEGIN HIDDEN TESTS
from autograder import reference
x = reference("{assignment}").rng("{question}").uniform(1, 2, size=(4, 3))
with check.part("random numbers", points={hidden}, hidden=True):
    check.close({name}(x), {truth})
### END HIDDEN TESTS
check.score(of={points})"""

ANSWERS = {
    ROWS: {
        "right": {"rows-sum": "return x.sum(axis=1)", "rows-scale": "return x / x.max(axis=1)[:, None]"},
        "loops": {
            "rows-sum": "return np.array([sum(row) for row in x])",
            "rows-scale": "return np.array([[value / max(row) for value in row] for row in x])",
        },
        "half": {"rows-sum": "return x @ np.ones(x.shape[1])"},
        "axis": {"rows-sum": "return x.sum(axis=0)", "rows-scale": "return x / x.max(axis=1, keepdims=True)"},
    },
    COLUMNS: {
        "right": {"columns-max": "return x.max(axis=0)", "columns-range": "return np.ptp(x, axis=0)"},
        "loops": {
            "columns-max": "return np.array([max(column) for column in x.T])",
            "columns-range": "return np.array([max(column) - min(column) for column in x.T])",
        },
        "half": {"columns-max": "return x.max(axis=0)"},
        "axis": {"columns-max": "return x.max(axis=1)", "columns-range": "return x.max(axis=0) - x.min(axis=0)"},
        "raises": {"columns-max": "return x.max(axis=7)", "columns-range": "return x.max(axis=0) - x.min(axis=0)"},
    },
}


@dataclass(frozen=True)
class Student:
    """One line of the roster, with what the table says of its kind. sortable_name: family name, comma, given name."""

    name: str
    sortable_name: str
    numbers: dict[str, str]
    kind: str
    said: dict[str, Any]

    @property
    def full_name(self) -> str:
        return " ".join(reversed(self.sortable_name.split(", ")))

    def attempts(self, assignment: str) -> list[tuple[str, datetime]]:
        """What is handed in, and when by the clock on the wall."""
        return [(answer, when) for answer, when in self.said[assignment]]


@dataclass(frozen=True)
class HandedIn:
    """One attempt. number: 1 for the student's first."""

    student: Student
    assignment: str
    number: int
    notebook: bytes
    when: datetime


def students(table: Path = TABLE, number: int = 60) -> list[Student]:
    """The first of the roster; the kinds of the table take turns."""
    kinds = list(tomllib.loads(table.read_text(encoding="utf-8")).items())
    with ROSTER.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))[:number]
    return [
        Student(line.pop("student"), line.pop("name"), line, *kinds[i % len(kinds)]) for i, line in enumerate(lines)
    ]


def write_course(path: Path) -> Course:
    """Write the course with its releases, the mistake in the hidden test of rows-scale."""
    path.mkdir(parents=True)
    (path / "course.toml").write_text(COURSE, encoding="utf-8")
    for name in ("autotests.yml", "nbgrader_config.py"):
        shutil.copy(REPOSITORY / name, path)
    course = load_course(path)
    for assignment in QUESTIONS:
        write_assignment(course, assignment, mistake=True)
    return course


def write_assignment(course: Course, assignment: str, *, mistake: bool) -> None:
    """Write the source of an assignment and build what students get and what the gradebook knows."""
    path = course.source(assignment)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dumps(_source(assignment, mistake)), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        generate(course, assignment, Path(folder))
        clean([Path(folder)])
        replace_folder(Path(folder) / assignment, course.release(assignment).parent)
    save_cells(course, assignment, complete_notebook(course, assignment))


def handed_in(course: Course, assignment: str, everybody: Iterable[Student]) -> list[HandedIn]:
    """Every attempt of everybody; a broken one is half a file."""
    release = read(course.release(assignment))
    whole = {answer: _answered(release, bodies) for answer, bodies in ANSWERS[assignment].items()}
    whole["broken"] = whole["right"][:200]
    return [
        HandedIn(student, assignment, number, whole[answer] + b"\n" * (number - 1), when)
        for student in everybody
        for number, (answer, when) in enumerate(student.attempts(assignment), 1)
    ]


def _answered(release: nbformat.NotebookNode, bodies: dict[str, str]) -> bytes:
    """The release with answers; the text is written by those who have answered everything."""
    notebook = nbformat.from_dict(release)
    questions = next(each for each in QUESTIONS.values() if bodies.keys() <= each.keys())
    for cell in notebook.cells:
        question = str(nbgrader(cell, "grade_id") or "").removesuffix("-solution")
        if nbgrader(cell, "solution") and question in bodies:
            cell.source = f"def {questions[question][2]}:\n    {bodies[question]}"
        if question == WRITTEN and len(bodies) > 1:
            cell.source = "Because a row is one image, and its brightness is its own."
    return (nbformat.writes(notebook) + "\n").encode()


def _source(assignment: str, mistake: bool) -> nbformat.NotebookNode:
    cells = [
        new_markdown_cell(f"# {assignment.capitalize()}", id="title"),
        new_code_cell("import numpy as np\n\nfrom coursework import check", id="set-up"),
    ]
    for question, (shown, hidden, signature, reference, expected, truth) in QUESTIONS[assignment].items():
        words = {"shown": shown, "hidden": hidden, "points": shown + hidden, "expected": expected}
        words |= {"truth": MISTAKE if mistake and question == "rows-scale" else truth}
        tests = TESTS.format(assignment=assignment, question=question, name=signature.partition("(")[0], **words)
        answer = f"def {signature}:\n    ### BEGIN SOLUTION\n    {reference}\n    ### END SOLUTION"
        task = f"### {signature} (`{question}`, {shown + hidden} points)"
        cells += [
            new_markdown_cell(task, id=f"{question}-task", metadata=_about(f"{question}-task")),
            new_code_cell(answer, id=f"{question}-solution", metadata=_about(f"{question}-solution", solution=True)),
            new_code_cell(tests, id=question, metadata=_about(question, grade=True, points=shown + hidden)),
        ]
    if assignment == ROWS:
        text = "### BEGIN SOLUTION\nEach row is an image of its own.\n### END SOLUTION"
        about = _about(WRITTEN, solution=True, grade=True, points=2)
        cells += [
            new_markdown_cell(f"### Why by rows? (`{WRITTEN}`, 2 points)", id=f"{WRITTEN}-task"),
            new_markdown_cell(text, id=WRITTEN, metadata=about),
        ]
    return new_notebook(cells=cells)


def _about(grade_id: str, *, solution: bool = False, grade: bool = False, **more: Any) -> dict[str, Any]:
    roles = {"solution": solution, "grade": grade, "locked": not solution, "task": False, "schema_version": 3}
    return {"nbgrader": {"grade_id": grade_id, **roles, **more}}
