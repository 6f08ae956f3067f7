"""A headless Chromium, and pages of a graded class to open in it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "autograder"))

from class_results import class_results, write_graded_class
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from autograder.feedback import write_feedback
from autograder.report import write_report

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> dict[str, Path]:
    """Feedback pages by student, and the class report as "report"."""
    course = write_graded_class(tmp_path_factory.mktemp("course") / "tiny")
    results = class_results()
    found = {result.student: write_feedback(course, result) for result in results}
    return found | {"report": write_report(course, "tiny", results)}


@pytest.fixture(scope="module")
def driver():
    """One browser for the tests of a file; it logs its console and every request. Other tests count processes."""
    if not (CHROMIUM and DRIVER):
        pytest.skip("Chromium and chromedriver are not installed (Debian: apt-get install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--window-size=1280,900",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield browser
    browser.quit()
