"""The gallery of live demos in a real browser, served by `coursework demo`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from coursework.demos.gallery import DEMOS, find

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from demo_latency import PICTURE, gallery, latencies, open_demo, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(driver) -> str:
    """Of the start page, with its token; the server, its kernels and its files are gone afterwards."""
    before = {process.pid for process in psutil.Process().children(recursive=True)}
    with gallery("--port", "8890") as found:
        yield found
        ours = [each for each in psutil.Process().children(recursive=True) if each.pid not in before]
    _, alive = psutil.wait_procs(ours, timeout=10)
    assert not [each for each in alive if "chrom" not in each.name()]


def test_the_token_is_needed(address: str) -> None:
    """Without it neither the start page nor a demo; with it both."""
    page = urlsplit(address)
    assert page.query.startswith("token=")
    bare = f"http://{page.netloc}/"
    for path in ("", "voila/render/line.ipynb"):
        assert "login" in _final_address(bare + path)
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert answer.status == 200
        assert b"Live demos" in answer.read()


def test_it_listens_on_this_machine_only(address: str) -> None:
    """The port is open on 127.0.0.1 and on no other address, and that goes for all that the gallery listens on."""
    server = _server()
    listening = [address for process in (server, *server.children()) for address in _listens_on(process)]
    assert listening
    assert set(listening) == {"127.0.0.1"}


def test_the_start_page_lists_every_demo(driver, address: str) -> None:
    """One link a demo, with title, lecture and sentence; on one screen of 1280 x 720."""
    _screen(driver)
    driver.get(address)
    for demo in DEMOS:
        text = driver.find_element(By.ID, demo.name).text
        assert demo.title in text
        assert f"Lecture {demo.lecture}" in text
        assert demo.sentence in text
    assert driver.execute_script("return document.documentElement.scrollHeight") <= 720
    assert {demo.lecture for demo in DEMOS} == set(range(1, 9))


@pytest.mark.parametrize("name", ["line", "convolution"])
def test_a_key_changes_the_picture(driver, address: str, name: str) -> None:
    """One click to the demo; arrow keys move a slider and the picture follows; no error, nothing from elsewhere."""
    _screen(driver)
    for kind in ("browser", "performance"):
        driver.get_log(kind)
    open_demo(driver, address, find(name))
    first = driver.find_element(By.CSS_SELECTOR, PICTURE).get_attribute("src")
    assert len(latencies(driver, 3, timeout=60)) == 3
    picture = driver.find_element(By.CSS_SELECTOR, PICTURE)
    assert picture.get_attribute("src") != first
    assert len(picture.get_attribute("alt")) > 10
    assert driver.title == find(name).title
    assert driver.execute_script("return document.documentElement.scrollHeight") <= 720
    assert picture.rect["y"] + picture.rect["height"] <= 720
    small = """return [...document.querySelectorAll(".widget-label, .widget-readout, .widget-toggle-button")]
        .filter(each => each.offsetParent && parseFloat(getComputedStyle(each).fontSize) < 18).length"""
    assert driver.execute_script(small) == 0
    assert [line for line in driver.get_log("browser") if line["level"] == "SEVERE"] == []
    host = urlsplit(address).netloc
    assert {urlsplit(url).netloc for url in _requested(driver) if url.startswith("http")} == {host}


def test_a_held_key_leaves_no_queue_of_pictures(driver, address: str) -> None:
    """Many presses in a moment: the last position is what is shown in the end, and not every one was drawn."""
    open_demo(driver, address, find("line"))
    driver.execute_script(
        "window.drawn = 0; new MutationObserver(all => all.forEach(each => { drawn += each.addedNodes.length }))"
        ".observe(document.querySelector('.widget-html'), {childList: true, subtree: true})"
    )
    handle = driver.find_element(By.CSS_SELECTOR, ".noUi-handle")
    # All at once: the driver's own keys may come slower than pictures.
    driver.execute_script(
        "for (let i = 0; i < 30; i++) arguments[0].dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}))",
        handle,
    )
    angle = float(handle.get_attribute("aria-valuetext"))
    assert angle > 90
    alt = f"return document.querySelector({PICTURE!r}).alt"
    WebDriverWait(driver, 60, 0.1).until(lambda page: f"angle {angle:g}°" in page.execute_script(alt))
    assert driver.execute_script("return drawn") < 30


def test_an_unknown_demo_is_refused_with_the_list() -> None:
    """Exit code 2, and every name that there is."""
    command = [sys.executable, "-m", "coursework", "demo", "nowhere"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert run.returncode == 2
    assert all(demo.name in run.stderr for demo in DEMOS)


def test_a_demo_works_on_a_slide(driver, tmp_path: Path) -> None:
    """`coursework slides --live`: a key moves the slider on the slide; the remote control's keys move the slides."""
    cells = [
        new_markdown_cell("# Live"),
        new_code_cell("from coursework.demos import learning_rate\n\nlearning_rate.explore()"),
        new_markdown_cell("## Behind it"),
    ]
    path = tmp_path / "live.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    _screen(driver)
    with served("slides", str(path), "--live") as address:
        bare, _, token = address.partition("?")
        assert token.startswith("token=")
        assert "login" in _final_address(bare)
        driver.get(address)
        for kind in ("browser", "performance"):
            driver.get_log(kind)
        driver.find_element(By.TAG_NAME, "body").send_keys(Keys.PAGE_DOWN)
        wait = WebDriverWait(driver, 60, ignored_exceptions=(WebDriverException,))
        wait.until(lambda _: driver.find_element(By.CSS_SELECTOR, ".present iframe").get_attribute("src"))
        driver.switch_to.frame(driver.find_element(By.CSS_SELECTOR, ".present iframe"))
        wait.until(lambda _: driver.find_element(By.CSS_SELECTOR, PICTURE).get_attribute("naturalWidth") != "0")
        first = driver.find_element(By.CSS_SELECTOR, PICTURE).get_attribute("src")
        assert not any(each.is_displayed() for each in driver.find_elements(By.TAG_NAME, "h1"))
        picture = driver.find_element(By.CSS_SELECTOR, PICTURE).rect
        assert picture["y"] + picture["height"] <= driver.execute_script("return innerHeight")
        handle = driver.find_element(By.CSS_SELECTOR, ".noUi-handle")
        handle.send_keys(Keys.ARROW_RIGHT)
        wait.until(lambda _: driver.find_element(By.CSS_SELECTOR, PICTURE).get_attribute("src") != first)
        handle.send_keys(Keys.PAGE_DOWN)
        driver.switch_to.default_content()
        wait.until(lambda _: driver.find_element(By.CSS_SELECTOR, ".present h2").is_displayed())
        assert {urlsplit(each).hostname for each in _requested(driver) if each.startswith("http")} == {"127.0.0.1"}


def test_without_voila_it_says_how_to_get_it(tmp_path: Path) -> None:
    """Exit code 1 and the pip command, where Voilà cannot be imported."""
    (tmp_path / "voila.py").write_text("raise ModuleNotFoundError('no voila', name='voila')\n")
    command = [sys.executable, "-m", "coursework", "demo", "--no-browser"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
    assert run.returncode == 1
    assert "python -m pip install" in run.stderr
    assert "voila" in run.stderr


def _final_address(url: str) -> str:
    """Where a request ends, redirects followed."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.url
    except urllib.error.HTTPError as error:
        return f"{error.url} login refused" if error.code == 403 else f"{error.url} {error.code}"


def _server() -> psutil.Process:
    """The process of `coursework demo` that this test started."""
    for process in psutil.process_iter(["ppid", "cmdline"]):
        # The command line of a process that has ended and was not waited for is None.
        ours = process.info["ppid"] == os.getpid()
        if ours and (process.info["cmdline"] or [])[1:4] == ["-m", "coursework", "demo"]:
            return process
    raise AssertionError("coursework demo does not run")


def _listens_on(process: psutil.Process) -> list[str]:
    """The addresses; none where the process has ended meanwhile."""
    try:
        return [each.laddr.ip for each in process.net_connections(kind="inet") if each.status == psutil.CONN_LISTEN]
    except psutil.NoSuchProcess:
        return []


def _screen(driver) -> None:
    """A projector: 1280 x 720 pixels."""
    size = {"width": 1280, "height": 720, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def _requested(driver) -> list[str]:
    """What the page asked for, from the browser's log."""
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    return [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]
