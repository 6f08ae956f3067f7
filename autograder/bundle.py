"""All that grading one assignment needs, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from .canonical import nbgrader, read
from .course import COURSE_FILE, Assignment, Course
from .errors import CourseError
from .names import imports
from .plan import TEST, Plan, make_plan, role
from .structure import AUTOTEST


@dataclass(frozen=True)
class Bundle:
    """An assignment, ready to be graded.

    source: the trusted notebook, tests included; release: what students got; files: what lies beside it.
    """

    course: Course
    assignment: Assignment
    source: NotebookNode
    release: NotebookNode
    files: dict[str, bytes]
    plan: Plan

    @cached_property
    def data(self) -> Path | None:
        """The folder of prepared data sets, made on first use; None where the assignment has none.

        Raises: CourseError for one that cannot be made.
        """
        if not self.assignment.data:
            return None
        from coursework import data
        from coursework.errors import DataError

        folder = self.course.private / "data"
        folder.mkdir(parents=True, exist_ok=True)
        for name in self.assignment.data:
            try:
                data.prepare(name, folder)
            except DataError as error:
                where = f"{self.course.root / COURSE_FILE}: assignments.{self.assignment.name}.data"
                raise CourseError(f"{where}: {error}") from None
        return folder

    @cached_property
    def preload(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What the assignment's own cells import and students may: (module, names taken from it), each once."""
        allowed = set(self.assignment.imports)
        found: dict[tuple[str, tuple[str, ...]], None] = {}
        for name in ("numpy", "torch", "matplotlib.pyplot"):
            found[name, ()] = None
        for cell in self.source.cells:
            if cell.cell_type == "code" and role(cell) != TEST:
                found.update(dict.fromkeys(imports(cell.source)))
        return tuple(one for one in found if one[0].split(".")[0] in allowed)


def load_bundle(course: Course, name: str, *, release: Path | None = None) -> Bundle:
    """Read an assignment.

    Args: release: the student notebook, if not the one in `release/`.
    Raises: CourseError if a notebook is missing or cannot be read, the two do not belong together, or `course.toml` has
        other points.
    """
    assignment = course.assignment(name)
    release = release or course.release(name)
    notebooks = []
    for path in (course.source(name), release):
        if not path.is_file():
            raise CourseError(f"{path} is missing: run `autograder build {name}`")
        notebooks.append(read(path))
    source, student = notebooks
    if [cell.id for cell in source.cells] != [cell.id for cell in student.cells]:
        raise CourseError(f"{release} does not fit {course.source(name)}: run `autograder build {name}`")
    if differing := _other_points(assignment, student):
        where = f"{course.root / COURSE_FILE} and {release} differ in points"
        raise CourseError(f"{where}: {'; '.join(differing)}: run `autograder build {name}`")
    for ours, theirs in zip(source.cells, student.cells, strict=True):
        if ours.cell_type == "code" and AUTOTEST in ours.source:
            ours.source = theirs.source
        ours.metadata = theirs.metadata
    beside = [path for path in sorted(release.parent.iterdir()) if path.is_file() and path != release]
    files = {path.name: path.read_bytes() for path in beside}
    return Bundle(course, assignment, source, student, files, make_plan(source))


def _other_points(assignment: Assignment, release: NotebookNode) -> list[str]:
    """The questions for which students were told other points than `course.toml` says."""
    told = {nbgrader(cell, "grade_id"): nbgrader(cell, "points") for cell in release.cells if nbgrader(cell, "grade")}
    said = assignment.points
    names = [name for name in {**said, **told} if said.get(name) != told.get(name)]
    return [f"{name} {_number(said.get(name))} and {_number(told.get(name))}" for name in names]


def _number(points: float | None) -> str:
    return "none" if points is None else f"{points:g}"
