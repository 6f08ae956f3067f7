"""scikit-learn's handwritten digits: 1,797 images of 8 x 8 pixels."""

from __future__ import annotations

import numpy as np

from coursework.errors import DataError

from ._dataset import Dataset

VERSION = 1


def make_digits() -> Dataset:
    """The digits, split by class: of each digit every fifth image, in the order of the file, is for the test.

    Returns:
        Dataset: 1,442 training and 355 test images, (N, 8, 8), uint8 in 0 ... 16 (not 255:
            each pixel counts the dark pixels in a block of 4 x 4).

    Raises:
        DataError: scikit-learn is not installed.

    Source: E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository,
        1998.
    """
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise DataError("load('digits') needs scikit-learn: python -m pip install scikit-learn") from error
    bunch = load_digits()
    images, labels = bunch.images.astype(np.uint8), bunch.target.astype(np.int64)
    test = np.zeros(len(labels), bool)
    for digit in range(10):
        test[np.flatnonzero(labels == digit)[4::5]] = True
    names = tuple(str(digit) for digit in range(10))
    return Dataset(images[~test], labels[~test], images[test], labels[test], names, "digits")
