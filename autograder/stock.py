"""nbgrader, set up for this course: one set of settings for its command line and for the build."""

from __future__ import annotations

import ast
import contextlib
import json
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions, InstantiateTests, SaveCells
from traitlets import Unicode
from traitlets.config import Config

from .atomic import write_text
from .canonical import nbgrader
from .course import Course
from .errors import BuildError
from .regions import HIDDEN, inside, solution

# Answers beside a source notebook: nbgrader would copy them into the release as they are.
MUTANTS = "mutants"
KEPT_OUT = (MUTANTS, "variants")
# What our grading writes beside a graded notebook, for instructors; nbgrader would copy it into the feedback.
RESULT = "result.json"


class NamedStubs(ClearSolutions):
    """Takes solutions out; each stub names its question.

    Code becomes `raise NotImplementedError("knn-l1")`. A region that only assigns constants, the answer of a
    choice question, becomes `answer = None`, so that an unanswered choice stops nothing after it.
    """

    text_stub = Unicode("*Your answer here.*", help=ClearSolutions.text_stub.help).tag(config=True)

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        question = str(nbgrader(cell, "grade_id") or "").removesuffix("-solution")
        answer = "\n".join(line.text for line in solution(cell.source))
        stub = choice_stub(answer) or f"raise NotImplementedError({json.dumps(question)})"
        self.code_stub = {**self.code_stub, resources["language"]: stub}
        return super().preprocess_cell(cell, resources, index)


class HideTests(ClearHiddenTests):
    """Keeps hidden tests out of nbgrader's feedback: their lines, and what their cells printed."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        if inside(cell.source, HIDDEN) and cell.cell_type == "code":
            cell.outputs = []
        return super().preprocess_cell(cell, resources, index)


def configuration(course: Course) -> Config:
    """nbgrader's settings for the tree of `course`."""
    config = Config()
    config.CourseDirectory.course_id = course_id(course)
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.db_url = course.gradebook_url
    config.CourseDirectory.ignore = [*CourseDirectory().ignore, *KEPT_OUT, RESULT]
    config.InstantiateTests.autotest_filename = str(course.root / "autotests.yml")
    config.GenerateAssignment.preprocessors = _steps({ClearSolutions: NamedStubs})
    config.GenerateFeedback.preprocessors = [HideTests, *GenerateFeedback().preprocessors]
    limits = [assignment.limits for assignment in course.assignments.values()]
    config.Execute.timeout = int(max((max(each.cell_seconds, each.question_seconds) for each in limits), default=60))
    return config


def course_id(course: Course) -> str:
    """The course's name in nbgrader's gradebook and exchange: its title up to a colon, as a slug."""
    return re.sub(r"[^a-z0-9]+", "-", course.title.split(":")[0].lower()).strip("-") or "course"


def generate(course: Course, assignment: str, folder: Path) -> None:
    """Write the student version of an assignment, by nbgrader's own GenerateAssignment, without a database.

    Args: folder: an empty one; the release comes to lie in `folder/<assignment>`.
    Raises: BuildError with the first error that nbgrader logged.
    """
    stopped_at: list[str] = []

    class Instantiate(InstantiateTests):
        """Notes the cell at which it stops, and leaves no kernel behind."""

        def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
            try:
                return super().preprocess_cell(cell, resources, index)
            except Exception:
                stopped_at.append(f" at cell {cell.id}")
                self.kc.shutdown()
                raise

    config = configuration(course)
    config.CourseDirectory.assignment_id = assignment
    config.CourseDirectory.release_directory = str(folder)
    # SaveCells is left out: the gradebook is written when every gate is passed.
    ours = {ClearSolutions: NamedStubs, InstantiateTests: Instantiate, SaveCells: None}
    config.GenerateAssignment.preprocessors = _steps(ours)
    config.GenerateAssignment.no_database = True
    log = _Log()
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    converter.log = converter.coursedir.log = log.logger
    try:
        with _quiet_kernel():
            converter.start()
    except NbGraderException as error:
        where = "".join(stopped_at)
        raise BuildError(f"nbgrader's generate_assignment stops{where}: {log.first() or error}") from None
    if (names := [path.name for path in (folder / assignment).glob("*.ipynb")]) != [f"{assignment}.ipynb"]:
        where = course.source(assignment).parent
        raise BuildError(f"{where} holds the notebooks {', '.join(sorted(names))}, expected {assignment}.ipynb alone")


def choice_stub(answer: str) -> str:
    """`name = None` for each name where an answer only assigns constants, at the top level; else ""."""
    try:
        body = ast.parse(answer).body
    except SyntaxError:
        return ""
    names = []
    for statement in body:
        if not (isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)):
            return ""
        names += [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return "\n".join(f"{name} = None" for name in names)


def _steps(replaced: dict[type, type | None]) -> list[type]:
    """The steps of GenerateAssignment, some of them replaced, or left out where there is None."""
    steps = [replaced.get(step, step) for step in GenerateAssignment().preprocessors]
    return [step for step in steps if step is not None]


@contextlib.contextmanager
def _quiet_kernel() -> Iterator[None]:
    """Kernels started inside have an IPython folder of their own: no start-up files, no warning on every start."""
    before = os.environ.get("IPYTHONDIR")
    with tempfile.TemporaryDirectory(prefix="ipython-", ignore_cleanup_errors=True) as folder:
        write_text(Path(folder) / "profile_default" / "ipython_kernel_config.py", "c.IPKernelApp.log_level = 'ERROR'\n")
        os.environ["IPYTHONDIR"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["IPYTHONDIR"]
            else:
                os.environ["IPYTHONDIR"] = before


class _Log(logging.Handler):
    """Collects what nbgrader calls errors; the first says what is wrong, the others what followed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []
        self.logger = logging.Logger("nbgrader", logging.ERROR)
        self.logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def first(self) -> str:
        """The first message, without the kernel's coloured traceback."""
        lines = (self.messages or [""])[0].split("\n")
        return " ".join(line for line in lines if line.strip() and "\\x1b" not in line)
