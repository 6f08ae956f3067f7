"""What `course.toml` may not say, and that it is told where it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tiny_course import COURSE, REPOSITORY

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
