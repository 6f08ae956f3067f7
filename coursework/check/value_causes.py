"""Causes of wrong values in the right shape. A cause is found only where its correction agrees."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from . import order_causes
from .mismatch import Cause, Mismatch, cause, telling

_MEAN = "is it a sum where the mean is asked for?"
_SUM = "is it a mean where the sum is asked for?"


def _times(factor: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda a: a * factor


_FUNCTIONS: list[tuple[Callable[[np.ndarray], np.ndarray], Cause]] = [
    (np.negative, cause("your result with the opposite sign agrees: is a minus missing, or one too many?")),
    (np.sqrt, cause("the square root of your result agrees: is the root missing?")),
    (np.square, cause("the square of your result agrees: is the square missing, or one root too many?")),
    (_times(2), cause("twice your result agrees: is a factor 2 missing?")),
    (_times(0.5), cause("half of your result agrees: is there a factor 2 too many?")),
    (_times(100), cause("100 times your result agrees: is it a fraction where per cent are asked for?")),
    (_times(0.01), cause("a hundredth of your result agrees: is it per cent where a fraction is asked for?")),
    (_times(np.log(2)), cause("your result times the logarithm of 2 agrees: is a logarithm taken to base 2?")),
    (_times(np.log(10)), cause("your result times the logarithm of 10 agrees: is a logarithm taken to base 10?")),
    (_times(255), cause("255 times your result agrees: is it in [0, 1] where 0 to 255 is asked for?")),
    (_times(1 / 255), cause("your result divided by 255 agrees: is it in 0 to 255 where [0, 1] is asked for?")),
    (lambda a: np.abs(a) if np.any(a > 0) else a, cause("the absolute value of your result agrees: is it missing?")),
    (lambda a: 1 - a, cause("1 minus your result agrees: is it the complement of what is asked for?")),
    (np.exp, cause("the exponential of your result agrees: is it the logarithm of what is asked for?")),
    (np.log, cause("the logarithm of your result agrees: is the logarithm missing?")),
    (lambda a: -np.log(a), cause("minus the logarithm of your result agrees: is the logarithm missing?")),
    (lambda a: 1 / a, cause("1 divided by your result agrees: is the fraction upside down?")),
]


def find(case: Mismatch) -> Cause | None:
    """The first cause that explains every element."""
    if not case.numeric or not np.any(case.expected):
        return None
    if not case.varied and case.expected.ndim:
        return None
    for search in (_overflow, _unfilled, order_causes.find):
        found = search(case)
        if found is not None:
            return found
    if case.magnitudes == 1:
        found = _pointwise(case)
        if found:
            return found[0] if len(found) == 1 else None
        return _factor(case) if telling(case.expected) and _whole_ratio(case) else None
    found = _pointwise(case)
    if found:
        return found[0]
    for search in (_factor, _offset, _row_or_column, _wrong_axis, _unnormalised, _fraction):
        found = search(case)
        if found is not None:
            return found
    return None


def _overflow(case: Mismatch) -> Cause | None:
    expected = case.expected.astype(np.float64)
    outside = (expected < 0) | (expected > 255)
    if not outside.any():
        return None
    # Where all that has wrapped is 0, 0 may be there for another reason.
    whole = np.array_equal(expected, np.round(expected)) and np.any(case.actual[outside] != 0)
    if whole and case.fits_values(np.mod(expected, 256)):
        return cause("your result agrees modulo 256: uint8 overflows above 255 and below 0; convert to float first")
    if case.actual.dtype == np.uint8:
        return cause("your result has dtype uint8, which holds 0 to 255 only; convert to float first")
    return None


def _unfilled(case: Mismatch) -> Cause | None:
    if case.actual.ndim == 0 or case.actual.size < 2:
        return None
    filled = case.actual != 0
    if not filled.any():
        return cause("your result is 0 everywhere: is the array ever filled?")
    empty = ~filled & (case.expected != 0)
    if case.right[filled].all() and filled.sum() > 1 and empty.any():
        return cause("what is not 0 in your result is right: was the rest never filled, does a loop stop too early?")
    return None


def _pointwise(case: Mismatch) -> list[Cause]:
    """All functions of one element that agree, the likeliest first."""
    some = case.sample
    return [
        found
        for function, found in _FUNCTIONS
        if some.fits(function(some.actual.astype(np.float64))) and case.fits(function(case.actual.astype(np.float64)))
    ]


def _factor(case: Mismatch) -> Cause | None:
    a, e = case.actual.astype(np.float64).ravel(), case.expected.astype(np.float64).ravel()
    if not np.any(a):
        return None
    factor = float(a @ e / (a @ a))
    if not np.isfinite(factor) or factor == 0 or not case.fits(case.actual * factor):
        return None
    sign = "minus " if factor < 0 else ""
    size = abs(factor)
    for value, way, question in ((1 / size, "divided by", _MEAN), (size, "times", _SUM)):
        if value > 1.5 and abs(value - round(value)) < 1e-5 * value:
            return cause(
                f"{sign}your result {way} {round(value)} agrees: {question}",
                f"the result is off by a constant whole factor: {question}",
            )
        if value > 1.2 and abs(value**2 - round(value**2)) < 1e-5 * value**2:
            return cause(
                f"{sign}your result {way} the square root of {round(value**2)} agrees: is that root missing?",
                "the result is off by the square root of a whole number: is that root missing?",
            )
    return cause(
        f"your result times {factor:.6g} agrees: a constant factor is wrong",
        "the result is off by a constant factor",
    )


def _whole_ratio(case: Mismatch) -> bool:
    """True where one number is 3 to 1,000 times another, to 7 digits: not by chance if it has many digits."""
    size = np.abs(case.actual).max() / np.abs(case.expected).max()
    return any(2.5 < r < 1000.5 and abs(r - round(r)) < 1e-7 * r for r in (size, 1 / size if size else np.inf))


def _offset(case: Mismatch) -> Cause | None:
    difference = float((case.expected.astype(np.float64) - case.actual).mean())
    if difference == 0 or not case.fits(case.actual + difference):
        return None
    if abs(difference) == 1 and case.expected.dtype.kind in "iu":
        way = "too small" if difference > 0 else "too large"
        return cause(f"every value is {way} by 1: does counting start at 0?")
    sign = "plus" if difference > 0 else "minus"
    return cause(
        f"your result {sign} {abs(difference):.6g} agrees: is a constant missing, such as the bias?",
        "the result is off by the same constant everywhere: is a constant missing, such as the bias?",
    )


def _row_or_column(case: Mismatch) -> Cause | None:
    if case.actual.ndim != 2 or min(case.actual.shape) < 2:
        return None
    difference = case.expected.astype(np.float64) - case.actual
    if np.any(np.ptp(case.actual, axis=0)) and case.fits(case.actual + difference.mean(axis=0)):
        return cause("every row is off by the same numbers: is a term missing, such as the bias?")
    if np.any(np.ptp(case.actual, axis=1)) and case.fits(case.actual + difference.mean(axis=1, keepdims=True)):
        return cause("each row is off by a constant of its own: is a term missing that belongs to the row?")
    return None


def _wrong_axis(case: Mismatch) -> Cause | None:
    a, e = case.actual.astype(np.float64), case.expected.astype(np.float64)
    if a.ndim != 2 or min(a.shape) < 2:
        return None
    for name, measure, value in (("sum to 1", np.sum, 1.0), ("have mean 0", np.mean, 0.0)):
        for axis, right, wrong in ((1, "rows", "columns"), (0, "columns", "rows")):
            asked = _all_near(measure(e, axis=axis), value) and not _all_near(measure(e, axis=1 - axis), value)
            got = _all_near(measure(a, axis=1 - axis), value) and not _all_near(measure(a, axis=axis), value)
            if asked and got and np.any(np.ptp(a, axis=1 - axis)):
                return cause(f"the {wrong} of your result {name}, its {right} should: another axis is meant")
    return None


def _unnormalised(case: Mismatch) -> Cause | None:
    a = case.actual.astype(np.float64)
    if a.ndim != 2 or min(a.shape) < 2:
        return None
    for axis, word in ((1, "row"), (0, "column")):
        total = a.sum(axis=axis, keepdims=True)
        if np.all(total != 0) and case.fits(a / total):
            return cause(f"your result divided by the sum of each {word} agrees: is the normalisation missing?")
    return None


def _fraction(case: Mismatch) -> Cause | None:
    a, e = case.actual.astype(np.float64), case.expected.astype(np.float64)
    if not np.array_equal(a, np.round(a)) or not np.any(a):
        return None
    for cut, word in ((np.trunc, "cut off"), (np.floor, "cut off"), (np.round, "rounded")):
        if np.array_equal(cut(e), a):
            return cause(f"your result is the expected one with the fractions {word}: is an array of integers used?")
    return None


def _all_near(values: np.ndarray, target: float) -> bool:
    return bool(np.allclose(values, target, atol=1e-5, rtol=0))
