"""Through a computational graph step by step: values forwards, gradients backwards, any input changed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ipywidgets
from matplotlib.axes import Axes

from .. import plots
from ..plots.graph import Node, number
from ._live import live

if TYPE_CHECKING:
    from torch import Tensor

OPERATIONS: Mapping[str, Callable[..., Tensor]] = {
    "+": lambda a, b: a + b,
    "−": lambda a, b: a - b,
    "×": lambda a, b: a * b,
    "× 2": lambda a: 2 * a,
    "× −1": lambda a: -a,
    "+ 1": lambda a: a + 1,
    "1/a": lambda a: 1 / a,
    "a²": lambda a: a * a,
    "exp": lambda a: a.exp(),
}


@dataclass(frozen=True)
class Example:
    """A graph and the numbers that it starts with.

    Attributes:
        nodes: each after its inputs, the output last; labels of inner nodes are keys of `OPERATIONS`.
        inputs: from the name of each leaf to its number, between -5 and 5.
        names: inner nodes that are drawn with their names.
    """

    nodes: tuple[Node, ...]
    inputs: Mapping[str, float]
    names: tuple[str, ...] = ()


# f = (x + y) z.
PRODUCT = Example(
    (
        Node("x", "$x$", row=0),
        Node("y", "$y$", row=1),
        Node("q", "+", ("x", "y"), row=0.5),
        Node("z", "$z$", row=1.7),
        Node("f", "×", ("q", "z"), row=1.1),
    ),
    {"x": -2.0, "y": 5.0, "z": -4.0},
    ("q", "f"),
)
# The sigmoid of w0 x0 + w1 x1 + w2, in its smallest parts.
NEURON = Example(
    (
        Node("w0", "$w_0$", row=0),
        Node("x0", "$x_0$", row=0.9),
        Node("w1", "$w_1$", row=1.8),
        Node("x1", "$x_1$", row=2.7),
        Node("w0x0", "×", ("w0", "x0"), row=0.45),
        Node("w1x1", "×", ("w1", "x1"), row=2.25),
        Node("sum", "+", ("w0x0", "w1x1"), row=1.35),
        Node("w2", "$w_2$", row=2.5),
        Node("s", "+", ("sum", "w2"), row=1.9),
        Node("-s", "× −1", ("s",), row=1.9),
        Node("e", "exp", ("-s",), row=1.9),
        Node("1+e", "+ 1", ("e",), row=1.9),
        Node("sigmoid", "1/a", ("1+e",), row=1.9),
    ),
    {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0},
)
# z = x^2 y - y^2 with x = t^2 and y = 2 t: t, x and y's number are used more than once.
CHAIN = Example(
    (
        Node("t", "$t$", row=0.75),
        Node("x", "a²", ("t",), row=0),
        Node("y", "× 2", ("t",), row=1.5),
        Node("x²", "a²", ("x",), row=0),
        Node("x²y", "×", ("x²", "y"), row=0.6),
        Node("y²", "a²", ("y",), row=2.1),
        Node("z", "−", ("x²y", "y²"), row=1.3),
    ),
    {"t": 1.0},
    ("x", "y", "z"),
)


@dataclass(frozen=True)
class State:
    """What is known after some steps: values and gradients by name, the active node, and what it did."""

    values: dict[str, float]
    gradients: dict[str, float]
    active: str | None
    title: str
    note: str


def last_step(example: Example) -> int:
    """How many steps there are: every operation once forwards, the start at the output, every one backwards."""
    return 2 * sum(bool(node.inputs) for node in example.nodes) + 1


def state(example: Example, inputs: Mapping[str, float], step: int) -> State:
    """The graph after `step` steps. PyTorch computes; this keeps what each step has found out so far.

    Args:
        inputs: from the name of each leaf to its number.
        step: 0 to `last_step(example)`.

    Raises: ValueError for a step outside that range or inputs other than the leaves.
    """
    import torch

    leaves = [node.name for node in example.nodes if not node.inputs]
    if set(inputs) != set(leaves):
        raise ValueError(f"state: expected a number for each of {', '.join(leaves)}, got {', '.join(inputs)}")
    if not 0 <= step <= last_step(example):
        raise ValueError(f"state: step must be 0 to {last_step(example)}, got {step}")
    inner = [node for node in example.nodes if node.inputs]
    values, gradients = {name: float(inputs[name]) for name in leaves}, {}
    active, title, note = None, "Start: only the inputs are known", ""

    def local(node: Node) -> tuple[float, list[float]]:
        a = [torch.tensor(values[name], dtype=torch.float64, requires_grad=True) for name in node.inputs]
        result = OPERATIONS[node.label](*a)
        return result.item(), [slope.item() for slope in torch.autograd.grad(result, a)]

    for node in inner[:step]:
        values[node.name] = local(node)[0]
        active, title = node.name, f"Forward: {node.label} gives {number(values[node.name])}"
    if step > len(inner):
        active, title, note = inner[-1].name, "Turn round: the output's gradient with respect to itself is 1", ""
        gradients[active] = 1.0
    for node in inner[::-1][: max(step - len(inner) - 1, 0)]:
        upstream, lines = gradients[node.name], []
        for name, slope in zip(node.inputs, local(node)[1], strict=True):
            message = upstream * slope
            found = f"to ${_tex(name)}$:  {number(upstream)} · {number(slope)} = {number(message)}"
            if name in gradients:
                found += f",  added to {number(gradients[name])}"
            gradients[name] = gradients.get(name, 0.0) + message
            lines.append(found)
        active, title = node.name, f"Backward: {node.label} multiplies the message by its local derivatives"
        note = "\n".join(lines)
    return State(values, gradients, active, title, note)


def draw(example: Example, step: int | None = None, *, ax: Axes | None = None, **inputs: float) -> Axes:
    """The graph after `step` steps (by default all of them), with the given inputs in place of the example's.

    Args:
        step: 0 to `last_step(example)`; None shows the finished graph without the text of a step.
        inputs: numbers of leaves, by name.
    """
    steps = last_step(example) if step is None else step
    now = state(example, {**example.inputs, **inputs}, steps)
    options = {"title": now.title, "note": (now.note or " ") + "\n " * ("\n" not in now.note), "active": now.active}
    if step is None:
        options = {"title": "Values forward above the lines, gradients backward below"}
    return plots.graph(example.nodes, now.values, now.gradients, names=example.names, ax=ax, **options)


def explore(example: Example, step: int = 0) -> ipywidgets.VBox:
    """Sliders over `draw`: the step, and a number for each input. Tab and the arrow keys work as well."""
    sliders = {
        name: ipywidgets.FloatSlider(value, min=-5, max=5, step=0.5, description=name)
        for name, value in example.inputs.items()
    }
    steps = ipywidgets.IntSlider(step, min=0, max=last_step(example), description="step")
    return live(functools.partial(draw, example), dpi=88, step=steps, **sliders)


def _tex(name: str) -> str:
    """A node's name for a formula: w0 becomes w_0."""
    return f"{name[0]}_{name[1]}" if len(name) == 2 and name[1].isdigit() else name.replace("sum", r"\Sigma")
