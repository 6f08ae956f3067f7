"""Runs one submission: the student's cells in the sandbox, the test cells here."""

from __future__ import annotations

import ast
import contextlib
import functools
import hashlib
import io
import linecache
import math
import time
from dataclasses import replace
from typing import Any

from nbformat import NotebookNode

from coursework import check

from .bundle import Bundle
from .canonical import nbgrader
from .errors import CourseError
from .outputs import described, error_output, outputs_of_test, set_outputs
from .plan import SANDBOX, SOLUTION, TEST
from .prepare import OWN, Prepared
from .result import QuestionResult
from .sandbox import Process, Sandbox, StudentError, StudentFault
from .sandbox.question import Question
from .text import one_line, plain

LONGEST = 10_000


class Run:
    """One submission being run: first all of the student's cells, each in a fork of the last good state, then tests.

    The state at each test cell is kept, and its test runs against a fork of that. So a test meets what a notebook run
    from top to bottom would show it, and nothing that a test sends is ever seen by a cell.
    """

    def __init__(self, bundle: Bundle, prepared: Prepared, sandbox: Sandbox, files: dict[str, bytes]) -> None:
        base = sandbox.start_submission({**files, **bundle.files})
        self.bundle = bundle
        self.prepared = prepared
        self.student_seconds = 0.0
        self._cell_seconds = 0.0
        self._sandbox = sandbox
        self._base = self._state = base
        self._kept = {base}
        self._answered = False
        self._hidden_inputs_sent = False
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
                self._answered |= own or planned.role == SOLUTION
                self._run_cell(cell)
        self._cell_seconds = self.student_seconds

    def _run_cell(self, cell: NotebookNode) -> None:
        """Run a cell; if it takes its process down, the state before it stays.

        Given cells need that too, once there is an answer: they call what students wrote.
        """
        if not cell.source.strip():
            return
        limits = self.bundle.assignment.limits
        process = self._state
        start = time.monotonic()
        seconds = max(0.1, min(limits.cell_seconds, limits.submission_seconds - self.student_seconds))
        try:
            if self._answered or process in self._kept:
                process, _ = self._state.fork()
            answer = process.request("run_cell", cell.source, seconds=seconds)
        except (StudentFault, StudentError) as fault:
            if process is not self._state:
                process.kill()
            if self._state.dead:
                # The notebook ended even the state before this cell; only the first of all cannot be ended from inside.
                self._state = self._base
            self._errors[cell.id] = str(fault)
            cell.outputs = [error_output(type(fault).__name__, str(fault))]
            return
        finally:
            self.student_seconds += time.monotonic() - start
        if process is not self._state:
            if self._state not in self._kept:
                self._state.kill()
            self._state = process
        self._sources.append(cell.source)
        set_outputs(cell, answer)
        if error := described(answer):
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
                value = execute(cell.source, f"<{grade_id}>", namespace)
        except Exception as error:
            failure = error
        finally:
            question.close()
        report = check.collect(of=points)
        check.begin()
        told = self._hidden_inputs_sent
        self._hidden_inputs_sent |= any(part.hidden for part in report.parts)
        self.student_seconds += question.seconds_used
        cell.outputs = outputs_of_test(printed.getvalue(), value, failure)
        earned = self._earned(report, failure, points)
        status = "passed" if earned == points else "partial" if earned > 0 else "failed"
        reason, detail = ("", "") if status == "passed" else self._reasons(grade_id, report, failure, told)
        if status == "failed" and self._not_attempted(grade_id, report):
            status, reason = "not attempted", "not attempted yet"
        seconds = question.seconds_used
        parts = tuple(replace(part, message=plain(part.message, LONGEST)) for part in report.parts)
        return QuestionResult(
            grade_id, points, earned, status, one_line(reason, 300), plain(detail, LONGEST), seconds, parts
        )

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

    def _reasons(
        self, grade_id: str, report: check.Report, failure: BaseException | None, told: bool
    ) -> tuple[str, str]:
        """Why points were lost: for the student, without anything of a hidden test; and for the instructor.

        Args:
            told: whether the student's code has been given inputs of hidden tests before. What it says in a visible
                test may then be those, kept in memory that processes share, say; so only hints are passed on.
        """
        answer = f"{grade_id}-solution"
        detail = "\n\n".join(f"{part.title}: {part.message}" for part in report.parts if part.message)
        lost = [part for part in report.parts if part.status != "passed"]
        if answer in self.prepared.deleted:
            reason = "the answer cell was deleted"
        elif answer in self._errors:
            reason = f"the cell with the answer stopped: {self._errors[answer]}"
        elif lost:
            part = lost[0]
            if part.hidden:
                words = part.hint or "not right for every input"
            else:
                words = (part.hint or "run this test in your notebook to see why") if told else part.message
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


def execute(source: str, filename: str, namespace: dict[str, Any]) -> Any:
    """Run a trusted cell; the value of its last expression."""
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    tree = ast.parse(source, filename)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, filename, "exec", dont_inherit=True), namespace)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), filename, "eval", dont_inherit=True), namespace)


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0][:300]
