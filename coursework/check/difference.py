"""Says where two arrays differ."""

from __future__ import annotations

import numpy as np

from .wording import SMALL, array_text, count, indent, number, position


def agreement(actual: np.ndarray, expected: np.ndarray, allowed: np.ndarray | float | None) -> np.ndarray:
    """True where an element is right. NaN agrees with NaN only, an infinity with the same infinity only.

    Args:
        allowed: tolerance of each element; None: exact.
    """
    right = np.asarray(actual == expected)
    with np.errstate(all="ignore"):
        if allowed is not None:
            wide = np.complex128 if "c" in actual.dtype.kind + expected.dtype.kind else np.float64
            right |= np.abs(actual.astype(wide, copy=False) - expected.astype(wide, copy=False)) <= allowed
        if not right.all() and actual.dtype.kind in "fc" and expected.dtype.kind in "fc":
            right |= np.isnan(actual) & np.isnan(expected)
    return right


def differs(actual: np.ndarray, expected: np.ndarray, allowed: np.ndarray | None, what: str) -> str | None:
    """The difference in words; None where there is none."""
    if actual.shape != expected.shape:
        return shapes_text(what, actual.shape, expected.shape)
    right = agreement(actual, expected, allowed)
    if right.all():
        return None
    if actual.ndim == 0:
        return f"{what}: expected {number(expected[()])}, got {number(actual[()])}"
    wrong = np.argwhere(~right)
    first = tuple(wrong[0])
    where = f"{what}: {len(wrong)} of {count(actual.size, 'element')} wrong"
    at = f"at {position(first)}: received {number(actual[first])}, expected {number(expected[first])}"
    if actual.size <= SMALL:
        return (
            f"{where}, the first {at}\n  received\n{indent(array_text(actual), 4)}"
            f"\n  expected\n{indent(array_text(expected), 4)}"
        )
    return f"{where}, the first {at}{_largest(actual, expected, right)}"


def shapes_text(what: str, received: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """Both shapes in one sentence."""
    wanted, got = (f"shape {shape}" if shape else "a single number" for shape in (expected, received))
    return f"{what}: expected {wanted}, got {got}"


def _largest(actual: np.ndarray, expected: np.ndarray, right: np.ndarray) -> str:
    if actual.dtype.kind not in "biuf" or expected.dtype.kind not in "biuf":
        return ""
    with np.errstate(all="ignore"):
        error = np.where(right, 0.0, np.abs(actual.astype(np.float64) - expected.astype(np.float64)))
    if not np.isfinite(error).all():
        return ""
    index = np.unravel_index(int(error.argmax()), error.shape)
    return f"; the largest difference is {error[index]:.3g}, at {position(index)}"
