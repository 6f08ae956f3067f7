"""Tries all answers of an assignment, on every core."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from ..atomic import write_text
from ..bundle import Bundle, load_bundle
from ..canonical import dumps, nbgrader, read
from ..course import Course
from ..errors import AutograderError
from ..executors.cores import group_of, usable_cores
from ..executors.job import Fault
from ..executors.process import ForkServer
from ..executors.worker import Setup
from ..gates import answered
from ..grade import Grader
from ..reference import secret
from ..sandbox import level_for_own_code
from .files import Answer, automatic, completed, read_answers
from .report import AnswersReport, Tried
from .trial import Trial

# What a worker is given at a time, and how much there must be for a second one to pay: it takes seconds to start.
_AT_ONCE = 4
_FOR_A_WORKER = 20


@dataclass(frozen=True, kw_only=True)
class TrialSetup(Setup):
    """What a worker is told first that tries answers; a job is some to one question."""

    reference: Path
    seeds: int

    @contextlib.contextmanager
    def using(self, grader: Grader) -> Iterator[Callable[[Sequence[Answer]], list[Tried]]]:
        with Trial(grader, self.reference) as trial:
            yield lambda answers: trial.answers(answers, self.seeds)


def try_answers(
    bundle: Bundle,
    notebook: NotebookNode,
    sandbox: str,
    reference: Path,
    *,
    questions: Collection[str] = (),
    seeds: int = 1,
    workers: int | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> AnswersReport:
    """Try all answers, each in the reference's notebook, through the grader that submissions meet.

    Args:
        notebook: the source; reference: the notebook that answers as the reference does.
        sandbox: the level that holds them.
        questions: those to try, by default all.
        seeds: sets of random inputs; a mutant must lose points with each, a variant with none.
        workers: processes, by default one a core where that pays; progress: called with how many are done of how many.
    Raises: CourseError where an answer cannot be read, AutograderError where a process failed.
    """
    start, automatic_ones = time.monotonic(), automatic(notebook)
    chosen = tuple(name for name in automatic_ones if name in questions or not questions)
    folder = bundle.course.source(bundle.assignment.name).parent
    solutions = {str(nbgrader(cell, "grade_id")): cell.source for cell in notebook.cells if nbgrader(cell, "solution")}
    answers = [
        replace(one, source=completed(one.source, solutions[f"{one.question}-solution"]))
        for one in read_answers(folder, automatic_ones)
        if one.question in chosen
    ]
    tasks = list(_tasks(bundle, answers))
    number = min(workers or usable_cores(), -(-len(answers) // _FOR_A_WORKER), len(tasks))
    setup = TrialSetup(bundle, sandbox, cores=group_of(number), reference=reference, seeds=seeds)
    found: dict[int, list[Tried]] = {}
    progress(0, len(answers))
    with contextlib.closing(_one_by_one(setup, tasks) if number <= 1 else _side_by_side(setup, tasks, number)) as done:
        for task, tried in done:
            found[task] = tried
            progress(sum(map(len, found.values())), len(answers))
    tried = tuple(one for task in sorted(found) for one in found[task])
    return AnswersReport(bundle.assignment.name, chosen, tried, time.monotonic() - start)


def try_assignment(course: Course, name: str, **options: Any) -> AnswersReport:
    """Try the answers to an assignment that is released.

    Args: options: `questions`, `seeds`, `workers`, `progress`, as for `try_answers`.
    """
    bundle, notebook = load_bundle(course, name), read(course.source(name))
    with tempfile.TemporaryDirectory(prefix="autograder-answers-") as folder:
        reference = Path(folder) / bundle.assignment.notebook
        write_text(reference, dumps(answered(bundle.release, notebook)))
        return try_answers(bundle, notebook, level_for_own_code(), reference, **options)


def _tasks(bundle: Bundle, answers: Sequence[Answer]) -> Iterator[list[Answer]]:
    """A few answers to one question each, in the order of the notebook: a worker only ever goes forward in it."""
    for question in bundle.assignment.points:
        of_this = [answer for answer in answers if answer.question == question]
        yield from (of_this[start : start + _AT_ONCE] for start in range(0, len(of_this), _AT_ONCE))


def _one_by_one(setup: TrialSetup, tasks: list[list[Answer]]) -> Iterator[tuple[int, list[Tried]]]:
    with setup.opened() as do:
        for number, task in enumerate(tasks):
            yield number, do(task)


def _side_by_side(setup: TrialSetup, tasks: list[list[Answer]], number: int) -> Iterator[tuple[int, list[Tried]]]:
    # What is made on first use is made here, once.
    secret(setup.bundle.course)
    _ = setup.bundle.data
    waiting, busy = deque(enumerate(tasks)), {}
    with contextlib.ExitStack() as closing:
        server = closing.enter_context(ForkServer())
        server.get_ready(setup)
        workers = [closing.enter_context(contextlib.closing(server.worker())) for _ in range(number)]
        while waiting or busy:
            for worker in workers:
                if waiting and worker.connection not in busy:
                    busy[worker.connection] = worker, *waiting.popleft()
                    worker.send(busy[worker.connection][2])
            for connection in wait(list(busy)):
                worker, task, answers = busy.pop(connection)
                tried = worker.receive()
                if isinstance(tried, Fault):
                    raise AutograderError(f"{answers[0].question}: {tried.reason}")
                if isinstance(tried, Exception):
                    raise tried
                yield task, tried
