"""Outlines of the ten classes of `shapes` as signed distances: negative inside, zero on the outline.

Each function takes coordinates x (to the right) and y (downwards) in units of the shape's radius, (N, H, W),
and two variations in [-1, 1], (N, 1, 1), that change its proportions. Only +, -, *, min, max, abs and square
root are used: IEEE 754 fixes their every bit, so the same numbers come out on every machine.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Outline = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray], np.ndarray]

# Cosine and sine of 0, 72, 144, 216 and 288 degrees, from the top of a five-pointed star.
_FIFTHS = (
    (1.0, 0.0),
    (0.30901699, 0.95105652),
    (-0.80901699, 0.58778525),
    (-0.80901699, -0.58778525),
    (0.30901699, -0.95105652),
)
_SQRT_HALF = 0.70710678


def _length(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.sqrt(x * x + y * y)


def _box(x: np.ndarray, y: np.ndarray, half_width: np.ndarray | float, half_height: np.ndarray | float) -> np.ndarray:
    return np.maximum(np.abs(x) - half_width, np.abs(y) - half_height)


def disc(x: np.ndarray, y: np.ndarray, v: np.ndarray, w: np.ndarray) -> np.ndarray:
    """A circle, filled; as an ellipse when it varies."""
    return _length(x * (1 + 0.2 * v), y * (1 - 0.2 * v)) - 0.85 * (1 + 0.1 * w)


def ring(x: np.ndarray, y: np.ndarray, v: np.ndarray, w: np.ndarray) -> np.ndarray:
    """A circle with a round hole: wide or narrow, thick or thin."""
    return np.abs(_length(x * (1 + 0.2 * v), y * (1 - 0.2 * v)) - 0.68) - 0.22 * (1 + 0.35 * w)


def square(x: np.ndarray, y: np.ndarray, v: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Four equal sides; as a rectangle when it varies."""
    return _box(x, y, 0.72 * (1 + 0.2 * v) * (1 + 0.1 * w), 0.72 * (1 - 0.2 * v) * (1 + 0.1 * w))


def triangle(x: np.ndarray, y: np.ndarray, v: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Three sides, one corner up: wide or narrow, the corner to the left or to the right."""
    x = (x + 0.3 * w * y) * (1 + 0.2 * v)
    return np.maximum(y - 0.5, np.abs(x) * 0.8660254 - y * 0.5 - 0.5)


def star(x: np.ndarray, y: np.ndarray, v: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Five points: inside at least four of five half-planes, so the second largest of their distances."""
    x, y = x * (1 + 0.2 * v), y * (1 - 0.2 * v)
    largest = np.full_like(x, -np.inf)
    second = np.full_like(x, -np.inf)
    for cosine, sine in _FIFTHS:
        distance = x * sine + y * cosine
        second = np.maximum(second, np.minimum(largest, distance))
        largest = np.maximum(largest, distance)
    return second - 0.33 * (1 + 0.15 * w)


def cross(x: np.ndarray, y: np.ndarray, v: np.ndarray, w: np.ndarray) -> np.ndarray:
    """A plus sign: thick or thin arms, the crossing high or low."""
    arm = 0.27 * (1 + 0.35 * w)
    return np.minimum(_box(x, y, arm, 0.95), _box(x, y + 0.25 * v, 0.95, arm))


def crescent(x: np.ndarray, y: np.ndarray, v: np.ndarray, w: np.ndarray) -> np.ndarray:
    """A disc with a disc cut out of its side: a thin or a fat moon."""
    outer = _length(x, y * (1 - 0.15 * v)) - 0.92
    return np.maximum(outer, 0.72 - _length(x - 0.5 * (1 + 0.3 * w), y * (1 - 0.15 * v)))


def heart(x: np.ndarray, y: np.ndarray, v: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Two discs on a square that stands on its corner: slim or broad."""
    x, y = np.abs(x) * (1 + 0.2 * v), y * (1 - 0.15 * w) + 0.05
    lobe = _length(x - 0.42, y + 0.32) - 0.52
    tip = np.maximum((x + y) * _SQRT_HALF - 0.59, (x - y) * _SQRT_HALF - 0.42)
    return np.minimum(lobe, tip)


def arrow(x: np.ndarray, y: np.ndarray, v: np.ndarray, w: np.ndarray) -> np.ndarray:
    """A head that points up on a shaft: broad or slim, long or short."""
    neck = -0.05 + 0.25 * v
    head = np.maximum(y - neck, np.abs(x) * 0.7809 - y * 0.6247 - 0.6)
    shaft = np.maximum(np.abs(x) - 0.2 * (1 + 0.3 * w), np.maximum(neck - y - 0.1, y - 0.95))
    return np.minimum(head, shaft)


def hourglass(x: np.ndarray, y: np.ndarray, v: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Two triangles tip to tip: wide or narrow, the neck open or tight."""
    tall = np.abs(y)
    side = (np.abs(x) * (1 + 0.2 * v) - 0.75 * tall - 0.1 * (1 + 0.8 * w)) * 0.8
    return np.maximum(tall - 0.9, side)


OUTLINES: tuple[Outline, ...] = (disc, ring, square, triangle, star, cross, crescent, heart, arrow, hourglass)
CLASS_NAMES = tuple(outline.__name__ for outline in OUTLINES)
