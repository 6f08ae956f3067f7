"""Says in plain words what an error in a notebook comes from, where that can be known."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from .canonical import nbgrader
from .names import Names, names

_UNDEFINED = re.compile(r"\b(\w+)'? is not defined")
_NO_MODULE = re.compile(r"No module named '([\w.]+)'")
_BEGUN = re.compile(r"^(?:def|class)\s+(\w+)|^(\w+)\s*=(?!=)", re.MULTILINE)
_COMMAND = re.compile(r"^[ \t]*[%!?].*$", re.MULTILINE)
_REMARKS = (
    (
        r"name resolution|Name or service not known|Network is unreachable|urlopen error|no internet connection"
        r"|Max retries exceeded|Could not resolve host|'pip', 'install'",
        "there is no network while a notebook runs alone",
    ),
    (r"no display name|[Cc]an(?:no|')t connect to display|could not connect to display", "there is no screen"),
    (r"raised SystemExit\b", "return a value instead of ending the program"),
    (r"\bRecursionError\b", "a function calls itself too often, or without end"),
    (r"\bFileNotFoundError\b", "only the files that come with the assignment are there while it is graded"),
    (r"[Ll]ine magic function|[Cc]ell magic `", "this command is not available while a notebook runs alone"),
)


def remark(text: str, imports: Iterable[str]) -> str:
    """What to add to the text of an error, so that its reader knows what to do; "" where it says enough.

    Args: imports: the packages that the assignment allows.
    """
    if found := _NO_MODULE.search(text):
        package = found[1].split(".")[0]
        allowed = ", ".join(imports)
        return f"{package} is neither a package of this assignment ({allowed}) nor a file that is taken from you"
    return next((words for pattern, words in _REMARKS if re.search(pattern, text)), "")


@dataclass(frozen=True)
class _Cell:
    id: str
    where: str
    names: Names


class Definitions:
    """Which cell of a notebook binds which name.

    Args: cells: all cells, in order; those that test are passed over.
    """

    def __init__(self, cells: Sequence[NotebookNode]) -> None:
        self._cells: list[_Cell] = []
        question = ""
        for cell in cells:
            grade_id = nbgrader(cell, "grade_id")
            if nbgrader(cell, "grade") and not nbgrader(cell, "solution"):
                question = grade_id
                self._cells.append(_Cell(cell.id, "", _names("")))
            elif cell.cell_type == "code":
                where = f"a cell after question {question}" if question else "a later cell"
                if nbgrader(cell, "solution"):
                    where = f"the answer to {grade_id.removesuffix('-solution')}"
                self._cells.append(_Cell(cell.id, where, _names(cell.source)))

    def missing(self, text: str, cell_id: str, errors: dict[str, str]) -> str:
        """Why the name that a NameError speaks of is not there when a cell runs; "" where that is not known.

        Args:
            text: the error's text. Where it names nothing, the one name that is used before its definition is meant.
            cell_id: the cell that raised it, or the test that did.
            errors: what stopped cells, by their id.
        """
        position = next((i for i, cell in enumerate(self._cells) if cell.id == cell_id), None)
        if position is None:
            return ""
        before, after = self._cells[: position + 1], self._cells[position + 1 :]
        stopped = [cell for cell in before if cell.id in errors and cell.id != cell_id]
        if found := _UNDEFINED.search(text):
            wanted = {found[1]}
        elif "NameError" in text:
            ran = [cell for cell in before if cell not in stopped]
            wanted = _all(cell.names.used for cell in ran) - _all(cell.names.bound for cell in ran)
            wanted &= _all(cell.names.bound for cell in (*stopped, *after))
        else:
            return ""
        if len(wanted) != 1:
            return ""
        name = next(iter(wanted))
        for cell in stopped:
            if name in cell.names.bound:
                return f"the cell that defines `{name}` stopped: {errors[cell.id]}"
        for cell in after:
            if name in cell.names.bound:
                return f"`{name}` is defined further down, in {cell.where}: move it up"
        return ""


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


@functools.lru_cache(maxsize=1024)
def _names(source: str) -> Names:
    """The names of a cell, its commands left out; where it is not Python, those that its lines begin to define."""
    try:
        return names(_COMMAND.sub("pass", source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Names(frozenset(filter(None, sum(_BEGUN.findall(source), ()))), frozenset())
