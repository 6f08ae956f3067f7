"""Reads the files of mutants and variants."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from ..canonical import nbgrader
from ..errors import CourseError
from ..feedback import HIDDEN_FALLBACK, VISIBLE_FALLBACK
from ..structure import AUTOTEST, is_test

MUTANT, VARIANT = "mutant", "variant"

_DEFINITIONS = (ast.FunctionDef, ast.ClassDef)

_SECTION = re.compile(r"^# %%[ \t]*(.*)\n", re.MULTILINE)
_SAYS = re.compile(r"^# says:[ \t]*(.*)\n")
# What is read where no cause is known: an expression that one of these satisfies demands none.
_CAUSELESS = (
    HIDDEN_FALLBACK,
    VISIBLE_FALLBACK,
    "your result: expected 0.75, got 0.5",
    "your result: 3 of 24 elements wrong, the first at [0, 1]: received 1.5, expected 2.5; "
    "the largest difference is 4.25, at [1, 2]\n  received\n    [1.5]\n  expected\n    [2.5]",
    "your result: expected shape (3, 4), got shape (4, 3)",
    "the shape of the result is not the expected one",
)


@dataclass(frozen=True)
class Answer:
    """One mutant or variant. name: what is different about it; says: what a student must read, or ""."""

    question: str
    kind: str
    name: str
    source: str
    says: str = ""

    @property
    def label(self) -> str:
        return f"{self.question}: the {self.kind} {self.name!r}"


def automatic(notebook: NotebookNode) -> tuple[str, ...]:
    """The questions of a source notebook that need mutants and variants: tested by a cell that says why."""
    tests = [cell for cell in notebook.cells if is_test(cell) and AUTOTEST not in cell.source]
    return tuple(str(nbgrader(cell, "grade_id")) for cell in tests)


def read_answers(folder: Path, questions: Collection[str]) -> tuple[Answer, ...]:
    """All mutants and variants of an assignment.

    Args: folder: the assignment's, in `source/`; questions: those that may have some.
    Raises: CourseError where a file cannot be read as such.
    """
    found = []
    for kind in (MUTANT, VARIANT):
        for path in sorted((folder / f"{kind}s").rglob("*")):
            if path.suffix == ".py" and path.stem not in questions:
                raise CourseError(f"{path}: no question {path.stem} that is tested by a cell that says why")
            found += list(_read(path, kind)) if path.suffix == ".py" else []
    return tuple(found)


def completed(answer: str, solution: str) -> str:
    """An answer with what it leaves out of several functions or classes: those are as in the reference.

    Args: answer: text of the answer; solution: text of the solution cell.
    """
    defined = {node.name: node for node in ast.parse(solution).body if isinstance(node, _DEFINITIONS)}
    try:
        own = {node.name for node in ast.parse(answer).body if isinstance(node, _DEFINITIONS)}
    except SyntaxError:
        return answer
    left_out = [node for name, node in defined.items() if name not in own]
    if not own & defined.keys() or not left_out:
        return answer
    lines = solution.splitlines()
    texts = ["\n".join(lines[_first(node) - 1 : node.end_lineno]) for node in left_out]
    return "\n\n\n".join([*texts, answer])


def _first(node: ast.FunctionDef | ast.ClassDef) -> int:
    """The first line of a definition, its decorators included."""
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _read(path: Path, kind: str) -> Iterator[Answer]:
    _, *sections = _SECTION.split(path.read_text(encoding="utf-8"))
    seen = set()
    for name, text in zip(sections[::2], sections[1::2], strict=True):
        where = f"{path}: # %% {name}"
        says = found[1].strip() if (found := _SAYS.match(text)) else ""
        if not name or name in seen:
            raise CourseError(f"{where}: say what is different about each answer, for each another way")
        if found and (kind != MUTANT or not says):
            raise CourseError(f"{where}: `# says:` belongs to a mutant, with an expression")
        if reason := _useless(says):
            raise CourseError(f"{where}: `# says: {says}` {reason}")
        seen.add(name)
        yield Answer(path.stem, kind, name, text[found.end() :] if found else text, says)


def _useless(says: str) -> str:
    """Why an expression cannot decide whether a cause is named; "" where it can."""
    try:
        pattern = re.compile(says)
    except re.error as error:
        return f"is no regular expression: {error}"
    if says and any(pattern.search(text) for text in _CAUSELESS):
        return "also holds where no cause is named"
    return ""
