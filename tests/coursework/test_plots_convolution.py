"""Drawings of sliding kernels, feature maps and connections show what they are given."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import Rectangle

from coursework import plots


@pytest.fixture(autouse=True)
def _close():
    mpl.use("Agg")
    yield
    plt.close("all")


def texts(ax):
    """What is written in the figure."""
    return [text.get_text() for text in ax.texts]


def test_sliding_kernel_frames_the_output_of_the_step():
    """Row by row: step 3 of a 2 x 2 output is the first of the second row."""
    image, kernel, output = np.ones((3, 3)), np.ones((2, 2)), np.full((2, 2), 4.0)
    frames = {}
    for step in (1, 2, 3, 4):
        ax = plots.sliding_kernel(image, kernel, output, step)
        (frame,) = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
        frames[step] = np.array(frame.get_xy())
    np.testing.assert_allclose(frames[2] - frames[1], (1, 0))
    np.testing.assert_allclose(frames[3] - frames[1], (0, 1))
    np.testing.assert_allclose(frames[4] - frames[1], (1, 1))


def test_sliding_kernel_without_a_step_shows_all():
    ax = plots.sliding_kernel(np.ones((3, 3)), np.ones((2, 2)), np.full((2, 2), 4.0), padding=0, title="all")
    assert not any("=" in text for text in texts(ax))
    assert ax.get_title(loc="left") == "all"
    with pytest.raises(ValueError, match="step must be 0 to 4, the number of outputs, got 5"):
        plots.sliding_kernel(np.ones((3, 3)), np.ones((2, 2)), np.full((2, 2), 4.0), 5)


def test_sliding_kernel_writes_a_ninth_as_a_fraction():
    ax = plots.sliding_kernel(np.full((3, 3), 3), np.full((3, 3), 1 / 9), np.full((1, 1), 3.0), 1)
    assert " + ".join(["3·1/9"] * 9) + " = 3" in texts(ax)


def test_sliding_kernel_says_that_nothing_fits():
    assert "none" in texts(plots.sliding_kernel(np.ones((2, 2)), np.ones((3, 3)), np.empty((0, 0)), 0))


def test_feature_maps_draw_sheets_and_sizes():
    """At most 8 sheets a stack, one bar for a row; every size and operation is written."""
    ax = plots.feature_maps([(3, 32, 32), (16, 28, 28), (10,)], ["conv", "dense"])
    assert sum(isinstance(patch, Rectangle) for patch in ax.patches) == 3 + 8 + 1
    assert texts(ax) == ["3 × 32 × 32", "conv", "16 × 28 × 28", "dense", "10"]
    plots.feature_maps([(4,), (2,)], ["dense"])
    with pytest.raises(ValueError, match="2 shapes need 1 operations, got 2"):
        plots.feature_maps([(3, 8, 8), (10,)], ["a", "b"])
    with pytest.raises(ValueError, match=r"expected shapes \(C, H, W\) or \(D,\)"):
        plots.feature_maps([(3, 8), (10,)], ["a"])


def test_connections_count_what_reaches_the_unit():
    """Two layers with windows of 3 and 2: one unit sees 2, then 4."""
    below = np.array([np.roll([1, 1, 1, 0, 0, 0], i) for i in range(4)])
    above = np.array([np.roll([1, 1, 0, 0], i) for i in range(3)])
    ax = plots.connections([below, above], ["a", "b", "c"], 1)
    assert texts(ax) == ["a", "4", "b", "2", "c", "1"]
    assert [len(each.get_offsets()) for each in ax.collections[-3:]] == [6, 4, 3]
    with pytest.raises(ValueError, match="do not fit"):
        plots.connections([below, above], ["a", "b", "c"], 3)
    with pytest.raises(ValueError, match="do not fit"):
        plots.connections([above, below], ["a", "b", "c"], 1)


def test_number_grids_stand_side_by_side():
    """One Axes each, under its name, with every number."""
    axes = plots.number_grids({"a": np.arange(6).reshape(2, 3), "b": np.ones((1, 1))}, title="two")
    assert [ax.get_title() for ax in axes] == ["a", "b"]
    assert texts(axes[0]) == list("012345")
    with pytest.raises(ValueError, match="no image"):
        plots.number_grids({})
    with pytest.raises(ValueError, match=r"\(H, W\), got \[\(3,\)\]"):
        plots.number_grids({"row": np.ones(3)})
