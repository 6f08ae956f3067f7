"""Which option of a choice question the class took."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from nbformat import NotebookNode

from .canonical import nbgrader, read
from .course import Course
from .result import Result
from .structure import AUTOTEST
from .summary import ran
from .text import one_line

NOTHING, OTHER = "no answer", "something else"
# What an answer is set to that is no constant, and so is not known without running it.
UNKNOWN = object()
_OPTION = re.compile(r"^\s*[-*] +\*\*(\w+)[.:)]?\*\* *(.*)$", re.MULTILINE)
_TESTED = re.compile(rf"{AUTOTEST} +(\w+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Option:
    """One option: its letter, its text in the task, how many took it, whether it is right."""

    letter: str
    text: str
    count: int
    right: bool


@dataclass(frozen=True)
class Choice:
    """A choice question over the class: its options in the task's order, then what is none of them."""

    grade_id: str
    options: tuple[Option, ...]


def choices(course: Course, name: str, results: Iterable[Result]) -> list[Choice]:
    """The choice questions of an assignment: those whose AUTOTEST looks at a name that the solution sets to a text.

    Submissions that did not run, and those whose graded notebook is gone, count nowhere.
    """
    asked = _asked(read(course.source(name)))
    found: dict[str, Counter[str]] = {grade_id: Counter() for grade_id in asked}
    for result in results:
        path = course.autograded / result.student / name / f"{name}.ipynb"
        if not (asked and ran(result) and path.is_file()):
            continue
        cells = _by_grade_id(read(path))
        for grade_id, (variable, right, texts) in asked.items():
            taken = _set_to(cells.get(f"{grade_id}-solution", ""), variable)
            known = taken == right or taken in texts
            found[grade_id][str(taken) if known else NOTHING if taken in (None, "", ...) else OTHER] += 1
    return [_choice(grade_id, right, texts, found[grade_id]) for grade_id, (_, right, texts) in asked.items()]


def _choice(grade_id: str, right: str, texts: dict[str, str], counts: Counter[str]) -> Choice:
    letters = [*texts, *({right} - texts.keys())]
    options = [Option(letter, texts.get(letter, ""), counts[letter], letter == right) for letter in letters]
    options += [Option(word, "", counts[word], False) for word in (OTHER, NOTHING) if counts[word]]
    return Choice(grade_id, tuple(options))


def _asked(source: NotebookNode) -> dict[str, tuple[str, str, dict[str, str]]]:
    """By grade_id: the name that is asked for, the right answer, the options' texts by letter."""
    by_name = _by_grade_id(source)
    found = {}
    for grade_id, code in by_name.items():
        tested = _TESTED.findall(code)
        right = _set_to(by_name.get(f"{grade_id}-solution", ""), tested[0]) if len(tested) == 1 else None
        if isinstance(right, str):
            options = _OPTION.findall(by_name.get(f"{grade_id}-task", ""))
            texts = {letter: one_line(text, 300) for letter, text in options}
            found[grade_id] = (tested[0], right, texts)
    return found


def _by_grade_id(notebook: NotebookNode) -> dict[str, str]:
    return {str(nbgrader(cell, "grade_id")): cell.source for cell in notebook.cells if nbgrader(cell, "grade_id")}


def _set_to(code: str, variable: str) -> object:
    """The constant that code sets a name to last; None where it sets none, UNKNOWN where it is worked out."""
    try:
        body = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    values = [
        node.value.value if isinstance(node.value, ast.Constant) else UNKNOWN
        for node in body
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == variable for target in node.targets)
    ]
    return values[-1] if values else None
