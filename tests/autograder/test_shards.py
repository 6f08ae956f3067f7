"""Grading in shards and merging them: the same as grading all at once; what does not belong together is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_class import CURSED, comparable, hand_in, hand_in_class, write_class_course
from tiny_course import build_tiny_release

from autograder.batch import grade_class, submissions
from autograder.course import Course
from autograder.errors import CourseError
from autograder.executors.merging import read_shards
from autograder.executors.shards import ORIGIN, SHARD, Shard, grade_shard
from autograder.gradebook import open_gradebook, results
from autograder.versions import keep_version

COUNT = 3


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    """A class of which each shard was graded, one of them by the command line."""
    course, _ = write_class_course(tmp_path_factory.mktemp("shards"))
    hand_in_class(course)
    shutil.rmtree(course.submitted / "hanging")
    for number in range(2, COUNT + 1):
        grade_shard(course, "tiny", Shard(number, COUNT), submissions(course, "tiny"))
    done = run("grade", "tiny", "--shard", f"1/{COUNT}", cwd=course.root)
    assert done.returncode == 0, done.stderr
    return course


@pytest.fixture
def copy(course, tmp_path) -> Course:
    """The class and its shards in a work folder of its own."""
    for folder in ("submitted", "shards"):
        shutil.copytree(course.work / folder, tmp_path / folder)
    return course.at(tmp_path)


def test_shards_take_each_submission_once():
    """Whatever their number, sizes differ by one at most."""
    for size in (0, 1, 7, 100):
        for count in (1, 3, 20):
            parts = [Shard(number, count).select(range(size)) for number in range(1, count + 1)]
            assert sorted(item for part in parts for item in part) == list(range(size))
            assert max(map(len, parts)) - min(map(len, parts)) <= 1


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", "1/0", "-1/3", "1/3/5"])
def test_what_is_no_shard_is_said(text):
    with pytest.raises(ValueError, match="expected I/N"):
        Shard.parse(text)


def test_what_is_no_shard_is_a_usage_error(course):
    done = run("grade", "tiny", "--shard", "4/3", cwd=course.root)
    assert done.returncode == 2
    assert "'4/3' is no shard: expected I/N" in done.stderr


def test_merged_shards_are_the_class_graded_at_once(course, tmp_path):
    """The same files and the same gradebook; until then shards touch neither."""
    assert not course.autograded.exists()
    assert not (course.work / "gradebook.db").exists()
    whole = course.at(tmp_path)
    shutil.copytree(course.submitted, whole.submitted)
    grade_class(whole, "tiny", workers=2)
    done = run("merge", "tiny", cwd=course.root)
    assert done.returncode == 0, done.stderr
    assert comparable(results(course, "tiny")) == comparable(results(whole, "tiny"))
    assert scores(course) == scores(whole)
    for path in whole.autograded.rglob("*.ipynb"):
        assert (course.autograded / path.relative_to(whole.autograded)).read_bytes() == path.read_bytes()


def test_a_shard_that_was_killed_goes_on_where_it_was(copy):
    """What it had not finished is graded; the rest is taken as it is."""
    shard, jobs = Shard(1, COUNT), submissions(copy, "tiny")
    folder = shard.folder(copy, "tiny")
    first, second, *_ = (job.student for _, job in shard.select(jobs))
    before = comparable(grade_shard(copy, "tiny", shard, jobs))
    (folder / first / ORIGIN).unlink()
    (folder / first / "result.json").write_text("{")
    kept = (folder / second / "result.json").stat().st_mtime_ns
    assert comparable(grade_shard(copy, "tiny", shard, jobs)) == before
    assert (folder / second / "result.json").stat().st_mtime_ns == kept


def test_what_is_forced_or_ran_without_a_sandbox_is_graded_again(course, tmp_path):
    """As `grade` does without shards."""
    work, shard = course.at(tmp_path), Shard(1, 1)
    hand_in(work, "alice")
    jobs = submissions(work, "tiny")
    path = shard.folder(work, "tiny") / "alice" / "result.json"
    levels, times = [], []
    for sandbox, force in (("none", False), ("none", False), ("auto", False), ("auto", False)):
        levels.append(grade_shard(work, "tiny", shard, jobs, sandbox=sandbox, force=force)[0].sandbox)
        times.append(path.stat().st_mtime_ns)
    assert levels[0] == levels[1] == "none" != levels[2]
    assert times[0] == times[1] < times[2] == times[3]
    done = run("grade", "tiny", "--shard", "1/1", "--force", "--work", str(tmp_path), cwd=course.root)
    assert done.returncode == 0, done.stderr
    assert path.stat().st_mtime_ns > times[3]


def test_a_submission_handed_in_again_is_graded_again(copy):
    """And a merge that would record its old result is refused."""
    shard = Shard(1, COUNT)
    student = shard.select(submissions(copy, "tiny"))[0][1].student
    hand_in(copy, student, {"tiny-sum-solution": "def row_sums(x):\n    return 0"})
    with pytest.raises(CourseError, match=f"handed in again since they were graded: {student}"):
        merge(copy)
    graded = {result.student: result for result in grade_shard(copy, "tiny", shard, submissions(copy, "tiny"))}
    assert graded[student].earned == 40
    assert len(merge(copy)) == len(submissions(copy, "tiny"))


def test_what_the_machine_failed_to_grade_is_graded_again(course, tmp_path):
    """A merge waits for it."""
    work = course.at(tmp_path)
    hand_in(work, "cursed", CURSED)
    jobs = submissions(work, "tiny")
    assert grade_shard(work, "tiny", Shard(1, 1), jobs)[0].unfinished
    with pytest.raises(CourseError, match="not graded yet: cursed"):
        merge(work)
    hand_in(work, "cursed")
    assert grade_shard(work, "tiny", Shard(1, 1), jobs)[0].earned == 90
    assert list(merge(work).folders) == ["cursed"]


def test_a_version_that_was_deleted_grades_nobody(tmp_path):
    """Made from an earlier version, a submission is merged as that, and graded anew once that version is gone."""
    work, _ = write_class_course(tmp_path)
    first = keep_version(work, "tiny")
    hand_in(work, "alice")
    path = work.source("tiny")
    text = path.read_text()
    for before, after in (
        ("import numpy as np", "import numpy as np  # second"),
        ("column = row_sums(x)[:, np.newaxis]", "column = x.max(axis=1, keepdims=True)"),
        ("[[0.25, 0.75]]", "[[1 / 3, 1.0]]"),
    ):
        assert before in text
        text = text.replace(before, after)
    path.write_text(text)
    build_tiny_release(work)
    keep_version(work, "tiny")
    shard = Shard(1, 1)
    assert grade_shard(work, "tiny", shard, submissions(work, "tiny"))[0].earned == 90
    assert list(merge(work).folders) == ["alice"]
    shutil.rmtree(first)
    with pytest.raises(CourseError, match="not graded yet: alice"):
        merge(work)
    assert grade_shard(work, "tiny", shard, submissions(work, "tiny"))[0].earned == 51
    assert list(merge(work).folders) == ["alice"]


def test_a_missing_shard_is_refused_or_left_out(copy):
    shutil.rmtree(Shard(2, COUNT).folder(copy, "tiny"))
    with pytest.raises(CourseError, match=f"shard 2/{COUNT} of tiny missing"):
        merge(copy)
    there = {job.student for number in (1, 3) for _, job in Shard(number, COUNT).select(submissions(copy, "tiny"))}
    assert set(merge(copy, partial=True).folders) == there


def test_a_student_in_no_shard_is_refused(copy):
    """A submission that came after the shards were made."""
    hand_in(copy, "late")
    with pytest.raises(CourseError, match="no shard has late"):
        merge(copy)
    assert "late" not in merge(copy, partial=True).folders


def test_doubles_are_refused(copy):
    folder = Shard(1, COUNT).folder(copy, "tiny")
    shutil.copytree(folder, folder.with_name("1-of-3-again"))
    for partial in (False, True):
        with pytest.raises(CourseError, match=f"is shard 1/{COUNT}, and so is"):
            merge(copy, partial=partial)


def test_shards_of_different_counts_are_refused(copy):
    manifest(Shard(1, COUNT).folder(copy, "tiny"), count=4)
    with pytest.raises(CourseError, match="others are of"):
        merge(copy)


def test_another_class_is_refused(copy):
    folder = Shard(1, COUNT).folder(copy, "tiny")
    students = [*json.loads((folder / SHARD).read_text())["students"], "zoe"]
    manifest(folder, students=students)
    with pytest.raises(CourseError, match=r"another class than other shards \(zoe\)"):
        merge(copy)


def test_another_assignment_is_refused(copy):
    manifest(Shard(2, COUNT).folder(copy, "tiny"), assignment="large")
    for partial in (False, True):
        with pytest.raises(CourseError, match="is a shard of large, not of tiny"):
            merge(copy, partial=partial)


@pytest.mark.parametrize("what", ["source", "secret"])
def test_another_version_is_refused(course, copy, monkeypatch, what):
    """Results of an assignment that was changed since, or with other hidden inputs."""
    path = course.source("tiny")
    text = path.read_text()
    if what == "secret":
        monkeypatch.setenv("AUTOGRADER_SECRET", "another")
    try:
        if what == "source":
            path.write_text(text.replace("random rows, any shape", "random rows of any shape"))
        for partial in (False, True):
            with pytest.raises(CourseError, match="another version of tiny, or another secret"):
                merge(copy, partial=partial)
    finally:
        path.write_text(text)


def test_a_folder_without_a_shard_is_named(course, tmp_path):
    with pytest.raises(CourseError, match="holds no shard"):
        read_shards(course, "tiny", [tmp_path])
    with pytest.raises(CourseError, match="no shards in"):
        merge(course.at(tmp_path))


def merge(course: Course, *, partial: bool = False):
    return read_shards(course, "tiny", jobs=submissions(course, "tiny"), partial=partial)


def manifest(folder: Path, **changes) -> None:
    path = folder / SHARD
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def scores(course: Course) -> dict[str, tuple[float, bool]]:
    """What the gradebook holds of each student."""
    with open_gradebook(course) as gradebook:
        return {
            each.student.id: (each.score, each.needs_manual_grade) for each in gradebook.assignment_submissions("tiny")
        }


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "autograder", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
