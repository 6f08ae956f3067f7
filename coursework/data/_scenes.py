"""`scenes`: several shapes in one larger picture, for detection."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coursework.errors import DataError

from ._shapes import shapes
from ._textures import crops

_TILE = 32  # pixels of the picture that each shape is cut from


@dataclass(frozen=True, eq=False, repr=False)
class Scenes:
    """Pictures with several shapes each.

    Args:
        images: (N, size, size, 3), uint8.
        labels: (N, K), int64, indices into `CLASS_NAMES`.
        boxes: (N, K, 4), int64, x0, y0, x1, y1 in pixels, half-open.
    """

    images: np.ndarray
    labels: np.ndarray
    boxes: np.ndarray

    def __len__(self) -> int:
        return len(self.images)

    def __repr__(self) -> str:
        size = " x ".join(map(str, self.images.shape[1:]))
        return f"Scenes: {len(self):,} pictures of {self.labels.shape[1]} shapes each, {size} uint8"


def scenes(n: int, *, seed: int, count: int = 4, size: int = 96) -> Scenes:
    """Cut shapes out of `shapes` and lay them on photographic texture, where they may touch but hardly overlap.

    Args:
        n: number of pictures, 0 or more.
        seed: 0 or more.
        count: shapes in each, 1 to (size // 32) ** 2.
        size: side in pixels, 32 to 128.

    Raises: DataError where a number is out of its range.
    """
    cells = size // _TILE
    if n < 0 or seed < 0 or not 32 <= size <= 128 or not 1 <= count <= cells**2:
        raise DataError(
            f"scenes({n}, seed={seed}, count={count}, size={size}): expected n >= 0, seed >= 0, 32 <= size <= 128 "
            f"and 1 <= count <= (size // 32) ** 2"
        )
    rng = np.random.default_rng(seed)
    cut = shapes(n * count, seed=seed, viewpoint=0.3, illumination=0.3, clutter=0.3, occlusion=0, deformation=0.3)
    images = crops(*rng.random((3, n)), size).astype(np.uint8)
    boxes = cut.boxes.reshape(n, count, 4).copy()
    slack = size - cells * _TILE
    for i in range(n):
        # Each shape in a field of its own, the whole table moved, each shape moved a little more.
        fields = rng.permutation(cells**2)[:count]
        corners = np.stack(np.divmod(fields, cells), axis=1) * _TILE + rng.integers(slack + 1, size=2)
        corners = np.clip(corners + rng.integers(-4, 5, size=(count, 2)), 0, size - _TILE)
        for k, (top, left) in enumerate(corners):
            place = images[i, top : top + _TILE, left : left + _TILE]
            mask = cut.masks[i * count + k]
            place[mask] = cut.images[i * count + k][mask]
            boxes[i, k] += (left, top, left, top)
    return Scenes(images, cut.labels.reshape(n, count), boxes)
