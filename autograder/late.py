"""What lateness costs: so much of an assignment's points for each day begun, up to a limit."""

from __future__ import annotations

import math

from .course import Assignment

_DAY = 24 * 60 * 60


def late_days(late_seconds: float | None) -> int:
    """Days begun past due time and grace; 0 in time, and where it cannot be told."""
    return math.ceil((late_seconds or 0.0) / _DAY)


def penalty(assignment: Assignment, late_seconds: float | None) -> float:
    """The points that are taken off, of those of the whole assignment; a sum never falls below 0.

    Args: late_seconds: past due time and grace, as `Timing` has it; None where it cannot be told, which costs nothing.
    """
    percent = min(assignment.late_percent_most, assignment.late_percent_per_day * late_days(late_seconds))
    return percent / 100 * sum(assignment.points.values())
