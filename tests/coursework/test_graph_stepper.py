"""The graph stepper: the numbers of the lecture, each step, every corner of its sliders, and what it refuses."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from coursework.demos import graph_stepper

EXAMPLES = [graph_stepper.PRODUCT, graph_stepper.NEURON, graph_stepper.CHAIN]


@pytest.fixture(autouse=True)
def _close():
    mpl.use("Agg")
    yield
    plt.close("all")


def finished(example, **inputs):
    """The state after the last step."""
    return graph_stepper.state(example, {**example.inputs, **inputs}, graph_stepper.last_step(example))


def test_product():
    """f = (x + y) z at -2, 5, -4."""
    state = finished(graph_stepper.PRODUCT)
    assert state.values["f"] == -12
    assert state.gradients == {"f": 1, "q": -4, "z": 3, "x": -4, "y": -4}


def test_neuron():
    """Output 0.73 and gradients of w0, x0, w1, x1, w2, worked out with the derivative of the sigmoid."""
    state = finished(graph_stepper.NEURON)
    sigmoid = 1 / (1 + np.exp(-1))
    slope = sigmoid * (1 - sigmoid)
    np.testing.assert_allclose(state.values["sigmoid"], sigmoid)
    gradients = [state.gradients[name] for name in ("w0", "x0", "w1", "x1", "w2")]
    np.testing.assert_allclose(gradients, slope * np.array([-1, 2, -2, -3, 1]))
    assert np.round([sigmoid, *gradients], 2).tolist() == [0.73, -0.20, 0.39, -0.39, -0.59, 0.20]


@pytest.mark.parametrize("t", [-3.0, 0.0, 1.0, 2.5])
def test_messages_to_one_number_add(t):
    """z = x^2 y - y^2 with x = t^2, y = 2 t has derivative 10 t^4 - 8 t, over three paths."""
    assert finished(graph_stepper.CHAIN, t=t).gradients["t"] == pytest.approx(10 * t**4 - 8 * t)


@pytest.mark.parametrize("example", EXAMPLES, ids=["product", "neuron", "chain"])
def test_each_step_finds_out_something(example):
    """First one value a step, then gradients; at the end every node has both."""
    inner = sum(bool(node.inputs) for node in example.nodes)
    states = [
        graph_stepper.state(example, example.inputs, step) for step in range(graph_stepper.last_step(example) + 1)
    ]
    assert [len(state.values) for state in states[: inner + 1]] == [len(example.inputs) + i for i in range(inner + 1)]
    assert all(not state.gradients for state in states[: inner + 1])
    assert all(before.gradients != after.gradients for before, after in itertools.pairwise(states[inner:]))
    names = {node.name for node in example.nodes}
    assert set(states[-1].values) == set(states[-1].gradients) == names


def test_a_step_says_what_it_multiplies():
    """The first node on the way back of f: to q the value of z, to z the value of q."""
    state = graph_stepper.state(graph_stepper.PRODUCT, graph_stepper.PRODUCT.inputs, 4)
    assert state.active == "f"
    assert state.note.splitlines() == ["to $q$:  1.00 · -4.00 = -4.00", "to $z$:  1.00 · 3.00 = 3.00"]


@pytest.mark.parametrize("example", EXAMPLES, ids=["product", "neuron", "chain"])
def test_every_corner_of_the_sliders(example):
    """Each smallest and largest position together draws without an error, at the first, middle and last step."""
    steps, *sliders = graph_stepper.explore(example).children[:-1]
    assert [slider.description for slider in sliders] == list(example.inputs)
    assert [slider.value for slider in sliders] == list(example.inputs.values())
    for values in itertools.product(*[(slider.min, slider.max) for slider in sliders]):
        inputs = dict(zip(example.inputs, values, strict=True))
        state = finished(example, **inputs)
        assert np.isfinite([*state.values.values(), *state.gradients.values()]).all()
    for step in (steps.min, steps.max // 2, steps.max):
        for end in ("min", "max"):
            inputs = {name: getattr(slider, end) for name, slider in zip(example.inputs, sliders, strict=True)}
            graph_stepper.draw(example, step, **inputs).figure.canvas.draw()
            plt.close("all")


def test_what_it_refuses():
    with pytest.raises(ValueError, match="step must be 0 to 5, got 6"):
        graph_stepper.state(graph_stepper.PRODUCT, graph_stepper.PRODUCT.inputs, 6)
    with pytest.raises(ValueError, match="a number for each of x, y, z, got x"):
        graph_stepper.state(graph_stepper.PRODUCT, {"x": 1.0}, 0)
