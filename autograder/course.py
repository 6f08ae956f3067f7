"""The course as data: what `course.toml` says, and where everything lies."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from .errors import CourseError
from .table import Table

COURSE_FILE = "course.toml"
ROOT_VARIABLE = "AUTOGRADER_COURSE"
GRADEBOOK_VARIABLE = "AUTOGRADER_GRADEBOOK"
PRIVATE = ".autograder"
POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")

LAST, BEST, LAST_BEFORE_DEADLINE = "last", "best", "last-before-deadline"
POLICIES = (LAST, BEST, LAST_BEFORE_DEADLINE)

TABLES = ("course", "assignments", "concepts", "exercised", "lectures")


@dataclass(frozen=True)
class Limits:
    """What one submission may use."""

    cell_seconds: float = 60.0
    question_seconds: float = 60.0
    submission_seconds: float = 600.0
    memory_mib: int = 3072
    processes: int = 64
    file_mib: int = 256


@dataclass(frozen=True)
class Assignment:
    """One assignment of the course.

    points: maximum by grade_id, in the order of the notebook.
    imports: third-party packages that student code may import.
    data: data sets put at hand before student code runs.
    files: names beside the notebook that are taken from a submission.
    grace_minutes: how long after its due time a submission still counts as in time.
    late_percent_per_day, late_percent_most: of its points, taken off for each day begun after that, and at most.
    attempts: which of several attempts counts, one of POLICIES.
    given: what it is given of earlier assignments' solutions: names, by assignment.
    extensions: other due times, by student. Like `due`, in the course's zone unless they say theirs.
    """

    name: str
    title: str
    due: datetime | None
    points: dict[str, float]
    imports: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    grace_minutes: float = 0.0
    attempts: str = LAST
    extensions: dict[str, datetime] = field(default_factory=dict)
    given: dict[str, tuple[str, ...]] = field(default_factory=dict)
    late_percent_per_day: float = 0.0
    late_percent_most: float = 100.0

    @property
    def notebook(self) -> str:
        """The file name of its notebook."""
        return f"{self.name}.ipynb"


@dataclass(frozen=True)
class Course:
    """A course: `root` holds what is written by hand, `work` what grading reads and writes (by default the same).

    concepts: title by slug; exercised: the slugs that questions must exercise, by assignment, also one still to come.
    gradebook: the URL of a PostgreSQL database that holds the gradebook, perhaps with a password; "": a SQLite file.
    gradebook_wait_seconds: how long grading waits for a gradebook that another program has locked.
    """

    root: Path
    work: Path
    title: str
    repository: str
    timezone: str
    assignments: dict[str, Assignment]
    concepts: dict[str, str]
    lectures: dict[str, str]
    gradebook: str = field(default="", repr=False)
    gradebook_wait_seconds: float = 300.0
    exercised: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def assignment(self, name: str) -> Assignment:
        """The assignment called `name`.

        Raises: CourseError, naming those there are.
        """
        try:
            return self.assignments[name]
        except KeyError:
            known = ", ".join(self.assignments) or "none"
            raise CourseError(f"no assignment {name!r} in {self.root / COURSE_FILE}; there are: {known}") from None

    def at(self, work: Path) -> Course:
        """The same course, graded in another folder, which has a gradebook of its own: a SQLite file."""
        work = Path(work).resolve()
        return replace(self, work=work, gradebook=self.gradebook if work == self.work else "")

    def source(self, assignment: str) -> Path:
        return self.root / "source" / assignment / f"{assignment}.ipynb"

    def release(self, assignment: str) -> Path:
        return self.root / "release" / assignment / f"{assignment}.ipynb"

    @property
    def private(self) -> Path:
        """Where the autograder keeps what is its own (secret, data, versions); never published, ignored by git.

        An earlier version of an assignment is a course of its own within it, and shares it.
        """
        return next((folder for folder in self.root.parents if folder.name == PRIVATE), self.root / PRIVATE)

    @property
    def zone(self) -> ZoneInfo:
        """The one zone in which local times are read and shown.

        Raises: CourseError where there is no such zone.
        """
        try:
            return ZoneInfo(self.timezone)
        except (KeyError, ValueError, OSError):
            raise CourseError(f"{self.root / COURSE_FILE}: no time zone {self.timezone!r} on this machine") from None

    @property
    def submitted(self) -> Path:
        return self.work / "submitted"

    @property
    def attempts(self) -> Path:
        """Earlier attempts: `<student>/<assignment>/<any name>/`, out of reach of what students hand in."""
        return self.work / "attempts"

    @property
    def autograded(self) -> Path:
        return self.work / "autograded"

    @property
    def feedback(self) -> Path:
        return self.work / "feedback"

    @property
    def reports(self) -> Path:
        return self.work / "reports"

    def shards(self, assignment: str) -> Path:
        """Where parts of a class are kept until they are merged."""
        return self.work / "shards" / assignment

    @property
    def gradebook_url(self) -> str:
        """As SQLAlchemy and nbgrader take it; it may hold a password, so `database.shown` is what people read."""
        return self.gradebook or f"sqlite:///{self.work / 'gradebook.db'}"


def find_root(start: Path | None = None) -> Path:
    """The folder that holds `course.toml`: $AUTOGRADER_COURSE, else `start` (the current folder) or one above it.

    Raises: CourseError if there is none.
    """
    if start is None and (named := os.environ.get(ROOT_VARIABLE)):
        start = Path(named)
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / COURSE_FILE).is_file():
            return folder
    raise CourseError(f"no {COURSE_FILE} in {here} or above it: run this inside a course, or set {ROOT_VARIABLE}")


def load_course(root: Path | None = None) -> Course:
    """Read `course.toml`.

    Args: root: the course's folder; by default found from the current one.
    Raises: CourseError where the file is missing or says something it may not.
    """
    root = find_root(root)
    path = root / COURSE_FILE
    try:
        text = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {error}") from None
    whole = Table(path, "", text)
    whole.only(TABLES)
    about, assignments = whole.table("course"), whole.table("assignments")
    about.only(("title", "repository", "timezone", "gradebook", "gradebook_wait_seconds"))
    concepts, lectures, exercised = whole.table("concepts"), whole.table("lectures"), whole.table("exercised")
    course = Course(
        root=root,
        work=root,
        title=about.text("title", root.name),
        repository=about.text("repository", ""),
        timezone=about.text("timezone", "UTC"),
        assignments={name: _assignment(name, assignments.table(name)) for name in assignments.entries},
        concepts={slug: concepts.text(slug, "") for slug in concepts.entries},
        lectures={name: lectures.text(name, "") for name in lectures.entries},
        gradebook=_gradebook(about.entries.get("gradebook", ""), path),
        gradebook_wait_seconds=float(about.number("gradebook_wait_seconds", 300.0)),
        exercised={name: exercised.names(name) for name in exercised.entries},
    )
    # Looked up once, so that a zone that is none is told before anything is read in it.
    _ = course.zone
    return course


def _gradebook(written: Any, path: Path) -> str:
    """The URL of the gradebook: the environment's, else the one written in `course.toml`. No message repeats it."""
    named = os.environ.get(GRADEBOOK_VARIABLE, "")
    where = f"${GRADEBOOK_VARIABLE}" if named else f"{path}: [course] gradebook"
    scheme, separator, rest = str(named or written).partition("://")
    if not scheme:
        return ""
    try:
        port = urlsplit(f"//{rest.rpartition('@')[2]}").port
    except ValueError:
        port = 0
    if scheme not in POSTGRESQL or not separator or port == 0:
        raise CourseError(f"{where}: expected postgresql://USER@HOST/DATABASE; without one, it is gradebook.db")
    if not named and (":" in rest.rpartition("@")[0] or "password=" in rest):
        raise CourseError(
            f"{where}: a password does not belong into {path.name}: give it by PGPASSWORD, by ~/.pgpass, "
            f"or with the whole URL in {GRADEBOOK_VARIABLE}"
        )
    return f"postgresql+psycopg://{rest}"


def _assignment(name: str, table: Table) -> Assignment:
    table.only([each.name for each in fields(Assignment) if each.name != "name"])
    path, entry, worth = table.path, table.entries, table.table("points")
    points = {grade_id: float(worth.number(grade_id)) for grade_id in worth.entries}
    if bad := [grade_id for grade_id, value in points.items() if not 0 < value < 1e6]:
        raise CourseError(f"{path}: [assignments.{name}.points] must be above 0: {', '.join(bad)}")
    extensions, given = table.table("extensions").entries, table.table("given")
    dates = {"due": entry.get("due"), **{f"extensions.{student}": date for student, date in extensions.items()}}
    if bad := [key for key, date in dates.items() if not isinstance(date, (datetime, type(None)))]:
        raise CourseError(f"{path}: [assignments.{name}] {', '.join(bad)}: expected date and time, 2027-03-18T23:59:00")
    if extensions and entry.get("due") is None:
        raise CourseError(f"{path}: [assignments.{name}] has extensions, but nothing is due")
    grace, attempts = table.number("grace_minutes"), entry.get("attempts", LAST)
    if not 0 <= grace < 1e6:
        raise CourseError(f"{path}: [assignments.{name}] grace_minutes = {grace!r}, expected 0 or more")
    late = {key: entry.get(key, most) for key, most in (("late_percent_per_day", 0.0), ("late_percent_most", 100.0))}
    if bad := [f"{key} = {value!r}" for key, value in late.items() if not _percent(value)]:
        raise CourseError(f"{path}: [assignments.{name}] {', '.join(bad)}: expected a number from 0 to 100")
    if attempts not in POLICIES:
        raise CourseError(
            f"{path}: [assignments.{name}] attempts = {attempts!r}, expected one of {', '.join(POLICIES)}"
        )
    files = table.names("files")
    if bad := [file for file in files if not file or file in (".", "..") or set(file) & set("/\\")]:
        raise CourseError(f"{path}: {table.label('files')} should be names of files beside the notebook, holds {bad!r}")
    return Assignment(
        name=name,
        title=table.text("title", name),
        due=entry.get("due"),
        points=points,
        imports=table.names("imports"),
        data=table.names("data"),
        files=files,
        limits=_limits(table.table("limits")),
        grace_minutes=float(grace),
        attempts=attempts,
        extensions=extensions,
        given={earlier: given.names(earlier) for earlier in given.entries},
        **{key: float(value) for key, value in late.items()},
    )


def _limits(table: Table) -> Limits:
    defaults = vars(Limits())
    table.only(defaults)
    return Limits(**{key: table.amount(key, default) for key, default in defaults.items()})


def _percent(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 100
