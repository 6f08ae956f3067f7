"""Rows 44 to 49 of the list of submissions: time, attempts, regrading, a grader that is killed."""

from __future__ import annotations

import json
import random
import shutil
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from kill_points import RIGHT, WRONG, again, first_time, hand_in, killed_at, killed_by, make_course, zygote_of
from tiny_course import build_tiny_release

from autograder.batch import grade_batch
from autograder.changes import history_path
from autograder.course import COURSE_FILE, load_course
from autograder.errors import CourseError
from autograder.feedback import write_feedback
from autograder.gradebook import complete_notebook, open_gradebook, save_cells
from autograder.grades import grades
from autograder.result import GRADED, WARNINGS
from autograder.roster import students
from autograder.terminal import about
from autograder.timing import deadline, moment, parse, unknown_extensions
from autograder.versions import keep_version

VIENNA = ZoneInfo("Europe/Vienna")
DUE = "due = 2025-03-18T23:59:00\n"  # in Vienna, in winter: 22:59 UTC


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The tiny course, due in the past, and a gradebook that knows it; to make one takes nbgrader seconds."""
    root = make_course(tmp_path_factory.mktemp("course") / "tiny").root
    path = root / COURSE_FILE
    path.write_text(path.read_text().replace("due = 2027-03-18T23:59:00\n", DUE))
    course = load_course(root)
    save_cells(course, "tiny", complete_notebook(course, "tiny"))
    return course


@pytest.fixture
def course(made, tmp_path):
    """A copy of the course, for a test to change."""
    return load_course(shutil.copytree(made.root, tmp_path / "tiny"))


def say(course, text):
    """Change what course.toml says of the assignment: this stands beside when it is due."""
    path = course.root / COURSE_FILE
    path.write_text(path.read_text().replace(DUE, DUE + text))
    return load_course(course.root)


def rows(course):
    """What nbgrader thinks of each submission: when it came, when it was due, how many seconds late it is."""
    with open_gradebook(course) as gradebook:
        return {
            one.student_id: (one.timestamp, one.duedate, one.total_seconds_late)
            for one in gradebook.assignment_submissions("tiny")
        }


def grade_of(course, student, question):
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade(question, "tiny", "tiny", student)
        comment = gradebook.find_comment("tiny-written", "tiny", "tiny", student)
        return grade.auto_score, grade.manual_score, grade.needs_manual_grade, comment.manual_comment


def mark(course, student, question, points):
    """As a person in the formgrader does."""
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade(question, "tiny", "tiny", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_comment("tiny-written", "tiny", "tiny", student).manual_comment = "Well said."
        gradebook.db.commit()


def edit(course, changes):
    """Change the source and build the release anew."""
    path = course.source("tiny")
    for before, after in changes.items():
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after))
    build_tiny_release(course)
    keep_version(course, "tiny")


def test_row_16_an_old_version_is_graded_as_that_and_a_repaired_test_for_all(course):
    """After release the sums became means: who fetched before is tested for sums, who fetched after for means."""
    keep_version(course, "tiny")
    hand_in(course, course.work, "old", RIGHT)
    means = {"totals.sum(axis=1)": "totals.mean(axis=1)", "[3.0, 7.0]": "[1.5, 3.5]"}
    edit(course, {"Add up each row.": "The mean of each row."} | means)
    hand_in(course, course.work, "new", RIGHT | {"tiny-sum-solution": "def row_sums(x):\n    return x.mean(axis=1)"})
    hand_in(course, course.work, "sum", RIGHT)
    found = {result.student: result for result in grade_batch(course, "tiny").results}
    sums = {name: result.questions[0].earned for name, result in found.items()}
    assert sums == {"old": 50.0, "new": 50.0, "sum": 0.0}
    assert (found["old"].status, found["new"].status) == (WARNINGS, GRADED)
    assert "made from the assignment as built on" in found["old"].reason
    # A test that is repaired, with the same task, is a version for all who had that task.
    edit(course, {"random rows, any shape": "random rows of any shape"})
    outcome = grade_batch(course, "tiny")
    assert (outcome.graded, outcome.skipped) == (2, 1)


def test_row_44_no_timestamp_or_garbage(course):
    """Unknown, not late; graded for all that; garbage is told to the student, its absence to the instructor."""
    stamps = {
        "none": "",
        "words": "when I felt like it",
        "long": "9" * 10_000,
        "empty": " ",
        "zone": "2025-03-18 10:00 XYZ",
    }
    for student, stamp in stamps.items():
        hand_in(course, course.work, student, RIGHT, stamp)
    hand_in(course, course.work, "link", RIGHT)
    (course.submitted / "link" / "tiny" / "timestamp.txt").symlink_to(course.root / COURSE_FILE)
    (course.submitted / "nothing").mkdir()
    outcome = grade_batch(course, "tiny")
    assert outcome.untimed == 1
    path = course.root / COURSE_FILE
    path.write_text(path.read_text().replace(DUE, ""))
    assert grade_batch(load_course(course.root), "tiny").untimed == 0
    for result in outcome.results:
        if result.student == "nothing":
            continue
        assert result.earned == 90
        assert (result.timing.submitted, result.timing.late_seconds) == ("", None)
        assert "when it was handed in is unknown" in result.timing.note
        assert result.status == (GRADED if result.student == "none" else WARNINGS)
        assert (result.timing.note in result.warnings) == (result.student != "none")
    assert {stamp for stamp, *_ in rows(course).values()} == {None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-02-02 15:58:23.948203 UTC", "2015-02-02T15:58:23.948203"),  # as nbgrader's exchange writes it
        ("2027-03-18 21:00:00 +0100", "2027-03-18T20:00:00"),
        ("2027-03-18T21:00:00.5+01:00", "2027-03-18T20:00:00.500000"),
        ("2027-03-18T20:00Z", "2027-03-18T20:00:00"),
        ("2027-03-18 16:00:00 America/New_York", "2027-03-18T20:00:00"),
        ("2027-03-18 20:00:00", "2027-03-18T19:00:00"),  # naive: on the clock of the course
        ("2027-07-18 20:00:00", "2027-07-18T18:00:00"),
        # In October an hour comes twice: the abbreviation says which; without one the earlier.
        ("2027-10-31 02:30:00 CEST", "2027-10-31T00:30:00"),
        ("2027-10-31 02:30:00 CET", "2027-10-31T01:30:00"),
        ("2027-10-31 02:30:00", "2027-10-31T00:30:00"),
        # In March one is missing.
        ("2027-03-28 02:30:00", "2027-03-28T00:30:00"),
        ("2027-02-30 10:00:00 UTC", None),
        ("2027-03-18 10:00:00 Nowhere/City", None),
        ("2027-03-18 10:00:00 ../../etc/passwd", None),
        ("18", None),
        ("9999-12-31 23:59:59 UTC", None),
        ("0001-01-01 00:00:00", None),
    ],
)
def test_row_45_zones_and_summer_time(text, expected):
    when, note = parse(text, VIENNA)
    assert (when and when.replace(tzinfo=None).isoformat()) == expected
    naive = (expected is not None and text.endswith(":00:00")) or text.endswith(":30:00")
    assert ("read as Europe/Vienna" in note) == bool(naive)


def test_row_45_a_due_time_on_the_night_of_the_change_is_the_later_one():
    twice, never = datetime(2027, 10, 31, 2, 30), datetime(2027, 3, 28, 2, 30)
    assert moment(twice, VIENNA, latest=True) == datetime(2027, 10, 31, 1, 30, tzinfo=timezone.utc)
    assert moment(never, VIENNA, latest=True) == datetime(2027, 3, 28, 1, 30, tzinfo=timezone.utc)


def test_row_45_grace_future_and_both_zones(course):
    """Late is counted after the grace, by nbgrader too; a time in the future is remarked on."""
    course = say(course, "grace_minutes = 15\n")
    stamps = {
        "early": "2025-03-18 22:00:00 UTC",
        "graced": "2025-03-19 00:14:00 +0100",
        "late": "2025-03-18 23:15:00 UTC",
        "future": (datetime.now(timezone.utc) + timedelta(days=9000)).isoformat(sep=" ", timespec="seconds"),
    }
    for student, stamp in stamps.items():
        hand_in(course, course.work, student, None, stamp)
    found = {result.student: result for result in grade_batch(course, "tiny").results}
    late = {student: result.timing.late_seconds for student, result in found.items()}
    assert (late["early"], late["graced"], late["late"]) == (0, 0, 60)
    assert {student: seconds for student, (_, _, seconds) in rows(course).items()} == late
    timing = found["late"].timing
    assert (timing.submitted, timing.submitted_local) == ("2025-03-18T23:15:00+00:00", "2025-03-19T00:15:00+01:00")
    assert (timing.due, timing.due_local) == ("2025-03-18T22:59:00+00:00", "2025-03-18T23:59:00+01:00")
    assert any("in the future" in sentence for sentence in found["future"].warnings)
    assert not any("in the future" in sentence for sentence in found["early"].warnings)


@pytest.mark.parametrize(
    ("policy", "counts", "points", "late"),
    [("last", "", 40.0, 3600), ("best", "tuesday", 90.0, 0), ("last-before-deadline", "wednesday", 40.0, 0)],
)
def test_row_46_several_attempts(course, policy, counts, points, late):
    """The policy chooses; each attempt has its own time; all are kept, and the result says which counted."""
    course = say(course, f'attempts = "{policy}"\n')
    hand_in(course, course.work, "ann", WRONG, "2025-03-18 23:59:00 UTC")
    attempts = {"monday": (None, 15), "wednesday": (WRONG, 17), "tuesday": (RIGHT, 16)}
    for name, (answers, day) in attempts.items():
        hand_in(course, course.root / name, "ann", answers, f"2025-03-{day} 10:00:00 UTC")
        shutil.move(course.root / name / "submitted" / "ann" / "tiny", course.attempts / "ann" / "tiny" / name)
    hand_in(course, course.work, "bob", RIGHT, "2025-03-18 20:00:00 UTC")
    ann, bob = grade_batch(course, "tiny").results
    assert (ann.attempt.name, ann.attempt.of, ann.earned, ann.timing.late_seconds) == (counts, 4, points, late)
    assert any(f"{counts} counts" in sentence for sentence in ann.warnings) == bool(counts)
    assert (bob.attempt.of, bob.earned, bob.status) == (1, 90, GRADED)
    assert grade_of(course, "ann", "tiny-sum")[0] == next(q.earned for q in ann.questions if q.grade_id == "tiny-sum")
    assert rows(course)["ann"][0].day == int(ann.timing.submitted[8:10])
    assert sorted(path.name for path in (course.attempts / "ann" / "tiny").iterdir()) == sorted(attempts)
    assert grade_batch(course, "tiny").skipped == 2


def test_row_46_a_student_cannot_hand_in_an_attempt_of_the_past(course):
    """What lies inside a submission is the student's; a folder in it, with a time made up, counts for nothing."""
    course = say(course, 'attempts = "last-before-deadline"\n')
    hand_in(course, course.work, "eve", WRONG, "2025-03-20 10:00:00 UTC")
    forged = course.submitted / "eve" / "tiny" / "attempts" / "early"
    shutil.copytree(course.release("tiny").parent, forged)
    (forged / "timestamp.txt").write_text("2025-03-01 10:00:00 UTC")
    (result,) = grade_batch(course, "tiny").results
    assert (result.attempt.of, result.timing.late_seconds > 0) == (1, True)


def test_row_47_late_then_regraded_after_an_extension(course):
    """Lateness is found anew from the facts, without running anything; who was given no time stays late."""
    for student in ("ann", "bob", "cy"):
        hand_in(course, course.work, student, None, "2025-03-19 22:00:00 UTC")
    assert {result.timing.late_seconds for result in grade_batch(course, "tiny").results} == {82860.0}
    extended = say(course, "extensions.ann = 2025-03-20T23:59:00\n")
    with open_gradebook(course) as gradebook:
        gradebook.grant_extension("tiny", "bob", days=1)
    outcome = grade_batch(extended, "tiny")
    assert (outcome.graded, outcome.skipped, outcome.restored) == (0, 1, 2)
    late = {result.student: result.timing.late_seconds for result in outcome.results}
    assert late == {"ann": 0.0, "bob": 0.0, "cy": 82860.0}
    assert {student: seconds for student, (_, _, seconds) in rows(course).items()} == late
    assert [(c.student, c.what, c.before, c.after, c.why) for c in outcome.changes] == [
        ("ann", "late", 82860.0, 0.0, "extension"),
        ("bob", "late", 82860.0, 0.0, "extension"),
    ]
    # Taken back in course.toml, it is gone; what a person gave in the gradebook is theirs.
    late = {result.student: result.timing.late_seconds for result in grade_batch(course, "tiny").results}
    assert late == {"ann": 82860.0, "bob": 0.0, "cy": 82860.0}


def test_extensions_and_the_names_of_students(course):
    """An accent counts however it is written; a name that nobody has is found, one of the roster is not."""
    for student in ("alice", "e\u0301va", "\u00e1d\u00e1m"):
        (course.submitted / student).mkdir(parents=True)
    names = ("Alice", "\u00e9va", "a\u0301da\u0301m", "zorro", "nora")
    course = say(course, "".join(f'extensions."{name}" = 2025-03-20T23:59:00\n' for name in names))
    assignment = course.assignments["tiny"]
    assert unknown_extensions(course, assignment, ["alice", "nora"]) == ["Alice", "zorro"]
    given = {student: deadline(course, assignment, student, None)[1] for student in students(course.submitted)}
    assert given == {"alice": "", "e\u0301va": "course.toml", "\u00e1d\u00e1m": "course.toml"}
    assert deadline(course, assignment, "zorro", None)[1] == "course.toml"


def test_what_lateness_costs_follows_policy_and_extension(course):
    """Ten per cent a day begun, at most thirty; known to nbgrader, given back by an extension without grading again."""
    course = say(course, "late_percent_per_day = 10\nlate_percent_most = 30\n")
    for student, stamp in {"one": "2025-03-19 22:00", "many": "2025-04-18 12:00", "early": "2025-03-18 12:00"}.items():
        hand_in(course, course.work, student, RIGHT, f"{stamp}:00 UTC")
    results = grade_batch(course, "tiny").results
    points = {grade.student: (grade.penalty, grade.points) for grade in grades(course, results, {})}
    assert points == {"one": (10.0, 80.0), "many": (30.0, 60.0), "early": (0.0, 90.0)}

    def penalties():
        with open_gradebook(course) as gradebook:
            found = gradebook.assignment_submissions("tiny")
            return {one.student_id: one.late_submission_penalty for one in found}

    assert penalties() == {"one": 10.0, "many": 30.0, "early": 0.0}
    assert "10 points less, so <strong>80</strong>" in write_feedback(
        course, next(result for result in results if result.student == "one")
    ).read_text(encoding="utf-8")
    course = say(course, "extensions.one = 2025-03-20T23:59:00\n")
    outcome = grade_batch(course, "tiny")
    assert (outcome.graded, outcome.restored) == (0, 1)
    assert penalties() == {"one": 0.0, "many": 30.0, "early": 0.0}


def test_row_48_regrade_when_manual_marks_exist(course):
    """Marks and comments stay; where what was judged has changed it needs a look; the difference is shown and kept."""
    for student in ("ann", "bob", "cy"):
        hand_in(course, course.work, student, WRONG)
    grade_batch(course, "tiny")
    mark(course, "ann", "tiny-written", 7.0)
    mark(course, "bob", "tiny-sum", 45.0)
    hand_in(course, course.work, "ann", WRONG | {"tiny-written": "Something else."})
    source = course.source("tiny")
    source.write_text(
        source.read_text().replace("points=20", "points=25").replace("points=30, hidden", "points=25, hidden", 1)
    )
    hand_in(course, course.work, "bob", RIGHT)
    outcome = grade_batch(course, "tiny")
    assert grade_of(course, "ann", "tiny-written") == (None, 7.0, True, "Well said.")
    assert grade_of(course, "bob", "tiny-sum") == (50.0, 45.0, True, "Well said.")
    shown = {(change.student, change.what): change for change in outcome.changes}
    bobs = shown["bob", "tiny-sum"]
    assert (bobs.before, bobs.after, bobs.why, bobs.look) == (0.0, 50.0, "new attempt, assignment changed", True)
    assert shown["ann", "tiny-written"].look
    assert not any(student == "cy" for student, _ in shown)
    kept = json.loads(history_path(course, "tiny").read_text())
    assert {(each["student"], each["what"]) for each in kept} == set(shown)
    assert any(line.startswith("differences between gradings: ") for line in about(outcome))
    # A person has looked: another run finds nothing to say and leaves it so.
    mark(course, "bob", "tiny-sum", 48.0)
    outcome = grade_batch(course, "tiny", force=True)
    assert not any(line.startswith("differences between gradings: ") for line in about(outcome))
    assert (outcome.graded, outcome.changes) == (3, ())
    assert grade_of(course, "bob", "tiny-sum") == (50.0, 48.0, False, "Well said.")


def test_row_49_what_is_recorded_is_skipped_and_a_lost_gradebook_is_noticed(course):
    """The same fingerprint is not graded again; a gradebook that was lost or restored is brought back, ungraded."""
    for student, answers in (("ann", RIGHT), ("bob", WRONG), ("eve", None)):
        hand_in(course, course.work, student, answers)
    database = course.work / "gradebook.db"
    before = database.read_bytes()
    assert grade_batch(course, "tiny").graded == 3
    outcome = grade_batch(course, "tiny")
    assert (outcome.graded, outcome.skipped, outcome.restored) == (0, 3, 0)
    recorded = grade_of(course, "bob", "tiny-scale")
    database.write_bytes(before)
    outcome = grade_batch(course, "tiny")
    assert (outcome.graded, outcome.skipped, outcome.restored) == (0, 0, 3)
    assert grade_of(course, "bob", "tiny-scale") == recorded
    # A graded notebook that is gone or changed is made again.
    (course.autograded / "ann" / "tiny" / "tiny.ipynb").write_text("{}")
    (course.autograded / "bob" / "tiny" / "result.json").write_text("{")
    assert grade_batch(course, "tiny").graded == 2
    assert grade_batch(course, "tiny", students=["ann"], force=True).graded == 1


def test_a_submission_that_was_deleted_is_said_to_be(course):
    """Its result stays in report and export."""
    for student in ("ann", "bob"):
        hand_in(course, course.work, student, RIGHT)
    assert grade_batch(course, "tiny").left == ()
    shutil.rmtree(course.submitted / "bob")
    outcome = grade_batch(course, "tiny")
    assert outcome.left == ("bob",)
    assert any(line.startswith("1 recorded result without a submission: bob (still in") for line in about(outcome))


@pytest.fixture(scope="module")
def scenarios(made, tmp_path_factory):
    return {make: make(made, tmp_path_factory.mktemp(make.__name__)) for make in (first_time, again)}


@pytest.mark.parametrize("make", [first_time, again])
def test_row_49_grader_killed_half_way(scenarios, tmp_path, make):
    """Killed between any two writes, a second run ends as an undisturbed one: every file, every row."""
    scenario = scenarios[make]
    moments = random.Random(scenario.name).sample(range(1, scenario.moments), 3)
    for at in (*moments, scenario.moments):
        assert killed_at(scenario, tmp_path / f"killed-{at}", at) == [], f"killed at {at} of {scenario.moments}"


def test_row_49_zygote_killed_half_way(scenarios, tmp_path):
    """Killed when some are recorded and some are not; no submission is blamed for it."""
    work = tmp_path / "killed"

    def zygote(grader: int) -> int:
        return zygote_of(grader) if any(work.glob("autograded/*/tiny/result.json")) else 0

    assert killed_by(scenarios[first_time], work, zygote) == []


def test_what_course_toml_may_not_say(course):
    for text, words in (
        ("grace_minutes = -1\n", "grace_minutes = -1"),
        ("late_percent_per_day = 110\n", "late_percent_per_day = 110: expected a number from 0 to 100"),
        ('attempts = "first"\n', "attempts = 'first'"),
        ('extensions.ann = "tomorrow"\n', "extensions.ann: expected date and time"),
    ):
        copy = shutil.copytree(course.root, course.root.parent / "copy", dirs_exist_ok=True)
        with pytest.raises(CourseError, match=words):
            say(load_course(copy), text)
