"""`autograder new`: a small assignment that passes every gate, to write one's own from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from .atomic import write_text
from .canonical import dumps
from .course import COURSE_FILE, Course
from .errors import CourseError

NAME = re.compile(r"\d\d_[a-z][a-z0-9_]*")

TITLE = """\
# Assignment: {title}

What you build, in one or two sentences.

**You need first:** the lecture of the same number. **Points:** 100; a person marks 10 of them.

Replace each line `raise NotImplementedError(...)` by your code and run the check cell below it. Further tests of the
same kind, with other numbers, decide the other points when your work is graded. Before you hand in: *Restart kernel and
run all cells*."""
SETUP = """\
import numpy as np

import coursework
from coursework import check

coursework.setup(seed=0)"""
TASK = """\
### Bright pixels (`{slug}-example`, 90 points)

Write `bright_share(image, threshold)`: the share of the pixels of `image` that are brighter than `threshold`, a number
in [0, 1].

`image` is an array of shape `(H, W)`, whole or floating numbers. A pixel as bright as the threshold does not count."""
SOLUTION = '''\
def bright_share(image, threshold):
    """The share of the pixels of image, (H, W), that are brighter than threshold."""
    ### BEGIN SOLUTION
    brighter_pixels = np.count_nonzero(image > threshold)
    return brighter_pixels / image.size
    ### END SOLUTION'''
TESTS = """\
with check.part("two of four pixels", points=10):
    check.close(bright_share(np.array([[0, 1], [2, 3]]), 1), 0.5)
with check.part("all of them, none of them", points=10):
    check.close(bright_share(np.full((2, 3), 5.0), 4.5), 1.0)
    check.close(bright_share(np.full((2, 3), 5.0), 5.0), 0.0)
### BEGIN HIDDEN TESTS
from autograder import reference
ref = reference("{name}")
rng = ref.rng("{slug}-example")
with check.part("random images, not square", points=50, hidden=True):
    picture = rng.integers(0, 20, size=(7, 11))
    for level in (5, 10):
        check.close(bright_share(picture, level), ref.bright_share(picture, level))
with check.part("negative and floating numbers", points=20, hidden=True):
    floats = rng.normal(size=(9, 4))
    check.close(bright_share(floats, -0.5), ref.bright_share(floats, -0.5))
### END HIDDEN TESTS
check.score(of=90)"""
WRITTEN_TASK = """\
### In your words (`{slug}-written`, 10 points)

Why is the share of bright pixels a poor way to tell a dog from a cat? Two sentences."""
WRITTEN = """\
### BEGIN SOLUTION
It counts pixels and says nothing of where they are. Light changes it more than the animal does.
### END SOLUTION"""

MUTANTS = """\
# %% a pixel as bright as the threshold counts
def bright_share(image, threshold):
    return np.mean(image >= threshold)


# %% the number, not the share
# says: divide|factor
def bright_share(image, threshold):
    return float((image > threshold).sum())


# %% the darker ones
# says: complement
def bright_share(image, threshold):
    return np.mean(image < threshold)


# %% divided by the rows alone
# says: factor|times
def bright_share(image, threshold):
    return (image > threshold).sum() / len(image)


# %% in percent
# says: per cent where a fraction
def bright_share(image, threshold):
    return 100 * np.mean(image > threshold)


# %% a share for each row
# says: axis|one number|mean
def bright_share(image, threshold):
    return np.mean(image > threshold, axis=1)


# %% nothing is returned
# says: `return` at the end
def bright_share(image, threshold):
    np.mean(image > threshold)
"""
VARIANTS = """\
# %% the mean of truths
def bright_share(image, threshold):
    return np.mean(image > threshold)


# %% pixel by pixel
def bright_share(image, threshold):
    found = [value > threshold for row in image for value in row]
    return sum(found) / len(found)


# %% by sorting
def bright_share(image, threshold):
    ordered = np.sort(image, axis=None)
    return 1 - np.searchsorted(ordered, threshold, side="right") / len(ordered)
"""
ENTRY = """
[assignments.{name}]
title = {title}
# due = 2027-06-17T23:59:00
# Third-party packages that student code may import, beside the standard library.
imports = ["numpy", "coursework"]
# Data sets that the notebook loads; files beside the notebook that are taken from a submission.
data = []
files = []

[assignments.{name}.limits]
cell_seconds = 30
question_seconds = 15
submission_seconds = 300
memory_mib = 2048
processes = 64
file_mib = 256

# grade_id = points; they sum to 100. Written questions are marked by a person.
[assignments.{name}.points]
{slug}-example = 90
{slug}-written = 10
"""


def new_assignment(course: Course, name: str, title: str) -> list[Path]:
    """Write `source/<name>/` and the entry in course.toml; returns the files.

    Args: name: two digits and a word, `09_video`; title: as students read it.
    Raises: CourseError for another name, or where there is such an assignment or folder already.
    """
    if not NAME.fullmatch(name):
        raise CourseError(f"{name!r}: expected two digits, an underscore and a word in small letters, such as 09_video")
    folder = course.root / "source" / name
    if name in course.assignments or folder.exists():
        raise CourseError(f"there is an assignment {name} already")
    slug = name.partition("_")[2].replace("_", "-")
    question = f"{slug}-example"
    files = {
        folder / f"{name}.ipynb": dumps(_notebook(name, slug, title)),
        folder / "mutants" / f"{question}.py": MUTANTS,
        folder / "variants" / f"{question}.py": VARIANTS,
    }
    for path, text in files.items():
        write_text(path, text)
    entries = course.root / COURSE_FILE
    text = entries.read_text(encoding="utf-8").rstrip("\n")
    write_text(entries, f"{text}\n{ENTRY.format(name=name, slug=slug, title=_quoted(title))}")
    return [*files, entries]


def _notebook(name: str, slug: str, title: str) -> NotebookNode:
    words = {"name": name, "slug": slug, "title": title}
    example, written = f"{slug}-example", f"{slug}-written"
    return new_notebook(
        cells=[
            _text("title", TITLE.format(**words), locked=True),
            _code("set-up", SETUP, locked=True),
            _text(f"{example}-task", TASK.format(**words), locked=True),
            _code(f"{example}-solution", SOLUTION, solution=True),
            _code(example, TESTS.format(**words), grade=True, locked=True, points=90),
            _text(f"{written}-task", WRITTEN_TASK.format(**words), locked=True),
            _text(written, WRITTEN, grade=True, solution=True, points=10),
        ]
    )


def _text(grade_id: str, source: str, **roles: Any) -> NotebookNode:
    return new_markdown_cell(source, id=grade_id, metadata=_about(grade_id, roles))


def _code(grade_id: str, source: str, **roles: Any) -> NotebookNode:
    return new_code_cell(source, id=grade_id, metadata=_about(grade_id, roles))


def _about(grade_id: str, roles: dict[str, Any]) -> dict[str, Any]:
    plain = {"grade": False, "locked": False, "solution": False, "schema_version": 3, "task": False}
    return {"nbgrader": plain | {"grade_id": grade_id} | roles}


def _quoted(text: str) -> str:
    """A string of TOML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
