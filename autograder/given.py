"""Layers that a later assignment is given: taken from the solution cells of earlier ones, so that they exist once.

`course.toml` names them: `[assignments.06_cnn.given]`, `04_backprop = ["Linear", "ReLU"]`. The build writes them into
`given_layers.py` beside the released notebook, which imports it like any module; here, reference and tests import the
same text without a file.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import linecache
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .course import Assignment, Course
from .errors import CourseError
from .names import names
from .regions import SOLUTION, lines
from .source_cells import source_cells

MODULE = "given_layers"
FILE = f"{MODULE}.py"


@dataclass(frozen=True)
class _Piece:
    """A statement at the top level of a cell: what it binds and uses, and whether it imports."""

    text: str
    bound: frozenset[str]
    used: frozenset[str]
    imports: bool


def given_layers(course: Course, assignment: Assignment) -> str:
    """The text of `given_layers.py`; "" where the assignment is given nothing.

    What is named comes with all that it uses, without the markers of solutions, in the order of the notebooks.
    Raises: CourseError for a name that an earlier assignment does not define.
    """
    if not assignment.given:
        return ""
    known = {name for wanted in assignment.given.values() for name in wanted}
    imports: list[str] = []
    definitions: list[str] = []
    for earlier, wanted in assignment.given.items():
        pieces = _pieces(course.source(course.assignment(earlier).name))
        for piece in _needed(pieces, wanted, known, f"{assignment.name} is given from {earlier}"):
            (imports if piece.imports else definitions).append(piece.text)
    about = (
        "What you built in earlier assignments, as the course solves it. Import it: there is nothing to change here."
    )
    parts = [f'"""{about}"""', "\n".join(_in_order(imports)), *dict.fromkeys(definitions)]
    return "\n\n\n".join(part for part in parts if part) + "\n"


def given_module(course: Course, name: str) -> types.ModuleType | None:
    """What the assignment `name` is given, as a module, the same one for the same text; None where it is nothing."""
    text = given_layers(course, course.assignment(name))
    return _module(text, f"<{FILE} of {name}>") if text else None


@contextlib.contextmanager
def importable(module: types.ModuleType | None) -> Iterator[None]:
    """Have `import given_layers` find this module, and none where it is None."""
    before = sys.modules.pop(MODULE, None)
    if module is not None:
        sys.modules[MODULE] = module
    try:
        yield
    finally:
        sys.modules.pop(MODULE, None)
        if before is not None:
            sys.modules[MODULE] = before


@functools.cache
def _module(text: str, filename: str) -> types.ModuleType:
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    module = types.ModuleType(MODULE)
    # Data classes look their module up while they are made.
    with importable(module):
        exec(compile(text, filename, "exec", dont_inherit=True), module.__dict__)
    return module


def _pieces(path: Path) -> list[_Piece]:
    """The statements of the cells that are no tests, in order."""
    pieces = []
    for cell in source_cells(path):
        code = "\n".join(line.text for line in lines(cell.code, SOLUTION))
        pieces += [_piece(code, node) for node in ast.parse(code).body]
    return pieces


def _piece(source: str, node: ast.stmt) -> _Piece:
    start = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
    text = "\n".join(source.split("\n")[start - 1 : node.end_lineno])
    found = names(text)
    return _Piece(text, found.bound, found.used, isinstance(node, ast.Import | ast.ImportFrom))


def _needed(pieces: list[_Piece], wanted: tuple[str, ...], known: set[str], what: str) -> list[_Piece]:
    """The statements that define the wanted names, and those that define what they use, in order."""
    defined = set().union(*(piece.bound for piece in pieces if not piece.imports))
    if missing := [name for name in wanted if name not in defined]:
        raise CourseError(f"{what}: {', '.join(missing)}, which no cell of it defines")
    names_left, taken = set(wanted), set()
    while names_left:
        found = {number for number, piece in enumerate(pieces) if piece.bound & names_left} - taken
        taken |= found
        names_left = set().union(*(pieces[number].used for number in found))
    chosen = [pieces[number] for number in sorted(taken)]
    ours = [piece for piece in chosen if not piece.text.startswith(f"from {MODULE} import")]
    if lacking := set().union(*(p.bound & _uses(chosen) for p in chosen if p not in ours)) - known:
        raise CourseError(f"{what}, which uses {', '.join(sorted(lacking))} of an assignment before it: name them too")
    return ours


def _uses(pieces: list[_Piece]) -> set[str]:
    return set().union(*(piece.used for piece in pieces))


def _in_order(imports: list[str]) -> list[str]:
    """Each import once: the standard library's first, a blank line between it and the others."""
    once = sorted(dict.fromkeys(imports), key=lambda text: (text.startswith("from"), text))
    standard = [text for text in once if text.split()[1].split(".")[0] in sys.stdlib_module_names]
    others = [text for text in once if text not in standard]
    return [*standard, *([""] if standard and others else []), *others]
