"""What the rows on careless cells hand in: right answers to the tiny course, cells of their own, a warm grader."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from tiny_course import build_tiny_release, write_tiny_course

from autograder.bundle import Bundle, load_bundle
from autograder.course import load_course
from autograder.grade import Grader
from autograder.result import QuestionResult, Result

SUM = "def row_sums(x):\n    return x.sum(axis=1)"
SCALE = "def scale_rows(x):\n    return x / x.sum(axis=1, keepdims=True)"
ANSWERS = {
    "tiny-sum-solution": SUM,
    "tiny-scale-solution": SCALE,
    "tiny-choice-axis-solution": 'answer_axis = "b"',
    "tiny-written": "Because rows are samples.",
}
FULL = {"tiny-sum": 50, "tiny-scale": 39, "tiny-choice-axis": 1, "tiny-written": None}
IMPORTS = 'imports = ["numpy", "matplotlib", "torch", "ipywidgets", "coursework"]\ndata = ["digits"]'
GIVEN_FILE = ("rows.txt", "one row\n")


@dataclass(frozen=True)
class Handed:
    """A submission, graded."""

    result: Result
    notebook: NotebookNode

    @property
    def points(self) -> dict[str, float | None]:
        return {question.grade_id: question.earned for question in self.result.questions}

    def question(self, grade_id: str) -> QuestionResult:
        return next(question for question in self.result.questions if question.grade_id == grade_id)

    def reason(self, grade_id: str) -> str:
        return self.question(grade_id).reason

    def outputs(self, source: str) -> list[NotebookNode]:
        """What the cell with this source left."""
        return next(cell for cell in self.notebook.cells if cell.source == source).outputs

    def printed(self, source: str) -> str:
        return "".join(output.text for output in self.outputs(source) if output.output_type == "stream")

    def error(self, source: str) -> str:
        """Name and message of the error that ended the cell; "" for none."""
        errors = [output for output in self.outputs(source) if output.output_type == "error"]
        return f"{errors[0].ename}: {errors[0].evalue}" if errors else ""

    def pictures(self, source: str) -> int:
        return sum("image/png" in output.get("data", {}) for output in self.outputs(source))


class Desk:
    """Where submissions are handed in."""

    def __init__(self, grader: Grader, folder: Path) -> None:
        self.grader = grader
        self._folder = folder

    def hand_in(self, *own: str, before: str = "tiny-scale-solution", **answers: str) -> Handed:
        """Grade right answers, but for those given, with cells of the student's own before a cell of the notebook."""
        notebook: dict[str, Any] = copy.deepcopy(self.grader.bundle.release)
        for cell in notebook["cells"]:
            cell.source = answers.get(cell.id.replace("-", "_"), ANSWERS.get(cell.id, cell.source))
        place = next(i for i, cell in enumerate(notebook["cells"]) if cell.id == before)
        notebook["cells"][place:place] = [new_code_cell(source) for source in own]
        (self._folder / "tiny.ipynb").write_text(json.dumps(notebook))
        graded = self.grader.grade(self._folder, "student")
        return Handed(graded.result, graded.notebook)


def careless_bundle(folder: Path) -> Bundle:
    """The tiny course with the packages, the data and the file beside the notebook that these rows are about."""
    write_tiny_course(folder)
    path = folder / "course.toml"
    text = path.read_text().replace('imports = ["numpy", "coursework"]', IMPORTS)
    path.write_text(text.replace("cell_seconds = 10", "cell_seconds = 30").replace("= 60", "= 240"))
    course = load_course(folder)
    build_tiny_release(course)
    (course.release("tiny").parent / GIVEN_FILE[0]).write_text(GIVEN_FILE[1])
    return load_bundle(course, "tiny")
