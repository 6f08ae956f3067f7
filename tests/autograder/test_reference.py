"""The reference namespace and the secret generator."""

import os
import stat
import subprocess
import sys

import numpy as np
import pytest
from nbformat.v4 import new_code_cell
from tiny_course import solution, tiny_notebook, write_tiny_course

from autograder import reference
from autograder.errors import CourseError
from autograder.names import names
from autograder.reference import replicate, secret


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A tiny course; the current folder is deep inside it, as a kernel's is under stock nbgrader."""
    monkeypatch.delenv("AUTOGRADER_SECRET", raising=False)
    monkeypatch.delenv("AUTOGRADER_COURSE", raising=False)
    written = write_tiny_course(tmp_path / "course")
    inside = written.root / "autograded" / "alice" / "tiny"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    return written


def with_cells(tmp_path, monkeypatch, *cells):
    """A tiny course whose notebook has more cells at its end."""
    notebook = tiny_notebook()
    notebook.cells += cells
    monkeypatch.chdir(write_tiny_course(tmp_path, notebook).root)


def test_the_solutions_are_attributes(course):
    ref = reference("tiny")
    assert ref.row_sums(np.array([[1, 2], [3, 4]])).tolist() == [3.0, 7.0]
    assert ref.answer_axis == "b"
    assert reference("tiny") is ref
    with pytest.raises(AttributeError, match=r"the reference of tiny has no 'rows'; it has .*row_sums"):
        _ = ref.rows


def test_only_what_solutions_need_runs(course, capsys):
    """The demo cell prints and needs nothing that a solution needs; the test cells would print a score."""
    ref = reference("tiny")
    assert capsys.readouterr() == ("", "")
    assert "np" in dir(ref)  # bound by the set-up cell; it also imports check, which no solution uses
    assert "check" not in dir(ref)
    assert "ref" not in dir(ref)


def test_needs_are_followed_through_given_cells(tmp_path, monkeypatch):
    with_cells(
        tmp_path,
        monkeypatch,
        new_code_cell("import warnings\nwarnings.warn('noise')\nbase = 2\nprint('noise')", id="base"),
        new_code_cell("factor = base * 3", id="factor"),
        new_code_cell("%matplotlib inline\nunneeded = 1", id="magic"),
        new_code_cell("raise RuntimeError('a demo that nobody needs')\nunneeded = 2", id="demo"),
        solution("tiny-six", "def six():\n    return factor"),
    )
    assert reference("tiny").six() == 6


def test_a_failing_cell_is_named(tmp_path, monkeypatch):
    with_cells(tmp_path, monkeypatch, solution("tiny-bad", "value = 1 / 0"))
    with pytest.raises(
        CourseError, match=r"tiny\.ipynb: .*cell tiny-bad-solution: ZeroDivisionError: division by zero"
    ):
        reference("tiny")


def test_a_syntax_error_is_named(tmp_path, monkeypatch):
    with_cells(tmp_path, monkeypatch, solution("tiny-bad", "x = 1\ndef f(:"))
    with pytest.raises(CourseError, match=r"tiny\.ipynb: cell tiny-bad-solution, line 2: invalid syntax"):
        reference("tiny")


def test_an_unknown_assignment_is_named(course):
    with pytest.raises(CourseError, match=r"no assignment 'tinny'.*there are: tiny"):
        reference("tinny")


def test_the_current_folder_comes_back(course):
    here = os.getcwd()
    reference("tiny")
    assert os.getcwd() == here
    assert str(course.source("tiny").parent) not in sys.path


def test_seeds_differ_by_question_and_replicate_and_repeat(course):
    ref = reference("tiny")

    def draw(question):
        return ref.rng(question).integers(2**62)

    first = draw("tiny-sum")
    assert draw("tiny-sum") == first
    assert draw("tiny-scale") != first
    with replicate(1):
        second = draw("tiny-sum")
        assert second != first
    with replicate(1):
        assert draw("tiny-sum") == second
    assert draw("tiny-sum") == first


def test_the_secret_is_made_once_for_its_owner(course):
    made = secret(course)
    path = course.private / "secret"
    assert len(made) == 64
    assert secret(course) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in course.private.iterdir()] == ["secret"]


def test_the_environment_may_give_the_secret(course, monkeypatch):
    monkeypatch.setenv("AUTOGRADER_SECRET", "one for all")
    assert secret(course) == "one for all"
    assert not course.private.exists()


def test_a_cut_secret_is_refused(course):
    course.private.mkdir()
    (course.private / "secret").write_text("")
    with pytest.raises(CourseError, match="holds 0 characters, expected 64"):
        secret(course)


def test_processes_that_start_together_agree_on_the_secret(course):
    code = """
from autograder.course import load_course
from autograder.reference import secret
print(secret(load_course()))
"""
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate()[0] for process in running}) == 1
    assert {process.returncode for process in running} == {0}


def test_names_bound_and_used():
    found = names(
        "import os.path as p\nfrom a import b\nx = y\nx += 1\ncount += 1\ndel old\n"
        "def f(z, w=default):\n    global g\n    g = z\n    return h + x\n"
        "class C(Base):\n    field = outer\n    def m(self):\n        return field\n"
        "total = [i * scale for i in range(3)]\n"
    )
    assert found.bound == {"p", "b", "x", "count", "old", "f", "g", "C", "total"}
    assert found.used == {
        "y",
        "x",
        "count",
        "old",
        "default",
        "h",
        "Base",
        "outer",
        "field",
        "scale",
        "range",
    }
