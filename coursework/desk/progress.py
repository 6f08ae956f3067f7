"""`coursework progress`: how all assignments stand, from what the notebooks hold; nothing is run."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..errors import CourseworkError
from .assignment import Assignment, Question, read_assignment
from .outcome import NOT_RUN, Outcome, outcome

_BAR = 20


@dataclass(frozen=True)
class Standing:
    """How one assignment stands.

    attempted: questions with an answer, of `questions`. earned, here: points of the check cells that have run, of all
    that visible tests give. later: points that hidden tests and a person decide. not_run: attempted questions whose
    check cell has not run. stale: questions whose answer ran again after their check cell. due: ISO date and time.
    """

    name: str
    path: str
    attempted: int
    questions: int
    earned: float
    here: float
    later: float
    not_run: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    due: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def standings(folder: Path) -> list[Standing]:
    """The assignments in a folder, in the folders in it, or in its folder `release`.

    Raises: CourseworkError where there is none.
    """
    if not folder.is_dir():
        raise CourseworkError(f"{folder}: there is no such folder")
    inside = folder / "release"
    found = list(_assignments(inside if inside.is_dir() else folder))
    if not found:
        raise CourseworkError(
            f"{folder.resolve()}: no assignment here. Look in the folder that holds the assignments, one folder each "
            "(`release` in the course's own): coursework progress FOLDER"
        )
    due = _due_dates(folder)
    return [_standing(assignment, due) for assignment in found]


def table(standing: Sequence[Standing], today: date | None = None) -> str:
    """A line an assignment: a bar of its answers, questions, points, when it is due; below it what to run again."""
    today = today or date.today()
    width = max(len("assignment"), *(len(one.name) for one in standing))
    lines = [f"{'assignment':<{width}}  {'answered':<{_BAR + 9}}  {'points here':<11}  decided later"]
    if any(one.due for one in standing):
        lines[0] += "  due"
    for one in standing:
        full = round(_BAR * one.attempted / one.questions)
        answered = f"{'█' * full}{'░' * (_BAR - full)} {one.attempted:>2} of {one.questions:<2}"
        row = f"{one.name:<{width}}  {answered:<{_BAR + 9}}  {f'{one.earned:g} of {one.here:g}':<11}  {one.later:<13g}"
        lines.append(f"{row}  {_when(one, today)}".rstrip())
        lines += _listed("answered, check cell not run", one.not_run)
        lines += _listed("the answer ran again after its check: run the check again", one.stale)
    lines += ["", "Points are those that your check cells showed when they last ran. For a run from top to bottom:"]
    lines.append("coursework check NOTEBOOK")
    return "\n".join(lines)


def _listed(what: str, names: Sequence[str], most: int = 6) -> list[str]:
    """The names of questions, the first few of them, indented below an assignment."""
    if not names:
        return []
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return textwrap.wrap(
        f"{what}: {', '.join(names[:most])}{more}", 100, initial_indent="    ", subsequent_indent="        "
    )


def _assignments(folder: Path) -> Iterator[Assignment]:
    """Lectures, other notebooks and broken files are passed over: `coursework check` says what is wrong with one."""
    for path in sorted([*folder.glob("*.ipynb"), *folder.glob("*/*.ipynb")]):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        try:
            yield read_assignment(path)
        except CourseworkError:
            continue


def _standing(assignment: Assignment, due: Mapping[str, str]) -> Standing:
    questions, cells = assignment.questions, assignment.cells
    outcomes = [outcome(question, cells) for question in questions]
    tested = [(question, one) for question, one in zip(questions, outcomes, strict=True) if question.check is not None]
    return Standing(
        name=assignment.path.stem,
        path=str(assignment.path),
        attempted=sum(question.attempted for question in questions),
        questions=len(questions),
        earned=sum(one.earned for one in outcomes),
        here=sum(one.here for one in outcomes),
        later=sum(one.points - one.here for one in outcomes),
        not_run=tuple(q.grade_id for q, one in tested if q.attempted and one.status == NOT_RUN),
        stale=tuple(q.grade_id for q, one in tested if _ran_again(q, one, cells)),
        due=due.get(assignment.path.stem, ""),
    )


def _ran_again(question: Question, one: Outcome, cells: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the answer ran after its check did. An edit that has not run is not known."""
    if question.answer is None or one.status == NOT_RUN:
        return False
    answer, check = (cells[index].get("execution_count") for index in (question.answer, question.check))
    return isinstance(answer, int) and isinstance(check, int) and answer > check


def _due_dates(folder: Path) -> dict[str, str]:
    """By assignment, from the nearest course.toml; students need not have it."""
    if sys.version_info < (3, 11):
        return {}
    import tomllib

    here = folder.resolve()
    found = next((path for path in (level / "course.toml" for level in (here, *here.parents)) if path.is_file()), None)
    try:
        course = tomllib.loads(found.read_text(encoding="utf-8")) if found else {}
        dates = {name: about.get("due") for name, about in course.get("assignments", {}).items()}
    except (OSError, ValueError, AttributeError):
        return {}
    return {name: due.isoformat() for name, due in dates.items() if isinstance(due, date | datetime)}


def _when(one: Standing, today: date) -> str:
    if not one.due:
        return ""
    due = datetime.fromisoformat(one.due)
    days = (due.date() - today).days
    left = "today" if days == 0 else f"in {days} day{'s' if days > 1 else ''}" if days > 0 else "past"
    return f"{due:%Y-%m-%d %H:%M} ({left})"
