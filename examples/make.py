"""Build the sample class of an assignment, in nbgrader's layout.

    python examples/make.py DESTINATION

Each file in `examples/02_knn` is one student, named by what is special about the submission. `# %% knn-l1` begins the text of
the solution cell of that question; what a file leaves out is as in the file that it `starts from`, or else as it was handed
out. The submissions are made from the committed release, so they never go stale; some are then damaged by a function below.
"""

from __future__ import annotations

import copy
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.course import Course

HERE = Path(__file__).resolve().parent


def make_class(course: Course, destination: Path, assignment: str = "02_knn", release: Path | None = None) -> list[str]:
    """Write the submission of every student of the sample class.

    Args:
        destination: the folder to write to, usually `course.submitted`.
        assignment: whose class.
        release: the students' notebook to start from; by default the committed one.
    Returns: the students, sorted.
    Raises: ValueError where an answer belongs to no cell of the release.
    """
    released = json.loads(Path(release or course.release(assignment)).read_text(encoding="utf-8"))
    students = sorted(path.stem for path in (HERE / assignment).glob("*.py"))
    for student in students:
        notebook = fill_in(released, answers(HERE / assignment / f"{student}.py"), student)
        damage = DAMAGE.get(student)
        if damage is not None:
            damage(notebook)
        text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
        if student in CUT_OFF:
            text = text[: len(text) // 2]
        path = Path(destination) / student / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return students


def answers(path: Path) -> dict[str, str]:
    """The answers in a file, {question: text of its solution cell}."""
    head, *sections = re.split(r"^# %% (\S+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    base = re.search(r"^# starts from: (\S+)$", head, flags=re.MULTILINE)
    given = answers(path.with_name(f"{base[1]}.py")) if base else {}
    return given | {question: text.strip("\n") for question, text in zip(sections[::2], sections[1::2])}


def fill_in(released: dict[str, Any], given: dict[str, str], student: str) -> dict[str, Any]:
    """A copy of the released notebook with the answers in its solution cells."""
    notebook = copy.deepcopy(released)
    for question, text in given.items():
        found = [
            cell
            for cell in notebook["cells"]
            if grade_id(cell) in (question, f"{question}-solution") and about(cell)["solution"]
        ]
        if len(found) != 1:
            raise ValueError(f"{student}: the release has {len(found)} solution cells for {question}, expected 1")
        if found[0]["cell_type"] == "markdown":
            text = re.sub(r"^# ?", "", text, flags=re.MULTILINE)
        found[0]["source"] = text.splitlines(keepends=True)
    return notebook


def about(cell: dict[str, Any]) -> dict[str, Any]:
    """Its nbgrader metadata."""
    return cell["metadata"].get("nbgrader", {})


def grade_id(cell: dict[str, Any]) -> str | None:
    return about(cell).get("grade_id")


def position(notebook: dict[str, Any], wanted: str) -> int:
    """Where the cell with that grade_id is."""
    return next(i for i, cell in enumerate(notebook["cells"]) if grade_id(cell) == wanted)


def delete_cells(notebook: dict[str, Any]) -> None:
    """An answer and two test cells gone."""
    for wanted in ("knn-best-k-solution", "knn-l1", "knn-accuracy"):
        del notebook["cells"][position(notebook, wanted)]


def duplicate_cells(notebook: dict[str, Any]) -> None:
    """A copy of the solution cell, answered, below the one with the stub; and a test cell twice."""
    where = position(notebook, "knn-l1-solution")
    answered = notebook["cells"][where]
    stub = copy.deepcopy(answered)
    stub["source"] = ["def l1_distances(a, b):\n", '    raise NotImplementedError("knn-l1")']
    notebook["cells"].insert(where, stub)
    where = position(notebook, "knn-vote")
    notebook["cells"].insert(where, copy.deepcopy(notebook["cells"][where]))


def move_cells(notebook: dict[str, Any]) -> None:
    """The answers behind everything else, the last one first."""
    moved = [cell for cell in notebook["cells"] if about(cell).get("solution") and cell["cell_type"] == "code"]
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in moved] + moved[::-1]


def strip_metadata(notebook: dict[str, Any]) -> None:
    """What is left after a passage through an editor that knows nothing of nbgrader."""
    notebook["metadata"], notebook["nbformat_minor"] = {}, 4
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        del cell["id"]


def drop_colon(notebook: dict[str, Any]) -> None:
    """`vote` becomes a cell that Python cannot read."""
    cell = notebook["cells"][position(notebook, "knn-vote-solution")]
    cell["source"] = [re.sub(r"^(    if .*):$", r"\1", line, flags=re.MULTILINE) for line in cell["source"]]


DAMAGE = {
    "deleted-cells": delete_cells,
    "duplicated-cells": duplicate_cells,
    "moved-cells": move_cells,
    "stripped-metadata": strip_metadata,
    "syntax-error": drop_colon,
}
CUT_OFF = {"broken-json"}


if __name__ == "__main__":
    from autograder.course import load_course

    if len(sys.argv) != 2:
        sys.exit("usage: python examples/make.py DESTINATION")
    made = make_class(load_course(HERE), Path(sys.argv[1]))
    print(f"{len(made)} submissions in {sys.argv[1]}: {', '.join(made)}")
