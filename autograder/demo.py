"""The whole machine on the sample class of `examples/`: build, grade, compare with what is expected, report."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.table import Table
from rich.text import Text

from . import terminal
from .batch import grade_class
from .build import build
from .canonical import read
from .concepts import written
from .course import Course
from .errors import CourseError
from .feedback import write_feedback
from .pages import number, plural
from .report import write_report
from .result import ATTENTION, GRADED, Result
from .sandbox.policy import advice, available_level, level_for_own_code
from .summary import what_went_wrong
from .text import one_line

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EXPECTED = "expected.toml"
# Sets of random inputs with which the reference must earn everything: a first look, where a build takes twenty.
SEEDS = 2


@dataclass(frozen=True)
class Expected:
    """What one submission of the sample class must come to.

    questions: points by question; others: whether the questions that are not named earn all points, or none.
    """

    points: float
    status: str
    others: bool
    questions: dict[str, float]


def demo(course: Course) -> bool:
    """Run the demo in `.autograder/demo` and say where the pages lie.

    Returns: whether every submission came out as `examples/expected.toml` says.
    Raises: AutograderError where something could not be run at all.
    """
    level = level_for_own_code()
    terminal.out.print(Text(_about_level(level)), soft_wrap=True)
    with terminal.stages() as progress:
        reports = build(course, check=True, answers=False, replicates=SEEDS, progress=progress)
    for report in reports:
        terminal.out.print(str(report))
    there = course.at(course.private / "demo")
    shutil.rmtree(there.work, ignore_errors=True)
    names = [name for name in course.assignments if (course.root / "examples" / name).is_dir()]
    outcomes = [_one_class(there, name, level) for name in names]
    for _, pages in outcomes:
        for what, page in pages:
            terminal.out.print(Text(f"{what}: {page}"), soft_wrap=True)
    return all(same for same, _ in outcomes)


def read_expected(path: Path, name: str) -> dict[str, Expected]:
    """What `expected.toml` says of the sample class of an assignment, by student.

    Raises: CourseError where it cannot be read.
    """
    try:
        entries: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))[name]
        return {
            student: Expected(
                float(entry["points"]), entry["status"], entry["others"] == "full", entry.get("questions", {})
            )
            for student, entry in entries.items()
        }
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CourseError(f"{path}: {error!r}") from None


def difference(result: Result, expected: dict[str, Expected], by_hand: frozenset[str]) -> str:
    """In what a result is not what it must be, in one sentence; "" where it is.

    Args: by_hand: the questions that a person grades; nothing is expected of them.
    """
    wanted = expected.get(result.student)
    if wanted is None:
        return f"{EXPECTED} does not say what {result.student} must come to"
    wrong = []
    for question in result.questions:
        points = wanted.questions.get(question.grade_id, question.max_points if wanted.others else 0.0)
        earned = question.earned or 0.0
        if question.grade_id not in by_hand and abs(earned - points) > 1e-6:
            wrong.append(f"{question.grade_id} earned {number(earned)}, not {number(points)}")
    if abs(result.earned - wanted.points) > 1e-6:
        wrong.append(f"{number(result.earned)} points, not {number(wanted.points)}")
    if result.status != wanted.status:
        wrong.append(f"status {result.status}, not {wanted.status}")
    return f"{result.student}: {'; '.join(wrong)}" if wrong else ""


def comparison_table(results: Sequence[Result], expected: dict[str, Expected], differences: Sequence[str]) -> Table:
    """One row a submission: what it earned beside what it must earn."""
    rows = []
    for result, different in zip(results, differences, strict=True):
        wanted = expected.get(result.student)
        rows.append(
            (
                Text("✗", style="red") if different else Text("✓", style="green"),
                one_line(result.student, 30),
                number(result.earned),
                number(wanted.points) if wanted else "?",
                terminal.status_text(result.status),
                one_line(what_went_wrong(result), 110),
            )
        )
    columns = ("", "student", "points", "expected", "status", "what went wrong")
    return terminal.table(columns, rows, wrap=("what went wrong",), right=("points", "expected"))


def _about_level(level: str) -> str:
    """The sandbox that is used, and how to get a better one."""
    if level == "none":
        left_out = "The hostile submissions of the sample class are left out; those of a real class would be refused."
        return f"Sandbox: none, {available_level()[1]}. {left_out} {advice()}"
    return f"Sandbox: {level}" if level == "bubblewrap" else f"Sandbox: {level}. There is a stronger one. {advice()}"


def _one_class(there: Course, name: str, level: str) -> tuple[bool, list[tuple[str, Path]]]:
    """Grade one sample class, print it and write its pages. Without a sandbox, hostile submissions are left out."""
    expected = read_expected(there.root / "examples" / EXPECTED, name)
    if level == "none":
        expected = {student: one for student, one in expected.items() if one.status != ATTENTION}
    results = _grade(there, name, sorted(expected) if level == "none" else None, level)
    by_hand = written(read(there.release(name)))
    differences = [difference(result, expected, by_hand) for result in results]
    absent = [f"{student} was not graded" for student in expected.keys() - {r.student for r in results}]
    terminal.out.print(comparison_table(results, expected, differences))
    wrong = [*filter(None, differences), *sorted(absent)]
    for sentence in wrong:
        terminal.out.print(Text(f"not as expected: {sentence}", style="red"))
    pages = [write_feedback(there, result) for result in results]
    report = write_report(there, name, results)
    return not wrong, [("Class report", report), ("Feedback page", pages[_instructive(results)])]


def _instructive(results: Sequence[Result]) -> int:
    """Which feedback page has most to say: that of the lowest honest score above 0."""
    return min(
        range(len(results)), key=lambda i: (results[i].status != GRADED, not results[i].earned, results[i].earned)
    )


def _grade(there: Course, name: str, students: list[str] | None, level: str) -> list[Result]:
    start = time.monotonic()
    made = _examples(there).make_class(there, there.submitted, name)
    with terminal.progress(f"grading {name}", len(students or made)) as step:
        results = grade_class(there, name, students=students, sandbox=level, on_result=step)
    seconds = time.monotonic() - start
    terminal.out.print(f"{name}: {plural(len(results), 'submission')} graded in {seconds:.0f} s")
    return results


def _examples(course: Course) -> ModuleType:
    """`examples/make.py`, which is no part of a package."""
    path = course.root / "examples" / "make.py"
    spec = importlib.util.spec_from_file_location("examples_make", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise CourseError(f"{path} is missing: it makes the sample class")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
