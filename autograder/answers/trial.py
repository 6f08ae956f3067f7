"""Tries answers as a student would hand them in: the reference's notebook with another text in one cell.

The reference's cells run once. An answer costs a fork of the state before its cell, the cells from there to the test,
and the test; cells behind it do not belong to the question.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from ..canonical import nbgrader
from ..errors import CourseError
from ..feedback import told
from ..grade import Grader
from ..prepare import prepare
from ..result import QuestionResult
from ..run import Run
from ..submission import read_submission
from .files import Answer
from .report import Tried


class Trial:
    """The reference's notebook on its way through a grader, from one question to the next.

    Args: reference: the notebook that answers as the reference does.
    """

    def __init__(self, grader: Grader, reference: Path) -> None:
        self._grader = grader
        self._reference = reference
        self._closing = contextlib.ExitStack()
        self._run: Run | None = None
        self._position = 0

    def __enter__(self) -> Trial:
        return self

    def __exit__(self, *exception: object) -> None:
        self._closing.close()

    def answers(self, answers: Sequence[Answer], seeds: int = 1) -> list[Tried]:
        """Try answers to one question, each with some sets of random inputs."""
        question = answers[0].question
        run, after = self._before(question)
        return [self._try(run, answer, after, seeds) for answer in answers if answer.question == question]

    def _before(self, question: str) -> tuple[Run, str | None]:
        """The run, come to the answer of a question, and the id of the cell behind its test."""
        cells = self._grader.bundle.source.cells
        places = {nbgrader(cell, "grade_id"): number for number, cell in enumerate(cells)}
        start, test = places[f"{question}-solution"], places[question]
        if self._run is None or start < self._position:
            self._begin()
        self._run.run_cells(before=cells[start].id, marks=False)
        self._position = start
        return self._run, cells[test + 1].id if test + 1 < len(cells) else None

    def _begin(self) -> None:
        self._closing.close()
        bundle = self._grader.bundle
        submission = read_submission(self._reference, "reference", bundle.assignment)
        if submission.notebook is None:
            raise CourseError(f"{self._reference}: {submission.reason}")
        prepared = prepare(bundle.source, bundle.release, submission.notebook)
        self._run = self._closing.enter_context(self._grader.run(prepared, submission.files))

    def _try(self, run: Run, answer: Answer, after: str | None, seeds: int) -> Tried:
        """One answer; of several outcomes the one that speaks against it, if there is one."""
        branch = run.branch(answer.source)
        flagged = "; ".join(self._grader.flagged([(answer.question, answer.source)]))
        try:
            branch.run_cells(before=after)
            for seed in range(seeds):
                (result,) = self._grader.test(branch, seed, answer.question)
                read = read_by_student(result)
                tried = Tried(answer, result.earned or 0.0, result.max_points, read, flagged)
                if list(tried.problems()):
                    break
        finally:
            branch.close()
        return tried


def read_by_student(result: QuestionResult) -> tuple[str, ...]:
    """What a student reads on the parts that failed: messages of visible ones, hints of hidden ones."""
    texts = [told(part, quoted=not part.hidden) for part in result.parts]
    return tuple(filter(None, texts)) or tuple(filter(None, [result.reason]))
