"""Whether hidden tests can be passed with answers that were known before: the gate of `check.inside`.

A notebook may patch the process in which it is asked, and answer in the place of a function that a test runs there. It
must not get by with what is the same whatever the inputs are: a True, a None, a count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from coursework import check

from .canonical import nbgrader
from .errors import BuildError
from .grade import Grader
from .prepare import prepare
from .sandbox.question import Question
from .submission import read_submission

CALL = "check.inside("
# A part of a question, by its name and place, and what was answered there, in order.
_Part = tuple[str, int]
_Answers = dict[_Part, list[Any]]


def asked_inside(source: NotebookNode) -> list[str]:
    """The questions whose tests call `check.inside`."""
    return [nbgrader(cell, "grade_id") for cell in source.cells if nbgrader(cell, "grade") and CALL in cell.source]


def recorded_answers(grader: Grader, asked: list[str], reference: Path, release: Path) -> Iterator[str]:
    """Have the unanswered notebook answer as the reference did with other inputs; whatever it earns is a problem."""
    answers: _Answers = defaultdict(list)
    with grader.run(*_submitted(grader, reference)) as run:
        run.run_cells()
        for grade_id in asked:
            run.question_type = _recording(grade_id, answers)
            grader.test(run, 1, grade_id)
    with grader.run(*_submitted(grader, release)) as run:
        run.run_cells()
        for grade_id in asked:
            run.question_type = _replaying(grade_id, answers)
            (result,) = grader.test(run, 0, grade_id)
            passed = [f", part {part.title!r}" for part in result.parts if part.hidden and part.earned]
            if result.earned and not passed:
                passed = [""]  # a test without hidden parts
            for where in passed:
                yield (
                    f"{grade_id}{where}: what check.inside answers is the same for other inputs; "
                    "have it return what follows from random ones, and compare that outside"
                )


def _submitted(grader: Grader, path: Path) -> tuple[Any, dict[str, bytes]]:
    submission = read_submission(path, "recorded", grader.bundle.assignment)
    if submission.notebook is None:
        raise BuildError(f"{path}: {submission.reason}")
    return prepare(grader.bundle.source, grader.bundle.release, submission.notebook), submission.files


def _recording(grade_id: str, answers: _Answers) -> type[Question]:
    class Recording(Question):
        def inside(self, function: Any, args: tuple) -> Any:
            part = answers[grade_id, _parts_so_far()]
            try:
                part.append(super().inside(function, args))
            except Exception as error:
                part.append(error)
                raise
            return part[-1]

    return Recording


def _replaying(grade_id: str, answers: _Answers) -> type[Question]:
    class Replaying(Question):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._next = {part: iter(known) for part, known in answers.items()}

        def inside(self, function: Any, args: tuple) -> Any:
            known = self._next.get((grade_id, _parts_so_far()), iter(()))
            answer = next(known, None)
            if isinstance(answer, Exception):
                raise answer
            return answer

    return Replaying


def _parts_so_far() -> int:
    return len(check.collect().parts)
