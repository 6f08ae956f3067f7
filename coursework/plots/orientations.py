"""Histograms of directions, one a cell of an image, as strokes."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from .style import new_axes, styled


@styled
def orientations(histograms: np.ndarray, *, title: str = "", ax: Axes | None = None) -> Axes:
    """In each cell one stroke for each direction of the gradient, drawn along the edge, the brighter the more votes.

    Args:
        histograms: (bins, rows, columns), 0 or greater; bin i holds gradients of i to i + 1 times 180 / bins degrees,
            counted from right to down.
        title: what the figure shows.

    Raises: ValueError where there are not three axes.
    """
    histograms = np.asarray(histograms, dtype=float)
    if histograms.ndim != 3:
        raise ValueError(f"orientations: expected histograms (bins, rows, columns), got {histograms.shape}")
    bins, rows, columns = histograms.shape
    ax = ax if ax is not None else new_axes(size=(4.6, 4.6 * rows / columns + 0.3))
    # An edge runs across its gradient.
    angles = np.pi * (np.arange(bins) + 0.5) / bins + np.pi / 2
    half = 0.47 * np.stack([np.cos(angles), np.sin(angles)], axis=1)[:, None, None]
    centres = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1)
    strokes = np.stack([centres - half, centres + half], axis=-2).reshape(-1, 2, 2)
    votes = histograms.reshape(-1)
    order = np.argsort(votes)
    largest = np.quantile(votes, 0.98) or 1.0
    lines = LineCollection(strokes[order], linewidths=1.6, cmap="gray")
    lines.set_array((votes[order] / largest).clip(0, 1))
    lines.set_clim(0, 1)
    ax.add_collection(lines)
    ax.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), xticks=[], yticks=[], title=title)
    ax.set(aspect="equal", facecolor="black")
    ax.grid(False)
    return ax
