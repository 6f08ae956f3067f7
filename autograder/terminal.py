"""What commands print: tables and progress bars. Students' text is cleaned, and never read as markup."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from .facts import LATE
from .pages import number, plural
from .progress import GradingProgress
from .progress import grading as show_grading
from .result import ATTENTION, GRADED, MISSING, UNGRADABLE, WARNINGS, Result
from .summary import what_went_wrong
from .text import one_line

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from .answers import AnswersReport
    from .batch import Outcome
    from .collect import Collected
    from .doctor import Finding
    from .facts import Change
    from .plan import Plan

STYLES = {GRADED: "", WARNINGS: "yellow", ATTENTION: "red", UNGRADABLE: "red", MISSING: "dim"}

# Piped into a file, rich would take 80 columns. A closed stdout is None.
_WIDTH = None if (sys.stdout is not None and sys.stdout.isatty()) or "COLUMNS" in os.environ else 120
out = Console(highlight=False, width=_WIDTH)
err = Console(stderr=True, highlight=False)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    wrap: Sequence[str] = (),
    right: Sequence[str] = (),
) -> Table:
    """A plain table; cells that are no `Text` yet are cleaned and put on one line.

    Args:
        wrap: columns that may take several lines where the terminal is narrow.
        right: columns to align right (numbers).
    """
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        justify = "right" if column in right else "left"
        grid.add_column(column, justify=justify, overflow="fold", no_wrap=column not in wrap)
    for row in rows:
        grid.add_row(*(cell if isinstance(cell, Text) else Text(one_line(cell, 400)) for cell in row))
    return grid


def results_table(results: Iterable[Result]) -> Table:
    """One row a submission: points, status, what went wrong, seconds, the level of the sandbox."""
    rows = [
        (
            one_line(result.student, 40),
            number(result.earned),
            status_text(result.status),
            one_line(what_went_wrong(result), 160),
            f"{(result.seconds or {}).get('total', 0.0):.1f}",
            result.sandbox or "-",
        )
        for result in results
    ]
    columns = ("student", "points", "status", "what went wrong", "seconds", "sandbox")
    return table(columns, rows, wrap=("what went wrong",), right=("points", "seconds"))


def collected_table(collected: Collected, zone: ZoneInfo) -> Table:
    """One row an attempt that was placed, and one for each student of the roster from whom nothing came."""
    rows = [
        (
            one_line(one.student, 40),
            one_line(", ".join(one.files), 120),
            f"{one.submitted.astimezone(zone):%Y-%m-%d %H:%M}" if one.submitted else "unknown",
            one.state + (", late as the platform says" if one.late else ""),
        )
        for one in collected.placed
    ]
    rows += [(one_line(student, 40), "", "", "nothing came") for student in collected.absent]
    return table(("student", "files", "handed in", f"from {collected.platform}"), rows, wrap=("files",))


def changes_table(changes: Iterable[Change]) -> Table:
    """What a regrade made of results that were recorded before."""
    rows = [
        (
            one_line(change.student, 40),
            change.what,
            _amount(change, change.before),
            _amount(change, change.after),
            change.why + ("; a person marked it: needs a look" if change.look else ""),
        )
        for change in changes
    ]
    return table(("student", "question", "before", "after", "why"), rows, wrap=("why",), right=("before", "after"))


def about(outcome: Outcome) -> list[str]:
    """What a run did, one line each."""
    said = [f"graded {outcome.graded}, skipped {outcome.skipped} that had not changed (--force grades them again)"]
    if outcome.restored:
        said.append(
            f"{plural(outcome.restored, 'result')} recorded again without being graded: "
            "the gradebook or the times were not as recorded"
        )
    if outcome.left:
        said.append(
            f"{plural(len(outcome.left), 'recorded result')} without a submission: "
            f"{one_line(', '.join(outcome.left), 400)} (still in report and export; to take one out, delete "
            "its folder in autograded/)"
        )
    if outcome.untimed:
        said.append(f"{plural(outcome.untimed, 'submission')} without timestamp.txt: nobody can tell whether in time")
    if outcome.history and outcome.changes:
        said.append(f"differences between gradings: {outcome.history}")
    return said


def _amount(change: Change, value: float | None) -> str:
    if value is None:
        return "unknown" if change.what == LATE else "by hand"
    return str(timedelta(seconds=round(value))) if change.what == LATE else number(value)


def plan_table(plan: Plan) -> Table:
    """Where each cell runs and why."""
    rows = [(cell.cell_id, cell.role, " + ".join(cell.places), cell.reason) for cell in plan.cells]
    return table(("cell", "role", "runs in", "because"), rows, wrap=("because",))


def answers_table(report: AnswersReport) -> Table:
    """What became of mutants and variants, one row a question; what is not as it must be, in red."""
    rows = []
    for row in [*report.rows(), report.total()]:
        pairs = (row.caught, row.mutants), (row.hints_right, row.mutants), (row.accepted, row.variants)
        wrong = row.caught < row.mutants, row.hints_right < row.hints, row.accepted < row.variants
        cells = [Text(f"{n} of {m}", style="red" if bad else "") for (n, m), bad in zip(pairs, wrong, strict=True)]
        rows.append((row.question, *cells))
    columns = ("question", "mutants caught", "cause named", "variants accepted")
    return table(columns, rows, right=columns[1:])


def readings_table(report: AnswersReport) -> Table:
    """What a student reads who hands in a mutant; whether it names the cause that the mutant says."""
    rows = []
    for one in report.mutants:
        mark = Text("✓", style="green") if one.hint_right else Text("✗" if one.answer.says else "", style="red")
        # Without the arrays that a message shows, which are indented.
        said = ("\n".join(line for line in text.splitlines() if line[:1] != " ") for text in one.read)
        reads = Text("\n".join(one_line(text, 300) for text in dict.fromkeys(said)))
        rows.append((one.answer.question, one.answer.name, f"{one.earned:g} of {one.points:g}", mark, reads))
    columns = ("question", "mutant", "points", "named", "what its student reads")
    return table(columns, rows, wrap=("mutant", columns[-1]), right=("points",))


def findings_table(findings: Iterable[Finding]) -> Table:
    """What `doctor` found, and what to do about it."""
    styles = {"ok": "green", "could be better": "yellow", "missing": "red"}
    rows = [
        (finding.name, Text(finding.status, style=styles[finding.status]), finding.found, finding.advice)
        for finding in findings
    ]
    return table(("what", "status", "found", "to do"), rows, wrap=("found", "to do"))


def status_text(status: str) -> Text:
    """A status in its colour."""
    return Text(status, style=STYLES.get(status, ""))


class Rate(ProgressColumn):
    """Steps a second, or seconds a step where they are slow."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("")
        return Text(f"{speed:.1f}/s" if speed >= 1 else f"{1 / speed:.1f} s each", style="dim")


@contextlib.contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[Any], None]]:
    """A bar with count, rate and time left on stderr; call what it yields once for every step done."""
    with _bar() as bar:
        task = bar.add_task(what, total=total)
        yield lambda _: bar.advance(task)


def grading(what: str, total: int) -> AbstractContextManager[GradingProgress]:
    """Progress of grading on stderr: rate, time left, counts by status."""
    return show_grading(what, total, err, Rate())


@contextlib.contextmanager
def stages() -> Iterator[Callable[[str, int, int], None]]:
    """The same bar for work in stages: call what it yields with a stage, the steps done of it and how many it has."""
    with _bar() as bar:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                for task in tasks.values():
                    bar.update(task, visible=False)
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield show


def _bar() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)
