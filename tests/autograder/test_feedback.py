"""The feedback page: what a student may read, and nothing of a hidden test."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from class_results import CANARIES, HINT, VISIBLE, class_results, write_graded_class
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from tiny_course import tiny_notebook

from autograder.canonical import read
from autograder.errors import SubmissionError
from autograder.feedback import VISIBLE_FALLBACK, write_feedback
from autograder.gradebook import save_cells
from autograder.listing import own_cells
from autograder.marks import Mark, read_marks
from autograder.regions import HIDDEN, inside
from autograder.stock import course_id

STUDENTS = [result.student for result in class_results()]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return write_graded_class(tmp_path_factory.mktemp("course") / "tiny")


@pytest.fixture(scope="module")
def pages(course):
    return {result.student: write_feedback(course, result) for result in class_results()}


class GradebookNotebook:
    """Ben's notebook in nbgrader's gradebook."""

    def __init__(self, course):
        self.course = course
        save_cells(course, "tiny", read(course.release("tiny")))
        with self._open() as gradebook:
            gradebook.add_student("ben")
            gradebook.add_submission("tiny", "ben")

    def mark(self, grade_id, points, comment, final=True):
        with self._open() as gradebook:
            grade = gradebook.find_grade(grade_id, "tiny", "tiny", "ben")
            grade.manual_score, grade.needs_manual_grade = points, not final
            gradebook.find_comment(grade_id, "tiny", "tiny", "ben").manual_comment = comment
            gradebook.db.commit()

    def _open(self):
        return Gradebook(self.course.gradebook_url, course_id(self.course))


def text_of(page: str) -> str:
    """What a page says, without its markup."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", body))


@pytest.fixture(scope="module")
def texts(pages):
    return {student: text_of(path.read_text(encoding="utf-8")) for student, path in pages.items()}


def test_pages_lie_where_nbgrader_puts_them(course, pages):
    assert pages["ada"] == course.root / "feedback" / "ada" / "tiny" / "tiny.html"


@pytest.mark.parametrize("student", STUDENTS)
def test_no_line_of_a_hidden_test(texts, student):
    """Each line of each hidden region of the source, however short it is, provided it says something."""
    hidden = [line.text.strip() for cell in tiny_notebook().cells for line in inside(cell.source, HIDDEN)]
    assert len(hidden) > 8
    assert not [line for line in hidden if line and line in texts[student]]


@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("kind", sorted(CANARIES))
def test_no_detail_no_hidden_message_no_test_output(pages, student, kind):
    """What only the instructor may see stands nowhere in the file, not even in its markup."""
    assert CANARIES[kind] not in pages[student].read_text(encoding="utf-8")


def test_a_visible_test_explains_with_values_until_a_hidden_test_has_run(texts):
    """A function can keep the inputs of a hidden test and return them in the next visible one."""
    assert texts["eve"].count(VISIBLE) == 1
    assert texts["eve"].index(VISIBLE) < texts["eve"].index("random rows")
    assert f"{HINT} ({VISIBLE_FALLBACK})" in texts["eve"]


def test_what_is_told_of_tampering_stays_with_the_instructor(course):
    """The grader's one sentence on a submission that needs attention names what was noticed."""
    noticed = replace(class_results()[4], reason="replaces np.allclose")
    assert "replaces np.allclose" not in text_of(write_feedback(course, noticed).read_text())


def test_marks_and_comments_of_people(course):
    """What was given by hand counts, and its comment is escaped like all text."""
    marks = {("ben", "tiny-written"): Mark(7.5, "Good, <b>but</b> short."), ("ada", "tiny-written"): Mark(1.0, "other")}
    said = write_feedback(course, replace(class_results()[1]), marks).read_text()
    assert re.search(r"27.5\s*of 99 points\s*\n", text_of(said))
    assert "Good, <b>but</b> short." in text_of(said)
    assert "other" not in text_of(said)


def test_marks_are_read_from_the_gradebook(course):
    """As formgrader writes them: final ones only."""
    assert read_marks(course, "tiny") == {}
    notebook = GradebookNotebook(course)
    notebook.mark("tiny-written", 7.5, "Good.")
    assert read_marks(course, "tiny") == {("ben", "tiny-written"): Mark(7.5, "Good.")}
    notebook.mark("tiny-written", 7.5, "Good.", final=False)
    assert read_marks(course, "tiny") == {("ben", "tiny-written"): Mark(None, "Good.")}


def test_a_hidden_test_says_its_title_points_and_hint(texts):
    assert re.search(r"random rows hidden test failed\s*0 of 30", texts["ben"])
    assert HINT in texts["ben"]


def test_a_hidden_test_without_hint_says_where_to_look(course):
    result = class_results()[1]
    first = result.questions[0]
    quiet = replace(first, parts=tuple(replace(part, hint="") for part in first.parts))
    path = write_feedback(course, replace(result, student="quiet", questions=(quiet,)))
    assert "try your code on other shapes" in text_of(path.read_text())


def test_a_hint_is_told_once_a_question(course):
    """The second test that fails for the same reason refers to the first."""
    first = class_results()[1].questions[0]
    hidden = replace(first.parts[1], title="other rows")
    twice = replace(first, parts=(*first.parts, hidden))
    said = text_of(write_feedback(course, replace(class_results()[1], student="twice", questions=(twice,))).read_text())
    assert said.count(HINT) == 1
    assert re.search(r"other rows hidden test failed\s*0 of 30\s*as above", said)


def test_score_and_points(texts):
    assert re.search(r"20\s*of 89 points; 10 more are given by hand", texts["ben"])
    assert "Could not be graded" in texts["frida"]
    assert "Nothing handed in" in texts["=cmd|'calc'!A1"]


def test_where_to_read_on(texts):
    """A question that lost points names the lecture's section; one with all points does not."""
    assert "02_knn, 3. Rows and columns" in texts["ben"]
    assert "3. Rows and columns" not in texts["ada"]


def test_the_students_own_cells(texts):
    """Answers, experiments and their output are shown; given cells are not."""
    assert "# own answer" in texts["ben"]
    assert "print('own experiment')" in texts["ben"]
    assert "My own words" in texts["ben"]
    assert "the plain form" in texts["ben"]
    assert "from coursework import check" not in texts["ben"]
    assert "Divide each row by its sum" not in texts["ben"]


@pytest.mark.parametrize("student", STUDENTS)
def test_student_text_becomes_no_element(pages, student):
    """No script, no handler, no address but a fragment or a checked image."""
    page = pages[student].read_text(encoding="utf-8")
    tags = re.findall(r"<[a-zA-Z][^>]*>", page)
    assert not [tag for tag in tags if tag.startswith("<script") or re.search(r"\son\w+=|\sstyle=", tag)]
    addresses = re.findall(r'\s(?:src|href)="([^"]*)"', " ".join(tags))
    assert not [address for address in addresses if not address.startswith(("#", "data:image/png;base64,", "data:,"))]
    assert "script-src 'none'" in page
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)


def test_only_real_images_are_images(pages):
    assert pages["ben"].read_text().count("<img ") == 1
    assert "not an image" in pages["ben"].read_text()
    assert "no image" in pages["ben"].read_text()


def test_a_test_cell_that_lost_its_lock_is_still_no_cell_of_the_student():
    """Its role decides, not only its lock."""
    notebook = tiny_notebook()
    for cell in notebook.cells:
        cell.metadata.get("nbgrader", {})["locked"] = False
    shown = [listing.text for found in own_cells(notebook, new_notebook()).values() for listing in found]
    assert any("def row_sums" in text for text in shown)
    assert not any("check.score" in text for text in shown)


@pytest.mark.parametrize("name", ["", "..", "../ada", "a/b", "a\\b"])
def test_a_name_cannot_lead_elsewhere(course, name):
    with pytest.raises(SubmissionError, match="not the name of a student's folder"):
        write_feedback(course, replace(class_results()[0], student=name))
