"""The boundary demos: the plain function, every corner of its sliders, and the one in the browser."""

from __future__ import annotations

import itertools
import shutil

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from coursework import plots
from coursework.demos import knn_boundary, knn_drag

POINTS, LABELS = knn_boundary.example_points()


@pytest.fixture(autouse=True)
def _close():
    mpl.use("Agg")
    yield
    plt.close("all")


def test_example_points_have_outliers():
    """With one neighbour nothing is wrong; three neighbours overrule at least the three outliers."""
    points, labels = knn_boundary.example_points()
    assert points.shape == (45, 2)
    assert "0 of 45" in knn_boundary.boundary(points, labels, 1).get_title(loc="left")
    predicted = KNeighborsClassifier(3).fit(points, labels).predict(points)
    assert (predicted[-3:] != labels[-3:]).all()


@pytest.mark.parametrize(("metric", "expected"), [("L1", 0), ("L2", 1)])
def test_the_distance_matters(metric, expected):
    """(0, 0) has L1 distance 3 and 3.6, L2 distance 3 and 2.55, to the two points."""
    points, labels = np.array([[3.0, 0.0], [-1.8, -1.8]]), np.array([0, 1])
    regions = knn_boundary.boundary(points, labels, 1, metric).images[0]
    x0, x1, y0, y1 = regions.get_extent()
    rows, columns = regions.get_array().shape
    row, column = int(rows * (0 - y0) / (y1 - y0)), int(columns * (0 - x0) / (x1 - x0))
    assert regions.get_array()[row, column] == expected


def test_moving_leaves_the_points_alone():
    points, labels = knn_boundary.example_points()
    before = points.copy()
    ax = knn_boundary.moved(points, labels, x=0.25, y=-0.5)
    np.testing.assert_array_equal(points, before)
    np.testing.assert_array_equal(ax.lines[-1].get_xydata(), [[0.25, -0.5]])


def test_what_it_refuses():
    points, labels = knn_boundary.example_points()
    with pytest.raises(ValueError, match=r'"L1" or "L2", got .L3.'):
        knn_boundary.boundary(points, labels, 1, "L3")
    with pytest.raises(ValueError, match="1 to 45, the number of training points, got 46"):
        knn_boundary.boundary(points, labels, 46)


def test_every_corner_of_the_sliders():
    """Each smallest and largest position together with each other one draws without an error."""
    points, labels = knn_boundary.example_points()
    widget = knn_boundary.explore(points, labels)
    k, metric, x, y = widget.children[:4]
    corners = itertools.product((k.options[0], k.options[-1]), metric.options, (x.min, x.max), (y.min, y.max))
    for k_value, metric_value, x_value, y_value in corners:
        ax = knn_boundary.moved(points, labels, x=x_value, y=y_value, k=k_value, metric=metric_value)
        title = ax.get_title(loc="left")
        assert title.startswith(f"k = {k_value}, {metric_value}: ")
        plt.close("all")


def test_few_points_offer_few_neighbours():
    """Sliders never offer more neighbours than there are points, and start where the ringed point is."""
    points, labels = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.5], [0.5, 2.0]]), np.array([0, 1, 0, 1])
    k, _, x, y = knn_boundary.explore(points, labels).children[:4]
    assert k.options == (1, 3)
    assert (x.value, y.value) == (0.5, 2.0)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A browser that shows the demo of points to drag."""
    chromium, driver = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("Chromium and chromedriver are not installed")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=800,700",
    ):
        options.add_argument(argument)
    file = tmp_path_factory.mktemp("demo") / "drag.html"
    file.write_text(f"<!doctype html><meta charset=utf-8>{knn_drag.drag(POINTS, LABELS).data}", encoding="utf-8")
    browser = webdriver.Chrome(options=options, service=Service(driver))
    yield lambda: (browser.get(file.as_uri()), browser)[1]
    browser.quit()


def choose(browser, name: str, value: str) -> None:
    """Pick an option of one of the demo's two lists."""
    from selenium.webdriver.support.select import Select

    Select(browser.find_element("css selector", f".{name}")).select_by_visible_text(value)


def wrong(browser) -> str:
    """How many training points the demo says are wrong, after its next drawing."""
    browser.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));")
    return browser.find_element("css selector", "output.wrong").text


@pytest.mark.browser
@pytest.mark.parametrize(("k", "metric"), [(1, "L2"), (3, "L1"), (15, "L2")])
def test_browser_and_scikit_learn_agree(page, k, metric):
    """The regions drawn in the browser have the colours that scikit-learn's answers ask for."""
    browser = page()
    choose(browser, "k", str(k))
    choose(browser, "metric", metric)
    model = KNeighborsClassifier(k, metric=knn_boundary.METRICS[metric]).fit(POINTS, LABELS)
    assert wrong(browser) == f"{round((1 - model.score(POINTS, LABELS)) * 45)} of 45 training points wrong"
    script = """const c = document.querySelector("canvas"), d = c.getContext("2d"), seen = [];
        for (let i = 2; i < c.width; i += 20) for (let j = 2; j < c.height; j += 20)
            seen.push([i / c.width, j / c.height, ...d.getImageData(i, j, 1, 1).data]);
        return seen;"""
    seen = np.array(browser.execute_script(script))
    low, high = POINTS.min(axis=0), POINTS.max(axis=0)
    margin = np.maximum(0.15 * (high - low), 0.5)
    places = low - margin + np.stack([seen[:, 0], 1 - seen[:, 1]], axis=1) * (high - low + 2 * margin)
    colours = 255 * np.array([mpl.colors.to_rgb(colour) for colour in plots.COLOURS[:3]])
    background = np.abs(seen[:, 5] - 89) < 2  # 35 % opaque: neither a point nor a line
    drawn = np.linalg.norm(seen[:, None, 2:5] - colours, axis=-1).argmin(axis=1)
    assert background.sum() > 500
    np.testing.assert_array_equal(drawn[background], model.predict(places[background]))


@pytest.mark.browser
def test_drag_a_point_with_the_mouse(page):
    """An outlier that is dragged home is no longer wrong."""
    from selenium.webdriver import ActionChains

    browser = page()
    choose(browser, "k", "3")
    before = int(wrong(browser).split()[0])
    canvas = browser.find_element("css selector", "canvas")
    low, high = POINTS.min(axis=0), POINTS.max(axis=0)
    margin = np.maximum(0.15 * (high - low), 0.5)
    share = (np.array([POINTS[-1], [0.0, 2.0]]) - low + margin) / (high - low + 2 * margin) - 0.5
    (x, y), (to_x, to_y) = share * [canvas.size["width"], -canvas.size["height"]]
    actions = ActionChains(browser).move_to_element_with_offset(canvas, round(x), round(y)).click_and_hold()
    actions.move_to_element_with_offset(canvas, round(to_x), round(to_y)).release().perform()
    assert int(wrong(browser).split()[0]) < before


@pytest.mark.browser
def test_move_points_with_the_keyboard(page):
    """Arrow keys move the ringed point by a sixtieth of the picture, not beyond its edge; N takes the next point."""
    from selenium.webdriver.common.keys import Keys

    browser = page()
    choose(browser, "k", "3")
    canvas = browser.find_element("css selector", "canvas")
    low, high = POINTS.min(axis=0), POINTS.max(axis=0)
    margin = np.maximum(0.15 * (high - low), 0.5)
    step = (high - low + 2 * margin) / 60
    points = POINTS.copy()

    canvas.send_keys(*[Keys.ARROW_UP] * 24, *[Keys.ARROW_RIGHT] * 12)
    points[-1] += step * [12, 24]
    mistakes = int((KNeighborsClassifier(3).fit(points, LABELS).predict(points) != LABELS).sum())
    assert wrong(browser) == f"{mistakes} of 45 training points wrong"

    canvas.send_keys("n", *[Keys.ARROW_LEFT] * 61)
    assert wrong(browser)
    down = round(460 * (1 - ((points[0] - low + margin) / (high - low + 2 * margin))[1]))
    script = 'return [...document.querySelector("canvas").getContext("2d").getImageData(3, arguments[0], 1, 1).data]'
    assert browser.execute_script(script, down) == [*(255 * np.array(mpl.colors.to_rgb(plots.COLOURS[0]))).round(), 255]


def test_drag_says_what_does_not_fit():
    with pytest.raises(ValueError, match=r"points \(N, 2\) and labels \(N,\), got \(45, 2\) and \(3,\)"):
        knn_drag.drag(POINTS, LABELS[:3])
    with pytest.raises(ValueError, match="0 to 7, got 0 to 10"):
        knn_drag.drag(POINTS, 5 * LABELS)


def test_two_demos_on_a_page_do_not_meet():
    """Each has an element of its own."""
    first, second = (knn_drag.drag(POINTS, LABELS).data.split('id="')[1].split('"')[0] for _ in range(2))
    assert first != second
