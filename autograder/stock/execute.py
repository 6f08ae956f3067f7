"""Grades in the sandbox where nbgrader would run a notebook in a kernel and read points from its outputs."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum

from ..atomic import write_text
from ..course import load_course
from ..grade import Graded
from ..gradebook import Recorder
from ..result import GRADED, Result
from ..resume import counted
from ..sandbox import LEVELS
from ..text import one_line, plain
from .settings import RESULT
from .warm import warm


class SandboxExecute(NbGraderPreprocessor):
    """Takes the places of nbgrader's Execute and SaveAutoGrades.

    The notebook that it returns is the graded one; points, comments and result.json are recorded as by
    `autograder grade`, from the checks that ran outside the sandbox. No output of a cell has a say.
    """

    sandbox = Enum(
        ("auto", *LEVELS),
        "auto",
        help="How student code is held; auto takes the strongest level here and refuses to grade with none.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        student, name = resources["nbgrader"]["student"], resources["nbgrader"]["assignment"]
        course = load_course(Path(self.config.CourseDirectory.root))
        planned = self.parent.planned[student]
        if planned.before is not None:
            # nbgrader has removed it by now; what is recorded next is compared with it.
            write_text(course.autograded / student / name / RESULT, planned.before.to_json())
        all_graded = (warm.grade(version, name, job, self.sandbox) for version, job in planned.jobs)
        (graded,) = counted({student: planned}, all_graded)
        notebook = _ungradable(graded.result, warm.release) if graded.text is None else graded.notebook
        graded = Graded.of(graded.result, notebook, _as_nbgrader_writes)
        with Recorder(course) as recorder:
            self._say(recorder.record(graded))
        return notebook, resources

    def _say(self, result: Result) -> None:
        if result.status == GRADED:
            return
        for sentence in (*result.tampering, *result.warnings) or (result.reason,):
            self.log.warning("%s: %s: %s", one_line(result.student), result.status, one_line(sentence, 400))


def _as_nbgrader_writes(notebook: NotebookNode) -> str:
    return nbformat.writes(notebook) + "\n"


def _ungradable(result: Result, release: NotebookNode) -> NotebookNode:
    """What the formgrader shows where nothing could be run: why, and the cells in which a person may give marks."""
    notebook = deepcopy(release)
    about = {"grade": False, "grade_id": "ungradable", "locked": True, "schema_version": 3, "solution": False}
    reason = "\n".join(f"    {line}" for line in plain(result.reason, 600).splitlines())
    notebook.cells.insert(
        0,
        new_markdown_cell(
            f"**This submission could not be graded.**\n\n{reason}",
            id="ungradable",
            metadata={"nbgrader": about | {"task": False}},
        ),
    )
    return notebook
