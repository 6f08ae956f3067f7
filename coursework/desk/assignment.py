"""The questions of an assignment, read from a student's notebook; nothing is run, nothing is written."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import CourseworkError

_HEADING = re.compile(r"^#+ (?P<grade_id>[\w-]+): (?P<title>.+) \((?P<points>[\d.]+) points?\)\s*$", re.M)
_ANSWER = "-solution"


@dataclass(frozen=True)
class Question:
    """One question. Cells are named by their place in the notebook, None where the notebook has none.

    title: as in the heading. points: what it gives in all. here: how many of these its visible test gives.
    answer, check: the cells. attempted: whether the answer is another than in the student's copy as it was handed out.
    by_person: a person marks it. missing: what of it is gone from the notebook, in words; else "".
    """

    grade_id: str
    title: str
    points: float
    here: float
    answer: int | None
    check: int | None
    attempted: bool
    by_person: bool = False
    missing: str = ""


@dataclass(frozen=True)
class Assignment:
    """A student's notebook: its file, its cells as JSON has them, its questions in their order."""

    path: Path
    cells: tuple[Mapping[str, Any], ...]
    questions: tuple[Question, ...]


def read_assignment(path: Path) -> Assignment:
    """The assignment in a notebook, or in a folder that holds one.

    Raises: CourseworkError for a file that is not there, is no notebook, or has no questions.
    """
    if path.is_dir():
        notebooks = sorted(path.glob("*.ipynb"))
        if len(notebooks) != 1:
            raise CourseworkError(f"{path}: a folder with {len(notebooks)} notebooks; name the notebook to check")
        path = notebooks[0]
    cells = read_cells(path)
    questions = _questions(cells)
    if not questions:
        raise CourseworkError(
            f"{path}: no questions in it: no cell carries nbgrader's metadata. A lecture has none; an assignment that "
            "has lost them must be fetched again, and your answers copied into its cells"
        )
    return Assignment(path, cells, questions)


def read_cells(path: Path) -> tuple[dict[str, Any], ...]:
    """The cells of a notebook file.

    Raises: CourseworkError for a file that is not there or is no notebook.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseworkError(f"{path}: there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CourseworkError(f"{path}: cannot be read ({error})") from None
    try:
        notebook = json.loads(text)
    except ValueError as error:
        raise CourseworkError(f"{path}: not a notebook: it is no valid JSON ({error}). Take a backup") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise CourseworkError(f"{path}: not a notebook: it has no list of cells. Save it from Jupyter as version 4")
    return tuple(cells)


def source(cell: Mapping[str, Any]) -> str:
    """The text of a cell, which files hold as one string or as lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(map(str, text))


def about(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """What nbgrader keeps of a cell: `grade_id`, `grade`, `solution`, `points`, `checksum`; else empty."""
    metadata = cell.get("metadata")
    kept = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    return kept if isinstance(kept, Mapping) else {}


def _questions(cells: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """From headings, answers and tests: a question whose test was deleted still has its heading."""
    found: dict[str, dict[str, Any]] = {}
    for index, cell in enumerate(cells):
        kept, text = about(cell), source(cell)
        name = str(kept.get("grade_id", ""))
        if kept.get("grade"):
            found.setdefault(name, {}).setdefault("check", index)
        elif kept.get("solution") and name.endswith(_ANSWER):
            found.setdefault(name.removesuffix(_ANSWER), {}).setdefault("answer", index)
        elif kept and cell.get("cell_type") == "markdown":
            for heading in _HEADING.finditer(text):
                found.setdefault(heading["grade_id"], {}).setdefault("heading", heading)
    return tuple(_question(name, cells, **parts) for name, parts in found.items())


def _question(
    grade_id: str,
    cells: Sequence[Mapping[str, Any]],
    heading: re.Match[str] | None = None,
    answer: int | None = None,
    check: int | None = None,
) -> Question:
    title = heading["title"] if heading else ""
    if check is None:
        points = float(heading["points"]) if heading else 0.0
        attempted = answer is not None and not untouched(cells[answer])
        return Question(grade_id, title, points, 0.0, answer, None, attempted, missing="its check cell is gone")
    test = cells[check]
    points = _number(about(test).get("points"))
    if about(test).get("solution"):
        return Question(grade_id, title, points, 0.0, check, None, not untouched(test), by_person=True)
    missing = "" if answer is not None else "its answer cell is gone"
    attempted = answer is not None and not untouched(cells[answer])
    return Question(grade_id, title, points, _here(source(test), points), answer, check, attempted, missing=missing)


def untouched(cell: Mapping[str, Any]) -> bool:
    """Whether a cell is as it was handed out, by nbgrader's checksum; a cell without one counts as touched."""
    kept = about(cell)
    text = source(cell) + str(cell.get("cell_type"))
    text += "".join(str(bool(kept.get(key, False))) for key in ("grade", "solution", "locked"))
    text += str(kept.get("grade_id", ""))
    if kept.get("grade"):
        text += str(_number(kept.get("points")))
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest() == kept.get("checksum")


def _here(test: str, points: float) -> float:
    """The points that the parts of a test give, as its text says them; all, where it has no parts."""
    try:
        tree = ast.parse(test)
    except SyntaxError:
        return points
    parts = [
        keyword.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.With)
        for item in node.items
        if isinstance(item.context_expr, ast.Call) and ast.unparse(item.context_expr.func) == "check.part"
        for keyword in item.context_expr.keywords
        if keyword.arg == "points" and isinstance(keyword.value, ast.Constant)
    ]
    return float(sum(parts)) if parts else points


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
