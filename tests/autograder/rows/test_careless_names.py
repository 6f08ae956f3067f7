"""Rows 42 and 43: names of every kind, and files that may not be read."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest
from careless_class import FULL, assert_warned, points

from autograder.batch import grade_class
from autograder.feedback import write_feedback
from autograder.gradebook import open_gradebook, results
from autograder.result import ATTENTION, GRADED, UNGRADABLE
from autograder.roster import student_id, students

FOLDERS = {
    "Zoë Müller": "Zoë Müller",
    "Zoe\u0308 Müller": "Zoe%CC%88 M%C3%BCller",  # the same to the eye: spelled out
    "E\u0301milie": "E\u0301milie",  # nobody else is called so
    "-rf +x": "-rf +x",
    "\N{PILE OF POO}": "\N{PILE OF POO}",
    "\u202egnp.exe": "%E2%80%AEgnp.exe",
    "x\ny\x1b[31m": "x%0Ay%1B[31m",
    "a\\b": "a%5Cb",
    "..a": None,  # hidden
    os.fsdecode(b"\xff\xfe"): "%FF%FE",
    "%FF%FE": "%25FF%25FE",
    "\x01" * 200: None,
}


def test_row_42_names_of_students(warm, tmp_path):
    """Each student has a result of their own under a name that can be shown; none leads elsewhere."""
    desk, _ = warm
    course = desk.grader.bundle.course.at(tmp_path)
    for folder in FOLDERS:
        (course.submitted / folder / "tiny").mkdir(parents=True)
        (course.submitted / folder / "tiny" / "tiny.ipynb").write_bytes(b"")
    (course.submitted / "-rf +x" / "tiny" / "tiny.ipynb").write_bytes(desk.answered())
    graded = grade_class(course, "tiny")
    names = {result.student for result in graded}
    assert names >= {name for name in FOLDERS.values() if name}
    assert len(names) == len(graded) == len(FOLDERS) - 1
    assert all(name.isprintable() and len(name.encode()) <= 255 for name in names)
    assert {result.student: result.status for result in graded} == dict.fromkeys(names, UNGRADABLE) | {"-rf +x": GRADED}
    assert {result.student for result in results(course, "tiny")} == names
    with open_gradebook(course) as gradebook:
        assert {student.id for student in gradebook.students} == names
    written = {write_feedback(course, result) for result in graded}
    assert {path.parents[2] for path in written} == {course.feedback}
    assert len(written) == len(names)


def test_row_42_a_name_is_kept_where_it_can_be(tmp_path):
    for name in ("ann", "O'Neil, Ann", "=cmd()", "100 percent", "a+b", "Zoë", "张伟", "\u05d3\u05df"):
        assert student_id(name) == name
    assert students(tmp_path / "nowhere") == {}


@pytest.mark.parametrize("name", ["-rf.ipynb", "ti ny+\N{PILE OF POO}.ipynb", "\u202ebypi.ipynb", "x\n\x1b[31m.ipynb"])
def test_row_42_names_of_files(warm, name):
    desk, _ = warm
    folder = desk.new()
    (folder / name).write_bytes(desk.answered())
    for number in range(12):
        (folder / f"{number}\x1b]0;title\x07.ipynb").mkdir()
    os.mkfifo(folder / os.fsdecode(b"\xff\x07"))
    result = desk.grade(folder)
    assert points(result) == FULL
    clean = name.replace("\u202e", "").replace("\n\x1b[31m", " ")
    assert result.warnings == (
        "\N{REPLACEMENT CHARACTER} is no ordinary file (a link, pipe or device) and was not read",
        f"expected tiny.ipynb, took {clean}",
    )
    assert json.loads(result.to_json())["warnings"]


NOBODY = """
import json, os, sys
from pathlib import Path
from autograder.course import Assignment
from autograder.submission import read_submission
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
taken = [read_submission(Path(path), Path(path).parent.name, Assignment("tiny", "", None, {})) for path in sys.argv[1:]]
print(json.dumps([[one.status, one.reason, *one.warnings] for one in taken]))
"""


def test_row_43_files_that_may_not_be_read(desk):
    """Read as a user who may not: a sentence for each, and the next is read all the same."""
    folders = {what: desk.new() for what in ("notebook", "folder", "student", "beside", "read-only")}
    for folder in folders.values():
        (folder / "tiny.ipynb").write_bytes(desk.answered())
        (folder / "more").mkdir()
    (folders["notebook"] / "tiny.ipynb").chmod(0)
    (folders["read-only"] / "tiny.ipynb").chmod(0o444)
    closed = [folders["folder"], folders["student"].parent, folders["beside"] / "more"]
    for folder in closed:
        folder.chmod(0)
    # What pytest makes is for its user alone; another may pass through, as through a course's folder.
    for folder in (desk.folder, *desk.folder.parents):
        if folder.stat().st_uid == os.getuid() and folder.name:
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    try:
        done = subprocess.run(
            [sys.executable, "-c", NOBODY, *map(str, folders.values())], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        said = dict(zip(folders, json.loads(done.stdout), strict=True))
    finally:
        for folder in closed:
            folder.chmod(0o755)
    assert said == {
        "notebook": [ATTENTION, "tiny.ipynb cannot be opened (Permission denied)"],
        "folder": [ATTENTION, "tiny cannot be read (Permission denied)"],
        "student": [ATTENTION, "tiny cannot be read (Permission denied)"],
        "beside": ["", "", "more/ cannot be read (Permission denied)"],
        "read-only": ["", ""],
    }
    assert_warned(desk.hand_in_bytes(desk.answered(), "TINY.ipynb"), "expected tiny.ipynb, took TINY.ipynb")
