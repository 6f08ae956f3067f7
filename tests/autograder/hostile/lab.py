"""Where attacks on our own grader are tried: a course with canaries and neighbours, and what became of an attack."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest import mock

import nbformat

from autograder.atomic import replace_folder
from autograder.batch import grade_class
from autograder.bundle import load_bundle
from autograder.canonical import clean
from autograder.course import Course
from autograder.grade import Graded, Grader
from autograder.result import Result
from autograder.stock import generate

from . import canaries
from .attack import BREAKING_OUT, WEARING_OUT, Attack, hand_in, honest, submission, write
from .course import POINTS, write_course
from .services import services

# A question may take its limit, and the cells of a submission theirs; more than that is no longer held.
PATIENCE = 2


@dataclass(frozen=True)
class Verdict:
    """What an attack got. gained: points by question; leaked: canaries that came out; broken: what was harmed."""

    gained: dict[str, float] = field(default_factory=dict)
    leaked: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def stopped(self) -> bool:
        return not (self.gained or self.leaked or self.broken)


@dataclass
class Lab:
    """A course with a neighbour who was graded and one who waits, canaries everywhere, and warm graders.

    released: the student notebooks; expected: what the honest submissions earn, by assignment and base.
    connections: who connected to the services of this machine.
    """

    course: Course
    released: dict[str, dict]
    graders: dict[str, Grader]
    connections: list[str]
    expected: dict[tuple[str, str], Result] = field(default_factory=dict)

    def grade(self, student: str, assignment: str) -> Graded:
        return self.graders[assignment].grade(self.course.submitted / student / assignment, student)

    def attacked(self, attack: Attack, *, neighbour: bool = True) -> tuple[Graded, Verdict]:
        """Hand an attack in, grade it, and see what became of everything else.

        Args: neighbour: whether another submission is graded after it.
        """
        folder = self.course.submitted / "mallory" / attack.assignment
        hand_in(attack, submission(attack, self.released[attack.assignment]), folder)
        before = self._tree()
        try:
            graded = self.grade("mallory", attack.assignment)
            verdict = self._verdict(attack, graded)
            broken = [*verdict.broken]
            if self._tree() != before:
                broken.append("files changed")
            if neighbour and not self._neighbour_is_unharmed(attack.assignment):
                broken.append("the next submission was graded differently")
        finally:
            if folder.is_symlink():
                folder.unlink()
            else:
                shutil.rmtree(folder)
        return graded, replace(verdict, broken=tuple(broken))

    def _verdict(self, attack: Attack, graded: Graded) -> Verdict:
        result = graded.result
        wanted = points(self.expected[attack.assignment, attack.base])
        gained = {name: earned - wanted[name] for name, earned in points(result).items() if earned > wanted[name]}
        everything = shown(graded, tests=True) + result.to_json()
        leaked = [word for word in canaries.EVERYWHERE if word in everything]
        if canaries.HIDDEN_INPUT in shown(graded, tests=False) + said(result):
            leaked.append(canaries.HIDDEN_INPUT)
        broken = [f"connected to {name}" for name in self.connections]
        self.connections.clear()
        if canaries.SCRIPT in shown(graded, tests=True):
            broken.append("a script in an output")
        if canaries.TERMINAL in said(result):
            broken.append("control codes in the report")
        if attack.kind in (BREAKING_OUT, WEARING_OUT) and not attack.spends and graded.notebook is not None:
            lost = {name for name, earned in points(result).items() if earned < wanted[name]} - set(attack.answers)
            broken += [f"{name} was lost with it" for name in sorted(lost)]
        limits = self.graders[attack.assignment].bundle.assignment.limits
        if result.seconds["student"] > PATIENCE * limits.submission_seconds:
            broken.append(f"{result.seconds['student']:.0f} s where {limits.submission_seconds:.0f} are allowed")
        if graded.notebook is not None:
            nbformat.validate(graded.notebook)
        return Verdict(gained, tuple(leaked), tuple(broken))

    def _neighbour_is_unharmed(self, assignment: str) -> bool:
        return without_times(self.grade("half", assignment).result) == without_times(self.expected[assignment, "half"])

    def _tree(self) -> dict[str, str]:
        """Every file of the course and of the home folder, by what is in it, but for the attacker's own."""
        files = (path for path in sorted(self.course.root.rglob("*")) if path.is_file() and "mallory" not in path.parts)
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@contextlib.contextmanager
def open_lab(root: Path) -> Iterator[Lab]:
    """Build the course in an empty folder, plant what attacks look for, and warm the graders up."""
    environment = {"HOME": str(root / "home")}
    canaries.plant(root / "home", environment)
    with mock.patch.dict(os.environ, environment), contextlib.ExitStack() as stack:
        course = build(root)
        graders = {name: stack.enter_context(Grader(load_bundle(course, name))) for name in POINTS}
        released = {name: json.loads(course.release(name).read_text()) for name in POINTS}
        lab = Lab(course, released, graders, stack.enter_context(services()))
        for assignment in POINTS:
            for base in ("wrong", "half", "right"):
                write(honest(released[assignment], assignment, base), course.submitted / base / assignment, assignment)
                lab.expected[assignment, base] = lab.grade(base, assignment).result
        alice = honest(released["rows"], "rows", "right")
        alice["cells"][0]["source"] += f"\n\n{canaries.NEIGHBOUR}"
        write(alice, course.submitted / "alice" / "rows", "rows")
        write(honest(released["rows"], "rows", "half"), course.submitted / "zoe" / "rows", "rows")
        grade_class(course, "rows", students=["alice"])
        with sqlite3.connect(course.work / "gradebook.db") as base:
            base.execute("update student set last_name = ?", (canaries.GRADEBOOK,))
        yield lab


def build(root: Path) -> Course:
    """The attacked course with its releases."""
    course = write_course(root)
    for name in POINTS:
        with tempfile.TemporaryDirectory() as folder:
            generate(course, name, Path(folder))
            clean([Path(folder)])
            replace_folder(Path(folder) / name, course.release(name).parent)
    return course


def points(result: Result) -> dict[str, float]:
    """Points by question; 0 where a person has to look."""
    return {question.grade_id: question.earned or 0.0 for question in result.questions}


def said(result: Result) -> str:
    """All that the report says of a submission."""
    reasons = [f"{question.grade_id}: {question.reason}" for question in result.questions if question.reason]
    return "\n".join([result.reason, *result.tampering, *result.warnings, *reasons])


def shown(graded: Graded, *, tests: bool) -> str:
    """All outputs of a graded notebook, those of test cells only if asked for: students never see them."""
    cells = graded.notebook.cells if graded.notebook is not None else []
    wanted = (cell for cell in cells if tests or not cell.metadata.get("nbgrader", {}).get("grade"))
    return json.dumps([cell.get("outputs") for cell in wanted])


def without_times(result: Result) -> Result:
    """What two gradings of the same must agree on."""
    questions = tuple(replace(question, seconds=0.0) for question in result.questions)
    return replace(result, questions=questions, seconds=None)
