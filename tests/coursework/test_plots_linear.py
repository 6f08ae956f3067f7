"""The figures of linear classifiers show the numbers that they are given: templates, equations, surfaces, tables."""

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


def shown(ax) -> np.ndarray:
    """The picture of an Axes."""
    return np.asarray(ax.images[0].get_array())


def test_templates_are_blue_below_zero_and_red_above():
    """Zero is white; the sign decides which of blue and red is missing; titles stand where they belong."""
    axes = plots.templates(np.array([[-2.0, 0.0, 1.0, 2.0]]), (2, 2), ["first"])
    (low, zero), (above, high) = shown(axes[0, 0])[..., [0, 2]]
    assert low[0] < low[1]
    assert high[0] > high[1]
    np.testing.assert_allclose(zero, [1, 1], atol=0.02)
    assert high[1] < above[1] < 1
    assert axes[0, 0].get_title() == "first"


@pytest.mark.parametrize(("common", "as_strong"), [(False, True), (True, False)])
def test_templates_share_a_scale_only_when_told(common, as_strong):
    """Weights of 1 and of 10 look alike on scales of their own."""
    axes = plots.templates(np.array([[1.0, 0.0], [10.0, 0.0]]), (1, 2), common=common)
    assert np.allclose(shown(axes[0, 0]), shown(axes[0, 1])) == as_strong


def test_templates_in_colour_are_grey_at_zero():
    """The largest weight is full brightness in its channel."""
    weights = np.zeros((1, 12))
    weights[0, :3] = [3, -3, 0]
    picture = shown(plots.templates(weights, (2, 2, 3))[0, 0])
    np.testing.assert_allclose(picture[0, 0], [1, 0, 0.5])
    np.testing.assert_allclose(picture[1, 1], 0.5)


def test_templates_of_zeros_are_white():
    """An untrained classifier divides by nothing."""
    np.testing.assert_allclose(shown(plots.templates(np.zeros((1, 4)), (2, 2))[0, 0]), 1, atol=0.02)


def test_templates_say_what_does_not_fit():
    with pytest.raises(ValueError, match=r"\(K, D\) with D = 4, got \(2, 5\)"):
        plots.templates(np.zeros((2, 5)), (2, 2))
    with pytest.raises(ValueError, match=r"\(H, W\) or \(H, W, 3\), got \(1, 2, 2\)"):
        plots.templates(np.zeros((2, 4)), (1, 2, 2))


def test_equation_writes_every_number_and_sign():
    """Numbers stand at their row and column; a vector is one column."""
    axes = plots.equation([np.array([[1.5, -2], [0, 3]]), "·", np.array([1, 20]), "=", np.array([-38.5, 60])])
    written = {tuple(map(int, text.get_position())): text.get_text() for text in axes[0].texts}
    assert written == {(0, 0): "1.5", (1, 0): "-2", (0, 1): "0", (1, 1): "3"}
    assert [text.get_text() for text in axes[1].texts] == ["·"]
    assert [text.get_text() for text in axes[4].texts] == ["-38.5", "60"]


def test_equation_cells_have_one_size():
    """A cell of a short matrix is as large as one of a tall matrix."""
    axes = plots.equation([np.zeros((2, 3)), "+", np.zeros(5)])
    axes[0].figure.canvas.draw()
    one, other = (ax.transData.transform([[0, 0], [1, 1]]) for ax in (axes[0], axes[2]))
    np.testing.assert_allclose(np.abs(np.diff(one, axis=0)), np.abs(np.diff(other, axis=0)), rtol=0.1)


def test_equation_says_what_does_not_fit():
    with pytest.raises(ValueError, match="2 parts but 1 titles"):
        plots.equation([np.zeros(2), "="], ["x"])
    with pytest.raises(ValueError, match=r"got \(1, 1, 1\)"):
        plots.equation([np.zeros((1, 1, 1))])


def test_contours_draw_paths_in_place():
    """Each path has its line, name and marker, the minimum a star; places that are no numbers are left out."""
    paths = {"a": [[0, 0], [1, 1]], "b": np.array([[2.0, 1.0], [np.inf, 0.0]])}
    ax = plots.contours(lambda x, y: x**2 + y, limits=(-3, 3, -2, 2), paths=paths, minimum=(0.5, -2))
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[0, 0], [1, 1]])
    np.testing.assert_array_equal(ax.lines[1].get_xydata(), [[2, 1]])
    np.testing.assert_array_equal(ax.lines[2].get_xydata(), [[0.5, -2]])
    assert [text.get_text() for text in ax.get_legend().texts] == ["a", "b"]
    assert (ax.get_xlim(), ax.get_ylim()) == ((-3, 3), (-2, 2))
    assert ax.lines[0].get_marker() != ax.lines[1].get_marker()


def test_contours_follow_the_function():
    """A line of equal height of x alone runs straight up; x and y are not swapped."""
    ax = plots.contours(lambda x, y: x + 0 * y, limits=(0, 4, 0, 1), levels=5)
    drawn = [path.vertices for path in ax.collections[-1].get_paths() if len(path.vertices)]
    assert drawn
    for vertices in drawn:
        assert np.ptp(vertices[:, 0]) < 1e-6


def test_contours_of_a_plain_and_what_they_refuse():
    """A constant function has no lines and no error."""
    plots.contours(lambda x, y: 1.0, limits=(0, 1, 0, 1))
    with pytest.raises(ValueError, match="x0 < x1, y0 < y1"):
        plots.contours(lambda x, y: x, limits=(1, 0, 0, 1))
    with pytest.raises(ValueError, match=r"path 'a' of shape \(T, 2\), got \(3,\)"):
        plots.contours(lambda x, y: x, limits=(0, 1, 0, 1), paths={"a": [1, 2, 3]})


def test_heat_map_writes_numbers_and_frames_the_best():
    """Rows go down, columns go right, dark cells have white numbers; the frame lies around the cell named."""
    ax = plots.heat_map(
        np.array([[0.1, 0.2, 0.9], [0.3, 0.4, 0.5]]), ["a", "b"], [1, 10, 100], xlabel="x", ylabel="y", best=(0, 2)
    )
    written = {tuple(map(int, text.get_position())): text.get_text() for text in ax.texts}
    assert written[(2, 0)] == "0.90"
    assert written[(0, 1)] == "0.30"
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "10", "100"]
    assert {text.get_text(): text.get_color() for text in ax.texts}["0.90"] == "black"
    assert {text.get_text(): text.get_color() for text in ax.texts}["0.10"] == "white"
    frame = ax.patches[0]
    assert (*frame.get_xy(), frame.get_width(), frame.get_height()) == (1.5, -0.5, 1, 1)
    with pytest.raises(ValueError, match=r"2 rows and 1 columns, but values of shape \(1, 2\)"):
        plots.heat_map(np.zeros((1, 2)), ["a", "b"], ["c"], xlabel="x", ylabel="y")


def test_orientations_run_along_the_edge():
    """Brightness that grows to the right (bin 0) makes a vertical edge; the most votes are brightest and on top."""
    votes = np.zeros((2, 2, 3))
    votes[0, 1, 2] = 1
    ax = plots.orientations(votes)
    strokes, brightness = ax.collections[0].get_segments(), ax.collections[0].get_array()
    assert brightness[-1] == brightness.max() == 1
    start, end = strokes[-1]
    np.testing.assert_allclose((start + end) / 2, [2, 1])
    across, down = end - start
    # Bin 0 of two holds gradients of 0 to 90 degrees; its middle, 45 degrees to the right and down.
    np.testing.assert_allclose(across, -down)
    with pytest.raises(ValueError, match=r"\(bins, rows, columns\), got \(2, 2\)"):
        plots.orientations(np.zeros((2, 2)))
