"""What is graded, and how that can fail for no reason of the student's. Imports little: a command begins with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..course import Course


@dataclass(frozen=True)
class Job:
    """One submission to grade. path: the student's folder, or one notebook."""

    student: str
    path: Path


@dataclass(frozen=True)
class Likely:
    """What will be graded, if anything is: known before it is known what has been. sandbox: as for grade_all."""

    course: Course
    name: str
    sandbox: str


@dataclass(frozen=True)
class Fault:
    """Why a submission could not be graded, though not for a reason of its own.

    detail: for whoever looks after the machine; sandbox: whether it is the sandbox that does not work.
    """

    reason: str
    detail: str = ""
    sandbox: bool = False


@dataclass
class Task:
    """A job on its way: how often it was tried, and where it failed."""

    job: Job
    tries: int = 0
    places: set[str] = field(default_factory=set)
