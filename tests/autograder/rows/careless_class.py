"""What the rows on careless files hand in: answers to the tiny course, and a grader that stays warm between them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tiny_course import COURSE, build_tiny_release, write_tiny_course

from autograder.canonical import dumps
from autograder.course import Course, load_course
from autograder.grade import Grader
from autograder.result import ATTENTION, GRADED, UNGRADABLE, WARNINGS, Result

ANSWERS = {
    "tiny-sum-solution": "def row_sums(x):\n    total = x.sum(axis=1)\n    return total",
    "tiny-scale-solution": "def scale_rows(x):\n    return x / x.sum(axis=1, keepdims=True)",
    "tiny-choice-axis-solution": 'answer_axis = "b"',
    "tiny-written": "Because rows are samples.",
}
FULL = {"tiny-sum": 50, "tiny-scale": 39, "tiny-choice-axis": 1, "tiny-written": None}
NOTHING = dict.fromkeys(FULL, 0)
OTHER = """
[assignments.other]
title = "Columns"

[assignments.other.points]
column-sums = 10
"""

Notebook = dict[str, Any]
Change = Callable[[Notebook], Any]


@dataclass
class Desk:
    """Where submissions are handed in and graded, each by a student of its own."""

    grader: Grader
    folder: Path
    count: int = 0

    def new(self) -> Path:
        """The folder for a submission of the next student."""
        self.count += 1
        folder = self.folder / f"student-{self.count}" / "tiny"
        folder.mkdir(parents=True)
        return folder

    def grade(self, folder: Path) -> Result:
        return self.grader.grade(folder, folder.parent.name).result

    def hand_in(self, *changes: Change) -> Result:
        """Grade right answers in which something was changed."""
        return self.hand_in_bytes(self.answered(*changes))

    def hand_in_bytes(self, data: bytes, name: str = "tiny.ipynb") -> Result:
        folder = self.new()
        (folder / name).write_bytes(data)
        return self.grade(folder)

    def answered(self, *changes: Change) -> bytes:
        """The file with right answers in which something was changed."""
        notebook = json.loads(json.dumps(self.grader.bundle.release))
        for cell in notebook["cells"]:
            cell["source"] = ANSWERS.get(cell["id"], cell["source"])
        for change in changes:
            change(notebook)
        return json.dumps(notebook).encode()

    def honest(self) -> Result:
        """Right answers, graded; without what differs between two gradings of the same."""
        folder = self.folder / "honest" / "tiny"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tiny.ipynb").write_bytes(self.answered())
        result = self.grade(folder)
        questions = tuple(replace(question, seconds=0.0) for question in result.questions)
        return replace(result, seconds=None, questions=questions)


def write_course(folder: Path) -> Course:
    """The tiny course, built, with a second assignment that shares its first cells."""
    course = write_tiny_course(folder)
    build_tiny_release(course)
    (folder / "course.toml").write_text(COURSE.replace("[concepts]", f"{OTHER}\n[concepts]"))
    release = nbformat.read(course.release("tiny"), as_version=4)
    about = {"grade": False, "locked": False, "schema_version": 3, "task": False}
    cells = [
        *copy.deepcopy(release.cells[:2]),
        new_markdown_cell("### Column sums\n\nAdd up each column of a matrix.", id="columns"),
        new_code_cell(
            "def column_sums(x):\n    raise NotImplementedError()",
            id="column-sums-solution",
            metadata={"nbgrader": about | {"grade_id": "column-sums-solution", "solution": True}},
        ),
        new_code_cell(
            "check.close(column_sums(np.eye(2)), [1, 1])",
            id="column-sums",
            metadata={"nbgrader": about | {"grade_id": "column-sums", "grade": True, "solution": False, "points": 10}},
        ),
        new_markdown_cell("That is all there is about columns.", id="end"),
    ]
    path = folder / "release" / "other" / "other.ipynb"
    path.parent.mkdir()
    path.write_text(dumps(new_notebook(cells=cells)))
    return load_course(folder)


def points(result: Result) -> dict[str, float | None]:
    return {question.grade_id: question.earned for question in result.questions}


def reasons(result: Result) -> dict[str, str]:
    return {question.grade_id: question.reason for question in result.questions}


def assert_clean(result: Result) -> None:
    assert (result.status, points(result), result.warnings) == (GRADED, FULL, ())


def assert_warned(result: Result, *sentences: str, **lost: float) -> None:
    """Graded with these warnings, all of them, and full marks but for those lost."""
    assert result.warnings == sentences
    assert result.reason.startswith(sentences[0])
    assert result.status == WARNINGS
    assert points(result) == FULL | {name.replace("_", "-"): earned for name, earned in lost.items()}


def assert_refused(result: Result, sentence: str, status: str = UNGRADABLE) -> None:
    """Nothing earned, and the same sentence for the student at every question."""
    assert (result.reason, result.status) == (sentence, status)
    assert points(result) == NOTHING
    assert set(reasons(result).values()) == {sentence}


def assert_attention(result: Result, sentence: str) -> None:
    """Full marks, but a person should look."""
    assert sentence in result.warnings
    assert (result.status, points(result)) == (ATTENTION, FULL)


def position(notebook: Notebook, cell_id: str) -> int:
    return next(number for number, cell in enumerate(notebook["cells"]) if cell.get("id") == cell_id)


def cell(notebook: Notebook, cell_id: str) -> Notebook:
    return notebook["cells"][position(notebook, cell_id)]


def delete(*cell_ids: str) -> Change:
    """A change: cells deleted."""

    def change(notebook: Notebook) -> None:
        notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in cell_ids]

    return change


def edit(cell_id: str, **fields: Any) -> Change:
    """A change: fields of a cell set."""
    return lambda notebook: cell(notebook, cell_id).update(fields)


def insert(before: str, *cells: Notebook) -> Change:
    """A change: cells put before another."""

    def change(notebook: Notebook) -> None:
        where = position(notebook, before)
        notebook["cells"][where:where] = [json.loads(json.dumps(cell)) for cell in cells]

    return change


def strip(notebook: Notebook) -> None:
    """A change: what editors that know nothing of nbgrader leave of a notebook."""
    notebook["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] = {"id": f"Xy{number}_aB"}
        cell["id"] = f"Xy{number}_aB"
