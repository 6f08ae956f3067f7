"""One writer of a gradebook at a time, and patience with other programs; the other process is always a real one."""

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from kill_points import hand_in, make_course

from autograder.batch import grade_batch
from autograder.errors import CourseError
from autograder.gradebook import complete_notebook, open_gradebook, save_cells
from autograder.locks import only_writer

LOCKED = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
"""
WRITING = """
import sys
from pathlib import Path
from autograder.locks import only_writer
lock = only_writer(Path(sys.argv[1]))
lock.__enter__()
"""
FORKING = WRITING + "import os\nif not os.fork():\n    sys.stdin.read()\n    os._exit(0)\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    course = make_course(tmp_path_factory.mktemp("course") / "tiny")
    save_cells(course, "tiny", complete_notebook(course, "tiny"))
    return course


@pytest.fixture
def course(made, tmp_path):
    """A work folder of its own, with two submissions that need no sandbox."""
    shutil.copy(made.work / "gradebook.db", tmp_path)
    for student in ("ann", "bob"):
        hand_in(made, tmp_path, student, None)
    return made.at(tmp_path)


@contextlib.contextmanager
def another(code, path):
    """A process that runs `code` on `path` and keeps what it took until it is told to end."""
    code += "print('ready', flush=True)\nsys.stdin.read()\n"
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        yield process


class Release(logging.Handler):
    """Ends the other process when the waiting is announced; keeps what was said."""

    def __init__(self, process):
        super().__init__()
        self.process, self.said = process, []

    def emit(self, record):
        self.said.append(record.getMessage())
        self.process.stdin.close()


@contextlib.contextmanager
def released(process):
    log, handler = logging.getLogger("autograder.locks"), Release(process)
    log.addHandler(handler)
    try:
        yield handler.said
    finally:
        log.removeHandler(handler)


def students(course):
    with open_gradebook(course) as gradebook:
        return sorted(one.student_id for one in gradebook.assignment_submissions("tiny"))


def test_a_locked_database_is_waited_for_and_said_so_once(course):
    with another(LOCKED, course.work / "gradebook.db") as process, released(process) as said:
        assert grade_batch(course, "tiny").graded == 2
    assert said == ["gradebook.db is in use by another program; waiting up to 300 s for it"]
    assert students(course) == ["ann", "bob"]


def test_the_waiting_has_an_end_and_nothing_is_lost(course):
    """What was recorded before stays, and the next run goes on from there."""
    database = course.work / "gradebook.db"
    impatient = replace(course, gradebook_wait_seconds=0.5)
    with contextlib.ExitStack() as stack:

        def lock(result):
            process = stack.enter_context(another(LOCKED, database))
            stack.callback(process.stdin.close)

        with pytest.raises(CourseError, match=r"gradebook\.db is still in use .*run this again, and it goes on"):
            grade_batch(impatient, "tiny", on_result=lock)
    assert len(students(course)) == 1, "whoever was graded first"
    outcome = grade_batch(course, "tiny")
    assert (outcome.graded, outcome.skipped) == (1, 1)
    assert students(course) == ["ann", "bob"]


def test_a_second_grader_waits_and_names_the_first(course):
    with another(WRITING, course.work / "gradebook.db.lock") as process, released(process) as said:
        assert grade_batch(course, "tiny").graded == 2
        assert said == [f"another autograder (process {process.pid}) writes this gradebook; waiting for it to end"]


def test_a_killed_grader_holds_no_lock_though_processes_of_its_live_on(course, caplog):
    path = course.work / "gradebook.db.lock"
    with another(FORKING, path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with only_writer(path):
            assert caplog.messages == []
        process.stdin.close()
