"""What grading one submission says: plain frozen data, JSON both ways. Whoever shows it renders it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from coursework.check import PartResult

GRADED = "graded"
WARNINGS = "graded with warnings"
ATTENTION = "needs attention"
UNGRADABLE = "ungradable"
MISSING = "missing"

STATUSES = (GRADED, WARNINGS, ATTENTION, UNGRADABLE, MISSING)


@dataclass(frozen=True)
class QuestionResult:
    """One graded cell.

    earned: points; None where a person still has to grade it.
    status: "passed", "partial", "failed", "not attempted", "manual".
    reason: one plain sentence that a student may read (never an input of a hidden test); "" where all passed.
    detail: the same for the instructor, with values and traceback.
    seconds: wall time of the student's code for this question.
    """

    grade_id: str
    max_points: float
    earned: float | None
    status: str
    reason: str = ""
    detail: str = ""
    seconds: float = 0.0
    parts: tuple[PartResult, ...] = ()


@dataclass(frozen=True)
class Result:
    """One submission, graded.

    warnings: plain sentences on what was repaired or ignored; a student may read them.
    tampering: plain sentences on what looks like an attempt on the grader; for the instructor.
    seconds: {"student": wall time in the sandbox, "total": all of it}.
    sandbox: the level that held ("bubblewrap", "namespaces", "none", or "" where nothing ran).
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

    @property
    def earned(self) -> float:
        """Automatic points; questions that wait for a person count 0."""
        return float(sum(question.earned or 0.0 for question in self.questions))

    def to_json(self) -> str:
        return json.dumps(asdict(self) | {"earned": self.earned}, indent=1, ensure_ascii=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Result:
        data: dict[str, Any] = json.loads(text)
        data.pop("earned", None)
        questions = tuple(
            QuestionResult(**{**q, "parts": tuple(PartResult(**part) for part in q["parts"])})
            for q in data.pop("questions")
        )
        tuples = {key: tuple(data.pop(key)) for key in ("warnings", "tampering")}
        return cls(questions=questions, **tuples, **data)
