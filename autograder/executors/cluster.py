"""Grades on a Dask cluster: submissions go out as bytes, results come back as text; no disk is shared."""

from __future__ import annotations

import contextlib
import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..bundle import load_bundle
from ..course import Course
from ..errors import AutograderError, CourseError
from ..grade import Graded
from ..reference import secret
from .host import grade_parcel, parcel_course, release
from .job import Fault, Job, Task
from .parcel import digest, graded_from_json, pack_course, pack_submission
from .retries import MOST_TRIES, Retries

if TYPE_CHECKING:
    from distributed import Client, Future

_CONNECT_SECONDS = 15
# Submissions on their way for each thread of the cluster: one that is graded and three that wait beside it. Where one
# waited, two workers graded a sixth fewer a second.
_AHEAD = 4


def grade_on_cluster(
    course: Course,
    name: str,
    jobs: Sequence[Job],
    *,
    address: str,
    sandbox: str,
    on_retry: Callable[[Job, Fault], None] | None,
) -> Iterator[Graded]:
    """See grade_all.

    Raises: AutograderError where there is no cluster, or none with workers.
    """
    bundle = load_bundle(course, name)
    parcel = parcel_course(pack_course(course, name), name, secret(course), sandbox)
    with _connect(address) as client:
        run = _Run(client, parcel, Retries(bundle.assignment, on_retry))
        try:
            yield from run.grade(jobs)
        except OSError as error:
            raise AutograderError(f"lost the Dask scheduler at {address}: {error}") from None
        finally:
            run.close()


def _connect(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        raise AutograderError("--dask needs Dask: pip install distributed") from None
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise AutograderError(f"no Dask scheduler at {address}: {error}") from None
    try:
        client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
    except TimeoutError:
        client.close()
        raise AutograderError(f"the Dask scheduler at {address} has no workers") from None
    return client


class _Run:
    """One class on its way through a cluster."""

    def __init__(self, client: Client, parcel: bytes, retries: Retries) -> None:
        from distributed import as_completed

        self._client = client
        self._parcel = parcel
        self._key = digest(parcel)
        self._retries = retries
        self._waiting: deque[Task] = deque()
        self._running: dict[Future, Task] = {}
        self._completed = as_completed(loop=client.loop)

    def grade(self, jobs: Sequence[Job]) -> Iterator[Graded]:
        self._waiting.extend(map(Task, jobs))
        while self._waiting or self._running:
            room = _AHEAD * max(1, sum(self._client.nthreads().values()))
            while self._waiting and len(self._running) < room:
                self._submit(self._waiting.popleft())
            future = next(self._completed)
            task = self._running.pop(future)
            if graded := self._take(future, task):
                yield graded

    def close(self) -> None:
        """End what runs on the workers. What they keep ends by itself later, should they not be reached."""
        with contextlib.suppress(Exception):
            self._client.cancel(list(self._running), force=True)
            self._client.run(release, self._key, on_error="ignore")

    def _submit(self, task: Task, worker: str = "") -> None:
        """Send a submission; the course follows to a worker that says it does not know it.

        Args: worker: the one that said so.
        """
        elsewhere = (
            [address for address in self._client.nthreads() if address not in task.places] if task.places else []
        )
        future = self._client.submit(
            grade_parcel,
            self._key,
            self._parcel if worker else None,
            task.job.student,
            pack_submission(task.job.path),
            self._beside(worker) if worker else 0,
            pure=False,
            workers=[worker] if worker else elsewhere or None,
            allow_other_workers=bool(worker or elsewhere),
        )
        self._running[future] = task
        self._completed.add(future)

    def _beside(self, worker: str) -> int:
        """How many threads the cluster has on the machine of a worker."""
        from distributed.comm import get_address_host

        threads, machine = self._client.nthreads(), get_address_host(worker)
        return sum(number for address, number in threads.items() if get_address_host(address) == machine)

    def _take(self, future: Future, task: Task) -> Graded | None:
        if future.status == "finished":
            answer = json.loads(future.result())
            if "graded" in answer:
                graded = graded_from_json(answer["graded"])
                self._retries.succeeded(graded)
                return graded
            if "course" in answer:
                raise CourseError(answer["course"])
            if "fault" not in answer:
                self._submit(task, answer["worker"])
                return None
            fault, tries = Fault(*answer["fault"]), 1
            task.places.add(answer["worker"])
        elif self._client.status != "running":
            raise OSError("the connection is closed")
        else:
            fault, tries = _broken(future)
        given_up = self._retries.failed(task, fault, tries)
        if given_up is None:
            self._waiting.append(task)
        return given_up


def _broken(future: Future) -> tuple[Fault, int]:
    """Why Dask itself did not run a task, and how many tries that was: it tries again itself where workers die."""
    from distributed import KilledWorker

    error = future.exception() if future.status == "error" else None
    if isinstance(error, KilledWorker):
        return Fault("each of several machines ended while it was there", str(error)), MOST_TRIES
    return Fault(f"the cluster did not run it ({error!r})" if error else "the cluster lost it"), 1
