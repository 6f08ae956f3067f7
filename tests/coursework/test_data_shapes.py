"""The generator of shapes: deterministic, honest dials, true boxes and masks."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pytest
from skimage.transform import rotate

from coursework.data import CLASS_NAMES, DIALS, ShapesBatch, shapes
from coursework.errors import DataError

OFF = dict.fromkeys(DIALS, 0.0)


def digest(batch: ShapesBatch) -> str:
    labels = batch.labels.astype("<i8").tobytes()
    return hashlib.sha256(batch.images.tobytes() + labels + batch.masks.tobytes()).hexdigest()


@pytest.mark.parametrize(
    ("n", "seed", "options", "expected"),
    [
        (200, 0, {}, "69eff202da1c060a68db9fb8d661962e7f9dc8602604fe240300478b0e3b2b88"),
        (100, 7, dict.fromkeys(DIALS, 1.0), "b6926ddfa5d9cf39868f7c189507634f2ba1ebb48b90af2edf3d86f204aca015"),
        (50, 3, {"size": 48}, "d6f89fbc809e39ea86545fa6c7ca267b0eb29b6126238d5763adf67a5a4551f0"),
    ],
)
def test_the_same_seed_gives_these_bytes_on_any_machine(n: int, seed: int, options: dict, expected: str):
    assert digest(shapes(n, seed=seed, **options)) == expected


def test_the_bytes_do_not_depend_on_the_processor():
    """The same again in an interpreter whose NumPy uses none of this processor's vector instructions."""
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found")
    if not found:
        pytest.skip("NumPy has nothing beyond its baseline on this processor")
    code = "from coursework.data import shapes; print(shapes(200, seed=0).images.tobytes().hex())"
    environment = os.environ | {"NPY_DISABLE_CPU_FEATURES": " ".join(found)}
    command = [sys.executable, "-c", code]
    plain = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert bytes.fromhex(plain.stdout) == shapes(200, seed=0).images.tobytes()


def test_another_seed_gives_other_images():
    assert not np.array_equal(shapes(10, seed=0).images, shapes(10, seed=1).images)


def test_the_first_images_do_not_depend_on_how_many_follow():
    few, many = shapes(33, seed=4), shapes(300, seed=4)
    assert np.array_equal(few.images, many.images[:33])
    assert np.array_equal(few.labels, many.labels[:33])


def test_shapes_and_types():
    batch = shapes(30, seed=0, size=40)
    assert (batch.images.shape, batch.images.dtype) == ((30, 40, 40, 3), np.uint8)
    assert (batch.labels.shape, batch.labels.dtype) == ((30,), np.int64)
    assert (batch.boxes.shape, batch.boxes.dtype) == ((30, 4), np.int64)
    assert (batch.masks.shape, batch.masks.dtype) == ((30, 40, 40), bool)


def test_every_ten_in_a_row_hold_each_class_once():
    labels = shapes(200, seed=2).labels.reshape(20, 10)
    assert np.array_equal(np.sort(labels, axis=1), np.tile(np.arange(10), (20, 1)))
    assert len({tuple(row) for row in labels}) > 1
    assert len(CLASS_NAMES) == 10


@pytest.mark.parametrize("dial", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("size", [24, 32])
def test_boxes_are_tight_around_masks_that_are_never_empty(dial: float, size: int):
    batch = shapes(1000, seed=8, size=size, **dict.fromkeys(DIALS, dial))
    for mask, box in zip(batch.masks, batch.boxes, strict=True):
        rows, columns = np.nonzero(mask)
        assert box.tolist() == [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


def test_no_images_are_fine():
    batch = shapes(0, seed=0)
    assert len(batch) == 0
    assert batch.boxes.shape == (0, 4)


def test_all_dials_off_gives_each_class_one_upright_form_in_the_middle():
    batch = shapes(100, seed=1, **OFF)
    for label in range(10):
        masks = batch.masks[batch.labels == label]
        assert (masks == masks[0]).all()
    middles = (batch.boxes[:, :2] + batch.boxes[:, 2:]) / 2
    assert np.abs(middles[batch.labels == CLASS_NAMES.index("disc")] - 16).max() <= 0.5


def test_viewpoint_moves_turns_and_shrinks():
    still, moved = shapes(500, seed=1, **OFF), shapes(500, seed=1, **OFF | {"viewpoint": 1})
    middles = (moved.boxes[:, :2] + moved.boxes[:, 2:]) / 2
    assert middles.std(axis=0).min() > 2
    assert moved.masks.sum() < 0.8 * still.masks.sum()
    heights, widths = (moved.boxes[:, 3] - moved.boxes[:, 1]), (moved.boxes[:, 2] - moved.boxes[:, 0])
    arrows = moved.labels == CLASS_NAMES.index("arrow")
    assert (widths[arrows] > heights[arrows]).mean() > 0.2


def test_illumination_changes_the_light_and_nothing_else():
    plain, lit = shapes(500, seed=1, **OFF), shapes(500, seed=1, **OFF | {"illumination": 1})
    assert np.array_equal(plain.masks, lit.masks)
    assert lit.images.mean(axis=(1, 2, 3)).std() > 1.5 * plain.images.mean(axis=(1, 2, 3)).std()

    def lighter(batch: ShapesBatch) -> np.ndarray:
        """By how much each shape is lighter than its ground."""
        grey = batch.images.mean(axis=3)
        inside = (grey * batch.masks).sum(axis=(1, 2)) / batch.masks.sum(axis=(1, 2))
        outside = (grey * ~batch.masks).sum(axis=(1, 2)) / (~batch.masks).sum(axis=(1, 2))
        return inside - outside

    assert (lighter(plain) > 0).all()
    assert 0.2 < (lighter(lit) < 0).mean() < 0.6


def test_clutter_changes_the_ground_and_not_the_shape():
    plain, busy = shapes(500, seed=1, **OFF), shapes(500, seed=1, **OFF | {"clutter": 1})
    assert np.array_equal(plain.masks, busy.masks)
    change = np.abs(busy.images.astype(int) - plain.images).mean(axis=3)
    inside = plain.masks & np.roll(plain.masks, 1, 1) & np.roll(plain.masks, -1, 1)
    inside &= np.roll(plain.masks, 1, 2) & np.roll(plain.masks, -1, 2)
    assert change[inside].mean() < 1
    assert change[~plain.masks].mean() > 15


def test_occlusion_hides_part_of_the_shape_never_all():
    whole, hidden = shapes(500, seed=1, **OFF), shapes(500, seed=1, **OFF | {"occlusion": 1})
    assert not (hidden.masks & ~whole.masks).any()
    visible = hidden.masks.sum(axis=(1, 2)) / whole.masks.sum(axis=(1, 2))
    assert visible.min() > 0.15
    assert visible.mean() < 0.8


def test_deformation_varies_the_form_within_a_class():
    batch = shapes(500, seed=1, **OFF | {"deformation": 1})
    for label in range(10):
        areas = batch.masks[batch.labels == label].sum(axis=(1, 2))
        assert areas.std() / areas.mean() > 0.04, CLASS_NAMES[label]


def test_a_dial_between_is_between():
    """Half a turn hides less than a whole one, in the same scenes."""
    areas = [shapes(500, seed=1, **OFF | {"occlusion": dial}).masks.sum() for dial in (0, 0.25, 0.5, 1)]
    assert areas == sorted(areas, reverse=True)
    assert len(set(areas)) == 4


def test_colour_tells_nothing_of_the_class():
    """Neither the shape's mean colour nor the ground's differs between classes by more than chance."""
    batch = shapes(5000, seed=6, illumination=0.5, clutter=0.5, viewpoint=0, occlusion=0, deformation=0)
    for masks in (batch.masks, ~batch.masks):
        pixels = masks.sum(axis=(1, 2))[:, None]
        colours = (batch.images * masks[..., None]).sum(axis=(1, 2)) / pixels
        means = np.array([colours[batch.labels == label].mean(axis=0) for label in range(10)])
        errors = colours.std(axis=0) / np.sqrt(500)
        assert np.abs((means - colours.mean(axis=0)) / errors).max() < 4


def test_ground_and_filling_are_photographic():
    """Neighbouring pixels differ a little nearly everywhere, as in a photograph; a painted plane would be flat."""
    batch = shapes(200, seed=3, **OFF | {"clutter": 1})
    step = np.abs(np.diff(batch.images.astype(int), axis=2)).sum(axis=3)
    ground = ~batch.masks[:, :, 1:] & ~batch.masks[:, :, :-1]
    filling = batch.masks[:, :, 1:] & batch.masks[:, :, :-1]
    assert (step[ground] > 0).mean() > 0.9
    assert (step[filling] > 0).mean() > 0.8


def test_a_picture_is_drawn_in_the_time_of_two_rotations():
    """By scikit-image, in processor time; the best of three of each, as other work only ever adds."""

    def seconds(function: Callable[[], object]) -> float:
        start = time.process_time()
        function()
        return time.process_time() - start

    images = shapes(1000, seed=0).images
    drawing = min(seconds(lambda: shapes(1000, seed=0)) for _ in range(3))
    rotating = min(seconds(lambda: [rotate(image, 10) for image in images]) for _ in range(3))
    assert drawing < 2 * rotating


@pytest.mark.parametrize("options", [{"occlusion": 1.1}, {"viewpoint": -0.1}, {"clutter": float("nan")}])
def test_a_dial_out_of_range_is_an_error(options: dict):
    with pytest.raises(DataError, match=f"{next(iter(options))}=.*from 0"):
        shapes(1, seed=0, **options)


@pytest.mark.parametrize("options", [{"n": -1, "seed": 0}, {"n": 1, "seed": -1}, {"n": 1, "seed": 0, "size": 8}])
def test_a_number_out_of_range_is_an_error(options: dict):
    with pytest.raises(DataError, match="expected n >= 0, seed >= 0, 24 <= size <= 128"):
        shapes(**options)
