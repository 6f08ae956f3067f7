"""A whole course with one small assignment, written into a folder: what tests build and grade in seconds."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.atomic import replace_folder
from autograder.canonical import clean, dumps
from autograder.course import Course, load_course
from autograder.stock import generate

REPOSITORY = Path(__file__).parents[2]

COURSE = """\
[course]
title = "A tiny course"
timezone = "Europe/Vienna"

[assignments.tiny]
title = "Rows"
due = 2027-03-18T23:59:00
imports = ["numpy", "coursework"]

[assignments.tiny.limits]
cell_seconds = 10
question_seconds = 10
submission_seconds = 60

[assignments.tiny.points]
tiny-sum = 50
tiny-scale = 39
tiny-choice-axis = 1
tiny-written = 10

[concepts]
rows = "Rows of a matrix"
"""

SETUP = """\
import numpy as np

from coursework import check"""

SUM = '''\
def row_sums(x):
    """The sum of each row of x, (N, D) -> (N,)."""
    ### BEGIN SOLUTION
    totals = x.astype(float)
    return totals.sum(axis=1)
    ### END SOLUTION'''

SUM_TESTS = """\
with check.part("two rows by hand", points=20):
    check.close(row_sums(np.array([[1.0, 2.0], [3.0, 4.0]])), [3.0, 7.0])
### BEGIN HIDDEN TESTS
from autograder import reference
ref = reference("tiny")
rng = ref.rng("tiny-sum")
with check.part("random rows, any shape", points=30, hidden=True):
    matrix = rng.normal(size=(7, 11))
    check.close(row_sums(matrix), ref.row_sums(matrix))
### END HIDDEN TESTS
check.score(of=50)"""

SCALE = '''\
def scale_rows(x):
    """Each row of x divided by its sum."""
    ### BEGIN SOLUTION
    column = row_sums(x)[:, np.newaxis]
    return x / column
    ### END SOLUTION'''

SCALE_TESTS = """\
with check.part("one row", points=9):
    check.close(scale_rows(np.array([[1.0, 3.0]])), [[0.25, 0.75]])
### BEGIN HIDDEN TESTS
from autograder import reference
ref = reference("tiny")
rng = ref.rng("tiny-scale")
with check.part("random rows", points=30, hidden=True):
    positive = rng.uniform(1.0, 2.0, size=(5, 3))
    check.close(scale_rows(positive), ref.scale_rows(positive))
### END HIDDEN TESTS
check.score(of=39)"""


ANSWERS = {
    "mutants/tiny-sum.py": """\
# %% along the wrong axis
def row_sums(x):
    return x.sum(axis=0)


# %% the mean
# says: is a factor 2 missing
def row_sums(x):
    return x.mean(axis=1)


# %% the opposite sign
# says: opposite sign
def row_sums(x):
    return -x.sum(axis=1)


# %% no return
# says: `return` at the end
def row_sums(x):
    x.sum(axis=1)


# %% two columns only
def row_sums(x):
    return x[:, 0] + x[:, 1]


# %% the axis kept
# says: axis of length 1 is too many
def row_sums(x):
    return x.sum(axis=1, keepdims=True)
""",
    "mutants/tiny-scale.py": """\
# %% not divided
# says: normalisation missing
def scale_rows(x):
    return x


# %% divided by the columns
def scale_rows(x):
    return x / x.sum(axis=0)


# %% divided by the largest
def scale_rows(x):
    return x / x.max(axis=1, keepdims=True)


# %% transposed
# says: result transposed agrees
def scale_rows(x):
    return (x / x.sum(axis=1, keepdims=True)).T


# %% upside down
# says: upside down
def scale_rows(x):
    return x.sum(axis=1, keepdims=True) / x


# %% one number a row
def scale_rows(x):
    return x[:, 0] / x.sum(axis=1)
""",
    "variants/tiny-sum.py": """\
# %% by Einstein's notation
def row_sums(x):
    return np.einsum('ij->i', x)


# %% a list of numbers
def row_sums(x):
    return [sum(row) for row in x.tolist()]


# %% times a vector of ones
def row_sums(x):
    return x @ np.ones(x.shape[1])
""",
    "variants/tiny-scale.py": """\
# %% the axis kept
def scale_rows(x):
    return x / x.sum(axis=1, keepdims=True)


# %% row by row
def scale_rows(x):
    return [row / row.sum() for row in x]


# %% on the transpose
def scale_rows(x):
    return (x.T / row_sums(x)).T
""",
}


def task(question: str, heading: str, text: str) -> dict[str, Any]:
    """The locked text cell of a question."""
    return new_markdown_cell(
        f"### {heading}\n\n{text}", id=f"{question}-task", metadata=_about(f"{question}-task", locked=True)
    )


def solution(question: str, source: str) -> dict[str, Any]:
    """The code cell that a student fills."""
    grade_id = f"{question}-solution"
    return new_code_cell(source, id=grade_id, metadata=_about(grade_id, solution=True))


def tests(question: str, points: int, source: str, *tags: str) -> dict[str, Any]:
    """The locked test cell that earns the points."""
    metadata = _about(question, grade=True, locked=True, points=points) | ({"tags": list(tags)} if tags else {})
    return new_code_cell(source, id=question, metadata=metadata)


def tiny_notebook() -> nbformat.NotebookNode:
    """The instructor's notebook: two functions, one choice question, one written question."""
    return new_notebook(
        cells=[
            new_markdown_cell("# Rows\n\nA tiny assignment.", id="rows"),
            new_code_cell(SETUP, id="set-up"),
            task("tiny-sum", "Row sums (`tiny-sum`, 50 points)", "Add up each row."),
            solution("tiny-sum", SUM),
            tests("tiny-sum", 50, SUM_TESTS, "exercises:rows"),
            task("tiny-scale", "Scaled rows (`tiny-scale`, 39 points)", "Divide each row by its sum."),
            solution("tiny-scale", SCALE),
            tests("tiny-scale", 39, SCALE_TESTS),
            new_code_cell("print(scale_rows(np.eye(2)))", id="scaled-rows-demo"),
            task("tiny-choice-axis", "Which axis? (`tiny-choice-axis`, 1 point)", "a: 0, b: 1"),
            solution("tiny-choice-axis", '### BEGIN SOLUTION\nanswer_axis = "b"\n### END SOLUTION'),
            tests("tiny-choice-axis", 1, "### HASHED AUTOTEST answer_axis"),
            task("tiny-written", "Why? (`tiny-written`, 10 points)", "In two sentences."),
            new_markdown_cell(
                "### BEGIN SOLUTION\nBecause a row is one sample, compared as a whole.\n### END SOLUTION",
                id="tiny-written",
                metadata=_about("tiny-written", grade=True, solution=True, points=10),
            ),
        ]
    )


def write_tiny_course(path: Path, notebook: nbformat.NotebookNode | None = None) -> Course:
    """Write the course into `path`, empty or missing, and read it; `notebook` replaces its source."""
    folder = path / "source" / "tiny"
    folder.mkdir(parents=True)
    (path / "course.toml").write_text(COURSE)
    (folder / "tiny.ipynb").write_text(dumps(notebook or tiny_notebook()))
    for name, text in ANSWERS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    for name in ("autotests.yml", "nbgrader_config.py"):
        (path / name).write_text((REPOSITORY / name).read_text())
    return load_course(path)


def build_tiny_release(course: Course) -> None:
    """Generate its release without the gates."""
    with tempfile.TemporaryDirectory() as folder:
        generate(course, "tiny", Path(folder))
        clean([Path(folder)])
        replace_folder(Path(folder) / "tiny", course.release("tiny").parent)


def _about(grade_id: str, **roles: Any) -> dict[str, Any]:
    nbgrader = {"grade": False, "locked": False, "solution": False, "schema_version": 3, "task": False}
    return {"nbgrader": nbgrader | {"grade_id": grade_id} | roles}
