"""How an array of several dimensions lies in memory, which has one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.patches import Rectangle

from .style import COLOURS, new_axes, styled

# Red, green and blue as the course writes them.
CHANNELS = (COLOURS[3], COLOURS[2], COLOURS[0])


@styled
def memory_layouts(tensors: Mapping[str, Any], *, title: str = "One picture, two orders in memory") -> np.ndarray:
    """One row of cells for each tensor, in the order of memory: the channel as colour, the pixel as number.

    Args:
        tensors: from name to a tensor (1, C, H, W), C at most 3; its own memory order is shown.
        title: the finding.

    Returns: array of Axes, one a tensor.

    Raises: ValueError for another shape.
    """
    for name, tensor in tensors.items():
        if tensor.ndim != 4 or len(tensor) != 1 or tensor.shape[1] > len(CHANNELS):
            raise ValueError(f"memory_layouts: expected (1, C, H, W) with C up to 3, got {tuple(tensor.shape)}: {name}")
    axes = new_axes(len(tensors), size=(12, 1.05 * len(tensors) + (0.5 if title else 0.1)), squeeze=False)[:, 0]
    for ax, (name, tensor) in zip(axes, tensors.items(), strict=True):
        _, c, h, w = tensor.shape
        channel, row, column = np.indices((c, h, w))
        strides = tensor.stride()[1:]
        places = (channel * strides[0] + row * strides[1] + column * strides[2]).reshape(-1)
        for place, kind, pixel in zip(places, channel.flat, (row * w + column).flat, strict=True):
            ax.add_patch(Rectangle((place, 0), 1, 1, facecolor=CHANNELS[kind], edgecolor="white", linewidth=2))
            ax.text(place + 0.5, 0.5, str(pixel), ha="center", va="center", color="white", fontsize=13, weight="bold")
        ax.set(xlim=(0, places.max() + 1), ylim=(0, 1))
        ax.set_axis_off()
        ax.set_title(f"{name}: strides {tuple(tensor.stride())}", fontsize=12)
    if title:
        axes[0].figure.suptitle(title, x=0.01, ha="left")
    return axes
