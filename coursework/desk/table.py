"""What was checked, as lines for a terminal."""

from __future__ import annotations

import shutil
import textwrap

from .checking import Checked
from .outcome import BY_PERSON, FAILED, MISSING, PARTIAL, PASSED, Outcome

_MARKS = {PASSED: "✓", PARTIAL: "✗", FAILED: "✗", MISSING: "✗", BY_PERSON: "?"}
_REASON_LINES = 6


def table(checked: Checked, columns: int | None = None) -> str:
    """A block a question: mark, name, points, the rest of its points; below it why some are missing; then the sums."""
    columns = columns or min(shutil.get_terminal_size((100, 24)).columns, 120)
    rows = [(_name(one), _points(one), _rest(one)) for one in checked.outcomes]
    reasons = [_reason(one, columns - 4) for one in checked.outcomes]
    longest = max((len(name) for name, _, _ in rows), default=0)
    points = max([len("points here"), *(len(share) for _, share, _ in rows)])
    width = max(12, min(longest, columns - points - 30))
    later = max([len("hidden tests"), *(len(rest) for _, _, rest in rows)])
    lines = [f"  {'question':<{width}}  {'points here':<{points}}  hidden tests"]
    for one, (name, share, rest), reason in zip(checked.outcomes, rows, reasons, strict=True):
        first, *more = textwrap.wrap(name, width) or [""]
        line = f"{_MARKS.get(one.status, '·')} {first:<{width}}  {share:<{points}}  {rest:<{later}}"
        beside = not more and len(reason) == 1 and len(line) + 2 + len(reason[0]) <= columns
        lines.append(f"{line}  {reason[0]}" if beside else line.rstrip())
        lines += [f"    {line}" for line in (*more, *(() if beside else reason))]
    return "\n".join([*lines, "", *_below(checked, columns)])


def _name(one: Outcome) -> str:
    return f"{one.grade_id}: {one.title}" if one.title else one.grade_id


def _points(one: Outcome) -> str:
    return f"{one.earned:g} of {one.here:g}" if one.here else ""


def _rest(one: Outcome) -> str:
    if one.status == BY_PERSON:
        return ""
    return f"{one.hidden:g}" if one.hidden else ""


def _reason(one: Outcome, columns: int) -> list[str]:
    """The sentences of the reason, wrapped; the arrays indented below them are for the check cell in the notebook."""
    if not one.reason:
        return []
    said = [line for line in one.reason.strip().splitlines() if line[:1].strip()]
    lines = [part for line in said for part in textwrap.wrap(line, max(20, columns))]
    return lines if len(lines) <= _REASON_LINES else [*lines[:_REASON_LINES], "..."]


def _below(checked: Checked, columns: int) -> list[str]:
    earned, here = sum(one.earned for one in checked.outcomes), sum(one.here for one in checked.outcomes)
    hidden = sum(one.hidden for one in checked.outcomes)
    person = sum(one.points for one in checked.outcomes if one.status == BY_PERSON)
    more = [f"{hidden:g} decided by hidden tests when graded"] if hidden else []
    more += [f"{person:g} by a person"] if person else []
    sums = [f"{earned:g} of {here:g} points here" + (f"; {', '.join(more)}" if more else "")]
    sums.append(f"ran in {checked.seconds:.1f} s, in a clean kernel; your notebook is as it was")
    problems = [f"Stopped at {checked.stopped}."] if checked.stopped else []
    if checked.stops:
        problems += ["These cells stopped with an error:", *(f"  {line}" for line in checked.stops)]
    return _wrapped([*problems, *([""] if problems else []), *sums], columns)


def _wrapped(lines: list[str], columns: int) -> list[str]:
    return [part for line in lines for part in textwrap.wrap(line, columns, subsequent_indent="    ") or [""]]
