"""Rectangles that point out a part of an image."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .style import COLOURS, styled


@styled
def frame(
    ax: Axes, top: int, left: int, height: int, width: int, *, colour: str = COLOURS[1], text: str = ""
) -> Rectangle:
    """Draw the outline of the pixels image[top : top + height, left : left + width], with a text in its corner.

    Args:
        ax: where an image is shown, one unit a pixel.
        top, left, height, width: in pixels; the outline runs on the edges of the pixels.
        colour: of outline and text; both have a dark rim, so that they show on any ground.
    """
    place = (left - 0.5, top - 0.5), width, height
    ax.add_patch(Rectangle(*place, fill=False, edgecolor="black", linewidth=5))
    inner = ax.add_patch(Rectangle(*place, fill=False, edgecolor=colour, linewidth=2.5))
    if text:
        box = {"facecolor": "black", "edgecolor": "none", "pad": 2}
        corner = {"xytext": (5, -5), "textcoords": "offset points", "va": "top", "ha": "left"}
        ax.annotate(text, place[0], **corner, color=colour, fontsize=13, fontweight="bold", bbox=box)
    return inner
