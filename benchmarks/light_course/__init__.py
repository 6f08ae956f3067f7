"""A small assignment that imports numpy, torch and matplotlib and computes little, and a class that handed it in.

What grading costs beside the students' own compute shows best here. Used by the benchmarks of the grader.
"""

from __future__ import annotations

import copy
import shutil
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.atomic import replace_folder
from autograder.canonical import clean, dumps, nbgrader, read
from autograder.course import Course, load_course
from autograder.stock import generate

REPOSITORY = Path(__file__).resolve().parents[2]
NAME = "light"

COURSE = """\
[course]
title = "A light course"
timezone = "Europe/Vienna"

[assignments.light]
title = "Brightness"
imports = ["numpy", "torch", "matplotlib", "coursework"]

[assignments.light.points]
light-mean = 40
light-scale = 40
light-relu = 20
"""

SETUP = """\
import matplotlib.pyplot as plt
import numpy as np
import torch

from coursework import check"""

# grade_id: (points, function, reference, call that a hidden test makes)
QUESTIONS = {
    "light-mean": (40, "brightness(images)", "return images.reshape(len(images), -1).mean(axis=1)", "brightness"),
    "light-scale": (40, "scaled(images)", "return images / images.max(axis=(1, 2), keepdims=True)", "scaled"),
    "light-relu": (20, "relu(x)", "return torch.clamp(x, min=0)", "relu"),
}

TESTS = """\
with check.part("by hand", points={some}):
    check.close({name}({small}), {expected})
### BEGIN HIDDEN TESTS
from autograder import reference
ref = reference("light")
rng = ref.rng("{question}")
with check.part("random images", points={rest}, hidden=True):
    images = {random}
    check.close({name}(images), ref.{name}(images))
### END HIDDEN TESTS
check.score(of={points})"""

SMALL = {
    "light-mean": ("np.array([[[1.0, 3.0]]])", "[2.0]"),
    "light-scale": ("np.array([[[1.0, 4.0]]])", "[[[0.25, 1.0]]]"),
    "light-relu": ("torch.tensor([-1.0, 2.0])", "torch.tensor([0.0, 2.0])"),
}
IMAGES = "rng.uniform(1, 2, size=(5, 4, 4))"
RANDOM = {"light-relu": "torch.from_numpy(rng.normal(size=(5, 7)))"}

# What honest students hand in, in turn.
ANSWERS = (
    {question: reference for question, (_, _, reference, _) in QUESTIONS.items()},
    {
        "light-mean": "return np.array([image.mean() for image in images])",
        "light-scale": "return np.stack([image / image.max() for image in images])",
        "light-relu": "return x * (x > 0)",
    },
    {"light-mean": "return images.mean(axis=(1, 2))", "light-scale": "return images / images.max()"},
    {"light-mean": "return images.mean()", "light-relu": "return torch.relu(x)"},
)


def write_course(path: Path) -> Course:
    """Write the course into an empty folder and build its release, without the gates."""
    source = path / "source" / NAME
    source.mkdir(parents=True)
    (path / "course.toml").write_text(COURSE)
    (source / f"{NAME}.ipynb").write_text(dumps(_notebook()))
    for name in ("autotests.yml", "nbgrader_config.py"):
        shutil.copy(REPOSITORY / name, path)
    course = load_course(path)
    with tempfile.TemporaryDirectory() as folder:
        generate(course, NAME, Path(folder))
        clean([Path(folder)])
        replace_folder(Path(folder) / NAME, course.release(NAME).parent)
    return course


def hand_in(course: Course, students: int) -> None:
    """Have a class hand in: honest answers, right, other and partly right, in turn."""
    release = read(course.release(NAME))
    for number in range(students):
        notebook = copy.deepcopy(release)
        for cell in notebook.cells:
            question = str(nbgrader(cell, "grade_id") or "").removesuffix("-solution")
            if nbgrader(cell, "solution") and (body := ANSWERS[number % len(ANSWERS)].get(question)):
                cell.source = f"def {QUESTIONS[question][1]}:\n    {body}"
        path = course.submitted / f"student-{number:04}" / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(notebook))


def _notebook() -> nbformat.NotebookNode:
    cells = [
        new_markdown_cell("# Brightness", id="brightness"),
        new_code_cell(SETUP, id="set-up"),
        new_code_cell(
            "plt.plot(np.arange(3), torch.arange(3).numpy())\nplt.title('A line')\nplt.show()", id="a-figure"
        ),
    ]
    for question, (points, signature, reference, name) in QUESTIONS.items():
        small, expected = SMALL[question]
        words = {"question": question, "points": points, "some": points // 4, "rest": points - points // 4}
        tests = TESTS.format(**words, name=name, small=small, expected=expected, random=RANDOM.get(question, IMAGES))
        answer = f"def {signature}:\n    ### BEGIN SOLUTION\n    {reference}\n    ### END SOLUTION"
        cells += [
            new_markdown_cell(
                f"### {name} (`{question}`, {points} points)",
                id=f"{question}-task",
                metadata=_about(f"{question}-task"),
            ),
            new_code_cell(answer, id=f"{question}-solution", metadata=_about(f"{question}-solution", solution=True)),
            new_code_cell(tests, id=question, metadata=_about(question, grade=True, points=points)),
        ]
    return new_notebook(cells=cells)


def _about(grade_id: str, *, solution: bool = False, grade: bool = False, **more: Any) -> dict[str, Any]:
    roles = {"solution": solution, "grade": grade, "locked": not solution, "task": False, "schema_version": 3}
    return {"nbgrader": {"grade_id": grade_id, **roles, **more}}
