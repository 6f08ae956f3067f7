"""What a source notebook must look like: cells, headings, points and tags agree with `course.toml`.

Every function returns problems as plain sentences; none means the notebook is sound.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from .canonical import nbgrader
from .concepts import EXERCISED, exercised, tagged
from .course import Assignment, Course
from .names import Names, names
from .regions import HIDDEN, SOLUTION, lines, unbalanced

AUTOTEST = "AUTOTEST"
TOTAL = 100.0
EMPTY = Names(frozenset(), frozenset())


@dataclass(frozen=True)
class Cell:
    """A code cell with its role: "given", "solution" or "test"."""

    label: str
    role: str
    source: str
    names: Names


def problems(course: Course, assignment: Assignment, notebook: NotebookNode) -> list[str]:
    """All that is wrong with the source notebook of an assignment."""
    found = [*_repeated_names(notebook), *_markers(notebook)]
    found += [*_points(assignment, notebook), *_headings(assignment, notebook)]
    found += _tags(course, assignment, notebook)
    cells = list(_code_cells(notebook, found))
    for cell in cells:
        if cell.role == "test":
            found += _test(cell, assignment.points.get(cell.label, 0.0))
    return found + list(_bindings(cells))


def is_test(cell: NotebookNode) -> bool:
    """Whether the cell is graded and holds no answer."""
    return bool(nbgrader(cell, "grade") and not nbgrader(cell, "solution"))


def _repeated_names(notebook: NotebookNode) -> Iterator[str]:
    """No two cells have the same grade_id."""
    cells: dict[str, list[str]] = {}
    for cell in notebook.cells:
        if grade_id := nbgrader(cell, "grade_id"):
            cells.setdefault(grade_id, []).append(cell.id)
    for grade_id, ids in cells.items():
        if len(ids) > 1:
            yield f"{grade_id}: the grade_id of {len(ids)} cells, {', '.join(ids)}; each needs its own"


def _markers(notebook: NotebookNode) -> Iterator[str]:
    """Every region that begins ends in the same cell, and stands where nbgrader takes it out."""
    for cell in notebook.cells:
        label = nbgrader(cell, "grade_id") or cell.id
        for region, role, kind in ((SOLUTION, "solution", "solution"), (HIDDEN, "grade", "graded")):
            yield from (f"{label}, {problem}" for problem in unbalanced(cell.source, region))
            if f"BEGIN {region}" in cell.source and not nbgrader(cell, role):
                yield f"{label}: marks {region}, but is no {kind} cell"


def _points(assignment: Assignment, notebook: NotebookNode) -> Iterator[str]:
    """Graded cells and `course.toml` name the same questions, with the same points, 100 in all."""
    graded = {nbgrader(cell, "grade_id"): cell for cell in notebook.cells if nbgrader(cell, "grade")}
    answers = {nbgrader(cell, "grade_id") for cell in notebook.cells if nbgrader(cell, "solution")}
    for question, points in assignment.points.items():
        if question not in graded:
            yield f"{question}: in course.toml, but no cell of the notebook is graded under that name"
        elif (stated := nbgrader(graded[question], "points")) != points:
            said = f"{stated:g}" if isinstance(stated, (int, float)) else "no"
            yield f"{question}: {said} points in the notebook, {points:g} in course.toml"
    for question, cell in graded.items():
        if question not in assignment.points:
            yield f"{question}: graded in the notebook, but not in course.toml"
        if is_test(cell) and f"{question}-solution" not in answers:
            yield f"{question}: no solution cell {question}-solution"
    if (total := sum(assignment.points.values())) != TOTAL:
        yield f"the points in course.toml sum to {total:g}, expected {TOTAL:g}"


def _headings(assignment: Assignment, notebook: NotebookNode) -> Iterator[str]:
    """Each question has a locked text cell whose heading says its name and its points."""
    tasks = {nbgrader(cell, "grade_id"): cell for cell in notebook.cells if cell.cell_type == "markdown"}
    for question, points in assignment.points.items():
        cell = tasks.get(f"{question}-task")
        if cell is None or not nbgrader(cell, "locked"):
            yield f"{question}: no locked text cell {question}-task"
            continue
        heading = cell.source.split("\n", 1)[0]
        named = re.search(rf"(?<![\w-]){re.escape(question)}(?![\w-])", heading)
        if not (heading.startswith("#") and named and re.search(rf"(?<![\d.]){points:g} points?\b", heading)):
            says = f"must say {question} and {points:g} points, got {heading!r}"
            yield f"{question}: the heading of {question}-task {says}"


def _tags(course: Course, assignment: Assignment, notebook: NotebookNode) -> Iterator[str]:
    """Tags name concepts, and graded cells exercise those that they must."""
    for cell in notebook.cells:
        for slug in tagged(cell, EXERCISED):
            if slug not in course.concepts:
                yield f"{cell.id}: the tag {EXERCISED}{slug} names no concept of course.toml"
    if assignment.name in course.lectures:
        found = {slug for slugs in exercised(notebook).values() for slug in slugs}
        for slug in course.exercised.get(assignment.name, ()):
            if slug not in found:
                yield f"no graded cell has the tag {EXERCISED}{slug}, which course.toml asks for"


def _code_cells(notebook: NotebookNode, found: list[str]) -> Iterator[Cell]:
    """The code cells; one that does not compile is a problem, but for given cells with magics."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        role = "test" if is_test(cell) else "solution" if nbgrader(cell, "solution") else "given"
        label = nbgrader(cell, "grade_id") or cell.id
        try:
            yield Cell(label, role, cell.source, names(cell.source))
        except SyntaxError as error:
            if role != "given":
                found.append(f"{label}, line {error.lineno}: {error.msg}")
            yield Cell(label, role, "", EMPTY)


def _test(cell: Cell, points: float) -> Iterator[str]:
    """One test cell: parts marked hidden where they are, a score at the end, no bare assert."""
    hidden = {line.number for line in lines(cell.source, HIDDEN) if line.inside}
    if AUTOTEST in cell.source:
        if hidden:
            yield f"{cell.label}: hidden tests beside an AUTOTEST line; give them a question of their own"
        return
    tree = ast.parse(cell.source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            yield f"{cell.label}, line {node.lineno}: a bare assert; use a check, which explains"
    worth = []
    for call in _calls(tree, "part"):
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        marked = isinstance(given.get("hidden"), ast.Constant) and given["hidden"].value is True
        if marked != (call.lineno in hidden):
            where = "inside" if call.lineno in hidden else "outside"
            what = "without" if call.lineno in hidden else "with"
            yield f"{cell.label}, line {call.lineno}: a part {where} the hidden region {what} hidden=True"
        worth.append(given["points"] if "points" in given else call.args[1] if len(call.args) > 1 else None)
    last = tree.body[-1] if tree.body else None
    score = last.value if isinstance(last, ast.Expr) else None
    if score not in _calls(tree, "score") or score.lineno in hidden:
        yield f"{cell.label}: the last line must be check.score(of={points:g})"
    elif [(k.arg, getattr(k.value, "value", None)) for k in score.keywords] != [("of", points)]:
        yield f"{cell.label}: the last line must be check.score(of={points:g}), got {ast.unparse(score)}"
    fixed = all(isinstance(value, ast.Constant) for value in worth) and not _repeated(tree)
    if fixed and (total := sum(value.value for value in worth)) != points:
        yield f"{cell.label}: its parts sum to {total:g} points, expected {points:g}"


def _bindings(cells: list[Cell]) -> Iterator[str]:
    """Test cells run elsewhere than the student's: nothing may depend on what one of them binds."""
    tests = [cell for cell in cells if cell.role == "test"]
    shared = frozenset().union(*(cell.names.bound for cell in cells if cell.role != "test"))
    for index, cell in enumerate(cells):
        if cell.role == "test":
            elsewhere = frozenset().union(*(test.names.bound for test in tests if test is not cell))
            if missing := (cell.names.used & elsewhere) - cell.names.bound - shared:
                yield f"{cell.label}: uses {_list(missing)}, bound in another test cell"
            visible = names("\n".join(line.text for line in lines(cell.source, HIDDEN) if not line.inside))
            if missing := (visible.used & cell.names.bound) - visible.bound - shared:
                yield f"{cell.label}: its visible part uses {_list(missing)}, bound in its hidden region"
            yield from _inside(cell, shared)
            continue
        for test in (before for before in cells[:index] if before.role == "test"):
            if taken := (cell.names.used & test.names.bound) - cell.names.bound:
                yield f"{cell.label}: uses {_list(taken)}, bound in test cell {test.label}; rename it there"


def _inside(cell: Cell, shared: frozenset[str]) -> Iterator[str]:
    """A function for `check.inside` runs with the student's code: it may use given and student names."""
    tree = ast.parse(cell.source)
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for call in _calls(tree, "inside"):
        function = call.args[0] if call.args else None
        if isinstance(function, ast.Name):
            function = functions.get(function.id)
        if not isinstance(function, ast.Lambda | ast.FunctionDef):
            yield f"{cell.label}, line {call.lineno}: check.inside takes a lambda or a function of this cell"
            continue
        alone = names(ast.unparse(function))
        if other := alone.used - alone.bound - shared - set(dir(builtins)):
            yield f"{cell.label}, line {call.lineno}: check.inside hands {_list(other)} to the student's side"


def _calls(tree: ast.AST, name: str) -> list[ast.Call]:
    """The calls of `check.<name>`."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func) == f"check.{name}"]


def _repeated(tree: ast.AST) -> bool:
    """Whether a part stands in a loop or a function, so that its points may count several times."""
    repeating = (ast.For, ast.While, ast.FunctionDef)
    return any(_calls(node, "part") for node in ast.walk(tree) if isinstance(node, repeating))


def _list(found: frozenset[str]) -> str:
    return ", ".join(sorted(found))
