"""Neurons, layers and networks as schematic drawings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch

from .style import COLOURS, new_axes, styled

INPUT, UNIT, OUTPUT = COLOURS[0], COLOURS[1], COLOURS[2]


@styled
def neurons() -> np.ndarray:
    """A biological neuron beside the artificial one; parts that correspond have the same colour.

    Returns: array of 2 Axes.
    """
    axes = new_axes(1, 2, size=(12.5, 4.2))
    _biological(axes[0])
    _artificial(axes[1])
    for ax in axes:
        ax.set(xlim=(-0.2, 6.4), ylim=(-1.9, 1.9), aspect="equal")
        ax.set_axis_off()
    axes[0].set_title("Biological: signals in, one signal out")
    axes[1].set_title("Artificial: weighted sum, then activation")
    return axes


def _biological(ax: Axes) -> None:
    centre = np.array([2.0, 0.0])
    for angle in np.deg2rad([115, 150, 180, 210, 245]):
        direction = np.array([np.cos(angle), np.sin(angle)])
        fork = centre + 1.15 * direction
        for turn, length in ((-0.45, 0.65), (0.4, 0.6)):
            tip = fork + length * np.array([np.cos(angle + turn), np.sin(angle + turn)])
            ax.plot(*np.stack([centre, fork, tip], axis=1), color=INPUT, linewidth=3, solid_joinstyle="round")
    ax.plot([2.0, 5.2], [0, 0], color=OUTPUT, linewidth=3)
    for x in (2.85, 3.5, 4.15):
        ax.add_patch(
            FancyBboxPatch(
                (x, -0.1), 0.42, 0.2, boxstyle="round,pad=0.04", facecolor="white", edgecolor=OUTPUT, zorder=3
            )
        )
    for y in (-0.75, -0.25, 0.25, 0.75):
        ax.plot([5.2, 5.85], [0, y], color=OUTPUT, linewidth=2)
        ax.plot(5.9, y, "o", color=OUTPUT)
    ax.add_patch(Circle(centre, 0.5, facecolor=UNIT, edgecolor="black", zorder=3))
    ax.add_patch(Circle(centre, 0.16, facecolor="white", edgecolor="black", zorder=4))
    for x, y, text in ((0.5, 1.7, "dendrites"), (2.25, 0.75, "cell body"), (3.8, 0.3, "axon"), (5.75, 1.1, "synapses")):
        ax.text(x, y, text, ha="center", fontsize=13)


def _artificial(ax: Axes) -> None:
    for i, y in enumerate((1.2, 0.0, -1.2)):
        ax.add_patch(Circle((0.3, y), 0.32, facecolor="white", edgecolor=INPUT, linewidth=2.5))
        ax.text(0.3, y, f"$x_{i}$", ha="center", va="center", fontsize=14)
        arrow = {"arrowstyle": "-|>", "color": INPUT, "linewidth": 2.5}
        ax.annotate("", (2.43 + 0.11 * abs(y), 0.42 * y), (0.65, 0.93 * y), arrowprops=arrow)
        ax.text(1.6, 0.67 * y + 0.2, f"$w_{i}$", ha="center", fontsize=14)
    ax.add_patch(Circle((3.3, 0), 0.85, facecolor=UNIT, edgecolor="black", alpha=0.9))
    ax.text(3.3, 0, r"$f\,\left(\sum_i w_i x_i + b\right)$", ha="center", va="center", fontsize=13)
    ax.annotate("", (5.3, 0), (4.18, 0), arrowprops={"arrowstyle": "-|>", "color": OUTPUT, "linewidth": 2.5})
    ax.text(5.45, 0, "output", va="center", fontsize=13)
    ax.annotate("", (3.3, -0.88), (3.3, -1.5), arrowprops={"arrowstyle": "-|>", "color": INPUT, "linewidth": 2.5})
    ax.text(3.45, -1.45, "bias $b$", fontsize=13)


@styled
def network(widths: Sequence[int], *, most: int = 7, title: str = "", ax: Axes | None = None) -> Axes:
    """A fully connected network: a column of circles for each layer, a line for each weight.

    Args:
        widths: units a layer, from the input to the output, at least 2 layers.
        most: a layer with more units is drawn with `most` of them and a gap in the middle.

    Raises: ValueError where there are fewer than 2 layers or a layer without units.
    """
    if len(widths) < 2 or min(widths) < 1:
        raise ValueError(f"network: expected at least 2 layers with at least 1 unit each, got widths {list(widths)}")
    ax = ax if ax is not None else new_axes(size=(2.3 * len(widths), 4.2))
    heights = [_heights(width, most) for width in widths]
    for layer in range(len(widths) - 1):
        for y0 in heights[layer]:
            for y1 in heights[layer + 1]:
                ax.plot([layer, layer + 1], [y0, y1], color="#AAAAAA", linewidth=0.7, zorder=1)
    for layer, (width, ys) in enumerate(zip(widths, heights, strict=True)):
        colour = INPUT if layer == 0 else OUTPUT if layer == len(widths) - 1 else UNIT
        ax.scatter(np.full(len(ys), layer), ys, s=170, color=colour, edgecolors="black", zorder=2)
        if width > most:
            ax.text(layer, 0, "⋮", ha="center", va="center", fontsize=20, zorder=3)
        role = "input" if layer == 0 else "output" if layer == len(widths) - 1 else f"hidden {layer}"
        ax.text(layer, -most / 2 - 0.5, f"{role}\n{width:,}", ha="center", va="top", fontsize=12)
    ax.set(xlim=(-0.5, len(widths) - 0.5), ylim=(-most / 2 - 1.9, most / 2 + 0.3), title=title)
    ax.set_axis_off()
    return ax


def _heights(width: int, most: int) -> np.ndarray:
    """Where the circles of a layer stand; the middle is left free where not all are drawn."""
    if width <= most:
        return np.arange(width) - (width - 1) / 2
    heights = np.arange(most) - (most - 1) / 2
    return heights[np.abs(heights) > (0.25 if most % 2 else 0.75)]


@styled
def bricks(names: Sequence[str], forward: Sequence[str], backward: Sequence[str], *, title: str = "") -> Axes:
    """Layers as bricks in a row: what travels to the right above, the error messages to the left below.

    Args:
        names: what is written on each brick.
        forward, backward: what is written on the arrows, one text more than there are bricks.

    Raises: ValueError where the numbers of texts do not fit.
    """
    if not len(names) + 1 == len(forward) == len(backward):
        raise ValueError(
            f"bricks: {len(names)} bricks have {len(names) + 1} arrows each way, got {len(forward)} and {len(backward)}"
        )
    ax = new_axes(size=(2.15 * len(names) + 1.2, 2.7))
    for i, name in enumerate(names):
        box = FancyBboxPatch((2 * i, 0), 1, 1.4, boxstyle="round,pad=0.04", facecolor="#FBEBD0", edgecolor="black")
        ax.add_patch(box)
        ax.text(2 * i + 0.5, 0.7, name, ha="center", va="center", fontsize=12)
    for i, (ahead, back) in enumerate(zip(forward, backward, strict=True)):
        left, right = 2 * i - 0.9, 2 * i - 0.1
        for y, text, colour, ends, side in (
            (1.05, ahead, COLOURS[0], (right, left), 1),
            (0.35, back, COLOURS[3], (left, right), -1),
        ):
            if text:
                style = {"arrowstyle": "-|>", "color": colour, "linewidth": 2}
                ax.annotate("", (ends[0], y), (ends[1], y), arrowprops=style)
                where = {"ha": "center", "va": "bottom" if side > 0 else "top"}
                ax.text((left + right) / 2, y + 0.1 * side, text, color=colour, fontsize=13, **where)
    ax.set(xlim=(-1.1, 2 * len(names) + 0.1), ylim=(-0.2, 1.6), title=title)
    ax.set_axis_off()
    return ax
