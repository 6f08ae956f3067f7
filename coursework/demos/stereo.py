"""Depth from two cameras: a made pair of pictures, and block matching."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .. import images, plots

# Photograph, disparity in pixels, and rows and columns of each plane, from far to near.
PLANES = (
    ("gravel", 2, np.s_[:, :]),
    ("brick", 5, np.s_[36:88, 15:60]),
    ("grass", 9, np.s_[12:60, 70:110]),
)


def pair(planes: Sequence[tuple[str, int, tuple[slice, slice]]] = PLANES) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What a left and a right camera see of flat pictures at different distances.

    Args:
        planes: photograph, disparity in pixels, and place in the left picture, from far to near.

    Returns: left and right, (96, 120) float64 in [0, 1], and the disparity of each pixel of the left one.
    """
    left, right, disparity = np.zeros((3, 96, 120))
    for name, shift, area in planes:
        texture, mask = images.photo(name)[:96, 100:220, 0] / 255, np.zeros((96, 120), bool)
        mask[area] = True
        left[mask], disparity[mask] = texture[mask], shift
        there = np.roll(mask, -shift, axis=1)
        right[there] = np.roll(texture, -shift, axis=1)[there]
    return left, right, disparity


def match(left: np.ndarray, right: np.ndarray, largest: int = 12, block: int = 7) -> np.ndarray:
    """For each pixel of the left picture the shift with which the block around it fits best into the right one.

    Args:
        left, right: (H, W) in [0, 1].
        largest: the largest disparity to try, in pixels.
        block: side of the block in pixels, odd.

    Returns: (H, W) int64, the d that makes the mean of |left(y, x) - right(y, x - d)| over the block smallest.
    """
    from scipy.ndimage import uniform_filter

    costs = [uniform_filter(np.abs(left - np.roll(right, d, axis=1)), block) for d in range(largest + 1)]
    return np.argmin(costs, axis=0)


@plots.styled
def show(left: np.ndarray, right: np.ndarray, disparity: np.ndarray, *, title: str = "") -> np.ndarray:
    """The two pictures and the disparities, with their scale; returns the three Axes."""
    axes = plots.new_axes(1, 3, size=(12.5, 3.5))
    axes[0].imshow(left, vmin=0, vmax=1)
    axes[1].imshow(right, vmin=0, vmax=1)
    shown = axes[2].imshow(disparity, cmap="viridis")
    axes[2].figure.colorbar(shown, ax=axes[2], label="pixels")
    for ax, text in zip(axes, ("left camera", "right camera", title or "disparity"), strict=True):
        ax.set(title=text, xticks=[], yticks=[])
        ax.grid(False)
    return axes
