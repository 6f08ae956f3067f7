"""The demo of the five dials: what it learns, what it shows at the ends of the dials, that a slider trains nothing."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from coursework.data import DIALS
from coursework.demos import shapes_dials


@pytest.fixture(scope="module", autouse=True)
def _agg():
    mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def learned():
    """From a third of the pictures: enough to tell the network with convolutions from the others."""
    return shapes_dials.fit(1000)


def shown(axes):
    """The accuracies as written beside the bars, by name."""
    names = [label.get_text() for label in axes[1].get_yticklabels()]
    return dict(zip(names, (int(text.get_text().rstrip("%")) for text in axes[1].texts), strict=True))


def test_it_learns_four_classifiers(learned):
    assert list(learned.scores) == ["k-NN", "linear", "MLP", "CNN"]
    assert learned.defaults["CNN"] > max(learned.defaults[name] for name in ("k-NN", "linear", "MLP"))
    assert min(learned.defaults.values()) > 0.1


def test_learning_leaves_the_generator_and_the_threads_as_they_were():
    torch.manual_seed(1)
    before, threads = torch.get_rng_state(), torch.get_num_threads()
    runs = [shapes_dials.fit(64).defaults for _ in range(2)]
    assert runs[0] == runs[1]
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.get_num_threads() == threads


def test_at_the_default_dials_the_bars_end_at_the_marks(learned):
    axes = shapes_dials.show(learned)
    assert shown(axes) == {name: round(100 * value) for name, value in learned.defaults.items()}
    np.testing.assert_allclose(axes[1].lines[0].get_xdata(), list(learned.defaults.values()))


def test_every_dial_costs_the_network_something(learned):
    """Off to full, all else at the default: the network with convolutions never gains."""
    for dial in DIALS:
        easy, hard = (shown(shapes_dials.show(learned, **{dial: value})) for value in (0, 1))
        assert hard["CNN"] < easy["CNN"], dial


def test_the_marks_are_those_of_the_pictures_above_them(learned):
    """A circle for each of the ten pictures that a classifier gets right, a cross for each other."""
    images, x, y = shapes_dials._fresh(shapes_dials.SHOWN)
    order = np.argsort(y[:10].numpy())
    axes = shapes_dials.show(learned)
    circles, crosses = (marks.get_offsets() for marks in axes[0].collections)
    expected = []
    with torch.no_grad():
        for row, score in enumerate(learned.scores.values()):
            right = (score(x[:10]).argmax(1) == y[:10]).numpy()[order]
            expected += [(column + 0.5, -0.2 * (row + 0.6)) for column in np.flatnonzero(right)]
    np.testing.assert_allclose(np.sort(circles, axis=0), np.sort(expected, axis=0))
    assert len(circles) + len(crosses) == 40
    strip = axes[0].images[0].get_array()
    np.testing.assert_array_equal(strip[:, 2:34], images[order[0]])


def test_every_end_of_the_dials_draws(learned):
    for number, ends in enumerate(itertools.product((0.0, 1.0), repeat=len(DIALS))):
        if number % 6 == 0 or number == 31:
            accuracies = shown(shapes_dials.show(learned, **dict(zip(DIALS, ends, strict=True))))
            assert all(0 <= value <= 100 for value in accuracies.values())


def test_a_slider_trains_nothing_and_shows_another_picture(learned):
    before = {name: value.clone() for name, value in learned.scores["CNN"].state_dict().items()}
    box = shapes_dials.explore(learned)
    sliders = {slider.description: slider for slider in box.children[:-1]}
    assert list(sliders) == list(DIALS)
    first = box.children[-1].value
    sliders["occlusion"].value = 1.0
    assert box.children[-1].value not in ("", first)
    assert 'role="alert"' not in box.children[-1].value
    assert all(torch.equal(value, before[name]) for name, value in learned.scores["CNN"].state_dict().items())


def test_what_it_refuses():
    with pytest.raises(ValueError, match="10 neighbours vote, so n must be 10 or more, got 9"):
        shapes_dials.fit(9)
