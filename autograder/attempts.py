"""Which of a student's attempts counts. All are kept.

The submission lies where nbgrader has it, `submitted/<student>/<assignment>/`. Earlier attempts lie in
`attempts/<student>/<assignment>/<any name>/`, each with its own timestamp.txt: not inside the submission, since
nbgrader's exchange copies whole folders, and a student could hand in an earlier attempt with a time made up.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from . import roster
from .course import BEST, LAST_BEFORE_DEADLINE, Assignment, Course
from .facts import Attempt, Timing
from .fingerprint import of_submission

_UNKNOWN = datetime.min.replace(tzinfo=timezone.utc)
_NEWEST = datetime.max.replace(tzinfo=timezone.utc)


@dataclass(frozen=True)
class Candidate:
    """One attempt: its folder, when it came, as what it is recorded, and the course with the assignment it answers."""

    folder: Path
    timing: Timing
    attempt: Attempt
    course: Course


def candidates(
    course: Course, assignment: Assignment, student: str, newest: Path, timing: Callable[[Path], Timing]
) -> tuple[Candidate, ...]:
    """All attempts of a student, oldest first.

    Args: newest: the one under `submitted/`, which is the newest where its time is unknown; timing: of a folder.
    """
    kept = roster.folder(course.attempts, student) / assignment.name
    names = sorted(entry.name for entry in kept.iterdir() if _is_attempt(entry)) if kept.is_dir() else []
    folders = {name: kept / name for name in names}
    if os.path.isdir(newest) or not folders:
        folders[""] = newest
    found = [
        Candidate(folder, timing(folder), Attempt(name, assignment.attempts, len(folders)), course)
        for name, folder in folders.items()
    ]
    return tuple(sorted(found, key=_when))


def considered(assignment: Assignment, attempts: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Those that have to be graded to know which counts: all under "best", one otherwise.

    Under "last-before-deadline" it is the last where none was in time.
    """
    if assignment.attempts == BEST:
        return tuple(attempts)
    if assignment.attempts == LAST_BEFORE_DEADLINE:
        in_time = [one for one in attempts if one.timing.late_seconds == 0]
        return tuple((in_time or attempts)[-1:])
    return tuple(attempts[-1:])


def digest(attempts: Sequence[Candidate]) -> str:
    """What was handed in, in the attempts that are considered."""
    if len(attempts) == 1:
        return of_submission(attempts[0].folder)
    each = sorted(f"{one.attempt.name}/{of_submission(one.folder)}" for one in attempts)
    return hashlib.sha256("\n".join(each).encode("utf-8", "surrogateescape")).hexdigest()


def _is_attempt(entry: Path) -> bool:
    return entry.is_dir() and not entry.is_symlink() and not entry.name.startswith(".")


def _when(one: Candidate) -> tuple[datetime, bool, str]:
    unknown = _UNKNOWN if one.attempt.name else _NEWEST
    when = datetime.fromisoformat(one.timing.submitted) if one.timing.submitted else unknown
    return when, not one.attempt.name, one.attempt.name
