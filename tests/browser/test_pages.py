"""The pages in a real browser, from disk: they work, they load nothing, and no student's text runs."""

from __future__ import annotations

import json

import nbformat
import pytest
from class_results import question, result, write_graded_class
from nbformat.v4 import new_markdown_cell, new_output
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from autograder.canonical import read
from autograder.report import write_report
from autograder.result import GRADED

pytestmark = pytest.mark.browser

PAGES = ["report", "ben", "eve", "frida"]


def visit(driver, path):
    """Open a page with the logs emptied first."""
    driver.get("about:blank")
    driver.get_log("browser")
    driver.get_log("performance")
    driver.get(path.as_uri())


def requests(driver):
    """The addresses that the page asked for."""
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def column(driver, number):
    """The texts of one column of the students' table."""
    return [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, f"#students tbody tr > :nth-child({number})")]


def opened(driver, student):
    """The dialog, as soon as it shows a student's submission: it follows the page's address a moment later."""
    dialog = driver.find_element(By.TAG_NAME, "dialog")
    name = dialog.find_element(By.TAG_NAME, "h2")
    wait = WebDriverWait(driver, 20)
    wait.until(lambda _: dialog.is_displayed() and name.text == student, f"the submission of {student} did not open")
    return dialog


@pytest.fixture
def report(driver, pages):
    visit(driver, pages["report"])
    return driver


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_clean(driver, pages, name):
    """No script of a student runs, nothing goes to the network, the console stays empty."""
    visit(driver, pages[name])
    assert "owned" not in driver.title
    assert driver.find_element(By.TAG_NAME, "h1").text == "Rows"
    asked = requests(driver)
    assert asked[0] == pages[name].as_uri()
    assert not [url for url in asked[1:] if not url.startswith("data:")]
    assert driver.get_log("browser") == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(driver, pages, name, axe):
    """axe-core finds nothing serious or critical."""
    visit(driver, pages[name])
    assert axe(driver) == []


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_stops_what_escaping_would_miss(driver, pages, name, tmp_path):
    """With a student's script put into the page unescaped, the browser still refuses to run it."""
    script = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    page = pages[name].read_text(encoding="utf-8").replace("<main>", f"<main>{script}")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    visit(driver, tmp_path / "page.html")
    assert "owned" not in driver.title
    assert any("Content Security Policy" in entry["message"] for entry in driver.get_log("browser"))


def test_a_click_sorts_by_points(report):
    heading = report.find_element(By.CSS_SELECTOR, "#students thead th:nth-child(2)")
    heading.find_element(By.TAG_NAME, "button").click()
    points = [float(text) for text in column(report, 2)]
    assert heading.get_attribute("aria-sort") == "descending"
    assert points == sorted(points, reverse=True)
    assert points[0] == 89


def test_the_keyboard_sorts(report):
    """Tab reaches the heading, Enter sorts, Enter again turns the order round."""
    button = report.find_element(By.CSS_SELECTOR, "#students thead th:first-child button")
    report.execute_script("arguments[0].focus()", button)
    names = column(report, 1)
    button.send_keys(Keys.ENTER)
    assert column(report, 1) == names
    button.send_keys(Keys.ENTER)
    assert column(report, 1) == names[::-1]
    button.send_keys(Keys.TAB)
    assert report.switch_to.active_element.text.startswith("Points")


def test_the_filter_leaves_matching_rows(report):
    report.find_element(By.ID, "filter").send_keys("Graded with WARNINGS")
    assert [name for name in column(report, 1) if name] == ["dan\nfeedback"]
    assert report.find_element(By.TAG_NAME, "output").text == "1 of 7 shown"


def test_a_name_opens_the_submission_and_nothing_in_it_runs(report):
    """Cells, results, output and picture are there as text; scripts in them are too, and have done nothing."""
    link = next(each for each in report.find_elements(By.CSS_SELECTOR, "#students a.open") if each.text == "eve")
    link.click()
    dialog = opened(report, "eve")
    for words in ("tiny-sum", "# own answer <script>", "printed <script>", "Traceback <script>"):
        assert words in dialog.text
    assert "<script>document.title='owned'</script>" in dialog.text
    assert "the plain form" in dialog.text
    assert len(dialog.find_elements(By.CSS_SELECTOR, "script, iframe, [onerror], [onload]")) == 0
    assert [image.get_attribute("naturalWidth") for image in dialog.find_elements(By.TAG_NAME, "img")] == ["1"]
    assert "owned" not in report.title
    assert report.get_log("browser") == []


def test_the_keyboard_goes_through_submissions_and_back_to_the_row(report):
    first, second = report.find_elements(By.CSS_SELECTOR, "#students a.open")[:2]
    first.send_keys(Keys.ENTER)
    opened(report, first.text).find_element(By.CSS_SELECTOR, "[data-step='1']").send_keys(Keys.ENTER)
    dialog = opened(report, second.text)
    report.switch_to.active_element.send_keys(Keys.ESCAPE)
    WebDriverWait(report, 20).until(lambda _: not dialog.is_displayed(), "the dialog did not close")
    WebDriverWait(report, 20).until(lambda page: page.switch_to.active_element == second, "the row has no focus")


def test_an_address_opens_a_submission(driver, pages):
    driver.get("about:blank")
    driver.get(f"{pages['report'].as_uri()}#student=ben")
    opened(driver, "ben")
    driver.get("about:blank")
    driver.get(f"{pages['report'].as_uri()}#student=%E0%A4%A")
    assert not driver.find_element(By.TAG_NAME, "dialog").is_displayed()


HOSTILE = "</template></dialog></script><script>document.title='owned'</script><svg onload=\"document.title='owned'\"/>"
LINK = "<a href=\"javascript:document.title='owned'\">link</a>"


@pytest.fixture(scope="module")
def hostile_report(tmp_path_factory):
    """The report on one student, whose name, cells and outputs all try to leave the place where they are shown."""
    course = write_graded_class(tmp_path_factory.mktemp("course") / "tiny")
    student = "<svg onload=document.title='owned'>"
    notebook = read(course.autograded / "eve" / "tiny" / "tiny.ipynb")
    extra = next(cell for cell in notebook.cells if cell.id == "extra")
    extra.source = f"print({HOSTILE!r})"
    extra.outputs = [
        new_output("stream", text=f"stream {HOSTILE}"),
        new_output("display_data", data={"text/html": f"html {HOSTILE}{LINK}"}),
        new_output("display_data", data={"image/svg+xml": f"drawing {HOSTILE}"}),
        new_output("error", ename=HOSTILE, evalue=HOSTILE, traceback=[f"traceback {HOSTILE}"]),
    ]
    text = new_markdown_cell(f"words {HOSTILE}{LINK} [link](javascript:document.title='owned')", id="words")
    notebook.cells.insert(notebook.cells.index(extra), text)
    path = course.autograded / student / "tiny" / "tiny.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    failed = question("tiny-sum", 50, 0, "failed", reason=f"reason {HOSTILE}", detail=f"detail {HOSTILE}")
    return student, write_report(course, "tiny", [result(student, GRADED, failed)])


def test_a_submission_does_not_leave_its_place(driver, hostile_report):
    """What closes templates, dialogs and scripts, links to scripts and drawings with handlers: all of it is text."""
    student, path = hostile_report
    visit(driver, path)
    driver.find_element(By.CSS_SELECTOR, "#students a.open").click()
    dialog = opened(driver, student)
    driver.execute_script("document.querySelectorAll('dialog details').forEach((each) => { each.open = true; })")
    for place in ("stream", "html", "drawing", "traceback", "words", "reason", "detail"):
        assert f"{place} {HOSTILE}" in dialog.text
    assert dialog.text.count(LINK) == 2
    assert not dialog.find_elements(By.CSS_SELECTOR, "script, svg, a, img, [onload]")
    assert len(driver.find_elements(By.CSS_SELECTOR, "body script")) == 1
    assert not driver.find_elements(By.CSS_SELECTOR, "a[href^='javascript:']")
    assert "owned" not in driver.title
    assert driver.get_log("browser") == []


@pytest.mark.parametrize("place", ["", "#student=ben"])
def test_the_report_prints(driver, pages, place):
    """On A4 across, no table is cut off and nothing to click is there; an open submission prints alone and whole."""
    metrics = {"width": 1032, "height": 703, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    driver.get("about:blank")
    driver.get(f"{pages['report'].as_uri()}{place}")
    printed = driver.execute_script(PRINTED)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert printed == {"cut": [], "clicked": [], "class": not place, "submission": bool(place)}


PRINTED = """
const seen = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
return {
  cut: seen("main, .scroll, dialog")
    .filter((each) => each.scrollWidth > each.clientWidth || getComputedStyle(each).overflowY === "auto")
    .map((each) => each.className || each.tagName),
  clicked: seen(".no-print, dialog button, .filter").map((each) => each.className),
  class: seen("#students").length === 1,
  submission: seen("dialog").length === 1,
};
"""


def test_an_open_submission_is_accessible(driver, pages, axe):
    driver.get("about:blank")
    driver.get(f"{pages['report'].as_uri()}#student=eve")
    assert axe(driver) == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_fits_the_screen(driver, pages, name, width):
    """Wide tables scroll in their own box; the page itself does not scroll sideways."""
    metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    visit(driver, pages[name])
    wide = driver.execute_script("return document.documentElement.scrollWidth")
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert wide <= width


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(driver, pages, name, scheme):
    """Every text stands out from the colour behind it by 4.5 to 1 (WCAG AA)."""
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    visit(driver, pages[name])
    weak = driver.execute_script(CONTRAST)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert weak == []


CONTRAST = """
const pixel = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
const canvas = pixel.getContext("2d", {willReadFrequently: true});
function rgba(colour) {
  canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
}
function luminance([r, g, b]) {
  const [R, G, B] = [r, g, b].map((v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * R + .7152 * G + .0722 * B;
}
function behind(element) {
  for (let e = element; e; e = e.parentElement) {
    const colour = rgba(getComputedStyle(e).backgroundColor);
    if (colour[3] === 255) return colour;
  }
  return [255, 255, 255, 255];
}
const weak = [];
for (const element of document.querySelectorAll("body *:not(script):not(svg *)")) {
  const text = [...element.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join("");
  if (!text || !element.checkVisibility()) continue;
  const [a, b] = [luminance(rgba(getComputedStyle(element).color)), luminance(behind(element))];
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  if (ratio < 4.5) weak.push(`${element.tagName}.${element.className} "${text.slice(0, 30)}" ${ratio.toFixed(2)}`);
}
return weak;
"""
