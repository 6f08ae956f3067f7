"""Kills `autograder grade` at chosen moments, runs it again, and compares all that is there with an undisturbed run."""

from __future__ import annotations

import contextlib
import copy
import itertools
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from sqlalchemy.orm import Session
from tiny_course import build_tiny_release, write_tiny_course

from autograder import batch, cli, terminal
from autograder.canonical import read
from autograder.course import Course
from autograder.gradebook import complete_notebook, open_gradebook, save_cells

RIGHT = {
    "tiny-sum-solution": "def row_sums(x):\n    return x.sum(axis=1)",
    "tiny-scale-solution": "def scale_rows(x):\n    return x / x.sum(axis=1, keepdims=True)",
    "tiny-choice-axis-solution": 'answer_axis = "b"',
    "tiny-written": "Because rows are samples.",
}
WRONG = RIGHT | {"tiny-sum-solution": "def row_sums(x):\n    return x.sum(axis=0)"}
# What a command imports when it is run is there already in every process that is forked from this one.
IMPORTED = (batch, terminal)
# What changes from run to run: how long it took, and when a difference was found.
_MOMENTARY = ("seconds", "when")
_TABLES = {
    "submissions": """
        select student_id, timestamp, extension from submitted_assignment""",
    "students": "select id from student",
    "grades": """
        select s.student_id, c.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
        from grade g join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id
        join submitted_assignment s on s.id = n.assignment_id""",
    "comments": """
        select s.student_id, c.name, g.auto_comment, g.manual_comment
        from comment g join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id
        join submitted_assignment s on s.id = n.assignment_id""",
    "cells": "select name, source, checksum from source_cell",
    "assignment": "select name, duedate from assignment",
    "version": "select version_num from alembic_version",
}


@dataclass(frozen=True)
class Scenario:
    """A work folder before the run that is killed, and all that is there after one that is not."""

    name: str
    course: Course
    template: Path
    expected: dict[str, Any]
    moments: int


def make_course(folder: Path) -> Course:
    """The tiny course with its release."""
    course = write_tiny_course(folder)
    build_tiny_release(course)
    return course


def hand_in(course: Course, work: Path, student: str, answers: dict[str, str] | None, stamp: str = "") -> None:
    """Put a submission into `submitted/`; None is a file that is no notebook."""
    folder = work / "submitted" / student / "tiny"
    folder.mkdir(parents=True, exist_ok=True)
    if stamp:
        (folder / "timestamp.txt").write_text(stamp)
    if answers is None:
        (folder / "tiny.ipynb").write_text("{")
        return
    notebook = copy.deepcopy(read(course.release("tiny")))
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    nbformat.write(notebook, folder / "tiny.ipynb")


def fresh(course: Course, folder: Path) -> Scenario:
    """Nothing is recorded, and there is no gradebook yet."""
    _first_class(course, folder / "work")
    return _scenario("fresh", course, folder)


def first_time(course: Course, folder: Path) -> Scenario:
    """Nothing is recorded; the gradebook knows the assignment, as a build leaves it."""
    _first_class(course, folder / "work")
    save_cells(course.at(folder / "work"), "tiny", complete_notebook(course, "tiny"))
    return _scenario("first", course, folder)


def again(course: Course, folder: Path) -> Scenario:
    """Everything is recorded, people have marked two answers, and then three of four submissions change."""
    work = folder / "work"
    _first_class(course, work)
    save_cells(course.at(work), "tiny", complete_notebook(course, "tiny"))
    assert run(course, work) == 0, (work / "log").read_text()
    with open_gradebook(course.at(work)) as gradebook:
        for student, question in (("ann", "tiny-written"), ("bob", "tiny-sum")):
            grade = gradebook.find_grade(question, "tiny", "tiny", student)
            grade.manual_score, grade.needs_manual_grade = 7.0, False
        gradebook.find_comment("tiny-written", "tiny", "tiny", "ann").manual_comment = "Well said."
        gradebook.db.commit()
    hand_in(course, work, "ann", RIGHT | {"tiny-written": "Because."}, "2025-03-19 10:00:00 UTC")
    hand_in(course, work, "bob", RIGHT)
    hand_in(course, work, "eve", WRONG)
    return _scenario("again", course, folder)


def run(course: Course, work: Path, kill_at: int = 0) -> int:
    """`autograder grade tiny` in a process of its own.

    Args: kill_at: which moment it does not survive; 0: none.
    Returns: its exit code; negative where a signal ended it. In `work/log`: what it said, and the moments it had.
    """
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        _run(course, work, kill_at)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def start(course: Course, work: Path) -> subprocess.Popen:
    """The same command, as a user starts it."""
    command = [sys.executable, "-m", "autograder", "grade", "tiny", "--work", str(work)]
    with open(work / "log", "w") as log:
        return subprocess.Popen(command, cwd=course.root, stdout=log, stderr=log)


def killed_at(scenario: Scenario, work: Path, moment: int) -> list[str]:
    """Kill the grader at a moment; run it again. Returns: the differences from an undisturbed run."""
    shutil.copytree(scenario.template, work)
    code = run(scenario.course, work, moment)
    if code != -signal.SIGKILL:
        return [f"it ended with {code} before moment {moment}"]
    return completed(scenario, work)


def killed_by(scenario: Scenario, work: Path, victim: Callable[[int], int]) -> list[str]:
    """Kill a process of a grader that runs, the grader itself or one below it; run it again. Returns: differences.

    Args: victim: the grader's process id -> which one to kill; 0 while it is not time yet.
    """
    shutil.copytree(scenario.template, work)
    grader = start(scenario.course, work)
    killed = 0
    while not killed and grader.poll() is None:
        if killed := victim(grader.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(killed, signal.SIGKILL)
        time.sleep(0.002)
    grader.wait()
    return completed(scenario, work) if killed else ["it ended before anything was killed"]


def completed(scenario: Scenario, work: Path) -> list[str]:
    """Run what was killed again, undisturbed, and compare."""
    code = run(scenario.course, work)
    if code:
        return [f"the second run ended with {code}: {(work / 'log').read_text()[-2000:]}"]
    return differences(scenario.expected, snapshot(work))


def zygote_of(grader: int) -> int:
    """The warm interpreter that every submission is forked from: the first Python below the grader; 0 while none."""
    found = list(_children(grader))
    while found:
        below = [child for process in found for child in _children(process)]
        for process in below:
            with contextlib.suppress(OSError):
                if b"-m\0ipykernel_launcher\0" in Path(f"/proc/{process}/cmdline").read_bytes():
                    return process
        found = below
    return 0


def server_of(grader: int) -> int:
    """The process that its workers are forked from; 0 while none."""
    return next(iter(_children(grader)), 0)


def worker_of(grader: int) -> int:
    """The process that it started last, beside the server: a worker, or before that one that tries the sandbox."""
    server_and_workers = list(_children(grader))
    return server_and_workers[-1] if len(server_and_workers) > 1 else 0


def snapshot(work: Path) -> dict[str, Any]:
    """Everything under a work folder that a run may write, without times: files by name, tables of the gradebook."""
    found: dict[str, Any] = {}
    for path in sorted(path for path in work.rglob("*") if path.is_file()):
        name = str(path.relative_to(work))
        if name in ("gradebook.db", "gradebook.db.lock", "log", "moments"):
            continue
        text = path.read_text()
        found[name] = _without_times(json.loads(text)) if path.suffix == ".json" else text
    with contextlib.closing(sqlite3.connect(work / "gradebook.db")) as database:
        for table, query in _TABLES.items():
            found[f"table {table}"] = sorted(database.execute(query).fetchall(), key=repr)
    return found


def differences(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """In what two snapshots differ, one line each."""
    names = sorted(expected.keys() | found.keys())
    return [
        f"{name}: {str(expected.get(name))[:300]} != {str(found.get(name))[:300]}"
        for name in names
        if expected.get(name) != found.get(name)
    ]


def _first_class(course: Course, work: Path) -> None:
    hand_in(course, work, "ann", RIGHT, "2025-03-18 10:00:00 UTC")
    hand_in(course, work, "bob", WRONG)
    hand_in(course, work, "cy", RIGHT, "2025-03-19 10:00:00 UTC")
    hand_in(course, work, "eve", None)


def _scenario(name: str, course: Course, folder: Path) -> Scenario:
    undisturbed = shutil.copytree(folder / "work", folder / "undisturbed")
    code = run(course, undisturbed)
    assert code == 0, (undisturbed / "log").read_text()
    moments = int((undisturbed / "moments").read_text())
    return Scenario(name, course, folder / "work", snapshot(undisturbed), moments)


def _run(course: Course, work: Path, kill_at: int) -> None:
    """In the forked process: count the moments before and after all that is written, and die at one of them."""
    code = 70
    try:
        os.chdir(course.root)
        log = os.open(work / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for descriptor in (1, 2):
            os.dup2(log, descriptor)
        moments = itertools.count(1)
        latest = 0

        def moment() -> None:
            nonlocal latest
            latest = next(moments)
            if latest == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

        for owner, name in (
            (os, "replace"), (os, "link"), (os, "unlink"), (os, "mkdir"), (Session, "execute"), (Session, "commit"),
        ):  # fmt: skip
            setattr(owner, name, _between(moment, getattr(owner, name)))
        try:
            cli.main(["grade", "tiny", "--work", str(work)])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        Path(work, "moments").write_text(str(latest))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _between(moment: Callable[[], None], function: Callable) -> Callable:
    def watched(*arguments: Any, **named: Any) -> Any:
        moment()
        try:
            return function(*arguments, **named)
        finally:
            moment()

    return watched


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_times(each) for key, each in value.items() if key not in _MOMENTARY}
    return [_without_times(each) for each in value] if isinstance(value, list) else value


def _children(process: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            yield from map(int, (task / "children").read_text().split())
