"""Grades submissions: prepare, run in the sandbox, test from outside, score."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from .bundle import Bundle
from .changes import answers
from .course import ROOT_VARIABLE, Course
from .errors import CourseError
from .facts import Record
from .finding import shown
from .fingerprint import of_text
from .given import given_module, importable
from .names import without_imports
from .outputs import as_json
from .plan import TEST, TRUSTED
from .prepare import Prepared, prepare
from .reading import Submitted
from .recognise import other_assignment
from .reference import replicate as inputs_of
from .result import ATTENTION, GRADED, WARNINGS, QuestionResult, Result
from .run import Run, execute
from .sandbox import Sandbox, choose_level, make_view
from .submission import read_submission
from .suspicion import scripts, suspicious

# With fewer of the assignment's cells than this, a notebook is compared with the other assignments.
HALF = 0.5


@dataclass(frozen=True)
class Graded:
    """A graded submission: the result and the notebook with its outputs, as JSON (None where nothing could be run)."""

    result: Result
    text: str | None

    @classmethod
    def of(cls, result: Result, notebook: NotebookNode, write: Callable[[NotebookNode], str] = as_json) -> Graded:
        """With what is recorded of the notebook in the result. Args: write: makes its text."""
        text = write(notebook)
        return cls(replace(result, record=Record(of_text(text), answers(notebook))), text)

    @property
    def notebook(self) -> NotebookNode | None:
        """The notebook, read anew each time."""
        return None if self.text is None else nbformat.from_dict(json.loads(self.text))


class Grader:
    """Grades submissions of one assignment, one after another, with one warm sandbox.

    Args: sandbox: "auto" or one of sandbox.LEVELS.
    Raises: SandboxError if untrusted code cannot be held.
    """

    def __init__(self, bundle: Bundle, sandbox: str = "auto") -> None:
        self.bundle = bundle
        self.level = choose_level(sandbox)
        self._sandbox: Sandbox | None = None
        self._given: dict[str, Any] | None = None
        self._layers = given_module(bundle.course, bundle.assignment.name)

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()

    def close(self) -> None:
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    def warm_up(self) -> None:
        """Do what is the same for every submission, before the first one comes."""
        sandbox = self._open()
        sandbox.begin()
        self._given_names()
        ours = {cell.id: cell.source for cell in self.bundle.source.cells}
        opening = [ours[name] for name in self.bundle.plan.opening if ours[name].strip()]
        sandbox.open([] if self.bundle.files else opening)

    def for_another(self) -> Grader:
        """One for a fork of this process that is made next; see Sandbox.for_another."""
        other = copy.copy(self)
        other._sandbox = self._sandbox.for_another() if self._sandbox is not None else None
        return other

    def keep_to(self, cores: set[int]) -> None:
        """Have all student code run on these cores."""
        if self._sandbox is not None:
            self._sandbox.keep_to(cores)

    def leave(self) -> None:
        """Let go of what runs, which is another's now."""
        if self._sandbox is not None:
            self._sandbox.leave()
            self._sandbox = None

    def grade(self, path: Path, student: str, *, replicate: int = 0) -> Graded:
        """Grade a student's folder, or one notebook.

        Args: replicate: which random inputs the hidden tests draw.
        Returns: a result whatever the student handed in; the same for the same input.
        """
        with contextlib.closing(self.replicates(path, student, (replicate,))) as graded:
            return next(graded)

    def replicates(self, path: Path, student: str, numbers: Iterable[int]) -> Generator[Graded, None, None]:
        """Grade one submission with several sets of random inputs: its cells run once, its tests for each number."""
        start = time.monotonic()
        assignment = self.bundle.assignment
        submission = read_submission(path, student, assignment)
        if submission.notebook is None:
            yield self._nothing(student, submission.status, submission.reason, submission.warnings)
            return
        prepared = prepare(self.bundle.source, self.bundle.release, submission.notebook)
        prepared.warnings[:0] = submission.warnings
        if submission.others and prepared.blank:
            prepared.attention.append(
                "nothing is answered in the notebook that was taken, and there are others: "
                f"a person should look whether one of them is meant ({shown(submission.others)})"
            )
        if reason := self._foreign(prepared, submission.notebook):
            yield self._nothing(student, ATTENTION, reason, prepared.warnings)
            return
        with self.run(prepared, submission.files) as run:
            run.run_cells()
            for number in numbers:
                questions = self.test(run, number)
                seconds = {"student": run.student_seconds, "total": time.monotonic() - start}
                yield self._graded(run, student, questions, seconds)

    @contextlib.contextmanager
    def run(self, prepared: Prepared, files: dict[str, bytes]) -> Iterator[Run]:
        """A submission in the sandbox, none of its cells run yet."""
        run = Run(self.bundle, prepared, self._open(), files)
        try:
            yield run
        finally:
            run.close()

    def test(self, run: Run, replicate: int = 0, question: str | None = None) -> list[QuestionResult]:
        """Test what the cells of a submission have left: all questions, or one alone."""
        with _inside_course(self.bundle.course), importable(self._layers), inputs_of(replicate):
            results = run.run_tests(self._given_names(), question)
        self._open().check()
        return results

    def flagged(self, cells: list[tuple[str, str]]) -> list[str]:
        """What in the code of (name, source) looks like an attempt on the grader."""
        planned = self.bundle.plan.cells
        given = frozenset().union(*(cell.binds for cell in planned if TRUSTED in cell.places and cell.role != TEST))
        return suspicious(cells, given)

    def _foreign(self, prepared: Prepared, submitted: Submitted) -> str:
        """Why a notebook is not graded as this assignment; "" where it is."""
        if prepared.share >= HALF:
            return ""
        name = self.bundle.assignment.name
        reason = other_assignment(self.bundle.course, name, submitted.cells)
        if not reason and prepared.foreign:
            reason = f"this does not look like {name}: hardly any of its cells are there"
        return reason

    def _nothing(self, student: str, status: str, reason: str, warnings: Iterable[str]) -> Graded:
        assignment = self.bundle.assignment
        questions = tuple(
            QuestionResult(name, points, 0.0, "failed", reason) for name, points in assignment.points.items()
        )
        result = Result(
            student, assignment.name, status, sum(assignment.points.values()), questions, tuple(warnings),
            seconds={"student": 0.0, "total": 0.0}, reason=reason,
        )  # fmt: skip
        return Graded(result, None)

    def _graded(self, run: Run, student: str, questions: list[QuestionResult], seconds: dict[str, float]) -> Graded:
        prepared = run.prepared
        tampering = self.flagged(run.student_cells()) + scripts(run.student_texts())
        result = Result(
            student=student,
            assignment=self.bundle.assignment.name,
            status=ATTENTION if tampering or prepared.attention else WARNINGS if prepared.warnings else GRADED,
            max_points=sum(self.bundle.assignment.points.values()),
            questions=tuple(questions),
            warnings=(*prepared.attention, *prepared.warnings),
            tampering=tuple(tampering),
            seconds=seconds,
            sandbox=self.level,
            reason=_summary(tampering or prepared.attention + prepared.warnings),
        )
        return Graded.of(result, prepared.notebook)

    def _open(self) -> Sandbox:
        if self._sandbox is None:
            assignment = self.bundle.assignment
            view = make_view(assignment.name, assignment.imports, self.bundle.data)
            self._sandbox = Sandbox(view, self.level, self.bundle.preload, assignment.limits)
        return self._sandbox

    def _given_names(self) -> dict[str, Any]:
        """What the given cells that tests need bind, on this side; run once."""
        if self._given is None:
            namespace: dict[str, Any] = {"__name__": "__main__"}
            trusted = [cell for cell in self.bundle.plan.cells if TRUSTED in cell.places]
            used = frozenset().union(*(cell.uses for cell in trusted))
            for cell in self.bundle.source.cells:
                if cell.cell_type == "code" and self._is_shared_given(cell):
                    try:
                        with contextlib.redirect_stdout(io.StringIO()):
                            execute(without_imports(cell.source, used), f"<{cell.id}>", namespace)
                    except Exception as error:
                        path = self.bundle.course.source(self.bundle.assignment.name)
                        raise CourseError(
                            f"{path}: the given cell {cell.id} fails: {type(error).__name__}: {error}"
                        ) from error
            self._given = namespace
        return dict(self._given)

    def _is_shared_given(self, cell: NotebookNode) -> bool:
        planned = self.bundle.plan.of(cell.id)
        return planned.role != TEST and TRUSTED in planned.places


def grade(bundle: Bundle, path: Path, student: str, *, sandbox: str = "auto", replicate: int = 0) -> Graded:
    """Grade one submission; see Grader.grade."""
    with Grader(bundle, sandbox) as grader:
        return grader.grade(path, student, replicate=replicate)


@contextlib.contextmanager
def _inside_course(course: Course) -> Iterator[None]:
    """Have `reference` find this course, wherever the grader was started."""
    before = os.environ.get(ROOT_VARIABLE)
    os.environ[ROOT_VARIABLE] = str(course.root)
    try:
        yield
    finally:
        if before is None:
            del os.environ[ROOT_VARIABLE]
        else:
            os.environ[ROOT_VARIABLE] = before


def _summary(sentences: list[str]) -> str:
    if not sentences:
        return ""
    return sentences[0] if len(sentences) == 1 else f"{sentences[0]} (and {len(sentences) - 1} more)"
