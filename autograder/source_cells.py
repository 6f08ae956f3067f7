"""The code cells of a source notebook that are no tests: what its reference solution is made of.

Read as JSON, since a student's notebook under stock nbgrader imports this too, and nbformat takes long to import.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from .errors import CourseError
from .names import Names, names


@dataclass(frozen=True)
class SourceCell:
    """A solution cell or a given one. label: its grade_id, its id or its number; names: those of its code."""

    label: str
    code: str
    solution: bool
    names: Names


def source_cells(path: Path) -> list[SourceCell]:
    """Those cells, in order.

    Raises: CourseError where there is no notebook, or a solution is no Python.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{path}: no such notebook") from None
    except ValueError as error:
        raise CourseError(f"{path} is not a notebook: {error}") from None
    cells = []
    for number, cell in enumerate(notebook.get("cells", []), start=1):
        about = cell["metadata"].get("nbgrader", {})
        solution = bool(about.get("solution"))
        if cell["cell_type"] != "code" or (about.get("grade") and not solution):
            continue
        label = about.get("grade_id") or cell.get("id") or f"number {number}"
        code = "".join(cell["source"])
        try:
            cells.append(SourceCell(label, code, solution, names(code)))
        except SyntaxError as error:
            if solution:
                raise CourseError(f"{path}: cell {label}, line {error.lineno}: {error.msg}") from None
            # A given cell with magics: nothing that a solution needs may depend on it.
    return cells
