"""Checks on what a function does, apart from its result."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from .failures import CheckFailed, NotAttempted
from .probe import probe_of
from .values import copy_plain, is_tensor, named, to_array
from .wording import builtin_name, clean, error_text, number, position


def raises(
    exc: type[BaseException] | tuple[type[BaseException], ...],
    fn: Callable,
    *args: Any,
    match: str | None = None,
    **kwargs: Any,
) -> BaseException:
    """Decide that `fn(*args, **kwargs)` raises `exc`; the NotImplementedError of an empty stub never counts.

    Args:
        exc: exception class, or several.
        match: regular expression to be found in the error's text.

    Returns:
        The error.
    """
    name, kinds = probe_of(fn).name, exc if isinstance(exc, tuple) else (exc,)
    wanted = " or ".join(kind.__name__ for kind in kinds)
    try:
        value = fn(*args, **kwargs)
    except Exception as error:
        if isinstance(error, NotImplementedError) and NotImplementedError not in kinds:
            raise
        text = error_text(error)
        if not isinstance(error, kinds):
            raise CheckFailed(
                f"{name} should raise {wanted} here, but raised {clean(type(error).__name__, 60)}: {text}",
                f"the task asks for {wanted} here, your code raises {builtin_name(type(error))}",
            ) from error
        if match is not None and not re.search(match, text):
            raise CheckFailed(
                f"{name} raises {wanted}, but its text should match {match!r}: {text!r}",
                f"the {wanted} is raised, but its text is not the one asked for",
            ) from error
        return error
    returned = clean(repr(value), 80) if type(value) in (bool, int, float, str, type(None)) else "a result"
    raise CheckFailed(
        f"{name} should raise {wanted} here, but returned {returned}",
        f"the task asks for {wanted} here, your code returns a result",
    )


def unchanged(fn: Callable, *args: Any, **kwargs: Any) -> Any:
    """Decide that `fn` leaves its arguments as they are.

    Returns:
        What the call returned.
    """
    probe = probe_of(fn)
    before = (copy_plain(args), copy_plain(kwargs))
    value, args_after, kwargs_after = probe.call_keeping_arguments(args, kwargs)
    pairs = [(f"argument {i + 1}", a, b) for i, (a, b) in enumerate(zip(before[0], args_after, strict=True))]
    pairs += [(f"argument {key}", before[1][key], kwargs_after[key]) for key in kwargs]
    for name, old, new in pairs:
        change = _change(old, new)
        if change is not None:
            raise CheckFailed(
                f"{probe.name} modifies its input: {name}{change}; compute on a copy, not in place",
                "your code modifies its input: compute on a copy, not in place",
            )
    return value


def inside(fn: Callable, *args: Any) -> Any:
    """`fn(*args)`, run where the arguments live: here an ordinary call, in the grader the student's side."""
    for argument in args:
        call = getattr(type(argument), "__check_inside__", None)
        if call is not None:
            return call(argument, fn, args)
    return fn(*args)


def choice(answer: Any, options: str) -> None:
    """Decide that an answer is one of the options, without telling which is right.

    Args:
        options: one letter each, "abcd".

    Raises:
        NotAttempted: the answer is None.
    """
    if answer is None:
        raise NotAttempted
    if type(answer) is not str or len(answer) != 1 or answer not in options:
        listed = ", ".join(repr(option) for option in options)
        got = clean(repr(answer), 40) if type(answer) in (str, int, float, bool) else named(answer)
        raise CheckFailed(f"the answer should be one of {listed}, got {got}", f"the answer should be one of {listed}")


def that(condition: Any, message: str, hint: str = "") -> None:
    """Decide a simple statement.

    Args:
        condition: exactly a bool or np.bool_.
        message: what is wrong where it is False.
        hint: the same in words without values, for hidden parts.
    """
    if type(condition) not in (bool, np.bool_):
        raise CheckFailed(f"{message} (expected True or False, got {named(condition)})", hint)
    if not condition:
        raise CheckFailed(message, hint)


def _change(old: Any, new: Any, path: str = "") -> str | None:
    """Where two values of the same origin differ, in words; None where they do not. NaN equals itself."""
    if type(old) is not type(new):
        return f"{path} was replaced"
    if type(old) is np.ndarray or is_tensor(old):
        return _array_change(to_array(old), to_array(new), path)
    if type(old) in (list, tuple):
        if len(old) != len(new):
            return f"{path} had length {len(old)}, now has {len(new)}"
        changes = (_change(a, b, f"{path}[{i}]") for i, (a, b) in enumerate(zip(old, new, strict=True)))
        return next((change for change in changes if change is not None), None)
    if type(old) is dict:
        if list(old) != list(new):
            return f"{path} has other keys now"
        changes = (_change(old[key], new[key], f"{path}[{key!r}]") for key in old)
        return next((change for change in changes if change is not None), None)
    if type(old) in (bool, int, float, complex, str, bytes, set):
        return None if old == new or old != old else f"{path} was {old!r}, is now {new!r}"
    return None


def _array_change(old: np.ndarray, new: np.ndarray, path: str) -> str | None:
    if old.shape != new.shape or old.dtype != new.dtype:
        return f"{path} had shape {old.shape} and dtype {old.dtype}, now has {new.shape} and {new.dtype}"
    same = old == new
    if old.dtype.kind in "fc":
        same |= np.isnan(old) & np.isnan(new)
    if same.all():
        return None
    index = tuple(np.argwhere(~same)[0])
    at = position(index) if index else ""
    return f"{path}{at} was {number(old[index])}, is now {number(new[index])}"
