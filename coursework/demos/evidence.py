"""What the score of a class rests on: gradients with respect to the image, and parts of it covered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .. import images, plots

if TYPE_CHECKING:
    import torch


def saliency(
    network: torch.nn.Module, image: np.ndarray, label: int, *, copies: int = 40, noise: float = 0.1, seed: int = 0
) -> np.ndarray:
    """max over colours of the mean over noisy copies of |d score / d pixel|.

    Args:
        network: takes (N, 3, H, W), float32 in [0, 1], gives scores (N, num_classes).
        image: (H, W, 3), uint8 or floating in [0, 1].
        label: the class whose score it is.
        copies: how many noisy copies.
        noise: standard deviation of the noise; with 0 and one copy it is the plain gradient.
        seed: of the noise.

    Returns: (H, W) float32.

    Source: Simonyan, Vedaldi and Zisserman, 2014, section 3; Smilkov et al., 2017, equation 1, of absolute values.
    """
    import torch

    picture = torch.from_numpy(images.channels_first(images.to_float(image)))
    generator = torch.Generator().manual_seed(seed)
    noisy = picture + noise * torch.randn(copies, *picture.shape, generator=generator)
    noisy.requires_grad_()
    (slopes,) = torch.autograd.grad(network(noisy)[:, label].sum(), noisy)
    return slopes.abs().mean(0).amax(0).numpy()


def occlusion(
    network: torch.nn.Module, image: np.ndarray, label: int, *, size: int = 8, stride: int = 2, batch: int = 128
) -> np.ndarray:
    """How far the score falls when a grey square covers a part of the image, for each place of the square.

    Args:
        network, image, label: as for `saliency`.
        size: side of the square in pixels.
        stride: from one place to the next in pixels.
        batch: images at once.

    Returns: (rows, columns) float32; entry (i, j) belongs to the square with its upper left corner at pixel
        (i * stride, j * stride).

    Raises: ValueError where the square does not fit into the image.

    Source: Zeiler and Fergus, 2014, section 4.2.
    """
    import torch

    height, width = image.shape[:2]
    if not 1 <= size <= min(height, width) or stride < 1:
        raise ValueError(f"occlusion: size {size} with stride {stride} does not fit into {height} x {width} pixels")
    picture = images.to_float(image)
    tops, lefts = range(0, height - size + 1, stride), range(0, width - size + 1, stride)
    covered = [images.occlude(picture, top, left, size, size, (0.5, 0.5, 0.5)) for top in tops for left in lefts]
    stack = torch.from_numpy(images.channels_first(np.stack([picture, *covered])))
    with torch.no_grad():
        scores = torch.cat([network(part)[:, label] for part in stack.split(batch)])
    return (scores[0] - scores[1:]).reshape(len(tops), len(lefts)).numpy()


@plots.styled
def show(
    network: torch.nn.Module,
    pictures: np.ndarray,
    labels: Sequence[int],
    names: Sequence[str],
    *,
    size: int = 8,
    title: str = "",
) -> np.ndarray:
    """Below each image its saliency, and below that how far the score falls where the square is centred.

    Args:
        network: as for `saliency`.
        pictures: (N, H, W, 3), uint8.
        labels: N classes.
        names: N texts.
        size: of the square, as for `occlusion`.
        title: what the figure shows, as a sentence.

    Returns: array of Axes, (3, N).
    """
    height, width = pictures.shape[1:3]
    axes = plots.new_axes(3, len(pictures), size=(2.3 * len(pictures) + 0.4, 7.5), squeeze=False)
    edge = size / 2 - 1.5
    extent = (edge, width - size / 2 + 0.5, height - size / 2 + 0.5, edge)
    for column, image, label, name in zip(axes.T, pictures, labels, names, strict=True):
        column[0].imshow(image)
        column[0].set_title(name, loc="center")
        column[1].imshow(saliency(network, image, label), cmap="viridis")
        column[2].set_facecolor("#DDDDDD")
        column[2].imshow(occlusion(network, image, label, size=size), cmap="viridis", vmin=0, extent=extent)
    for row, text in zip(axes, ("image", "saliency", "fall when covered"), strict=True):
        row[0].set_ylabel(text)
        for ax in row:
            ax.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5), xticks=[], yticks=[])
            ax.grid(False)
            ax.spines[:].set_visible(False)
    if title:
        axes[0, 0].figure.suptitle(title, x=0.01, ha="left")
    return axes
