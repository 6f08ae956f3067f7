"""Stock nbgrader on the same tree: it makes the same release, and honest submissions earn the same points."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.bundle import load_bundle
from autograder.canonical import dumps, nbgrader, read
from autograder.course import load_course
from autograder.grade import Grader
from autograder.gradebook import complete_notebook, open_gradebook

REPOSITORY = Path(__file__).parents[2]
ASSIGNMENT = "02_knn"
pytestmark = pytest.mark.slow

HONEST = ["perfect", "other-algorithms", "partly-done", "untouched"]


def run_nbgrader(course, *arguments):
    """Run an nbgrader command in the course, as in an active environment."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course.root, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """What an instructor has: the sources, without release or gradebook."""
    root = tmp_path_factory.mktemp("stock")
    for name in ("course.toml", "nbgrader_config.py", "autotests.yml"):
        shutil.copy(REPOSITORY / name, root)
    shutil.copytree(REPOSITORY / "source" / ASSIGNMENT, root / "source" / ASSIGNMENT)
    return load_course(root)


@pytest.fixture(scope="module")
def released(course):
    """The same course after `nbgrader generate_assignment`."""
    run_nbgrader(course, "generate_assignment", ASSIGNMENT)
    return course


@pytest.fixture(scope="module")
def submitted(released):
    """The honest students of the sample class have handed in."""
    spec = importlib.util.spec_from_file_location("examples_make", REPOSITORY / "examples" / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    everybody = released.root / "everybody"
    make.make_class(released, everybody)
    for student in HONEST:
        shutil.copytree(everybody / student, released.submitted / student)
    return released


def test_the_release_is_the_same(released):
    ours = load_course(REPOSITORY).release(ASSIGNMENT)
    assert dumps(read(released.release(ASSIGNMENT))) == ours.read_text(encoding="utf-8")


def test_nothing_else_is_released(released):
    """No answers kept beside the source, no result of ours."""
    ours = load_course(REPOSITORY).release(ASSIGNMENT).parent
    names = [sorted(path.name for path in folder.rglob("*")) for folder in (released.release(ASSIGNMENT).parent, ours)]
    assert names[0] == names[1]


def test_the_gradebook_knows_the_same_cells(released):
    """What `grade` tells a fresh gradebook is what nbgrader told it: the text of every cell and its checksum."""
    ours = complete_notebook(released, ASSIGNMENT)
    with open_gradebook(released) as gradebook:
        theirs = gradebook.find_notebook(ASSIGNMENT, ASSIGNMENT).source_cells
        assert {cell.id: (cell.source, nbgrader(cell, "checksum")) for cell in ours.cells if cell.metadata} == {
            cell.name: (cell.source, cell.checksum) for cell in theirs
        }


@pytest.fixture(scope="module")
def in_the_sandbox(submitted):
    """What each student earned by question, by our grader."""
    with Grader(load_bundle(submitted, ASSIGNMENT)) as grader:
        results = {name: grader.grade(submitted.submitted / name / ASSIGNMENT, name).result for name in HONEST}
    return {name: {q.grade_id: q.earned for q in result.questions} for name, result in results.items()}


def scores(course):
    """What nbgrader recorded: automatic scores by student and question."""
    with open_gradebook(course) as gradebook:
        return {
            student: {
                grade.name: grade.auto_score
                for grade in gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, student).grades
            }
            for student in HONEST
        }


def test_honest_submissions_earn_the_same_in_a_kernel(submitted, in_the_sandbox):
    """By nbgrader's own steps: the checks of a notebook decide wherever it is run."""
    ours = submitted.root / "nbgrader_config.py"
    text = ours.read_text()
    ours.write_text(f'{text}c.pop("Autograde")\nc.Execute.timeout = 300  # however busy the machine\n')
    try:
        run_nbgrader(submitted, "autograde", ASSIGNMENT)
    finally:
        ours.write_text(text)
    assert scores(submitted) == in_the_sandbox
    assert set(in_the_sandbox["untouched"].values()) == {0.0}


def test_honest_submissions_earn_the_same_by_our_steps(submitted, in_the_sandbox):
    run_nbgrader(submitted, "autograde", "--force", ASSIGNMENT)
    assert scores(submitted) == in_the_sandbox
    assert {path.parents[1].name for path in submitted.autograded.rglob("result.json")} == set(HONEST)
