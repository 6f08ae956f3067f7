"""The plane, coloured by what a classifier says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap

from .style import COLOURS, MARKERS, new_axes, styled


@styled
def decision_regions(
    predict: Callable[[np.ndarray], np.ndarray],
    points: np.ndarray,
    labels: np.ndarray,
    *,
    ax: Axes | None = None,
    title: str = "",
    class_names: Sequence[str] | None = None,
    limits: tuple[float, float, float, float] | None = None,
    resolution: int = 200,
) -> Axes:
    """Training points, and the class that `predict` gives to every other point of the plane.

    Args:
        predict: from points (M, 2) to labels (M,), integers from 0.
        points: training points, (N, 2).
        labels: their classes, (N,), integers from 0 to 7.
        class_names: shown in a legend.
        limits: x0, x1, y0, y1; by default the points with a margin of 8 %.
        resolution: predictions a side; the picture has resolution x resolution of them.

    Raises: ValueError where the shapes do not fit or there are more than 8 classes.
    """
    points, labels = np.asarray(points, dtype=float), np.asarray(labels)
    if points.ndim != 2 or points.shape[1] != 2 or labels.shape != points.shape[:1]:
        raise ValueError(
            f"decision_regions: expected points (N, 2) and labels (N,), got {points.shape} and {labels.shape}"
        )
    if labels.min() < 0 or labels.max() >= len(COLOURS):
        raise ValueError(
            f"decision_regions: labels must be 0 to {len(COLOURS) - 1}, got {labels.min()} to {labels.max()}"
        )
    ax = ax if ax is not None else new_axes(size=(5.2, 4.8))
    x0, x1, y0, y1 = limits or _limits(points)
    # Centres of the pixels, so that the border lies where the classifier changes its mind.
    xs = x0 + (np.arange(resolution) + 0.5) * (x1 - x0) / resolution
    ys = y0 + (np.arange(resolution) + 0.5) * (y1 - y0) / resolution
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    regions = np.asarray(predict(grid)).reshape(resolution, resolution)
    ax.imshow(
        regions,
        origin="lower",
        extent=(x0, x1, y0, y1),
        cmap=ListedColormap(COLOURS),
        vmin=-0.5,
        vmax=len(COLOURS) - 0.5,
        alpha=0.35,
        aspect="auto",
    )
    for label in np.unique(labels):
        chosen = points[labels == label]
        name = class_names[label] if class_names is not None else None
        ax.scatter(*chosen.T, s=46, c=COLOURS[label], marker=MARKERS[label], edgecolors="black", label=name, zorder=2)
    ax.set(xlim=(x0, x1), ylim=(y0, y1), xlabel="feature $x_1$", ylabel="feature $x_2$", title=title)
    ax.grid(False)
    if class_names is not None:
        ax.legend(loc="best", frameon=True)
    return ax


def _limits(points: np.ndarray) -> tuple[float, float, float, float]:
    """The points' bounding box with a margin of 8 % of its width, at least 0.5."""
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.maximum(0.08 * (high - low), 0.5)
    (x0, y0), (x1, y1) = low - margin, high + margin
    return x0, x1, y0, y1
