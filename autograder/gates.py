"""The gates of the build: what must hold before a release leaves the course."""

from __future__ import annotations

import contextlib
import difflib
import filecmp
import time
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from .canonical import nbgrader
from .result import Result

if TYPE_CHECKING:
    from .grade import Grader


@dataclass(frozen=True)
class Gate:
    """What one gate found; no problems: passed. before: shown by an earlier build, and nothing has changed since."""

    name: str
    problems: tuple[str, ...]
    seconds: float
    before: bool = False

    @property
    def passed(self) -> bool:
        return not self.problems


def gate(name: str, check: Callable[[], Iterable[object]]) -> Gate:
    """Run one check and time it."""
    start = time.perf_counter()
    found = tuple(str(problem) for problem in check())
    return Gate(name, found, time.perf_counter() - start)


def answered(release: NotebookNode, source: NotebookNode) -> NotebookNode:
    """The release with the answers of the source: what a student hands in who answers as the reference does."""
    answers = {cell.id: cell.source for cell in source.cells if nbgrader(cell, "solution")}
    submission = deepcopy(release)
    for cell in submission.cells:
        cell.source = answers.get(cell.id, cell.source)
    return submission


def full_marks(grader: Grader, submission: Path, replicates: int, on_seed: Callable[[int], None]) -> list[str]:
    """The reference's answers, graded as a submission, earn every automatic point, with several seeds."""
    on_seed(0)
    with contextlib.closing(grader.replicates(submission, "reference", range(replicates))) as graded:
        for number, one in enumerate(graded):
            if problems := [*_ungraded(one.result), *_lost(one.result)]:
                return [f"with seed {number}: {problem}" for problem in problems]
            on_seed(number + 1)
    return []


def no_marks(grader: Grader, release: Path) -> list[str]:
    """The release notebook, graded as a submission, earns nothing."""
    result = grader.grade(release, "release").result
    given = [f"{q.grade_id}: the unanswered notebook earns {q.earned:g} points" for q in result.questions if q.earned]
    return _ungraded(result) + given


def committed(new: Path, old: Path) -> list[str]:
    """The release is byte for byte the one that is committed."""
    names = {folder: {str(file.relative_to(folder)) for file in _visible(folder)} for folder in (new, old)}
    problems = [f"{old / name}: missing, the build writes it" for name in sorted(names[new] - names[old])]
    problems += [f"{old / name}: not written by the build" for name in sorted(names[old] - names[new])]
    for name in sorted(names[new] & names[old]):
        if not filecmp.cmp(new / name, old / name, shallow=False):
            problems.append(f"{old / name}: out of date{_first_difference(old / name, new / name)}")
    return problems


def _ungraded(result: Result) -> list[str]:
    """Why a submission was not graded as it is."""
    if not result.questions:
        return [f"{result.status}: {result.reason}"]
    return [f"warning: {warning}" for warning in (*result.warnings, *result.tampering)]


def _lost(result: Result) -> list[str]:
    """Where automatic points are missing, and why."""
    return [
        f"{q.grade_id}: {q.earned:g} of {q.max_points:g} points: {q.detail or q.reason or q.status}"
        for q in result.questions
        if q.earned is not None and q.earned != q.max_points
    ]


def _visible(folder: Path) -> list[Path]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _first_difference(old: Path, new: Path) -> str:
    """The first line that differs, said from both sides; "" for files that are not text."""
    try:
        texts = [path.read_text(encoding="utf-8").splitlines() for path in (old, new)]
    except UnicodeDecodeError:
        return ""
    changes = [line for line in difflib.unified_diff(*texts, n=0, lineterm="") if line[:3] not in ("---", "+++")]
    return ":" + "".join(f"\n  {line.strip()[:160]}" for line in changes[:3])
