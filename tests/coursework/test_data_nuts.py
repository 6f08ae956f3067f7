"""The generator of nuts: what it returns, and that the two kinds can be told apart, though not by size alone."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.measure import label as components
from skimage.measure import regionprops
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from coursework.data import NUT_NAMES, nuts
from coursework.errors import DataError


def test_masks_and_labels():
    """As many of each kind, one of each in every two; each nut in one piece, clear of the edge, for any size."""
    for size in (24, 48, 96):
        masks, labels = nuts(60, np.random.default_rng(1), size=size)
        assert (masks.shape, masks.dtype) == ((60, size, size), bool)
        assert (labels.shape, labels.dtype) == ((60,), np.int64)
        np.testing.assert_array_equal(labels[::2] + labels[1::2], 1)
        assert 0 < labels[::2].sum() < 30
        edge = np.ones((size, size), bool)
        edge[1:-1, 1:-1] = False
        assert not masks[:, edge].any()
        assert [components(mask).max() for mask in masks] == [1] * 60


@pytest.mark.parametrize("n", [0, 1, 5])
def test_any_number_of_nuts(n):
    """The first nuts of a seed are the same, however many are made; an odd number and none are possible."""
    masks, labels = nuts(n, np.random.default_rng(3))
    more, more_labels = nuts(8, np.random.default_rng(3))
    np.testing.assert_array_equal(masks, more[:n])
    np.testing.assert_array_equal(labels, more_labels[:n])


def test_elongation_tells_the_kinds_apart_and_area_alone_does_not():
    """Elongation alone is right for more than 85 %, together with the area for more than 96 %, area for under 65 %."""
    masks, labels = nuts(600, np.random.default_rng(5))
    found = [regionprops(mask.astype(int))[0] for mask in masks]
    features = np.array([(each.area, each.axis_major_length / each.axis_minor_length) for each in found])
    assert features[labels == NUT_NAMES.index("almond"), 1].mean() > 1.35
    assert features[labels == NUT_NAMES.index("hazelnut"), 1].mean() < 1.2

    def accuracy(chosen):
        model = make_pipeline(StandardScaler(), LogisticRegression())
        return model.fit(features[:, chosen], labels).score(features[:, chosen], labels)

    assert accuracy([0]) < 0.65
    assert 0.85 < accuracy([1]) < 0.96 < accuracy([0, 1])


def test_what_it_refuses():
    with pytest.raises(DataError, match=r"nuts\(-1, size=48\): expected n >= 0"):
        nuts(-1, np.random.default_rng(0))
    with pytest.raises(DataError, match="size >= 24"):
        nuts(1, np.random.default_rng(0), size=8)
