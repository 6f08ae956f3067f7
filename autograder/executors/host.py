"""What runs on a Dask worker: it keeps processes that grade, and passes submissions on to them.

The Dask worker itself runs neither student code nor tests; and a process that dies takes no Dask worker with it.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgpack

from ..bundle import load_bundle
from ..course import load_course
from ..errors import AutograderError, CourseError
from ..grade import Graded
from ..reference import SECRET_VARIABLE
from ..scratch import Scratch
from .cores import usable_cores
from .job import Fault, Job
from .local import stuck_seconds
from .parcel import graded_to_json, unpack_course, unpack_submission
from .process import WorkerProcess
from .worker import Setup

# How long a process waits for the next submission when whoever sent the last one has gone without a word.
_IDLE_SECONDS = 600.0

_hosts: dict[str, _Host] = {}
_lock = threading.Lock()


def grade_parcel(key: str, course: bytes | None, student: str, submission: bytes, beside: int = 0) -> str:
    """Grade one submission with the course known under `key`.

    Args:
        course: what `parcel_course` made; None where this process should know it already.
        beside: with the course, how many submissions the cluster grades at once on this machine.
    Returns: JSON, {"worker": address} with "graded", "fault" or "course" (its error); without where the course is not
    known here.
    """
    from distributed import get_worker

    said: dict[str, Any] = {"worker": get_worker().address}
    try:
        with _lock:
            if key not in _hosts:
                if course is None:
                    return json.dumps(said)
                _hosts[key] = _Host(course, key if beside == usable_cores() else "")
            host = _hosts[key]
        answer = host.grade(student, submission)
    except CourseError as error:
        answer = error
    except (AutograderError, OSError) as error:
        answer = Fault(f"{type(error).__name__}: {error}")
    if isinstance(answer, Graded):
        said["graded"] = graded_to_json(answer)
    elif isinstance(answer, Fault):
        said["fault"] = [answer.reason, answer.detail, answer.sandbox]
    else:
        said["course"] = str(answer)
    return json.dumps(said)


def release(key: str) -> None:
    """End what is kept for a course, also what is in the middle of a submission."""
    with _lock:
        host = _hosts.pop(key, None)
    if host is not None:
        host.close()


def parcel_course(files: bytes, name: str, secret: str, sandbox: str) -> bytes:
    """What `grade_parcel` needs to know of a course."""
    return msgpack.packb([files, name, secret, sandbox])


class _Host:
    """The processes for one assignment: as many as submissions are graded here at once."""

    def __init__(self, course: bytes, cores: str) -> None:
        files, name, secret, sandbox = msgpack.unpackb(course)
        self._scratch = Scratch()
        root = Path(self._scratch.path, "course")
        unpack_course(files, root)
        bundle = load_bundle(load_course(root), name)
        _ = bundle.data
        self._setup = Setup(bundle, sandbox, {SECRET_VARIABLE: secret}, _IDLE_SECONDS, cores)
        self._stuck_seconds = stuck_seconds(bundle.assignment.limits)
        self._lock = threading.Lock()
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._closed = False

    def grade(self, student: str, submission: bytes) -> Graded | Fault | CourseError:
        worker = self._take()
        answer: Graded | Fault | CourseError = Fault("it was not begun")
        try:
            with TemporaryDirectory(dir=self._scratch.path) as folder:
                worker.send(Job(student, unpack_submission(submission, Path(folder))))
                if not worker.connection.poll(self._stuck_seconds):
                    worker.kill()
                answer = worker.receive()
        finally:
            with self._lock:
                self._busy.discard(worker)
                keep = isinstance(answer, Graded) and not self._closed
                if keep:
                    self._idle.append(worker)
            if not keep:
                worker.close()
        return answer

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for worker in (*idle, *self._busy):
                worker.stop()
        for worker in idle:
            worker.close()
        self._scratch.close()

    def _take(self) -> WorkerProcess:
        """A process that waits for a submission; those that have ended meanwhile are put away."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if not worker.connection.poll():
                    self._busy.add(worker)
                    return worker
                worker.close()
            worker = WorkerProcess()
            self._busy.add(worker)
        worker.send(self._setup)
        return worker
