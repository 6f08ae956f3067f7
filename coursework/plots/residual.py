"""A block with a way around it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch

from .style import COLOURS, new_axes, styled

ARROW = {"arrowstyle": "-|>", "color": "black", "linewidth": 2}


@styled
def plain_and_residual() -> np.ndarray:
    """The same two layers without and with a shortcut, and what they have to learn; returns the two Axes."""
    axes = new_axes(1, 2, size=(12, 3.2))
    for ax, shortcut in zip(axes, (False, True), strict=True):
        _chain(ax, shortcut)
        ax.set(xlim=(-0.6, 7.9), ylim=(-0.75, 1.55), aspect="equal")
        ax.set_axis_off()
    axes[0].set_title("Plain: the layers must learn all of $H(x)$")
    axes[1].set_title("Residual: they learn the change $F(x) = H(x) - x$")
    return axes


def _chain(ax: Axes, shortcut: bool) -> None:
    for x, text in ((1.0, "layer"), (3.4, "layer")):
        box = FancyBboxPatch((x, -0.4), 1.3, 0.8, boxstyle="round,pad=0.04", facecolor="#FBEBD0", edgecolor="black")
        ax.add_patch(box)
        ax.text(x + 0.65, 0, text, ha="center", va="center", fontsize=13)
    end = 5.45 if shortcut else 6.9
    for start, stop in ((0, 0.95), (2.35, 3.35), (4.75, end)):
        ax.annotate("", (stop, 0), (start, 0), arrowprops=ARROW)
    ax.text(2.85, 0.15, "ReLU", ha="center", fontsize=11)
    ax.text(-0.1, 0, "$x$", ha="right", va="center", fontsize=15)
    if shortcut:
        ax.plot([0.45, 0.45, 5.7], [0, 1.1, 1.1], color=COLOURS[2], linewidth=3)
        green = {**ARROW, "color": COLOURS[2], "linewidth": 3}
        ax.annotate("", (5.7, 0.24), (5.7, 1.12), arrowprops=green)
        ax.text(3.1, 1.2, "shortcut: $x$ as it is", ha="center", fontsize=12, color=COLOURS[2])
        ax.add_patch(Circle((5.7, 0), 0.24, facecolor="white", edgecolor="black", linewidth=2))
        ax.text(5.7, -0.01, "+", ha="center", va="center", fontsize=17)
        ax.annotate("", (6.7, 0), (5.94, 0), arrowprops=ARROW)
        ax.text(5.1, -0.35, "$F(x)$", ha="center", fontsize=13)
        ax.text(6.75, 0, "$F(x) + x$", va="center", fontsize=14)
    else:
        ax.text(6.95, 0, "$H(x)$", va="center", fontsize=14)
