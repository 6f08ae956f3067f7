"""A photograph and the numbers that it is made of: choose a crop, change brightness, contrast and channel."""

from __future__ import annotations

import functools

import ipywidgets
import numpy as np

from .. import images, plots
from ._live import live

CHANNELS = {"colour": None, "red": 0, "green": 1, "blue": 2}
SIZES = (3, 5, 7)


def adjusted(image: np.ndarray, brightness: int = 0, contrast: float = 1.0) -> np.ndarray:
    """contrast (value - 128) + 128 + brightness, rounded; beyond 0 and 255 it stays at 0 and 255.

    Args:
        image: any shape, uint8.
        brightness: added to every value, -255 to 255.
        contrast: 0 makes everything grey, 1 changes nothing.
    """
    return images.to_uint8(((image - 128.0) * contrast + 128 + brightness) / 255)


def look(
    image: np.ndarray,
    row: int,
    column: int,
    *,
    size: int = 5,
    brightness: int = 0,
    contrast: float = 1.0,
    channel: str = "colour",
) -> np.ndarray:
    """Draw the image with a frame around one pixel, and beside it what is in the frame, with its numbers.

    Args:
        image: (H, W, 3), uint8.
        row, column: the pixel, counted from the top left corner; near the edge the frame stays inside.
        size: side of the frame in pixels, 1 to 9.
        brightness, contrast: as in `adjusted`.
        channel: "colour", "red", "green" or "blue".

    Returns: the two Axes.

    Raises: ValueError where the pixel lies outside, or size or channel is none of those.
    """
    height, width = image.shape[:2]
    if not (0 <= row < height and 0 <= column < width):
        raise ValueError(f"look: pixel ({row}, {column}) lies outside the image of {height} x {width} pixels")
    if channel not in CHANNELS or not 1 <= size <= min(9, height, width):
        raise ValueError(f"look: expected size 1 to 9 and a channel of {list(CHANNELS)}, got {size} and {channel!r}")
    top = min(max(row - size // 2, 0), height - size)
    left = min(max(column - size // 2, 0), width - size)
    shown = adjusted(image, brightness, contrast)
    if CHANNELS[channel] is not None:
        shown = shown[..., CHANNELS[channel]]
    axes = plots.new_axes(1, 2, size=(12.5, 4.9), width_ratios=[1.35, 1])
    axes[0].imshow(shown, vmin=0, vmax=255)
    plots.frame(axes[0], top, left, size, size)
    axes[0].set(xlabel="column", ylabel="row", title=f"{height} x {width} pixels")
    axes[0].grid(False)
    crop = shown[top : top + size, left : left + size]
    title = f"image[{top}:{top + size}, {left}:{left + size}]" + ("" if channel == "colour" else f", {channel}")
    if crop.ndim == 2:
        plots.number_grid(crop, title, ax=axes[1], vmax=255)
    else:
        plots.colour_number_grid(crop, title, ax=axes[1])
    return axes


def explore(image: np.ndarray, row: int, column: int) -> ipywidgets.VBox:
    """Sliders over `look`. Tab and the arrow keys work as well.

    Args:
        image: (H, W, 3), uint8.
        row, column: the pixel to begin with.
    """
    height, width = image.shape[:2]
    return live(
        functools.partial(look, image),
        row=ipywidgets.IntSlider(row, min=0, max=height - 1),
        column=ipywidgets.IntSlider(column, min=0, max=width - 1),
        size=ipywidgets.SelectionSlider(options=SIZES, value=5, description="crop"),
        brightness=ipywidgets.IntSlider(0, min=-255, max=255, step=5),
        contrast=ipywidgets.FloatSlider(1.0, min=0, max=4, step=0.1),
        channel=ipywidgets.ToggleButtons(options=list(CHANNELS), description="channel"),
    )
