"""Clouds of points around the origin, side by side."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .style import COLOURS, new_axes, styled


@styled
def clouds(points: Mapping[str, np.ndarray], *, xlabel: str, ylabel: str) -> np.ndarray:
    """One panel for each cloud, with the axes through the origin and a cross of one deviation around its mean.

    Args:
        points: from the panel's title to its points, (N, 2).
        xlabel, ylabel: the two features.

    Returns: array of Axes, one for each cloud.

    Raises: ValueError where there is nothing to show or an array is not (N, 2).
    """
    if not points:
        raise ValueError("clouds: there is nothing to show")
    for name, cloud in points.items():
        if np.ndim(cloud) != 2 or np.shape(cloud)[1] != 2:
            raise ValueError(f"clouds: expected points of shape (N, 2), got {np.shape(cloud)} for {name!r}")
    axes = new_axes(1, len(points), size=(4.2 * len(points), 4.2), squeeze=False)[0]
    for ax, (name, cloud) in zip(axes, points.items(), strict=True):
        (x, y), (dx, dy) = cloud.mean(axis=0), cloud.std(axis=0)
        ax.axhline(0, color="black", linewidth=1)
        ax.axvline(0, color="black", linewidth=1)
        ax.plot(*cloud.T, ".", color=COLOURS[0], markersize=3, alpha=0.4)
        ax.errorbar(x, y, dy, dx, color=COLOURS[3], capsize=5, linewidth=3, label="mean ± deviation", zorder=3)
        reach = 1.08 * np.abs(cloud).max()
        low = -reach if cloud.min() < 0 else -0.08 * reach
        ax.set(xlim=(low, reach), ylim=(low, reach), aspect="equal", xlabel=xlabel, ylabel=ylabel, title=name)
    axes[0].legend(loc="lower right", frameon=True, facecolor="white", edgecolor="none", framealpha=1)
    return axes
