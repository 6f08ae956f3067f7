"""Grades for other programs: right numbers for the right people, nothing calculated, nothing else changed."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest
from class_results import class_results, write_graded_class
from click.testing import CliRunner

from autograder.cli import main
from autograder.course import COURSE_FILE
from autograder.errors import AutograderError
from autograder.export import fill, grades_table, gradescope_table, write_csv, write_xlsx
from autograder.export.command import write_grades
from autograder.grades import grades
from autograder.marks import Mark

FORMULA = '=HYPERLINK("http://evil","grades")'
CANVAS = """\
\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Warm up (11),The tiny one (4711),Final Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,{most},(read only)
"Lovelace, Ada",1,m001,ADA@uni.example,A,9,,90
"Bo, Ben",2,m002,ben@uni.example,A,8,3,80
"Nobody, Nora",3,m003,nora@uni.example,A,7,,70
"Student, Test",4,,f00,A,,,
"""
HEADER = "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed"
MOODLE = f"""\
{HEADER},Last modified (grade),Feedback comments
Participant 1,Ada Lovelace,ada@uni.example,Submitted,,{{most}}.00,Yes,-,
Participant 2,Ben Bo,ben@uni.example,Submitted,12,{{most}}.00,No,-,"fine, mostly"
Participant 3,Nora Nobody,nora@uni.example,No submission,,{{most}}.00,Yes,-,
"""


@pytest.fixture
def course(tmp_path):
    return write_graded_class(tmp_path / "tiny")


@pytest.fixture
def tiny(course):
    return replace(course.assignments["tiny"], title="The tiny one")


@pytest.fixture
def graded(course):
    return grades(course, class_results(), {("ada", "tiny-written"): Mark(7.0, "")})


def most(assignment):
    return f"{sum(assignment.points.values()):g}"


def rows(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_mark_counts_in_place_of_points(course):
    """Given by a person, it is the question's points; what nobody has marked yet is named and counts 0."""
    plain = {grade.student: grade for grade in grades(course, class_results(), {})}
    marked = {grade.student: grade for grade in grades(course, class_results(), {("ben", "tiny-sum"): Mark(50.0, "")})}
    assert plain["ben"].points == 20
    assert marked["ben"].points == 50
    assert [grade.student for grade in plain.values() if grade.points is None] == [
        result.student for result in class_results() if result.status == "missing"
    ]


def test_own_table(course, graded):
    """A row a student; a student of one assignment has empty cells in the other."""
    table = grades_table(course, {"tiny": graded}, questions=True)
    points = course.assignments["tiny"].points
    assert len(table.header) == 6 + len(points)
    by_student = {row[0]: row for row in table.rows}
    assert by_student["ben"][1] == 20
    assert by_student["ben"][table.header.index(f"tiny-sum ({points['tiny-sum']:g})")] == 20
    assert list(by_student) == sorted(by_student)


def test_names_never_become_formulas(course, graded, tmp_path):
    """In CSV an apostrophe stands before it; in a workbook it is text."""
    hostile = [replace(grade, student=FORMULA) if grade.student == "ben" else grade for grade in graded]
    table = grades_table(course, {"tiny": hostile})
    write_csv(table, tmp_path / "grades.csv")
    names = [row[0] for row in rows((tmp_path / "grades.csv").read_text(encoding="utf-8"))]
    assert f"'{FORMULA}" in names
    assert FORMULA not in names
    write_xlsx(table, tmp_path / "grades.xlsx")
    with zipfile.ZipFile(tmp_path / "grades.xlsx") as book:
        sheet, strings = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "sharedStrings"))
    assert "<f>" not in sheet
    assert "=HYPERLINK(" in strings
    assert re.search(r"<c r=\"B\d\"[^>]*><v>20</v>", sheet)


def test_canvas(tiny, graded, tmp_path):
    """Only who it is and this assignment; students found by their login, in whatever case; the rest is named."""
    template = tmp_path / "canvas.csv"
    template.write_text(CANVAS.format(most=most(tiny)), encoding="utf-8")
    filled = fill("canvas", template, tiny, graded)
    header, *written = rows(filled.text)
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "The tiny one (4711)"]
    assert [row[-1] for row in written] == [most(tiny), f"{graded[0].points:g}", "20"]
    assert written[0][0].strip() == "Points Possible"
    assert (filled.by, filled.graded) == ("SIS Login ID", 2)
    assert filled.left == ("Nobody, Nora", "Student, Test")
    assert "cleo" in filled.unknown


def test_canvas_without_the_assignment(tiny, graded, tmp_path):
    """A column without a number in brackets is a new assignment to Canvas."""
    template = tmp_path / "canvas.csv"
    template.write_text(CANVAS.replace("The tiny one", "Another").format(most=1), encoding="utf-8")
    assert rows(fill("canvas", template, tiny, graded).text)[0][-1] == "The tiny one"


def test_moodle(tiny, graded, tmp_path):
    """Grades are filled in; comments, other people and locked grades stay as they are."""
    template = tmp_path / "moodle.csv"
    template.write_text(MOODLE.format(most=most(tiny)), encoding="utf-8")
    filled = fill("moodle", template, tiny, graded)
    header, ada, ben, nora = rows(filled.text)
    assert header == rows(MOODLE)[0]
    assert ada[4] == f"{graded[0].points:g}"
    assert (ben[4], ben[8]) == ("12", "fine, mostly")
    assert (nora[4], nora[7]) == ("", "-")
    assert (filled.graded, filled.locked, filled.left) == (1, ("ben@uni.example",), ("nora@uni.example",))


@pytest.mark.parametrize(
    ("platform", "content", "said"),
    [
        ("canvas", "name,grade\nada,1\n", "not what Canvas exports"),
        ("moodle", "name,points\nada,1\n", "not what Moodle exports"),
        ("canvas", "", "is empty"),
        ("canvas", CANVAS.format(most=7), "Canvas gives 7 points"),
        ("moodle", MOODLE.format(most=7), "set the assignment's maximum grade"),
        ("canvas", "Student,ID,SIS Login ID\nSomebody,1,else\n", "none of .* students is in it"),
        ("canvas", "Student,ID,SIS Login ID\nAda,1,ada\nAda,2,ada\n", "ada is in column 'SIS Login ID' more than once"),
    ],
)
def test_files_that_do_not_fit(tiny, graded, tmp_path, platform, content, said):
    template = tmp_path / "template.csv"
    template.write_text(content, encoding="utf-8")
    with pytest.raises(AutograderError, match=said):
        fill(platform, template, tiny, graded)


def test_gradescope_columns(tiny, graded):
    table = gradescope_table(graded, tiny.points)
    by_name = {row[0]: dict(zip(table.header, row, strict=True)) for row in table.rows}
    assert by_name["ben"]["Total Score"] == 20
    assert by_name["ben"]["Max Points"] == next(grade.max_points for grade in graded if grade.student == "ben")
    missing = next(grade.student for grade in graded if not grade.handed_in)
    assert by_name[missing]["Status"] == "Missing"
    assert by_name[missing]["Total Score"] is None


def test_a_zero_that_nobody_has_looked_at_is_said(course, tmp_path):
    """What could not be graded, or needs attention, and counts 0: by name and why."""
    results = {"tiny": [one for one in class_results() if one.student in ("ada", "eve", "frida")]}
    (tmp_path / "canvas.csv").write_text(CANVAS.format(most=most(course.assignments["tiny"])), encoding="utf-8")
    for target, template in (("canvas", tmp_path / "canvas.csv"), ("csv", None)):
        said = "\n".join(write_grades(course, results, target, template=template))
        assert "  need a person's look, exported as 0: eve (needs attention), frida (ungradable)" in said
    ada = [one for one in class_results() if one.student == "ada"]
    assert "exported as 0" not in "\n".join(write_grades(course, {"tiny": ada}, "csv"))


def test_command(course, tmp_path, monkeypatch):
    """It says where the file is; options that do not fit together are a usage error."""
    monkeypatch.chdir(course.root)
    assert (course.root / COURSE_FILE).is_file()
    for result in class_results():
        path = course.autograded / result.student / "tiny" / "result.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(result.to_json(), encoding="utf-8")
    done = CliRunner().invoke(main, ["export", "grades", "tiny", "--to", "xlsx"])
    assert done.exit_code == 0, done.output
    assert f"{course.reports / 'tiny-grades.xlsx'}: {len(class_results())} students" in done.output
    wrong = CliRunner().invoke(main, ["export", "grades", "tiny", "--to", "canvas"])
    assert wrong.exit_code == 2
    assert "--template" in wrong.output
