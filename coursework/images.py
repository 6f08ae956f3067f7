"""Real photographs, and what is done to images before they are shown, compared or learned from.

An image is an array (H, W, C) or (H, W): uint8 in 0 ... 255, or floating point in [0, 1]. Every function returns an
image of the kind it was given, in new memory. Those that draw at random take `rng`, a numpy.random.Generator.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coursework.errors import ImageError

# Photographs inside the wheels of scikit-image and scikit-learn: no download.
_SKIMAGE = ("astronaut", "brick", "camera", "cat", "coffee", "coins", "grass", "gravel", "rocket")
_SKLEARN = ("china", "flower")
PHOTOS = (*_SKIMAGE, *_SKLEARN)


def photo(name: str) -> np.ndarray:
    """A photograph by its name.

    Args:
        name: one of `PHOTOS`.

    Returns:
        (H, W, 3), uint8; where the photograph is grey, its three channels are equal.

    Raises:
        ImageError: there is no photograph of this name.

    Source: skimage.data (CC0 or public domain), sklearn.datasets.load_sample_image (CC BY; china: V. Zuiderveen;
        flower: dany13).
    """
    if name in _SKLEARN:
        from sklearn.datasets import load_sample_image

        return np.array(load_sample_image(f"{name}.jpg"))
    if name not in _SKIMAGE:
        raise ImageError(f"photo({name!r}): there is no such photograph; choose one of {', '.join(PHOTOS)}")
    from skimage import data

    image = getattr(data, name)()
    return np.repeat(image[:, :, None], 3, axis=2) if image.ndim == 2 else image.copy()


def to_float(image: np.ndarray) -> np.ndarray:
    """uint8 in 0 ... 255 -> float32 in [0, 1]; an image that is floating point already is copied."""
    _check_kind(image, "to_float")
    return image / np.float32(255) if image.dtype == np.uint8 else image.copy()


def to_uint8(image: np.ndarray) -> np.ndarray:
    """Floating point in [0, 1] -> uint8 in 0 ... 255, rounded; what lies outside saturates.

    Raises:
        ImageError: the image is neither uint8 nor floating point, or holds NaN.
    """
    _check_kind(image, "to_uint8")
    if image.dtype == np.uint8:
        return image.copy()
    if np.isnan(image).any():
        raise ImageError(f"to_uint8: the image holds NaN in {np.isnan(image).sum():,} of {image.size:,} places")
    return np.rint(np.clip(image, 0, 1) * 255).astype(np.uint8)


def channels_first(images: np.ndarray) -> np.ndarray:
    """(..., H, W, C) -> (..., C, H, W), as layers and torch take them."""
    return np.ascontiguousarray(np.moveaxis(images, -1, -3))


def channels_last(images: np.ndarray) -> np.ndarray:
    """(..., C, H, W) -> (..., H, W, C), as data sets hold them and matplotlib shows them."""
    return np.ascontiguousarray(np.moveaxis(images, -3, -1))


def shift(image: np.ndarray, down: int = 0, right: int = 0) -> np.ndarray:
    """Move the picture by whole pixels; the pixels on the edge are repeated into what comes free."""
    rows = np.clip(np.arange(image.shape[0]) - down, 0, image.shape[0] - 1)
    columns = np.clip(np.arange(image.shape[1]) - right, 0, image.shape[1] - 1)
    return image[rows[:, None], columns]


def tint(image: np.ndarray, colour: Sequence[float], strength: float = 0.5) -> np.ndarray:
    """Mix every pixel with one colour: (1 - strength) image + strength colour.

    Args:
        image: (H, W, 3), uint8 or floating point.
        colour: red, green, blue in [0, 1], whatever the kind of the image.
        strength: 0 (nothing) to 1 (the colour alone).
    """
    _check_kind(image, "tint")
    mixed = (1 - strength) * to_float(image) + strength * np.asarray(colour, np.float32)
    return _as(image, mixed)


def occlude(
    image: np.ndarray, top: int, left: int, height: int, width: int, colour: Sequence[float] = (0, 0, 0)
) -> np.ndarray:
    """Cover a rectangle with one colour (red, green, blue in [0, 1]); what lies outside the image is cut off."""
    _check_kind(image, "occlude")
    covered = image.copy()
    fill = _as(image, np.asarray(colour, np.float32))
    covered[max(top, 0) : max(top + height, 0), max(left, 0) : max(left + width, 0)] = fill
    return covered


def random_flip(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Mirror left and right, in half of all calls."""
    return image[:, ::-1].copy() if rng.random() < 0.5 else image.copy()


def random_crop(image: np.ndarray, rng: np.random.Generator, margin: int = 4) -> np.ndarray:
    """Cut a window of the image's own size out of the image with a reflected margin of so many pixels."""
    widths = [(margin, margin), (margin, margin), *[(0, 0)] * (image.ndim - 2)]
    padded = np.pad(image, widths, mode="reflect")
    top, left = rng.integers(2 * margin + 1, size=2)
    return padded[top : top + image.shape[0], left : left + image.shape[1]].copy()


def random_colour(image: np.ndarray, rng: np.random.Generator, strength: float = 0.2) -> np.ndarray:
    """Multiply each channel by its own number in [1 - strength, 1 + strength]."""
    _check_kind(image, "random_colour")
    gains = rng.uniform(1 - strength, 1 + strength, size=image.shape[2:]).astype(np.float32)
    return _as(image, np.clip(to_float(image) * gains, 0, 1))


def _check_kind(image: np.ndarray, function: str) -> None:
    if image.dtype != np.uint8 and not np.issubdtype(image.dtype, np.floating):
        raise ImageError(f"{function}: expected uint8 in 0 ... 255 or floating point in [0, 1], got {image.dtype}")


def _as(image: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Values in [0, 1] as the kind of the image."""
    return to_uint8(values) if image.dtype == np.uint8 else values.astype(image.dtype)
