"""`autograder export grades`: which file, and what there is to say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from ..atomic import write_text
from ..course import Course
from ..grades import Grade, grades
from ..marks import read_marks
from ..pages import plural
from ..result import ATTENTION, UNGRADABLE, Result
from ..text import one_line
from .fill import CANVAS, MOODLE, fill
from .tables import grades_table, gradescope_table, write_csv, write_xlsx

_NAMED = 5


def write_grades(
    course: Course,
    graded: Mapping[str, Sequence[Result]],
    target: str,
    *,
    template: Path | None = None,
    questions: bool = False,
    output: Path | None = None,
) -> Iterator[str]:
    """Write the file and say where it is and what is missing, line by line.

    Args:
        graded: results by assignment; one assignment alone for canvas, moodle and gradescope.
        target: "csv", "xlsx", "canvas", "moodle" or "gradescope".

    Raises:
        click.UsageError: the options do not fit together.
        AutograderError: `template` is not what the platform exports, or has none of the students.
    """
    if (target in (CANVAS, MOODLE)) != (template is not None):
        raise click.UsageError(f"--template is for canvas and moodle, and needed there; not for {target}")
    if target in (CANVAS, MOODLE, "gradescope") and len(graded) > 1:
        raise click.UsageError(f"{target} takes one assignment at a time")
    found = {name: grades(course, results, read_marks(course, name)) for name, results in graded.items()}
    suffix = ".xlsx" if target == "xlsx" else ".csv"
    where = "" if target in ("csv", "xlsx") else f"-{target}"
    path = output or course.reports / f"{'-'.join(found)}-grades{where}{suffix}"
    name = next(iter(found))
    if template is not None:
        filled = fill(target, template, course.assignments[name], found[name])
        write_text(path, filled.text)
        yield f"{path}: {plural(filled.graded, 'grade')}, students found by {filled.by!r}"
        yield from _listed("graded, but not in the file", filled.unknown)
        yield from _listed("in the file, without a grade", filled.left)
        yield from _listed("their grade is locked on the platform", filled.locked)
    else:
        if target == "gradescope":
            write_csv(gradescope_table(found[name], course.assignments[name].points), path)
        else:
            (write_xlsx if target == "xlsx" else write_csv)(grades_table(course, found, questions=questions), path)
        yield f"{path}: {plural(len({grade.student for each in found.values() for grade in each}), 'student')}"
    yield from _listed("waiting for a person's marks, which count 0 so far", _waiting(found))
    yield from _listed("need a person's look, exported as 0", _unseen(found))


def _waiting(found: Mapping[str, Sequence[Grade]]) -> list[str]:
    return sorted({grade.student for each in found.values() for grade in each if grade.waiting})


def _unseen(found: Mapping[str, Sequence[Grade]]) -> list[str]:
    """Who handed in what could not be graded as it is, and has no points for it."""
    several = len(found) > 1
    return [
        f"{one_line(grade.student, 60)} ({f'{name}: ' if several else ''}{grade.status})"
        for name, each in found.items()
        for grade in each
        if grade.status in (ATTENTION, UNGRADABLE) and not grade.points
    ]


def _listed(what: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield f"  {what}: {', '.join(names[:_NAMED])}{more}"
