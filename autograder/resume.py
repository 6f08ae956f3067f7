"""What of a class has to be graded, and what is recorded already: the same fingerprint, the same result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from .attempts import Candidate, candidates, considered, digest
from .course import Assignment, Course
from .executors import Job
from .facts import Attempt, Fingerprint, Timing
from .fingerprint import of_assignment, of_grader, of_text
from .grade import Graded
from .gradebook import recorded
from .result import GRADED, WARNINGS, Result
from .rows import Row
from .summary import MANUAL
from .timing import ABSENT, timing
from .versions import Version, earlier_versions, fetched


@dataclass(frozen=True)
class Planned:
    """One student's submission and what is known of it.

    considered: the attempts of which one counts; before: what is recorded, None where nothing is.
    kept: whether that is still the result, but for its facts; row: what the gradebook holds.
    """

    student: str
    considered: tuple[Candidate, ...]
    fingerprint: Fingerprint
    before: Result | None
    kept: bool
    row: Row | None

    @property
    def jobs(self) -> list[tuple[Course, Job]]:
        """What to grade, each with the course that has the assignment as the student fetched it.

        Where there are several attempts, an attempt's name stands behind the student's; see `counted`.
        """
        if len(self.considered) == 1:
            return [(self.considered[0].course, Job(self.student, self.considered[0].folder))]
        return [(one.course, Job(f"{self.student}/{one.attempt.name}", one.folder)) for one in self.considered]

    def candidate(self, name: str) -> Candidate:
        """The attempt of that name."""
        return next((one for one in self.considered if one.attempt.name == name), self.considered[-1])


def plan_batch(
    course: Course,
    name: str,
    submissions: Mapping[str, Path],
    rows: Mapping[str, Row],
    *,
    sandbox: str,
    force: bool = False,
) -> list[Planned]:
    """Look at each student's submission before any is graded: what changes later is noticed by the next run.

    Args:
        submissions: where each student's lies; rows: what the gradebook holds.
        sandbox: as asked for; what ran without one is graded again where there is one.
        force: keep nothing.
    """
    assignment, now = course.assignment(name), datetime.now(timezone.utc)
    versions, grader = earlier_versions(course, name), of_grader(course, assignment)
    courses = (course, *(version.course for version in versions))
    asked = {each.root: of_assignment(each, each.assignment(name)) for each in courses}
    planned = []
    for student, folder in submissions.items():
        before, row = recorded(course, name, student), rows.get(student)
        granted = _granted(before, row)

        def when(place: Path, student: str = student, granted: timedelta | None = granted) -> Timing:
            return timing(course, assignment, student, place, granted, now)

        attempts = considered(assignment, candidates(course, assignment, student, folder, when))
        attempts = tuple(_as_fetched(course, name, one, versions) for one in attempts)
        its = "+".join(sorted({asked[one.course.root] for one in attempts}))
        fingerprint = Fingerprint(digest(attempts), its, grader)
        kept = (
            not force
            and before is not None
            and not before.unfinished
            and before.fingerprint == fingerprint
            and _is_whole(before)
            and not (before.sandbox == "none" != sandbox)
            and _notebook_is_there(course, assignment, before)
        )
        planned.append(Planned(student, attempts, fingerprint, before, kept, row))
    return planned


def counted(planned: Mapping[str, Planned], graded: Iterable[Graded]) -> Iterator[Graded]:
    """Each student's counting attempt with its facts, as soon as all of theirs are graded: the best one, or the only.

    Args: planned: by student; graded: in any order.
    """
    best: dict[str, tuple[tuple[float, int], Graded]] = {}
    waiting = {student: len(one.considered) for student, one in planned.items()}
    for one in graded:
        student, _, name = one.result.student.partition("/")
        plan = planned[student]
        candidate = plan.candidate(name)
        rank = one.result.earned, plan.considered.index(candidate)
        result = with_facts(replace(one.result, student=student), candidate, plan.fingerprint)
        if student not in best or rank > best[student][0]:
            best[student] = rank, Graded(result, one.text)
        waiting[student] -= 1
        if not waiting[student]:
            yield best.pop(student)[1]


def with_facts(result: Result, candidate: Candidate, fingerprint: Fingerprint) -> Result:
    """The result with what is known of its submission, and with warnings where that is not as it should be."""
    stale = _sentences(result.timing, result.attempt)
    told = _sentences(candidate.timing, candidate.attempt)
    warnings = (*(sentence for sentence in result.warnings if sentence not in stale), *told)
    facts = {"timing": candidate.timing, "attempt": candidate.attempt, "fingerprint": fingerprint}
    result = replace(result, warnings=warnings, **facts)
    if result.status not in (GRADED, WARNINGS):
        return result
    more = f" (and {len(warnings) - 1} more)" if len(warnings) > 1 else ""
    return replace(result, status=WARNINGS if warnings else GRADED, reason=f"{warnings[0]}{more}" if warnings else "")


def _sentences(timing: Timing | None, attempt: Attempt | None) -> list[str]:
    """What students and instructors read of a submission's facts.

    That there is no timestamp is no warning: where work is collected otherwise than by the exchange, nobody has one.
    """
    found = []
    if timing is not None and timing.note and timing.note != ABSENT:
        found.append(timing.note)
    if attempt is not None and attempt.name:
        found.append(f"of {attempt.of} attempts, {attempt.name} counts ({attempt.policy.replace('-', ' ')})")
    if attempt is not None and attempt.version:
        found.append(
            f"made from the assignment as built on {attempt.version}, which has changed; graded as it was then"
        )
    return found


def _as_fetched(course: Course, name: str, one: Candidate, versions: Sequence[Version]) -> Candidate:
    """The attempt with the version of the assignment that it was made from."""
    version = fetched(course, name, one.folder, versions)
    if version is None:
        return one
    return replace(one, course=version.course, attempt=replace(one.attempt, version=version.built[:10]))


def _granted(before: Result | None, row: Row | None) -> timedelta | None:
    """The extension that a person gave in the gradebook; not one that was written there from `course.toml`."""
    ours = before is not None and before.timing is not None and before.timing.extension == "course.toml"
    return None if ours or row is None else row.extension


def _is_whole(result: Result) -> bool:
    """Whether each question has points or waits for a person; where the machine failed, it has neither."""
    return all(question.earned is not None or question.status == MANUAL for question in result.questions)


def _notebook_is_there(course: Course, assignment: Assignment, result: Result) -> bool:
    """Whether the graded notebook is the one that was written with the result."""
    path = course.autograded / result.student / assignment.name / assignment.notebook
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    return result.record is not None and result.record.notebook == (of_text(text) if text else "")
