"""How long the live demos take from an input to the picture, in the browser.

    python benchmarks/demo_latency.py [NAME ...] [--changes 40] [--json [PATH]]

Starts `coursework demo`, opens every demo of the gallery in headless Chromium and moves its controls as a lecturer
does: arrow keys on sliders, lists and numbers, clicks on buttons. The time runs from the browser's own time stamp of
the key or click to the first frame after the new picture is decoded. Needs Chromium and its driver.

Demos that train are timed the same way but not judged. Those that run in the page alone draw on a canvas at the next
frame and never ask the kernel; they are opened, and their frames timed.

Exit code 1: a demo that does not train has under 95 % of its pictures within 150 ms.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from proof.measurement import parse, save
from rich.console import Console
from rich.table import Table
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from coursework.demos.gallery import DEMOS, Demo, find

LIMIT_MS = 150
PICTURE = ".widget-html img[width]"
# Sliders, lists, numbers, tick boxes, buttons that choose; not play and upload.
CONTROLS = (
    ".noUi-handle, .widget-dropdown select, .widget-text input, .widget-checkbox input, "
    ".widget-toggle-button:not(.mod-active)"
)
# Notes when an input came and when a frame with a new picture, decoded, has been shown.
WATCH = """
window.inputs = []; window.frames_shown = [];
for (const kind of ["keydown", "click"])
  window.addEventListener(kind, event => inputs.push(event.timeStamp), {capture: true});
const shown = () => requestAnimationFrame(() => setTimeout(() => frames_shown.push(performance.now())));
new MutationObserver(changes => {
  for (const change of changes) for (const node of change.addedNodes)
    if (node.nodeName === "IMG") node.decode().then(shown, () => {});
}).observe(document.body, {childList: true, subtree: true});
for (const canvas of document.querySelectorAll("canvas")) canvas.addEventListener("keydown", shown);
"""


def gallery(*options: str) -> contextlib.AbstractContextManager[str]:
    """`coursework demo` while this block lasts; its address, with the token where there is one."""
    return served("demo", "--no-browser", *options)


@contextlib.contextmanager
def served(*words: str) -> Iterator[str]:
    """A command of `coursework` that serves pages while this block lasts, and opens no browser; the address it says."""
    command = [sys.executable, "-m", "coursework", *words]
    environment = os.environ | {"BROWSER": "true"}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    try:
        line = server.stdout.readline()
        if ": http" not in line:
            raise RuntimeError(f"{' '.join(command[2:])} did not start: {line!r}")
        yield line.split(": ", 1)[1].strip()
    finally:
        server.send_signal(signal.SIGINT)
        # The figures are there; a server that is slow to end must not cost them.
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()


def chromium() -> webdriver.Chrome:
    """A headless browser of 1280 x 720 pixels, as a projector has them; its console is kept."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_argument("--disable-background-networking")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    size = {"width": 1280, "height": 720, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    return browser


def open_demo(browser: webdriver.Chrome, address: str, demo: Demo, timeout: float = 120) -> float:
    """Open the page of a demo from the start page by a click; seconds until its picture is there."""
    browser.get(address)
    begun = time.perf_counter()
    browser.find_element(By.ID, demo.name).click()
    first = "canvas" if demo.in_page else ".jp-RenderedImage img" if demo.trains else PICTURE
    WebDriverWait(browser, timeout, 0.05).until(lambda page: page.find_elements(By.CSS_SELECTOR, first))
    return time.perf_counter() - begun


def latencies(browser: webdriver.Chrome, changes: int, timeout: float = 10) -> list[float]:
    """Milliseconds from input to picture, for so many changes over all controls of the demo on the page.

    Raises: TimeoutException where a change of a control brings no picture.
    """
    browser.execute_script(WATCH)
    found: list[float] = []
    directions: dict[int, int] = {}
    while len(found) < changes:
        before = len(found)
        controls = browser.find_elements(By.CSS_SELECTOR, CONTROLS + ", canvas[tabindex]")
        for i, control in enumerate(controls):
            if not control.is_displayed():
                continue
            for _ in range(3):
                if len(found) < changes and (taken := _change(browser, control, i, directions, timeout)) is not None:
                    found.append(taken)
        if len(found) == before:
            raise TimeoutException("no control of this page could be moved")
    return found


def _change(
    browser: webdriver.Chrome, control: WebElement, i: int, directions: dict[int, int], timeout: float
) -> float | None:
    """Move a control once; milliseconds until the picture, None where it was at its end and turns round."""
    kind = control.tag_name
    if kind == "button" and "mod-active" in (control.get_attribute("class") or ""):
        return None
    state = _state(control)
    seen = browser.execute_script("inputs.length = 0; return frames_shown.length")
    forward = directions.setdefault(i, 1) > 0
    if kind == "button" or control.get_attribute("type") == "checkbox":
        control.click()
    else:
        ahead, back = (Keys.ARROW_RIGHT, Keys.ARROW_LEFT) if kind in ("div", "canvas") else (Keys.DOWN, Keys.UP)
        control.send_keys(ahead if forward else back)
    if kind != "canvas" and _state(control) == state:
        directions[i] = -directions[i]
        return None

    def picture(page: webdriver.Chrome) -> list[float] | None:
        return page.execute_script(f"return frames_shown.length > {seen} ? [inputs[0], frames_shown[{seen}]] : null")

    # Asked more often, the browser is slowed by the asking.
    begun, shown = WebDriverWait(browser, timeout, 0.25).until(picture)
    time.sleep(0.05)  # what else the change brings with it, such as a slider that is set back
    return shown - begun


def _state(control: WebElement) -> Any:
    """What a change of the control changes."""
    return (
        control.get_attribute("aria-valuetext"),
        control.get_attribute("class"),
        control.get_property("value"),
        control.is_selected() if control.tag_name == "input" else None,
    )


def summary(demo: Demo, opened: float, taken: list[float]) -> dict[str, Any]:
    """One row of the table."""
    return {
        "demo": demo.name,
        "lecture": demo.lecture,
        "trains": demo.trains,
        "opened_s": round(opened, 2),
        "changes": len(taken),
        "median_ms": round(statistics.median(taken), 1) if taken else None,
        "p95_ms": round(statistics.quantiles(taken, n=20, method="inclusive")[-1], 1) if taken else None,
        "slowest_ms": round(max(taken), 1) if taken else None,
        "within": round(sum(each <= LIMIT_MS for each in taken) / len(taken), 4) if taken else None,
    }


def report(rows: list[dict[str, Any]]) -> Table:
    """The rows as a table for the terminal."""
    table = Table(title="From input to picture, measured in the browser")
    table.add_column("demo")
    heads = ("opened, s", "changes", "median, ms", "95 %, ms", "slowest, ms", f"within {LIMIT_MS} ms")
    for head in heads:
        table.add_column(head, justify="right")
    for row in rows:
        within = "trains" if row["within"] is None or row["trains"] else f"{row['within']:.1%}"
        keys = ("opened_s", "changes", "median_ms", "p95_ms", "slowest_ms")
        table.add_row(row["demo"], *("" if row[key] is None else f"{row[key]:g}" for key in keys), within)
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="of demos; by default all")
    parser.add_argument("--changes", type=int, default=40, help="of controls, for each demo (%(default)s)")
    options = parse(parser)
    demos = [find(name) for name in options.names] or list(DEMOS)
    load, rows, console = os.getloadavg()[0], [], Console(stderr=True)
    with gallery("--port", "8870", "--no-token") as address, chromium() as browser:
        for demo in demos:
            opened = open_demo(browser, address, demo)
            taken = [] if demo.trains else latencies(browser, options.changes)
            rows.append(summary(demo, opened, taken))
            console.print(rows[-1])
    figures = {
        "limit_ms": LIMIT_MS,
        "cores": len(os.sched_getaffinity(0)),
        "load_before": round(load, 2),
        "load_after": round(os.getloadavg()[0], 2),
        "rows": rows,
    }
    save(options, figures)
    Console(width=120).print(report(rows))
    print(
        f"{figures['cores']} cores; load of the machine {figures['load_before']} before, {figures['load_after']} after"
    )
    return int(any(row["within"] is not None and row["within"] < 0.95 for row in rows))


if __name__ == "__main__":
    sys.exit(main())
