"""What the results of a class say together: plain frozen data for whoever shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median

from .result import ATTENTION, STATUSES, QuestionResult, Result

BINS = 10
FULL, PARTIAL, NONE, SKIPPED, MANUAL = "full", "partial", "none", "not attempted", "manual"
OUTCOMES = (FULL, PARTIAL, NONE, SKIPPED, MANUAL)


@dataclass(frozen=True)
class QuestionSummary:
    """One question over the class.

    outcomes: submissions by outcome, one of OUTCOMES each.
    share: mean earned share of the points, in [0, 1].
    failure: of those attempted, the commonest first failure in words, "" where there is none; `failures` have it.
    by_hand: a person grades it.
    """

    grade_id: str
    max_points: float
    outcomes: dict[str, int]
    share: float
    failure: str
    failures: int
    by_hand: bool

    @property
    def pass_rate(self) -> float:
        """Share of the submissions that have all points, in [0, 1]."""
        return self.outcomes[FULL] / max(1, sum(self.outcomes.values()))


@dataclass(frozen=True)
class ClassSummary:
    """A class in numbers. Scores are automatic points, of those submissions that could be graded."""

    submissions: int
    graded: int
    points: float
    scores: tuple[float, ...]
    statuses: dict[str, int]
    bins: tuple[int, ...]
    questions: tuple[QuestionSummary, ...]
    warnings: tuple[tuple[str, int], ...]

    @property
    def mean(self) -> float:
        return mean(self.scores) if self.scores else 0.0

    @property
    def median(self) -> float:
        return median(self.scores) if self.scores else 0.0


def summarise(results: Sequence[Result], by_hand: frozenset[str] = frozenset()) -> ClassSummary:
    """The class in numbers; the order of `results` changes nothing but the order of equals.

    Args: by_hand: questions that a person grades; those that wait for one in some result are known anyway.
    """
    graded = [result for result in results if ran(result)]
    by_hand = by_hand.union(q.grade_id for result in graded for q in result.questions if q.status == MANUAL)
    points = max((automatic_points(result, by_hand) for result in graded), default=0.0)
    scores = tuple(sorted(result.earned for result in graded))
    bins = [0] * BINS
    for score in scores:
        bins[min(BINS - 1, int(BINS * score / points + 1e-9)) if points else 0] += 1
    statuses = Counter(result.status for result in results)
    warnings = Counter(warning for result in results for warning in result.warnings)
    return ClassSummary(
        submissions=len(results),
        graded=len(graded),
        points=points,
        scores=scores,
        statuses={status: statuses[status] for status in STATUSES},
        bins=tuple(bins),
        questions=_questions(graded, by_hand),
        warnings=tuple(warnings.most_common()),
    )


def ran(result: Result) -> bool:
    """Whether there was a notebook to run."""
    return bool(result.sandbox)


def automatic_points(result: Result, by_hand: frozenset[str]) -> float:
    """The most that could be earned without a person, whether a written answer was handed in or not."""
    return sum(question.max_points for question in result.questions if question.grade_id not in by_hand)


def outcome(question: QuestionResult) -> str:
    """Which of OUTCOMES a question ended in."""
    if question.earned is None or question.status == MANUAL:
        return MANUAL
    if question.earned >= question.max_points:
        return FULL
    if question.earned > 0:
        return PARTIAL
    return SKIPPED if question.status == SKIPPED else NONE


def first_failure(question: QuestionResult) -> str:
    """Why points are missing, in words without a value, so that they can be counted; "" where none are.

    The first part that did not pass and its hint; or the question's reason, where that is about more than one part.
    """
    if outcome(question) in (FULL, MANUAL):
        return ""
    if outcome(question) == SKIPPED:
        return "not attempted"
    part = next((part for part in question.parts if part.status != "passed"), None)
    if part is None or (question.reason and not question.reason.startswith(f"{part.title}:")):
        return question.reason or question.status
    return f"{part.title}: {part.hint}" if part.hint else part.title


def explanation(question: QuestionResult) -> str:
    """The first failure; with values where there are no better words."""
    failure = first_failure(question)
    return question.reason if failure and question.reason.startswith(failure) else failure


def what_went_wrong(result: Result) -> str:
    """One line on a submission: why it was not run or needs a look; else a warning and what lost points."""
    if not ran(result) or result.status == ATTENTION:
        return result.reason
    return "; ".join(filter(None, [result.reason, _lost(result)]))


def _lost(result: Result) -> str:
    """The first question that lost points, and how many more did."""
    lost = [question for question in result.questions if first_failure(question)]
    skipped = [question for question in lost if outcome(question) == SKIPPED]
    told = [question for question in lost if outcome(question) != SKIPPED]
    rest = [f"{len(told) - 1} more"] if len(told) > 1 else []
    rest += [f"{len(skipped)} not attempted"] if skipped else []
    if not told:
        return "".join(rest)
    line = f"{told[0].grade_id}: {explanation(told[0])}"
    return f"{line} (and {', '.join(rest)})" if rest else line


def _questions(graded: Iterable[Result], by_hand: frozenset[str]) -> tuple[QuestionSummary, ...]:
    found: dict[str, list[QuestionResult]] = {}
    for result in graded:
        for question in result.questions:
            found.setdefault(question.grade_id, []).append(question)
    return tuple(_question(grade_id, questions, grade_id in by_hand) for grade_id, questions in found.items())


def _question(grade_id: str, questions: list[QuestionResult], by_hand: bool) -> QuestionSummary:
    outcomes = Counter(outcome(question) for question in questions)
    attempted = [question for question in questions if outcome(question) != SKIPPED]
    failures = Counter(failure for question in attempted if (failure := first_failure(question)))
    told, times = failures.most_common(1)[0] if failures else ("", 0)
    most = max(question.max_points for question in questions)
    earned = [question.earned or 0.0 for question in questions]
    return QuestionSummary(
        grade_id=grade_id,
        max_points=most,
        outcomes={name: outcomes[name] for name in OUTCOMES},
        share=mean(earned) / most if most else 0.0,
        failure=told,
        failures=times,
        by_hand=by_hand,
    )
