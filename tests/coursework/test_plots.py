"""Figures show what they are given, are labelled, and leave matplotlib's settings alone."""

from __future__ import annotations

import subprocess
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from coursework import plots

rng = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def _close():
    mpl.use("Agg")
    yield
    plt.close("all")


def test_settings_are_left_alone():
    """A figure in the course's style does not change how the student's own figures look."""
    before = dict(mpl.rcParams)
    plots.bars({"a": 1.0}, xlabel="time (s)")
    assert dict(mpl.rcParams) == before
    assert plt.gca().spines["top"].get_visible() is False


def test_import_changes_nothing():
    """Importing the package sets no style and opens no figure."""
    code = (
        "import matplotlib as m; m.use('Agg'); before = dict(m.rcParams)\n"
        "from coursework import plots; import matplotlib.pyplot as p\n"
        "assert dict(m.rcParams) == before and not p.get_fignums()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(("count", "columns", "expected"), [(1, None, (1, 1)), (7, 3, (3, 3)), (12, None, (2, 10))])
def test_image_grid_places_every_image(count, columns, expected):
    images = [np.full((4, 6, 3), i, np.uint8) for i in range(count)]
    axes = plots.image_grid(images, [f"{i}" for i in range(count)], columns=columns, title="Grey")
    assert axes.shape == expected
    shown = [ax.images[0].get_array() for ax in axes.flat if ax.images]
    assert [image[0, 0, 0] for image in shown] == list(range(count))
    assert [ax.get_title() for ax in axes.flat[:count]] == [f"{i}" for i in range(count)]


def test_image_grid_shows_grey_images_on_one_scale():
    """A dark image stays dark beside a bright one."""
    axes = plots.image_grid([np.full((3, 3), 10), np.full((3, 3), 200)])
    assert [ax.images[0].get_clim() for ax in axes.flat] == [(0, 200), (0, 200)]


def test_image_grid_names_both_numbers():
    with pytest.raises(ValueError, match="2 images but 1 titles"):
        plots.image_grid(np.zeros((2, 3, 3)), ["one"])
    with pytest.raises(ValueError, match="no image"):
        plots.image_grid([])


def test_number_grid_writes_every_number_where_it_is():
    values = np.array([[0, 1, 2], [3, 4, 250]])
    ax = plots.number_grid(values, "six pixels")
    written = {tuple(map(int, text.get_position())): text.get_text() for text in ax.texts}
    assert written == {(column, row): str(value) for (row, column), value in np.ndenumerate(values)}


def test_number_grid_is_legible():
    """White on dark pixels, black on bright ones; an image of zeros does not divide by zero."""
    ax = plots.number_grid(np.array([[0, 16]]))
    assert [text.get_color() for text in ax.texts] == ["white", "black"]
    plots.number_grid(np.zeros((2, 2)))
    with pytest.raises(ValueError, match=r"\(H, W\), got \(2, 2, 3\)"):
        plots.number_grid(np.zeros((2, 2, 3)))


def test_decision_regions_show_what_the_classifier_says():
    """The picture's pixel at a place holds the prediction for that place, not for its mirror image."""
    points = np.array([[0.0, 0.0], [4.0, 2.0]])
    ax = plots.decision_regions(
        lambda places: (places[:, 0] > 1).astype(int), points, np.array([0, 1]), limits=(0, 4, 0, 2), resolution=40
    )
    regions = ax.images[0].get_array()
    assert (regions[:, :10] == 0).all()
    assert (regions[:, 10:] == 1).all()
    assert ax.get_xlabel()
    assert ax.get_ylabel()
    assert len(ax.collections) == 2


def test_decision_regions_say_what_does_not_fit():
    with pytest.raises(ValueError, match=r"points \(N, 2\) and labels \(N,\), got \(3, 2\) and \(2,\)"):
        plots.decision_regions(lambda p: p[:, 0], np.zeros((3, 2)), np.zeros(2, int))
    with pytest.raises(ValueError, match="0 to 7, got 0 to 9"):
        plots.decision_regions(lambda p: p[:, 0], np.zeros((2, 2)), np.array([0, 9]))


def test_cross_validation_shows_points_means_and_bars():
    accuracies = {5: [0.2, 0.4], 1: [0.1, 0.1], 10: np.array([0.3, 0.5])}
    ax = plots.cross_validation(accuracies, best=10)
    points = np.concatenate([np.asarray(each.get_offsets()) for each in ax.collections[:3] if len(each.get_offsets())])
    assert {tuple(point) for point in points.round(6)} == {(0, 0.1), (1, 0.2), (1, 0.4), (2, 0.3), (2, 0.5)}
    line, _, (bars,) = ax.containers[0]
    np.testing.assert_allclose(line.get_ydata(), [0.1, 0.3, 0.4])
    np.testing.assert_allclose([np.ptp(segment[:, 1]) for segment in bars.get_segments()], [0, 0.2, 0.2])
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "5", "10"]
    assert "10" in ax.get_title(loc="left")


def test_cross_validation_marks_only_what_was_chosen():
    def marked(**options):
        return sum(
            "chosen" in text.get_text() for text in plots.cross_validation({1: [0.5]}, **options).get_legend().texts
        )

    assert (marked(), marked(best=1)) == (0, 1)
    with pytest.raises(ValueError, match="best is 3"):
        plots.cross_validation({1: [0.5]}, best=3)
    with pytest.raises(ValueError, match="at least one"):
        plots.cross_validation({})


def test_bars_in_order_with_values():
    """The first name is on top; each bar has its length and its number."""
    ax = plots.bars({"slow": 1234.0, "fast": 0.5}, xlabel="time (ms)", log=True)
    assert [bar.get_width() for bar in ax.patches] == [1234.0, 0.5]
    assert [text.get_text() for text in ax.texts] == ["1,234", "0.5"]
    assert ax.yaxis_inverted()
    assert ax.get_xscale() == "log"
    with pytest.raises(ValueError, match="nothing to show"):
        plots.bars({}, xlabel="time (s)")


def test_colours_differ_without_red_and_green():
    """Any two colours of the palette still differ for someone without red or green cones (Machado et al., 2009)."""
    deuteranopia = np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]])
    protanopia = np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]])
    linear = np.array([mpl.colors.to_rgb(colour) for colour in plots.COLOURS]) ** 2.2
    for matrix in (deuteranopia, protanopia):
        seen = (linear @ matrix.T).clip(0, 1) ** (1 / 2.2)
        gaps = np.linalg.norm(seen[:, None] - seen[None], axis=-1)[np.triu_indices(len(seen), 1)]
        assert gaps.min() > 0.15


def test_curves_are_drawn_over_the_numbers_on_the_axis():
    """Each x is written where its value stands; one line alone needs no legend."""
    ax = plots.curves([1, 10, 1000], {"time": [3.0, 2.0, 1.0]}, xlabel="n", ylabel="time (s)", log="x")
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[1, 3], [10, 2], [1000, 1]])
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "linear")
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "10", "1,000"]
    assert ax.get_legend() is None
    ax = plots.curves([1, 10], {"a": [1, 2], "b": [2, 1]}, xlabel="n", ylabel="time (s)", log="y")
    np.testing.assert_array_equal(ax.lines[1].get_xydata(), [[0, 2], [1, 1]])
    assert [text.get_text() for text in ax.get_legend().texts] == ["a", "b"]


def test_curves_say_what_does_not_fit():
    with pytest.raises(ValueError, match="3 values of x but 2 of 'a'"):
        plots.curves([1, 2, 3], {"a": [1, 2]}, xlabel="x", ylabel="y")
    with pytest.raises(ValueError, match="got 'z'"):
        plots.curves([1], {"a": [1]}, xlabel="x", ylabel="y", log="z")


def test_powers_of_ten_are_written_short() -> None:
    """10.0**-5 is 9.999999999999999e-06 in the computer and 1e-05 on the axis."""
    x = 10.0 ** np.arange(-13, 0)
    ax = plots.curves(x, {"error": x}, xlabel="h", ylabel="error", log="xy")
    assert [label.get_text() for label in ax.get_xticklabels()][-6:] == [
        "1e-06",
        "1e-05",
        "0.0001",
        "0.001",
        "0.01",
        "0.1",
    ]
