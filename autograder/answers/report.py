"""What trying the answers came to, as data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from ..text import one_line
from .files import MUTANT, Answer

LEAST_MUTANTS, LEAST_VARIANTS = 6, 3


@dataclass(frozen=True)
class Tried:
    """One answer and what became of it.

    earned: with the seed that speaks against it, if one does; points: what the question gives.
    read: what a student reads on each part that failed; flagged: what looks like an attempt on the grader.
    """

    answer: Answer
    earned: float
    points: float
    read: tuple[str, ...] = ()
    flagged: str = ""

    @property
    def right(self) -> bool:
        """Whether the tests judge it as they should: a mutant loses points, a variant none."""
        return (self.earned < self.points) == (self.answer.kind == MUTANT)

    @property
    def hint_right(self) -> bool:
        """Whether it demands that a cause is named, and that came true."""
        return bool(self.answer.says) and any(re.search(self.answer.says, text) for text in self.read)

    def problems(self) -> Iterator[str]:
        """What is wrong with the tests, in plain sentences."""
        answer, earned = self.answer, f"{self.earned:g} of {self.points:g} points"
        said = " | ".join(one_line(text, 300) for text in self.read) or "nothing"
        if not self.right and answer.kind == MUTANT:
            yield f"{answer.label} earns {earned}: no test fails where it is wrong"
        elif not self.right:
            yield f"{answer.label} earns {earned}, it is right; its student reads: {said}"
        elif answer.says and not self.hint_right:
            yield f"{answer.label}: what its student reads does not match {answer.says!r}: {said}"
        if self.flagged and answer.kind != MUTANT:
            yield f"{answer.label} is taken for an attempt on the grader: {self.flagged}"


@dataclass(frozen=True)
class QuestionRow:
    """One question in numbers: mutants caught, variants accepted, and mutants whose cause is named, each of how many.

    hints: how many mutants demand that their cause is named.
    """

    question: str
    mutants: int
    caught: int
    variants: int
    accepted: int
    hints: int
    hints_right: int


@dataclass(frozen=True)
class AnswersReport:
    """All answers of an assignment. questions: those that must have some, in order; seconds: wall time."""

    assignment: str
    questions: tuple[str, ...]
    tried: tuple[Tried, ...]
    seconds: float = 0.0

    @property
    def mutants(self) -> list[Tried]:
        return [one for one in self.tried if one.answer.kind == MUTANT]

    def rows(self) -> list[QuestionRow]:
        """One row a question."""
        return [_row(name, [one for one in self.tried if one.answer.question == name]) for name in self.questions]

    def total(self) -> QuestionRow:
        return _row("all", self.tried)

    def problems(self, *, whole: bool = True) -> list[str]:
        """Why the gate is shut; none means that it holds.

        Args: whole: all questions were tried, so that there must be enough for each.
        """
        found = [problem for one in self.tried for problem in one.problems()]
        if not whole:
            return found
        for row in self.rows():
            if row.mutants < LEAST_MUTANTS:
                found.append(f"{row.question}: {row.mutants} mutants, expected {LEAST_MUTANTS} or more")
            if row.variants < LEAST_VARIANTS:
                found.append(f"{row.question}: {row.variants} variants, expected {LEAST_VARIANTS} or more")
        total = self.total()
        if 2 * total.hints_right < total.mutants:
            found.append(
                f"the cause is named for {total.hints_right} of {total.mutants} mutants, expected a half: "
                "add `# says:` where it is, and better hints where it is not"
            )
        return found

    def to_json(self) -> str:
        rows = [asdict(row) for row in self.rows()]
        return json.dumps(asdict(self) | {"rows": rows}, indent=1, ensure_ascii=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> AnswersReport:
        data = json.loads(text)
        tried = tuple(
            Tried(**{**one, "answer": Answer(**one["answer"]), "read": tuple(one["read"])}) for one in data["tried"]
        )
        return cls(data["assignment"], tuple(data["questions"]), tried, data["seconds"])

    def __str__(self) -> str:
        total = self.total()
        return (
            f"{total.caught} of {total.mutants} mutants caught, the cause named for {total.hints_right}; "
            f"{total.accepted} of {total.variants} variants accepted"
        )


def _row(name: str, tried: Sequence[Tried]) -> QuestionRow:
    mutants = [one for one in tried if one.answer.kind == MUTANT]
    variants = [one for one in tried if one.answer.kind != MUTANT]
    return QuestionRow(
        name,
        len(mutants),
        sum(one.right for one in mutants),
        len(variants),
        sum(one.right for one in variants),
        sum(bool(one.answer.says) for one in mutants),
        sum(one.right and one.hint_right for one in mutants),
    )
