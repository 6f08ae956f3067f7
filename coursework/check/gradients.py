"""Decides a gradient by central differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import causes
from .difference import agreement, shapes_text
from .failures import CheckFailed
from .values import named, require_plain, to_array
from .wording import count, joined, number, position


def gradient(
    f: Callable[[np.ndarray], float],
    x: Any,
    analytic: Any,
    *,
    rtol: float = 1e-5,
    eps: float = 1e-6,
    what: str = "your gradient",
) -> None:
    """Decide that `analytic` is df/dx: (f(x + h) - f(x - h)) / 2h for every element, in float64.

    Where f has a kink within h (ReLU at 0), any value between the slopes of its two sides is right.

    Args:
        f: function of an array of x's shape; returns one number. It is called twice an element and once at x.
        x: where the gradient is taken; not modified, f gets copies.
        analytic: the gradient to decide, of x's shape.
        rtol: relative tolerance.
        eps: h is eps * max(1, |x|), element by element.
    """
    point = np.array(to_array(x), dtype=np.float64)
    require_plain(analytic, what, causes.described(point))
    array = to_array(analytic)
    if array is None or array.dtype.kind not in "iuf":
        raise CheckFailed(
            f"{what}: expected an array of real numbers, got {named(analytic)}",
            "the gradient should be an array of numbers",
        )
    here = _value(f, point)
    left, right = _slopes(f, point, here, eps)
    numeric = (left + right) / 2
    allowed = rtol * np.abs(numeric) + rtol * 1e-3 * np.abs(numeric).max(initial=0.0) + 4e-16 * abs(here) / eps + 1e-12
    if array.shape != point.shape:
        said, hint = causes.explain(array, numeric, allowed, {})
        raise CheckFailed(joined(shapes_text(what, array.shape, point.shape), said), hint)
    good = agreement(array, numeric, allowed)
    kink = np.abs(left - right) > 1e-3 * (np.abs(left) + np.abs(right)) + 1e-13 * abs(here) / eps
    good |= kink & (np.minimum(left, right) - allowed <= array) & (array <= np.maximum(left, right) + allowed)
    if good.all():
        return
    with np.errstate(all="ignore"):
        error = np.where(good, -1.0, np.nan_to_num(np.abs(array - numeric), nan=np.inf))
    worst = tuple(np.unravel_index(int(error.argmax()), error.shape))
    at = f" at {position(worst)}" if worst else ""
    said, hint = causes.explain(array, numeric, allowed, {})
    failure = f"{what}: {int((~good).sum())} of {count(array.size, 'element')} wrong, the worst{at}: received "
    failure += f"{number(array[worst])}, central differences give {number(float(numeric[worst]))}"
    raise CheckFailed(joined(failure, said), hint or "the gradient does not agree with central differences")


def _slopes(f: Callable, point: np.ndarray, here: float, eps: float) -> tuple[np.ndarray, np.ndarray]:
    """Slope to the left and to the right of each element."""
    left, right = np.empty_like(point), np.empty_like(point)
    for index in np.ndindex(point.shape):
        step = eps * max(1.0, abs(point[index]))
        lower, upper = point.copy(), point.copy()
        lower[index] -= step
        upper[index] += step
        left[index] = (here - _value(f, lower)) / (point[index] - lower[index])
        right[index] = (_value(f, upper) - here) / (upper[index] - point[index])
    return left, right


def _value(f: Callable, x: np.ndarray) -> float:
    result = f(x.copy())
    require_plain(result, "the function's value", "a number")
    value = to_array(result)
    if value is None or value.size != 1 or value.dtype.kind not in "iuf":
        raise CheckFailed("the function should return one number", "the function should return one number")
    return float(value.reshape(()))
