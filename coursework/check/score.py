"""The last line of a graded cell."""

from __future__ import annotations

import os

from .failures import Incomplete, NothingEarned
from .parts import ERROR, NOT_ATTEMPTED, PASSED, Report, collect
from .reading import reason_of, share_of, sum_of
from .shown import publish

_MARKS = {PASSED: "✓", NOT_ATTEMPTED: "·"}


def score(of: float | None = None) -> float:
    """Print one line a part, or show it where the cell's notebook can, and return the points earned.

    While nbgrader validates a notebook, a cell whose parts all passed gives its full points: nbgrader takes fewer
    for a failure, and hidden parts are missing there.

    Args:
        of: the question's total; the student's copy, where hidden parts are missing, has parts for less.

    Raises:
        NothingEarned: no point was earned. An error is what makes stock nbgrader score the cell 0.
        Incomplete: nbgrader validates, and not every part passed; its message is what `score` prints.
        ValueError: the author's parts and `of` disagree.
    """
    report = collect(of)
    here = sum(item.points for item in report.parts)
    hidden = any(item.hidden for item in report.parts)
    if of is not None and (here > of + 1e-9 or (hidden and here < of - 1e-9)):
        raise ValueError(f"the parts of this cell give {here:g} points, but score(of={of:g}) says {of:g}")
    text = render(report)
    if not publish(report, text):
        print(text)
    if os.environ.get("NBGRADER_EXECUTION") == "validate":
        if any(item.status != PASSED for item in report.parts):
            raise Incomplete(text)
        return report.points
    if report.earned == 0 and here > 0:
        raise NothingEarned(_nothing(report))
    return report.earned


def render(report: Report) -> str:
    """The text that `score` prints: a line a part, the reason below it, the sum at the end."""
    shares = [share_of(item) for item in report.parts]
    width = max(map(len, shares), default=0)
    lines = []
    for item, share in zip(report.parts, shares, strict=True):
        mark = _MARKS.get(item.status, "✗")
        lines.append(f"{mark} {share:<{width}}  {item.title}" if width else f"{mark} {item.title}")
        lines += [" " * (width + 4 if width else 2) + line for line in reason_of(item).splitlines()]
    if report.note:
        lines.append(report.note)
    if report.points:
        lines.append(sum_of(report))
    return "\n".join(lines)


def _nothing(report: Report) -> str:
    total = f"0 of {report.points:g} {'point' if report.points == 1 else 'points'}"
    if all(item.status == NOT_ATTEMPTED for item in report.parts):
        return f"{total}: not attempted yet"
    if all(item.status in (ERROR, NOT_ATTEMPTED) for item in report.parts):
        return f"{total}: your code stops with an error, see above"
    return f"{total}: see above what is wrong"
