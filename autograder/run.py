"""Runs one submission: the student's cells in the sandbox, the test cells here."""

from __future__ import annotations

import ast
import contextlib
import copy
import functools
import hashlib
import io
import linecache
import math
from dataclasses import dataclass, replace
from types import CodeType
from typing import Any

from nbformat import NotebookNode

from coursework import check

from .bundle import Bundle
from .canonical import nbgrader
from .errors import CourseError, of_the_machine
from .explain import Definitions, remark
from .outputs import error_output, outputs_of_test, set_outputs, stopped
from .plan import SANDBOX, TEST
from .prepare import OWN, Prepared
from .result import QuestionResult
from .sandbox import Handle, Sandbox, StudentError, StudentFault
from .sandbox.question import Question
from .states import Mark, States
from .text import one_line, plain

LONGEST = 10_000


@dataclass(frozen=True)
class _Trial:
    """What one run of a test cell came to.

    told: whether the student's code had been given inputs of hidden tests before.
    data: those of the names asked for that stood for data.
    """

    report: check.Report
    failure: BaseException | None
    earned: float
    printed: str
    value: Any
    seconds: float
    told: bool
    data: dict[str, Any]


class Run:
    """One submission being run: first all of the student's cells, then the tests, each at its place.

    So a test meets what a notebook run from top to bottom would show it, and nothing that a test sends is ever seen by
    a cell.

    Args: keep_all: the tests will be run more than once.
    Attributes: question_type: makes what a test asks the student's code through.
    """

    question_type: type[Question] = Question

    def __init__(
        self,
        bundle: Bundle,
        prepared: Prepared,
        sandbox: Sandbox,
        files: dict[str, bytes],
        *,
        keep_all: bool = False,
    ) -> None:
        self.bundle = bundle
        self.prepared = prepared
        self.student_seconds = 0.0
        self._states = States(
            sandbox,
            bundle.assignment.limits,
            {**files, **bundle.files},
            opening=self._opening(),
            keep_all=keep_all,
        )
        self._ran = 0
        self._marks: dict[str, Mark] = {}
        self._hidden_inputs_sent = False
        self._errors: dict[str, str] = {}

    def close(self) -> None:
        self._states.close()

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

    def student_texts(self) -> list[tuple[str, str]]:
        """(name, source) of the text cells that the student wrote."""
        cells = [cell for cell in self.prepared.notebook.cells if cell.cell_type == "markdown"]
        own = [cell for cell in cells if nbgrader(cell, "solution") or cell.id.startswith(OWN)]
        return [(nbgrader(cell, "grade_id") or "a text of their own", cell.source) for cell in own]

    def _opening(self) -> list[str]:
        """What every notebook begins with; nothing, where a cell of the student's stands among it."""
        cells = [cell for cell in self.prepared.notebook.cells if cell.cell_type == "code"]
        ours = self.bundle.plan.opening
        if tuple(cell.id for cell in cells[: len(ours)]) != ours:
            return []
        return [cell.source for cell in cells[: len(ours)] if cell.source.strip()]

    def run_cells(self, before: str | None = None, *, marks: bool = True) -> None:
        """Run the cells that have not run yet, in order.

        Args: before: id of the cell to stop at, by default none; marks: keep the place of the tests that are passed.
        """
        cells = self.prepared.notebook.cells
        while self._ran < len(cells) and cells[self._ran].id != before:
            cell = cells[self._ran]
            self._ran += 1
            if cell.cell_type != "code":
                continue
            cell.outputs, cell.execution_count = [], None
            planned = None if cell.id.startswith(OWN) else self.bundle.plan.of(cell.id)
            if planned and planned.role == TEST:
                if marks:
                    self._marks[cell.id] = self._states.mark(planned.asks)
            elif cell.source.strip() and (planned is None or SANDBOX in planned.places):
                self._run_cell(cell)

    def branch(self, answer: str) -> Run:
        """The same run with another text in the cell that is next; close it before this one goes on."""
        other = copy.copy(self)
        other.__dict__.pop("_definitions", None)
        notebook = NotebookNode(self.prepared.notebook)
        notebook.cells = [NotebookNode(cell) for cell in notebook.cells]
        notebook.cells[self._ran].source = answer
        other.prepared = replace(self.prepared, notebook=notebook, warnings=[])
        other._marks, other._errors = dict(self._marks), dict(self._errors)
        other._states = self._states.branch()
        return other

    def _run_cell(self, cell: NotebookNode) -> None:
        try:
            answer = self._states.run(cell.source)
        except (StudentFault, StudentError) as fault:
            self._errors[cell.id] = str(fault)
            cell.outputs = [error_output(type(fault).__name__, str(fault))]
            return
        set_outputs(cell, answer)
        if error := stopped(answer):
            self._errors[cell.id] = error

    def run_tests(self, given: dict[str, Any], question: str | None = None) -> list[QuestionResult]:
        """Every question of the assignment, in its order; or one alone."""
        self.student_seconds = self._states.seconds
        cells = {nbgrader(cell, "grade_id"): cell for cell in self.prepared.notebook.cells if nbgrader(cell, "grade")}
        results = []
        for grade_id, points in self.bundle.assignment.points.items():
            if question not in (None, grade_id):
                continue
            cell = cells.get(grade_id)
            if cell is None:
                raise CourseError(
                    f"course.toml names the question {grade_id}, which {self.bundle.assignment.name} does not have"
                )
            if nbgrader(cell, "solution"):
                results.append(self._manual(grade_id, points))
            else:
                results.append(self._test(cell, grade_id, points, given))
        return results

    def _manual(self, grade_id: str, points: float) -> QuestionResult:
        if grade_id in self.prepared.untouched | self.prepared.deleted:
            return QuestionResult(grade_id, points, 0.0, "not attempted", "not attempted yet")
        return QuestionResult(grade_id, points, None, "manual", "graded by a person")

    def _test(self, cell: NotebookNode, grade_id: str, points: float, given: dict[str, Any]) -> QuestionResult:
        trial = first = self._try(cell, grade_id, points, given)
        flaky = False
        if trial.earned < points and self._may_be_chance(cell, grade_id, trial):
            again = self._try(cell, grade_id, points, given, known=first.data)
            flaky = again.earned != trial.earned
            trial = max(again, trial, key=lambda one: one.earned) if flaky else trial
        if flaky:
            self.prepared.warnings.append(
                f"{grade_id}: the same test came out differently when it was run again; the better outcome counts"
            )
        report, failure, earned = trial.report, trial.failure, trial.earned
        cell.outputs = outputs_of_test(trial.printed, trial.value, failure)
        status = "passed" if earned == points else "partial" if earned > 0 else "failed"
        reason, detail = ("", "") if status == "passed" else self._reasons(grade_id, trial)
        if status == "failed" and self._not_attempted(grade_id, report):
            status, reason = "not attempted", "not attempted yet"
            if misplaced := self.prepared.misplaced.get(f"{grade_id}-solution"):
                reason = f"{reason}: {misplaced}"
        # In the second run a visible part can quote inputs of hidden ones, which the first has sent.
        parts = tuple(
            replace(part, message=plain(part.message if part.hidden or trial is first else _hint(part), LONGEST))
            for part in report.parts
        )
        return QuestionResult(
            grade_id,
            points,
            earned,
            status,
            one_line(reason, 300),
            plain(detail, LONGEST),
            trial.seconds,
            parts,
            flaky,
        )

    def _try(
        self,
        cell: NotebookNode,
        grade_id: str,
        points: float,
        given: dict[str, Any],
        known: dict[str, Any] | None = None,
    ) -> _Trial:
        """Run a test cell once. Args: known: data that names stood for in an earlier run; nobody answers twice."""
        told, data = self._hidden_inputs_sent, {}
        mark, namespace = self._marks[cell.id], dict(given)
        state = functools.partial(self._states.question, mark)
        seed = int.from_bytes(hashlib.sha256(grade_id.encode()).digest()[:4], "big")
        question = self.question_type(state, self._seconds_left, self._states.sources(mark), seed, threads=mark.threads)
        printed = io.StringIO()
        failure: BaseException | None = None
        value = None
        check.begin(of_the_machine)
        try:
            with contextlib.redirect_stdout(printed):
                asks = self.bundle.plan.of(cell.id).asks
                found = question.lookup(list(asks)) if mark.data is None else copy.deepcopy(mark.data)
                found.update(known or {})
                data = copy.deepcopy({name: value for name, value in found.items() if _is_data(value)})
                namespace.update(found)
                value = execute(cell.source, f"<{grade_id}>", namespace)
        except Exception as error:
            if of_the_machine(error):
                raise
            failure = error
        finally:
            question.close()
        if question.machine_failed is not None:
            raise question.machine_failed
        if question.rebuilt:
            self.prepared.warnings.append(
                f"{grade_id}: threads of the notebook were still running; it was tested in a fresh interpreter"
            )
        report = check.collect(of=points)
        check.begin()
        if failure is None and not report.parts and "check.part(" in cell.source:
            failure = RuntimeError("none of the parts of this test was decided")
        self._hidden_inputs_sent |= any(part.hidden for part in report.parts)
        self.student_seconds += question.seconds_used
        earned = self._earned(report, failure, points)
        return _Trial(report, failure, earned, printed.getvalue(), value, question.seconds_used, told, data)

    @property
    def _seconds_left(self) -> float:
        limits = self.bundle.assignment.limits
        return max(0.1, min(limits.question_seconds, limits.submission_seconds - self.student_seconds))

    def _may_be_chance(self, cell: NotebookNode, grade_id: str, trial: _Trial) -> bool:
        """Whether another run may end otherwise: code ran, and it did not use up its time."""
        nothing_ran = self._marks[cell.id].data is not None
        return (
            not nothing_ran
            and trial.seconds < self._seconds_left / 2
            and not self._not_attempted(grade_id, trial.report)
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
        answer = f"{grade_id}-solution"
        if answer in self.prepared.untouched or self._errors.get(answer, "").startswith("NotImplementedError:"):
            return True
        return bool(report.parts) and all(part.status == "not attempted" for part in report.parts)

    def _reasons(self, grade_id: str, trial: _Trial) -> tuple[str, str]:
        """Why points were lost: for the student, without anything of a hidden test; and for the instructor.

        Where the student's code had been given inputs of hidden tests before, what it says in a visible test may be
        those, kept in memory that processes share, say; so only hints are passed on.
        """
        report, failure = trial.report, trial.failure
        answer = f"{grade_id}-solution"
        detail = "\n\n".join(f"{part.title}: {part.message}" for part in report.parts if part.message)
        lost = [part for part in report.parts if part.status != "passed"]
        if answer in self.prepared.deleted:
            reason = "the answer cell was deleted"
        elif answer in self._errors:
            reason = self._explained(f"the cell with the answer stopped: {self._errors[answer]}", answer)
        elif lost:
            part = lost[0]
            if part.hidden:
                words = part.hint or "not right for every input"
            else:
                words = _hint(part) if trial.told else part.message
            reason = self._explained(f"{part.title}: {_first_line(words)}", grade_id)
        elif isinstance(failure, StudentFault):
            reason = str(failure)
        elif isinstance(failure, NameError):
            reason = self._explained(f"name '{failure.name}' is not defined", grade_id)
        else:
            ours = isinstance(failure, AssertionError) and not isinstance(failure, StudentError)
            reason = _first_line(str(failure)) if ours else "the answer could not be tested"
        if failure is not None and not isinstance(failure, check.NothingEarned):
            detail = f"{type(failure).__name__}: {failure}\n\n{detail}".strip()
        return reason, detail

    @functools.cached_property
    def _definitions(self) -> Definitions:
        return Definitions(self.prepared.notebook.cells)

    def _explained(self, reason: str, cell_id: str) -> str:
        """The reason and, where that can be known, what it comes from."""
        more = self._definitions.missing(reason, cell_id, self._errors) or remark(
            reason, self.bundle.assignment.imports
        )
        return f"{reason.rstrip(' .:')}: {more}" if more else reason


def execute(source: str, filename: str, namespace: dict[str, Any]) -> Any:
    """Run a trusted cell; the value of its last expression."""
    statements, last = _compiled(source, filename)
    exec(statements, namespace)
    return None if last is None else eval(last, namespace)


@functools.lru_cache(maxsize=512)
def _compiled(source: str, filename: str) -> tuple[CodeType, CodeType | None]:
    """The statements of a cell and the expression that it ends with, if it does; once for a whole class."""
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    tree = ast.parse(source, filename)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    statements = compile(tree, filename, "exec", dont_inherit=True)
    if last is None:
        return statements, None
    return statements, compile(ast.Expression(last.value), filename, "eval", dont_inherit=True)


def _is_data(value: Any) -> bool:
    """Whether nothing of it stayed in the sandbox."""
    if type(value) is dict:
        return all(map(_is_data, (*value.keys(), *value.values())))
    return all(map(_is_data, value)) if type(value) in (list, tuple, set) else type(value) is not Handle


def _hint(part: check.PartResult) -> str:
    """What may be said of a visible part that may quote what a student must not see."""
    return (part.hint or "run this test in your notebook to see why") if part.message else ""


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0][:300]
