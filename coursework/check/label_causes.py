"""Causes of wrong labels, indices, strings and True/False values of the right shape."""

from __future__ import annotations

import numpy as np

from .mismatch import Cause, Mismatch, cause


def find(case: Mismatch) -> Cause | None:
    """The first cause that explains every element."""
    array, expected = case.actual, case.expected
    if array.size == 0:
        return None
    if array.dtype.kind == "U":
        return _text(array, expected)
    if array.dtype.kind == "b":
        inverted = array.ndim > 0 and array.size > 2 and case.varied and np.array_equal(~array, expected)
        return cause("True and False are exchanged") if inverted else None
    if not case.numeric or array.ndim == 0 or not case.varied:
        return None
    difference = np.unique(expected - array.astype(np.float64))
    if array.size > 2 and difference.size == 1:
        way = "too small" if difference[0] > 0 else "too large"
        if abs(difference[0]) == 1:
            return cause(f"every value is {way} by 1: does counting start at 0?")
        return cause(f"every value is {way} by {abs(difference[0]):g}", f"every value is {way} by the same number")
    if array.ndim == 2 and case.fits(array.T):
        return cause("your result transposed agrees: are rows and columns exchanged?")
    if array.ndim == 1 and array.size > 2 and np.unique(expected).size == expected.size:
        if np.array_equal(array[::-1], expected):
            return cause("your result in reverse order agrees")
        if np.array_equal(np.sort(array), np.sort(expected)):
            return cause("your result has the right values in another order")
    return None


def _text(array: np.ndarray, expected: np.ndarray) -> Cause | None:
    if np.array_equal(np.char.strip(array), np.char.strip(expected)):
        return cause("the text agrees apart from spaces at its ends")
    if np.array_equal(np.char.lower(array), np.char.lower(expected)):
        return cause("the text agrees apart from upper and lower case")
    return None
