"""The sliding kernel and the filter playground: known numbers, every position of the sliders, the play button."""

from __future__ import annotations

import itertools
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy import signal

from coursework import images, plots
from coursework.demos import convolution, filters

PHOTO = images.to_float(images.photo("camera"))[::8, ::8, 0]


@pytest.fixture(autouse=True)
def _close():
    mpl.use("Agg")
    yield
    plt.close("all")


def controls(widget):
    """Every control of a demo by its description; the play button as "play", the picture left out."""
    found, waiting = {}, list(widget.children[:-1])
    while waiting:
        each = waiting.pop(0)
        waiting.extend(getattr(each, "children", ()))
        if not hasattr(each, "children"):
            found["play" if type(each).__name__ == "Play" else each.description] = each
    return found


def test_first_value_is_four():
    """The slide's 5 x 5 image and 3 x 3 kernel; the sum is written out."""
    assert convolution.outputs(convolution.BITS, convolution.CROSS).tolist() == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]
    ax = convolution.draw(convolution.BITS, convolution.CROSS, step=1)
    assert "1·1 + 1·0 + 1·1 + 0·0 + 1·1 + 1·0 + 0·1 + 0·0 + 1·1 = 4" in [text.get_text() for text in ax.texts]
    assert ax.get_title(loc="left") == "5 × 5 image, 3 × 3 kernel: 3 × 3 outputs"


@pytest.mark.parametrize("image", convolution.IMAGES.values(), ids=lambda image: str(image.shape))
@pytest.mark.parametrize("kernel", convolution.KERNELS.values(), ids=lambda kernel: str(kernel.shape))
def test_outputs_agree_with_scipy(image, kernel):
    """Cross-correlation over the padded image, with zeros between the weights, every stride-th value kept."""
    for stride, padding, dilation in itertools.product((1, 2, 3), (0, 1, 2), (1, 2, 3)):
        spread = np.zeros([dilation * (side - 1) + 1 for side in kernel.shape])
        spread[::dilation, ::dilation] = kernel
        margin = np.pad(image, padding)
        found = convolution.outputs(image, kernel, stride=stride, padding=padding, dilation=dilation)
        if max(spread.shape) > len(margin):
            assert found.shape == (0, 0)
        else:
            expected = signal.correlate2d(margin, spread, mode="valid")[::stride, ::stride]
            np.testing.assert_allclose(found, expected, atol=1e-12)


def test_every_written_sum_is_its_output():
    """At each step of some settings: the products that are written add up to the number after the equals sign."""
    ax = plots.new_axes(size=(8, 4))
    for options in ({}, {"stride": 2, "padding": 1}, {"dilation": 3}, {"stride": 3, "padding": 2, "dilation": 2}):
        result = convolution.outputs(convolution.SEVEN, convolution.KERNELS["edge"], **options)
        for step, value in enumerate(result.flat, start=1):
            ax.clear()
            convolution.draw(convolution.SEVEN, convolution.KERNELS["edge"], step, **options, ax=ax)
            (text,) = [text.get_text() for text in ax.texts if "=" in text.get_text()]
            left, right = text.replace("−", "-").split(" = ")
            factors = re.findall(r"(-?\d+)·\(?(-?\d+)\)?", left)
            assert sum(int(a) * int(b) for a, b in factors) == float(right) == value
            assert len(factors) == 9


def test_what_nobody_sees_is_crossed_out():
    """Stride 3 on 7 x 7: the last row and column, 13 pixels; none with padding 1."""
    for padding, crosses in {0: 13, 1: 0}.items():
        ax = convolution.draw(convolution.SEVEN, convolution.CROSS, stride=3, padding=padding)
        assert len(ax.lines) == 2 * crosses
        assert ("13 pixels unseen" in ax.get_title(loc="left")) == (crosses == 13)


def test_play_and_step_follow_the_settings():
    """The number of steps is the number of outputs; a change of the settings starts again at the first."""
    by_name = controls(convolution.explore())
    play, step = by_name["play"], by_name["step"]
    assert (play.min, play.max, play.value) == (step.min, step.max, step.value) == (0, 9, 1)
    step.value = 9
    by_name["padding"].value = 2
    assert (play.max, step.max, step.value) == (49, 49, 1)
    by_name["stride"].value = 3
    assert (play.max, step.max, step.value) == (9, 9, 1)
    by_name["image"].value = "3 × 3"
    by_name["padding"].value = 0
    by_name["dilation"].value = 3
    assert (play.max, step.max, step.value) == (0, 0, 0)
    by_name["dilation"].value = 1
    assert (play.max, step.max, step.value) == (1, 1, 1)


def test_begins_where_it_is_told():
    by_name = controls(convolution.explore("7 × 7", "edge", 3, stride=2, padding=1))
    assert [by_name[name].value for name in ("image", "kernel", "step", "stride")] == ["7 × 7", "edge", 3, 2]
    assert by_name["play"].max == 16


def test_every_corner_of_the_convolution_sliders():
    """Each image and kernel at the smallest and largest settings draws, at no, one or all outputs."""
    by_name = controls(convolution.explore())
    ends = [(by_name[name].min, by_name[name].max) for name in ("stride", "padding", "dilation")]
    steps, ax = itertools.cycle((0, 1, 1000)), plots.new_axes(size=(8, 4))
    for image, kernel in itertools.product(convolution.IMAGES.values(), convolution.KERNELS.values()):
        for stride, padding, dilation in itertools.product(*ends):
            ax.clear()
            convolution.draw(image, kernel, next(steps), stride=stride, padding=padding, dilation=dilation, ax=ax)
    with pytest.raises(ValueError, match="0 or greater, got -1"):
        convolution.draw(convolution.BITS, convolution.CROSS, -1)


def test_filters_do_what_their_names_say():
    """On a flat image blurs and sharpening change nothing and edges are 0; a blur narrows the range of values."""
    flat = np.full((9, 9), 0.5)
    for name in ("box", "Gaussian", "sharpen"):
        np.testing.assert_allclose(filters.filtered(flat, name), 0.5)
    for edge in filters.EDGES:
        np.testing.assert_allclose(filters.filtered(flat, "edge", edge=edge), 0, atol=1e-12)
    assert filters.filtered(PHOTO, "box").std() < PHOTO.std() < filters.filtered(PHOTO, "sharpen").std()
    step = np.repeat([[0.0] * 4 + [1.0] * 4], 8, axis=0)
    assert filters.filtered(step, "edge", edge="left to right").max() == 4
    assert filters.filtered(step, "edge", edge="top to bottom").max() == 0
    with pytest.raises(ValueError, match="got 'median'"):
        filters.filtered(PHOTO, "median")


def test_own_kernel_lies_as_it_is_written():
    """The weight to the left brings in the pixel from the left: the picture moves to the right."""
    kernel = [[0, 0, 0], [1, 0, 0], [0, 0, 0]]
    np.testing.assert_array_equal(filters.filtered(PHOTO, filters.FILTERS[-1], kernel=kernel)[:, 1:], PHOTO[:, :-1])
    np.testing.assert_array_equal(filters.weights(filters.FILTERS[-1], kernel=kernel), kernel)


@pytest.mark.parametrize("name", filters.FILTERS)
def test_weights_give_the_filter(name):
    """Away from the border, correlation with the shown kernel is what the filter does."""
    options = {"edge": "left to right"} if name == "edge" else {}
    kernel = filters.weights(name, **options)
    found = signal.correlate2d(PHOTO, kernel, mode="valid")
    reach = len(kernel) // 2
    full = filters.filtered(PHOTO, name, **options)
    inside = full[reach:-reach, reach:-reach]
    np.testing.assert_allclose(found, inside, atol=0.02 * np.abs(full).max())
    assert kernel.sum() == pytest.approx(0 if name == "edge" else kernel.sum() if name[:3] == "own" else 1, abs=0.02)


def test_every_corner_of_the_filter_sliders():
    """Each filter at the smallest and largest settings draws; the pieces of the other filters are hidden."""
    widget = filters.explore(PHOTO)
    by_name = controls(widget)
    for name, setting in {"box": "size", "Gaussian": "sigma", "sharpen": "amount"}.items():
        for value in (by_name[setting].min, by_name[setting].max):
            filters.show(PHOTO, name, **{setting: value})
            plt.close("all")
    for edge in by_name["edges"].options:
        filters.show(PHOTO, "edge", edge=edge)
        plt.close("all")
    for value in (-99, 0, 99):
        filters.show(PHOTO, filters.FILTERS[-1], kernel=np.full((3, 3), value))
        plt.close("all")
    owners = widget.children[1:-1]
    for at, name in enumerate(filters.FILTERS):
        by_name["filter"].value = name
        assert [each.layout.display != "none" for each in owners] == [i == at for i in range(5)]
