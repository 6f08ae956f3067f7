"""A class for the tiny course: honest, wrong, crashing, hanging and unreadable submissions; and a machine that fails.

The machine fails in the hidden test of `tiny-sum`, which runs in the process that grades: where a file of the folder
`failures` says so, once for each file, and always for the answer of the student called `cursed`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tiny_course import COURSE, SUM_TESTS, build_tiny_release, tiny_notebook, write_tiny_course

from autograder.batch import submissions
from autograder.canonical import read
from autograder.course import Course, load_course
from autograder.executors import Job
from autograder.grade import Graded
from autograder.result import Result

RIGHT = {
    "tiny-sum-solution": "def row_sums(x):\n    return x.sum(axis=1)",
    "tiny-scale-solution": "def scale_rows(x):\n    return x / x.sum(axis=1, keepdims=True)",
    "tiny-choice-axis-solution": 'answer_axis = "b"',
    "tiny-written": "Because rows are samples.",
}
HONEST = [f"honest-{number}" for number in range(4)]
ODD = {
    "wrong": {"tiny-sum-solution": "def row_sums(x):\n    return -x.sum(axis=1)"},
    "random": {"tiny-sum-solution": "import random\ndef row_sums(x):\n    return x.sum(axis=1) * random.random()"},
    "crashing": {"tiny-scale-solution": "import os\ndef scale_rows(x):\n    os.abort()"},
    "hanging": {"tiny-scale-solution": "def scale_rows(x):\n    while x.shape == (1, 2): pass\n    return x"},
    "stopped": {"tiny-choice-axis-solution": "import os\nos._exit(3)"},
}
STUDENTS = sorted([*HONEST, *ODD, "unreadable", "missing"])
CURSED = {"tiny-sum-solution": "def row_sums(x):\n    return x.sum(axis=1) if x.size > 1 else np.full(1, 666)"}

FAILURES = '''
import os, signal
from pathlib import Path
import psutil

def machine_fails(folder, cursed):
    """End this process or its sandbox, as a machine would."""
    if cursed:
        os.kill(os.getpid(), signal.SIGKILL)
    for path in sorted(Path(folder).iterdir()):
        try:
            path.unlink()
        except FileNotFoundError:
            continue
        if path.name.startswith("worker"):
            os.kill(os.getpid(), signal.SIGKILL)
        # A sandbox of this worker's own, or else the one that it shares with others.
        ours = psutil.Process()
        for process in [*ours.children(recursive=True), *ours.parent().children(recursive=True)]:
            said = process.as_dict(["cmdline", "name"])
            if "ipykernel_launcher" in (said["cmdline"] or []) and said["name"] != "bwrap":
                process.kill()
                break
        break

machine_fails("{folder}", float(row_sums(np.array([[1.0]]))[0]) == 666)
'''

NOT_COMPARED = ("seconds", "timing", "attempt", "fingerprint", "record")


def write_class_course(path: Path) -> tuple[Course, Path]:
    """The tiny course with shorter limits, and the folder that makes its machine fail."""
    failures = path / "failures"
    failures.mkdir(parents=True)
    notebook = tiny_notebook()
    cell = next(cell for cell in notebook.cells if cell.id == "tiny-sum")
    marker = "### BEGIN HIDDEN TESTS"
    assert cell.source == SUM_TESTS
    cell.source = SUM_TESTS.replace(marker, marker + FAILURES.replace("{folder}", str(failures)))
    course = write_tiny_course(path / "course", notebook)
    text = COURSE
    text = COURSE.replace("cell_seconds = 10", "cell_seconds = 3").replace(
        "question_seconds = 10", "question_seconds = 3"
    )
    (course.root / "course.toml").write_text(text)
    course = load_course(course.root)
    build_tiny_release(course)
    return course, failures


def hand_in(course: Course, student: str, answers: dict[str, str] | None = None) -> None:
    """Write the submission of one student: RIGHT but for these answers."""
    notebook = copy.deepcopy(read(course.release("tiny")))
    for cell in notebook.cells:
        cell.source = {**RIGHT, **(answers or {})}.get(cell.id, cell.source)
    folder = course.submitted / student / "tiny"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tiny.ipynb").write_text(json.dumps(notebook))


def hand_in_class(course: Course) -> None:
    """Write the submissions of STUDENTS."""
    for student in HONEST:
        hand_in(course, student)
    for student, answers in ODD.items():
        hand_in(course, student, answers)
    hand_in(course, "unreadable")
    (course.submitted / "unreadable" / "tiny" / "tiny.ipynb").write_text("{")
    (course.submitted / "missing").mkdir()


def comparable(graded: Iterable[Graded | Result]) -> dict[str, Any]:
    """All that results and notebooks say, by student, without durations and what is added when they are recorded."""
    said = {}
    for one in graded:
        result = one.result if isinstance(one, Graded) else one
        questions = tuple(replace(question, seconds=0.0) for question in result.questions)
        text = replace(result, questions=questions, **dict.fromkeys(NOT_COMPARED)).to_json()
        said[result.student] = [json.loads(text)]
        if isinstance(one, Graded):
            said[result.student].append(json.loads(json.dumps(one.notebook)))
    return dict(sorted(said.items()))


def jobs_of(course: Course) -> list[Job]:
    """All submissions to the assignment as it is now."""
    return [job for _, job in submissions(course, "tiny")]
