"""What `load` returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Labelled images, split into a training and a test set.

    The arrays are the caller's own: writable, and made anew by every call of `load`.

    Args:
        x_train: images, (N, H, W, C) or (N, H, W), uint8.
        y_train: labels, (N,), int64, indices into `class_names`.
        x_test: images, (M, H, W, C) or (M, H, W), uint8.
        y_test: labels, (M,), int64.
        class_names: one name a class.
        name: which data this is.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    class_names: tuple[str, ...]
    name: str

    def __repr__(self) -> str:
        size = " x ".join(str(length) for length in self.x_train.shape[1:])
        return (
            f"Dataset {self.name!r}: {len(self.x_train):,} training and {len(self.x_test):,} test images, "
            f"{size} {self.x_train.dtype}, {len(self.class_names)} classes"
        )
