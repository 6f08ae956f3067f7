"""When a submission came, when it was due, and how late that is. What lateness costs is in `late`."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from .course import Assignment, Course
from .errors import SubmissionError
from .facts import Timing
from .reading import read_file
from .roster import students

# What nbgrader's exchange writes beside a submission when it collects it.
TIMESTAMP = "timestamp.txt"
ABSENT = f"there is no {TIMESTAMP}: when it was handed in is unknown"
_LONGEST = 100
# At the ends of what a date can be, another zone's clock cannot show it.
_EARLIEST, _LATEST = 1900, 9000
_SKEW = timedelta(minutes=5)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(?:(Z)|([+-]\d\d):?(\d\d)|([A-Za-z][\w+\-/]*))?"
)


def timing(
    course: Course, assignment: Assignment, student: str, folder: Path, granted: timedelta | None, now: datetime
) -> Timing:
    """The facts of one submission.

    Args:
        folder: where its timestamp.txt lies, if it has one.
        granted: an extension that a person gave in nbgrader's gradebook; one in `course.toml` goes before it.
        now: with its zone; what was handed in after it is remarked on.
    """
    submitted, note = read_timestamp(folder / TIMESTAMP, course.zone)
    if submitted is not None and submitted > now + _SKEW:
        note = f"{TIMESTAMP} says {_shown(submitted, course.zone)}, which is in the future"
    due, extension = deadline(course, assignment, student, granted)
    late = None
    if due is not None and submitted is not None:
        late = max(0.0, (submitted - due - timedelta(minutes=assignment.grace_minutes)).total_seconds())
    return Timing(
        submitted=_iso(submitted, timezone.utc),
        due=_iso(due, timezone.utc),
        submitted_local=_iso(submitted, course.zone),
        due_local=_iso(due, course.zone),
        grace_minutes=assignment.grace_minutes,
        late_seconds=late,
        extension=extension,
        extended_seconds=(due - due_time(course, assignment)).total_seconds() if due and extension else 0.0,
        note=note,
    )


def deadline(
    course: Course, assignment: Assignment, student: str, granted: timedelta | None
) -> tuple[datetime | None, str]:
    """When it is due for a student, in UTC and without the grace, and who gave more time than others have."""
    due = due_time(course, assignment)
    if due is None:
        return None, ""
    if (extended := _extended(assignment, student)) is not None:
        return moment(extended, course.zone, latest=True), "course.toml"
    return (due + granted, "gradebook") if granted else (due, "")


def unknown_extensions(course: Course, assignment: Assignment, known: Iterable[str] = ()) -> list[str]:
    """Names to which `course.toml` gives more time, and which nobody has.

    Args: known: students who need not have handed in, as those of a roster; who has a folder is known anyway.
    """
    there = {_composed(name) for name in (*students(course.submitted), *students(course.attempts), *known)}
    return [name for name in assignment.extensions if _composed(name) not in there]


def _extended(assignment: Assignment, student: str) -> datetime | None:
    """A student's own due time, however the accents in the name are written."""
    composed = {_composed(name): due for name, due in assignment.extensions.items()}
    return assignment.extensions.get(student, composed.get(_composed(student)))


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def due_time(course: Course, assignment: Assignment) -> datetime | None:
    """When it is due for everybody, in UTC and without the grace."""
    return None if assignment.due is None else moment(assignment.due, course.zone, latest=True)


def moment(when: datetime, zone: ZoneInfo, *, latest: bool) -> datetime:
    """A time in UTC; one without a zone is local.

    Where the clocks are changed, a local time may name two moments, or lie in the hour that is skipped.

    Args: latest: take the later reading: for due times; the earlier one is for submissions. Both favour the student.
    """
    if when.tzinfo is not None:
        return when.astimezone(timezone.utc)
    readings = [when.replace(tzinfo=zone, fold=fold).astimezone(timezone.utc) for fold in (0, 1)]
    return max(readings) if latest else min(readings)


def read_timestamp(path: Path, zone: ZoneInfo) -> tuple[datetime | None, str]:
    """When a submission was collected, in UTC, and what is to be said about it.

    Returns: None and why, where there is no timestamp or it cannot be understood.
    """
    if not os.path.lexists(path):
        return None, ABSENT
    try:
        text = read_file(path)[: _LONGEST + 1].decode("utf-8", "replace").strip()
    except SubmissionError as error:
        return None, f"{error}: when it was handed in is unknown"
    return parse(text, zone)


def parse(text: str, zone: ZoneInfo) -> tuple[datetime | None, str]:
    """The moment that a timestamp names: ISO 8601, or as nbgrader's exchange writes it, with a zone's name after it.

    A time without a zone is read in the course's, where nbgrader would take it for UTC: such a file was written by hand
    or by an export, and people mean the clock on their wall. The exchange always writes the zone.
    """
    unknown = f"{TIMESTAMP} does not hold a time: when it was handed in is unknown"
    found = _MOMENT.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None, unknown
    date, minutes, seconds, fraction, utc, hours, more, name = found.groups()
    try:
        local = datetime.fromisoformat(f"{date} {minutes}:{seconds or '00'}.{(fraction or '0')[:6]:0<6}")
        if not _EARLIEST < local.year < _LATEST:
            return None, unknown
        if utc:
            return local.replace(tzinfo=timezone.utc), ""
        if hours:
            east = timedelta(hours=int(hours), minutes=int(f"{hours[0]}{more}"))
            return local.replace(tzinfo=timezone(east)).astimezone(timezone.utc), ""
        if not name:
            return moment(local, zone, latest=False), f"{TIMESTAMP} names no time zone; it was read as {zone.key}"
        if (named := _named(local, name, zone)) is not None:
            return named, ""
    except (ValueError, OverflowError):
        return None, unknown
    return None, f"{TIMESTAMP} names the time zone {name}, which is not known: when it was handed in is unknown"


def _named(local: datetime, name: str, zone: ZoneInfo) -> datetime | None:
    """A local time with the name of its zone; the course's own abbreviations (CET, CEST) tell its two halves apart."""
    for fold in (0, 1):
        here = local.replace(tzinfo=zone, fold=fold)
        if here.tzname() == name:
            return here.astimezone(timezone.utc)
    try:
        return moment(local, ZoneInfo(name), latest=False)
    except (KeyError, ValueError, OSError):
        return None


def _iso(when: datetime | None, zone: ZoneInfo | timezone) -> str:
    return when.astimezone(zone).isoformat() if when is not None else ""


def _shown(when: datetime, zone: ZoneInfo) -> str:
    return when.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")
