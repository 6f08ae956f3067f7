"""The pixel explorer: what it shows, at every end of every slider, and what it refuses."""

from __future__ import annotations

import base64
import io
import itertools
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from coursework.demos import pixel_explorer, pixel_hover


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture
def image():
    return np.random.default_rng(0).integers(0, 256, size=(12, 17, 3), dtype=np.uint8)


def test_brightness_and_contrast_stay_between_0_and_255():
    values = np.array([0, 100, 128, 200, 255], np.uint8)
    np.testing.assert_array_equal(pixel_explorer.adjusted(values, 60), [60, 160, 188, 255, 255])
    np.testing.assert_array_equal(pixel_explorer.adjusted(values, 0, 2.0), [0, 72, 128, 255, 255])
    np.testing.assert_array_equal(pixel_explorer.adjusted(values, 0, 0.0), [128] * 5)
    np.testing.assert_array_equal(pixel_explorer.adjusted(values), values)


@pytest.mark.parametrize(("row", "column", "title"), [
    (0, 0, "image[0:5, 0:5]"), (6, 8, "image[4:9, 6:11]"), (11, 16, "image[7:12, 12:17]"),
])  # fmt: skip
def test_the_crop_stays_inside_and_is_named_as_a_slice(image, row, column, title):
    axes = pixel_explorer.look(image, row, column)
    assert axes[1].get_title(loc="left") + axes[1].get_title() == title


def test_every_end_of_every_slider_draws(image):
    ends = itertools.product((0, 11), (0, 16), pixel_explorer.SIZES, (-255, 255), (0, 4), pixel_explorer.CHANNELS)
    for number, (row, column, size, brightness, contrast, channel) in enumerate(ends):
        if number % 5 == 0 or (row, column) == (11, 16):
            pixel_explorer.look(
                image, row, column, size=size, brightness=brightness, contrast=contrast, channel=channel
            )
            plt.close("all")


def test_the_sliders_end_where_the_image_ends(image):
    sliders = {slider.description: slider for slider in pixel_explorer.explore(image, 3, 4).children[:-1]}
    assert (sliders["row"].min, sliders["row"].max, sliders["row"].value) == (0, 11, 3)
    assert (sliders["column"].min, sliders["column"].max, sliders["column"].value) == (0, 16, 4)


@pytest.mark.parametrize(
    ("change", "words"),
    [({"row": 12}, "outside the image of 12 x 17"), ({"size": 10}, "size 1 to 9"), ({"channel": "grey"}, "'grey'")],
)
def test_what_is_not_there_is_refused(image, change, words):
    with pytest.raises(ValueError, match=words):
        pixel_explorer.look(image, **{"row": 1, "column": 1} | change)


def test_the_page_holds_the_whole_image_and_needs_nothing_from_elsewhere(image):
    page = pixel_hover.hover(image).data
    png = re.search(r'data:image/png;base64,([^"]+)', page)[1]
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(base64.b64decode(png)))), image)
    assert "http" not in page
    assert "$" not in re.sub(r"base64,[^\"]+", "", page)


@pytest.mark.parametrize("wrong", [np.zeros((12, 12)), np.zeros((12, 12, 3)), np.zeros((4, 12, 3), np.uint8)])
def test_the_page_refuses_other_arrays(wrong):
    with pytest.raises(ValueError, match="hover: expected"):
        pixel_hover.hover(wrong)
