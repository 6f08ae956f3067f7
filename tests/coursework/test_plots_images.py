"""Figures of images: brightness, clouds of pixels, frames, colours with their numbers."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest

from coursework import plots


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture
def grey():
    return np.linspace(0, 1, 12).reshape(3, 4)


def test_landscape_shows_the_image_and_its_heights(grey):
    flat, high = plots.landscape(grey)
    np.testing.assert_array_equal(flat.images[0].get_array(), grey)
    assert high.get_zlim() == (0, 1)


def test_row_profiles_draw_the_marked_row(grey):
    axes = plots.row_profiles([grey, 1 - grey], ["one", "other"], row=1)
    np.testing.assert_array_equal(axes[1, 0].lines[0].get_ydata(), grey[1])
    np.testing.assert_array_equal(axes[1, 1].lines[0].get_ydata(), 1 - grey[1])
    with pytest.raises(ValueError, match="row 3 does not exist"):
        plots.row_profiles([grey], ["one"], row=3)


def test_histograms_count_every_pixel_once(grey):
    axes = plots.histograms([grey, np.ones((2, 2))], ["one", "white"], bins=4)
    heights = [[patch.get_height() for patch in ax.patches] for ax in axes[1]]
    np.testing.assert_allclose(heights, [[25, 25, 25, 25], [0, 0, 0, 100]])


@pytest.mark.parametrize("draw", [plots.landscape, lambda image: plots.histograms([image], ["one"])])
def test_colour_images_are_refused_with_their_shape(draw):
    with pytest.raises(ValueError, match=r"expected grey images of shape \(H, W\), got \(4, 4, 3\)"):
        draw(np.zeros((4, 4, 3)))


def test_one_title_for_each_image(grey):
    with pytest.raises(ValueError, match="1 images but 2 titles"):
        plots.histograms([grey], ["one", "two"])


def test_clouds_mark_mean_and_deviation():
    points = np.array([[0.0, 10.0], [2.0, 14.0]])
    (ax,) = plots.clouds({"a cloud": points}, xlabel="red", ylabel="blue")
    line = ax.containers[0].lines[0]
    assert (line.get_xdata()[0], line.get_ydata()[0]) == (1.0, 12.0)
    assert (ax.get_title(loc="left"), ax.get_xlabel(), ax.get_ylabel()) == ("a cloud", "red", "blue")


@pytest.mark.parametrize("points", [{}, {"flat": np.zeros(3)}, {"three": np.zeros((2, 3))}])
def test_clouds_refuse_what_is_no_cloud(points):
    with pytest.raises(ValueError, match="clouds: "):
        plots.clouds(points, xlabel="x", ylabel="y")


def test_a_frame_runs_on_the_edges_of_the_pixels(grey):
    ax = plots.number_grid(grey, "numbers")
    inner = plots.frame(ax, 1, 2, 2, 1, text="+")
    assert inner.get_bbox().bounds == (1.5, 0.5, 1, 2)
    assert "+" in [text.get_text() for text in ax.texts]


def test_colour_numbers_stand_on_their_pixels():
    image = np.array([[[255, 0, 7], [1, 2, 3]]], np.uint8)
    ax = plots.colour_number_grid(image, "two pixels")
    assert [text.get_text().split() for text in ax.texts] == [["255", "0", "7"], ["1", "2", "3"]]
