"""The demos of the linear classifier: a line by hand, templates as they form, learning rates, batch sizes."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from coursework.demos import batch_size, learning_rate, line_and_templates

rng = np.random.default_rng(0)
CLOUDS = rng.normal(np.repeat([[-1.0, 0.5], [1.0, -0.5]], 20, axis=0), 0.4)
SIDES = np.repeat([0, 1], 20)
IMAGES = rng.integers(0, 17, size=(30, 4, 3)).astype(np.uint8)
LABELS = np.arange(30) % 3


@pytest.fixture(autouse=True)
def _close():
    mpl.use("Agg")
    yield
    plt.close("all")


def test_class_1_is_where_the_weights_point():
    """With the weights to the right, what is right of the line is class 1; a positive bias moves the line left."""
    ax = line_and_templates.line(np.array([[-2.0, 0.0], [2.0, 0.0]]), np.array([0, 1]), angle=0, offset=1)
    regions = ax.images[0].get_array()
    x0, x1, *_ = ax.images[0].get_extent()
    columns = x0 + (np.arange(regions.shape[1]) + 0.5) * (x1 - x0) / regions.shape[1]
    np.testing.assert_array_equal(regions[0], columns > -1)
    np.testing.assert_allclose(ax.lines[0].get_xdata(), -1)
    assert "100.0% right" in ax.get_title(loc="left")


def test_line_refuses_a_third_class():
    with pytest.raises(ValueError, match=r"0 or 1, got \[0 1 2\]"):
        line_and_templates.line(np.zeros((3, 2)), np.array([0, 1, 2]))


def test_best_line_parts_what_can_be_parted():
    """Its share is what its angle and offset give, and no line of a fine grid does better."""
    for labels in (SIDES, 1 - SIDES, rng.integers(0, 2, 40)):
        angle, offset, share = line_and_templates.best_line(CLOUDS, labels)

        def right(angle, offset, labels=labels):
            turn = np.radians(angle)
            return ((CLOUDS @ [np.cos(turn), np.sin(turn)] + offset > 0) == labels).mean()

        assert right(angle, offset) == share
        tried = [right(a, b) for a in range(0, 360, 5) for b in np.linspace(-3, 3, 61)]
        assert max(tried) <= share
    assert line_and_templates.best_line(CLOUDS, SIDES)[2] == 1


def test_every_corner_of_the_line_sliders():
    """Each smallest and largest position draws without an error, and the line stays in reach."""
    angle, offset = line_and_templates.explore_line(CLOUDS, SIDES).children[:2]
    for turn, move in itertools.product((angle.min, angle.max), (offset.min, 0, offset.max)):
        line_and_templates.line(CLOUDS, SIDES, turn, move)
        plt.close("all")


def test_after_one_image_its_class_has_it_as_template():
    """From zero, one step adds the image to its class and takes a share of it from the others."""
    learned = line_and_templates.learn(IMAGES, LABELS, ["a", "b", "c"], seen=(0, 1, 60))
    assert learned.weights.shape == (3, 3, 12)
    assert (learned.weights[0] == 0).all()
    totals = learned.weights[1].sum(axis=1)
    own = int(totals.argmax())
    np.testing.assert_allclose(learned.weights[1].sum(axis=0), 0, atol=1e-6)
    shares = learned.weights[1] / learned.weights[1][own].max()
    image = next(each for each in IMAGES.reshape(30, -1) if np.allclose(shares[own], each / each.max(), atol=1e-5))
    assert LABELS[[np.array_equal(image, each) for each in IMAGES.reshape(30, -1)]] == [own]
    assert learned.accuracy[-1] > learned.accuracy[0]


def test_every_moment_of_the_templates():
    """The slider reaches every moment that was kept; another is refused."""
    learned = line_and_templates.learn(IMAGES, LABELS, ["a", "b", "c"], seen=(0, 1, 5))
    play, slider = line_and_templates.explore_templates(learned).children[:2]
    assert (play.max, slider.max) == (2, 2)
    for seen in learned.seen:
        axes = line_and_templates.templates(learned, seen)
        assert axes.flat[0].figure.get_suptitle().startswith(f"After {seen} image")
        plt.close("all")
    with pytest.raises(ValueError, match=r"after \(0, 1, 5\) images, not after 2"):
        line_and_templates.templates(learned, 2)


@pytest.mark.parametrize("surface", learning_rate.SURFACES.values(), ids=lambda surface: surface.name)
def test_gradients_are_those_of_the_values(surface):
    """Central differences agree."""
    place, h = np.array([0.7, -0.4]), 1e-6
    measured = [(surface.value(*(place + step)) - surface.value(*(place - step))) / (2 * h) for step in h * np.eye(2)]
    np.testing.assert_allclose(surface.gradient(place), measured, rtol=1e-6)


def test_descent_follows_the_formula():
    """In the bowl a step multiplies the place by 1 - 2 * rate; at 0.5 one step arrives."""
    path = learning_rate.descend(learning_rate.BOWL, 0.1, 3)
    np.testing.assert_allclose(path, np.outer(0.8 ** np.arange(4), learning_rate.BOWL.start))
    np.testing.assert_array_equal(learning_rate.descend(learning_rate.BOWL, 0.5, 1)[-1], [0, 0])
    with pytest.raises(ValueError, match="0 or greater, got -1"):
        learning_rate.descend(learning_rate.BOWL, -1)


def test_every_corner_of_the_learning_rate_sliders():
    """The smallest and largest rate and number of steps draw finite numbers; the title tells the end."""
    surface, rate, steps = learning_rate.explore().children[:3]
    ends = {}
    for (name, place), each, n in itertools.product(
        surface.options, (rate.options[0], rate.options[-1]), (steps.min, steps.max)
    ):
        axes = learning_rate.show(place, each, n)
        assert np.isfinite(axes[1].lines[0].get_ydata()).all()
        ends[name, each, n] = axes[1].get_title(loc="left")
        plt.close("all")
    assert ends["valley", rate.options[-1], steps.max] == "Every step leads farther away"
    assert ends["bowl", rate.options[0], steps.max] == "On the way"


def test_loss_curves_start_at_the_logarithm_and_fall():
    """All equal scores cost log(3); a batch of everything is measured once an epoch, small batches more often."""
    rows = np.eye(3)[LABELS] + 0.1 * rng.random((30, 3))
    for size, measured in {30: 3, 10: 7, 1: 21}.items():
        epochs, losses = batch_size.loss_curve(rows, LABELS, size, epochs=2)
        assert len(epochs) == len(losses) == measured
        assert (epochs[0], epochs[-1]) == (0, 2)
        assert losses[0] == pytest.approx(np.log(3), rel=1e-6)
        assert losses[-1] < losses[0]
    with pytest.raises(ValueError, match="1 to 30, the number of images, got 31"):
        batch_size.loss_curve(rows, LABELS, 31)
