"""The course as data: what `course.toml` says, and where everything lies."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from .errors import CourseError

COURSE_FILE = "course.toml"
ROOT_VARIABLE = "AUTOGRADER_COURSE"


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
    """

    name: str
    title: str
    due: datetime | None
    points: dict[str, float]
    imports: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)

    @property
    def notebook(self) -> str:
        """The file name of its notebook."""
        return f"{self.name}.ipynb"


@dataclass(frozen=True)
class Course:
    """A course: `root` holds what is written by hand, `work` what grading reads and writes (by default the same)."""

    root: Path
    work: Path
    title: str
    repository: str
    timezone: str
    assignments: dict[str, Assignment]
    concepts: dict[str, str]
    lectures: dict[str, str]

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
        """The same course, graded in another folder."""
        return replace(self, work=Path(work).resolve())

    def source(self, assignment: str) -> Path:
        return self.root / "source" / assignment / f"{assignment}.ipynb"

    def release(self, assignment: str) -> Path:
        return self.root / "release" / assignment / f"{assignment}.ipynb"

    @property
    def private(self) -> Path:
        """Where the autograder keeps what is its own (the secret, locks); never published, ignored by git."""
        return self.root / ".autograder"

    @property
    def submitted(self) -> Path:
        return self.work / "submitted"

    @property
    def autograded(self) -> Path:
        return self.work / "autograded"

    @property
    def feedback(self) -> Path:
        return self.work / "feedback"

    @property
    def reports(self) -> Path:
        return self.work / "reports"

    @property
    def gradebook_url(self) -> str:
        return f"sqlite:///{self.work / 'gradebook.db'}"


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
    about = text.get("course", {})
    return Course(
        root=root,
        work=root,
        title=about.get("title", root.name),
        repository=about.get("repository", ""),
        timezone=about.get("timezone", "UTC"),
        assignments={name: _assignment(name, entry, path) for name, entry in text.get("assignments", {}).items()},
        concepts=dict(text.get("concepts", {})),
        lectures=dict(text.get("lectures", {})),
    )


def _assignment(name: str, entry: dict[str, Any], path: Path) -> Assignment:
    known = {"title", "due", "points", "imports", "data", "files", "limits"}
    if unknown := sorted(set(entry) - known):
        raise CourseError(f"{path}: [assignments.{name}] has unknown keys {unknown}; known: {sorted(known)}")
    points = {grade_id: float(value) for grade_id, value in entry.get("points", {}).items()}
    if bad := [grade_id for grade_id, value in points.items() if not 0 < value < 1e6]:
        raise CourseError(f"{path}: [assignments.{name}.points] must be above 0: {', '.join(bad)}")
    try:
        limits = Limits(**entry.get("limits", {}))
    except TypeError as error:
        raise CourseError(f"{path}: [assignments.{name}.limits]: {error}") from None
    return Assignment(
        name=name,
        title=entry.get("title", name),
        due=entry.get("due"),
        points=points,
        imports=tuple(entry.get("imports", ())),
        data=tuple(entry.get("data", ())),
        files=tuple(entry.get("files", ())),
        limits=limits,
    )
