"""Causes of right values in wrong places."""

from __future__ import annotations

import numpy as np

from .mismatch import Cause, Mismatch, cause


def find(case: Mismatch) -> Cause | None:
    """Transposed, reversed, or permuted."""
    array, expected = case.actual, case.expected
    if array.ndim == 0:
        return None
    if array.ndim == 2 and case.fits(array.T):
        return cause("your result transposed agrees: are rows and columns exchanged?")
    if array.ndim <= 2 and len(expected) > 2:
        if case.fits(array[::-1]) and _distinct(expected):
            return cause("your result in reverse order agrees")
        if _same_rows(case) and _distinct(expected):
            noun = "rows" if array.ndim == 2 else "values"
            return cause(f"your result has the right {noun} in another order")
    if array.ndim == 2 and array.shape[1] > 2 and case.fits(array[:, ::-1]):
        return cause("your result agrees with its columns in reverse order")
    return None


def _distinct(rows: np.ndarray) -> bool:
    return len(np.unique(rows, axis=0)) == len(rows)


def _same_rows(case: Mismatch) -> bool:
    """True where the rows agree after sorting. Their sums are compared first: sorting large arrays takes long."""
    sums = [np.sort(np.sum(a, axis=tuple(range(1, a.ndim)))) for a in (case.actual, case.expected)]
    if not np.allclose(*sums, rtol=1e-4, atol=1e-4 * np.abs(sums[1]).max()):
        return False
    return case.fits(case.actual[_sorting(case.actual)][np.argsort(_sorting(case.expected))])


def _sorting(array: np.ndarray) -> np.ndarray:
    return np.lexsort(array.T[::-1]) if array.ndim == 2 else np.argsort(array, kind="stable")
