"""What `course.toml` may not say, and that it is told where it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tiny_course import COURSE, REPOSITORY, build_tiny_release, write_tiny_course

from autograder.bundle import load_bundle
from autograder.course import load_course
from autograder.errors import CourseError


def refused(folder: Path, old: str, new: str) -> str:
    """Why the tiny course is refused with `new` in the place of `old`, said of its file."""
    assert old in COURSE
    (folder / "course.toml").write_text(COURSE.replace(old, new))
    with pytest.raises(CourseError) as said:
        load_course(folder)
    where, _, why = str(said.value).partition(": ")
    assert where == str(folder / "course.toml")
    return why


def test_the_course_itself_is_read():
    assert len(load_course(REPOSITORY).assignments) == 7


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[course]", "[curse]", "unknown key curse, did you mean course? known: course, assignments"),
        ("[concepts]", "[concept]", "unknown key concept, did you mean concepts? known: "),
        ("[concepts]", "[exercise]", "unknown key exercise, did you mean exercised? known: "),
        ("[concepts]", "[assignment.09_video]", "unknown key assignment, did you mean assignments? known: "),
        ("timezone", "timezon", "unknown key timezon in [course], did you mean timezone? known: title, repository, "),
        ("timezone = ", "gradebook_wait_second = ", "in [course], did you mean gradebook_wait_seconds? known: "),
        ("due", "deu", "unknown key deu in [assignments.tiny], did you mean due? known: title, due, points, "),
        ("due", "xyz", "unknown key xyz in [assignments.tiny]; known: title, due, points, "),
        ("cell_seconds", "cell_second", "key cell_second in [assignments.tiny.limits], did you mean cell_seconds?"),
    ],
)
def test_a_key_that_is_none_is_refused(tmp_path, old, new, says):
    assert re.search(re.escape(says), refused(tmp_path, old, new))


def test_a_time_zone_that_is_none_is_refused(tmp_path):
    assert refused(tmp_path, "Europe/Vienna", "Europe/Viena") == "no time zone 'Europe/Viena' on this machine"


IMPORTS = 'imports = ["numpy", "coursework"]'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('title = "A tiny course"', "title = 3", "course.title should be a text, is 3"),
        ('"Europe/Vienna"', "1", "course.timezone should be a text, is 1"),
        ("timezone", "repository = 3\ntimezone", "course.repository should be a text, is 3"),
        (
            "timezone",
            'gradebook_wait_seconds = "long"\ntimezone',
            "wait_seconds should be a number, is 'long'",
        ),
        ('"Rows"', "5", "assignments.tiny.title should be a text, is 5"),
        ("[assignments.tiny]", "[assignments]\nfoo = 3\n[assignments.tiny]", "assignments.foo should be a table, is 3"),
        ("[concepts]", "[exercised]\ntiny = 3\n[concepts]", "exercised.tiny should be a list of names, "),
        ("[concepts]", "[exercised]\ntiny = 'rows'\n[concepts]", "exercised.tiny should be a list of names, "),
        ('"Rows of a matrix"', "3", "concepts.rows should be a text, is 3"),
        (IMPORTS, "imports = 3", 'tiny.imports should be a list of names, ["a", "b"], is 3'),
        (IMPORTS, "imports = [1]", "tiny.imports should be a list of names, "),
        (IMPORTS, 'imports = "numpy"', "tiny.imports should be a list of names, "),
        (IMPORTS, 'data = "digits"', "tiny.data should be a list of names, "),
        (IMPORTS, 'files = "x.npy"', "tiny.files should be a list of names, "),
        (IMPORTS, 'files = ["../x.npy"]', "should be names of files beside the notebook, holds ['../x.npy']"),
        (IMPORTS, 'files = ["x.npy", "..", ""]', "should be names of files beside the notebook, holds ['..', '']"),
        (IMPORTS, "extensions = 3", "assignments.tiny.extensions should be a table, is 3"),
        (IMPORTS, "given = 3", "assignments.tiny.given should be a table, is 3"),
        (IMPORTS, "given.tiny = 'f'", "assignments.tiny.given.tiny should be a list of names, "),
        (IMPORTS, "grace_minutes = true", "assignments.tiny.grace_minutes should be a number, is True"),
        (IMPORTS, "grace_minutes = nan", "grace_minutes = nan, expected 0 or more"),
        ("cell_seconds = 10", 'cell_seconds = "30"', "limits.cell_seconds should be a number above 0, is '30'"),
        ("cell_seconds = 10", "cell_seconds = 0", "limits.cell_seconds should be a number above 0, is 0"),
        ("cell_seconds = 10", "cell_seconds = -30", "limits.cell_seconds should be a number above 0, is -30"),
        ("cell_seconds = 10", "cell_seconds = inf", "limits.cell_seconds should be a number above 0, is inf"),
        ("cell_seconds = 10", 'memory_mib = "2 GiB"', "memory_mib should be a whole number above 0, is '2 GiB'"),
        ("cell_seconds = 10", "processes = 2.5", "limits.processes should be a whole number above 0, is 2.5"),
        ("tiny-sum = 50", 'tiny-sum = "ninety"', "tiny.points.tiny-sum should be a number, is 'ninety'"),
        ("tiny-sum = 50", 'tiny-sum = "90"', "tiny.points.tiny-sum should be a number, is '90'"),
        ("tiny-sum = 50", "tiny-sum = [90]", "tiny.points.tiny-sum should be a number, is [90]"),
        ("tiny-sum = 50", "tiny-sum = true", "tiny.points.tiny-sum should be a number, is True"),
    ],
)
def test_a_value_of_another_kind_is_refused(tmp_path, old, new, says):
    assert says in refused(tmp_path, old, new)


def test_numbers_stay_as_they_are_written(tmp_path):
    """They go into fingerprints: read in another way, all that was graded would be graded again."""
    (tmp_path / "course.toml").write_text(COURSE.replace("cell_seconds = 10", "cell_seconds = 0.5"))
    limits = load_course(tmp_path).assignment("tiny").limits
    assert [repr(each) for each in vars(limits).values()] == ["0.5", "10", "60", "3072", "64", "256"]


def test_a_data_set_that_is_none_is_told_of_the_file(tmp_path):
    course = write_tiny_course(tmp_path)
    build_tiny_release(course)
    (tmp_path / "course.toml").write_text(COURSE.replace(IMPORTS, 'data = ["digitss"]'))
    with pytest.raises(CourseError, match=r"course\.toml: assignments\.tiny\.data: .*'digitss'.*only 'digits'"):
        _ = load_bundle(load_course(tmp_path), "tiny").data
