"""One set of settings for nbgrader's command line, for the formgrader and for the build."""

from __future__ import annotations

import glob
import re

from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions, Execute, LimitOutput, SaveAutoGrades
from traitlets.config import Config

from ..course import Course
from .steps import HideTests, NamedStubs

# Answers beside a source notebook: nbgrader would copy them into the release as they are.
MUTANTS = "mutants"
KEPT_OUT = (MUTANTS, "variants")
# What our grading writes beside a graded notebook, for instructors; nbgrader would copy it into the feedback.
RESULT = "result.json"


def configuration(course: Course) -> Config:
    """nbgrader's settings for the tree of `course`."""
    config = Config()
    config.CourseDirectory.course_id = course_id(course)
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.db_url = course.gradebook_url
    # nbgrader would copy what lies beside a submitted notebook, links followed, and hand it out with the feedback.
    handed_in = f"{glob.escape(str(course.submitted))}/*/*/*"
    config.CourseDirectory.ignore = [*CourseDirectory().ignore, *KEPT_OUT, RESULT, handed_in]
    config.InstantiateTests.autotest_filename = str(course.root / "autotests.yml")
    config.GenerateAssignment.preprocessors = steps(GenerateAssignment().preprocessors, {ClearSolutions: NamedStubs})
    # Student code runs in our sandbox, and points come from our checks; nbgrader reads nothing of a submission itself.
    # The sandbox bounds outputs; the notebook stays as it was recorded, and is known by that.
    ours = {Execute: "autograder.stock.execute.SandboxExecute", SaveAutoGrades: None, LimitOutput: None}
    config.Autograde.exporter_class = "autograder.stock.intake.Intake"
    config.Autograde.sanitize_preprocessors = []
    config.Autograde.autograde_preprocessors = steps(Autograde().autograde_preprocessors, ours)
    config.GenerateFeedback.preprocessors = [HideTests, *GenerateFeedback().preprocessors]
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {name: f"autograder.stock.markup.{name}" for name in ("clean_html", "markdown2html")}
    limits = [assignment.limits for assignment in course.assignments.values()]
    config.Execute.timeout = int(max((max(each.cell_seconds, each.question_seconds) for each in limits), default=60))
    return config


def course_id(course: Course) -> str:
    """The course's name in nbgrader's gradebook and exchange: its title up to a colon, as a slug."""
    return re.sub(r"[^a-z0-9]+", "-", course.title.split(":")[0].lower()).strip("-") or "course"


def steps(stock: list[type], replaced: dict[type, type | str | None]) -> list[type | str]:
    """nbgrader's own steps, some of them replaced (a str names a class to import), or left out where there is None."""
    chosen = [replaced.get(step, step) for step in stock]
    return [step for step in chosen if step is not None]
