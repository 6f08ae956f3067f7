"""A kernel that slides over an image, in numbers."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from .style import COLOURS, new_axes, styled

# Pale, so that numbers can be read on them.
_UNDER_KERNEL, _DONE, _MARGIN, _UNSEEN, _BLANK = "#FBD9A0", "#BFE6D8", "#E4E4E4", "#F3DCE9", "#FFFFFF"
_GAP = 1.4


@styled
def sliding_kernel(
    image: np.ndarray,
    kernel: np.ndarray,
    output: np.ndarray,
    step: int | None = None,
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Input, kernel and output as grids of numbers, with the kernel where it stands after `step` outputs.

    The cells under the kernel are orange, each with its weight in the corner; the margin is grey; cells that no
    position of the kernel reaches are crossed out. The products and their sum are written below.

    Args:
        image: (H, W), without the margin.
        kernel: (kh, kw).
        output: (OH, OW), all its numbers; empty where the kernel does not fit.
        step: how many outputs are filled, row by row; None fills all and shows no kernel on the input.
        stride, padding, dilation: as of the layer that gave the output.
        title: what the figure shows, as a sentence.

    Raises: ValueError where `step` is not 0 to OH * OW.
    """
    if step is not None and not 0 <= step <= output.size:
        raise ValueError(f"sliding_kernel: step must be 0 to {output.size}, the number of outputs, got {step}")
    margin = np.pad(image, padding)
    under, seen = np.zeros(margin.shape, dtype=bool), np.zeros(margin.shape, dtype=bool)
    for at in range(output.size):
        seen[_places(at, output, kernel, stride, dilation)] = True
    active = step - 1 if step else None
    if active is not None:
        under[_places(active, output, kernel, stride, dilation)] = True
    inside = np.pad(np.ones(image.shape, dtype=bool), padding)
    filled = np.arange(output.size).reshape(output.shape) < (output.size if step is None else step)

    grids = [margin, kernel, output]
    widths = [grid.shape[1] for grid in grids]
    lefts = np.cumsum([0, widths[0] + _GAP, widths[1] + _GAP])
    tall, wide = max(len(grid) for grid in grids), lefts[-1] + max(widths[2], 1.5)
    foot = 0.1 if step is None else 1.2  # room for the sum
    if ax is None:
        cell = min(12.0 / wide, 3.9 / tall, 0.62)
        width, height = cell * wide + 0.3, cell * (tall + 1.2 + foot) + 0.3
        # There is nothing beside the grids; above them a title, in inches.
        margins = {"left": 0.06 / width, "right": 1 - 0.06 / width, "bottom": 0.06 / height, "top": 1 - 0.36 / height}
        ax = new_axes(size=(width, height), margins=margins)
    ax.set_axis_off()
    ax.set(xlim=(-0.1, wide + 0.1), ylim=(tall + foot, -0.9), aspect="equal", title=title)
    tops = [(tall - len(grid)) / 2 for grid in grids]
    colours = np.where(inside, _BLANK, _MARGIN)
    colours[~seen & bool(output.size)] = _UNSEEN
    colours[under] = _UNDER_KERNEL
    _grid(ax, lefts[0], tops[0], margin, colours)
    _grid(ax, lefts[1], tops[1], kernel, np.full(kernel.shape, _UNDER_KERNEL))
    _grid(ax, lefts[2], tops[2], output, np.where(filled, _DONE, _BLANK), filled)
    texts = ["input" + (f", margin {padding}" if padding else ""), "kernel", "output"]
    for left, top, grid, text in zip(lefts, tops, grids, texts, strict=True):
        ax.text(left + max(grid.shape[1], 1.5) / 2, top - 0.25, text, ha="center", fontsize=12)
    if output.size:
        for row, column in np.argwhere(~seen):
            _cross(ax, column, tops[0] + row)
    else:
        ax.text(lefts[2] + 0.75, tall / 2, "none", ha="center", va="center", fontsize=13, color=COLOURS[3])
    if active is not None:
        weights = dict(zip(map(tuple, np.argwhere(under)), kernel.flat, strict=True))
        corner = {
            (column + 0.66, tops[0] + row + 0.8): f"×{_short(weight)}" for (row, column), weight in weights.items()
        }
        _write(ax, corner, 0.24, COLOURS[3])
        row, column = divmod(active, output.shape[1])
        place = lefts[2] + column, tops[2] + row
        ax.add_patch(Rectangle(place, 1, 1, fill=False, edgecolor=COLOURS[3], linewidth=3, zorder=4))
        terms = [f"{_short(margin[place])}·{_signed(weight)}" for place, weight in weights.items()]
        text = " + ".join(terms) + f" = {_short(output[row, column])}"
        ax.text(wide / 2, tall + 0.75, text, ha="center", va="center", fontsize=min(13, 950 / len(text)))
    return ax


def _places(at: int, output: np.ndarray, kernel: np.ndarray, stride: int, dilation: int) -> tuple[np.ndarray, ...]:
    """Which cells of the input the output number `at` is made of, as an index."""
    row, column = divmod(at, output.shape[1])
    down = stride * row + dilation * np.arange(len(kernel))
    right = stride * column + dilation * np.arange(kernel.shape[1])
    return np.ix_(down, right)


def _grid(
    ax: Axes, left: float, top: float, values: np.ndarray, colours: np.ndarray, shown: np.ndarray | None = None
) -> None:
    """Cells and numbers, one artist each: hundreds of texts would be too slow to play."""
    if not values.size:
        return
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    cells = [corners + np.array([left + column, top + row]) for row, column in np.ndindex(values.shape)]
    ax.add_collection(PolyCollection(cells, facecolors=colours.ravel(), edgecolors="#777777", linewidths=0.8))
    numbers = {
        (left + column + 0.5, top + row + 0.5): _short(value)
        for (row, column), value in np.ndenumerate(values)
        if shown is None or shown[row, column]
    }
    _write(ax, numbers, 0.4, "black")


def _write(ax: Axes, texts: Mapping[tuple[float, float], str], height: float, colour: str) -> None:
    """Texts centred on places, as one path in units of the Axes."""
    if not texts:
        return
    turn = Affine2D().scale(height / 10, -height / 10)
    paths = [turn.transform_path(_outline(text)).transformed(Affine2D().translate(*at)) for at, text in texts.items()]
    # As a patch it would be asked how far it reaches, which takes longer than to draw it.
    ax.add_artist(PathPatch(Path.make_compound_path(*paths), facecolor=colour, edgecolor="none", zorder=3))


@functools.cache
def _outline(text: str) -> Path:
    """The text as a path, 10 units a line of writing, centred on the origin by the middle of a digit."""
    path = TextPath((0, 0), text, size=10)
    box = path.get_extents()
    return path.transformed(Affine2D().translate(-(box.x0 + box.x1) / 2, -3.6))


def _cross(ax: Axes, left: float, top: float) -> None:
    for ends in ((top + 0.1, top + 0.9), (top + 0.9, top + 0.1)):
        ax.plot([left + 0.1, left + 0.9], ends, color=COLOURS[4], linewidth=1.5, zorder=2)


def _short(value: float) -> str:
    """The number in as few characters as it needs, a ninth as 1/9, with a minus sign of full width."""
    fraction = Fraction(float(value)).limit_denominator(20)
    if 0 < abs(value) < 1 and abs(fraction - value) < 1e-9:
        text = str(fraction)
    else:
        text = f"{value:.2g}" if abs(value) < 1 else f"{value:.3g}"
    return text.replace("-", "−")


def _signed(value: float) -> str:
    """A factor behind a multiplication sign: negative ones in brackets."""
    return _short(value) if value >= 0 else f"({_short(value)})"
