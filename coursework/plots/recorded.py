"""The graph that PyTorch records while it computes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes

from .graph import Node, graph

SYMBOLS = {"Add": "+", "Sub": "−", "Mul": "×", "Div": "÷", "Pow": "pow", "Neg": "−", "Sum": "sum", "Mean": "mean"}


def recorded_nodes(output: Any, leaves: Mapping[str, Any]) -> list[Node]:
    """What `output.grad_fn` remembers, as nodes in an order in which each comes after its inputs.

    Args:
        output: a tensor that was computed from leaves that require gradients.
        leaves: from name to leaf tensor; one that is not named is called "?".

    Raises: ValueError where nothing was recorded.
    """
    if output.grad_fn is None:
        raise ValueError("recorded_nodes: nothing was recorded; does an input require a gradient?")
    names = {id(tensor): name for name, tensor in leaves.items()}
    nodes: dict[Any, Node] = {}

    def visit(function: Any, row: float) -> str:
        if function in nodes:
            return nodes[function].name
        before = [each for each, _ in function.next_functions if each is not None]
        inputs = tuple(visit(each, row + i) for i, each in enumerate(before))
        kind = type(function).__name__
        if kind == "AccumulateGrad":
            label = names.get(id(function.variable), "?")
        else:
            kind = kind.partition("Backward")[0]
            label = SYMBOLS.get(kind, kind)
        node = Node(f"node{len(nodes)}", label, inputs, row)
        nodes[function] = node
        return node.name

    visit(output.grad_fn, 0)
    return list(nodes.values())


def recorded_graph(output: Any, leaves: Mapping[str, Any], *, title: str = "", ax: Axes | None = None) -> Axes:
    """The recorded graph of `output`: leaves by their names, operations by their signs."""
    return graph(recorded_nodes(output, leaves), title=title, ax=ax)
