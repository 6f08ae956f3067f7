"""Drawings of graphs, neurons, networks and bricks show what they are given."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from coursework import plots
from coursework.plots.graph import GRADIENT, VALUE, number

NODES = [plots.Node("a", "a"), plots.Node("b", "b", row=1), plots.Node("c", "+", ("a", "b"), row=0.5)]


@pytest.fixture(autouse=True)
def _close():
    mpl.use("Agg")
    yield
    plt.close("all")


def written(ax, colour):
    """The numbers of one colour, with their height."""
    return {text.get_text(): text.get_position()[1] for text in ax.texts if text.get_color() == colour}


def test_graph_writes_values_above_gradients():
    """Each number stands on its own node's line: the value over it, the gradient under it."""
    ax = plots.graph(NODES, {"a": 1, "b": 2, "c": 3}, {"c": 1, "a": 7})
    values, gradients = written(ax, VALUE), written(ax, GRADIENT)
    assert set(values) == {"1.00", "2.00", "3.00"}
    assert set(gradients) == {"1.00", "7.00"}
    assert values["1.00"] > 0 > gradients["7.00"]
    assert values["3.00"] > -0.5 > gradients["1.00"]


def test_graph_has_an_arrow_for_every_input_and_marks_the_step():
    ax = plots.graph(NODES, active="c", title="step", note="1 + 2")
    assert sum(hasattr(text, "arrow_patch") and text.arrow_patch is not None for text in ax.texts) == 2
    colours = [mpl.colors.to_hex(circle.get_facecolor()) for circle in ax.patches if hasattr(circle, "radius")]
    assert colours.count(plots.COLOURS[1].lower()) == 1
    assert "1 + 2" in [text.get_text() for text in ax.texts]


def test_a_leaf_stands_beside_its_first_use():
    """A leaf that is used late is drawn late, so that its line is short."""
    late = [*NODES, plots.Node("d", "d", row=2), plots.Node("e", "×", ("c", "d"), row=1)]
    ax = plots.graph(late)
    circles = dict(zip("abcde", (circle.center[0] for circle in ax.patches if hasattr(circle, "radius")), strict=True))
    assert circles["a"] == circles["b"] < circles["c"] == circles["d"] < circles["e"]


def test_graph_says_what_does_not_fit():
    with pytest.raises(ValueError, match="'c' uses 'a' before it is defined"):
        plots.graph(NODES[::-1])
    with pytest.raises(ValueError, match="'a' is defined twice"):
        plots.graph([*NODES, plots.Node("a", "a")])
    with pytest.raises(ValueError, match="no node 'x'; there are a, b, c"):
        plots.graph(NODES, {"x": 1})


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0.00"), (-12, "-12.00"), (0.001, "1.0e-03"), (123456, "1.2e+05"), (np.inf, "inf")]
)
def test_numbers_stay_short(value, text):
    assert number(value) == text


def test_network_draws_every_unit_and_weight_of_a_small_one():
    ax = plots.network([2, 3, 1])
    assert [len(each.get_offsets()) for each in ax.collections] == [2, 3, 1]
    assert len(ax.lines) == 2 * 3 + 3 * 1
    assert [text.get_text() for text in ax.texts] == ["input\n2", "hidden 1\n3", "output\n1"]


def test_network_leaves_a_gap_in_a_wide_layer():
    """The number under it is the true one, and dots stand in the gap."""
    ax = plots.network([3072, 4], most=7)
    assert len(ax.collections[0].get_offsets()) == 6
    assert {"⋮", "input\n3,072"} <= {text.get_text() for text in ax.texts}
    with pytest.raises(ValueError, match="at least 2 layers"):
        plots.network([3])


def test_neurons_and_bricks_are_labelled():
    texts = {text.get_text() for ax in plots.neurons() for text in ax.texts}
    assert {"dendrites", "axon", "synapses", "$w_2$", "output"} <= texts
    ax = plots.bricks(["f"], ["x", "y"], ["dx", "dy"])
    assert {"f", "x", "y", "dx", "dy"} == {text.get_text() for text in ax.texts} - {""}
    with pytest.raises(ValueError, match="1 bricks have 2 arrows each way, got 1 and 2"):
        plots.bricks(["f"], ["x"], ["dx", "dy"])
