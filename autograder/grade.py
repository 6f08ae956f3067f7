"""Grades submissions: prepare, plan, run in the sandbox, test from outside, score."""

from __future__ import annotations

import ast
import contextlib
import functools
import hashlib
import io
import linecache
import math
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursework import check

from .canonical import nbgrader
from .course import ROOT_VARIABLE, Assignment, Course
from .errors import CourseError, SubmissionError
from .plan import SANDBOX, SOLUTION, TEST, TRUSTED, Plan, make_plan
from .prepare import OWN, Prepared, prepare
from .reading import find_notebook, read_file, read_notebook
from .reference import replicate as inputs_of
from .result import ATTENTION, GRADED, MISSING, UNGRADABLE, WARNINGS, QuestionResult, Result
from .sandbox import Process, Sandbox, StudentError, StudentFault, choose_level, make_view
from .sandbox.question import Question
from .suspicion import suspicious

_AUTOTEST = "AUTOTEST"


@dataclass(frozen=True)
class Bundle:
    """All that grading one assignment needs, read once.

    source: the trusted notebook, tests included; release: what students got; files: what lies beside it.
    """

    course: Course
    assignment: Assignment
    source: NotebookNode
    release: NotebookNode
    files: dict[str, bytes]
    plan: Plan

    @cached_property
    def data(self) -> Path:
        """The folder of prepared data sets; made on first use."""
        from coursework import data

        folder = self.course.private / "data"
        folder.mkdir(parents=True, exist_ok=True)
        for name in self.assignment.data:
            data.prepare(name, folder)
        return folder


def load_bundle(course: Course, name: str, *, release: Path | None = None) -> Bundle:
    """Read an assignment.

    Args: release: the student notebook, if not the one in `release/`.
    Raises: CourseError if a notebook is missing or the two do not belong together.
    """
    assignment = course.assignment(name)
    release = release or course.release(name)
    notebooks = []
    for path in (course.source(name), release):
        if not path.is_file():
            raise CourseError(f"{path} is missing: run `autograder build {name}`")
        notebooks.append(nbformat.read(path, as_version=4))
    source, student = notebooks
    if [cell.id for cell in source.cells] != [cell.id for cell in student.cells]:
        raise CourseError(f"{release} does not fit {course.source(name)}: run `autograder build {name}`")
    for ours, theirs in zip(source.cells, student.cells, strict=True):
        if ours.cell_type == "code" and _AUTOTEST in ours.source:
            ours.source = theirs.source
        ours.metadata = theirs.metadata
    beside = [path for path in sorted(release.parent.iterdir()) if path.is_file() and path != release]
    files = {path.name: path.read_bytes() for path in beside}
    return Bundle(course, assignment, source, student, files, make_plan(source))


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
        run = _Run(self.bundle, prepared, self._open())
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

    def _graded(self, run: _Run, student: str, questions: list[QuestionResult], seconds: dict[str, float]) -> Graded:
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
                            _execute(cell.source, f"<{cell.id}>", namespace)
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


class _Run:
    """One submission being run: first all of the student's cells, each in a fork of the last good state, then tests.

    The state at each test cell is kept, and its test runs against a fork of that. So a test meets what a notebook run
    from top to bottom would show it, and nothing that a test sends is ever seen by a cell.
    """

    def __init__(self, bundle: Bundle, prepared: Prepared, sandbox: Sandbox) -> None:
        base = sandbox.start_submission(bundle.files)
        self.bundle = bundle
        self.prepared = prepared
        self.student_seconds = 0.0
        self._cell_seconds = 0.0
        self._sandbox = sandbox
        self._state = base
        self._kept = {base}
        self._checkpoints: dict[str, tuple[Process, int]] = {}
        self._sources: list[str] = []
        self._errors: dict[str, str] = {}

    def close(self) -> None:
        for process in self._kept | {self._state}:
            process.kill()
        self._sandbox.end_submission()

    def student_cells(self) -> list[tuple[str, str]]:
        """(name, source) of the cells that the student wrote."""
        cells = [cell for cell in self.prepared.notebook.cells if cell.cell_type == "code"]
        answered = [
            cell
            for cell in cells
            if (nbgrader(cell, "solution") and nbgrader(cell, "grade_id") not in self.prepared.untouched)
            or cell.id.startswith(OWN)
        ]
        return [(nbgrader(cell, "grade_id") or "a cell of their own", cell.source) for cell in answered]

    def run_cells(self) -> None:
        for cell in self.prepared.notebook.cells:
            if cell.cell_type != "code":
                continue
            cell.outputs, cell.execution_count = [], None
            own = cell.id.startswith(OWN)
            planned = None if own else self.bundle.plan.of(cell.id)
            if planned and planned.role == TEST:
                self._checkpoints[cell.id] = self._state, len(self._sources)
                self._kept.add(self._state)
            elif own or SANDBOX in planned.places:
                self._run_cell(cell, trusted=not own and planned.role != SOLUTION)
        self._cell_seconds = self.student_seconds

    def _run_cell(self, cell: NotebookNode, trusted: bool) -> None:
        """Run a cell; if it takes its process down, the state before it stays."""
        if not cell.source.strip():
            return
        limits = self.bundle.assignment.limits
        process = self._state
        if not trusted or process in self._kept:
            process, _ = self._state.fork()
        start = time.monotonic()
        seconds = max(0.1, min(limits.cell_seconds, limits.submission_seconds - self.student_seconds))
        try:
            answer = process.request("run_cell", cell.source, seconds=seconds)
        except (StudentFault, StudentError) as fault:
            process.kill()
            self._errors[cell.id] = str(fault)
            cell.outputs = [_error_output(type(fault).__name__, str(fault), "")]
            return
        finally:
            self.student_seconds += time.monotonic() - start
        if process is not self._state:
            if self._state not in self._kept:
                self._state.kill()
            self._state = process
        self._sources.append(cell.source)
        _set_outputs(cell, answer)
        if error := _described(answer):
            self._errors[cell.id] = f"{error[0]}: {error[1]}"

    def run_tests(self, given: dict[str, Any]) -> list[QuestionResult]:
        """Every question of the assignment, in its order."""
        self.student_seconds = self._cell_seconds
        cells = {nbgrader(cell, "grade_id"): cell for cell in self.prepared.notebook.cells if nbgrader(cell, "grade")}
        results = []
        for grade_id, points in self.bundle.assignment.points.items():
            cell = cells.get(grade_id)
            if cell is None:
                raise CourseError(
                    f"course.toml names the question {grade_id}, which {self.bundle.assignment.name} does not have"
                )
            if nbgrader(cell, "solution"):
                results.append(self._manual(grade_id, points))
            else:
                results.append(self._test(cell, grade_id, points, dict(given)))
        return results

    def _manual(self, grade_id: str, points: float) -> QuestionResult:
        if grade_id in self.prepared.untouched | self.prepared.deleted:
            return QuestionResult(grade_id, points, 0.0, "not attempted", "not attempted yet")
        return QuestionResult(grade_id, points, None, "manual", "graded by a person")

    def _test(self, cell: NotebookNode, grade_id: str, points: float, namespace: dict[str, Any]) -> QuestionResult:
        checkpoint, known = self._checkpoints[cell.id]
        limits = self.bundle.assignment.limits
        left = max(0.1, min(limits.question_seconds, limits.submission_seconds - self.student_seconds))
        seed = int.from_bytes(hashlib.sha256(grade_id.encode()).digest()[:4], "big")
        fork = functools.partial(self._sandbox.fork_question, checkpoint)
        question = Question(fork, left, tuple(self._sources[:known]), seed)
        printed = io.StringIO()
        failure: BaseException | None = None
        value = None
        check.begin()
        try:
            with contextlib.redirect_stdout(printed):
                asks = self.bundle.plan.of(cell.id).asks
                namespace.update(question.lookup(list(asks)) if asks else {})
                value = _execute(cell.source, f"<{grade_id}>", namespace)
        except Exception as error:
            failure = error
        finally:
            question.close()
        report = check.collect(of=points)
        check.begin()
        self.student_seconds += question.seconds_used
        cell.outputs = _test_outputs(printed.getvalue(), value, failure)
        earned = self._earned(report, failure, points)
        status = "passed" if earned == points else "partial" if earned > 0 else "failed"
        reason, detail = ("", "") if status == "passed" else self._reasons(grade_id, report, failure)
        if status == "failed" and self._not_attempted(grade_id, report):
            status, reason = "not attempted", "not attempted yet"
        seconds = question.seconds_used
        return QuestionResult(grade_id, points, earned, status, reason, detail, seconds, report.parts)

    def _earned(self, report: check.Report, failure: BaseException | None, points: float) -> float:
        """Points of a test cell: what its parts earned; without parts, all of them if nothing went wrong."""
        if failure is not None:
            return 0.0
        earned = report.earned if report.parts else points
        if not math.isfinite(earned):
            raise CourseError(f"a test earned {earned} points")
        return min(max(earned, 0.0), points)

    def _not_attempted(self, grade_id: str, report: check.Report) -> bool:
        if f"{grade_id}-solution" in self.prepared.untouched:
            return True
        return bool(report.parts) and all(part.status == "not attempted" for part in report.parts)

    def _reasons(self, grade_id: str, report: check.Report, failure: BaseException | None) -> tuple[str, str]:
        """Why points were lost: for the student, without anything of a hidden test; and for the instructor."""
        answer = f"{grade_id}-solution"
        detail = "\n\n".join(f"{part.title}: {part.message}" for part in report.parts if part.message)
        lost = [part for part in report.parts if part.status != "passed"]
        if answer in self.prepared.deleted:
            reason = "the answer cell was deleted"
        elif answer in self._errors:
            reason = f"the cell with the answer stopped: {self._errors[answer]}"
        elif lost:
            part = lost[0]
            words = (part.hint or "not right for every input") if part.hidden else part.message
            reason = f"{part.title}: {_first_line(words)}"
        elif isinstance(failure, StudentFault):
            reason = str(failure)
        elif isinstance(failure, NameError):
            reason = f"{failure.name} is not defined"
        else:
            reason = (
                _first_line(str(failure)) if isinstance(failure, AssertionError) else "the answer could not be tested"
            )
        if failure is not None and not isinstance(failure, check.NothingEarned):
            detail = f"{type(failure).__name__}: {failure}\n\n{detail}".strip()
        return reason, detail


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


def _execute(source: str, filename: str, namespace: dict[str, Any]) -> Any:
    """Run a trusted cell; the value of its last expression."""
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    tree = ast.parse(source, filename)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, filename, "exec", dont_inherit=True), namespace)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), filename, "eval", dont_inherit=True), namespace)


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


def _described(answer: dict[str, Any]) -> tuple[str, str, str] | None:
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return None
    return tuple(str(error.get(key)) for key in ("name", "message", "traceback"))


def _set_outputs(cell: NotebookNode, answer: Any) -> None:
    """Take a cell's outputs from the sandbox: text and pictures, checked for being that."""
    count = answer.get("count") if isinstance(answer, dict) else None
    cell.execution_count = count if type(count) is int and 0 <= count < 1_000_000 else None
    outputs = answer.get("outputs") if isinstance(answer, dict) else None
    for output in outputs if isinstance(outputs, list) else ():
        kind = output.get("output_type") if isinstance(output, dict) else None
        if kind == "stream" and output.get("name") in ("stdout", "stderr"):
            cell.outputs.append(nbformat.v4.new_output("stream", name=output["name"], text=str(output.get("text"))))
        elif kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
            data = {k: v for k, v in output["data"].items() if isinstance(k, str) and isinstance(v, str)}
            extra = {"execution_count": cell.execution_count} if kind == "execute_result" else {}
            cell.outputs.append(nbformat.v4.new_output(kind, data=data, **extra))
    if error := _described(answer):
        cell.outputs.append(_error_output(*error))


def _error_output(name: str, message: str, trace: str) -> NotebookNode:
    return nbformat.v4.new_output(
        "error", ename=name, evalue=message, traceback=(trace or f"{name}: {message}").splitlines()
    )


def _test_outputs(printed: str, value: Any, failure: BaseException | None) -> list[NotebookNode]:
    outputs = []
    if printed:
        outputs.append(nbformat.v4.new_output("stream", name="stdout", text=printed))
    if failure is not None:
        outputs.append(_error_output(type(failure).__name__, str(failure), ""))
    elif value is not None:
        outputs.append(nbformat.v4.new_output("execute_result", data={"text/plain": repr(value)}, execution_count=None))
    return outputs


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0][:300]


def _summary(sentences: list[str]) -> str:
    if not sentences:
        return ""
    return sentences[0] if len(sentences) == 1 else f"{sentences[0]} (and {len(sentences) - 1} more)"
