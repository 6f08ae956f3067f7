"""How grading grows: time and memory over a large class, and 1 against 2 workers, on this machine and on Dask.

    python benchmarks/grading_scale.py [--students 2000] [--part 400] [--json [PATH]]

The light class of `light_course`. A class is graded once with one process a core; time and memory are read as it goes.
Then the first `--part` of it is graded by 1 and by 2 processes, and by Dask clusters of 1 and of 2 processes; the peer
of each pair is the same executor with 1. One process beside a free core has part of its work done there, so one that
has a single core for everything is measured too. Seconds are counted from the first result to the last, without the
start. What a loop that shares nothing gains from a second process on the same machine, at the same time, is printed
beside it.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import light_course
import psutil
from proof.measurement import parse, save

from autograder.batch import grade_batch
from autograder.course import Course
from autograder.gradebook import complete_notebook, save_cells
from autograder.result import Result

STEPS = 8


class Meter:
    """Notes when results come, and the memory of this process and of all below it."""

    def __init__(self, total: int) -> None:
        self.times: list[float] = []
        self.memory: list[tuple[int, float, float]] = []
        self._every = max(1, total // STEPS)

    def __call__(self, result: Result) -> None:
        self.times.append(time.perf_counter())
        if len(self.times) % self._every == 0:
            own, below = _memory_mib()
            self.memory.append((len(self.times), own, below))

    @property
    def rate(self) -> float:
        """Submissions a second, from the first result to the last."""
        return (len(self.times) - 1) / (self.times[-1] - self.times[0])

    def steps(self) -> list[float]:
        """Seconds of each part of the class."""
        marks = [self.times[0], *(self.times[count - 1] for count, _, _ in self.memory)]
        return [after - before for before, after in itertools.pairwise(marks)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=2000)
    parser.add_argument("--part", type=int, default=400)
    options = parse(parser)
    with tempfile.TemporaryDirectory(prefix="grading-scale-") as folder:
        course = light_course.write_course(Path(folder) / "course")
        light_course.hand_in(course, options.students)
        save_cells(course, light_course.NAME, complete_notebook(course, light_course.NAME))
        students = sorted(entry.name for entry in course.submitted.iterdir())
        part = students[: options.part]
        figures = {"class": _whole(course, students)}
        for name, workers in (("1 process", 1), ("2 processes", 2)):
            figures[name] = _rate(_fresh(course, Path(folder) / name), part, workers=workers)
        with _one_core():
            figures["a core each, 1 process"] = _rate(_fresh(course, Path(folder) / "one core"), part)
        figures["a core each, 2 processes"] = figures["2 processes"]
        for name, workers in (("Dask, 1 process", 1), ("Dask, 2 processes", 2)):
            with _cluster(workers) as address:
                figures[name] = _rate(_fresh(course, Path(folder) / name), part, dask=address)
        for name, workers in (("bare, 1 process", 1), ("bare, 2 processes", 2)):
            figures[name] = _bare(workers)
    pairs = [(name, name.replace("1 process", "2 processes")) for name in figures if name.endswith("1 process")]
    for pair in pairs:
        one, two = (figures[name] for name in pair)
        print(f"{pair[0]:18} {one:7.2f}/s    {pair[1]:18} {two:7.2f}/s    ratio {two / one:.2f}")
    save(options, figures)


def _whole(course: Course, students: list[str]) -> dict[str, object]:
    """Grade the whole class and print how time and memory went."""
    meter = Meter(len(students))
    grade_batch(course, light_course.NAME, students=students, on_result=meter)
    print(f"{len(students)} submissions at {meter.rate:.2f} a second")
    print(f"{'graded':>8} {'seconds of the part':>20} {'MiB here':>10} {'MiB below':>10}")
    for (count, own, below), seconds in zip(meter.memory, meter.steps(), strict=True):
        print(f"{count:8} {seconds:20.1f} {own:10.0f} {below:10.0f}")
    return {"rate": meter.rate, "seconds": meter.steps(), "memory_mib": meter.memory}


def _rate(course: Course, students: list[str], **how: object) -> float:
    meter = Meter(len(students))
    grade_batch(course, light_course.NAME, students=students, on_result=meter, **how)
    return meter.rate


@contextmanager
def _one_core() -> Iterator[None]:
    """This process and all that it starts has one core; grading takes one worker then."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _bare(processes: int) -> float:
    """Rounds a second of a loop that needs nothing but a core, in so many processes: what the machine has to give."""
    with multiprocessing.Pool(processes) as pool:
        pool.map(_spin, [0.5] * processes, chunksize=1)
        return sum(pool.map(_spin, [5.0] * processes, chunksize=1)) / 5.0


def _spin(seconds: float) -> int:
    end, rounds = time.perf_counter() + seconds, 0
    while time.perf_counter() < end:
        sum(range(20_000))
        rounds += 1
    return rounds


def _fresh(course: Course, work: Path) -> Course:
    """The same class with nothing graded yet."""
    work.mkdir()
    (work / "submitted").symlink_to(course.submitted)
    fresh = course.at(work)
    save_cells(fresh, light_course.NAME, complete_notebook(fresh, light_course.NAME))
    return fresh


@contextmanager
def _cluster(workers: int) -> Iterator[str]:
    """A Dask cluster on this machine; its processes may have children, which hold the sandbox."""
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
    ):
        yield cluster.scheduler_address


def _memory_mib() -> tuple[float, float]:
    """Memory of this process, and of all below it with shared pages counted in parts, in MiB."""
    here = psutil.Process()
    below = 0
    for process in here.children(recursive=True):
        try:
            below += process.memory_full_info().pss
        except psutil.Error:
            continue
    return here.memory_full_info().pss / 2**20, below / 2**20


if __name__ == "__main__":
    main()
