"""The student's notebook after each of its cells: run once, kept where that is dear, rebuilt where it is lost."""

from __future__ import annotations

import copy
import secrets
import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from .course import Limits
from .sandbox import Process, Sandbox, StudentError, StudentFault

# A state is kept (a fork, some milliseconds) where running its cells again from the last one kept takes longer.
KEEP_AFTER_SECONDS = 0.25


@dataclass
class _Cell:
    source: str
    seconds: float
    good: bool = True


@dataclass
class Mark:
    """A place in the notebook where a test stands: behind the first `count` cells.

    threads: whether the student's threads were running there; a fork has none of them and may wait for them forever.
    data: what the test asks for, by name, where all of it is data: nothing has to run for it then.
    """

    count: int
    threads: bool = False
    data: dict[str, Any] | None = None
    prepared: Process | None = field(default=None, repr=False)


class States:
    """One submission's cells, run in order in one process.

    A test runs in a copy of the state at its place, in namespaces of its own. A cell that takes the process down costs
    itself alone: the cells before it are run again in a copy of the last state that was kept. The first of all states
    cannot be ended from inside; where the sandbox ended it with all else, there is another one.

    Args:
        opening: the cells that come first and are the same for everybody; run once for many, if that can be.
        keep_all: keep the state at every mark, for tests that run many times.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        limits: Limits,
        files: dict[str, bytes],
        *,
        opening: Sequence[str] = (),
        keep_all: bool = False,
    ) -> None:
        self.seconds = 0.0
        self._sandbox = sandbox
        self._limits = limits
        self._keep_all = keep_all
        self._files = files
        self._opening = opening
        self._answers: list[Any] = []
        self._cells: list[_Cell] = []
        self._kept = [self._first()]
        self._process: Process | None = None
        self._marks: list[Mark] = []
        self._is_branch = False

    def close(self) -> None:
        marked = [mark.prepared for mark in self._marks]
        kept = self._kept[1:] if self._is_branch else self._kept
        for process in [self._process, *marked, *(process for _, process in kept)]:
            if process is not None:
                process.kill()
        if not self._is_branch:
            self._sandbox.end_submission()

    def branch(self) -> States:
        """The same submission, to go on from here another way; close it before this one goes on.

        Raises: StudentFault where the state cannot be forked.
        """
        if self._process is None:
            self._process = self._rebuilt(len(self._cells))
        # Each question of an earlier branch holds a namespace, of which there are few, until its process is collected:
        # the first of all has adopted it, and collects when it is asked something.
        self._kept[0][1].request("echo", "")
        other = copy.copy(self)
        other._cells, other._marks = list(self._cells), []
        other._kept, other._process = [(len(self._cells), self._process)], None
        other._is_branch = True
        return other

    def sources(self, mark: Mark) -> tuple[str, ...]:
        """Text of the cells that ran before a mark."""
        return tuple(cell.source for cell in self._cells[: mark.count] if cell.good)

    def run(self, source: str) -> Any:
        """Run the next cell. Returns: its outputs, as the sandbox says them.

        Raises: StudentFault or StudentError if it did not come back; the state is the one before it then.
        """
        if self._answers:
            self._cells.append(_Cell(source, 0.0))
            return self._answers.pop(0)
        if self.seconds >= self._limits.submission_seconds:
            raise StudentFault(f"time limit ({self._limits.submission_seconds:.3g} s for the submission)")
        start = time.monotonic()
        try:
            if self._process is None:
                self._process = self._rebuilt(len(self._cells))
            answer = self._process.request("run_cell", source, seconds=self._left(self._limits.cell_seconds))
            # Answers that the cell forged would be taken for those of later requests: this one tells.
            if self._process.request("echo", token := secrets.token_hex(8)) != token:
                raise StudentFault("the interpreter answered what it was not asked")
        except (StudentFault, StudentError):
            if self._process is not None:
                self._process.kill()
            self._process = None
            raise
        finally:
            seconds = time.monotonic() - start
            self.seconds += seconds
        self._cells.append(_Cell(source, seconds))
        return answer

    def mark(self, names: Sequence[str] = ()) -> Mark:
        """Note the state as it is, for a test that asks for these names."""
        mark = Mark(len(self._cells))
        self._marks.append(mark)
        try:
            if self._process is None:
                self._process = self._rebuilt(mark.count)
            mark.threads = self._process.threads() > 1
            if self._is_dear(mark.count):
                self._kept.append((mark.count, self._process.fork()))
            mark.data = self._data(names)
            if mark.data is None and not self._keep_all:
                mark.prepared = self._sandbox.fork_question(self._process)
        except (StudentFault, StudentError):
            # Its cells left something that cannot be asked or forked: it is rebuilt when the test needs it.
            pass
        return mark

    def question(self, mark: Mark, *, fresh: bool = False) -> Process:
        """A copy of the state at a mark, in namespaces of its own.

        Args: fresh: run its cells again in an interpreter that has not been forked since.
        Raises: StudentFault where there is none to be had.
        """
        prepared, mark.prepared = mark.prepared, None
        if prepared is not None:
            if not fresh and _answers(prepared):
                return prepared
            prepared.kill()
        start = time.monotonic()
        try:
            if fresh:
                first, state = self._kept[0]
                process = self._sandbox.fork_question(state)
                self._replay(process, self._cells[first : mark.count])
                return process
            if self._is_dear(mark.count):
                state = self._rebuilt(mark.count)
                self._kept.append((mark.count, state))
            return self._rebuilt(mark.count, self._sandbox.fork_question)
        finally:
            self.seconds += time.monotonic() - start

    def _first(self) -> tuple[int, Process]:
        """The state that all others come from, and how many cells have been run in it."""
        answers = self._sandbox.open(self._opening) if self._opening and not self._files else None
        if not self._cells:
            self._answers = deepcopy(answers or [])
        return len(answers or ()), self._sandbox.start_submission(self._files, opened=answers is not None)

    def _data(self, names: Sequence[str]) -> dict[str, Any] | None:
        """What the notebook binds to names, if all of it is data."""
        references: list[Any] = []
        found = self._process.request("lookup", list(names), wrap=references.append)
        if type(found) is not dict or references:
            return None
        return {name: found[name] for name in names if name in found}

    def _left(self, seconds: float) -> float:
        return max(0.1, min(seconds, self._limits.submission_seconds - self.seconds))

    def _is_dear(self, count: int) -> bool:
        """Whether a state is worth keeping: it takes long to come to from the last one kept."""
        kept = (kept for kept, process in self._kept if kept <= count and process.alive())
        start = max(kept, default=self._kept[0][0])
        seconds = sum(cell.seconds for cell in self._cells[start:count])
        return seconds > KEEP_AFTER_SECONDS or (self._keep_all and start < count)

    def _rebuilt(self, count: int, fork: Callable[[Process], Process] = Process.fork) -> Process:
        """A process in the state behind the first `count` cells. Args: fork: copies a state that was kept."""
        if not self._kept[0][1].alive():
            # Ended with all else, to end what the student started, unless the machine did it: begin again.
            self._sandbox.check()
            if self._is_branch:
                raise StudentFault("the interpreter has already ended")
            for _, process in self._kept:
                process.kill()
            self._kept = [self._first()]
        while True:
            for entry in [entry for entry in self._kept[1:] if not entry[1].alive()]:
                self._kept.remove(entry)
                entry[1].kill()
            kept, state = max((entry for entry in self._kept if entry[0] <= count), key=lambda entry: entry[0])
            process = fork(state)
            lost = self._replay(process, self._cells[kept:count])
            if lost is None:
                return process
            process.kill()
            lost.good = False

    def _replay(self, process: Process, cells: list[_Cell]) -> _Cell | None:
        """Run cells again. Returns: the cell that went well before and now took the process down, if one did."""
        for cell in cells:
            if not cell.good:
                continue
            try:
                process.request("run_cell", cell.source, seconds=self._left(self._limits.cell_seconds))
            except (StudentFault, StudentError):
                return cell
        return None


def _answers(process: Process) -> bool:
    """Whether it still answers: one that was killed a moment ago counts as alive until its namespaces have ended."""
    try:
        process.request("echo", "")
    except (StudentFault, StudentError):
        return False
    return True
