"""Submissions to the tiny course, in nbgrader's layout."""

from __future__ import annotations

import copy
import json
from pathlib import Path

from nbformat import NotebookNode

from autograder.course import Course

RIGHT = {
    "tiny-sum-solution": "def row_sums(x):\n    return x.sum(axis=1)",
    "tiny-scale-solution": "def scale_rows(x):\n    return x / x.sum(axis=1, keepdims=True)",
    "tiny-choice-axis-solution": 'answer_axis = "b"',
    "tiny-written": "Because rows are samples.",
}


def answered(release: NotebookNode, **answers: str) -> NotebookNode:
    """The release with right answers in it, but for those given, by cell (`tiny_sum_solution`)."""
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id.replace("-", "_"), RIGHT.get(cell.id, cell.source))
    return notebook


def find(notebook: NotebookNode, cell_id: str) -> NotebookNode:
    """The cell with that id."""
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def hand_in(
    course: Course,
    student: str,
    notebook: NotebookNode | str,
    name: str = "tiny.ipynb",
    timestamp: str = "2026-10-01 20:00:00 UTC",
) -> Path:
    """Put a notebook, or any text, where nbgrader collects submissions; returns the student's folder."""
    folder = course.submitted / student / "tiny"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(notebook if isinstance(notebook, str) else json.dumps(notebook))
    (folder / "timestamp.txt").write_text(timestamp)
    return folder
