"""The gradebook on a PostgreSQL server that these tests start: the same as on SQLite, and it may wait, refuse or go."""

import contextlib
import logging
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from kill_points import RIGHT, WRONG, hand_in, make_course
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from postgresql_server import PASSWORD, QUOTED, binaries, server
from sqlalchemy import inspect
from tiny_class import comparable

from autograder import doctor
from autograder.batch import grade_batch
from autograder.course import GRADEBOOK_VARIABLE, load_course
from autograder.database import sole_writer
from autograder.errors import CourseError
from autograder.gradebook import Recorder, complete_notebook, open_gradebook, results, save_cells
from autograder.marks import read_marks
from autograder.stock import configuration

pytestmark = pytest.mark.skipif(binaries() is None, reason="PostgreSQL's server is not installed")

LATE = """due = 2025-03-18T12:00:00
late_percent_per_day = 10
"""
LONG = "n" * 200


@pytest.fixture(scope="module")
def cluster():
    with server(binaries()) as running:
        yield running


@pytest.fixture(scope="module")
def made(cluster, tmp_path_factory):
    """The tiny course, due in the past; its gradebook, empty, in the database `made` and in a file."""
    course = make_course(tmp_path_factory.mktemp("made") / "tiny")
    text = (course.root / "course.toml").read_text()
    (course.root / "course.toml").write_text(text.replace("due = 2027-03-18T23:59:00\n", LATE))
    course = load_course(course.root)
    for one in (course, course := on_server(course, cluster, "made")):
        save_cells(one, "tiny", complete_notebook(one, "tiny"))
    return course


@pytest.fixture
def course(made, cluster, tmp_path):
    """A copy of the empty gradebook and a work folder, with two submissions that need no sandbox."""
    course = replace(on_server(made, cluster, f"copy{os.urandom(4).hex()}", "TEMPLATE made"), work=tmp_path)
    for student in ("ann", "bob"):
        hand_in(course, tmp_path, student, None)
    return course


@pytest.fixture(scope="module")
def both(made, cluster, tmp_path_factory):
    """One class graded, marked, handed in anew and graded again, into SQLite and into PostgreSQL."""
    root = tmp_path_factory.mktemp("both")
    sqlite = load_course(shutil.copytree(made.root, root / "sqlite"))
    other = load_course(shutil.copytree(made.root, root / "postgresql", ignore=shutil.ignore_patterns("gradebook.db*")))
    courses = sqlite, on_server(other, cluster, "graded")
    for one in courses:
        hand_in(one, one.work, "ann", RIGHT, "2025-03-18 10:00:00 UTC")
        hand_in(one, one.work, "bob", WRONG, "2025-03-20 10:00:00.25 UTC")
        hand_in(one, one.work, "cy", WRONG, "2025-03-20 10:00:00 UTC")
        hand_in(one, one.work, LONG, None)
        grade_batch(one, "tiny")
        with open_gradebook(one) as gradebook:
            for student, question in (("ann", "tiny-written"), ("bob", "tiny-sum")):
                grade = gradebook.find_grade(question, "tiny", "tiny", student)
                grade.manual_score, grade.needs_manual_grade = 7.5, False
            gradebook.find_comment("tiny-written", "tiny", "tiny", "ann").manual_comment = "Schön."
            gradebook.find_submission("tiny", "cy").extension = timedelta(hours=30, milliseconds=250)
            gradebook.db.commit()
        hand_in(one, one.work, "ann", RIGHT | {"tiny-scale-solution": "scale_rows = None"}, "2025-03-18 10:00:00 UTC")
        hand_in(one, one.work, "bob", RIGHT, "2025-03-19 10:00:00 UTC")
        outcome = grade_batch(one, "tiny")
        assert (outcome.graded, outcome.restored, outcome.skipped) == (2, 1, 1)
    return courses


def on_server(course, cluster, database, template=""):
    """The course with its gradebook in a database that is made for it."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database} {template}")
    return replace(course, gradebook=cluster.url(database).replace("postgresql:", "postgresql+psycopg:"))


def recorded(course):
    """All that the gradebook says of submissions."""
    with Recorder(course) as recorder:
        rows = recorder.rows("tiny")
    with open_gradebook(course) as gradebook:
        grades = {
            (submission.student_id, grade.name): (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
            for submission in gradebook.assignment_submissions("tiny")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
        totals = {one["student"]: one for one in gradebook.submission_dicts("tiny")}
        for each in totals.values():
            each.pop("id")
    return rows, grades, read_marks(course, "tiny"), totals


def nbgrader(course, *words):
    """What a command of nbgrader printed, told of the gradebook by the environment."""
    command = [sys.executable, "-m", "nbgrader", *words]
    environment = {name: value for name, value in os.environ.items() if name != GRADEBOOK_VARIABLE}
    environment |= {GRADEBOOK_VARIABLE: course.gradebook} if course.gradebook else {}
    done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def without_ids(one):
    """What nbgrader says of a thing, without the random names of rows and where the course lies."""
    return {key: value for key, value in one.items() if key not in ("id", "source_path")}


@contextlib.contextmanager
def when_it_waits(logger, step):
    """Do the step when the waiting is announced. Yields: what was said."""
    said = []

    class Announced(logging.Handler):
        def emit(self, record):
            said.append(record.getMessage())
            step()

    log, handler = logging.getLogger(logger), Announced()
    log.addHandler(handler)
    try:
        yield said
    finally:
        log.removeHandler(handler)


def test_scores_comments_lateness_and_marks_are_the_same(both):
    """Also of a regrade: a mark whose answer changed is listed again; a person's extension counts."""
    sqlite, postgresql = map(recorded, both)
    assert sqlite == postgresql
    rows, grades, marks, _ = postgresql
    assert (rows["bob"].penalty, rows["cy"].penalty, rows["ann"].penalty) == (10.0, 10.0, 0.0)
    assert rows["cy"].extension == timedelta(hours=30, milliseconds=250)
    assert rows["ann"].comments["tiny-scale-solution"]
    assert grades["bob", "tiny-sum"] == (50.0, 7.5, True)
    assert grades["ann", "tiny-written"] == (None, 7.5, False)
    assert marks["ann", "tiny-written"].comment == "Schön."
    assert LONG in rows
    assert comparable(results(both[0], "tiny")) == comparable(results(both[1], "tiny"))


def test_a_grader_with_nothing_to_do_finds_all_as_it_was(both):
    outcome = grade_batch(both[1], "tiny")
    assert (outcome.graded, outcome.restored, outcome.skipped) == (0, 0, 4)


def test_nbgrader_exports_the_same(both):
    for course in both:
        said = nbgrader(course, "export", "--to", "grades.csv")
        assert PASSWORD not in said
        assert QUOTED not in said
    tables = [sorted((course.root / "grades.csv").read_text().splitlines()) for course in both]
    assert tables[0] == tables[1]
    assert len(tables[0]) == 5


def test_nbgrader_autograde_writes_there(made, cluster, tmp_path):
    """One command of nbgrader holds the gradebook open while ours writes to it."""
    ignore = shutil.ignore_patterns("gradebook.db*")
    course = load_course(shutil.copytree(made.root, tmp_path / "stock", ignore=ignore))
    course = on_server(course, cluster, "stock", "TEMPLATE made")
    hand_in(course, course.work, "ann", RIGHT, "2025-03-18 10:00:00 UTC")
    nbgrader(course, "autograde", "tiny")
    rows, *_ = recorded(course)
    assert rows["ann"].scores == {
        "tiny-sum": 50.0, "tiny-scale": 39.0, "tiny-choice-axis": 1.0, "tiny-written": None,
    }  # fmt: skip
    assert not (course.root / "gradebook.db").exists()


def test_the_tables_are_made_whole(both):
    """As nbgrader makes them, with the version that `nbgrader db upgrade` asks for."""
    found = {}
    for course in both:
        with open_gradebook(course) as gradebook:
            versions = gradebook.db.connection().exec_driver_sql("SELECT version_num FROM alembic_version").all()
            tables = set(inspect(gradebook.engine).get_table_names())
            found[gradebook.engine.dialect.name] = tables, [tuple(row) for row in versions]
    assert sorted(found) == ["postgresql", "sqlite"]
    assert found["postgresql"] == found["sqlite"]


def test_the_formgrader_lists_the_same(both):
    """What its pages ask nbgrader for: the class, the submissions of one assignment, one notebook of a student."""
    listed = []
    for course in both:
        config = configuration(course)
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        asked = (api.get_students(), api.get_submissions("tiny"), api.get_notebooks("tiny"), api.get_assignments())
        listed.append([sorted(map(without_ids, found), key=repr) for found in asked])
    assert listed[0] == listed[1]
    assert sorted(one["id"] for one in api.get_students()) == ["ann", "bob", "cy", LONG]


def test_a_grader_on_another_machine_is_waited_for(course):
    """Each has a folder of its own, and so its own lock file; the database is one."""
    with contextlib.ExitStack() as other:
        other.enter_context(sole_writer(course))
        with when_it_waits("autograder.database", other.close) as said:
            assert grade_batch(course, "tiny").graded == 2
    assert len(said) == 1
    assert said[0].startswith(f"another autograder, process {os.getpid()} on ")
    assert said[0].endswith(" writes this gradebook; waiting for it to end")


def test_a_locked_table_is_waited_for_and_the_waiting_has_an_end(course):
    with psycopg.connect(course.gradebook.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE student")
        with pytest.raises(CourseError, match=r"still in use .*run this again, and it goes on") as refused:
            grade_batch(replace(course, gradebook_wait_seconds=0.5), "tiny")
        assert QUOTED not in str(refused.value)
        with when_it_waits("autograder.locks", other.rollback) as said:
            assert grade_batch(course, "tiny").graded == 2
    assert len(said) == 1
    assert "is in use by another program; waiting up to 300 s" in said[0]
    assert sorted(recorded(course)[0]) == ["ann", "bob"]


def test_a_mark_given_meanwhile_is_kept(course):
    """Somebody in the formgrader has a grade open that ours is about to write: ours waits, then sees the mark."""
    grade_batch(course, "tiny")
    with psycopg.connect(course.gradebook.replace("+psycopg", "")) as other:
        other.execute("UPDATE grade SET manual_score = 3, needs_manual_grade = false")
        with when_it_waits("autograder.locks", other.commit) as said:
            assert grade_batch(course, "tiny", force=True).graded == 2
    assert len(said) == 1
    assert {manual for _, manual, _ in recorded(course)[1].values()} == {3.0}


def test_a_server_that_goes_loses_nothing(made, course, cluster):
    """The run ends with a sentence; the next one records what was not, and ends as if nothing had been."""
    calm = made.at(course.work / "calm")
    calm.work.mkdir()
    shutil.copy(made.root / "gradebook.db", calm.work)
    for student in ("ann", "bob"):
        hand_in(calm, calm.work, student, None)
    grade_batch(calm, "tiny")
    try:
        with pytest.raises(CourseError, match="see that the server runs and can be reached and run this again") as said:
            grade_batch(course, "tiny", on_result=lambda _: cluster.stop())
    finally:
        cluster.start()
    assert QUOTED not in str(said.value)
    assert PASSWORD not in str(said.value)
    assert len(results(course, "tiny")) == 1, "whoever was graded first"
    outcome = grade_batch(course, "tiny")
    assert (outcome.graded, outcome.skipped) == (1, 1)
    assert recorded(course) == recorded(calm)
    assert comparable(results(course, "tiny")) == comparable(results(calm, "tiny"))


def test_a_grader_whose_lock_was_lost_writes_no_more(course):
    """Somebody else may have it by then, though the connection that writes is whole."""

    def lose(_):
        with psycopg.connect(course.gradebook.replace("+psycopg", ""), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory'")

    with pytest.raises(CourseError, match="terminating connection"):
        grade_batch(course, "tiny", on_result=lose)
    assert len(recorded(course)[0]) == 1


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (lambda cluster: cluster.url("postgres", "hunter2"), r"authentication failed.*PGPASSWORD, ~/\.pgpass"),
        (lambda cluster: cluster.url("postgres", "hunter2", "nobody"), r"authentication failed.*PGPASSWORD"),
        (lambda cluster: cluster.url("nowhere"), 'database "nowhere" does not exist.*createdb'),
        (lambda cluster: "postgresql://me:hunter2@127.0.0.1:1/db", "refused.*see that the server runs"),
        (lambda cluster: "postgresql://me:hunter2@127.0.0.1/db?hunter=2", "invalid connection option.*correct the URL"),
    ],
    ids=["password", "user", "database", "server", "option"],
)
def test_what_a_server_refuses_is_told_with_what_to_do(made, cluster, tmp_path, url, says):
    """For writing, reading marks and the doctor; nothing is written, and the password is not shown."""
    course = replace(made, work=tmp_path, gradebook=url(cluster).replace("postgresql:", "postgresql+psycopg:"))
    hand_in(course, tmp_path, "ann", None)
    for step in (lambda: grade_batch(course, "tiny"), lambda: read_marks(course, "tiny")):
        with pytest.raises(CourseError, match=says) as said:
            step()
        assert "hunter2" not in str(said.value)
        assert QUOTED not in str(said.value)
    assert results(course, "tiny") == []


def test_the_doctor_says_which_gradebook_and_whether_it_answers(made, cluster, monkeypatch):
    monkeypatch.setenv("AUTOGRADER_COURSE", str(made.root))

    def finding():
        return next(each for each in doctor.examine() if each.name == "gradebook")

    monkeypatch.delenv(GRADEBOOK_VARIABLE, raising=False)
    assert finding().found == f"SQLite ({made.root / 'gradebook.db'})"
    monkeypatch.setenv(GRADEBOOK_VARIABLE, made.gradebook)
    assert finding().status == doctor.OK
    assert finding().found.startswith("PostgreSQL ")
    assert finding().found.endswith(f" (postgresql://grader@127.0.0.1:{cluster.port}/made)")
    monkeypatch.setenv(GRADEBOOK_VARIABLE, cluster.url("nowhere"))
    assert (finding().status, finding().found) == (doctor.MISSING, "does not answer")
    assert 'database "nowhere" does not exist' in finding().advice


def write(folder: Path, line: str) -> Path:
    (folder / "course.toml").write_text(f"[course]\n{line}\n")
    return folder


def test_the_environment_goes_before_the_file(tmp_path, monkeypatch):
    monkeypatch.delenv(GRADEBOOK_VARIABLE, raising=False)
    assert load_course(write(tmp_path, "")).gradebook_url == f"sqlite:///{tmp_path / 'gradebook.db'}"
    assert load_course(write(tmp_path, 'gradebook = "postgresql://me@host/a"')).gradebook_url == (
        "postgresql+psycopg://me@host/a"
    )
    monkeypatch.setenv(GRADEBOOK_VARIABLE, "postgresql://me:secret@host/b")
    course = load_course(tmp_path)
    assert course.gradebook_url == "postgresql+psycopg://me:secret@host/b"
    assert "secret" not in repr(course)
    assert course.at(tmp_path / "other").gradebook_url == f"sqlite:///{tmp_path / 'other' / 'gradebook.db'}"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://me:secret@host/a", "a password does not belong into course.toml"),
        ("postgresql://host/a?user=me&password=secret", "a password does not belong into course.toml"),
        ("mysql://me:secret@host/a", "expected postgresql://"),
        ("secret", "expected postgresql://"),
        ("postgresql://me:secret@host:port/a", "expected postgresql://"),
    ],
)
def test_a_url_that_is_none_is_refused_unrepeated(tmp_path, monkeypatch, url, says):
    monkeypatch.delenv(GRADEBOOK_VARIABLE, raising=False)
    with pytest.raises(CourseError, match=says) as said:
        load_course(write(tmp_path, f'gradebook = "{url}"'))
    assert "secret" not in str(said.value)
