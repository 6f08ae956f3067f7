"""Finds for each cell of the release what stands for it in a submission.

Cells are known by their names (grade_id, id). Where those were lost, by their text, by what they define, by what they
resemble, and by what stands around them. The last two can be wrong: a person is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from nbformat import NotebookNode
from rapidfuzz import fuzz

from .canonical import nbgrader
from .cell_text import compiles, defined, defines, indented, normal, unfenced
from .plan import TEST, role
from .reading import SubmittedCell

# Resemblance, from 0 to 100: enough to be taken for the same cell; enough to be sure of it.
RESEMBLES, SURE = 60.0, 85.0
# How much text is compared, and with how many of the cells that nothing else explains: comparing costs their product.
COMPARED, CANDIDATES = 3000, 300


@dataclass
class Matching:
    """Which submitted cells (by index) stand for which cell of the release (by id).

    by_text: no cell was known by its grade_id; weak: answers (grade_id) that were found in a way that can be wrong;
    dropped: cells that are blank or second copies of ours; share: part of the release's cells that are surely there.
    """

    claims: dict[str, list[int]] = field(default_factory=dict)
    owner: dict[int, str] = field(default_factory=dict)
    weak: list[str] = field(default_factory=list)
    dropped: set[int] = field(default_factory=set)
    by_text: bool = False
    share: float = 0.0

    def claim(self, cell_id: str, indices: Iterable[int]) -> None:
        found = sorted({*self.claims.get(cell_id, ()), *indices})
        self.claims[cell_id] = found
        self.owner.update(dict.fromkeys(found, cell_id))


def match(release: NotebookNode, cells: Sequence[SubmittedCell]) -> Matching:
    """Match the cells of a submission with those of the release."""
    matching = Matching()
    _by_name(release, cells, matching)
    matching.by_text = not matching.claims
    _by_id(release, cells, matching)
    _by_text(release, cells, matching)
    _by_definition(release, cells, matching)
    _beside_the_stub(release, cells, matching)
    matching.share = len(matching.claims) / max(1, len(release.cells))
    texts = {normal(cell.source) for cell in release.cells}
    matching.dropped = {
        index
        for index, cell in enumerate(cells)
        if index not in matching.owner and (not cell.source.strip() or normal(cell.source) in texts)
    }
    _continued(release, cells, matching)
    _by_resemblance(release, cells, matching)
    _by_neighbours(release, cells, matching)
    return matching


def shares(release: NotebookNode, cells: Sequence[SubmittedCell]) -> float:
    """The part of a release's cells that are in a submission by grade_id or text."""
    grade_ids = {cell.grade_id for cell in cells}
    texts = {normal(cell.source) for cell in cells}
    there = [cell for cell in release.cells if nbgrader(cell, "grade_id") in grade_ids or normal(cell.source) in texts]
    return len(there) / max(1, len(release.cells))


def _by_name(release: NotebookNode, cells: Sequence[SubmittedCell], matching: Matching) -> None:
    known = {nbgrader(cell, "grade_id"): cell.id for cell in release.cells if nbgrader(cell, "grade_id")}
    for index, cell in enumerate(cells):
        if cell.grade_id in known:
            matching.claim(known[cell.grade_id], [index])


def _by_id(release: NotebookNode, cells: Sequence[SubmittedCell], matching: Matching) -> None:
    free = {cell.id for cell in release.cells} - set(matching.claims)
    for index, cell in enumerate(cells):
        if cell.cell_id in free and index not in matching.owner:
            free.discard(cell.cell_id)
            matching.claim(cell.cell_id, [index])


def _by_text(release: NotebookNode, cells: Sequence[SubmittedCell], matching: Matching) -> None:
    """The same text is the same cell."""
    free: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        if index not in matching.owner and cell.source.strip():
            free.setdefault(normal(cell.source), []).append(index)
    for cell in release.cells:
        if cell.id not in matching.claims and (found := free.get(normal(cell.source))):
            matching.claim(cell.id, [found.pop(0)])


def _by_definition(release: NotebookNode, cells: Sequence[SubmittedCell], matching: Matching) -> None:
    """A cell that defines what the stub defines is its answer; a text cell only if no code cell does."""
    for stub in _open_answers(release, matching, "code"):
        wanted = defined(stub.source)
        found = [
            index
            for index, cell in enumerate(cells)
            if index not in matching.owner and defines(unfenced(cell.source), wanted)
        ]
        code = [index for index in found if cells[index].kind == "code"]
        if found:
            matching.claim(stub.id, code or found)


def _beside_the_stub(release: NotebookNode, cells: Sequence[SubmittedCell], matching: Matching) -> None:
    """An answer cell was left as it was handed out, and the answer written into a new cell beside it.

    Below it; code also below its test or above it.
    """
    for stub in release.cells:
        claimed = [cells[index].source for index in matching.claims.get(stub.id, ())]
        untouched = ("", normal(stub.source))
        if not claimed or not nbgrader(stub, "solution") or any(normal(one) not in untouched for one in claimed):
            continue
        wanted = defined(stub.source) if stub.cell_type == "code" else frozenset()
        places = [range(matching.claims[stub.id][-1] + 1, len(cells))]
        if stub.cell_type == "code":
            if below := matching.claims.get(_test_of(stub, release)):
                places.append(range(below[-1] + 1, len(cells)))
            places.append(range(matching.claims[stub.id][0] - 1, -1, -1))
        for place in places:
            found = [
                index
                for index in takewhile(lambda index: index not in matching.owner, place)
                if cells[index].kind == stub.cell_type
                and cells[index].source.strip()
                and (stub.cell_type == "markdown" or defines(cells[index].source, wanted))
            ]
            if found:
                matching.claim(stub.id, found)
                break


def _test_of(stub: NotebookNode, release: NotebookNode) -> str:
    """The id of the code cell that follows an answer, if it is a test; else ""."""
    after = release.cells[release.cells.index(stub) + 1 :]
    code = next((cell for cell in after if cell.cell_type == "code"), None)
    return code.id if code is not None and role(code) == TEST else ""


def _by_resemblance(release: NotebookNode, cells: Sequence[SubmittedCell], matching: Matching) -> None:
    """What resembles a cell of ours most, and no other cell more, is that cell."""
    free = _free(cells, matching)[:CANDIDATES]
    pairs = []
    for position, ours in enumerate(release.cells):
        if ours.id in matching.claims:
            continue
        text = normal(ours.source)[:COMPARED]
        for index in free:
            score = fuzz.ratio(text, normal(cells[index].source)[:COMPARED], score_cutoff=RESEMBLES)
            if score:
                pairs.append((-score, position, index))
    for score, position, index in sorted(pairs):
        ours = release.cells[position]
        if ours.id not in matching.claims and index not in matching.owner:
            matching.claim(ours.id, [index])
            if nbgrader(ours, "solution") and -score < SURE:
                matching.weak.append(nbgrader(ours, "grade_id"))


def _by_neighbours(release: NotebookNode, cells: Sequence[SubmittedCell], matching: Matching) -> None:
    """What stands alone where an answer should is that answer.

    Code must be the only code there. Of text all counts: a person reads it.
    """
    for stub in _open_answers(release, matching, "code") + _open_answers(release, matching, "markdown"):
        position = release.cells.index(stub)
        known = [number for number, cell in enumerate(release.cells) if cell.id in matching.claims]
        before = max((number for number in known if number < position), default=-1)
        after = min((number for number in known if number > position), default=len(release.cells))
        alike = [cell for cell in release.cells[before + 1 : after] if nbgrader(cell, "solution")]
        if sum(cell.cell_type == stub.cell_type for cell in alike) > 1:
            continue
        first = matching.claims[release.cells[before].id][-1] + 1 if before >= 0 else 0
        last = matching.claims[release.cells[after].id][0] if after < len(release.cells) else len(cells)
        there = [index for index in _free(cells, matching) if first <= index < last]
        found = [index for index in there if cells[index].kind == stub.cell_type]
        found = found or [index for index in there if _is_code(cells[index]) == (stub.cell_type == "code")]
        in_place = bool(found)
        if not found and matching.by_text and stub.cell_type == "markdown":
            # Moved away from where it was; one text that nothing else explains is still it.
            texts = [index for index in _free(cells, matching) if cells[index].kind == "markdown"]
            found = texts if len(texts) == 1 else []
        if not found or (stub.cell_type == "code" and len(found) > 1):
            continue
        matching.claim(stub.id, found)
        if stub.cell_type == "code" or before != position - 1 or not in_place:
            matching.weak.append(nbgrader(stub, "grade_id"))


def _continued(release: NotebookNode, cells: Sequence[SubmittedCell], matching: Matching) -> None:
    """Code that is indented, behind an answer, is the rest of it."""
    answers = {cell.id for cell in release.cells if nbgrader(cell, "solution") and cell.cell_type == "code"}
    last = None
    for index, cell in enumerate(cells):
        if index in matching.owner:
            last = matching.owner[index]
        elif cell.source.strip() and cell.kind == "code":
            if last in answers and indented(cell.source):
                matching.claim(last, [index])
            else:
                last = None


def _is_code(cell: SubmittedCell) -> bool:
    """Whether a cell holds code, whatever kind of cell it is."""
    source = unfenced(cell.source)
    return compiles(source) and (cell.kind == "code" or bool(defined(source)))


def _free(cells: Sequence[SubmittedCell], matching: Matching) -> list[int]:
    return [index for index in range(len(cells)) if index not in matching.owner and index not in matching.dropped]


def _open_answers(release: NotebookNode, matching: Matching, kind: str) -> list[NotebookNode]:
    """The answer cells of a kind for which nothing was found yet."""
    return [
        cell
        for cell in release.cells
        if nbgrader(cell, "solution") and cell.cell_type == kind and cell.id not in matching.claims
    ]
