"""Where k nearest neighbours draws its borders: move a point, change k, change the distance."""

from __future__ import annotations

import functools

import ipywidgets
import numpy as np
from matplotlib.axes import Axes
from sklearn.neighbors import KNeighborsClassifier

from .. import plots
from ._live import live

METRICS = {"L1": "manhattan", "L2": "euclidean"}
KS = (1, 3, 5, 7, 9, 15)


def example_points(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Three clouds of 14 points, and one outlier of each class in the next class's cloud.

    Returns: points (45, 2) float64 in about [-4, 4], and labels (45,) int64, 0 to 2.
    """
    rng = np.random.default_rng(seed)
    centres = np.array([[-1.8, -1.2], [1.8, -1.2], [0.0, 1.9]])
    labels = np.repeat(np.arange(3), 14)
    points = centres[labels] + rng.normal(scale=0.9, size=(len(labels), 2))
    outliers = np.roll(centres, -1, axis=0) + rng.normal(scale=0.25, size=(3, 2))
    return np.concatenate([points, outliers]).round(2), np.concatenate([labels, np.arange(3)])


def boundary(
    points: np.ndarray,
    labels: np.ndarray,
    k: int = 1,
    metric: str = "L2",
    *,
    resolution: int = 200,
    ax: Axes | None = None,
) -> Axes:
    """Draw the class that the k nearest training points give to each place of the plane.

    Args:
        points: training points, (N, 2).
        labels: their classes, (N,), integers from 0 to 7.
        k: how many neighbours vote, 1 to N.
        metric: "L1" or "L2".
        resolution: places of the plane a side.

    Raises: ValueError for another metric or a k outside 1 to N.
    """
    if metric not in METRICS:
        raise ValueError(f'boundary: metric must be "L1" or "L2", got {metric!r}')
    if not 1 <= k <= len(points):
        raise ValueError(f"boundary: k must be 1 to {len(points)}, the number of training points, got {k}")
    model = KNeighborsClassifier(k, metric=METRICS[metric]).fit(points, labels)
    mistakes = round((1 - model.score(points, labels)) * len(points))
    title = f"k = {k}, {metric}: {mistakes} of {len(points)} training points wrong"
    return plots.decision_regions(model.predict, points, labels, ax=ax, title=title, resolution=resolution)


def moved(
    points: np.ndarray,
    labels: np.ndarray,
    *,
    x: float,
    y: float,
    k: int = 1,
    metric: str = "L2",
    resolution: int = 200,
    ax: Axes | None = None,
) -> Axes:
    """`boundary` with the last training point at (x, y), ringed; `points` itself is left as it is."""
    points = np.concatenate([points[:-1], [[x, y]]])
    ax = boundary(points, labels, k, metric, resolution=resolution, ax=ax)
    ax.plot(x, y, "o", markersize=18, markerfacecolor="none", markeredgecolor="black", markeredgewidth=2)
    return ax


def explore(points: np.ndarray, labels: np.ndarray) -> ipywidgets.VBox:
    """Sliders over `moved`: k, the distance, where the last point lies. Tab and the arrow keys work as well.

    Args:
        points: training points, (N, 2).
        labels: their classes, (N,), integers from 0 to 7.
    """
    (x0, y0), (x1, y1) = np.floor(points.min(axis=0)), np.ceil(points.max(axis=0))
    return live(
        functools.partial(moved, points, labels, resolution=140),  # enough for the eye, and half the time
        k=ipywidgets.SelectionSlider(options=[k for k in KS if k <= len(points)], description="k"),
        metric=ipywidgets.ToggleButtons(options=list(METRICS), value="L2", description="distance"),
        x=ipywidgets.FloatSlider(points[-1, 0], min=x0, max=x1, step=0.1, description="ringed: x"),
        y=ipywidgets.FloatSlider(points[-1, 1], min=y0, max=y1, step=0.1, description="ringed: y"),
    )
