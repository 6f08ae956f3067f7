"""What a check accepts as an answer: plain data of exact types, so that no object can lie about itself."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from .failures import CheckFailed
from .wording import clean

_NUMPY_SCALARS = frozenset(np.dtype(code).type for code in np.typecodes["All"]) - {np.void, np.object_}
_SCALARS = frozenset({bool, int, float, complex, str, bytes}) | _NUMPY_SCALARS
_NUMBERS = frozenset({bool, int, float, complex}) | _NUMPY_SCALARS
_CONTAINERS = frozenset({list, tuple, dict, set})
_DEPTH = 20


def is_tensor(value: Any) -> bool:
    """True for exactly torch.Tensor and torch.nn.Parameter; torch is not imported for this."""
    torch = sys.modules.get("torch")
    return torch is not None and type(value) in (torch.Tensor, torch.nn.Parameter)


def is_plain(value: Any, depth: int = 0) -> bool:
    """True for data of the accepted types only, all the way down."""
    kind = type(value)
    if value is None or kind in _SCALARS or is_tensor(value):
        return True
    if kind is np.ndarray:
        return value.dtype.kind in "biufcSUmM"
    if kind not in _CONTAINERS or depth > _DEPTH:
        return False
    items = [*value.keys(), *value.values()] if kind is dict else value
    return all(is_plain(item, depth + 1) for item in items)


def named(value: Any) -> str:
    """`a list`, `an array`, `an object of type Net` ... for messages; a handle may say what it stands for."""
    if value is None:
        return "None"
    if is_tensor(value):
        return "a tensor"
    if type(value) is np.ndarray:
        return "an array of Python objects (dtype object)" if value.dtype.kind == "O" else "an array"
    name = type(value).__name__
    if type(value) in _SCALARS or type(value) in _CONTAINERS:
        return f"an {name}" if name[0] in "aeiou" else f"a {name}"
    say = getattr(type(value), "__check_type_name__", None)
    return f"an object of type {clean(name if say is None else say(value), 60)}"


def require_plain(value: Any, what: str, wanted: str) -> None:
    """Refuse None and objects that are not plain data.

    Raises:
        CheckFailed: naming what came and what was wanted.
    """
    if value is None:
        raise CheckFailed(
            f"{what}: expected {wanted}, got None; is there a `return` at the end?",
            "the result is None; is there a `return` at the end?",
        )
    if not is_plain(value):
        inside = " that holds something else than numbers, strings and arrays" if type(value) in _CONTAINERS else ""
        raise CheckFailed(
            f"{what}: expected {wanted}, got {named(value)}{inside}",
            "the result is not of an accepted type: return plain numbers or arrays",
        )


def to_array(value: Any) -> np.ndarray | None:
    """Plain data as an array; None where it is no rectangular block of one kind."""
    if is_tensor(value):
        value = value.detach().cpu()
        torch = sys.modules["torch"]
        return (value.float() if value.dtype is torch.bfloat16 else value).numpy()
    if type(value) in (list, tuple) and not {type(item) for item in value} <= _NUMBERS:
        items = [to_array(item) for item in value]
        if any(item is None for item in items) or len({item.shape for item in items}) > 1:
            return None
        return None if len({item.dtype.kind in "US" for item in items}) > 1 else np.array(items)
    if type(value) in (dict, set) or value is None:
        return None
    array = np.asarray(value)
    return array if array.dtype.kind != "O" else np.vectorize(_as_float, otypes=[float])(array)


def _as_float(value: float) -> float:
    """An int that no dtype of integers holds."""
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def uneven(value: Any) -> str:
    """Why a list is no array: what it holds, or that its rows differ in shape."""
    if type(value) not in (list, tuple):
        return ""
    odd = [item for item in value if type(item) in (dict, set) or item is None]
    return f" that holds {named(odd[0])}" if odd else " whose rows differ in shape or kind"


def kind_of(array: np.ndarray) -> str:
    """`numbers`, `True/False values` or `strings`."""
    return {"b": "True/False values", "U": "strings", "S": "bytes", "c": "complex numbers"}.get(
        array.dtype.kind, "numbers"
    )


def copy_plain(value: Any) -> Any:
    """A copy of the data in a value; what is not data stays as it is."""
    kind = type(value)
    if kind is np.ndarray:
        copy = value.copy()
        copy.flags.writeable = value.flags.writeable
        return copy
    if is_tensor(value):
        copy = value.detach().clone().requires_grad_(value.requires_grad)
        return copy if kind is type(copy) else kind(copy, requires_grad=value.requires_grad)
    if kind in (list, tuple):
        return kind(copy_plain(item) for item in value)
    if kind is dict:
        return {key: copy_plain(item) for key, item in value.items()}
    return set(value) if kind is set else value
