"""Slides in a real browser: offline, nothing cut off, a question before its answer."""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from selenium.webdriver.support.ui import WebDriverWait

from coursework.execution import execute, execute_file
from coursework.slides.export import export

pytestmark = pytest.mark.browser
LECTURE = Path(__file__).parents[2] / "notebooks" / "00_setup.ipynb"
PICTURE = "plt.plot([1, 2, 3]);"
# What can be read on the slide shown: its kind of element, the corners of its box, the size of its letters.
BOXES = """
const shown = Reveal.getCurrentSlide().querySelector(".slide");
const scrolls = getComputedStyle(shown).overflowY === "auto";
const found = [...shown.querySelectorAll("p, li, h1, h2, pre, img, td, math, canvas")];
return [scrolls, found.map((e) => {
  const range = document.createRange(); range.selectNodeContents(e);
  const box = (e.tagName === "PRE" ? range : e).getBoundingClientRect();
  return [e.tagName, box.left, box.top, box.right, box.bottom, parseFloat(getComputedStyle(e).fontSize)];
})];
"""


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    """Gives the slides of a small notebook or of a lecture, run once."""
    folder = tmp_path_factory.mktemp("decks")
    cells = [
        new_markdown_cell("# Small"),
        new_code_cell("import matplotlib.pyplot as plt\nimport coursework\n\ncoursework.setup(seed=0)"),
        new_markdown_cell("## 1.1 A formula (5 minutes)\n\n$$\\sum_i x_i^2 = \\frac{1}{2}$$\n\nand $a < b$ in a line"),
        new_markdown_cell("> **Predict.** What does the next cell print?"),
        new_code_cell("print('the answer is', 6 * 7)"),
        new_markdown_cell("Now a picture."),
        new_code_cell(PICTURE, metadata={"alt": 'a line "upwards"'}),
        new_markdown_cell("## 1.2 Much text\n\n" + "Words that fill a slide and more. " * 150),
        new_code_cell("\n".join(f"line_{i} = {i}" for i in range(60))),
    ]

    @cache
    def deck(name: str) -> Path:
        small = name == "small"
        notebook = execute(new_notebook(cells=cells), folder) if small else execute_file(LECTURE)
        path = folder / f"{name}.html"
        path.write_text(export(notebook, name), encoding="utf-8")
        return path

    return deck


@pytest.fixture
def deck(driver, decks):
    """Opens slides by name in a window of 1280 x 720; returns how many there are."""
    metrics = {"width": 1280, "height": 720, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def opened(name: str, query: str = "") -> int:
        driver.get(decks(name).as_uri() + query)
        WebDriverWait(driver, 20).until(lambda _: driver.execute_script("return Reveal.isReady()"))
        return driver.execute_script("return Reveal.getTotalSlides()")

    yield opened
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def each_slide(driver, count: int):
    """Goes from slide to slide as a lecturer does; yields each slide's number."""
    for number in range(count):
        yield number
        driver.execute_script("Reveal.next()")


def test_a_slide_for_each_idea_and_set_up_on_none(driver, deck):
    assert deck("small") == 7
    assert "coursework.setup" not in driver.execute_script("return document.querySelector('.slides').textContent")


@pytest.mark.parametrize("name", ["small", "lecture"])
def test_nothing_is_loaded_from_elsewhere(driver, deck, name):
    driver.get_log("performance")
    driver.get_log("browser")
    for _ in each_slide(driver, deck(name)):
        pass
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    urls = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert urls, "the log of requests is empty"
    assert [url[:100] for url in urls if not url.startswith(("file:", "data:"))] == []
    assert [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.parametrize("name", ["small", "lecture"])
def test_nothing_is_cut_off_and_all_can_be_read(driver, deck, name):
    """Every box lies on the slide of 1280 x 720, or the slide scrolls; letters have 15 pixels or more."""
    scrolling = 0
    for number in each_slide(driver, deck(name)):
        scrolls, boxes = driver.execute_script(BOXES)
        scrolling += scrolls
        outside = [box for box in boxes if box[1] < 0 or box[3] > 1280 or box[2] < 0 or box[4] > 720]
        assert scrolls or not outside, f"slide {number + 1}: {outside}"
        assert all(box[5] >= 15 for box in boxes), f"slide {number + 1}: {boxes}"
        assert boxes, f"slide {number + 1} is empty"
    assert scrolling == {"small": 2, "lecture": 0}[name]


@pytest.mark.parametrize("name", ["small", "lecture"])
def test_a_question_is_shown_without_its_answer(driver, deck, name):
    questions = 0
    for _ in each_slide(driver, deck(name)):
        text = driver.find_element("css selector", "section.present section.present .slide").text
        if "Predict." in text:
            questions += 1
            assert not driver.find_elements("css selector", "section.present section.present .code")
    assert questions


def test_formulas_are_drawn_and_figures_described(driver, deck):
    deck("small")
    driver.execute_script("Reveal.slide(1, 0)")
    formulas = driver.find_elements("css selector", "section.present section.present math")
    assert [formula.get_attribute("display") for formula in formulas] == ["block", "inline"]
    assert all(formula.size["height"] > 15 for formula in formulas)
    assert "$" not in driver.find_element("css selector", "section.present section.present").text
    assert [image.get_attribute("alt") for image in driver.find_elements("tag name", "img")] == ['a line "upwards"']
    deck("lecture")
    images = driver.find_elements("tag name", "img")
    assert images
    assert all(len(image.get_attribute("alt")) > 20 for image in images)


def test_the_key_d_changes_the_room(driver, deck):
    deck("small")
    ground = "return getComputedStyle(document.body).backgroundColor"
    bright = driver.execute_script(ground)
    driver.find_element("tag name", "body").send_keys("d")
    assert (bright, driver.execute_script(ground)) == ("rgb(255, 255, 255)", "rgb(21, 23, 28)")


def test_printed_each_slide_is_a_page(driver, deck):
    count = deck("small")
    deck("small", "?print-pdf")
    WebDriverWait(driver, 20).until(lambda _: len(driver.find_elements("class name", "pdf-page")) == count)
    options = {"printBackground": True, "preferCSSPageSize": True}
    pdf = base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", options)["data"])
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == count
