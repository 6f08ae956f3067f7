"""`coursework check`: a student's notebook in a clean kernel, question by question; it is never written to."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..errors import CourseworkError
from .assignment import Assignment, Question, about, read_assignment
from .outcome import BY_PERSON, NOT_RUN, PASSED, Outcome, error_line, error_of, outcome, source_of


@dataclass(frozen=True)
class Checked:
    """A notebook that was run.

    seconds: from the start of the kernel to its end. stopped: why it did not run to its end; "" where it did.
    stops: cells that are no test and ended with an error, as lines.
    """

    path: str
    seconds: float
    outcomes: tuple[Outcome, ...]
    stops: tuple[str, ...] = ()
    stopped: str = ""

    @property
    def passed(self) -> bool:
        """Whether every visible part of every question holds."""
        return not self.stopped and all(one.status in (PASSED, BY_PERSON) for one in self.outcomes)

    def as_json(self) -> dict[str, Any]:
        questions = [asdict(one) | {"hidden": one.hidden} for one in self.outcomes]
        kept = {"notebook": self.path, "seconds": round(self.seconds, 2), "passed": self.passed}
        return kept | {"stopped": self.stopped, "stops": list(self.stops), "questions": questions}


def check_notebook(path: Path, cell_seconds: int = 120, progress: bool = True) -> Checked:
    """Run the notebook from top to bottom in a fresh kernel, in its folder, and read its questions.

    Args:
        cell_seconds: after how long a cell is interrupted; the next one then runs.
        progress: show a bar on standard error, where that is a terminal.

    Raises: CourseworkError for a file that is no assignment, and where a package to run it is missing.
    """
    assignment = read_assignment(path)
    started = time.perf_counter()
    cells, stopped, ran = _run(assignment, cell_seconds, progress)
    outcomes = tuple(_outcome(question, cells, cell_seconds, ran) for question in assignment.questions)
    stops = tuple(_stops(assignment, cells, cell_seconds))
    return Checked(str(assignment.path), time.perf_counter() - started, outcomes, stops, stopped)


def _run(assignment: Assignment, cell_seconds: int, progress: bool) -> tuple[Sequence[Mapping[str, Any]], str, int]:
    """The cells with outputs, what stopped the run, and how many cells it came to."""
    try:
        import ipykernel  # noqa: F401
        import nbformat
        from tqdm import tqdm

        from ..execution import ExecutionError, execute
    except ImportError as error:
        raise CourseworkError(
            f"to run a notebook, {error.name} is needed: python -m pip install nbclient ipykernel"
        ) from None
    try:
        notebook = nbformat.read(assignment.path, as_version=4)
    except Exception as error:  # nbformat raises what its JSON schema library does, too
        raise CourseworkError(f"{assignment.path}: not a notebook that Jupyter can read: {error}") from None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    total = len(notebook.cells)
    with tqdm(total=total, unit="cell", leave=False, disable=None if progress else True) as bar:

        def show(cell: Mapping[str, Any], index: int) -> None:
            bar.update(index - bar.n)
            bar.set_postfix_str(str(about(cell).get("grade_id", "your own cell")))

        try:
            executed = execute(
                notebook,
                assignment.path.resolve().parent,
                cell_seconds=cell_seconds,
                allow_errors=True,
                interrupt=True,
                before_cell=show,
            )
        except ExecutionError as error:
            ids = [cell.get("id", "") for cell in error.notebook.cells]
            index = ids.index(error.cell_id) if error.cell_id in ids else 0
            return error.notebook.cells, _named(error.notebook.cells[index], index, str(error)), index
    return executed.cells, "", total


def _named(cell: Mapping[str, Any], index: int, error: str) -> str:
    """The sentence on a run that ended early, with the cell's name in place of its id."""
    name = about(cell).get("grade_id") or f"number {index + 1}"
    return f"the cell {name}: {error.partition(': ')[2]}; the cells below it did not run"


def _outcome(question: Question, cells: Sequence[Mapping[str, Any]], cell_seconds: int, ran: int) -> Outcome:
    if question.check is not None and question.check >= ran:
        here, points = question.here, question.points
        return Outcome(question.grade_id, question.title, NOT_RUN, 0.0, here, points, "not run: see below")
    return outcome(question, cells, cell_seconds)


def _stops(assignment: Assignment, cells: Sequence[Mapping[str, Any]], cell_seconds: int) -> list[str]:
    """Errors of given cells and of the student's own, which no question shows; what follows from a stub is left out."""
    shown = {index for question in assignment.questions for index in (question.check, question.answer)}
    lines = []
    for index, cell in enumerate(cells):
        error = error_of(cell)
        if error is None or index in shown or error[0] == "NotImplementedError" or source_of(error[1], cells[:index]):
            continue
        name = about(cell).get("grade_id") or f"number {index + 1}, your own"
        lines.append(f"cell {name}: {error_line(error, cell_seconds)}")
    return lines
