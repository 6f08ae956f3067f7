"""Many submissions at once: results do not depend on how, and what the machine does is nobody's fault."""

from __future__ import annotations

import contextlib
import functools
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from tiny_class import CURSED, HONEST, STUDENTS, comparable, hand_in, hand_in_class, jobs_of, write_class_course
from tiny_course import build_tiny_release, write_tiny_course
from two_cores import cores_below, two_cores

from autograder.batch import grade_class
from autograder.course import Course
from autograder.errors import CourseError, SandboxError
from autograder.executors import grade_all
from autograder.executors.job import Job, Likely, Task
from autograder.executors.local import _Pool
from autograder.executors.process import ForkServer
from autograder.gradebook import results
from autograder.result import ATTENTION, GRADED, MISSING, UNGRADABLE
from autograder.sandbox import choose_level
from autograder.scratch import PREFIX, Scratch


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    course, failures = write_class_course(tmp_path_factory.mktemp("many"))
    hand_in_class(course)
    return course, failures


@pytest.fixture(scope="module")
def course(made) -> Course:
    return made[0]


@pytest.fixture
def failures(made):
    yield made[1]
    for path in made[1].iterdir():
        path.unlink()


@pytest.fixture(scope="module")
def undisturbed(course):
    """The whole class, one after another."""
    return list(grade_all(course, "tiny", jobs_of(course), workers=1))


def test_each_submission_gets_what_it_earns(undisturbed):
    """One that crashes, hangs or cannot be read costs nobody else anything."""
    found = {graded.result.student: graded.result for graded in undisturbed}
    assert list(found) == STUDENTS, "one worker grades in order"
    assert {found[student].earned for student in HONEST} == {90}
    assert {found[student].status for student in HONEST} == {GRADED}
    assert found["missing"].status == MISSING
    assert found["unreadable"].status == UNGRADABLE
    assert [found[student].earned for student in ("wrong", "crashing", "hanging", "stopped")] == [40, 51, 51, 89]
    assert "time limit" in found["hanging"].to_json()
    assert not any(graded.result.unfinished for graded in undisturbed)


def test_a_worker_that_died_at_the_end_is_replaced():
    """What it had is not left for the one that is at work still."""

    class Server:
        made = 0

        def worker(self):
            self.made += 1
            return SimpleNamespace(send=lambda job: None)

    pool = _Pool(2, server := Server())
    pool._waiting.extend([Task(Job("a", Path())), Task(Job("b", Path()))])
    pool._hand_out()
    pool._waiting.extend(pool._workers.pop().tasks)
    pool._hand_out()
    assert server.made == 3
    assert [len(worker.tasks) for worker in pool._workers] == [1, 1]


def test_order_and_number_of_workers_change_no_result(course, undisturbed):
    jobs = jobs_of(course)[::-1]
    assert comparable(grade_all(course, "tiny", jobs, workers=2)) == comparable(undisturbed)


def test_killed_workers_and_zygotes_change_no_result(course, failures, undisturbed):
    """Each loses the submission it was at, a shared zygote those of both workers, and they are graded again."""
    for name in ("worker-1", "worker-2", "zygote-1", "zygote-2"):
        (failures / name).touch()
    jobs = [job for job in jobs_of(course) if job.student != "hanging"]
    retried = []
    graded = comparable(grade_all(course, "tiny", jobs, workers=2, on_retry=lambda job, fault: retried.append(fault)))
    assert not list(failures.iterdir()), "the machine did not fail: this test shows nothing"
    assert graded == {student: text for student, text in comparable(undisturbed).items() if student != "hanging"}
    reasons = [fault.reason for fault in retried]
    sandboxes = sum("the sandbox" in reason for reason in reasons)
    assert 2 <= sandboxes <= 4, reasons
    assert len(retried) == 2 + sandboxes
    assert sum("SIGKILL" in reason and "the process that graded it ended" in reason for reason in reasons) == 2, reasons


def test_where_the_machine_fails_three_times_nobody_loses_points(course, tmp_path):
    """The submission waits for another run, the rest of the class is graded, and the command says so and fails."""
    work = course.at(tmp_path)
    hand_in(work, "cursed", CURSED)
    hand_in(work, "ada")
    done = subprocess.run(command(tmp_path, 2), cwd=course.root, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "1 submission not graded because the machine failed: run the same command again" in done.stderr
    assert "2/2" in done.stderr
    assert "1 graded, 1 needs attention, 2 tried again" in done.stderr
    ada, cursed = results(work, "tiny")
    assert (ada.earned, ada.unfinished) == (90, False)
    assert (cursed.status, cursed.unfinished) == (ATTENTION, True)
    assert {question.earned for question in cursed.questions} == {None}
    assert "the machine failed, not the student" in cursed.reason
    assert "SIGKILL" in cursed.reason


def test_a_sandbox_that_never_works_stops_the_run(tmp_path):
    """It says why, and blames no student for it."""
    course = write_tiny_course(tmp_path)
    build_tiny_release(course)
    path = course.root / "course.toml"
    path.write_text(path.read_text().replace('["numpy", "coursework"]', '["numpy", "no-such-package"]'))
    from autograder.course import load_course

    course = load_course(course.root)
    hand_in(course, "ada")
    with pytest.raises(SandboxError, match="no-such-package"):
        list(grade_all(course, "tiny", jobs_of(course)))


def test_a_fault_of_the_course_stops_the_run(tmp_path):
    course = write_tiny_course(tmp_path)
    build_tiny_release(course)
    hand_in(course, "ada")
    text = course.source("tiny").read_text()
    course.source("tiny").write_text(text.replace("import numpy as np", "import numpy as np, no_such_module"))
    with pytest.raises(CourseError, match="no_such_module"):
        list(grade_all(course, "tiny", jobs_of(course)))


def test_closing_the_iterator_ends_what_runs(course):
    """Also what is in the middle of a submission."""
    jobs = [job for job in jobs_of(course) if job.student in ("hanging", "honest-0")]
    others = psutil.Process().children(recursive=True)
    graded = grade_all(course, "tiny", jobs, workers=2)
    assert next(graded).result.student == "honest-0"
    running = [process for process in psutil.Process().children(recursive=True) if process not in others]
    assert len(running) >= 4, "two workers, each with a sandbox"
    graded.close()
    assert not psutil.wait_procs(running, timeout=30)[1]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_nothing_behind_and_goes_on(course, undisturbed, tmp_path, how):
    """Ctrl-C, a shutdown and a kill: no process, no temporary folder; the next run ends as one that was not stopped."""
    work, scratch = tmp_path / "work", tmp_path / "scratch"
    scratch.mkdir()
    for student in ("hanging", "honest-0", "honest-1"):
        shutil.copytree(course.submitted / student, work / "submitted" / student)
    environment = {**os.environ, "TMPDIR": str(scratch)}
    with subprocess.Popen(
        command(work, 2),
        cwd=course.root,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Where these tests run in the background of a shell, they and all below them would ignore Ctrl-C.
        preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as running:
        await_result(work / "autograded", running)
        processes = psutil.Process(running.pid).children(recursive=True)
        if how == signal.SIGINT:
            os.killpg(running.pid, how)
        else:
            running.send_signal(how)
        words = running.communicate(timeout=60)[1]
    assert not psutil.wait_procs(processes, timeout=60)[1]
    assert not list(scratch.glob(f"{PREFIX}*"))
    if how == signal.SIGKILL:
        assert running.returncode == -signal.SIGKILL
    else:
        assert running.returncode == 128 + how
        assert words.splitlines()[-1] == (
            "stopped: what was graded is kept; run the same command again and it goes on where it was"
        )
        assert "Traceback" not in words
    kept, everything = results(course.at(work), "tiny"), comparable(graded.result for graded in undisturbed)
    assert 0 < len(kept) < 3
    assert comparable(kept) == {result.student: everything[result.student] for result in kept}
    if how == signal.SIGKILL:
        grade_class(course.at(work), "tiny", workers=2)
        again = comparable(results(course.at(work), "tiny"))
        assert again == {student: everything[student] for student in ("hanging", "honest-0", "honest-1")}


def test_a_worker_ends_with_whoever_started_it():
    """Also one that waits for its first job."""
    code = "import os; import autograder.executors.process as p; print(p.WorkerProcess().pid, flush=True); os.abort()"
    killed = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=False)
    worker = int(killed.stdout)
    assert not psutil.pid_exists(worker) or not psutil.wait_procs([psutil.Process(worker)], timeout=60)[1]


def test_workers_are_forks_that_share_what_is_the_same_for_all(course, undisturbed):
    """They are children of this process, as their server is; only that one has started a sandbox; all of it ends."""
    jobs = [job for job in jobs_of(course) if job.student in ("crashing", "honest-0", "wrong")]
    others = psutil.Process().children(recursive=True)
    with ForkServer(Likely(course, "tiny", "auto")) as server:
        graded = grade_all(course, "tiny", jobs, workers=2, server=server)
        first = next(graded)
        mine, *workers = [process for process in psutil.Process().children() if process not in others]
        assert len(workers) == 2
        started = [process for process in psutil.Process().children(recursive=True) if process not in others]
        if choose_level("auto") in ("bubblewrap", "namespaces"):
            assert mine.children()
            assert not any(worker.children() for worker in workers)
        expected = {one.result.student: one for one in undisturbed}
        assert comparable([first, *graded]) == comparable(expected[job.student] for job in jobs)
        assert not psutil.wait_procs(workers, timeout=30)[1]
        assert mine.is_running()
    assert not psutil.wait_procs(started, timeout=30)[1]


@pytest.mark.parametrize("workers", [1, 2])
def test_as_many_workers_as_cores_have_one_each(course, undisturbed, workers):
    """With their sandboxes; what serves them, and a worker that has a core to spare, run on any."""
    jobs = [job for job in jobs_of(course) if job.student in ("crashing", "hanging", "honest-0")]
    expected = {one.result.student: one for one in undisturbed}
    others = psutil.Process().children()
    with two_cores() as two:
        graded = grade_all(course, "tiny", jobs, workers=workers)
        first = next(graded)
        server, *mine = [process for process in psutil.Process().children() if process not in others]
        assert set(server.cpu_affinity()) == two
        bound = [(core,) for core in sorted(two)] if workers == 2 else [tuple(two)]
        assert sorted(tuple(worker.cpu_affinity()) for worker in mine) == bound
        below = cores_below(os.getpid())
        assert [cores for cores in below if len(cores) == 1] == (bound if workers == 2 else [])
        assert comparable([first, *graded]) == comparable(expected[job.student] for job in jobs)


def test_a_core_is_free_again_when_its_worker_has_ended():
    """However it ends; where none is free, a worker runs on all."""
    code = """
import os, sys
from autograder.executors.cores import take_core
print(*take_core(sys.argv[1]), "of", *os.sched_getaffinity(0), flush=True)
sys.stdin.read()
"""

    def worker(group: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-c", code, group], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def says(worker: subprocess.Popen) -> list[list[int]]:
        return [list(map(int, part.split())) for part in worker.stdout.readline().split("of")]

    group = secrets.token_hex(8)
    with two_cores() as two, contextlib.ExitStack() as closing:
        one, other = sorted(two)
        found = []
        for name in (group, group, group, secrets.token_hex(8)):
            found.append(closing.enter_context(worker(name)))
            found.append(says(found[-1]))
        assert found[1::2] == [[[one], [one]], [[other], [other]], [[], [one, other]], [[one], [one]]]
        found[0].kill()
        found[0].wait()
        assert says(closing.enter_context(worker(group))) == [[one], [one]]


def test_a_server_that_expected_something_else_gets_ready_anew(course, tmp_path):
    other = write_tiny_course(tmp_path)
    build_tiny_release(other)
    hand_in(other, "ada")
    with ForkServer(Likely(course, "tiny", "auto")) as server:
        (ada,) = grade_all(other, "tiny", jobs_of(other), server=server)
        assert ada.result.earned == 90
        (honest,) = grade_all(course, "tiny", [jobs_of(course)[3]], server=server)
        assert honest.result.student.startswith("honest")
        assert honest.result.status == GRADED


@pytest.mark.parametrize("when", ["before", "between"])
def test_without_its_server_a_class_is_graded_all_the_same(course, undisturbed, when):
    """Killed before it has forked a worker, or between two submissions."""
    jobs = [job for job in jobs_of(course) if job.student.startswith("honest")]
    with ForkServer() as server:
        if when == "before":
            server._process.kill()
        graded = grade_all(course, "tiny", jobs, workers=2, server=server)
        found = [next(graded)]
        server._process.kill()
        found += graded
    expected = {one.result.student: one for one in undisturbed}
    assert comparable(found) == comparable(expected[job.student] for job in jobs)


def test_a_server_ends_with_whoever_started_it(course):
    """Also in the middle of getting ready."""
    code = """
import os, sys
from pathlib import Path
from autograder.course import load_course
from autograder.executors.job import Likely
from autograder.executors.process import ForkServer
print(ForkServer(Likely(load_course(Path(sys.argv[1])), "tiny", "auto"))._process.pid, flush=True)
os.abort()
"""
    killed = subprocess.run([sys.executable, "-c", code, course.root], stdout=subprocess.PIPE, text=True, check=False)
    server = int(killed.stdout)
    assert not psutil.pid_exists(server) or not psutil.wait_procs([psutil.Process(server)], timeout=60)[1]


def test_folders_of_killed_processes_are_removed_and_no_others(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    held = Scratch()
    code = "import os; from autograder.scratch import Scratch; print(Scratch().path, flush=True); os.abort()"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    killed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    left = Path(killed.stdout.strip())
    assert left.is_dir()
    mine = Scratch()
    assert not left.exists()
    assert Path(held.path).is_dir()
    for scratch in (held, mine):
        scratch.close()
    assert not list(tmp_path.iterdir())


def command(work: Path, workers: int) -> list[str]:
    return [sys.executable, "-m", "autograder", "grade", "tiny", "--work", str(work), "--workers", str(workers)]


def await_result(autograded: Path, running: subprocess.Popen) -> None:
    """Wait until a first result is written."""
    while not list(autograded.glob("*/tiny/result.json")):
        assert running.poll() is None, running.stderr.read()
        time.sleep(0.02)
