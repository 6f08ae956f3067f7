"""Rows of weights, shown as the images that they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from .images import image_grid
from .style import COLOURS, styled

# Below zero blue, zero white, above zero orange-red: two hues that nobody mixes up.
SIGNED = LinearSegmentedColormap.from_list("signed", [COLOURS[0], "white", COLOURS[3]])


@styled
def templates(
    weights: np.ndarray,
    shape: tuple[int, ...],
    titles: Sequence[str] | None = None,
    *,
    columns: int | None = None,
    title: str = "",
    scale: float = 1.5,
    common: bool = False,
) -> np.ndarray:
    """One picture for each row of weights. Without colour: blue below zero, white at zero, orange-red above it.

    With colour, each channel is grey at zero, darker below and brighter above.

    Args:
        weights: (K, D), any floating dtype.
        shape: of one image, (H, W) or (H, W, 3), with D numbers.
        titles: K short texts, "" for none.
        columns: pictures a row; by default at most 10.
        title: what the figure shows, as a sentence.
        scale: width of one picture in inches.
        common: one scale for all pictures; by default each uses the whole range of colours.

    Returns: array of Axes, (rows, columns).

    Raises: ValueError where the weights do not fill images of this shape.
    """
    weights = np.asarray(weights, dtype=float)
    if weights.ndim != 2 or len(shape) not in (2, 3) or weights.shape[1] != np.prod(shape):
        raise ValueError(f"templates: expected weights (K, D) with D = {np.prod(shape)}, got {weights.shape}")
    if len(shape) == 3 and shape[2] != 3:
        raise ValueError(f"templates: expected images of shape (H, W) or (H, W, 3), got {shape}")
    largest = np.abs(weights).max(axis=None if common else 1, keepdims=True)
    signed = weights / np.where(largest > 0, largest, 1)
    pictures = ((signed + 1) / 2).reshape(-1, *shape)
    if len(shape) == 2:
        pictures = SIGNED(pictures)[..., :3]
    axes = image_grid(pictures, titles, columns=columns, title=title, scale=scale, vmax=1)
    for ax in axes.flat[: len(weights)]:
        ax.set_axis_on()
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set(visible=True, color="gray", linewidth=0.8)
    return axes
