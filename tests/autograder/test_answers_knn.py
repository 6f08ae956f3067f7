"""The tests of 02_knn held against answers: each known wrong one loses points, each other right one gets them all."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from autograder.regions import SOLUTION, inside
from coursework import check

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "source" / "02_knn"


def answers(folder: str) -> list[Any]:
    """(question, answer) for each answer in the files of `mutants` or `variants`, named by what is different."""
    cases = []
    for path in sorted((SOURCE / folder).glob("*.py")):
        _, *sections = re.split(r"^# %% (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for name, text in zip(sections[::2], sections[1::2], strict=True):
            cases.append(pytest.param(path.stem, text, id=f"{path.stem}: {name}"))
    return cases


@pytest.fixture(scope="module")
def notebook() -> dict[str, nbformat.NotebookNode]:
    """The cells of the source notebook by id."""
    cells = nbformat.read(SOURCE / "02_knn.ipynb", as_version=4).cells
    return {cell.id: cell for cell in cells}


def points_for(question: str, answer: str, notebook: dict[str, nbformat.NotebookNode], path: Path) -> check.Report:
    """What the test cell of a question says of an answer, where all other questions are answered by the reference."""
    namespace: dict[str, Any] = {"__name__": "__main__", "np": np, "check": check}
    for cell in notebook.values():
        if cell.id.endswith("-solution") and inside(cell.source, SOLUTION):
            exec(cell.source, namespace)
    # A file, because a test reads the source of the answer.
    path.write_text(answer, encoding="utf-8")
    exec(compile(answer, str(path), "exec"), namespace)
    check.begin()
    with contextlib.suppress(check.NothingEarned):
        exec(notebook[question].source, namespace)
    return check.collect()


@pytest.mark.parametrize(("question", "answer"), answers("mutants"))
def test_wrong_answer_loses_points(
    question: str, answer: str, notebook: dict[str, nbformat.NotebookNode], tmp_path: Path
) -> None:
    report = points_for(question, answer, notebook, tmp_path / "answer.py")
    assert report.earned < notebook[question].metadata.nbgrader.points
    assert all(part.message or part.hint for part in report.parts if part.status != "passed")


@pytest.mark.parametrize(("question", "answer"), answers("variants"))
def test_other_right_answer_earns_full_marks(
    question: str, answer: str, notebook: dict[str, nbformat.NotebookNode], tmp_path: Path
) -> None:
    report = points_for(question, answer, notebook, tmp_path / "answer.py")
    assert report.earned == notebook[question].metadata.nbgrader.points, report.parts


def test_sections_to_read_again_are_in_the_lecture(notebook: dict[str, nbformat.NotebookNode]) -> None:
    lecture = json.loads((ROOT / "notebooks" / "02_knn.ipynb").read_text(encoding="utf-8"))
    headings = "\n".join("".join(cell["source"]) for cell in lecture["cells"] if cell["cell_type"] == "markdown")
    named = [
        re.search(r"section (\d\.\d), \*(.+)\*\.", cell.source)
        for cell in notebook.values()
        if re.fullmatch(r"knn-choice-.+-task", cell.id)
    ]
    assert len(named) == 5
    for section in named:
        assert f"## {section[1]} {section[2]}" in headings
