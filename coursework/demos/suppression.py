"""Candidate boxes of a detector, and what non-maximum suppression leaves of them."""

from __future__ import annotations

import functools
from collections.abc import Callable

import ipywidgets
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .. import plots
from ._live import live

# From boxes (K, 4), their scores (K,) and the largest overlap allowed, to the indices of the boxes that stay.
Suppress = Callable[[np.ndarray, np.ndarray, float], "np.ndarray | list[int]"]


def iou(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Area of the intersection over area of the union, for each pair of boxes.

    Args:
        a, b: (..., 4), x0, y0, x1, y1, half-open; shapes that NumPy broadcasts. A box of no area has an IoU of 0.

    Returns: (...), float64 in [0, 1].
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    intersection = sides.clip(0).prod(axis=-1)
    union = sum((box[..., 2:] - box[..., :2]).clip(0).prod(axis=-1) for box in (a, b)) - intersection
    return np.divide(intersection, union, out=np.zeros_like(union), where=union > 0)


@plots.styled
def draw(image: np.ndarray, boxes: np.ndarray, *, title: str = "", colour: str = "", ax: Axes | None = None) -> Axes:
    """The image with the outline of every box.

    Args:
        image: (H, W, 3), uint8.
        boxes: (K, 4), x0, y0, x1, y1 in pixels, half-open; K may be 0.
        colour: of all boxes.
    """
    ax = ax if ax is not None else plots.new_axes(size=(4.2, 4.4))
    ax.imshow(image)
    ax.set_axis_off()
    if title:
        ax.set_title(title)
    for x0, y0, x1, y1 in np.reshape(boxes, (-1, 4)):
        place = (x0 - 0.5, y0 - 0.5), x1 - x0, y1 - y0
        ax.add_patch(Rectangle(*place, fill=False, edgecolor="black", linewidth=3.5))
        ax.add_patch(Rectangle(*place, fill=False, edgecolor=colour or plots.COLOURS[1], linewidth=1.8))
    return ax


@plots.styled
def show(
    image: np.ndarray,
    boxes: np.ndarray,
    scores: np.ndarray,
    suppress: Suppress,
    *,
    score: float = 0.5,
    overlap: float = 0.3,
) -> np.ndarray:
    """Left the boxes whose score is high enough, right those that suppression leaves of them.

    Args:
        image: (H, W, 3), uint8.
        boxes: (K, 4), x0, y0, x1, y1 in pixels.
        scores: (K,), in [0, 1].
        suppress: takes boxes, scores and the largest overlap allowed, gives the indices of the boxes that stay.
        score: the least score of a box.
        overlap: the largest overlap (IoU) of two boxes that both stay, 0 to 1.

    Returns: the two Axes.

    Raises: ValueError where boxes and scores differ in number.
    """
    if len(boxes) != len(scores):
        raise ValueError(f"show: {len(boxes)} boxes but {len(scores)} scores")
    above = np.asarray(scores) >= score
    candidates, kept = np.asarray(boxes)[above], np.zeros((0, 4))
    if above.any():
        kept = candidates[np.asarray(suppress(candidates, np.asarray(scores)[above], overlap), dtype=int)]
    axes = plots.new_axes(1, 2, size=(9.4, 4.9))
    draw(image, candidates, title=f"Score {score:.2f} or more: {_count(candidates)}", ax=axes[0])
    title = f"IoU up to {overlap:.2f} allowed: {_count(kept)}"
    draw(image, kept, title=title, colour=plots.COLOURS[5], ax=axes[1])
    return axes


def explore(image: np.ndarray, boxes: np.ndarray, scores: np.ndarray, suppress: Suppress) -> ipywidgets.VBox:
    """Sliders over `show`: the least score and the largest overlap. Tab and the arrow keys work as well."""
    return live(
        functools.partial(show, image, boxes, scores, suppress),
        score=ipywidgets.FloatSlider(0.5, min=0, max=1, step=0.05),
        overlap=ipywidgets.FloatSlider(0.3, min=0, max=1, step=0.05),
    )


def _count(boxes: np.ndarray) -> str:
    return f"{len(boxes)} box{'es' * (len(boxes) != 1)}"
