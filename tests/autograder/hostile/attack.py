"""What an attack is, as data, and how it is handed in."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .answers import BASES

FAKE_VALUES = "fake values"
PATCHED_JUDGES = "patched judges"
PEEKING = "peeking"
NOT_DOING_THE_WORK = "not doing the work"
TAMPERING = "tampering with the notebook"
BREAKING_OUT = "breaking out"
WEARING_OUT = "wearing it out"
KINDS = (FAKE_VALUES, PATCHED_JUDGES, PEEKING, NOT_DOING_THE_WORK, TAMPERING, BREAKING_OUT, WEARING_OUT)

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Attack:
    """One attack: what a submission that is otherwise `base` holds in addition.

    what: the trick, in one sentence.
    answers: text of the answer by question; the other questions are answered as in `base`.
    cell: code of a cell slipped in behind the set-up cell.
    damage: what is done to the notebook (plain JSON) afterwards; folder: and to the folder that is handed in.
    base: "wrong", "half" or "right": the honest answers that the attack is compared with.
    assignment: which of the course's assignments is attacked.
    named: what our report must say of it, some words of one sentence; "" where an honest mistake looks the same.
    probe: nobody is known to fall for it; tried all the same.
    spends: uses up, or gives away, what the whole submission stands on: each of its questions may be lost.
    slow: takes seconds by its nature.
    nbgrader_only: it attacks nbgrader's own form of a notebook, so otter has nothing that it could be tried on.
    """

    name: str
    kind: str
    what: str
    answers: Mapping[str, str] = field(default_factory=dict)
    cell: str = ""
    damage: Callable[[Notebook], None] | None = None
    folder: Callable[[Path], None] | None = None
    base: str = "wrong"
    assignment: str = "rows"
    named: str = ""
    probe: bool = False
    spends: bool = False
    slow: bool = False
    nbgrader_only: bool = False


def fill_in(released: Mapping[str, Any], answers: Mapping[str, str]) -> Notebook:
    """A copy of the released notebook with answers, by question, in their cells."""
    notebook = copy.deepcopy(dict(released))
    for cell in notebook["cells"]:
        question = cell["id"].removesuffix("-solution")
        if question in answers and about(cell).get("solution"):
            cell["source"] = answers[question]
    return notebook


def honest(released: Mapping[str, Any], assignment: str, base: str) -> Notebook:
    """The submission that an attack is compared with."""
    return fill_in(released, BASES[assignment][base])


def submission(attack: Attack, released: Mapping[str, Any]) -> Notebook:
    """The attack's notebook, before anything is done to its folder."""
    notebook = fill_in(released, {**BASES[attack.assignment][attack.base], **attack.answers})
    if attack.cell:
        notebook["cells"].insert(position(notebook, "set-up") + 1, own_cell(attack.cell, "own-first"))
    if attack.damage is not None:
        attack.damage(notebook)
    return notebook


def hand_in(attack: Attack, notebook: Mapping[str, Any], folder: Path) -> None:
    """Write the attack into a student's folder for the assignment."""
    write(notebook, folder, attack.assignment)
    if attack.folder is not None:
        attack.folder(folder)


def write(notebook: Mapping[str, Any], folder: Path, assignment: str) -> None:
    """Write a notebook as it is handed in."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{assignment}.ipynb").write_text(json.dumps(notebook))


def about(cell: Mapping[str, Any]) -> dict[str, Any]:
    """nbgrader's metadata of a cell, to read and to change."""
    return cell["metadata"].get("nbgrader", {})


def position(notebook: Notebook, cell_id: str) -> int:
    """Where the cell with that id is."""
    return next(index for index, cell in enumerate(notebook["cells"]) if cell["id"] == cell_id)


def own_cell(source: str, cell_id: str) -> dict[str, Any]:
    """A code cell that the student adds."""
    return {
        "cell_type": "code", "id": cell_id, "metadata": {}, "source": source, "outputs": [], "execution_count": None,
    }  # fmt: skip
