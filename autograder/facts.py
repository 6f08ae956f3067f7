"""What a result holds beside its points: when it came, from what it was graded, what changed. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field

# What a Change calls the seconds of lateness, beside the names of questions.
LATE = "late"


@dataclass(frozen=True)
class Timing:
    """When a submission came and when it was due, found anew each time it is graded.

    submitted, due: in UTC, ISO 8601; "" where unknown or never due. `due` includes an extension, not the grace.
    submitted_local, due_local: the same in the course's zone.
    late_seconds: past due time and grace; 0 in time; None where it cannot be told.
    extension: who gave more time: "course.toml", "gradebook" (nbgrader's own, given by hand), or "".
    extended_seconds: how much more time than others have.
    note: one plain sentence where the time is unknown or doubtful, else "".
    """

    submitted: str
    due: str
    submitted_local: str
    due_local: str
    grace_minutes: float
    late_seconds: float | None
    extension: str = ""
    extended_seconds: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class Attempt:
    """Which of a student's attempts counted.

    name: its folder under `attempts/`; "" for the one under `submitted/`. policy: why this one. of: how many there are.
    version: the day on which the version of the assignment was built that it was made from; "" for the newest.
    """

    name: str
    policy: str
    of: int = 1
    version: str = ""


@dataclass(frozen=True)
class Fingerprint:
    """Digests of all that a result follows from: the same fingerprint, the same result."""

    submission: str
    assignment: str
    grader: str


@dataclass(frozen=True)
class Change:
    """One difference between a result and the one recorded before it.

    what: a grade_id, or LATE; before, after: points, or seconds; None where a person has to grade or nobody can tell.
    why: "new attempt", "assignment changed", ... ; look: a person marked it, and what was judged has changed.
    when: UTC, ISO 8601.
    """

    student: str
    what: str
    before: float | None
    after: float | None
    why: str
    look: bool
    when: str


@dataclass(frozen=True)
class Record:
    """What was written together with a result.

    notebook: digest of the graded notebook, "" where there is none.
    answers: digest of the student's answers by question, to see whether what a person marked has changed.
    history: all differences so far, oldest first.
    """

    notebook: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    history: tuple[Change, ...] = ()
