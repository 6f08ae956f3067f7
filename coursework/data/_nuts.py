"""`nuts`: silhouettes of hazelnuts and almonds, as a camera above a conveyor belt would cut them out."""

from __future__ import annotations

import numpy as np

from coursework.errors import DataError

NUT_NAMES = ("hazelnut", "almond")
# For a hazelnut and an almond, in parts of the image's side or as a ratio: the middle and what one deviation adds.
_RADIUS = np.array([[0.255, 0.030], [0.250, 0.030]])
_ELONGATION = np.array([[1.10, 0.055], [1.48, 0.10]])
_WITH_SIZE = np.array([0.06, 0.12])  # larger nuts are longer for their width
_TAPER = np.array([[0.08, 0.03], [0.30, 0.06]])


def nuts(n: int, rng: np.random.Generator, *, size: int = 48) -> tuple[np.ndarray, np.ndarray]:
    """Make masks of n nuts in any direction: |(u, v / (1 - taper u))| < 1 + ripple, u and v along and across the nut.

    Hazelnuts are nearly round, almonds long with one pointed end; in both kinds larger nuts are longer for their
    width. Every two nuts in a row are one of each kind, in random order.

    Args:
        n: number of nuts, 0 or more.
        rng: where the randomness comes from.
        size: side of each mask in pixels, 24 or more.

    Returns:
        masks: (n, size, size), bool, True on the nut, which never touches the edge.
        labels: (n,), int64, 0 for a hazelnut, 1 for an almond: indices into `NUT_NAMES`.

    Raises:
        DataError: a number is out of its range.
    """
    if n < 0 or size < 24:
        raise DataError(f"nuts({n}, size={size}): expected n >= 0 and size >= 24")
    draws = rng.normal(size=(n, 9)).clip(-2, 2)
    labels = np.empty(n, np.int64)
    labels[::2] = draws[::2, 0] > 0
    labels[1::2] = 1 - labels[: n // 2 * 2 : 2]
    large, longer, pointed, right, down = draws[:, 1:6].T
    radius = size * (_RADIUS[labels] * np.stack([np.ones(n), large], axis=1)).sum(axis=1)
    elongation = (_ELONGATION[labels] * np.stack([np.ones(n), longer], axis=1)).sum(axis=1) + _WITH_SIZE[labels] * large
    taper = (_TAPER[labels] * np.stack([np.ones(n), pointed], axis=1)).sum(axis=1)
    stretch = np.sqrt(elongation.clip(1))
    angle = np.arctan2(draws[:, 6], draws[:, 7])

    def column(values: np.ndarray) -> np.ndarray:
        return values[:, None, None]

    centre = (size - 1) / 2
    x = np.arange(size)[None, None, :] - centre - column(0.015 * size * right)
    y = np.arange(size)[None, :, None] - centre - column(0.015 * size * down)
    u = (x * column(np.cos(angle)) + y * column(np.sin(angle))) / column(radius * stretch)
    v = (y * column(np.cos(angle)) - x * column(np.sin(angle))) / column(radius / stretch)
    v = v / (1 - column(taper) * u).clip(0.2)
    ripple = column(0.012 * draws[:, 8]) * np.cos(3 * np.arctan2(v, u))
    return np.hypot(u, v) < 1 + ripple, labels
