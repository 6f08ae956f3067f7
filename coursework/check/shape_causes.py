"""Causes of a result of the wrong shape."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import numpy as np

from .mismatch import Cause, Mismatch, cause

_REDUCTIONS = {"sum": np.sum, "mean": np.mean, "largest value": np.max, "smallest value": np.min}


def find(case: Mismatch) -> Cause | None:
    """The first cause whose correction agrees with the expected values; else what the shapes alone tell."""
    if case.numeric and case.expected.size:
        for search in (_reordered, _reshaped, _diagonal, _not_reduced, _reduced_too_far, _rows):
            found = search(case)
            if found is not None:
                return found
    return of_shapes(case.actual.shape, case.expected.shape)


def of_shapes(received: tuple[int, ...], expected: tuple[int, ...]) -> Cause | None:
    """What two shapes that differ tell by themselves."""
    if received == expected[::-1]:
        return cause("the shape is reversed: are rows and columns exchanged?")
    if tuple(n for n in received if n > 1) == tuple(n for n in expected if n > 1):
        return cause(f"an axis of length 1 is {_place(received, expected)}")
    if received in _without_one(expected) and received:
        return cause("an axis of the result is gone: does a sum, mean or norm run over all? axis= names one")
    if expected in _without_one(received) and expected:
        return cause("the result has an axis too many: is a step missing that reduces it?")
    return None


def _reordered(case: Mismatch) -> Cause | None:
    array, shape = case.actual, case.expected.shape
    if array.ndim != len(shape) or array.ndim < 2 or not case.varied:
        return None
    if case.fits(array.T):
        return cause("your result transposed agrees: are rows and columns exchanged?")
    if array.ndim > 4:
        return None
    for axes in permutations(range(array.ndim)):
        if tuple(array.shape[axis] for axis in axes) == shape and case.fits(array.transpose(axes)):
            return cause(
                f"your result agrees after .transpose{axes}: its axes are in another order",
                "the axes of the result are in another order",
            )
    return None


def _reshaped(case: Mismatch) -> Cause | None:
    array, shape = case.actual, case.expected.shape
    if array.size != case.expected.size or not case.fits(array.reshape(shape)):
        return None
    if tuple(n for n in array.shape if n > 1) == tuple(n for n in shape if n > 1):
        return cause(f"the values are right, the shape is not: an axis of length 1 is {_place(array.shape, shape)}")
    return cause("the values are right, the shape is not") if case.varied else None


def _diagonal(case: Mismatch) -> Cause | None:
    array = case.actual
    if case.expected.ndim != 1 or array.ndim != 2 or array.shape[0] != array.shape[1] or not case.varied:
        return None
    if not case.fits(np.diagonal(array)):
        return None
    return cause(
        "the diagonal of your result agrees: an (N, 1) array met an (N,) array, which broadcasts to (N, N)",
    )


def _not_reduced(case: Mismatch) -> Cause | None:
    array = case.actual
    if array.ndim <= case.expected.ndim or not np.any(case.expected):
        return None
    axes = [*range(array.ndim)] if array.ndim == case.expected.ndim + 1 else []
    if not axes and case.expected.ndim == 0:
        axes = [None]
    found = [
        _missing(name, axis)
        for axis in axes
        for name, reduce in _REDUCTIONS.items()
        if case.fits(np.asarray(reduce(array, axis=axis)))
    ]
    found += [
        cause("the index of the largest value agrees: is an argmax missing?")
        for axis in axes
        if axis is not None and case.expected.dtype.kind in "iu" and case.fits(np.argmax(array, axis=axis))
    ]
    return found[0] if len(found) == 1 else None


def _missing(name: str, axis: int | None) -> Cause:
    place = "over all elements" if axis is None else f"over axis {axis}"
    return cause(f"the {name} of your result {place} agrees: is that step missing?")


def _reduced_too_far(case: Mismatch) -> Cause | None:
    if case.actual.ndim >= case.expected.ndim or not np.any(case.actual):
        return None
    found = list(_overdone(case))
    return found[0] if len(found) == 1 else None


def _overdone(case: Mismatch) -> Iterator[Cause]:
    axes = [*range(case.expected.ndim)] if case.actual.ndim else [None]
    for axis in axes:
        for name, reduce in _REDUCTIONS.items():
            if case.near(np.asarray(reduce(case.expected.astype(np.float64), axis=axis)), case.actual):
                place = "all elements" if axis is None else f"axis {axis}"
                yield cause(f"your result is the {name} over {place} of the expected one: name the axis you mean")


def _place(received: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """What is wrong with an axis of length 1."""
    more = len(received) - len(expected)
    return "too many" if more > 0 else "too few" if more < 0 else "in another place"


def _without_one(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [shape[:axis] + shape[axis + 1 :] for axis in range(len(shape))]


def _rows(case: Mismatch) -> Cause | None:
    array, expected = case.actual, case.expected
    if array.ndim != expected.ndim or array.ndim == 0 or array.shape[1:] != expected.shape[1:]:
        return None
    both = min(len(array), len(expected))
    if both < 2 or not case.varied:
        return None
    allowed = case.allowed if case.allowed is None else case.allowed[:both]
    if not Mismatch(array[:both], expected[:both], allowed).fits(array[:both]):
        return None
    if len(array) > len(expected):
        return cause("the first rows are right, and there are more rows than there should be")
    return cause("the first rows are right, the last are missing: does a loop or a slice stop too early?")
