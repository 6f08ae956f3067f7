"""The course's site in a real browser: search, keyboard, theme, a phone's width, accessibility; what a build refuses.

One site is built for all: one lecture is executed, the others are shown without outputs, everything else is as it is.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from autograder.course import load_course
from autograder.errors import AutograderError
from autograder.site import build_site
from autograder.site.checking import check

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
LECTURE = "00_setup"
# Of what repeats thousands of times on a page, tokens of code and formulas, axe looks at one of each kind.
THIN_OUT = """
const seen = new Set();
for (const token of [...document.querySelectorAll("div.highlight span[class]")]) {
  if (seen.has(token.className)) token.replaceWith(...token.childNodes); else seen.add(token.className);
}
[...document.querySelectorAll("math")].slice(5).forEach(formula => formula.replaceWith("x"));
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course itself, with a private folder of its own."""
    root = tmp_path_factory.mktemp("course")
    for name in ("course.toml", "README.md", "docs", "release", "source", "coursework"):
        (root / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    return load_course(root)


@pytest.fixture(scope="module")
def site(course, tmp_path_factory) -> Path:
    """The folder of a site, with one lecture executed."""
    return build_site(course, tmp_path_factory.mktemp("site") / "html", execute=[LECTURE]).start.parent


@pytest.fixture(scope="module")
def pages(site) -> list[str]:
    """The addresses of all pages within the site."""
    found = [str(path.relative_to(site)) for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]
    assert len(found) > 25
    return found


@pytest.fixture
def browser(driver):
    """The browser at a laptop's size, in light colours."""
    _size(driver, 1280, 720)
    yield driver
    driver.execute_script("localStorage.clear()")


def test_every_page_is_accessible_in_light_and_dark(browser, site, pages, axe):
    """axe-core finds nothing serious or critical; the second time, in dark, the rules on colours run."""
    wrong = []
    for mode, rules in (("light", None), ("dark", ["color-contrast", "link-in-text-block"])):
        for page in pages:
            _open(browser, site, page, mode=mode)
            browser.execute_script(THIN_OUT)
            wrong += [(page, mode, *violation) for violation in axe(browser, rules)]
    assert not wrong


def test_axe_finds_what_is_wrong(browser, site, axe):
    """The same run reports a picture without alternative text: it can fail."""
    _open(browser, site, "index.html")
    browser.execute_script("document.querySelector('article').append(new Image(9, 9))")
    assert "image-alt" in [rule for rule, *_ in axe(browser)]


def test_pages_load_nothing_from_another_host(browser, site, pages):
    """Every request of every page is for a file of the site."""
    for page in pages:
        browser.get_log("performance")
        _open(browser, site, page)
        messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
        asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        assert any(url.endswith(page) for url in asked)
        assert not [url for url in asked if not url.startswith((site.as_uri(), "data:"))]


def test_a_phone_scrolls_only_down(browser, site, pages):
    """At 360 pixels, what is wide scrolls within its box."""
    _size(browser, 360, 780)
    wide = []
    for page in pages:
        _open(browser, site, page)
        width = browser.execute_script("return document.documentElement.scrollWidth")
        wide += [(page, width)] if width > 360 else []
    assert not wide


def test_search_finds_a_concept_from_disk_and_from_a_server(browser, site):
    """`Xavier` leads to lecture 5, opened as a file and over http."""
    with _server(site) as address:
        for base in (site.as_uri(), address):
            browser.get(f"{base}/search.html?q=Xavier")
            found = WebDriverWait(browser, 20).until(
                lambda driver: driver.find_elements(By.CSS_SELECTOR, "#search-results li a")
            )
            assert any("05_training" in link.get_attribute("href") for link in found)


def test_the_keyboard_reaches_search_and_content(browser, site):
    """The first Tab gives the skip link, in sight; Ctrl+K opens the search, and Enter searches."""
    _open(browser, site, "index.html")
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.get_attribute("textContent") == "Skip to main content"
    WebDriverWait(browser, 10).until(lambda _: skip.is_displayed() and skip.rect["y"] >= 0)
    ActionChains(browser).key_down(Keys.CONTROL).send_keys("k").key_up(Keys.CONTROL).perform()
    field = WebDriverWait(browser, 10).until(
        lambda driver: (e := driver.switch_to.active_element).get_attribute("type") == "search" and e
    )
    field.send_keys("dropout", Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda driver: "search.html?q=dropout" in driver.current_url)


def test_the_theme_switch_is_remembered(browser, site):
    """A click changes the colours, and the next page has them too."""
    _open(browser, site, "index.html", mode="light")
    background = "return getComputedStyle(document.body).backgroundColor"
    light = browser.execute_script(background)
    browser.find_element(By.CSS_SELECTOR, ".theme-switch-container button").click()
    dark = browser.find_element(By.CSS_SELECTOR, ".theme-change-button[data-mode=dark]")
    WebDriverWait(browser, 10).until(lambda _: dark.is_displayed())
    dark.click()
    browser.get((site / "concepts.html").as_uri())
    assert browser.execute_script(background) != light


def test_figures_have_the_text_of_their_cell(browser, site):
    """The executed lecture shows its figures with the `alt` of the cell's metadata."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{LECTURE}.ipynb", as_version=4)
    expected = [cell.metadata["alt"] for cell in notebook.cells if cell.metadata.get("alt")]
    _open(browser, site, f"lectures/{LECTURE}.html")
    shown = [image.get_attribute("alt") for image in browser.find_elements(By.CSS_SELECTOR, ".cell_output img")]
    assert expected
    assert shown == expected


def test_a_solution_on_a_page_is_caught(course, tmp_path):
    """A line of a solution is found though a page has it in pieces and with entities."""
    source = nbformat.read(course.source("02_knn"), as_version=4)
    texts = [cell.source for cell in source.cells if cell.metadata.nbgrader.get("solution")]
    line = next(line for text in texts for line in text.split("\n") if "np.abs(" in line)
    marked = "".join(f"<span>{'&#97;' if letter == 'a' else letter}</span>" for letter in line)
    (tmp_path / "page.html").write_text(f"<pre>{marked}</pre>", encoding="utf-8")
    assert [p for p in check(course, tmp_path).problems if "page.html: holds a line of the answer knn-l1" in p]


def test_a_check_names_what_a_page_lacks(course, tmp_path):
    """Dead links and anchors, a picture without a text, and what comes from another host."""
    (tmp_path / "a.html").write_text(
        '<h1 id="here">A</h1><a href="b.html">b</a><a href="#there">there</a><a href="#here">here</a>'
        '<img src="a.html"><script src="https://cdn.example/x.js"></script>',
        encoding="utf-8",
    )
    assert [problem.partition(": ")[2] for problem in check(course, tmp_path).problems] == [
        "picture without alternative text: a.html",
        "loads https://cdn.example/x.js from another host",
        "b.html leads to no file",
        "#there leads to no place on its page",
    ]


def test_a_lecture_that_fails_leaves_the_last_site(course, site):
    """The error names notebook and cell; the site is as it was."""
    path = course.root / "notebooks" / f"{LECTURE}.ipynb"
    good, before = path.read_bytes(), (site / "index.html").stat()
    notebook = nbformat.reads(good.decode(), as_version=4)
    notebook.cells.insert(1, nbformat.v4.new_code_cell("1 / 0", id="halves"))
    try:
        path.write_text(nbformat.writes(notebook), encoding="utf-8")
        with pytest.raises(AutograderError, match=r"00_setup\.ipynb, cell halves: ZeroDivisionError"):
            build_site(course, site, execute=[LECTURE])
    finally:
        path.write_bytes(good)
    assert (site / "index.html").stat() == before


def test_a_folder_of_something_else_is_kept(course, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(AutograderError, match="holds no site"):
        build_site(course, tmp_path, execute=[])
    assert (tmp_path / "thesis.txt").is_file()


def _open(driver, site: Path, page: str, *, mode: str = "light") -> None:
    if not driver.current_url.startswith("file:"):
        driver.get((site / "search.html").as_uri())
    driver.execute_script("for (const key of ['mode', 'theme']) localStorage.setItem(key, arguments[0])", mode)
    driver.get((site / page).as_uri())


def _size(driver, width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


@contextlib.contextmanager
def _server(folder: Path):
    """The address of a server of a folder on a free port."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
