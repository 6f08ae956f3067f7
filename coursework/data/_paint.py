"""Paints images of `shapes` from rows of random numbers, all images of a chunk at once.

Only operations whose every bit IEEE 754 fixes are used, and sums only of whole numbers: the same numbers give
the same bytes on every machine.
"""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from ._outlines import OUTLINES
from ._textures import crops

_STROKES = 3
COLUMNS = 40 + 6 * _STROKES

# Directions are whole steps of 1/4096 turn, their sines rounded above the last bits, where libraries differ.
_TURN = 4096
_SINE = np.array([round(sin(2 * pi * step / _TURN) * 2**30) / 2**30 for step in range(_TURN)])
_COSINE = np.array([round(cos(2 * pi * step / _TURN) * 2**30) / 2**30 for step in range(_TURN)])


class Draws:
    """The random numbers of some images, handed out column by column, always in the same order.

    Args:
        table: (N, COLUMNS), float64 in [0, 1); row i belongs to image i.
    """

    def __init__(self, table: np.ndarray) -> None:
        self._table = table
        self._next = 0

    def unit(self, columns: int | None = None) -> np.ndarray:
        """The next column, (N,), or so many columns, (N, columns), in [0, 1), float64."""
        start, self._next = self._next, self._next + (columns or 1)
        return self._table[:, start] if columns is None else self._table[:, start : self._next]

    def signed(self, columns: int | None = None) -> np.ndarray:
        """As `unit`, in [-1, 1)."""
        return 2 * self.unit(columns) - 1

    def direction(self, turns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Cosine and sine of angles in turns: (N,), float64 -> two of (N, 1, 1), float32."""
        step = np.floor(turns * _TURN).astype(np.int64) % _TURN
        return _pixelwise(_COSINE[step]), _pixelwise(_SINE[step])

    def texture(self, size: int) -> np.ndarray:
        """A crop of a photograph for each image, less its own mean colour: (N, size, size, 3), float32."""
        patch = crops(self.unit(), self.unit(), self.unit(), size).astype(np.float32)
        total = patch.sum(axis=1).sum(axis=1)  # whole numbers below 2**24: exact in whatever order
        patch -= _pixelwise(total / (size * size))
        return patch

    def colour(self, level: np.ndarray) -> np.ndarray:
        """A colour around the given level for each image: (N,), float64 -> (N, 1, 1, 3), float32."""
        return _pixelwise(level[:, None] + 30 * self.signed(3))


def paint(
    labels: np.ndarray,
    draws: Draws,
    size: int,
    *,
    viewpoint: float,
    illumination: float,
    clutter: float,
    occlusion: float,
    deformation: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Paint from back to front: ground, strokes, shape, bar; then light it.

    Args:
        labels: (N,), int64.
        draws: the random numbers of these images.
        size: side in pixels.
        viewpoint, illumination, clutter, occlusion, deformation: dials in [0, 1].

    Returns:
        Images (N, size, size, 3), uint8, and masks of the visible shape (N, size, size), bool.
    """
    middle = np.arange(size, dtype=np.float32) + np.float32(0.5 - size / 2)
    across, down = middle[None, None, :], middle[None, :, None]

    dark = 95 + 25 * draws.signed()
    light = dark + (80 + 20 * draws.signed()) * (1 - 0.3 * illumination * draws.unit())
    shape_is_dark = draws.unit() < 0.4 * illumination
    ground_colour = draws.colour(np.where(shape_is_dark, light, dark))
    shape_colour = draws.colour(np.where(shape_is_dark, dark, light))

    image = draws.texture(size) * (0.25 + 0.65 * clutter) + ground_colour
    for _ in range(_STROKES):
        stroke = _stroke(draws, across, down, size, clutter)
        image += stroke * _pixelwise(75 * clutter * draws.signed(1))

    x, y, radius, shape = _shape(labels, draws, across, down, size, viewpoint, deformation)
    image += shape * (draws.texture(size) * 0.5 + shape_colour - image)

    bar = _bar(draws, x, y, radius, occlusion)
    image += bar * (draws.texture(size) * 0.5 + draws.colour(70 + 130 * draws.unit()) - image)

    cosine, sine = draws.direction(draws.unit())
    slope = _pixelwise(1.2 / size * illumination * draws.unit())
    gain = _pixelwise(1 + illumination * (0.4 * draws.signed(1) + 0.2 * draws.signed(3)))
    image *= ((across * cosine + down * sine) * slope + 1)[..., None] * gain
    np.clip(image + np.float32(0.5), 0, 255, out=image)
    return image.astype(np.uint8), (shape[..., 0] > 0.5) & (bar[..., 0] <= 0.5)


def _pixelwise(values: np.ndarray) -> np.ndarray:
    """(N,) or (N, C) of any float -> (N, 1, 1) or (N, 1, 1, C), float32."""
    return values.astype(np.float32).reshape(len(values), 1, 1, *values.shape[1:])


def _coverage(distance: np.ndarray) -> np.ndarray:
    """How much of each pixel is inside, from signed distances in pixels: (N, H, W) -> (N, H, W, 1) in [0, 1]."""
    return np.clip(np.float32(0.5) - distance, 0, 1)[..., None]


def _stroke(draws: Draws, across: np.ndarray, down: np.ndarray, size: int, clutter: float) -> np.ndarray:
    """Coverage of one straight stroke somewhere in each image, (N, size, size, 1)."""
    cosine, sine = draws.direction(draws.unit())
    x = across - _pixelwise(size / 2 * draws.signed())
    y = down - _pixelwise(size / 2 * draws.signed())
    along = np.abs(x * cosine + y * sine) - _pixelwise(size * clutter * (0.15 + 0.3 * draws.unit()))
    aside = np.abs(y * cosine - x * sine) - size * (0.02 + 0.04 * clutter)
    return _coverage(np.maximum(along, aside))


def _shape(
    labels: np.ndarray,
    draws: Draws,
    across: np.ndarray,
    down: np.ndarray,
    size: int,
    viewpoint: float,
    deformation: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Pixels' x and y from each shape's centre, its radius (N, 1, 1), its coverage (N, size, size, 1)."""
    radius = 0.38 * size * (1 - 0.4 * viewpoint * draws.unit())
    room = viewpoint * (size / 2 - radius)
    from_x, from_y = across - _pixelwise(room * draws.signed()), down - _pixelwise(room * draws.signed())
    cosine, sine = draws.direction(viewpoint / 2 * draws.signed())
    tilt_cosine, tilt_sine = draws.direction(draws.unit())
    foreshortening = _pixelwise(0.4 * viewpoint * draws.unit())
    variations = [_pixelwise(deformation * draws.signed()) for _ in range(2)]
    bends = [_pixelwise(0.25 * deformation * draws.signed()) for _ in range(3)]

    x, y = from_x * _pixelwise(1 / radius), from_y * _pixelwise(1 / radius)
    depth = (x * tilt_cosine + y * tilt_sine) * foreshortening
    x, y = x + depth * tilt_cosine, y + depth * tilt_sine
    x, y = x * cosine + y * sine, y * cosine - x * sine
    x, y = x + bends[0] * y * y + bends[1] * x * y, y + bends[2] * x * x

    distance = np.empty_like(x)
    for label, outline in enumerate(OUTLINES):
        of = np.flatnonzero(labels == label)
        distance[of] = outline(x[of], y[of], variations[0][of], variations[1][of])
    return from_x, from_y, _pixelwise(radius), _coverage(distance * _pixelwise(radius))


def _bar(draws: Draws, x: np.ndarray, y: np.ndarray, radius: np.ndarray, occlusion: float) -> np.ndarray:
    """Coverage of a bar across each shape, (N, size, size, 1); nothing where the dial is off."""
    cosine, sine = draws.direction(draws.unit())
    offset = radius * _pixelwise(0.5 * draws.signed())
    half_width = radius * _pixelwise(occlusion * (0.1 + 0.2 * draws.unit()))
    cover = _coverage(np.abs(x * cosine + y * sine - offset) - half_width)
    return cover if occlusion else np.zeros_like(cover)
