"""Where each cell of an assignment runs: with the student's code in the sandbox, or with the tests.

Read off the source notebook alone, before any submission is seen. Names bound in solution cells are the student's,
and so are names bound in any cell that uses those. A given cell that uses none of them runs in both places, beside the
tests only if a test needs what it binds. A test cell runs in the trusted process and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from nbformat import NotebookNode

from .canonical import nbgrader
from .names import Names, names

GIVEN, SOLUTION, TEST = "given", "solution", "test"
SANDBOX, TRUSTED = "sandbox", "trusted"


@dataclass(frozen=True)
class PlannedCell:
    """One code cell.

    role: "given", "solution" or "test"; places: where it runs, in order; reason: why there, in a few words.
    binds, uses: its global names; asks: of a test cell, the student's names that it needs.
    """

    cell_id: str
    role: str
    places: tuple[str, ...]
    reason: str
    binds: frozenset[str]
    uses: frozenset[str]
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The places of all code cells, in order, and the names that are the student's."""

    cells: tuple[PlannedCell, ...]
    student_names: frozenset[str]

    def of(self, cell_id: str) -> PlannedCell:
        return next(cell for cell in self.cells if cell.cell_id == cell_id)

    @property
    def opening(self) -> tuple[str, ...]:
        """The cells before the first answer and the first test: what they do is the same for everybody."""
        return tuple(cell.cell_id for cell in takewhile(lambda cell: cell.role == GIVEN, self.cells))


def role(cell: NotebookNode) -> str:
    """The role of a code cell of the source notebook."""
    if nbgrader(cell, "solution"):
        return SOLUTION
    return TEST if nbgrader(cell, "grade") else GIVEN


def make_plan(notebook: NotebookNode) -> Plan:
    """Plan the code cells of a source notebook."""
    cells = [(cell, role(cell), _names(cell.source)) for cell in notebook.cells if cell.cell_type == "code"]
    student = _student_names([(kind, found) for _, kind, found in cells])
    needed = _needed_by_tests([(kind, found) for _, kind, found in cells], student)
    planned = []
    for cell, kind, found in cells:
        asks: tuple[str, ...] = ()
        touched = sorted(found.used & student) if found else []
        if kind == SOLUTION:
            places, reason = (SANDBOX,), "the student's answer"
        elif kind == TEST:
            asks = tuple(touched)
            places, reason = (
                (TRUSTED,),
                f"asks the sandbox for {', '.join(asks)}" if asks else "asks nothing of the sandbox",
            )
        elif found is None:
            places, reason = (SANDBOX,), "holds commands of the notebook"
        elif touched:
            places, reason = (SANDBOX,), f"uses {', '.join(touched)}"
        elif found.bound & needed:
            shared = sorted(found.bound & needed)
            places, reason = (SANDBOX, TRUSTED), f"tests need {', '.join(shared)}"
        else:
            places, reason = (SANDBOX,), "no test needs it"
        bound, used = (found.bound, found.used) if found else (frozenset(), frozenset())
        planned.append(PlannedCell(cell.id, kind, places, reason, bound, used, asks))
    return Plan(tuple(planned), student)


def _names(source: str) -> Names | None:
    """The names of a cell; None where it is not plain Python."""
    try:
        return names(source)
    except SyntaxError:
        return None


def _student_names(cells: list[tuple[str, Names | None]]) -> frozenset[str]:
    """Names bound in solution cells and, until nothing changes, in given cells that use one of them."""
    student: frozenset[str] = frozenset()
    while True:
        grown = student.union(
            *(
                found.bound
                for kind, found in cells
                if found and (kind == SOLUTION or (kind == GIVEN and found.used & student))
            )
        )
        if grown == student:
            return student
        student = grown


def _needed_by_tests(cells: list[tuple[str, Names | None]], student: frozenset[str]) -> frozenset[str]:
    """Names of given cells that test cells use, directly or through other given cells."""
    needed = frozenset().union(*(found.used for kind, found in cells if kind == TEST and found)) - student
    while True:
        grown = needed.union(
            *(
                found.used
                for kind, found in cells
                if kind == GIVEN and found and found.bound & needed and not found.used & student
            )
        )
        grown -= student
        if grown == needed:
            return needed
        needed = grown
