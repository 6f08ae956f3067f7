"""The student version of an assignment, made by nbgrader's own GenerateAssignment."""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions, InstantiateTests, SaveCells

from ..atomic import write_text
from ..course import Course
from ..errors import BuildError
from ..given import FILE, given_layers
from .settings import configuration, steps
from .steps import NamedStubs


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
    config.GenerateAssignment.preprocessors = steps(GenerateAssignment().preprocessors, ours)
    config.GenerateAssignment.no_database = True
    log = _Log()
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    converter.log = converter.coursedir.log = log.logger
    try:
        with _quiet_kernel(given_layers(course, course.assignment(assignment))):
            converter.start()
    except NbGraderException as error:
        where = "".join(stopped_at)
        raise BuildError(f"nbgrader's generate_assignment stops{where}: {log.first() or error}") from None
    if (names := [path.name for path in (folder / assignment).glob("*.ipynb")]) != [f"{assignment}.ipynb"]:
        where = course.source(assignment).parent
        raise BuildError(f"{where} holds the notebooks {', '.join(sorted(names))}, expected {assignment}.ipynb alone")


@contextlib.contextmanager
def _quiet_kernel(layers: str) -> Iterator[None]:
    """Kernels started inside have an IPython folder of their own: no start-up files, no warning on every start.

    layers: text of the module that the notebook is given, "" for none; they find it.
    """
    before = os.environ.get("IPYTHONDIR")
    with tempfile.TemporaryDirectory(prefix="ipython-", ignore_cleanup_errors=True) as folder:
        write_text(Path(folder) / "profile_default" / "ipython_kernel_config.py", "c.IPKernelApp.log_level = 'ERROR'\n")
        os.environ["IPYTHONDIR"] = folder
        if layers:
            write_text(Path(folder) / FILE, layers)
            at_start = f"import sys\nsys.path.insert(0, {folder!r})\n"
            write_text(Path(folder) / "profile_default" / "startup" / "given.py", at_start)
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
        """What the first message says is wrong: of a traceback its last line, of a cell no contents."""
        said = [message for message in self.messages if not message.startswith("There was an error processing")]
        text = (said or [""])[0].split(" Cell contents are:")[0]
        lines = [line.strip() for line in text.split("\n") if line.strip() and "\\x1b" not in line]
        return " ".join(lines[-1:] if text.startswith("Traceback") else lines)
