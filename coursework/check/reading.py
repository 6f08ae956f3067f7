"""What a student reads of a report: the same words on a terminal, in a notebook and in a table."""

from __future__ import annotations

from .parts import PASSED, PartResult, Report

NOT_YET = "not attempted yet"


def share_of(item: PartResult) -> str:
    """The points of a part, "" where it carries none."""
    return f"{item.earned:g} of {item.points:g}" if item.points else ""


def reason_of(item: PartResult) -> str:
    """Why a part did not pass, or what it warns of; of a hidden part the hint only."""
    if not item.hidden:
        return item.message
    if item.status == PASSED:
        return ""
    return item.hint or "this test is hidden: try your function on other shapes and on edge cases"


def sum_of(report: Report) -> str:
    """The points of the parts that are here, and how many more hidden tests decide."""
    here = sum(item.points for item in report.parts)
    total = f"{report.earned:g} of {here:g} {'point' if here == 1 else 'points'}"
    more = report.points - here
    if more > 1e-9:
        decided = "is decided by a hidden test" if more == 1 else "are decided by hidden tests"
        return f"{total} here; {more:g} more {decided} when graded"
    return total
