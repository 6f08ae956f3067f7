"""Photographs and what is done to images."""

from __future__ import annotations

import numpy as np
import pytest

from coursework import images
from coursework.errors import CourseworkError, ImageError

KINDS = (np.uint8, np.float32, np.float64)


def picture(kind: type, shape: tuple[int, ...] = (6, 8, 3)) -> np.ndarray:
    values = np.random.default_rng(0).integers(256, size=shape).astype(np.uint8)
    return values if kind is np.uint8 else (values / 255).astype(kind)


@pytest.mark.parametrize("name", images.PHOTOS)
def test_every_photograph_is_here_in_colour(name: str):
    photo = images.photo(name)
    assert photo.dtype == np.uint8
    assert photo.ndim == 3
    assert photo.shape[2] == 3
    assert photo.std() > 10
    photo[:] = 0
    assert images.photo(name).any()


def test_an_unknown_photograph_says_which_there_are():
    with pytest.raises(ImageError, match=r"photo\('dog'\): .* astronaut, brick"):
        images.photo("dog")
    assert issubclass(ImageError, CourseworkError)


def test_every_uint8_survives_the_way_to_float_and_back():
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    floats = images.to_float(levels)
    assert floats.dtype == np.float32
    assert (floats.min(), floats.max()) == (0, 1)
    assert np.array_equal(images.to_uint8(floats), levels)


def test_to_uint8_rounds_and_saturates():
    values = np.array([[-1.0, 0.0, 0.5 / 255 + 1e-6, 1.0, 7.0, np.inf]])
    assert images.to_uint8(values).tolist() == [[0, 0, 1, 255, 255, 255]]


def test_nan_and_wrong_kinds_are_errors():
    with pytest.raises(ImageError, match="NaN in 1 of 4 places"):
        images.to_uint8(np.array([[0, 1], [np.nan, 0]]))
    with pytest.raises(ImageError, match=r"to_float: expected uint8 .* got int64"):
        images.to_float(np.zeros((2, 2), np.int64))


@pytest.mark.parametrize("kind", KINDS)
def test_conversions_never_share_memory(kind: type):
    image = picture(kind)
    assert not np.shares_memory(images.to_float(image), image)
    assert not np.shares_memory(images.to_uint8(image), image)


def test_channel_order_there_and_back():
    batch = picture(np.uint8, (2, 6, 8, 3))
    first = images.channels_first(batch)
    assert first.shape == (2, 3, 6, 8)
    assert first[1, 2, 3, 4] == batch[1, 3, 4, 2]
    assert np.array_equal(images.channels_last(first), batch)
    assert images.channels_first(batch[0]).shape == (3, 6, 8)


def test_shift_moves_and_repeats_the_edge():
    image = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert images.shift(image, down=1, right=-1).tolist() == [[1, 2, 3, 3], [1, 2, 3, 3], [5, 6, 7, 7]]
    assert np.array_equal(images.shift(image), image)
    assert images.shift(image, down=99).tolist() == [[0, 1, 2, 3]] * 3


def test_tint_mixes_with_a_colour():
    grey = np.full((1, 1, 3), 100, np.uint8)
    assert images.tint(grey, (1, 0, 0), 0.5).tolist() == [[[178, 50, 50]]]
    assert np.array_equal(images.tint(grey, (1, 0, 0), 0), grey)
    assert images.tint(images.to_float(grey), (0, 1, 0), 1).tolist() == [[[0, 1, 0]]]


def test_occlude_covers_a_rectangle_and_is_cut_off_at_the_edge():
    image = np.full((4, 5, 3), 9, np.uint8)
    covered = images.occlude(image, 1, 2, 2, 99, (0, 0, 1))
    assert (covered[1:3, 2:] == [0, 0, 255]).all()
    assert (covered != image).any(axis=2).sum() == 6
    assert np.array_equal(images.occlude(image, -5, -5, 3, 3), image)
    assert (images.occlude(image, -1, -1, 2, 2) != image).any(axis=2).sum() == 1


def test_random_flip_mirrors_half_of_the_time():
    image, rng = picture(np.uint8), np.random.default_rng(0)
    flipped = [images.random_flip(image, rng) for _ in range(200)]
    mirrored = sum(np.array_equal(each, image[:, ::-1]) for each in flipped)
    same = sum(np.array_equal(each, image) for each in flipped)
    assert mirrored + same == 200
    assert 70 < mirrored < 130


def test_random_crop_is_a_window_of_the_reflected_image():
    image, rng = picture(np.uint8), np.random.default_rng(0)
    padded = np.pad(image, [(2, 2), (2, 2), (0, 0)], mode="reflect")
    windows = {padded[i : i + 6, j : j + 8].tobytes() for i in range(5) for j in range(5)}
    seen = {images.random_crop(image, rng, margin=2).tobytes() for _ in range(400)}
    assert seen == windows


def test_random_colour_multiplies_each_channel():
    image, rng = np.full((2, 2, 3), 0.5), np.random.default_rng(0)
    changed = images.random_colour(image, rng, strength=0.2)
    assert (changed == changed[0, 0]).all()
    assert len(set(changed[0, 0])) == 3
    assert np.abs(changed - 0.5).max() <= 0.1 + 1e-6


@pytest.mark.parametrize("kind", KINDS)
def test_every_change_keeps_kind_shape_and_the_image_itself(kind: type):
    image = picture(kind)
    before = image.copy()
    rng = np.random.default_rng(0)
    changes = [
        images.shift(image, 1, 1),
        images.tint(image, (1, 0, 0)),
        images.occlude(image, 0, 0, 2, 2),
        images.random_flip(image, rng),
        images.random_crop(image, rng),
        images.random_colour(image, rng),
    ]
    for changed in changes:
        assert (changed.dtype, changed.shape) == (image.dtype, image.shape)
        assert not np.shares_memory(changed, image)
    assert np.array_equal(image, before)


def test_the_same_seed_gives_the_same_change():
    image = picture(np.uint8)
    for change in (images.random_flip, images.random_crop, images.random_colour):
        first, second = (change(image, np.random.default_rng(5)) for _ in range(2))
        assert np.array_equal(first, second)
