"""Features of small colour photographs: histograms of oriented gradients beside a histogram of hues."""

from __future__ import annotations

import numpy as np
from skimage.color import rgb2gray, rgb2hsv
from skimage.feature import hog

CELL = 8
ORIENTATIONS = 9
HUES = 10


def hog_and_colour(images: np.ndarray) -> np.ndarray:
    """(H / 8) (W / 8) 9 numbers on edges and 10 on colours for each image.

    Args:
        images: (N, H, W, 3), uint8; H and W are multiples of 8.

    Returns:
        (N, D), float32; D = 154 for images of 32 x 32.

    Source: N. Dalal, B. Triggs, Histograms of Oriented Gradients for Human Detection, CVPR 2005; scikit-image's `hog`,
        with all cells of the image in one block.
    """
    return np.stack([np.concatenate([_edges(image), _hues(image)]) for image in images]).astype(np.float32)


def standardised(train: np.ndarray, *others: np.ndarray) -> list[np.ndarray]:
    """Each column less its mean over `train`, divided by its deviation there: (N, D) arrays, `train` first."""
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    deviation[deviation == 0] = 1
    return [(rows - mean) / deviation for rows in (train, *others)]


def _edges(image: np.ndarray) -> np.ndarray:
    cells = (image.shape[0] // CELL, image.shape[1] // CELL)
    return hog(rgb2gray(image), ORIENTATIONS, (CELL, CELL), cells, block_norm="L2")


def _hues(image: np.ndarray) -> np.ndarray:
    counts, _ = np.histogram(rgb2hsv(image)[..., 0], bins=HUES, range=(0, 1))
    return counts / counts.sum()
