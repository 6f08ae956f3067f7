"""Checks on a result: close, equal, shape, dtype."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import causes, history
from .difference import differs, shapes_text
from .failures import CheckFailed
from .shape_causes import of_shapes
from .values import is_plain, is_tensor, kind_of, named, require_plain, to_array, uneven
from .wording import clean, joined


def close(
    actual: Any,
    expected: Any,
    *,
    rtol: float = 1e-6,
    atol: float | None = None,
    what: str = "your result",
    mistakes: dict[str, Any] | None = None,
) -> None:
    """Decide that |actual - expected| <= atol + rtol |expected|, for each element.

    Args:
        actual: number, array, tensor, or list, tuple or dict of these.
        expected: the same, as it should be.
        rtol: relative tolerance; for a result in float32 at least 1e-5, in float16 at least 1e-2.
        atol: absolute tolerance; by default 1e-9, or rtol / 1000 if that is more, of the largest expected value (of 1
            where all are 0); for a result in float32 at least 1e-6 of it, in float16 at least 1e-3: a sum that is
            small has the rounding of what it is a sum of.
        what: how messages call the result.
        mistakes: what is wrong, in words -> the value that this mistake gives; said where it agrees.
    """
    _compare(actual, expected, what, lambda a, e: _tolerance(a, e, rtol, atol), mistakes or {})


def equal(actual: Any, expected: Any, *, what: str = "your result", mistakes: dict[str, Any] | None = None) -> None:
    """Decide that actual is exactly expected: labels, indices, strings, True and False.

    A number may be int or float; True and False are no numbers here.
    """
    _compare(actual, expected, what, None, mistakes or {})


def shape(actual: Any, expected: tuple[int, ...], *, what: str = "your result") -> None:
    """Decide the shape of an array; () for a number."""
    require_plain(actual, what, f"an array of shape {tuple(expected)}")
    array = to_array(actual)
    if array is None:
        raise CheckFailed(f"{what}: expected an array of shape {tuple(expected)}, got {named(actual)}")
    if array.shape != tuple(expected):
        text, found = shapes_text(what, array.shape, tuple(expected)), of_shapes(array.shape, tuple(expected))
        raise CheckFailed(
            joined(text, found.said if found else ""),
            found.hint if found else "the shape of the result is not the expected one",
        )


def dtype(actual: Any, expected: Any, *, what: str = "your result") -> None:
    """Decide the dtype of an array or tensor.

    Args:
        expected: a NumPy or torch dtype, an abstract one (np.floating, np.integer), or a tuple of these.
    """
    require_plain(actual, what, "an array")
    options = expected if type(expected) is tuple else (expected,)
    array = actual if is_tensor(actual) else to_array(actual)
    if array is None:
        raise CheckFailed(f"{what}: expected an array, got {named(actual)}")
    if not any(_has_dtype(array.dtype, option) for option in options):
        names = " or ".join(_dtype_name(option) for option in options)
        raise CheckFailed(
            f"{what}: expected dtype {names}, got {_dtype_name(array.dtype)}",
            "the dtype is not the one asked for",
        )


def _has_dtype(found: Any, wanted: Any) -> bool:
    if isinstance(found, np.dtype):
        if type(wanted).__module__ == "torch":
            return str(wanted) == f"torch.{found}"
        if isinstance(wanted, type) and issubclass(wanted, np.generic):
            return np.issubdtype(found, wanted)
        return found == np.dtype(wanted)
    return found is wanted or str(found) == f"torch.{_dtype_name(wanted)}"


def _dtype_name(dtype: Any) -> str:
    return dtype.__name__ if isinstance(dtype, type) else str(dtype)


def _tolerance(actual: np.ndarray, expected: np.ndarray, rtol: float, atol: float | None) -> np.ndarray:
    """Allowed difference of each element, float64."""
    least = 0.0
    if actual.dtype.kind == "f" and actual.dtype.itemsize < 8:
        relative, least = (1e-5, 1e-6) if actual.dtype.itemsize == 4 else (1e-2, 1e-3)
        rtol = max(rtol, relative)
    size = np.abs(expected.astype(np.complex128 if expected.dtype.kind == "c" else np.float64))
    size = np.where(np.isfinite(size), size, 0.0)
    if atol is None:
        atol = max(1e-9, rtol / 1000, least) * (size.max(initial=0.0) or 1.0)
    return atol + rtol * size


def _compare(actual: Any, expected: Any, what: str, tolerance: Any, mistakes: dict[str, Any]) -> None:
    """Decide one value; walk into containers that are no rectangular block of numbers."""
    if not is_plain(expected):
        raise TypeError(f"the expected value should be plain data, got {named(expected)}")
    target = to_array(expected)
    if target is None:
        _compare_container(actual, expected, what, tolerance)
        return
    wanted = causes.described(target)
    require_plain(actual, what, wanted)
    array = to_array(actual)
    if array is None:
        raise CheckFailed(
            f"{what}: expected {wanted}, got {named(actual)}{uneven(actual)}", "the result is not an array"
        )
    if kind_of(array) != kind_of(target) and array.size:
        raise CheckFailed(
            f"{what}: expected {wanted}, got {kind_of(array)} (dtype {array.dtype})",
            f"the result should hold {kind_of(target)}, it holds {kind_of(array)}",
        )
    exact = tolerance is None or target.dtype.kind not in "iufc"
    allowed = None if exact else tolerance(array, target)
    failure = differs(array, target, allowed, what)
    if failure is None:
        history.remember(array, target)
        return
    said, hint = causes.explain(array, target, allowed, mistakes)
    history.remember(array, target)
    raise CheckFailed(joined(failure, said), hint)


def _compare_container(actual: Any, expected: Any, what: str, tolerance: Any) -> None:
    if expected is None:
        if actual is not None:
            raise CheckFailed(f"{what}: expected None, got {named(actual)}")
        return
    kind = type(expected).__name__
    require_plain(actual, what, f"a {kind}")
    if type(expected) is set:
        if type(actual) is not set or actual != expected:
            raise CheckFailed(
                f"{what}: expected {clean(repr(expected))}, got {clean(repr(actual))}",
                "the set is not the expected one",
            )
    elif type(expected) is dict:
        if type(actual) is not dict:
            raise CheckFailed(f"{what}: expected a dict, got {named(actual)}", "the result should be a dict")
        if set(actual) != set(expected):
            raise CheckFailed(
                f"{what}: expected the keys {_keys(expected)}, got {_keys(actual)}",
                "the keys of the dict are not the expected ones",
            )
        for key in expected:
            _compare(actual[key], expected[key], f"{what}[{key!r}]", tolerance, {})
    else:
        listed = type(actual) in (list, tuple) or (type(actual) is np.ndarray and actual.ndim)
        if not listed:
            raise CheckFailed(f"{what}: expected a {kind}, got {named(actual)}", f"the result should be a {kind}")
        if len(actual) != len(expected):
            raise CheckFailed(
                f"{what}: expected {len(expected)} items, got {len(actual)}",
                "the number of items is not the expected one",
            )
        for index, (item, target) in enumerate(zip(actual, expected, strict=True)):
            _compare(item, target, f"{what}[{index}]", tolerance, {})


def _keys(mapping: dict) -> str:
    return clean(", ".join(sorted(map(repr, mapping))))
