"""The sample class earns what `examples/expected.toml` says, for the reasons given there."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from autograder.bundle import load_bundle
from autograder.course import Course, load_course
from autograder.grade import Grader
from autograder.result import STATUSES, UNGRADABLE, Result

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ASSIGNMENT = "02_knn"
EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED = tomllib.loads((EXAMPLES / "expected.toml").read_text(encoding="utf-8"))[ASSIGNMENT]


def load_make() -> ModuleType:
    """`examples/make.py`, which is a script and in no package."""
    spec = importlib.util.spec_from_file_location("examples_make", EXAMPLES / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course, with the sample class handed in to a folder of its own."""
    course = load_course(EXAMPLES).at(tmp_path_factory.mktemp("class"))
    load_make().make_class(course, course.submitted)
    return course


@pytest.fixture(scope="module")
def result_of(course: Course) -> Iterator[Callable[[str], Result]]:
    """Grades a student, once.

    The limits are tight, so that the hogs cost seconds; no honest answer comes near them.
    """
    bundle = load_bundle(course, ASSIGNMENT)
    limits = replace(bundle.assignment.limits, cell_seconds=3, question_seconds=8, memory_mib=600)
    with Grader(replace(bundle, assignment=replace(bundle.assignment, limits=limits))) as grader:

        @cache
        def grade(student: str) -> Result:
            return grader.grade(course.submitted / student / ASSIGNMENT, student).result

        yield grade


def automatic(course: Course) -> dict[str, float]:
    """The questions that need no person, with their points."""
    points = course.assignment(ASSIGNMENT).points
    return {question: value for question, value in points.items() if question != "knn-written"}


def wanted(course: Course, student: str) -> dict[str, float]:
    """What `expected.toml` says of each question."""
    expected = EXPECTED[student]
    full = expected["others"] == "full"
    others = {question: value if full else 0.0 for question, value in automatic(course).items()}
    return others | expected.get("questions", {})


def waits_for_a_person(student: str) -> bool:
    """Whether the written question was answered, in a file that can be read."""
    answered = "knn-written" in load_make().answers(EXAMPLES / ASSIGNMENT / f"{student}.py")
    return answered and EXPECTED[student]["status"] != UNGRADABLE


@pytest.mark.parametrize("student", EXPECTED)
def test_earns_what_is_expected(student: str, course: Course, result_of: Callable[[str], Result]) -> None:
    result = result_of(student)
    earned = {question.grade_id: question.earned for question in result.questions}
    written = earned.pop("knn-written")
    assert result.status == EXPECTED[student]["status"], result.reason
    assert earned == wanted(course, student), {q.grade_id: q.reason for q in result.questions if q.reason}
    assert result.earned == EXPECTED[student]["points"]
    assert (written is None) == waits_for_a_person(student)


@pytest.mark.parametrize(
    ("student", "question", "word"),
    [
        ("infinite-loop", "knn-l2-one-loop", "time"),
        ("memory-hog", "knn-l2-two-loops", "memory"),
        ("crash-abort", "knn-best-k", "SIGABRT"),
        ("crash-segfault", "knn-folds", "SIGSEGV"),
        ("no-square-root", "knn-l2-two-loops", "root"),
        ("untouched", "knn-l1", "not attempted"),
    ],
)
def test_reason_says_what_happened(student: str, question: str, word: str, result_of: Callable[[str], Result]) -> None:
    result = result_of(student)
    said = next(item for item in result.questions if item.grade_id == question)
    assert word in said.reason + " ".join(part.message for part in said.parts), said


def test_every_submission_is_expected_and_every_expectation_is_there(course: Course) -> None:
    assert {path.stem for path in (EXAMPLES / ASSIGNMENT).glob("*.py")} == set(EXPECTED)
    assert {path.name for path in course.submitted.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("student", EXPECTED)
def test_expectation_adds_up(student: str, course: Course) -> None:
    expected = EXPECTED[student]
    assert sum(wanted(course, student).values()) == expected["points"]
    assert set(expected.get("questions", {})) <= set(automatic(course))
    assert expected["status"] in STATUSES


def test_same_class_every_time(course: Course, tmp_path: Path) -> None:
    load_make().make_class(course, tmp_path)
    for path in sorted(course.submitted.rglob("*.ipynb")):
        assert (tmp_path / path.relative_to(course.submitted)).read_bytes() == path.read_bytes(), path


def test_answer_to_no_question_is_refused(course: Course, tmp_path: Path) -> None:
    make = load_make()
    release = tmp_path / "release.ipynb"
    released = course.release(ASSIGNMENT).read_text(encoding="utf-8")
    release.write_text(released.replace("knn-vote-solution", "knn-vote-renamed"), encoding="utf-8")
    with pytest.raises(ValueError, match="0 solution cells for knn-vote, expected 1"):
        make.make_class(course, tmp_path / "class", release=release)
