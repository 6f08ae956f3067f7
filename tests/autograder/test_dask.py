"""Grading on a Dask cluster: the same results as here, also where machines of the cluster die."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal

import psutil
import pytest
from tiny_class import CURSED, comparable, hand_in, hand_in_class, jobs_of, write_class_course
from two_cores import cores_below, two_cores

from autograder.batch import grade_class
from autograder.course import Course
from autograder.errors import AutograderError, CourseError
from autograder.executors import grade_all
from autograder.gradebook import results

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    course, failures = write_class_course(tmp_path_factory.mktemp("dask"))
    hand_in_class(course)
    return course, failures


@pytest.fixture(scope="module")
def course(made) -> Course:
    return made[0]


@pytest.fixture(scope="module")
def here(course):
    """What grading on this machine says of the class."""
    return comparable(grade_all(course, "tiny", jobs_of(course), workers=2))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=str(folder)
    ) as cluster:
        yield cluster


def test_the_same_results_as_here_and_nothing_stays_behind(course, cluster, here):
    graded = comparable(grade_all(course, "tiny", jobs_of(course), dask=cluster.scheduler_address))
    assert graded == here
    for pid in worker_pids(cluster):
        assert not psutil.Process(pid).children(recursive=True), "processes that grade end with the run"


def test_a_killed_dask_worker_changes_no_result(course, cluster, here, tmp_path):
    """It is killed while it grades; its submissions are graded elsewhere, and all is recorded."""
    work = course.at(tmp_path)
    hand_in_class(work)
    shutil.rmtree(work.submitted / "hanging")
    pids = worker_pids(cluster)
    killed = []

    def kill_one(result):
        """At the first result: the other worker is in the middle of a submission, or this one is in its next."""
        if not killed:
            busy = [pid for pid in pids if psutil.Process(pid).children(recursive=True)]
            os.kill(busy[-1], signal.SIGKILL)
            killed.append(busy[-1])

    graded = grade_class(work, "tiny", dask=cluster.scheduler_address, on_result=kill_one)
    assert killed
    assert killed[0] not in worker_pids(cluster)
    assert comparable(graded) == {student: said[:1] for student, said in here.items() if student != "hanging"}
    assert results(work, "tiny") == graded


def test_faults_are_tried_elsewhere_and_no_more_than_twice(course, made, cluster, here, tmp_path):
    """A killed process that grades is replaced; a submission whose machine always fails is given up."""
    work = course.at(tmp_path)
    hand_in(work, "cursed", CURSED)
    hand_in(work, "honest-0")
    (made[1] / "zygote").touch()
    retried = []
    graded = {
        one.result.student: one
        for one in grade_all(
            work,
            "tiny",
            jobs_of(work),
            dask=cluster.scheduler_address,
            on_retry=lambda job, fault: retried.append((job.student, fault.reason)),
        )
    }
    assert sorted(student for student, _ in retried) == ["cursed", "cursed", "honest-0"], retried
    assert "the sandbox" in dict(retried)["honest-0"]
    assert graded["cursed"].result.unfinished
    assert comparable([graded["honest-0"]])["honest-0"] == here["honest-0"]


@pytest.mark.parametrize("number", [1, 2])
def test_a_cluster_with_a_thread_for_each_core_keeps_submissions_apart(course, here, tmp_path, number):
    jobs = [job for job in jobs_of(course) if job.student in ("hanging", "honest-0", "wrong")]
    with (
        two_cores() as two,
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=number, dashboard_address=None, local_directory=str(tmp_path)
        ) as cluster,
    ):
        (worker,) = worker_pids(cluster, 1)
        graded = grade_all(course, "tiny", jobs, dask=cluster.scheduler_address)
        first = next(graded)
        bound = [(core,) for core in sorted(two)] if number == 2 else [tuple(two)]
        assert cores_below(worker) == bound
        found = comparable([first, *graded])
    assert found == {job.student: here[job.student] for job in jobs}


def test_a_fault_of_the_course_stops_the_run(course, cluster):
    path = course.source("tiny")
    text = path.read_text()
    jobs = [job for job in jobs_of(course) if job.student == "honest-0"]
    try:
        path.write_text(text.replace("import numpy as np", "import numpy as np, no_such_module"))
        with pytest.raises(CourseError, match="no_such_module"):
            list(grade_all(course, "tiny", jobs, dask=cluster.scheduler_address))
    finally:
        path.write_text(text)


def test_no_cluster_is_one_sentence(course):
    with pytest.raises(AutograderError, match="no Dask scheduler at nowhere"):
        list(grade_all(course, "tiny", jobs_of(course), dask="nowhere"))


def worker_pids(cluster, number: int = 2) -> list[int]:
    with contextlib.closing(distributed.Client(cluster, set_as_default=False)) as client:
        client.wait_for_workers(number)
        return list(client.run(os.getpid).values())
