"""The data-only codec: what student code may send out, and nothing else.

A message is one msgpack header followed by the raw bytes of its arrays. Only exact types travel as data: None, bool,
int, float, complex, str, bytes, list, tuple, dict, set, ndarray, NumPy scalars and torch tensors (a parameter arrives
as a tensor). Anything else (an instance, a function, a subclass of one of these) is left where it is and travels as a
`Reference`. Nothing is ever unpickled by the receiver, and every length is checked before anything is allocated for it.
"""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgpack
import numpy as np

MAX_HEADER = 16 << 20
MAX_ARRAYS = 512 << 20
MAX_ARRAY_COUNT = 4096
MAX_DEPTH = 64
MAX_NDIM = 32
# In one message: lists, tuples, sets and dicts; and keys that are no text, since a sender can choose numbers that
# Python's hash does not tell apart, of which each is compared with all the others.
MAX_CONTAINERS = 500_000
MAX_KEYS = 10_000
MAX_INTEGER = 1 << 16

_TUPLE, _SET, _COMPLEX, _INTEGER, _ARRAY, _SCALAR, _TENSOR, _REFERENCE = range(1, 9)
_DTYPE = re.compile(r"[<>|=]?(?:[biufc]\d{1,2}|[SU]\d{1,6}|[mM]8(?:\[\w{1,8}\])?|\?)\Z")
_TORCH_DTYPES = frozenset(
    [
        "bool",
        "uint8",
        "int8",
        "int16",
        "int32",
        "int64",
        "float16",
        "bfloat16",
        "float32",
        "float64",
        "complex64",
        "complex128",
    ]
)
_PREFIX = struct.Struct("<II")


class WireError(ValueError):
    """A value that cannot travel, or a message that is not well formed."""


@dataclass(frozen=True)
class Reference:
    """An object that stayed on the other side.

    kind: "function", "class", "module" or "object".
    type_name: the name of its type; name: its own `__name__`, where it has one.
    """

    id: int
    kind: str
    type_name: str
    name: str


def encode(value: Any, refer: Callable[[Any], Reference]) -> list[bytes | memoryview]:
    """Turn a value into the pieces of one message.

    Args: refer: called with every object that is not data; returns what stands for it.
    Returns: buffers to send one after another.
    Raises: WireError if it is nested too deep, refers to itself, or is too large.
    """
    arrays: list[memoryview] = []
    depth = 0

    def pack(item: Any) -> bytes:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise WireError(f"nested deeper than {MAX_DEPTH} levels")
        try:
            return msgpack.packb(item, default=special, strict_types=True, unicode_errors="surrogatepass")
        finally:
            depth -= 1

    def blob(array: np.ndarray) -> int:
        arrays.append(memoryview(np.ascontiguousarray(array).reshape(-1).view(np.uint8)))
        return len(arrays) - 1

    def special(item: Any) -> Any:
        kind = type(item)
        if kind is tuple:
            return msgpack.ExtType(_TUPLE, pack(list(item)))
        if kind is set:
            if len(item) > MAX_KEYS and not all(type(one) in (str, bytes) for one in item):
                raise WireError(f"a set of more than {MAX_KEYS:,} values: return an array")
            return msgpack.ExtType(_SET, pack(list(item)))
        if kind is complex:
            return msgpack.ExtType(_COMPLEX, struct.pack("<dd", item.real, item.imag))
        if kind is int:
            if item.bit_length() >= 8 * MAX_INTEGER:
                raise WireError(f"an integer of more than {MAX_INTEGER:,} bytes")
            return msgpack.ExtType(_INTEGER, item.to_bytes(item.bit_length() // 8 + 1, "little", signed=True))
        if kind is np.ndarray and _DTYPE.match(item.dtype.str) and item.dtype.itemsize:
            return msgpack.ExtType(_ARRAY, pack([item.dtype.str, list(item.shape), blob(item)]))
        if isinstance(item, np.generic) and kind.__module__ == "numpy" and _DTYPE.match(item.dtype.str):
            # An empty text has no bytes; it is sent as one that is zero, which NumPy does not count.
            dtype = item.dtype if item.dtype.itemsize else np.dtype(f"{item.dtype.str[:2]}1")
            return msgpack.ExtType(_SCALAR, pack([dtype.str, np.array(item, dtype).tobytes()]))
        torch = sys.modules.get("torch")
        tensor = torch is not None and kind in (torch.Tensor, torch.nn.Parameter)
        if tensor and item.layout is torch.strided and not item.is_quantized and not item.is_meta:
            name = str(item.dtype).removeprefix("torch.")
            if name in _TORCH_DTYPES:
                raw = item.detach().cpu().contiguous().resolve_conj().resolve_neg().flatten().view(torch.uint8)
                return msgpack.ExtType(_TENSOR, pack([name, list(item.shape), blob(raw.numpy())]))
        it = refer(item)
        return msgpack.ExtType(_REFERENCE, pack([it.id, it.kind, it.type_name[:80], it.name[:80]]))

    try:
        header = pack(value)
    except (ValueError, RecursionError, OverflowError) as error:
        raise WireError(f"this value cannot be handed over: {error}") from None
    if len(header) > MAX_HEADER:
        raise WireError(f"{len(header):,} bytes of plain Python values are more than {MAX_HEADER:,}: use an array")
    if len(arrays) > MAX_ARRAY_COUNT or sum(a.nbytes for a in arrays) > MAX_ARRAYS:
        raise WireError(
            f"arrays of more than {MAX_ARRAYS >> 20} MiB in one value, or more than {MAX_ARRAY_COUNT:,} of them"
        )
    lengths = struct.pack(f"<{len(arrays)}Q", *(array.nbytes for array in arrays))
    return [_PREFIX.pack(len(header), len(arrays)) + lengths + header, *arrays]


def decode(read: Callable[[int], bytearray], wrap: Callable[[Reference], Any]) -> Any:
    """Rebuild the value of one message from an untrusted sender.

    Args:
        read: returns exactly that many bytes of the stream.
        wrap: makes the local object that stands for a Reference.
    Raises: WireError for anything malformed or too large.
    """
    header_size, count = _PREFIX.unpack(read(_PREFIX.size))
    if header_size > MAX_HEADER or count > MAX_ARRAY_COUNT:
        raise WireError(f"a message with a header of {header_size:,} bytes and {count:,} arrays is too large")
    lengths = struct.unpack(f"<{count}Q", read(8 * count))
    if sum(lengths) > MAX_ARRAYS:
        raise WireError(f"a message with {sum(lengths):,} bytes of arrays is too large")
    header = read(header_size)
    arrays = [read(length) for length in lengths]
    try:
        return _Decoder(arrays, wrap).unpack(bytes(header))
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"malformed message: {type(error).__name__}: {error}") from None


class _Decoder:
    """Rebuilds one header; counts what is in it, so that a small message cannot take much time or memory."""

    def __init__(self, arrays: list[bytearray], wrap: Callable[[Reference], Any]) -> None:
        self._arrays: list[bytearray | None] = list(arrays)
        self._wrap = wrap
        self._depth = self._containers = self._keys = 0

    def unpack(self, data: bytes) -> Any:
        if self._depth > MAX_DEPTH:
            raise WireError(f"nested deeper than {MAX_DEPTH} levels")
        self._depth += 1
        value = msgpack.unpackb(
            data,
            ext_hook=self._special,
            list_hook=self._list,
            object_pairs_hook=self._dict,
            strict_map_key=False,
            unicode_errors="surrogatepass",
        )
        self._depth -= 1
        return value

    def _list(self, items: list) -> list:
        self._containers += 1
        if self._containers > MAX_CONTAINERS:
            raise WireError(f"more than {MAX_CONTAINERS:,} lists, tuples, sets and dicts in one value: use an array")
        return items

    def _dict(self, pairs: list[tuple]) -> dict:
        self._list(self._hashed([key for key, _ in pairs]))
        return dict(pairs)

    def _hashed(self, keys: list) -> list:
        self._keys += sum(type(key) not in (str, bytes) for key in keys)
        if self._keys > MAX_KEYS:
            raise WireError(f"sets and dicts with more than {MAX_KEYS:,} keys that are no text in one value")
        return keys

    def _special(self, code: int, payload: bytes) -> Any:
        if code == _TUPLE:
            return tuple(self.unpack(payload))
        if code == _SET:
            return set(self._hashed(self.unpack(payload)))
        if code == _COMPLEX:
            return complex(*struct.unpack("<dd", payload))
        if code == _INTEGER:
            if len(payload) > MAX_INTEGER:
                raise WireError(f"an integer of more than {MAX_INTEGER:,} bytes")
            return int.from_bytes(payload, "little", signed=True)
        if code == _ARRAY:
            dtype, shape, index = self.unpack(payload)
            kind = _dtype(dtype)
            raw, size = self._buffer(index, kind.itemsize, shape)
            return np.frombuffer(raw, dtype=kind).reshape(size) if raw else np.empty(size, dtype=kind)
        if code == _SCALAR:
            dtype, raw = self.unpack(payload)
            return np.frombuffer(raw, dtype=_dtype(dtype), count=1)[0]
        if code == _TENSOR:
            return _tensor(*self.unpack(payload), self._buffer)
        if code == _REFERENCE:
            number, kind, type_name, name = self.unpack(payload)
            if type(number) is not int or not all(type(text) is str for text in (kind, type_name, name)):
                raise WireError("a malformed reference")
            return self._wrap(Reference(number, kind, type_name, name))
        raise WireError(f"unknown kind of value {code}")

    def _buffer(self, index: Any, itemsize: int, shape: Any) -> tuple[bytearray, tuple[int, ...]]:
        """The bytes of an array, which belong to no other, and its shape."""
        if type(shape) is not list or len(shape) > MAX_NDIM or not all(type(n) is int and n >= 0 for n in shape):
            raise WireError("an array with an impossible shape")
        size = itemsize
        for n in shape:
            size *= n
        raw = self._arrays[index] if type(index) is int and 0 <= index < len(self._arrays) else None
        if raw is None or len(raw) != size:
            raise WireError("an array whose bytes do not fit its shape")
        self._arrays[index] = None
        return raw, tuple(shape)


def _dtype(text: Any) -> np.dtype:
    if type(text) is not str or not _DTYPE.match(text):
        raise WireError("an array of an unknown dtype")
    dtype = np.dtype(text)
    if not dtype.itemsize:
        raise WireError("an array of a dtype without bytes")
    return dtype


def _tensor(name: Any, shape: Any, index: Any, buffer: Callable) -> Any:
    import torch

    if type(name) is not str or name not in _TORCH_DTYPES:
        raise WireError("a tensor of an unknown dtype")
    dtype = getattr(torch, name)
    raw, size = buffer(index, dtype.itemsize, shape)
    return torch.frombuffer(raw, dtype=dtype).reshape(size) if raw else torch.empty(size, dtype=dtype)
