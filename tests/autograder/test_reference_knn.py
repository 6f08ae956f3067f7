"""The reference of 02_knn held against public libraries and against known results on CIFAR-10."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.model_selection import KFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from autograder.reference import Reference, reference
from coursework import data

SHAPES = [(7, 5, 11), (1, 1, 4), (1, 9, 3), (6, 1, 2), (5, 4, 1), (40, 60, 300)]
L2 = ("l2_distances_two_loops", "l2_distances_one_loop", "l2_distances")


@pytest.fixture(scope="module")
def ref() -> Reference:
    return reference("02_knn")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)


@pytest.mark.parametrize("shape", SHAPES)
def test_l1_agrees_with_scipy(ref: Reference, rng: np.random.Generator, shape: tuple[int, int, int]) -> None:
    m, n, d = shape
    a, b = rng.normal(size=(m, d)), rng.normal(size=(n, d))
    np.testing.assert_allclose(ref.l1_distances(a, b), cdist(a, b, "cityblock"), rtol=1e-12)


@pytest.mark.parametrize("name", L2)
@pytest.mark.parametrize("shape", SHAPES)
def test_l2_agrees_with_scipy(ref: Reference, rng: np.random.Generator, shape: tuple[int, int, int], name: str) -> None:
    m, n, d = shape
    a, b = rng.normal(size=(m, d)), rng.normal(size=(n, d))
    np.testing.assert_allclose(getattr(ref, name)(a, b), cdist(a, b), rtol=1e-9)


@pytest.mark.parametrize("name", ["l1_distances", *L2])
def test_8_bit_pixels_do_not_wrap(ref: Reference, rng: np.random.Generator, name: str) -> None:
    a, b = (rng.integers(0, 256, size=(n, 3072), dtype=np.uint8) for n in (3, 5))
    expected = cdist(a.astype(float), b.astype(float), "cityblock" if name == "l1_distances" else "euclidean")
    np.testing.assert_allclose(getattr(ref, name)(a, b), expected, rtol=1e-12)


def test_identical_rows_are_at_distance_0_not_nan(ref: Reference, rng: np.random.Generator) -> None:
    a = 1000 * rng.random(size=(50, 64))
    a[25:] = a[:25]
    np.testing.assert_allclose(ref.l2_distances(a, a), cdist(a, a), rtol=1e-6, atol=1e-3)


@pytest.mark.parametrize("metric", ["l1", "l2"])
@pytest.mark.parametrize("k", [1, 3, 7])
def test_classifier_agrees_with_sklearn(ref: Reference, rng: np.random.Generator, metric: str, k: int) -> None:
    """Two labels, k odd, real numbers: nothing ties."""
    x, y, queries = rng.normal(size=(200, 8)), rng.integers(0, 2, size=200), rng.normal(size=(300, 8))
    theirs = KNeighborsClassifier(k, algorithm="brute", metric={"l1": "manhattan", "l2": "euclidean"}[metric])
    ours = ref.KNNClassifier(k, metric).fit(x, y)
    np.testing.assert_array_equal(ours.predict(queries), theirs.fit(x, y).predict(queries))


def test_vote_agrees_with_sklearn_on_ties_between_labels(ref: Reference, rng: np.random.Generator) -> None:
    """scikit-learn's mode takes the smallest label too."""
    x, y, queries = rng.normal(size=(60, 3)), rng.integers(0, 5, size=60), rng.normal(size=(200, 3))
    for k in (2, 4, 5):
        theirs = KNeighborsClassifier(k, algorithm="brute").fit(x, y).predict(queries)
        np.testing.assert_array_equal(ref.vote(cdist(queries, x), y, k), theirs)


@pytest.mark.parametrize(("n", "num_folds"), [(10, 5), (23, 5), (7, 7), (101, 10)])
def test_folds_have_the_sizes_of_sklearn(ref: Reference, n: int, num_folds: int) -> None:
    folds = ref.make_folds(n, num_folds, np.random.default_rng(3))
    theirs = [len(test) for _, test in KFold(num_folds).split(np.empty(n))]
    assert [len(fold) for fold in folds] == theirs
    assert sorted(np.concatenate(folds)) == list(range(n))


def test_cross_validation_agrees_with_sklearn(ref: Reference, rng: np.random.Generator) -> None:
    digits = data.load("digits")
    x, y = digits.x_train[:400].reshape(400, -1).astype(float), digits.y_train[:400]
    folds = ref.make_folds(400, 5, rng)
    splits = [(np.setdiff1d(np.arange(400), fold), fold) for fold in folds]
    for k in (1, 3, 9):

        def fit_predict(x_train: np.ndarray, y_train: np.ndarray, x_val: np.ndarray, k: int = k) -> np.ndarray:
            return KNeighborsClassifier(k, algorithm="brute").fit(x_train, y_train).predict(x_val)

        theirs = cross_val_score(KNeighborsClassifier(k, algorithm="brute"), x, y, cv=splits)
        np.testing.assert_allclose(ref.cross_validate(fit_predict, x, y, folds), theirs)


def test_best_k_takes_the_highest_mean_and_the_smallest_of_several(ref: Reference) -> None:
    assert ref.best_k({9: np.array([0.5, 1.0]), 2: np.array([1.0, 0.5]), 4: np.array([0.5, 0.5])}) == 2


@pytest.mark.realdata
def test_cifar10_as_published(ref: Reference) -> None:
    """First 5,000 training and first 500 test images, L2: 137, 139, 141 of 500 right for k = 1, 5, 10."""
    root = os.environ.get("COURSEWORK_DATA", "")
    if not Path(root, "cifar-10-batches-py").is_dir():
        pytest.skip("COURSEWORK_DATA names no folder with cifar-10-batches-py")
    cifar = data.load("cifar10")
    x_train, y_train = cifar.x_train[:5000].reshape(5000, -1), cifar.y_train[:5000]
    x_test, y_test = cifar.x_test[:500].reshape(500, -1), cifar.y_test[:500]
    distances = ref.l2_distances(x_test, x_train)
    right = {k: int(np.sum(ref.vote(distances, y_train, k) == y_test)) for k in (1, 5, 10)}
    assert right == {1: 137, 5: 139, 10: 141}
    classifier = ref.KNNClassifier(10, "l2").fit(x_train, y_train)
    np.testing.assert_array_equal(classifier.predict(x_test), ref.vote(distances, y_train, 10))
