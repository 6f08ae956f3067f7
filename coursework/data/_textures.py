"""Real photographic texture for `shapes`: photographs that come with scikit-image, at half size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from coursework.errors import DataError

# PNG files inside scikit-image's wheel: no download, decoded alike everywhere; CC0 or public domain (NASA).
PHOTOGRAPHS = ("astronaut", "brick", "cat", "coffee", "grass", "gravel")


@dataclass(frozen=True, eq=False)
class Atlas:
    """Photographs one after the other.

    Args:
        pixels: (P,), uint32, the bytes red, green, blue, 255 of every photograph, row by row.
        offsets: (K,), int64, where each photograph starts.
        heights: (K,), int64.
        widths: (K,), int64.
    """

    pixels: np.ndarray
    offsets: np.ndarray
    heights: np.ndarray
    widths: np.ndarray


@lru_cache(maxsize=1)
def atlas() -> Atlas:
    """The photographs of this module, each pixel the mean of 2 x 2 (integer arithmetic, so exact)."""
    try:
        from skimage import data
    except ImportError as error:
        raise DataError("shapes needs scikit-image: python -m pip install scikit-image") from error

    halves = []
    for name in PHOTOGRAPHS:
        photo = getattr(data, name)()
        if photo.ndim == 2:
            photo = np.repeat(photo[:, :, None], 3, axis=2)
        height, width = photo.shape[0] // 2, photo.shape[1] // 2
        blocks = photo[: 2 * height, : 2 * width].reshape(height, 2, width, 2, 3).astype(np.uint16)
        mean = (blocks.sum(axis=(1, 3), dtype=np.uint16) + 2) // 4
        halves.append(np.dstack([mean.astype(np.uint8), np.full((height, width), 255, np.uint8)]))
    heights = np.array([half.shape[0] for half in halves])
    widths = np.array([half.shape[1] for half in halves])
    ends = np.cumsum(heights * widths)
    pixels = np.concatenate([half.reshape(-1) for half in halves]).view(np.uint32)
    return Atlas(pixels, ends - heights * widths, heights, widths)


def crops(which: np.ndarray, rows: np.ndarray, columns: np.ndarray, size: int) -> np.ndarray:
    """Cut one square out of one photograph for each image.

    Args:
        which: photograph, (N,), in [0, 1).
        rows: place from top to bottom, (N,), in [0, 1).
        columns: place from left to right, (N,), in [0, 1).
        size: side in pixels.

    Returns:
        (N, size, size, 3), uint8.
    """
    photos = atlas()
    k = (which * len(photos.offsets)).astype(np.int64)
    widths = photos.widths[k]
    top = (rows * (photos.heights[k] - size + 1)).astype(np.int64)
    left = (columns * (widths - size + 1)).astype(np.int64)
    start = photos.offsets[k] + top * widths + left
    step = np.arange(size)
    index = start[:, None, None] + widths[:, None, None] * step[:, None] + step
    return photos.pixels[index][..., None].view(np.uint8)[..., :3]
