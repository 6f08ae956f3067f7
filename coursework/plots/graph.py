"""Computational graphs: what is computed from what, with values forward and gradients backward."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Circle

from .style import COLOURS, new_axes, styled

VALUE, GRADIENT, ACTIVE = COLOURS[0], COLOURS[3], COLOURS[1]
RADIUS, STUB = 0.24, 0.66


@dataclass(frozen=True)
class Node:
    """A leaf, or an operation on other nodes.

    Attributes:
        name: by which other nodes and values refer to it.
        label: what is written into the circle, for example "x" or "+".
        inputs: names of the nodes that it is computed from; empty for a leaf.
        row: its height in the drawing; 0 is on top.
    """

    name: str
    label: str
    inputs: tuple[str, ...] = ()
    row: float = 0.0


@styled
def graph(
    nodes: Sequence[Node],
    values: Mapping[str, float] | None = None,
    gradients: Mapping[str, float] | None = None,
    *,
    active: str | None = None,
    names: Collection[str] = (),
    title: str = "",
    note: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Nodes as circles; on the line out of each its value above and the gradient of the last node below.

    Args:
        nodes: each after all its inputs; the last one is the output.
        values, gradients: from names of nodes to numbers; those that are missing are not written.
        active: the node that is computed in this step, drawn filled.
        names: inner nodes whose names are written beside their operation.
        title: the finding, or what happens in this step.
        note: a line or more below the drawing.

    Raises: ValueError where a node is used before it is defined, defined twice, or unknown.
    """
    places = _places(nodes)
    for name in {*(values or {}), *(gradients or {}), *names, *([active] if active else [])}:
        if name not in places:
            raise ValueError(f"graph: there is no node {name!r}; there are {', '.join(places)}")
    width = max(x for x, _ in places.values()) + STUB + RADIUS
    height = max(-y for _, y in places.values())
    lines = note.count("\n") + 1 if note else 0
    if ax is None:
        ax = new_axes(size=(1.5 * width + 0.7, 1.05 * height + 1.35 + 0.3 * lines))
    for node in nodes:
        x, y = places[node.name]
        end = x + RADIUS + STUB
        ax.plot([x + RADIUS, end], [y, y], color="black", linewidth=1.3, zorder=1)
        for numbers, colour, side in ((values, VALUE, 1), (gradients, GRADIENT, -1)):
            if numbers and node.name in numbers:
                where = {"ha": "center", "va": "bottom" if side > 0 else "top"}
                text = number(numbers[node.name])
                ax.text((x + RADIUS + end) / 2, y + 0.05 * side, text, color=colour, fontsize=13, **where)
        for source in node.inputs:
            sx, sy = places[source]
            bend = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "color": "black", "linewidth": 1.3}
            far = ((x - sx - RADIUS - STUB) ** 2 + (y - sy) ** 2) ** 0.5
            share = 1 - RADIUS / far
            start = (sx + RADIUS + STUB, sy)
            tip = (start[0] + share * (x - start[0]), start[1] + share * (y - start[1]))
            ax.annotate("", tip, start, arrowprops=bend, zorder=1)
        leaf = not node.inputs
        fill = ACTIVE if node.name == active else "#E8F1F8" if leaf else "white"
        ax.add_patch(Circle((x, y), RADIUS, facecolor=fill, edgecolor="black", linewidth=1.5, zorder=2))
        ax.text(x, y, node.label, ha="center", va="center", fontsize=12 if len(node.label) < 5 else 10, zorder=3)
        if node.name in names:
            ax.text(x, y + RADIUS + 0.04, f"${node.name}$", ha="center", va="bottom", fontsize=12)
    for artist in (*ax.texts, *ax.patches, *ax.lines):
        artist.set_in_layout(False)  # All within the axes: measuring them would take most of the time of a drawing.
    ax.set(xlim=(-0.35, width + 0.15), ylim=(-height - 0.5, 0.5), xticks=[], yticks=[], aspect="equal")
    ax.set_title(title)
    ax.set_axis_off()
    if note:
        ax.text(0, -0.01, note, transform=ax.transAxes, va="top", fontsize=12, linespacing=1.4)
    return ax


def number(value: float) -> str:
    """The number with two digits after the point; small and large ones as powers of ten."""
    if value != 0 and not 0.005 <= abs(value) < 1e4:
        return f"{value:.1e}"
    return f"{value:.2f}"


def _places(nodes: Sequence[Node]) -> dict[str, tuple[float, float]]:
    """Where each node is drawn: an operation right of all its inputs, a leaf one column before its first use."""
    columns: dict[str, int] = {}
    for node in nodes:
        missing = [source for source in node.inputs if source not in columns]
        if missing or node.name in columns:
            wrong = f"uses {missing[0]!r} before it is defined" if missing else "is defined twice"
            raise ValueError(f"graph: node {node.name!r} {wrong}")
        columns[node.name] = 1 + max((columns[source] for source in node.inputs), default=-1)
    for node in nodes:
        users = [columns[other.name] for other in nodes if node.name in other.inputs]
        if not node.inputs and users:
            columns[node.name] = min(users) - 1
    return {node.name: (columns[node.name] * 1.45, -node.row) for node in nodes}
