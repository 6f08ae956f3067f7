"""What is recorded, and that nbgrader's own commands work on it."""

import csv
import html
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import datetime

import nbformat
import pytest
from nbformat.v4 import new_output
from tiny_course import build_tiny_release, tiny_notebook, write_tiny_course

from autograder.canonical import dumps
from autograder.course import load_course
from autograder.errors import BuildError, CourseError
from autograder.executors.job import Fault, Job
from autograder.executors.retries import given_up
from autograder.facts import Change, Record, Timing
from autograder.grade import Graded
from autograder.gradebook import complete_notebook, open_gradebook, record, results, save_cells
from autograder.result import GRADED, UNGRADABLE, QuestionResult, Result
from coursework.check import PartResult


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A tiny course with its release and an empty gradebook."""
    course = write_tiny_course(tmp_path_factory.mktemp("built") / "course")
    build_tiny_release(course)
    save_cells(course, "tiny", complete_notebook(course, "tiny"))
    return course


@pytest.fixture
def course(built, tmp_path):
    """The course with a work folder of its own."""
    shutil.copy(built.work / "gradebook.db", tmp_path)  # to make one takes nbgrader seconds
    return built.at(tmp_path)


@pytest.fixture
def own_course(built, tmp_path):
    """A copy of the course, for tests that change it."""
    return load_course(shutil.copytree(built.root, tmp_path / "course"))


def graded(course, student="alice", sums=50.0, written="Because.", written_points=None):
    """A graded submission: half of the scale question, a right choice, a written answer."""
    notebook = complete_notebook(course, "tiny")
    for cell in notebook.cells:
        if cell.id == "tiny-written":
            cell.source = written
        elif cell.id == "tiny-sum":
            cell.outputs = [new_output("stream", text="✓ two rows by hand\n")]
    manual = "manual" if written_points is None else "not attempted"
    questions = (
        QuestionResult("tiny-sum", 50.0, sums, "passed"),
        QuestionResult("tiny-scale", 39.0, 9.0, "partial", reason="random rows: transposed?", detail="expected 0.123"),
        QuestionResult("tiny-choice-axis", 1.0, 1.0, "passed"),
        QuestionResult("tiny-written", 10.0, written_points, manual),
    )
    return Graded.of(Result(student, "tiny", GRADED, 100.0, questions), notebook)


def grades(course, student="alice"):
    """Automatic score, a person's mark, and whether one is needed, by question."""
    with open_gradebook(course) as gradebook:
        notebook = gradebook.find_submission_notebook("tiny", "tiny", student)
        return {
            grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade) for grade in notebook.grades
        }


def mark(course, question, **values):
    """As a person in the formgrader does."""
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade(question, "tiny", "tiny", "alice")
        for name, value in values.items():
            setattr(grade, name, value)
        comment = gradebook.find_comment("tiny-written", "tiny", "tiny", "alice")
        comment.manual_comment = "Well said."
        gradebook.db.commit()


def comments(course):
    with open_gradebook(course) as gradebook:
        notebook = gradebook.find_submission_notebook("tiny", "tiny", "alice")
        return {comment.name: comment.comment for comment in notebook.comments}


def test_scores_files_and_comments(course):
    one = graded(course)
    record(course, [one])
    assert grades(course) == {
        "tiny-sum": (50.0, None, False),
        "tiny-scale": (9.0, None, False),
        "tiny-choice-axis": (1.0, None, False),
        "tiny-written": (None, None, True),
    }
    assert comments(course)["tiny-scale-solution"] == "random rows: transposed?"
    folder = course.autograded / "alice" / "tiny"
    assert sorted(path.name for path in folder.iterdir()) == ["result.json", "tiny.ipynb"]
    assert nbformat.read(folder / "tiny.ipynb", 4).cells == one.notebook.cells
    assert results(course, "tiny") == [one.result]


def test_an_unanswered_written_question_needs_nobody(course):
    record(course, [graded(course, written_points=0.0)])
    assert grades(course)["tiny-written"] == (0.0, None, False)


def test_recording_twice_changes_nothing(course):
    for _ in range(2):
        record(course, [graded(course), graded(course, "bob", sums=20.0)])
        state = grades(course), grades(course, "bob"), comments(course)
    assert state[0]["tiny-sum"] == (50.0, None, False)
    assert state[1]["tiny-sum"] == (20.0, None, False)
    with open_gradebook(course) as gradebook:
        assert len(gradebook.assignment_submissions("tiny")) == 2


def test_a_regrade_keeps_what_people_marked(course):
    record(course, [graded(course)])
    mark(course, "tiny-written", manual_score=7.0, needs_manual_grade=False)
    mark(course, "tiny-sum", manual_score=45.0, needs_manual_grade=False)
    record(course, [graded(course)])
    assert grades(course)["tiny-written"] == (None, 7.0, False)
    assert grades(course)["tiny-sum"] == (50.0, 45.0, False)
    assert comments(course)["tiny-written"] == "Well said."


def test_a_machine_that_fails_changes_nothing_that_people_marked(course):
    """The notebook and the gradebook stay until it is graded again, and then no mark needs another look."""
    record(course, [graded(course)])
    mark(course, "tiny-written", manual_score=7.0, needs_manual_grade=False)
    mark(course, "tiny-sum", manual_score=45.0, needs_manual_grade=False)
    state = grades(course), comments(course)
    failed = given_up(course.assignment("tiny"), Job("alice", course.submitted), Fault("a worker was killed"))
    for _ in range(2):
        record(course, [failed])
        assert results(course, "tiny")[0].unfinished
        assert (grades(course), comments(course)) == state
        assert (course.autograded / "alice" / "tiny" / "tiny.ipynb").is_file()
    record(course, [graded(course)])
    assert (grades(course), comments(course)) == state


def test_what_a_mark_judged_has_changed(course):
    """The mark stays, and the formgrader lists it again: the answer is another, or the automatic score is."""
    record(course, [graded(course)])
    mark(course, "tiny-written", manual_score=7.0, needs_manual_grade=False)
    mark(course, "tiny-sum", manual_score=45.0, needs_manual_grade=False)
    record(course, [graded(course, sums=20.0, written="Something else.")])
    assert grades(course)["tiny-written"] == (None, 7.0, True)
    assert grades(course)["tiny-sum"] == (20.0, 45.0, True)


def test_an_ungradable_submission(course):
    """It has a result and no notebook, not even an earlier one; its questions earn 0 and wait for nobody."""
    record(course, [graded(course)])
    result = Result("alice", "tiny", UNGRADABLE, 100.0, reason="the file is empty")
    record(course, [Graded(result, None)])
    assert set(grades(course).values()) == {(0.0, None, False)}
    assert [path.name for path in (course.autograded / "alice" / "tiny").iterdir()] == ["result.json"]
    assert results(course, "tiny") == [result]
    assert comments(course)["tiny-sum-solution"] == "the file is empty"


def test_facts_recorded_again_leave_the_notebook(course):
    """Also of one that nothing ran for here: nbgrader's own `autograde` may have written it."""
    one = graded(course)
    record(course, [one])
    assert not one.result.sandbox
    record(course, [Graded(one.result, None)])
    assert (course.autograded / "alice" / "tiny" / "tiny.ipynb").read_text(encoding="utf-8") == one.text


def test_changed_tests_and_dates_reach_the_gradebook(own_course):
    notebook, course = tiny_notebook(), own_course
    record(course, [graded(course)])
    for cell in notebook.cells:
        cell.source = cell.source.replace("size=(7, 11)", "size=(8, 12)")
    course.source("tiny").write_text(dumps(notebook))
    toml = course.root / "course.toml"
    toml.write_text(toml.read_text().replace("2027-03-18", "2027-03-19"))
    course = load_course(course.root)
    record(course, [graded(course)])
    with open_gradebook(course) as gradebook:
        known = gradebook.find_notebook("tiny", "tiny")
        assert known.assignment.duedate == datetime(2027, 3, 19, 22, 59)
        assert "size=(8, 12)" in {cell.name: cell.source for cell in known.source_cells}["tiny-sum"]


def test_a_notebook_changed_under_its_submissions_is_refused(own_course):
    course = own_course
    record(course, [graded(course)])
    notebook = tiny_notebook()
    notebook.cells = [cell for cell in notebook.cells if not cell.id.startswith("tiny-scale")]
    course.source("tiny").write_text(dumps(notebook))
    with pytest.raises(BuildError, match=r"tiny: cells came or went, but .*gradebook\.db holds submissions"):
        record(course, [graded(course)])


def test_a_release_that_was_not_built_is_named(tmp_path):
    with pytest.raises(CourseError, match=r"release/tiny/tiny\.ipynb: no such notebook"):
        complete_notebook(write_tiny_course(tmp_path / "course"), "tiny")


def test_a_result_of_another_version_is_read():
    """With fields that this one does not know, at each depth."""
    parts = (PartResult("rows", 50.0, 50.0, False, "passed"),)
    change = Change("alice", "tiny-sum", 1.0, 2.0, "graded again", False, "2026-01-01T00:00:00+00:00")
    timing = Timing("", "", "", "", 0.0, None)
    record = Record("digest", {"tiny-sum": "digest"}, (change,))
    question = QuestionResult("tiny-sum", 50.0, 50.0, "passed", parts=parts)
    result = Result("alice", "tiny", GRADED, 50.0, (question,), timing=timing, record=record)
    data = json.loads(result.to_json())
    held = data["record"]
    for each in (
        data,
        data["questions"][0],
        data["questions"][0]["parts"][0],
        data["timing"],
        held,
        held["history"][0],
    ):
        each["another"] = 1
    read = Result.from_json(json.dumps(data))
    assert (read, read.record) == (result, record)


def test_a_broken_result_is_named(course):
    path = course.autograded / "alice" / "tiny" / "result.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")
    with pytest.raises(CourseError, match=r"alice/tiny/result\.json is not a result"):
        results(course, "tiny")


def test_one_that_cannot_be_written_stops_no_other(course):
    """It counts as not graded, by name; whoever comes after it is recorded."""
    broken = replace(graded(course), text="\ud800")
    record(course, [broken, graded(course, "bob")])
    alice, bob = results(course, "tiny")
    assert (alice.student, alice.unfinished, bob.earned) == ("alice", True, 60)
    assert "its result cannot be written" in alice.reason


def test_a_generator_is_recorded_as_it_goes(course):
    """A run that is killed has recorded what it graded before."""

    def grading():
        yield graded(course, "alice")
        assert [result.student for result in results(course, "tiny")] == ["alice"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record(course, grading())
    assert grades(course)["tiny-sum"] == (50.0, None, False)


def test_a_run_that_stopped_at_the_gradebook_is_repeated(course):
    """Without the database there is no result either, so that the next run grades and records it."""
    database = course.work / "gradebook.db"
    good = database.read_bytes()
    database.write_bytes(b"not a database, but longer than its header " * 10)
    with pytest.raises(CourseError, match=r"gradebook\.db cannot be written .*What was recorded is kept: put that"):
        record(course, [graded(course)])
    assert results(course, "tiny") == []
    database.write_bytes(good)
    record(course, [graded(course)])
    assert grades(course)["tiny-sum"] == (50.0, None, False)


def test_nbgraders_feedback_and_export_work_on_it(own_course):
    course = own_course
    ungradable = Graded(Result("carol", "tiny", UNGRADABLE, 100.0, reason="the file is empty"), None)
    record(course, [graded(course), graded(course, "bob", sums=20.0), ungradable])
    mark(course, "tiny-written", manual_score=7.0, needs_manual_grade=False)
    for command in (["generate_feedback", "tiny"], ["export"]):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *command], cwd=course.root, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    page = (course.feedback / "alice" / "tiny" / "tiny.html").read_text(encoding="utf-8")
    page = html.unescape(re.sub("<[^>]*>", "", page))
    assert "(Score: 67.0 / 100.0)" in page
    assert "Well said." in page
    assert "random rows: transposed?" in page
    assert 'check.part("two rows by hand"' in page
    for hidden in ("expected 0.123", "rng.normal", "✓ two rows by hand"):
        assert hidden not in page
    assert [path.name for path in course.feedback.rglob("*.json")] == []
    with (course.root / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {name: float(row["score"]) for name, row in rows.items()} == {
        "alice": 67.0,
        "bob": 30.0,
        "carol": 0.0,
    }
    assert {float(row["max_score"]) for row in rows.values()} == {100.0}
