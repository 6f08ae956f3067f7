"""The real formgrader in a real browser: grade one, see the score, give a mark by hand, generate feedback."""

from __future__ import annotations

import base64
import html
import re

import pytest
from class_results import SCRIPT, pixel
from jupyterlab_server import jupyterlab
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions as condition
from selenium.webdriver.support.ui import WebDriverWait
from tiny_course import build_tiny_release, write_tiny_course
from tiny_submissions import answered, hand_in

from autograder.canonical import read
from autograder.gradebook import complete_notebook, open_gradebook, results, save_cells

pytestmark = pytest.mark.browser

SHOWS = f"""\
from IPython.display import HTML, Image, Javascript, Markdown, display
import base64
display(HTML({SCRIPT!r} + "<table><tr><th>a heading</th></tr></table>"))
display(Markdown({SCRIPT!r}), Javascript("document.title = 'owned'"))
display(Image(base64.b64decode({base64.b64encode(pixel()).decode()!r})))
def row_sums(x):
    raise ValueError({SCRIPT!r})"""
WRITES = f"""\
**My own words** {SCRIPT} [here](javascript:document.title='owned') <input id="tiny-sum" value="50">
<div class="modal-backdrop">on top of it all</div>"""


class Formgrader:
    """What an instructor does with the browser."""

    def __init__(self, driver, address, course):
        self.driver, self.course = driver, course
        self.pages = address.split("?")[0]
        self.wait = WebDriverWait(driver, 60)
        driver.get(address)

    def visit(self, page):
        self.driver.get(f"{self.pages}/{page}")

    def row(self, text):
        """The row that holds a cell with that text; tables are filled after the page is loaded."""
        path = f"//*[@id='main-table']//tr[td[normalize-space()='{text}']]"
        return self.wait.until(condition.presence_of_element_located((By.XPATH, path)))

    def cells(self, text):
        return [cell.text for cell in self.row(text).find_elements(By.TAG_NAME, "td")]

    def press(self, student, button):
        """Press a student's button and wait until it is done; what nbgrader says then: a title and its log."""
        self.row(student).find_element(By.CSS_SELECTOR, f".{button} a").click()
        modal = self.wait.until(condition.visibility_of_element_located((By.CSS_SELECTOR, ".modal.in")))
        # What it holds, however far it has faded in.
        title, log = (
            modal.find_element(By.CSS_SELECTOR, part).get_attribute("textContent") for part in (".modal-title", "pre")
        )
        self.driver.execute_script("$(arguments[0]).removeClass('fade').modal('hide')", modal)
        self.wait.until(condition.invisibility_of_element(modal))
        return title, log

    def open_graded(self, student):
        """Autograde by the button, then open the page for marks by hand."""
        self.visit("manage_submissions/tiny")
        title, log = self.press(student, "autograde")
        assert title == "Success", log
        self.visit("gradebook/tiny/tiny")
        with open_gradebook(self.course) as gradebook:
            submission = gradebook.find_submission_notebook("tiny", "tiny", student).id
        link = (By.CSS_SELECTOR, f"a[href$='{submission}'].name-hidden")
        self.wait.until(condition.element_to_be_clickable(link)).click()
        # Its scores are loaded after the page.
        self.wait.until(lambda driver: driver.find_element(By.ID, "tiny-sum").get_attribute("placeholder"))

    def grade(self, question, student):
        with open_gradebook(self.course) as gradebook:
            grade = gradebook.find_grade(question, "tiny", "tiny", student)
            return grade.auto_score, grade.manual_score, grade.needs_manual_grade

    def comment(self, question, student):
        with open_gradebook(self.course) as gradebook:
            return gradebook.find_comment(question, "tiny", "tiny", student).comment


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Three have handed in: right answers, answers full of scripts, and what is no notebook."""
    course = write_tiny_course(tmp_path_factory.mktemp("formgrader") / "course")
    build_tiny_release(course)
    save_cells(course, "tiny", complete_notebook(course, "tiny"))
    release = read(course.release("tiny"))
    hand_in(course, "ada", answered(release))
    hand_in(course, "eve", answered(release, tiny_sum_solution=SHOWS, tiny_written=WRITES))
    hand_in(course, "nil", "{", timestamp="when I felt like it")
    return course


@pytest.fixture(scope="module")
def opened(course, driver, tmp_path_factory):
    with jupyterlab(course.root, tmp_path_factory.mktemp("jupyter"), "formgrader") as address:
        yield Formgrader(driver, address, course)
        driver.get("about:blank")


def test_from_the_button_to_the_feedback(opened, course):
    """The way of one submission, with what stands in the gradebook and in the files at its end."""
    driver = opened.driver
    assert opened.cells("tiny")[0] == "tiny"
    opened.row("tiny").find_element(By.CSS_SELECTOR, ".num-submissions a").click()
    assert opened.cells("ada")[1:5] == ["ada", "2026-10-01 20:00:00 UTC", "needs autograding", ""]
    opened.open_graded("ada")

    field = driver.find_element(By.ID, "tiny-sum")
    assert field.get_attribute("placeholder") == "50"
    assert "✓ 20 of 20  two rows by hand" in driver.find_element(By.ID, "notebook").text
    written = driver.find_element(By.ID, "tiny-written")
    assert "needs_manual_grade" in written.get_attribute("class")
    written.send_keys("8", Keys.TAB)
    opened.wait.until(lambda _: opened.grade("tiny-written", "ada") == (None, 8.0, False))
    driver.find_element(By.ID, "tiny-written-comment").send_keys("Well said.", Keys.TAB)
    opened.wait.until(lambda _: opened.comment("tiny-written", "ada") == "Well said.")

    opened.visit("manage_submissions/tiny")
    opened.wait.until(lambda _: opened.cells("ada")[3:5] == ["graded", "98 / 100"])
    title, log = opened.press("ada", "generate-feedback")
    assert title == "Success", log
    page = (course.feedback / "ada" / "tiny" / "tiny.html").read_text(encoding="utf-8")
    page = html.unescape(re.sub("<[^>]*>", "", page))
    assert "(Score: 98.0 / 100.0)" in page
    assert "Well said." in page
    assert "two rows by hand" in page
    assert "random rows" not in page
    (result,) = results(course, "tiny")
    assert result.earned == 90
    assert result.sandbox != "none"


def test_what_a_student_wrote_only_shows(opened):
    """No script runs in the grader's session, nothing hides the page or takes the place of its fields."""
    opened.open_graded("eve")
    driver = opened.driver
    notebook = driver.find_element(By.ID, "notebook")
    assert "owned" not in driver.title
    assert "My own words" in notebook.text
    assert "a heading" in notebook.text
    assert not driver.find_elements(By.CSS_SELECTOR, "#notebook script, #notebook [onerror], #notebook a[href^=java]")
    assert not driver.find_elements(By.CSS_SELECTOR, ".modal-backdrop")
    assert len(driver.find_elements(By.ID, "tiny-sum")) == 1
    pictures = notebook.find_elements(By.CSS_SELECTOR, "img[src^='data:image/png']")
    assert [picture.get_property("naturalWidth") for picture in pictures] == [1]


def test_what_could_not_be_graded_says_why(opened):
    opened.open_graded("nil")
    text = opened.driver.find_element(By.ID, "notebook").text
    assert "This submission could not be graded." in text
    assert "line 1 column 2" in text
    assert opened.grade("tiny-written", "nil") == (0.0, None, False)
