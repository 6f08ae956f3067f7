"""How grading grows: time and memory over a large class, and 1 against 2 workers, on this machine and on Dask.

    python benchmarks/grading_scale.py [--students 2000] [--part 200] [--rounds 5] [--json [PATH]]

The light class of `light_course`. A class is graded once with one process a core; time and memory are read as it goes.
Then the first `--part` of it is graded by 1 and by 2 processes, and by Dask clusters of 1 and of 2 processes, in turns,
`--rounds` times. Kept are medians, of the rates and of the ratios within a round, as the speed of a machine shared with
others drifts; the peer of each pair is the same executor with 1. One process beside a free core has part of its work
done there, so one that has a single core for everything is measured too. Seconds are counted from the first result to
the last, without the start. What a loop that shares nothing gains from a second process on the same machine, in the
same turns, is printed beside it.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import light_course
import psutil
from proof.measurement import parse, save
from proof.tables import worker_pairs

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
    parser.add_argument("--part", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    options = parse(parser)
    with tempfile.TemporaryDirectory(prefix="grading-scale-") as folder:
        course = light_course.write_course(Path(folder) / "course")
        light_course.hand_in(course, options.students)
        save_cells(course, light_course.NAME, complete_notebook(course, light_course.NAME))
        students = sorted(entry.name for entry in course.submitted.iterdir())
        figures: dict[str, object] = {"class": _whole(course, students)}
        rounds = [
            _round(course, Path(folder) / f"round {count}", students[: options.part]) for count in range(options.rounds)
        ]
    figures |= {name: statistics.median(found[name] for found in rounds) for name in rounds[0]}
    for name, one, two, ratio in worker_pairs(figures):
        print(f"{name:27} 1 worker {one:8.2f}/s    2 workers {two:8.2f}/s    ratio {ratio:.2f}")
    save(options, figures)


def _round(course: Course, work: Path, students: list[str]) -> dict[str, float]:
    """Submissions a second (bare: rounds of the loop) by 1 worker and by 2, and the ratios."""
    figures = {}
    for executor, rate in (("this machine", _local), ("Dask", _dask), ("bare", _bare)):
        for workers in (1, 2):
            name = f"{executor}, {workers}"
            figures[name] = rate(workers, _fresh(course, work / name), students)
        if executor != "bare":
            name = f"{executor}, a core each, 1"
            with _one_core():
                figures[name] = rate(1, _fresh(course, work / name), students)
            figures[f"{executor}, a core each, 2"] = figures[f"{executor}, 2"]
    names = [name.removesuffix(", 1") for name in figures if name.endswith(", 1")]
    return figures | {f"{name}, ratio": figures[f"{name}, 2"] / figures[f"{name}, 1"] for name in names}


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


def _local(workers: int, course: Course, students: list[str]) -> float:
    return _rate(course, students, workers=workers)


def _dask(workers: int, course: Course, students: list[str]) -> float:
    with _cluster(workers) as address:
        return _rate(course, students, dask=address)


@contextmanager
def _one_core() -> Iterator[None]:
    """This process and all that it starts has one core; grading takes one worker then."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _bare(workers: int, _course: Course, _students: list[str]) -> float:
    """Rounds a second of a loop that needs nothing but a core, in so many processes: what the machine has to give."""
    with multiprocessing.Pool(workers) as pool:
        pool.map(_spin, [0.5] * workers, chunksize=1)
        return sum(pool.map(_spin, [5.0] * workers, chunksize=1)) / 5.0


def _spin(seconds: float) -> int:
    end, rounds = time.perf_counter() + seconds, 0
    while time.perf_counter() < end:
        sum(range(20_000))
        rounds += 1
    return rounds


def _fresh(course: Course, work: Path) -> Course:
    """The same class with nothing graded yet."""
    work.mkdir(parents=True)
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
