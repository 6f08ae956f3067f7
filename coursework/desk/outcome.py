"""What became of a question, read from the outputs of its test cell as stock nbgrader reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..check.reading import NOT_YET
from ..check.shown import MIME
from .assignment import Question, about, source

PASSED = "passed"
PARTIAL = "partial"
FAILED = "failed"
NOT_ATTEMPTED = "not attempted"
BY_PERSON = "by a person"
MISSING = "missing"
NOT_RUN = "not run"

_UNDEFINED = re.compile(r"(?:name ')?(?P<name>\w+)'? is not defined")

# What Python adds to a syntax error: the file, which is a cell's, and the line in it.
_IN_FILE = re.compile(r"\((?:[^()]*\.py|<ipython-input[^()]*>), line (\d+)\)")


@dataclass(frozen=True)
class Outcome:
    """One question, answered or not.

    earned, here: points earned, of those that the visible test gives. points: of the question in all.
    reason: why points are missing, the first line for a table. parts: as `check.score` keeps them.
    """

    grade_id: str
    title: str
    status: str
    earned: float
    here: float
    points: float
    reason: str = ""
    parts: tuple[Mapping[str, Any], ...] = ()

    @property
    def hidden(self) -> float:
        """The points that hidden tests decide."""
        return 0.0 if self.status == BY_PERSON else max(0.0, self.points - self.here)


def outcome(question: Question, cells: Sequence[Mapping[str, Any]], cell_seconds: float | None = None) -> Outcome:
    """What the outputs in `cells` say of a question.

    Args: cell_seconds: the limit of a cell when they ran; for the sentence on one that was interrupted.
    """
    status, earned, here, reason, parts = _judged(question, cells, cell_seconds)
    return Outcome(question.grade_id, question.title, status, earned, here, question.points, reason, parts)


def error_of(cell: Mapping[str, Any]) -> tuple[str, str] | None:
    """Name and message of the error that ended a cell, if one did."""
    for output in _outputs(cell):
        if output.get("output_type") == "error":
            return str(output.get("ename", "")), str(output.get("evalue", ""))
    return None


def error_line(error: tuple[str, str], cell_seconds: float | None = None) -> str:
    """An error in one line; an interrupted cell says why it was."""
    name, message = error
    if name == "KeyboardInterrupt" and cell_seconds is not None:
        return f"took more than {cell_seconds:g} s: does a loop never end?"
    first = _IN_FILE.sub(r"(line \1)", (message.strip().splitlines() or [""])[0])
    return f"{name}: {first}" if first else name


def _judged(
    question: Question, cells: Sequence[Mapping[str, Any]], cell_seconds: float | None
) -> tuple[str, float, float, str, tuple[Mapping[str, Any], ...]]:
    """Status, points earned, points here, reason, parts."""
    if question.by_person:
        reason = f"a person marks it: {question.points:g} points" + ("" if question.attempted else f"; {NOT_YET}")
        return BY_PERSON, 0.0, 0.0, reason, ()
    if question.check is None:
        return MISSING, 0.0, 0.0, f"{question.missing}: fetch the assignment again, and copy your answers into it", ()
    cell = cells[question.check]
    report, error = _report(cell), error_of(cell)
    if report is not None:
        return _by_parts(question, cells, report, cell_seconds)
    if error is None:
        if not _outputs(cell):
            return NOT_RUN, 0.0, question.here, "its check cell has not run", ()
        return PASSED, question.here, question.here, "", ()
    if not question.attempted and not question.missing and error[0] in ("NotImplementedError", "AssertionError"):
        return NOT_ATTEMPTED, 0.0, question.here, NOT_YET, ()
    reason = error[1].strip() if error[0] == "AssertionError" and error[1].strip() else error_line(error, cell_seconds)
    return FAILED, 0.0, question.here, _followed(question, cells, reason, cell_seconds), ()


def _by_parts(
    question: Question, cells: Sequence[Mapping[str, Any]], report: Mapping[str, Any], cell_seconds: float | None
) -> tuple[str, float, float, str, tuple[Mapping[str, Any], ...]]:
    parts = tuple(report["parts"])
    here = float(sum(part["points"] for part in parts))
    earned = float(report["earned"])
    lost = [part for part in parts if part["status"] != "passed"]
    if not lost:
        return PASSED, earned, here, "", parts
    if all(part["status"] == "not attempted" for part in parts):
        status = NOT_ATTEMPTED
    else:
        status = PARTIAL if earned else FAILED
    first = lost[0]
    reason = first["reason"] if first["reason"] == NOT_YET else f"{first['title']}: {first['reason']}"
    return status, earned, here, _followed(question, cells, reason, cell_seconds), parts


def _followed(question: Question, cells: Sequence[Mapping[str, Any]], reason: str, cell_seconds: float | None) -> str:
    """The reason, or the error of the cell that it follows from: its answer's, or one that should define a name."""
    if question.answer is not None and (error := error_of(cells[question.answer])):
        return f"the cell with your answer stops: {error_line(error, cell_seconds)}"
    if question.missing:
        return f"{reason} ({question.missing})"
    if came_from := source_of(reason, cells[: question.check]):
        index, error = came_from
        name = about(cells[index]).get("grade_id") or f"number {index + 1}"
        undefined = _UNDEFINED.search(reason)["name"]
        return f"{undefined} is not defined, for the cell {name} stops: {error_line(error, cell_seconds)}"
    return reason


def source_of(reason: str, cells: Sequence[Mapping[str, Any]]) -> tuple[int, tuple[str, str]] | None:
    """Place and error of the cell that should have given the name that `reason` says is not defined, if one stopped."""
    undefined = _UNDEFINED.search(reason)
    if undefined is None:
        return None
    binding = re.compile(rf"^\s*(?:(?:def|class)\s+{undefined['name']}\b|{undefined['name']}\s*=)", re.MULTILINE)
    for index, cell in enumerate(cells):
        if cell.get("cell_type") == "code" and binding.search(source(cell)) and (error := error_of(cell)):
            return index, error
    return None


def _outputs(cell: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    outputs = cell.get("outputs")
    return [output for output in outputs if isinstance(output, Mapping)] if isinstance(outputs, list) else []


def _report(cell: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The last report that a cell's `check.score` left, if it did."""
    kept = [
        output["data"][MIME]
        for output in _outputs(cell)
        if output.get("output_type") == "display_data" and MIME in (output.get("data") or {})
    ]
    report = kept[-1] if kept else None
    try:
        sum(float(part["points"]) + len(part["status"] + part["title"] + part["reason"]) for part in report["parts"])
        float(report["earned"])
    except (KeyError, TypeError, ValueError):
        return None
    return report
