"""Learning curves show the numbers that they are given, smoothed or not, and where overfitting begins."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from coursework import plots


@pytest.fixture(autouse=True)
def _close():
    mpl.use("Agg")
    yield
    plt.close("all")


def test_curves_begin_at_step_1_and_may_differ_in_length():
    ax = plots.learning_curves({"a": [3, 2, 1], "b": [4]}, title="Falls", level=("guessing", 2.3))
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[1, 3], [2, 2], [3, 1]])
    np.testing.assert_array_equal(ax.lines[1].get_xydata(), [[1, 4]])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b", "guessing"]
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title(loc="left")) == ("step", "loss", "Falls")


def test_runs_differ_in_colour_dashes_and_marker():
    """A grey printer and a colour-blind reader tell them apart."""
    lines = plots.learning_curves({str(i): [1, 2] for i in range(6)}).lines
    for style in ("get_color", "get_marker", "get_linestyle"):
        assert len({str(getattr(line, style)()) for line in lines}) > (1 if style == "get_linestyle" else 5)


def test_smoothing_is_the_mean_of_the_last_values():
    ax = plots.learning_curves({"a": [4, 2, 0, 6]}, smooth=2)
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [4, 3, 1, 3])
    assert ax.get_legend() is None


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_curve_ends_where_it_is_no_number(bad):
    """What comes after is not drawn; a run that never was a number draws nothing."""
    ax = plots.learning_curves({"a": [2, 1, bad, 5], "b": [bad]}, smooth=3, log=True)
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [2, 1.5])
    assert len(ax.lines[1].get_xdata()) == 0
    assert ax.get_yscale() == "log"


def test_the_star_stands_at_the_lowest_validation_loss():
    ax = plots.overfitting([3, 2, 1, 0.5], [3, 2.2, 2.5, 2.9])
    star = ax.lines[-1]
    np.testing.assert_array_equal(star.get_xydata(), [[2, 2.2]])
    assert star.get_label() == "stop: epoch 2"
    shaded = ax.patches[0].get_extents().transformed(ax.transData.inverted())
    np.testing.assert_allclose([shaded.x0, shaded.x1], [2, 4])


def test_what_they_refuse():
    with pytest.raises(ValueError, match="a smooth of 1 or more, got 0 and 1"):
        plots.learning_curves({})
    with pytest.raises(ValueError, match="a smooth of 1 or more, got 1 and 0"):
        plots.learning_curves({"a": [1]}, smooth=0)
    with pytest.raises(ValueError, match="as many values of both, got 2 and 1"):
        plots.overfitting([1, 2], [1])
