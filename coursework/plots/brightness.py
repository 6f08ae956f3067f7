"""The brightness of grey images: as a landscape, along one row, counted."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np

from .style import COLOURS, new_axes, styled


@styled
def landscape(image: np.ndarray, *, title: str = "The same numbers as heights") -> np.ndarray:
    """A grey image, and beside it the same numbers as heights z = f(x, y) over the plane.

    Args:
        image: (H, W), floating in [0, 1], at most about 100 x 100 to be drawn fast.
        title: of the landscape.

    Returns: the two Axes.

    Raises: ValueError where `image` is not a matrix.
    """
    (image,) = _grey([image], "landscape")
    figure = plt.figure(figsize=(12, 4.6), layout="constrained")
    flat = figure.add_subplot(1, 2, 1)
    flat.imshow(image, vmin=0, vmax=1)
    flat.grid(False)
    flat.set(title="The image", xlabel="$x$ (column)", ylabel="$y$ (row)")
    high = figure.add_subplot(1, 2, 2, projection="3d")
    x, y = np.meshgrid(np.arange(image.shape[1]), np.arange(image.shape[0]))
    high.plot_surface(x, y, image, cmap="gray", vmin=0, vmax=1, rstride=1, cstride=1, antialiased=False)
    high.set(title=title, xlabel="$x$", ylabel="$y$", zlabel="$f(x, y)$", zlim=(0, 1), zticks=(0, 0.5, 1))
    high.view_init(60, -75)
    high.set_box_aspect((image.shape[1], image.shape[0], 0.35 * image.shape[1]), zoom=1.15)
    high.invert_yaxis()
    return np.array([flat, high])


@styled
def row_profiles(images: Sequence[np.ndarray], titles: Sequence[str], row: int) -> np.ndarray:
    """Grey images with one row marked, and below each the brightness along this row.

    Args:
        images: N images, each (H, W), floating, about in [0, 1].
        titles: N short texts.
        row: counted from the top.

    Returns: array of Axes, (2, N).

    Raises: ValueError where an image is not a matrix or lacks the row, or the numbers of images and titles differ.
    """
    images = _grey(images, "row_profiles")
    if any(not 0 <= row < len(image) for image in images):
        raise ValueError(f"row_profiles: row {row} does not exist in each of the images")
    axes = _above(images, titles)
    for image, above, below in zip(images, *axes, strict=True):
        above.axhline(row, color=COLOURS[1])
        below.plot(image[row], color=COLOURS[1])
        below.set(xlabel="$x$ (column)", xlim=(0, image.shape[1] - 1), ylim=(-0.4, 1.4))
    axes[1, 0].set_ylabel("brightness")
    return axes


@styled
def histograms(images: Sequence[np.ndarray], titles: Sequence[str], *, bins: int = 32) -> np.ndarray:
    """Grey images, and below each how many of its pixels fall into each bin of brightness; one scale for all.

    Args:
        images: N images, each (H, W), floating in [0, 1].
        titles: N short texts.
        bins: how many, of equal width, from 0 to 1.

    Returns: array of Axes, (2, N).

    Raises: ValueError where an image is not a matrix, or the numbers of images and titles differ.
    """
    images = _grey(images, "histograms")
    axes = _above(images, titles)
    for image, below in zip(images, axes[1], strict=True):
        below.hist(image.reshape(-1), bins=bins, range=(0, 1), weights=np.full(image.size, 100 / image.size))
        below.set(xlabel="brightness", xlim=(0, 1))
    axes[1, 0].set_ylabel("pixels (%)")
    return axes


def _above(images: list[np.ndarray], titles: Sequence[str]) -> np.ndarray:
    """Axes (2, N) with the images in the upper row, and with one scale in the lower."""
    if len(images) != len(titles) or not images:
        raise ValueError(f"{len(images)} images but {len(titles)} titles; give one title for each image")
    width = 12.5 / max(len(images), 3)
    size = (width * len(images), 1.05 * width * max(image.shape[0] / image.shape[1] for image in images) + 2.2)
    axes = new_axes(2, len(images), size=size, squeeze=False, height_ratios=[size[1] - 2.1, 2])
    for below in axes[1, 1:]:
        below.sharey(axes[1, 0])
        below.tick_params(labelleft=False)
    for image, title, ax in zip(images, titles, axes[0], strict=True):
        ax.imshow(image, vmin=0, vmax=1)
        ax.set_axis_off()
        ax.set_title(title, loc="center")
    return axes


def _grey(images: Sequence[np.ndarray], function: str) -> list[np.ndarray]:
    images = [np.asarray(image) for image in images]
    for image in images:
        if image.ndim != 2:
            raise ValueError(f"{function}: expected grey images of shape (H, W), got {image.shape}")
    return images
