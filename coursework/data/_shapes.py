"""`shapes`: images of ten kinds of shape on photographic texture, with one dial for each difficulty.

Everything that is random about an image is one row of numbers in [0, 1), drawn before anything is painted. So
the first m of n images are the m images themselves, and a turned dial changes the same scenes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coursework.errors import DataError

from ._dataset import Dataset
from ._outlines import CLASS_NAMES
from ._paint import COLUMNS, Draws, paint

VERSION = 1  # of the bytes that a seed gives; kept files of other versions are not read
DIALS = ("viewpoint", "illumination", "clutter", "occlusion", "deformation")
_CHUNK = 128


@dataclass(frozen=True, eq=False, repr=False)
class ShapesBatch:
    """Images with everything that is known about them.

    Args:
        images: (N, size, size, 3), uint8.
        labels: (N,), int64, indices into `CLASS_NAMES`.
        boxes: (N, 4), int64, x0, y0, x1, y1 in pixels, half-open: the tightest box around the mask.
        masks: (N, size, size), bool, the part of the shape that nothing hides.
    """

    images: np.ndarray
    labels: np.ndarray
    boxes: np.ndarray
    masks: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def __repr__(self) -> str:
        return f"ShapesBatch: {len(self):,} images, {' x '.join(map(str, self.images.shape[1:]))} uint8"


def shapes(
    n: int,
    *,
    seed: int,
    viewpoint: float = 0.5,
    illumination: float = 0.5,
    clutter: float = 0.5,
    occlusion: float = 0.5,
    deformation: float = 0.5,
    size: int = 32,
) -> ShapesBatch:
    """Make n images of shapes on photographic texture; colour tells nothing of the class.

    A dial at 0 is off, at 1 as hard as it gets. The same seed with other dials gives the same scenes, easier
    or harder. Every ten images in a row hold each class once.

    Args:
        n: number of images, 0 or more.
        seed: 0 or more; the same seed gives the same bytes on any machine.
        viewpoint: turns, shrinks, moves and foreshortens the shape; at 0 it stands upright in the middle.
        illumination: light that comes from one side, is weak, strong or tinted, and makes some shapes darker
            than their ground; at 0 even, white light on shapes lighter than their ground.
        clutter: texture of the ground, and strokes on it; at 0 a faint texture alone.
        occlusion: a bar in front of the shape; at 0 none.
        deformation: differences within a class, in proportions and bends; at 0 each class has one form.
        size: side in pixels, 24 to 128.

    Returns:
        ShapesBatch: images, labels, boxes and masks.

    Raises:
        DataError: a number is out of its range.
    """
    dials = dict(zip(DIALS, (viewpoint, illumination, clutter, occlusion, deformation), strict=True))
    for dial, value in dials.items():
        if not 0 <= value <= 1:
            raise DataError(f"shapes({dial}={value}): a dial goes from 0 (off) to 1")
    if n < 0 or seed < 0 or not 24 <= size <= 128:
        raise DataError(f"shapes({n}, seed={seed}, size={size}): expected n >= 0, seed >= 0, 24 <= size <= 128")
    dials = {dial: float(value) for dial, value in dials.items()}
    labels, table = _draw(n, seed)
    images = np.empty((n, size, size, 3), np.uint8)
    masks = np.empty((n, size, size), bool)
    for start in range(0, n, _CHUNK):
        part = slice(start, start + _CHUNK)
        images[part], masks[part] = paint(labels[part], Draws(table[part]), size, **dials)
    return ShapesBatch(images, labels, _boxes(masks), masks)


def make_shapes(*, n_train: int = 10_000, n_test: int = 2_000, seed: int = 0, **dials: float) -> Dataset:
    """A data set of shapes, training and test images from two streams of one seed; dials as in `shapes`."""
    train, test = shapes(n_train, seed=2 * seed, **dials), shapes(n_test, seed=2 * seed + 1, **dials)
    return Dataset(train.images, train.labels, test.images, test.labels, CLASS_NAMES, "shapes")


def _draw(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Labels (n,), int64, and numbers in [0, 1), (n, COLUMNS), float64.

    From the raw bits of the generator: NumPy keeps their stream for good, which it does not promise of the
    numbers made from them.
    """
    order, scenes = (np.random.PCG64(stream) for stream in np.random.SeedSequence(seed).spawn(2))
    blocks = -(-n // len(CLASS_NAMES))
    keys = order.random_raw(blocks * len(CLASS_NAMES)).reshape(blocks, len(CLASS_NAMES))
    labels = keys.argsort(axis=1, kind="stable").reshape(-1)[:n].astype(np.int64)
    table = (scenes.random_raw(n * COLUMNS) >> np.uint64(11)) * 2.0**-53
    return labels, table.reshape(n, COLUMNS)


def _boxes(masks: np.ndarray) -> np.ndarray:
    """The tightest half-open box around each mask: (N, size, size), bool -> (N, 4), int64."""
    size = masks.shape[1]
    across, down = masks.any(axis=1), masks.any(axis=2)
    near = (across.argmax(axis=1), down.argmax(axis=1))
    far = (size - across[:, ::-1].argmax(axis=1), size - down[:, ::-1].argmax(axis=1))
    return np.stack([*near, *far], axis=1).astype(np.int64)
