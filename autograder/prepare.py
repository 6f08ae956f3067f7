"""Rebuilds a submission: the cells of the assignment as we wrote them, with the student's answers in their places.

Nothing of a submission is trusted but the text of its answers and of the cells that the student added. Cells are known
by their names; where those were lost, by their text, by what they define, and by what stands around them.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from .canonical import nbgrader
from .names import names
from .plan import TEST, role
from .reading import Submitted, SubmittedCell

_DEFINES = re.compile(r"^(?:def|class)\s+(\w+)|^(\w+)\s*=(?!=)", re.MULTILINE)
OWN = "own-"


@dataclass
class Prepared:
    """A rebuilt submission.

    own: ids of cells that the student added.
    untouched, deleted: grade_ids of answers that are still the stub, and of those that are gone.
    foreign: the notebook does not look like this assignment at all.
    """

    notebook: NotebookNode
    own: list[str] = field(default_factory=list)
    untouched: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    foreign: bool = False


def prepare(source: NotebookNode, release: NotebookNode, submitted: Submitted) -> Prepared:
    """Rebuild a submission.

    Args:
        source: the trusted notebook, tests included; release: the same as students got it.
    """
    matching = _match(release, submitted.cells)
    prepared = Prepared(notebook=deepcopy(source), warnings=list(submitted.warnings))
    by_id = {cell.id: cell for cell in prepared.notebook.cells}
    for stub in release.cells:
        cell = by_id.get(stub.id)
        found = [submitted.cells[index] for index in matching.claims.get(stub.id, [])]
        if cell is None:
            continue
        if nbgrader(stub, "solution"):
            _answer(cell, stub, found, prepared)
        else:
            _locked(cell, stub, found, prepared)
        cell.metadata.pop("alt", None)
    _say_what_was_lost(release, matching, submitted, prepared)
    _add_own_cells(release, submitted.cells, matching, prepared)
    return prepared


@dataclass
class _Matching:
    """Which submitted cells (by index) stand for which cell of the release (by id)."""

    claims: dict[str, list[int]] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)
    by_text: bool = False

    def claimed(self) -> dict[int, str]:
        return {index: cell_id for cell_id, indices in self.claims.items() for index in indices}


def _match(release: NotebookNode, cells: tuple[SubmittedCell, ...]) -> _Matching:
    matching = _Matching()
    known = {nbgrader(cell, "grade_id"): cell.id for cell in release.cells if nbgrader(cell, "grade_id")}
    known_ids = {cell.id for cell in release.cells}
    for index, cell in enumerate(cells):
        if cell.grade_id in known:
            matching.claims.setdefault(known[cell.grade_id], []).append(index)
    named = bool(matching.claims)
    for index, cell in enumerate(cells):
        if cell.cell_id in known_ids and cell.cell_id not in matching.claims and index not in matching.claimed():
            matching.claims[cell.cell_id] = [index]
    matching.by_text = not named
    _match_by_text(release, cells, matching)
    _match_by_definition(release, cells, matching)
    _match_by_neighbours(release, cells, matching)
    texts = {_normal(cell.source) for cell in release.cells}
    claimed = matching.claimed()
    matching.dropped = {
        index
        for index, cell in enumerate(cells)
        if index not in claimed and (not cell.source.strip() or _normal(cell.source) in texts)
    }
    return matching


def _match_by_text(release: NotebookNode, cells: tuple[SubmittedCell, ...], matching: _Matching) -> None:
    """The same text is the same cell."""
    free: dict[str, list[int]] = {}
    claimed = matching.claimed()
    for index, cell in enumerate(cells):
        if index not in claimed and cell.source.strip():
            free.setdefault(_normal(cell.source), []).append(index)
    for cell in release.cells:
        if cell.id not in matching.claims and (found := free.get(_normal(cell.source))):
            matching.claims[cell.id] = [found.pop(0)]


def _match_by_definition(release: NotebookNode, cells: tuple[SubmittedCell, ...], matching: _Matching) -> None:
    """A cell that defines what the stub defines is its answer."""
    for stub in release.cells:
        if stub.id in matching.claims or stub.cell_type != "code" or not nbgrader(stub, "solution"):
            continue
        wanted = _defined(stub.source)
        claimed = matching.claimed()
        found = [
            index
            for index, cell in enumerate(cells)
            if index not in claimed and cell.kind == "code" and wanted and wanted <= _defined(cell.source)
        ]
        if found:
            matching.claims[stub.id] = found


def _match_by_neighbours(release: NotebookNode, cells: tuple[SubmittedCell, ...], matching: _Matching) -> None:
    """What stands alone between the cells before and after an answer is that answer."""
    for position, stub in enumerate(release.cells):
        if stub.id in matching.claims or not nbgrader(stub, "solution") or position == 0:
            continue
        before = matching.claims.get(release.cells[position - 1].id)
        later = release.cells[position + 1].id if position + 1 < len(release.cells) else None
        after = matching.claims.get(later, [len(cells)] if later is None else None)
        if not before or not after:
            continue
        claimed = matching.claimed()
        found = [
            index
            for index in range(before[-1] + 1, after[0])
            if index not in claimed
            and cells[index].source.strip()
            and (cells[index].kind == "code") == (stub.cell_type == "code")
        ]
        if len(found) == 1:
            matching.claims[stub.id] = found


def _answer(cell: NotebookNode, stub: NotebookNode, found: list[SubmittedCell], prepared: Prepared) -> None:
    """Put the student's answer into its cell."""
    grade_id = nbgrader(stub, "grade_id")
    if not found:
        cell.source = "" if cell.cell_type == "code" else stub.source
        prepared.deleted.add(grade_id)
        prepared.warnings.append(f"the answer cell {grade_id} was deleted")
        return
    if any(other.kind != cell.cell_type for other in found):
        prepared.warnings.append(
            f"the answer cell {grade_id} had been turned into {found[-1].kind}; it was read as {cell.cell_type}"
        )
    filled = [other.source for other in found if other.source.strip() and _normal(other.source) != _normal(stub.source)]
    if not filled:
        cell.source = stub.source
        prepared.untouched.add(grade_id)
    elif len(filled) == 1:
        cell.source = filled[0]
    elif cell.cell_type == "code" and _overlap(filled):
        cell.source = filled[-1]
        prepared.warnings.append(f"the answer cell {grade_id} is there {len(found)} times; the last one counts")
    else:
        cell.source = "\n\n".join(filled)
        prepared.warnings.append(f"the answer cell {grade_id} was in {len(filled)} pieces; they were joined")
    if len(filled) <= 1 and len(found) > 1:
        prepared.warnings.append(
            f"the answer cell {grade_id} is there {len(found)} times; the one with an answer counts"
        )


def _locked(ours: NotebookNode, stub: NotebookNode, found: list[SubmittedCell], prepared: Prepared) -> None:
    """A cell of ours stays as we wrote it; say what was done to it."""
    if stub.cell_type != "code":
        return
    name = nbgrader(stub, "grade_id") or stub.id
    what = "test" if role(stub) == TEST else "given"
    as_written = {_normal(stub.source), _normal(ours.source)}
    if any(_normal(cell.source) not in as_written or cell.kind != "code" for cell in found):
        prepared.warnings.append(f"the {what} cell {name} was changed; the original was used")
    elif not found and what == "test":
        prepared.warnings.append(f"the test cell {name} was deleted; the original was used")


def _say_what_was_lost(release: NotebookNode, matching: _Matching, submitted: Submitted, prepared: Prepared) -> None:
    if matching.by_text:
        prepared.warnings.append(
            "the notebook has lost its nbgrader metadata; its cells were matched by their names and text"
        )
    known = sum(1 for cell in release.cells if cell.id in matching.claims)
    prepared.foreign = known * 5 < len(release.cells)
    answers = [
        matching.claims[cell.id][-1]
        for cell in release.cells
        if nbgrader(cell, "solution") and cell.id in matching.claims
    ]
    if answers != sorted(answers):
        prepared.warnings.append("cells were moved; they were graded in the order of the assignment")


def _add_own_cells(
    release: NotebookNode, cells: tuple[SubmittedCell, ...], matching: _Matching, prepared: Prepared
) -> None:
    """Put the cells that the student added behind the cell that they followed."""
    claimed = matching.claimed()
    order = {cell.id: position for position, cell in enumerate(prepared.notebook.cells)}
    behind: dict[int, list[NotebookNode]] = {}
    position = -1
    for index, cell in enumerate(cells):
        if index in claimed:
            position = order[claimed[index]]
        elif index not in matching.dropped and cell.kind in ("code", "markdown"):
            make = new_code_cell if cell.kind == "code" else new_markdown_cell
            own = make(cell.source, id=f"{OWN}{len(prepared.own) + 1}")
            prepared.own.append(own.id)
            behind.setdefault(position, []).append(own)
    rebuilt = list(behind.get(-1, []))
    for position, cell in enumerate(prepared.notebook.cells):
        rebuilt += [cell, *behind.get(position, [])]
    prepared.notebook.cells = rebuilt


def _overlap(sources: list[str]) -> bool:
    """Whether two of the pieces define the same name."""
    seen: set[str] = set()
    for source in sources:
        defined = _defined(source)
        if seen & defined:
            return True
        seen |= defined
    return False


def _defined(source: str) -> set[str]:
    """Names that the text defines at its top level, as far as they can be told where it does not compile."""
    try:
        found = names(source).bound
    except (SyntaxError, ValueError, RecursionError):
        return {first or second for first, second in _DEFINES.findall(source)}
    return set(found)


def _normal(source: str) -> str:
    """Text without what editors change: trailing blanks, blank lines at the ends."""
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))
