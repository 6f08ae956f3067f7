"""Grades submissions: prepare, run in the sandbox, test from outside, score."""

from __future__ import annotations

import contextlib
import io
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from .bundle import Bundle, load_bundle
from .course import ROOT_VARIABLE, Course
from .errors import CourseError, SubmissionError
from .plan import TEST, TRUSTED
from .prepare import prepare
from .reading import find_notebook, read_beside, read_file, read_notebook
from .reference import replicate as inputs_of
from .result import ATTENTION, GRADED, MISSING, UNGRADABLE, WARNINGS, QuestionResult, Result
from .run import Run, execute
from .sandbox import Sandbox, choose_level, make_view
from .suspicion import suspicious


@dataclass(frozen=True)
class Graded:
    """A graded submission: the result and the notebook with its outputs (None where nothing could be run)."""

    result: Result
    notebook: NotebookNode | None


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

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()

    def close(self) -> None:
        if self._sandbox is not None:
            self._sandbox.close()
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
        warnings: list[str] = []
        try:
            if path.is_dir() or not path.exists():
                path, warnings = find_notebook(path, self.bundle.assignment.notebook)
            submitted = read_notebook(read_file(path))
        except FileNotFoundError as error:
            yield self._nothing(student, MISSING, str(error), warnings)
            return
        except SubmissionError as error:
            status = UNGRADABLE if path.suffix == ".ipynb" else ATTENTION
            yield self._nothing(student, status, str(error), warnings)
            return
        prepared = prepare(self.bundle.source, self.bundle.release, submitted)
        prepared.warnings[:0] = warnings
        if prepared.foreign:
            reason = f"this does not look like {self.bundle.assignment.name}: hardly any of its cells are there"
            yield self._nothing(student, ATTENTION, reason, prepared.warnings)
            return
        assignment = self.bundle.assignment
        files, left = read_beside(path.parent, assignment.files, assignment.limits.file_mib << 19)
        prepared.warnings += left
        run = Run(self.bundle, prepared, self._open(), files)
        try:
            run.run_cells()
            for number in numbers:
                with _inside_course(self.bundle.course), inputs_of(number):
                    questions = run.run_tests(self._given_names())
                seconds = {"student": run.student_seconds, "total": time.monotonic() - start}
                yield self._graded(run, student, questions, seconds)
        finally:
            run.close()

    def _nothing(self, student: str, status: str, reason: str, warnings: list[str]) -> Graded:
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
        plan, prepared = self.bundle.plan, run.prepared
        given = frozenset().union(*(cell.binds for cell in plan.cells if TRUSTED in cell.places and cell.role != TEST))
        tampering = suspicious(run.student_cells(), given)
        result = Result(
            student=student,
            assignment=self.bundle.assignment.name,
            status=ATTENTION if tampering else WARNINGS if prepared.warnings else GRADED,
            max_points=sum(self.bundle.assignment.points.values()),
            questions=tuple(questions),
            warnings=tuple(prepared.warnings),
            tampering=tuple(tampering),
            seconds=seconds,
            sandbox=self.level,
            reason=_summary(tampering or prepared.warnings),
        )
        return Graded(result, prepared.notebook)

    def _open(self) -> Sandbox:
        if self._sandbox is None:
            assignment = self.bundle.assignment
            view = make_view(assignment.name, assignment.imports, self.bundle.data)
            preload = [
                name for name in ("numpy", "torch", "matplotlib.pyplot") if name.split(".")[0] in assignment.imports
            ]
            self._sandbox = Sandbox(view, self.level, tuple(preload), assignment.limits)
        return self._sandbox

    def _given_names(self) -> dict[str, Any]:
        """What the given cells that tests need bind, on this side; run once."""
        if self._given is None:
            namespace: dict[str, Any] = {"__name__": "__main__"}
            for cell in self.bundle.source.cells:
                if cell.cell_type == "code" and self._is_shared_given(cell):
                    try:
                        with contextlib.redirect_stdout(io.StringIO()):
                            execute(cell.source, f"<{cell.id}>", namespace)
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


def grade_class(
    course: Course,
    name: str,
    *,
    students: list[str] | None = None,
    sandbox: str = "auto",
    on_result: Callable[[Result], None] | None = None,
) -> list[Result]:
    """Grade what lies under `submitted/` and write it to the gradebook.

    Args: students: only these; on_result: called with each result as it comes.
    Raises: CourseError where a student named has no folder.
    """
    from .gradebook import record

    folder = course.submitted
    there = (
        sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
        if folder.is_dir()
        else []
    )
    if unknown := sorted(set(students or ()) - set(there)):
        raise CourseError(f"no folder for {', '.join(unknown)} in {folder}")
    results = []
    with Grader(load_bundle(course, name), sandbox) as grader:

        def graded() -> Iterator[Graded]:
            """Each submission; what follows `yield` happens when it has been written."""
            for student in students or there:
                one = grader.grade(folder / student / name, student)
                yield one
                results.append(one.result)
                if on_result is not None:
                    on_result(one.result)

        record(course, graded())
    return results


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
