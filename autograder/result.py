"""What grading one submission says: plain frozen data, JSON both ways. Whoever shows it renders it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from coursework.check import PartResult

from .facts import Attempt, Change, Fingerprint, Record, Timing

GRADED = "graded"
WARNINGS = "graded with warnings"
ATTENTION = "needs attention"
UNGRADABLE = "ungradable"
MISSING = "missing"

# Of a question that was not graded because the machine failed.
NOT_GRADED = "not graded"

STATUSES = (GRADED, WARNINGS, ATTENTION, UNGRADABLE, MISSING)


@dataclass(frozen=True)
class QuestionResult:
    """One graded cell.

    earned: points; None where a person still has to grade it, or it was not graded.
    status: "passed", "partial", "failed", "not attempted", "manual", "not graded".
    reason: one plain sentence that a student may read (never an input of a hidden test); "" where all passed.
    detail: the same for the instructor, with values and traceback.
    seconds: wall time of the student's code for this question.
    flaky: whether the same test came out differently when it was run again.
    """

    grade_id: str
    max_points: float
    earned: float | None
    status: str
    reason: str = ""
    detail: str = ""
    seconds: float = 0.0
    parts: tuple[PartResult, ...] = ()
    flaky: bool = False


@dataclass(frozen=True)
class Result:
    """One submission, graded.

    warnings: plain sentences on what was repaired or ignored; a student may read them.
    tampering: plain sentences on what looks like an attempt on the grader; for the instructor.
    seconds: {"student": wall time in the sandbox, "total": all of it}.
    sandbox: the level that held ("bubblewrap", "namespaces", "none", or "" where nothing ran).
    timing, attempt: when it came, and which attempt counted; None where a notebook was graded outside a class.
    fingerprint, record: what it was graded from, and what was written with it; no part of what two results compare.
    """

    student: str
    assignment: str
    status: str
    max_points: float
    questions: tuple[QuestionResult, ...] = ()
    warnings: tuple[str, ...] = ()
    tampering: tuple[str, ...] = ()
    seconds: dict[str, float] | None = None
    sandbox: str = ""
    reason: str = ""
    timing: Timing | None = None
    attempt: Attempt | None = None
    fingerprint: Fingerprint | None = field(default=None, compare=False)
    record: Record | None = field(default=None, compare=False)

    @property
    def earned(self) -> float:
        """Automatic points; questions that wait for a person count 0."""
        return float(sum(question.earned or 0.0 for question in self.questions))

    @property
    def unfinished(self) -> bool:
        """Whether it was not graded because the machine failed: grade it again."""
        return any(question.status == NOT_GRADED for question in self.questions)

    def to_json(self) -> str:
        """A line for each field: indented, JSON takes Python ten times as long to write."""
        fields = {**vars(self), "earned": self.earned}
        lines = (f"{json.dumps(key)}: {json.dumps(value, default=vars)}" for key, value in fields.items())
        return "{\n" + ",\n".join(lines) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Result:
        """What `to_json` wrote; fields of another version of the program are left out."""
        data: dict[str, Any] = json.loads(text)
        questions = tuple(
            QuestionResult(
                **{**_known(QuestionResult, q), "parts": tuple(PartResult(**_known(PartResult, p)) for p in q["parts"])}
            )
            for q in data.pop("questions")
        )
        tuples = {key: tuple(data.pop(key)) for key in ("warnings", "tampering")}
        kinds = {"timing": Timing, "attempt": Attempt, "fingerprint": Fingerprint}
        facts: dict[str, Any] = {
            key: kind(**_known(kind, found)) for key, kind in kinds.items() if (found := data.pop(key, None))
        }
        if record := data.pop("record", None):
            history = tuple(Change(**_known(Change, change)) for change in record["history"])
            facts["record"] = Record(**{**_known(Record, record), "history": history})
        return cls(questions=questions, **tuples, **facts, **_known(cls, data))


def _known(kind: type, data: dict[str, Any]) -> dict[str, Any]:
    """Of the data of a dataclass, what it has a field for."""
    return {key: value for key, value in data.items() if key in kind.__dataclass_fields__}
