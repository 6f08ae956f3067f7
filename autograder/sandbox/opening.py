"""Cells that every notebook of a class begins with, run once: each submission starts as a fork behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .process import Process
from .remote import StudentError, StudentFault


@dataclass(frozen=True)
class Opening:
    """sources: the cells, all of them ours; answers: what each showed; process: the state behind them, if it is of use.

    It is of none where a cell fails, starts threads (a fork would lack them) or writes files (a submission has a folder
    of its own): each submission has to run them itself then.
    """

    sources: tuple[str, ...]
    answers: tuple[Any, ...] = ()
    process: Process | None = None

    @property
    def usable(self) -> bool:
        return self.process is not None and self.process.alive()

    @property
    def lost(self) -> bool:
        """Whether it was of use and has ended since."""
        return self.process is not None and not self.process.alive()

    def for_another(self) -> Opening:
        """The same for a fork of this grader: behind a copy of its state."""
        return replace(self, process=self.process.fork_for_another()) if self.usable else self

    def leave(self) -> None:
        if self.process is not None:
            self.process.leave()

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()


def run_opening(zygote: Process, sources: Sequence[str], seconds: float) -> Opening:
    """Run cells in a fork of a zygote. Args: seconds: the limit of each."""
    sources = tuple(sources)
    try:
        process = zygote.fork()
    except StudentFault:
        return Opening(sources)
    try:
        answers = tuple(process.request("run_cell", source, seconds=seconds) for source in sources)
        failed = any(answer["error"] or answer["exited"] for answer in answers)
        if not failed and process.threads() == 1 and not process.request("settle"):
            return Opening(sources, answers, process)
    except (StudentFault, StudentError):
        pass
    process.kill()
    return Opening(sources)
