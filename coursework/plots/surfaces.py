"""The height of a function of two numbers, and the paths that descend on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from .style import COLOURS, MARKERS, new_axes, styled


@styled
def contours(
    function: Callable[[np.ndarray, np.ndarray], np.ndarray],
    *,
    limits: tuple[float, float, float, float],
    paths: Mapping[str, Sequence[Sequence[float]] | np.ndarray] | None = None,
    minimum: tuple[float, float] | None = None,
    title: str = "",
    xlabel: str = r"$\theta_1$",
    ylabel: str = r"$\theta_2$",
    levels: int = 14,
    colours: Sequence[str] | None = None,
    ax: Axes | None = None,
    resolution: int = 120,
) -> Axes:
    """Lines of equal height, the darker the lower, and on them one line with a marker a step for each path.

    The heights of the lines are equal shares of the picture, so that steep and flat surfaces both show their form. A
    path that leaves the picture is cut at its edge.

    Args:
        function: f(x, y) of two arrays of equal shape, value by value; finite within the limits.
        limits: x0, x1, y0, y1.
        paths: from name to (T, 2), the places in order; values that are not finite are left out.
        minimum: a place to mark with a star.
        levels: how many lines, at least 2.
        colours: one for each path; by default those of the course, from the second on.
        resolution: values of the function a side.

    Raises: ValueError where the limits are no rectangle or a path is no list of places.
    """
    x0, x1, y0, y1 = limits
    if not (x0 < x1 and y0 < y1):
        raise ValueError(f"contours: expected limits x0 < x1, y0 < y1, got {limits}")
    paths = {name: np.asarray(path, dtype=float) for name, path in (paths or {}).items()}
    for name, path in paths.items():
        if path.ndim != 2 or path.shape[1] != 2:
            raise ValueError(f"contours: expected path {name!r} of shape (T, 2), got {path.shape}")
    ax = ax if ax is not None else new_axes(size=(5.6, 4.6))
    x, y = np.meshgrid(np.linspace(x0, x1, resolution), np.linspace(y0, y1, resolution))
    height = np.broadcast_to(function(x, y), x.shape)
    edges = np.unique(np.quantile(height, np.linspace(0, 1, max(levels, 2))))
    if len(edges) > 1:
        ax.contourf(x, y, height, edges, cmap="Blues_r", alpha=0.75)
        ax.contour(x, y, height, edges, colors="white", linewidths=0.7)
    colours = colours or (COLOURS[1], COLOURS[6], COLOURS[3], COLOURS[4], COLOURS[2], COLOURS[7])
    for i, (name, path) in enumerate(paths.items()):
        path = path[np.isfinite(path).all(axis=1)]
        style = {"color": colours[i % len(colours)], "marker": MARKERS[i % len(MARKERS)]}
        ax.plot(*path.T, **style, markersize=5, linewidth=1.6, label=name, markeredgecolor="black", markeredgewidth=0.4)
    if minimum is not None:
        ax.plot(*minimum, "*", color="white", markersize=17, markeredgecolor="black")
    ax.set(xlim=(x0, x1), ylim=(y0, y1), xlabel=xlabel, ylabel=ylabel, title=title)
    ax.grid(False)
    if len(paths) > 1:
        ax.legend(loc="upper right", frameon=True)
    return ax
