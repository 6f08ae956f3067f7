"""The reference of 01_images_as_tensors held against scikit-image, scikit-learn, torch and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.spatial.distance import cdist
from skimage import color, measure, transform
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from autograder.reference import Reference, reference
from coursework import data, images


@pytest.fixture(scope="module")
def ref() -> Reference:
    return reference("01_images_as_tensors")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(10)


def test_grey_values_agree_with_skimage(ref: Reference, rng: np.random.Generator) -> None:
    """Its luma (BT.601) is the Y of YUV; its own rgb2gray weighs as BT.709 does."""
    image = rng.random((7, 5, 3))
    np.testing.assert_allclose(ref.to_grayscale(image), color.rgb2yuv(image)[..., 0], atol=2e-4)
    np.testing.assert_allclose(ref.to_grayscale(image), color.rgb2ycbcr(image)[..., 0] / 219 - 16 / 219, atol=2e-3)


@pytest.mark.parametrize("delta", [-300, -7, 0, 9, 300])
def test_brightness_agrees_with_torch(ref: Reference, rng: np.random.Generator, delta: int) -> None:
    image = rng.integers(0, 256, size=(4, 6, 3), dtype=np.uint8)
    expected = (torch.from_numpy(image).int() + delta).clamp(0, 255).to(torch.uint8).numpy()
    np.testing.assert_array_equal(ref.adjust_brightness(image, delta), expected)


def test_channels_first_agrees_with_torch(ref: Reference, rng: np.random.Generator) -> None:
    batch = rng.integers(0, 256, size=(3, 4, 6, 3), dtype=np.uint8)
    expected = torch.from_numpy(batch).permute(0, 3, 1, 2).float() / 255
    found = ref.to_channels_first(batch)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected.numpy(), rtol=1e-6)


def test_standardize_agrees_with_sklearn(ref: Reference, rng: np.random.Generator) -> None:
    """A constant channel included, which becomes 0 in both."""
    train, test = rng.normal(3, 5, size=(6, 4, 5, 3)), rng.normal(size=(2, 4, 5, 3))
    train[..., 1] = 7.0
    scaler = StandardScaler().fit(train.reshape(-1, 3))
    for found, images_ in zip(ref.standardize(train, test), (train, test), strict=True):
        expected = scaler.transform(images_.reshape(-1, 3)).reshape(images_.shape)
        np.testing.assert_allclose(found, expected, atol=1e-9)


@pytest.mark.parametrize(("name", "metric"), [("l1_distance", "cityblock"), ("l2_distance", "euclidean")])
def test_distances_agree_with_scipy(ref: Reference, rng: np.random.Generator, name: str, metric: str) -> None:
    a, b = (rng.integers(0, 256, size=(5, 7, 3), dtype=np.uint8) for _ in range(2))
    expected = cdist(a.reshape(1, -1).astype(float), b.reshape(1, -1).astype(float), metric)[0, 0]
    assert getattr(ref, name)(a, b) == pytest.approx(expected, rel=1e-12)


def test_noise_has_the_deviation_that_was_asked_for(ref: Reference, rng: np.random.Generator) -> None:
    grey = np.full((300, 300), 128, np.uint8)
    noise = ref.add_noise(grey, 12.0, rng).astype(float) - 128
    assert noise.std() == pytest.approx(12.0, rel=0.02)
    assert abs(noise.mean()) < 0.2


def test_integral_image_agrees_with_skimage(ref: Reference, rng: np.random.Generator) -> None:
    image = rng.integers(0, 256, size=(9, 13)).astype(float)
    table, theirs = ref.integral_image(image), transform.integral_image(image)
    np.testing.assert_allclose(table[1:, 1:], theirs)
    assert not table[0].any()
    assert not table[:, 0].any()
    # skimage's rectangle ends with its last pixel, ours before it.
    assert ref.box_sum(table, 2, 3, 7, 11) == pytest.approx(transform.integrate(theirs, (2, 3), (6, 10))[0])
    assert ref.haar_value(table, 1, 2, 4, 6) == image[1:5, 2:5].sum() - image[1:5, 5:8].sum()


@pytest.mark.parametrize("bins", [1, 2, 3, 4, 7, 256])
def test_colour_histogram_agrees_with_numpy(ref: Reference, bins: int) -> None:
    image = images.photo("flower")[:40, :50]
    if bins == 256:
        image = image[:5, :5] // 64
        bins = 16
    edges = [np.linspace(0, 256, bins + 1)] * 3
    counts, _ = np.histogramdd(image.reshape(-1, 3), bins=edges)
    np.testing.assert_allclose(ref.color_histogram(image, bins), counts / counts.sum())


def test_nuts_are_measured_as_by_skimage(ref: Reference, rng: np.random.Generator) -> None:
    """It takes pixels as points, we as squares, which makes each moment larger by 1/12."""
    masks, _ = data.nuts(20, rng)
    for mask in masks:
        region = measure.regionprops(mask.astype(int))[0]
        area, elongation = ref.measure(mask)
        assert area == region.area
        large, small = (value + 1 / 12 for value in region.inertia_tensor_eigvals)
        assert elongation == pytest.approx((large / small) ** 0.5, rel=1e-9)


def test_the_threshold_errs_as_seldom_as_a_tree_of_one_question(ref: Reference, rng: np.random.Generator) -> None:
    for _ in range(20):
        labels = rng.integers(0, 2, size=30)
        elongations = rng.normal(1.2 + 0.2 * labels, 0.15)
        threshold = ref.fit_threshold(elongations, labels)
        errors = np.count_nonzero(ref.classify(elongations, threshold) != labels)
        tree = DecisionTreeClassifier(max_depth=1).fit(elongations[:, None], labels)
        assert errors <= np.count_nonzero(tree.predict(elongations[:, None]) != labels)
