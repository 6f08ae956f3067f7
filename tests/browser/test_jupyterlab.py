"""The course in JupyterLab in a real browser: from the first page to a lecture, an assignment, Validate and a demo."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from jupyterlab_server import jupyterlab
from nbformat.v4 import new_code_cell, new_notebook
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from autograder.canonical import nbgrader, read

pytestmark = pytest.mark.browser

COURSE = Path(__file__).parents[2]
LECTURE = "notebooks/00_setup.ipynb"
ASSIGNMENT = "release/02_knn/02_knn.ipynb"
WRONG = """\
def l1_distances(a, b):
    return np.abs(a[:, None].astype(float) - b[None]).mean(axis=2)"""
RIGHT = WRONG.replace("mean", "sum")
ERRORS = '[data-mime-type$="jupyter.error"], [data-mime-type$="jupyter.stderr"]'

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
CAMERA = "camera.ipynb"
# An explorer, and what came of the picture: its form and size, and that it shows more than one colour.
EXPLORER = """\
import io
import numpy as np
from PIL import Image
from torch import nn
from coursework.demos import feature_maps
network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU())
explorer = feature_maps.explore(network, {"grey": np.full((24, 32, 3), 99, np.uint8)})
explorer"""
TAKEN = """\
taken = Image.open(io.BytesIO(explorer.children[1].picture))
print(taken.format, taken.size, np.array(taken).std() > 10)"""


class Lab:
    """What a student does with the browser; cells are numbered as in the file."""

    def __init__(self, driver, address):
        self.driver, self.address = driver, address
        self.origin = address.split("/lab")[0]

    def until(self, holds, what, seconds=120):
        """Wait until `holds()` is true, and return it; `what` is said where it never is."""
        return WebDriverWait(self.driver, seconds, 0.2).until(lambda _: holds(), f"waited for: {what}")

    def find(self, selector, text=None, within=None):
        """The visible element with such a selector, and exactly that text; waited for."""

        def found():
            elements = (within or self.driver).find_elements(By.CSS_SELECTOR, selector)
            shown = [each for each in elements if each.is_displayed()]
            return next((each for each in shown if text is None or each.text.strip() == text), None)

        return self.until(found, f"{selector} {text or ''}")

    def open(self, path):
        """From the first page, by its link to the notebook; wait for the kernel."""
        self.driver.get(self.address.replace("?", "?reset&"))
        self.find(f".jp-MarkdownViewer a[href*='{path}']").click()
        self.idle()

    def visit(self, path):
        """By its address; wait for the kernel."""
        self.driver.get(self.address.replace("lab/tree/README.md?", f"lab/tree/{path}?reset&"))
        self.idle()

    def idle(self):
        """Wait for the kernel by the status bar; the notebook's own sign says idle before there is one."""
        bar = self.find("#jp-main-statusbar")
        self.until(lambda: "| Idle" in bar.text, "an idle kernel")

    def menu(self, name, item):
        self.find(".lm-MenuBar-itemLabel", name).click()
        self.find(".lm-Menu-itemLabel", item).click()

    def run_all(self):
        """By the menu; wait for the last cell, or the first that stopped."""
        self.menu("Run", "Run All Cells")

        def ended():
            prompts = self.driver.execute_script(
                "return [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map((each) => each.textContent)"
            )
            return prompts and not any("*" in each for each in prompts) and any("1" in each for each in prompts)

        self.until(ended, "all cells of the notebook to run", 240)

    def cell(self, index):
        cell = self.driver.find_elements(By.CSS_SELECTOR, ".jp-Notebook .jp-Cell")[index]
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'start'})", cell)
        return cell

    def run(self, index, text=None):
        """Run a cell by the keyboard, with another text where there is one; what it shows."""
        cell = self.cell(index)
        before = cell.find_element(By.CSS_SELECTOR, ".jp-InputPrompt").text
        editor = cell.find_element(By.CSS_SELECTOR, ".cm-content")
        editor.click()
        if text is not None:
            editor.send_keys(Keys.CONTROL, "a")
            # As if pasted: what is typed would be indented once more by the editor.
            self.driver.execute_cdp_cmd("Input.insertText", {"text": text})
        editor.send_keys(Keys.SHIFT, Keys.ENTER)

        def prompt():
            text = cell.find_element(By.CSS_SELECTOR, ".jp-InputPrompt").text
            return text not in (before, "[*]:", "[ ]:")

        self.until(prompt, f"cell {index} to run")
        return cell.find_element(By.CSS_SELECTOR, ".jp-Cell-outputArea").text

    def permit_camera(self, setting):
        self.driver.execute_cdp_cmd(
            "Browser.setPermission", {"permission": {"name": "camera"}, "setting": setting, "origin": self.origin}
        )

    def figures(self):
        """The source of each picture below a cell that has something on it, in one step: the page draws meanwhile."""
        return self.driver.execute_script(
            "return [...document.querySelectorAll('.jp-OutputArea img')]"
            ".filter((each) => each.naturalWidth > 200).map((each) => each.src)"
        )


@pytest.fixture(scope="module")
def lab(driver, tmp_path_factory):
    root = tmp_path_factory.mktemp("lab") / "course"
    for path in (LECTURE, ASSIGNMENT, "README.md", "nbgrader_config.py", "course.toml"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(COURSE / path, root / path)
    cells = [new_code_cell(EXPLORER), new_code_cell(TAKEN)]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), root / CAMERA)
    with jupyterlab(root, tmp_path_factory.mktemp("jupyter"), "lab/tree/README.md") as address:
        yield Lab(driver, address)
        driver.get("about:blank")


def test_a_lecture_runs_and_its_slider_moves_the_picture(lab):
    """From the link on the first page to a picture that follows the arrow keys."""
    lab.open(LECTURE)
    lab.run_all()
    assert [each.text for each in lab.driver.find_elements(By.CSS_SELECTOR, ERRORS)] == []
    lab.until(lambda: len(lab.figures()) == 4, "four figures")
    slider = lab.find(".jp-OutputArea .noUi-handle")
    before, threshold = lab.figures(), int(lab.find(".widget-readout").text)
    slider.send_keys(Keys.ARROW_RIGHT * 3)
    lab.until(lambda: lab.find(".widget-readout").text == f"{threshold + 3}", f"a threshold of {threshold} + 3")
    # A picture is drawn for each step, the last one after the number.
    lab.until(lambda: [a == b for a, b in zip(before, lab.figures(), strict=True)].count(False) == 1, "another picture")


def test_an_answer_from_wrong_to_right_and_validate(lab):
    """A wrong answer gets its hint, a right one its points, and Validate names what is left to do."""
    cells = [nbgrader(cell, "grade_id") for cell in read(COURSE / ASSIGNMENT).cells]
    answer, test = cells.index("knn-l1-solution"), cells.index("knn-l1")
    lab.open(ASSIGNMENT)
    lab.run(cells.index("set-up"))
    lab.run(answer, WRONG)
    said = lab.run(test)
    assert "✗ wrong 0 of 1 one row against three, by hand" in said
    assert "this is the mean of the differences, not their sum" in said
    assert "0 of 10 points: see above what is wrong" in said
    lab.run(answer, RIGHT)
    said = lab.run(test)
    assert "✓ right 1 of 1 one row against three, by hand" in said
    assert "2 of 2 points here; 8 more are decided by hidden tests when graded" in said

    lab.find(".jp-Toolbar-item", "Validate").click()
    shown = lab.find(".jp-Dialog").text
    assert "Validation Results" in shown
    assert "· 0 of 2  triangles with sides 3, 4, 5 and 5, 12, 13\n          not attempted yet" in shown
    assert "one row against three, by hand" not in shown
    lab.find(".jp-Dialog button", "Ok").click()


def test_the_camera_takes_one_picture_after_two_presses(lab):
    """Chromium's own moving test picture; refused once, then allowed."""
    lab.visit(CAMERA)
    lab.run(0)
    lab.permit_camera("denied")
    lab.find("button", "use the camera").click()
    lab.find(
        "[role=status]",
        "The browser may not use the camera on this page: allow it beside the address, then press again.",
    )
    lab.permit_camera("granted")
    before = lab.figures()
    lab.find("button", "use the camera").click()
    lab.find("button", "take the picture").click()
    lab.until(lambda: lab.figures() not in ([], before), "the maps of the picture")
    assert lab.run(1) == "JPEG (320, 240) True"
    assert lab.driver.execute_script("return document.querySelector('video').srcObject") is None
