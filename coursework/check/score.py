"""The last line of a graded cell."""

from __future__ import annotations

from .failures import NothingEarned
from .parts import ERROR, NOT_ATTEMPTED, PASSED, PartResult, Report, collect

_MARKS = {PASSED: "✓", NOT_ATTEMPTED: "·"}


def score(of: float | None = None) -> float:
    """Print one line a part and return the points earned.

    Args:
        of: the question's total; the student's copy, where hidden parts are missing, has parts for less.

    Raises:
        NothingEarned: no point was earned. An error is what makes stock nbgrader score the cell 0.
        ValueError: the author's parts and `of` disagree.
    """
    report = collect(of)
    here = sum(item.points for item in report.parts)
    hidden = any(item.hidden for item in report.parts)
    if of is not None and (here > of + 1e-9 or (hidden and here < of - 1e-9)):
        raise ValueError(f"the parts of this cell give {here:g} points, but score(of={of:g}) says {of:g}")
    print(render(report))
    if report.earned == 0 and here > 0:
        raise NothingEarned(_nothing(report))
    return report.earned


def render(report: Report) -> str:
    """The text that `score` prints: a line a part, the reason below it, the sum at the end."""
    shares = [f"{item.earned:g} of {item.points:g}" if item.points else "" for item in report.parts]
    width = max(map(len, shares), default=0)
    lines = []
    for item, share in zip(report.parts, shares, strict=True):
        mark = _MARKS.get(item.status, "✗")
        lines.append(f"{mark} {share:<{width}}  {item.title}" if width else f"{mark} {item.title}")
        lines += [" " * (width + 4 if width else 2) + line for line in _reason(item).splitlines()]
    if report.note:
        lines.append(report.note)
    if report.points:
        lines.append(_sum(report))
    return "\n".join(lines)


def _reason(item: PartResult) -> str:
    """What a student may read: of a hidden part the hint only."""
    if not item.hidden:
        return item.message
    if item.status == PASSED:
        return ""
    return item.hint or "this test is hidden: try your function on other shapes and on edge cases"


def _sum(report: Report) -> str:
    here = sum(item.points for item in report.parts)
    total = f"{report.earned:g} of {here:g} {'point' if here == 1 else 'points'}"
    more = report.points - here
    if more > 1e-9:
        decided = "is decided by a hidden test" if more == 1 else "are decided by hidden tests"
        return f"{total} here; {more:g} more {decided} when graded"
    return total


def _nothing(report: Report) -> str:
    total = f"0 of {report.points:g} {'point' if report.points == 1 else 'points'}"
    if all(item.status == NOT_ATTEMPTED for item in report.parts):
        return f"{total}: not attempted yet"
    if all(item.status in (ERROR, NOT_ATTEMPTED) for item in report.parts):
        return f"{total}: your code stops with an error, see above"
    return f"{total}: see above what is wrong"
