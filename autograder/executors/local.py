"""Grades with processes on this machine."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import wait

from ..bundle import load_bundle
from ..course import Course, Limits
from ..errors import CourseError
from ..grade import Graded
from ..reference import secret
from ..sandbox import choose_level
from .cores import group_of, usable_cores
from .job import Fault, Job, Task
from .process import ForkServer, WorkerProcess
from .retries import Retries
from .worker import Setup


def stuck_seconds(limits: Limits) -> float:
    """Longer than any submission can take whose limits are kept; what takes longer hangs on our side."""
    return 3 * limits.submission_seconds + 300


def grade_locally(
    course: Course,
    name: str,
    jobs: Sequence[Job],
    *,
    sandbox: str,
    workers: int | None,
    on_retry: Callable[[Job, Fault], None] | None,
    server: ForkServer | None = None,
) -> Iterator[Graded]:
    """See grade_all. Also a single worker is a process of its own, so that nothing it does can end this one."""
    level = choose_level(sandbox)
    with contextlib.ExitStack() as closing:
        if server is None:
            server = closing.enter_context(ForkServer())
        # Its interpreter starts while this one reads. What is made on first use is made here, once.
        bundle = load_bundle(course, name)
        secret(course)
        _ = bundle.data
        size = min(workers or usable_cores(), len(jobs))
        server.get_ready(Setup(bundle, level, cores=group_of(size)))
        with contextlib.closing(_Pool(size, server)) as pool:
            yield from pool.run(jobs, bundle.assignment.limits, Retries(bundle.assignment, on_retry))


class _Worker:
    """tasks: those it was given, the one it works on first; since: when it began with that."""

    def __init__(self, process: WorkerProcess) -> None:
        self.process = process
        self.tasks: deque[Task] = deque()
        self.since = 0.0


class _Pool:
    def __init__(self, size: int, server: ForkServer) -> None:
        self._size = size
        self._server = server
        self._workers: list[_Worker] = []
        self._waiting: deque[Task] = deque()

    def run(self, jobs: Sequence[Job], limits: Limits, retries: Retries) -> Iterator[Graded]:
        limit = stuck_seconds(limits)
        self._waiting.extend(map(Task, jobs))
        while self._waiting or any(worker.tasks for worker in self._workers):
            self._hand_out()
            busy = {worker.process.connection: worker for worker in self._workers if worker.tasks}
            first = min(worker.since for worker in busy.values())
            ready = wait(list(busy), max(0.0, first + limit - time.monotonic()))
            if not ready:
                hung = min(busy.values(), key=lambda worker: worker.since)
                hung.process.kill()
                continue
            for connection in ready:
                if graded := self._take(busy[connection], retries):
                    yield graded

    def close(self) -> None:
        for worker in self._workers:
            worker.process.stop()
        while self._workers:
            self._workers.pop().process.close()

    def _hand_out(self) -> None:
        """Give every worker something to do, and while there is plenty a second job, so that it never waits for us."""
        busy = sum(bool(worker.tasks) for worker in self._workers)
        while len(self._workers) < min(self._size, len(self._waiting) + busy):
            self._workers.append(_Worker(self._server.worker()))
        for depth in (1, 2):
            for worker in self._workers:
                enough = len(self._waiting) > (depth - 1) * 2 * self._size
                if enough and len(worker.tasks) < depth:
                    self._give(worker, self._waiting.popleft())

    def _give(self, worker: _Worker, task: Task) -> None:
        if not worker.tasks:
            worker.since = time.monotonic()
        worker.tasks.append(task)
        worker.process.send(task.job)

    def _take(self, worker: _Worker, retries: Retries) -> Graded | None:
        """Take a worker's answer. One that failed is replaced, and what it had not begun goes to others."""
        answer = worker.process.receive()
        task = worker.tasks.popleft()
        worker.since = time.monotonic()
        if isinstance(answer, CourseError):
            raise answer
        if isinstance(answer, Graded):
            retries.succeeded(answer)
            return answer
        self._workers.remove(worker)
        self._waiting.extendleft(reversed(worker.tasks))
        worker.process.close()
        given_up = retries.failed(task, answer)
        if given_up is None:
            self._waiting.append(task)
        return given_up
