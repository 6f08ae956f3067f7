"""Has nbgrader read the time of a submission as we do."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from ..course import Course
from ..timing import TIMESTAMP, read_timestamp


def tolerate_timestamps(course: Course) -> None:
    """Take a time that cannot be read for unknown, in this process.

    nbgrader has no setting for it: one such file, which a student can write, stops the formgrader's list of the whole
    class, and a pipe in its place stops it for good.
    """

    def read(folder: Path) -> datetime | None:
        when, _ = read_timestamp(folder / TIMESTAMP, course.zone)
        return when.replace(tzinfo=None) if when else None

    def existing(coursedir: CourseDirectory, folder: str) -> datetime | None:
        return read(Path(folder))

    def submitted(api: NbGraderAPI, assignment: str, student: str) -> datetime | None:
        return read(course.submitted / student / assignment)

    CourseDirectory.get_existing_timestamp = existing
    NbGraderAPI.get_submitted_timestamp = submitted
