"""Gradescope's autograder: the zip, unpacked as in its container, grades as the course does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tiny_course import build_tiny_release, write_tiny_course
from tiny_submissions import answered

from autograder.bundle import load_bundle
from autograder.canonical import dumps, read
from autograder.export.gradescope import write_autograder
from autograder.grade import Grader


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = write_tiny_course(tmp_path_factory.mktemp("gradescope") / "course")
    build_tiny_release(course)
    return course


@pytest.fixture(scope="module")
def base(course, tmp_path_factory):
    """What /autograder holds after setup.sh, with this environment in the place of the one that it makes."""
    base = tmp_path_factory.mktemp("autograder")
    with zipfile.ZipFile(write_autograder(course, "tiny")) as archive:
        archive.extractall(base / "source")
        for info in archive.infolist():
            os.chmod(base / "source" / info.filename, info.external_attr >> 16 & 0o777)
    python = base / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (base / "results").mkdir()
    return base


def run(base: Path, content: str | None):
    """What Gradescope does for one submission: its files into submission/, run_autograder, results.json."""
    folder = base / "submission"
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    if content is not None:
        (folder / "tiny.ipynb").write_text(content, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("AUTOGRADER")}
    done = subprocess.run(
        [base / "source" / "run_autograder"],
        env=environment | {"AUTOGRADER_BASE": str(base)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads((base / "results" / "results.json").read_text(encoding="utf-8"))


def test_same_points_as_here(course, base):
    """Question by question; a person's question has no score; of a hidden test only its hint is told."""
    notebook = answered(read(course.release("tiny")), tiny_scale_solution="def scaled(x):\n    return x * 3")
    found = run(base, dumps(notebook))
    (base / "submission" / "again.ipynb").unlink(missing_ok=True)
    with Grader(load_bundle(course, "tiny")) as grader:
        expected = grader.grade(base / "submission", "submission").result
    scores = {test["name"].partition(":")[0]: test.get("score") for test in found["tests"]}
    assert scores == {question.grade_id: question.earned for question in expected.questions}
    assert expected.earned > 0
    manual = next(test for test in found["tests"] if "score" not in test)
    assert "A person marks this" in manual["output"]
    hidden = [part for question in expected.questions for part in question.parts if part.hidden and part.message]
    assert hidden
    assert not any(part.message in json.dumps(found) for part in hidden)
    assert all(test["visibility"] == "visible" for test in found["tests"])


@pytest.mark.parametrize(("content", "said"), [(None, "nothing was handed in"), ("{", "Not graded: ")])
def test_what_cannot_be_graded_says_why(base, content, said):
    found = run(base, content)
    assert found["score"] == 0
    assert said in found["output"]


def test_the_zip_is_the_same_each_time(course, tmp_path):
    first, second = (write_autograder(course, "tiny", tmp_path / name).read_bytes() for name in ("a.zip", "b.zip"))
    assert first == second


def test_scripts_are_shell(base):
    for name in ("setup.sh", "run_autograder"):
        assert os.access(base / "source" / name, os.X_OK)
        subprocess.run(["bash", "-n", base / "source" / name], check=True)


def test_no_other_assignment_comes_along(course, base):
    """Mutants, variants and other assignments stay at home."""
    names = {path.name for path in (base / "source" / "course" / "source").iterdir()}
    assert names == {"tiny"}
    assert [path.name for path in (base / "source" / "course" / "source" / "tiny").iterdir()] == ["tiny.ipynb"]
