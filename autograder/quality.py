"""What a class says of the questions: how hard each is, whether it tells who knows more, and what to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import StatisticsError, correlation

from .result import Result
from .summary import FULL, MANUAL, SKIPPED, QuestionSummary, ran
from .summary import outcome as outcome_of

# With fewer, chance says more than the question.
FEWEST = 20
_HARD, _EASY = 0.1, 0.95
_WEAK = 0.15
_SAME = 0.6


@dataclass(frozen=True)
class Quality:
    """One question.

    difficulty: mean earned share of the points, in [0, 1]; 1 is easy.
    discrimination: correlation of a student's share here with the points in all other questions, in [-1, 1]; None with
        fewer than FEWEST students, or where all have the same.
    advice: plain sentences on what to look at; none where nothing stands out.
    """

    grade_id: str
    difficulty: float
    discrimination: float | None
    advice: tuple[str, ...] = ()


def quality(results: Sequence[Result], questions: Sequence[QuestionSummary]) -> dict[str, Quality]:
    """The quality of each question that the grader marks, by grade_id.

    Args:
        results: of a class; those that could not be run count nowhere.
        questions: the same class, summarised.

    Source: item-rest correlation (corrected item-total correlation); Ebel and Frisbie, Essentials of Educational
        Measurement, 5th edition, 1991, chapter 13.
    """
    graded = [{q.grade_id: q for q in result.questions} for result in results if ran(result)]
    points = [{name: q.earned or 0.0 for name, q in one.items() if outcome_of(q) != MANUAL} for one in graded]
    found = {}
    for question in questions:
        if question.by_hand:
            continue
        name = question.grade_id
        both = [(earned[name], sum(earned.values()) - earned[name]) for earned in points if name in earned]
        discrimination = _correlation(both) if len(both) >= FEWEST else None
        advice = _advice(question, discrimination) if len(both) >= FEWEST else ()
        found[name] = Quality(name, question.share, discrimination, advice)
    return found


def to_repair(qualities: Mapping[str, Quality]) -> list[Quality]:
    """Those with advice, the ones that mislead most first."""
    told = [each for each in qualities.values() if each.advice]
    return sorted(told, key=lambda each: (each.discrimination if each.discrimination is not None else 1, each.grade_id))


def _correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    try:
        return correlation(*zip(*pairs, strict=True))
    except StatisticsError:  # all the same
        return None


def _advice(question: QuestionSummary, discrimination: float | None) -> tuple[str, ...]:
    said = []
    attempted = sum(question.outcomes.values()) - question.outcomes[SKIPPED]
    lost = attempted - question.outcomes[FULL]
    if attempted and question.outcomes[FULL] <= _HARD * attempted:
        said.append("hardly anybody who tried has all points: is the task clear, is a test too strict?")
    if discrimination is not None and discrimination < -_WEAK:
        said.append("who does well elsewhere does worse here: look for a wrong key or a wrong test")
    elif discrimination is not None and discrimination < _WEAK and question.share < _EASY:
        said.append("it hardly tells who knows more")
    if question.outcomes[SKIPPED] > attempted:
        said.append("more left it out than tried")
    if lost >= 5 and question.failures >= _SAME * lost:
        said.append(f"{question.failures} of {lost} who lost points stumble at the same place: {question.failure}")
    return tuple(said)
