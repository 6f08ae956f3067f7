"""A headless Chromium, and pages of a graded class to open in it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pooch
import pytest
import requests

sys.path.insert(0, str(Path(__file__).parents[1] / "autograder"))

from class_results import class_results, write_graded_class
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from autograder.feedback import write_feedback
from autograder.report import write_report

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
AXE = "https://registry.npmjs.org/axe-core/-/axe-core-4.14.1.tgz"
AXE_HASH = "sha256:e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"
RUN_AXE = """
const [rules, done] = arguments;
const options = {preload: false, resultTypes: ["violations"], ...(rules && {runOnly: rules})};
axe.run(document, options).then(({violations}) => done(violations
  .filter(violation => ["serious", "critical"].includes(violation.impact))
  .map(({id, nodes}) => [id, nodes.length, nodes[0].html.slice(0, 200), nodes[0].failureSummary])));
"""


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
        "--use-fake-device-for-media-stream",
        "--window-size=1280,900",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield browser
    browser.quit()


@pytest.fixture(scope="session")
def axe():
    """A function (driver, rules=None): what axe-core finds serious or critical on the open page, by all rules or some.

    The script comes from the npm registry the first time.
    """
    try:
        unpack = pooch.Untar(members=["package/axe.min.js"])
        (path,) = pooch.retrieve(AXE, AXE_HASH, path=pooch.os_cache("coursework-tests"), processor=unpack)
    except requests.exceptions.RequestException as error:
        pytest.skip(f"axe-core is not at hand and the npm registry cannot be reached: {type(error).__name__}")
    script = Path(path).read_text(encoding="utf-8")

    def run(driver, rules: list[str] | None = None) -> list[list]:
        driver.set_script_timeout(120)
        driver.execute_script(script)
        return driver.execute_async_script(RUN_AXE, rules)

    return run
