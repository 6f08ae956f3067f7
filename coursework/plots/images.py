"""Images side by side, and images as the numbers that they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from .style import new_axes, styled

# How bright red, green and blue look, for writing that can be read. Source: Recommendation ITU-R BT.601.
_BRIGHTNESS = np.array([0.299, 0.587, 0.114])


@styled
def image_grid(
    images: Sequence[np.ndarray] | np.ndarray,
    titles: Sequence[str] | None = None,
    *,
    columns: int | None = None,
    title: str = "",
    scale: float = 1.5,
    vmax: float | None = None,
    title_colours: Sequence[str] | None = None,
) -> np.ndarray:
    """Images in rows and columns, each under its title.

    Args:
        images: N images, each (H, W) or (H, W, 3), uint8 or floating in [0, 1].
        titles: N short texts, "" for none.
        columns: images a row; by default at most 10.
        title: what the figure shows, as a sentence.
        scale: width of one image in inches.
        vmax: the value shown white, for images of one channel; by default the largest of all images.
        title_colours: N colours of the titles.

    Returns: array of Axes, (rows, columns).

    Raises: ValueError where the numbers of images and titles differ.
    """
    images = [np.asarray(image) for image in images]
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"image_grid: {len(images)} images but {len(titles)} titles; give one title for each image")
    if not images:
        raise ValueError("image_grid: there is no image to show")
    columns = columns or min(len(images), 10)
    rows = -(-len(images) // columns)
    titled = 0 if titles is None else sum(any(titles[row * columns :][:columns]) for row in range(rows))
    height = rows * (scale * max(image.shape[0] / image.shape[1] for image in images) + 0.08) + 0.24 * titled
    axes = new_axes(rows, columns, size=(columns * scale, height + (0.45 if title else 0)), squeeze=False)
    vmax = vmax if vmax is not None else max(float(image.max()) for image in images)
    for ax in axes.flat:
        ax.set_axis_off()
    for i, (ax, image) in enumerate(zip(axes.flat, images, strict=False)):
        ax.imshow(image, vmin=0, vmax=vmax)
        if titles is not None:
            colour = title_colours[i] if title_colours is not None else "black"
            ax.set_title(titles[i], fontsize=11, loc="center", color=colour)
    if title:
        axes[0, 0].figure.suptitle(title, x=0.01, ha="left")
    return axes


@styled
def number_grid(values: np.ndarray, title: str = "", *, ax: Axes | None = None, vmax: float | None = None) -> Axes:
    """An image of one channel with the number of each pixel written on it.

    Args:
        values: (H, W), at most about 16 x 16 to stay readable.
        vmax: the value shown white; by default the largest.

    Raises: ValueError where `values` is not a matrix.
    """
    values = np.asarray(values)
    if values.ndim != 2:
        raise ValueError(f"number_grid: expected an image of shape (H, W), got {values.shape}")
    height, width = values.shape
    ax = ax if ax is not None else new_axes(size=(0.5 * width + 0.2, 0.5 * height + 0.6))
    vmax = float(values.max() if vmax is None else vmax) or 1.0
    ax.imshow(values, vmin=0, vmax=vmax)
    ax.set_axis_off()
    ax.set_title(title, loc="center")
    for (row, column), value in np.ndenumerate(values):
        ax.text(
            column,
            row,
            _short(value),
            ha="center",
            va="center",
            color="black" if value > vmax / 2 else "white",
        )
    return ax


@styled
def number_grids(grids: Mapping[str, np.ndarray], *, title: str = "", vmax: float | None = None) -> np.ndarray:
    """Images of one channel side by side, as `number_grid` draws them, with pixels of equal size.

    Args:
        grids: from the text above an image to the image, (H, W).
        title: what the figure shows, as a sentence.
        vmax: the value shown white; by default the largest of each image.

    Returns: array of Axes, one for each image.

    Raises: ValueError where there is nothing to show or an image is not a matrix.
    """
    if not grids:
        raise ValueError("number_grids: there is no image to show")
    shapes = [np.shape(grid) for grid in grids.values()]
    if any(len(shape) != 2 for shape in shapes):
        raise ValueError(f"number_grids: expected images of shape (H, W), got {shapes}")
    widths = [shape[1] for shape in shapes]
    height = 0.5 * max(shape[0] for shape in shapes) + 0.45 + 0.4 * bool(title)
    size = (0.5 * sum(widths) + 0.35 * len(widths), height)
    axes = new_axes(1, len(grids), size=size, width_ratios=widths, squeeze=False)[0]
    for ax, (name, grid) in zip(axes, grids.items(), strict=True):
        number_grid(grid, name, ax=ax, vmax=vmax)
    if title:
        axes[0].figure.suptitle(title, x=0.01, ha="left")
    return axes


@styled
def colour_number_grid(values: np.ndarray, title: str = "", *, ax: Axes | None = None) -> Axes:
    """A colour image with the three numbers of each pixel written on it: red, green, blue from the top.

    Args:
        values: (H, W, 3), uint8, at most about 9 x 9 to stay readable.

    Raises: ValueError where `values` is another kind of array.
    """
    values = np.asarray(values)
    if values.ndim != 3 or values.shape[2] != 3 or values.dtype != np.uint8:
        raise ValueError(f"colour_number_grid: expected (H, W, 3) uint8, got {values.shape} {values.dtype}")
    height, width = values.shape[:2]
    ax = ax if ax is not None else new_axes(size=(0.7 * width + 0.2, 0.7 * height + 0.6))
    ax.imshow(values)
    ax.set_axis_off()
    ax.set_title(title, loc="center")
    for row, column in np.ndindex(height, width):
        pixel = values[row, column]
        ax.text(
            column,
            row,
            "\n".join(map(str, pixel)),
            fontsize=min(16, 61 / max(height, width)),
            ha="center",
            va="center",
            color="black" if pixel @ _BRIGHTNESS > 127 else "white",
        )
    return ax


def _short(value: Any) -> str:
    """The number in as few characters as it needs."""
    return f"{value:.3g}"
