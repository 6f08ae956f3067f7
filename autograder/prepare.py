"""Rebuilds a submission: the cells of the assignment as we wrote them, with the student's answers in their places.

Nothing of a submission is trusted but the text of its answers and of the cells that the student added.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from nbformat import NotebookNode, from_dict

from .canonical import nbgrader
from .cell_text import LONGEST, UNREADABLE, defined, defines, indented, is_prose, normal, unfenced, without_commands
from .colab import published
from .matching import Matching, match
from .plan import GIVEN, TEST, role
from .reading import Submitted, SubmittedCell

FOREIGN = 0.2
OWN = "own-"


@dataclass
class Prepared:
    """A rebuilt submission.

    own: ids of cells that the student added.
    untouched, deleted: grade_ids of answers that are still the stub, and of those that are gone.
    misplaced: of answers that are still the stub but written elsewhere, where, by grade_id.
    attention: sentences on what a person should check; share: part of the assignment's cells that are surely there.
    """

    notebook: NotebookNode
    own: list[str] = field(default_factory=list)
    untouched: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    misplaced: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    attention: list[str] = field(default_factory=list)
    share: float = 1.0

    @property
    def foreign(self) -> bool:
        """Whether it does not look like this assignment at all."""
        return self.share < FOREIGN

    @property
    def blank(self) -> bool:
        """Whether no answer was so much as begun."""
        answers = {nbgrader(cell, "grade_id") for cell in self.notebook.cells if nbgrader(cell, "solution")}
        return answers <= self.untouched | self.deleted


def prepare(source: NotebookNode, release: NotebookNode, submitted: Submitted) -> Prepared:
    """Rebuild a submission.

    Args:
        source: the trusted notebook, tests included; release: the same as students got it.
    """
    # What `autograder publish` put into it is neither ours nor the student's.
    cells = tuple(cell for cell in submitted.cells if not published(cell.source))
    matching = match(release, cells)
    prepared = Prepared(notebook=_copied(source), warnings=list(submitted.warnings))
    by_id = {cell.id: cell for cell in prepared.notebook.cells}
    ours = {cell.id: cell for cell in release.cells}
    for stub in release.cells:
        cell = by_id.get(stub.id)
        found = [cells[index] for index in matching.claims.get(stub.id, [])]
        if cell is None:
            continue
        if nbgrader(stub, "solution"):
            elsewhere = _elsewhere(stub, found, cells, matching, ours)
            runs = [index for index in elsewhere if cells[index].kind == "code" and not _is_test(index, matching, ours)]
            if runs and not any(other.source.strip() for other in found):
                _emptied(cell, prepared)
                continue
            _answer(cell, stub, found, prepared)
            if elsewhere:
                _say_where(stub, matching.owner.get(elsewhere[-1], ""), prepared)
        else:
            _locked(cell, stub, found, prepared)
        cell.metadata.pop("alt", None)
    _say_what_was_lost(release, matching, prepared)
    _add_own_cells(cells, matching, prepared)
    _leave_to_a_person(prepared)
    return prepared


def _copied(notebook: NotebookNode) -> NotebookNode:
    """A notebook whose cells can be changed; `deepcopy` takes five times as long, for what nobody changes."""
    copied = NotebookNode(notebook)
    copied.cells = [NotebookNode(cell, metadata=NotebookNode(cell.metadata)) for cell in notebook.cells]
    return copied


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
    _attach(cell, found)
    read = unfenced if cell.cell_type == "code" else str
    filled = [read(other.source) for other in found if normal(other.source) not in ("", normal(stub.source))]
    answers = _whole(filled) if cell.cell_type == "code" else filled
    if not filled:
        cell.source = stub.source
        prepared.untouched.add(grade_id)
    elif len(filled) == 1:
        cell.source = filled[0]
    elif cell.cell_type == "code" and _overlap(answers):
        cell.source = answers[-1]
        prepared.warnings.append(f"the answer cell {grade_id} is there {len(found)} times; the last one counts")
    else:
        cell.source = "\n\n".join(answers)
        prepared.warnings.append(f"the answer cell {grade_id} was in {len(filled)} pieces; they were joined")
    if len(filled) <= 1 and len(found) > 1:
        prepared.warnings.append(
            f"the answer cell {grade_id} is there {len(found)} times; the one with an answer counts"
        )


def _elsewhere(
    stub: NotebookNode,
    found: list[SubmittedCell],
    cells: Sequence[SubmittedCell],
    matching: Matching,
    ours: dict[str, NotebookNode],
) -> list[int]:
    """Where an answer cell is empty or still the stub: which other cells of the student's define what it should."""
    untouched = ("", normal(stub.source))
    if stub.cell_type != "code" or not found or any(normal(other.source) not in untouched for other in found):
        return []
    wanted = defined(stub.source)
    places = []
    for index, cell in enumerate(cells):
        owner = matching.owner.get(index, "")
        is_theirs = owner != stub.id and index not in matching.dropped
        if owner in ours and defines(ours[owner].source, wanted):
            is_theirs = False
        if is_theirs and defines(unfenced(cell.source), wanted):
            places.append(index)
    return places


def _is_test(index: int, matching: Matching, ours: dict[str, NotebookNode]) -> bool:
    return index in matching.owner and role(ours[matching.owner[index]]) == TEST


def _say_where(stub: NotebookNode, owner: str, prepared: Prepared) -> None:
    """An answer was written where it does not count. Args: owner: the cell of ours that holds it, if one does."""
    grade_id = nbgrader(stub, "grade_id")
    wanted = sorted(defined(stub.source))
    names = " and ".join(f"`{name}`" for name in wanted) + (" is" if len(wanted) == 1 else " are")
    where = f"the cell {owner}" if owner else "a cell of your own"
    prepared.misplaced[grade_id] = f"{names} defined in {where}: move that into the answer cell"
    prepared.attention.append(f"{grade_id}: nothing is in the answer cell; {prepared.misplaced[grade_id]}")


def _emptied(cell: NotebookNode, prepared: Prepared) -> None:
    """Leave an answer cell empty: the stub would take the place of what the student defined elsewhere."""
    grade_id = nbgrader(cell, "grade_id")
    cell.source = ""
    prepared.warnings.append(f"the answer cell {grade_id} is empty; what another cell defines counts")


def _attach(cell: NotebookNode, found: Iterable[SubmittedCell]) -> None:
    """Keep the pictures of a text cell, which its text refers to by name."""
    pictures = {name: bundle for other in found for name, bundle in other.attachments.items()}
    if pictures and cell.cell_type == "markdown":
        cell.attachments = from_dict(pictures)


def _locked(ours: NotebookNode, stub: NotebookNode, found: list[SubmittedCell], prepared: Prepared) -> None:
    """A cell of ours stays as we wrote it; say what was done to it."""
    name = nbgrader(stub, "grade_id") or stub.id
    if stub.cell_type != "code":
        if any(_added(ours, cell) for cell in found):
            prepared.warnings.append(f"text was added to the cell {name}; it stands below it, as a cell of its own")
        return
    what = "test" if role(stub) == TEST else "given"
    as_written = {normal(stub.source), normal(ours.source)}
    if any(normal(cell.source) not in as_written or cell.kind != "code" for cell in found):
        prepared.warnings.append(f"the {what} cell {name} was changed; the original was used")
    elif not found and what == "test":
        prepared.warnings.append(f"the test cell {name} was deleted; the original was used")


def _say_what_was_lost(release: NotebookNode, matching: Matching, prepared: Prepared) -> None:
    if matching.by_text:
        prepared.warnings.append(
            "the notebook has lost its nbgrader metadata; its cells were matched by their names and text"
        )
    prepared.share = matching.share
    if matching.weak:
        prepared.attention.append(
            "these answers were recognised only by resemblance or by their place; "
            f"a person should check that they are the right ones: {', '.join(matching.weak)}"
        )
    answers = [
        matching.claims[cell.id][-1]
        for cell in release.cells
        if nbgrader(cell, "solution") and cell.id in matching.claims
    ]
    if answers != sorted(answers):
        prepared.warnings.append("cells were moved; they were graded in the order of the assignment")


def _add_own_cells(cells: tuple[SubmittedCell, ...], matching: Matching, prepared: Prepared) -> None:
    """Put the cells that the student added behind the cell that they followed."""
    order = {cell.id: position for position, cell in enumerate(prepared.notebook.cells)}
    behind: dict[int, list[NotebookNode]] = {}
    position = -1
    for index, cell in enumerate(cells):
        if index in matching.owner:
            position = order[matching.owner[index]]
            added = _added(prepared.notebook.cells[position], cell)
            if added:
                _add_own_cell(replace(cell, source=added), position, behind, prepared)
        elif index not in matching.dropped and cell.kind in ("code", "markdown"):
            _add_own_cell(cell, position, behind, prepared)
    rebuilt = list(behind.get(-1, []))
    for position, cell in enumerate(prepared.notebook.cells):
        rebuilt += [cell, *behind.get(position, [])]
    prepared.notebook.cells = rebuilt


def _add_own_cell(
    cell: SubmittedCell, position: int, behind: dict[int, list[NotebookNode]], prepared: Prepared
) -> None:
    own = _own_cell(cell, f"{OWN}{len(prepared.own) + 1}")
    _attach(own, [cell])
    prepared.own.append(own.id)
    behind.setdefault(position, []).append(own)


def _added(ours: NotebookNode, theirs: SubmittedCell) -> str:
    """What a student added to a cell of ours that is neither an answer nor a test; "" for nothing.

    To a text cell, all of whose lines are still there: lines. To code: what other cells may use.
    """
    if ours.cell_type != theirs.kind or role(ours) != GIVEN:
        return ""
    if ours.cell_type == "code":
        return _added_code(ours.source, theirs.source)
    before = {line.strip() for line in ours.source.splitlines()}
    lines = theirs.source.splitlines()
    if not before - {""} <= {line.strip() for line in lines}:
        return ""
    return "\n".join(line for line in lines if line.strip() not in before - {""} and not published(line)).strip()


def _added_code(ours: str, theirs: str) -> str:
    """The imports, functions and classes whose names are not bound in our code."""
    if normal(ours) == normal(theirs) or len(theirs) > LONGEST:
        return ""
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    bound = defined(without_commands(ours))
    try:
        added = [ast.unparse(node) for node in ast.parse(without_commands(theirs)).body if isinstance(node, kinds)]
    except UNREADABLE:
        return ""
    return "\n\n".join(text for text in added if not defined(text) & bound and normal(text) not in ours)


def _leave_to_a_person(prepared: Prepared) -> None:
    """A written answer that was left as it was, beside which the student wrote something: a person reads it."""
    cells = prepared.notebook.cells
    for position, cell in enumerate(cells):
        grade_id = nbgrader(cell, "grade_id")
        if cell.cell_type != "markdown" or grade_id not in prepared.untouched | prepared.deleted:
            continue
        own = [
            *takewhile(lambda other: other.id.startswith(OWN), reversed(cells[:position])),
            *takewhile(lambda other: other.id.startswith(OWN), cells[position + 1 :]),
        ]
        if any(is_prose(other.source, other.cell_type) for other in own):
            prepared.untouched.discard(grade_id)
            prepared.deleted.discard(grade_id)
            prepared.attention.append(
                f"{grade_id}: nothing is in the answer cell, but there is text beside it that may be the answer; "
                "a person should read it"
            )


def _own_cell(cell: SubmittedCell, cell_id: str) -> NotebookNode:
    """A cell of the student's; made by hand, for nbformat validates each cell that it makes, and there may be many."""
    code = {"outputs": [], "execution_count": None} if cell.kind == "code" else {}
    return from_dict({"cell_type": cell.kind, "id": cell_id, "metadata": {}, "source": cell.source, **code})


def _whole(sources: list[str]) -> list[str]:
    """The pieces of an answer, those that begin indented joined to the one before: a function was cut in two."""
    whole: list[str] = []
    for source in sources:
        if whole and indented(source):
            whole[-1] += f"\n{source}"
        else:
            whole.append(source)
    return whole


def _overlap(sources: list[str]) -> bool:
    """Whether two of the pieces define the same name."""
    seen: set[str] = set()
    for source in sources:
        names = defined(source)
        if seen & names:
            return True
        seen |= names
    return False
