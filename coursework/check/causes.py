"""Looks for the likely cause of a wrong result."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import history, label_causes, shape_causes, value_causes
from .containment import recorded_warnings
from .mismatch import Cause, Mismatch, cause
from .values import to_array

_WARNED = (
    ("overflow encountered in exp", "exp overflows for large numbers: subtract the maximum first"),
    (
        "encountered in sqrt",
        "the root of a negative number is NaN: rounding makes tiny negative ones, clip them at 0",
    ),
    ("encountered in log", "the logarithm of 0 or of a negative number was taken"),
    ("divide by zero", "something is divided by 0"),
    ("encountered in divide", "0 is divided by 0, or infinity by infinity"),
)


def described(expected: np.ndarray) -> str:
    """What the result should be: `a number`, `an array of shape (2, 3)`."""
    noun = {"b": "True or False", "U": "a string", "S": "bytes"}.get(expected.dtype.kind, "a number")
    return f"an array of shape {expected.shape}" if expected.ndim else noun


def explain(
    actual: np.ndarray, expected: np.ndarray, allowed: np.ndarray | None, mistakes: dict[str, Any]
) -> tuple[str, str]:
    """The likely cause, once with what was tried and once in fixed words; empty where none is found."""
    case = Mismatch(actual, expected, allowed)
    with np.errstate(all="ignore"):
        found = _find(case, mistakes)
    if found is not None:
        return found.said, found.hint
    return "", "the shape of the result is not the expected one" if actual.shape != expected.shape else ""


def _find(case: Mismatch, mistakes: dict[str, Any]) -> Cause | None:
    for words, wrong in mistakes.items():
        value = to_array(wrong)
        if value is not None and not case.fits(value) and _same(case, value):
            return cause(words)
    if case.actual.shape != case.expected.shape:
        return shape_causes.find(case)
    broken = _not_finite(case)
    if broken is not None:
        return broken
    earlier = history.find(case)
    if earlier is not None:
        return earlier
    return label_causes.find(case) if case.allowed is None else value_causes.find(case)


def _same(case: Mismatch, wrong: np.ndarray) -> bool:
    """True where the result is what a known mistake gives."""
    if wrong.shape != case.actual.shape:
        return False
    if case.allowed is None or wrong.dtype.kind not in "iuf" or case.actual.dtype.kind not in "iuf":
        return bool(np.array_equal(wrong, case.actual))
    rtol = 1e-6 if case.actual.dtype.itemsize >= 8 else 1e-4
    size = np.abs(wrong[np.isfinite(wrong)]).max(initial=0.0)
    return bool(np.allclose(case.actual, wrong, rtol=rtol, atol=1e-9 * size, equal_nan=True))


def _not_finite(case: Mismatch) -> Cause | None:
    """NaN or infinity where a finite number is expected."""
    if case.actual.dtype.kind != "f" or case.expected.dtype.kind not in "iuf":
        return None
    bad = ~np.isfinite(case.actual) & np.isfinite(case.expected)
    if not bad.any():
        return None
    what = "NaN" if np.isnan(case.actual[bad]).any() else "an infinity"
    warned = recorded_warnings()
    for text, words in _WARNED:
        if any(text in warning for warning in warned):
            return cause(f"your result holds {what}: {words}")
    size = np.abs(case.expected).max()
    rest = ~bad
    if what == "NaN" and size > 0 and rest.any() and np.all(np.abs(case.expected[bad]) <= 1e-6 * size):
        return cause("your result is NaN where 0 is expected: was the root of a tiny negative number taken, or 0 / 0?")
    if what == "NaN":
        return cause("your result holds NaN: 0 / 0, inf - inf, or the root or logarithm of a negative number")
    return cause("your result holds an infinity: a division by 0, the logarithm of 0, or a number too large for exp")
