"""Feature maps on their way through a network, as stacks of sheets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Rectangle

from .style import COLOURS, new_axes, styled

_MOST, _SHIFT, _GAP, _TALLEST = 8, 0.09, 1.15, 2.6


@styled
def feature_maps(
    shapes: Sequence[tuple[int, ...]], operations: Sequence[str], *, title: str = "", ax: Axes | None = None
) -> Axes:
    """One stack for each array, its size written below it, an arrow with the operation to the next.

    Args:
        shapes: (C, H, W), drawn as at most 8 square sheets, their side the root of W; or (D,), drawn as a bar.
        operations: one text for each arrow, "\\n" for a second line.
        title: what the figure shows, as a sentence.

    Raises: ValueError where the numbers of shapes and operations do not fit or a shape is another one.
    """
    if len(operations) != len(shapes) - 1:
        raise ValueError(f"feature_maps: {len(shapes)} shapes need {len(shapes) - 1} operations, got {len(operations)}")
    if any(len(shape) not in (1, 3) for shape in shapes):
        raise ValueError(f"feature_maps: expected shapes (C, H, W) or (D,), got {list(shapes)}")
    tallest = max((shape[-1] for shape in shapes if len(shape) == 3), default=1)
    widths = [_width(shape, tallest) for shape in shapes]
    lefts = np.concatenate([[0], np.cumsum(np.array(widths) + _GAP)])[:-1]
    right = lefts[-1] + widths[-1]
    half = max(_height(shape, tallest) for shape in shapes) / 2
    ax = ax if ax is not None else new_axes(size=(0.85 * (right + 0.9), 0.85 * (2 * half + 1.0) + 0.4))
    for i, (left, width, shape) in enumerate(zip(lefts, widths, shapes, strict=True)):
        colour = COLOURS[0] if i == 0 else COLOURS[2] if i == len(shapes) - 1 else COLOURS[1]
        _stack(ax, left, shape, tallest, colour)
        text = " × ".join(map(str, shape)) if len(shape) == 3 else f"{shape[0]:,}"
        ax.text(left + width / 2, -half - 0.2, text, ha="center", va="top", fontsize=12)
        if i + 1 < len(shapes):
            ends = (left + width + 0.12, 0), (lefts[i + 1] - 0.12, 0)
            ax.add_patch(FancyArrowPatch(*ends, arrowstyle="-|>", mutation_scale=16, color="black", linewidth=1.5))
            middle = (ends[0][0] + ends[1][0]) / 2
            ax.text(middle, 0.18, operations[i], ha="center", va="bottom", fontsize=11)
    ax.set(xlim=(-0.4, right + 0.5), ylim=(-half - 0.7, half + 0.3), aspect="equal", title=title)
    ax.set_axis_off()
    return ax


def _side(shape: tuple[int, ...], tallest: int) -> float:
    return _TALLEST * (shape[-1] / tallest) ** 0.5 * 0.8


def _width(shape: tuple[int, ...], tallest: int) -> float:
    return _side(shape, tallest) + _SHIFT * (min(shape[0], _MOST) - 1) if len(shape) == 3 else 0.28


def _height(shape: tuple[int, ...], tallest: int) -> float:
    if len(shape) == 3:
        return _width(shape, tallest)
    return min(_TALLEST, 0.55 + 0.24 * shape[0] ** 0.5)


def _stack(ax: Axes, left: float, shape: tuple[int, ...], tallest: int, colour: str) -> None:
    style = {"facecolor": colour, "edgecolor": "white", "linewidth": 0.8}
    if len(shape) == 1:
        height = _height(shape, tallest)
        ax.add_patch(Rectangle((left, -height / 2), 0.28, height, **style))
        return
    sheets, side = min(shape[0], _MOST), _side(shape, tallest)
    bottom = -_height(shape, tallest) / 2
    for sheet in range(sheets):
        # The last one lies in front, to the lower right.
        shift = _SHIFT * sheet
        corner = left + shift, bottom + _SHIFT * (sheets - 1) - shift
        ax.add_patch(Rectangle(corner, side, side, **style))
