"""Where `nbgrader autograde` begins: everything that was handed in goes on to our grader, and nothing is read here."""

from __future__ import annotations

import warnings
from glob import glob
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_notebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from ..course import Course, load_course
from ..errors import AutograderError, CourseError
from ..gradebook import Recorder
from ..resume import Planned, plan_batch, with_facts
from ..sandbox import choose_level
from ..text import one_line, plain
from .execute import SandboxExecute


class Intake(NotebookExporter):
    """What nbgrader makes for each run, before it looks at the first submission, and then reads each notebook with.

    nbgrader's own exporter parses each submission, which broken ones do not survive. This one gives the steps an empty
    notebook: SandboxExecute fills it from what lies in the student's folder.

    planned: what is known of each submission to grade, by student.

    Raises: NbGraderException, in one sentence, where this course or this machine cannot grade; nothing is touched then.
    """

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.planned: dict[str, Planned] = {}
        if isinstance(self.parent, Autograde):
            try:
                self.planned = _take_in(self.parent, SandboxExecute(parent=self).sandbox)
            except AutograderError as error:
                self.log.error(plain(error))
                raise NbGraderException(plain(error)) from None

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> tuple[str, Any]:
        return self.from_notebook_node(new_notebook(), resources, **options)


def _take_in(converter: Autograde, sandbox: str) -> dict[str, Planned]:
    """Check that grading can begin, and have nbgrader grade what `autograder grade` would."""
    # nbgrader 0.9 uses SQLAlchemy in a way that SQLAlchemy 2.1 remarks on at each submission.
    warnings.filterwarnings("ignore", module="nbgrader")
    coursedir = converter.coursedir
    course = load_course(Path(coursedir.root))
    assignment = course.assignment(coursedir.assignment_id)
    _same_places(converter, course)
    if not converter.config.Execute.get("enabled", True):
        raise CourseError("--no-execute takes points from outputs that a student can write: leave it out")
    choose_level(sandbox)
    # All folders, where nbgrader passes over one without a notebook, and over a notebook by another name.
    wanted = coursedir.format_path(coursedir.submitted_directory, coursedir.student_id, assignment.name)
    folders = {Path(folder).parent.name: Path(folder) for folder in sorted(glob(wanted))}
    planned = _to_grade(converter, course, assignment.name, folders, sandbox)
    converter.assignments = {
        str(folders[student]): [str(folders[student] / assignment.notebook)] for student in planned
    }
    converter.force = True
    return planned


def _to_grade(
    converter: Autograde, course: Course, name: str, folders: dict[str, Path], sandbox: str
) -> dict[str, Planned]:
    """The submissions that are not recorded as they are now, or all of them with `--force`."""
    with Recorder(course) as recorder:
        planned = plan_batch(course, name, folders, recorder.rows(name), sandbox=sandbox, force=converter.force)
        found = {}
        for one in planned:
            if one.kept:
                attempt = one.before.attempt.name if one.before.attempt else ""
                result = with_facts(one.before, one.candidate(attempt), one.fingerprint)
                if result == one.before and recorder.agrees(result, one.row):
                    converter.log.info("Graded before, and nothing has changed since: %s", one_line(one.student))
                    continue
            found[one.student] = one
    return found


def _same_places(converter: Autograde, course: Course) -> None:
    """Raises: CourseError where nbgrader was told of other folders, or another gradebook, than the course's."""
    coursedir = converter.coursedir
    pairs = [
        (course.submitted / "s" / "a", coursedir.format_path(coursedir.submitted_directory, "s", "a")),
        (course.autograded / "s" / "a", coursedir.format_path(coursedir.autograded_directory, "s", "a")),
    ]
    moved = any(Path(theirs).resolve() != ours.resolve() for ours, theirs in pairs)
    if moved or coursedir.db_url != course.gradebook_url:
        raise CourseError(
            f"nbgrader is set to other folders or another gradebook than those of {course.root}: "
            "leave CourseDirectory as nbgrader_config.py has it, or use autograder grade --work"
        )
