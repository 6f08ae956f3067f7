"""`autograder new`: what it writes passes every gate, and nothing that is there is overwritten."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner
from tiny_course import REPOSITORY, write_tiny_course

from autograder.build import build
from autograder.cli import main
from autograder.course import load_course
from autograder.errors import CourseError
from autograder.skeleton import new_assignment


@pytest.fixture
def course(tmp_path):
    return write_tiny_course(tmp_path / "course")


def test_it_passes_every_gate(course, monkeypatch):
    """In a course with lectures beside it: no line of its solution stands there."""
    shutil.copytree(REPOSITORY / "notebooks", course.root / "notebooks")
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(main, ["new", "09_video", "--title", 'A "new" \\ one'])
    assert done.exit_code == 0, done.output
    course = load_course(course.root)
    assert list(course.assignments) == ["tiny", "09_video"]
    assert course.assignment("09_video").title == 'A "new" \\ one'
    (report,) = build(course, ["09_video"], replicates=2)
    assert report.passed, str(report)
    assert {gate.name for gate in report.gates} >= {"structure", "leaks", "answers"}
    assert (course.release("09_video")).is_file()


@pytest.mark.parametrize("name", ["video", "9_video", "09_Video", "09_../x", "09 video"])
def test_names_that_it_refuses(course, name):
    with pytest.raises(CourseError, match="expected two digits"):
        new_assignment(course, name, "x")


def test_it_overwrites_nothing(course):
    new_assignment(course, "09_video", "x")
    with pytest.raises(CourseError, match="already"):
        new_assignment(load_course(course.root), "09_video", "x")
