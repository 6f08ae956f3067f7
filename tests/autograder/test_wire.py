"""The data-only codec: exact types both ways, and nothing else gets through."""

import contextlib
import io
import pickle
import random
import struct

import msgpack
import numpy as np
import pytest

from autograder.sandbox.inside import wire


def refer(item):
    return wire.Reference(7, "object", type(item).__name__, "")


def send(value) -> bytes:
    return b"".join(bytes(piece) for piece in wire.encode(value, refer))


def receive(data: bytes):
    stream = io.BytesIO(data)

    def read(size):
        piece = stream.read(size)
        if len(piece) != size:
            raise EOFError
        return bytearray(piece)

    return wire.decode(read, lambda reference: reference)


def message(header: bytes, *arrays: bytes) -> bytes:
    lengths = struct.pack(f"<{len(arrays)}Q", *map(len, arrays))
    return struct.pack("<II", len(header), len(arrays)) + lengths + header + b"".join(arrays)


def same(a, b) -> bool:
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return a == b or (a != a and b != b)


VALUES = [
    None,
    True,
    0,
    -(2**63),
    2**200,
    -(2**64),
    1.5,
    float("nan"),
    float("inf"),
    2 - 3j,
    "",
    "naïve \U0001f600 \ud800",
    b"\x00\xff",
    [],
    [1, [2.0, [None]]],
    (),
    (1, ("a", [(2,)])),
    {},
    {"a": 1, 2: (3,), (4, 5): [6]},
    set(),
    {1, "a", (2, 3)},
    np.arange(6, dtype=np.uint8).reshape(2, 3),
    np.arange(24.0).reshape(2, 3, 4).transpose(2, 0, 1),
    np.array(3.0),
    np.zeros((0, 5), dtype=np.float32),
    np.array([1, 2], dtype=">i4"),
    np.array(["ab", "c"]),
    np.array(["2026-01-01"], dtype="M8[D]"),
    np.float32(0.1),
    np.int64(-1),
    np.bool_(True),
]


# By their places: the text of a set is another in each process, and with it would be the name of the test.
@pytest.mark.parametrize(
    "value", VALUES, ids=[f"{number}-{type(value).__name__}" for number, value in enumerate(VALUES)]
)
def test_data_arrives_as_exactly_its_type(value):
    assert same(receive(send(value)), value)


def test_tensors_arrive_as_tensors():
    torch = pytest.importorskip("torch")
    for tensor in (
        torch.arange(6.0).reshape(2, 3).t(),
        torch.tensor(3),
        torch.zeros(0, 2),
        torch.ones(3, dtype=torch.bfloat16),
        torch.tensor([True, False]),
        torch.ones(2, requires_grad=True) * 2,
        torch.ones(3, requires_grad=True),
        torch.nn.Parameter(torch.arange(4.0)),
    ):
        back = receive(send(tensor))
        assert type(back) is torch.Tensor
        assert back.dtype == tensor.dtype
        assert torch.equal(back, tensor.detach())


def test_a_tensor_without_data_stays_where_it_is():
    torch = pytest.importorskip("torch")
    assert type(receive(send(torch.ones(2, device="meta")))) is wire.Reference


class Float(float):
    pass


class Array(np.ndarray):
    pass


class Everything:
    def __eq__(self, other):
        return True


@pytest.mark.parametrize(
    "value",
    [Float(1.0), np.zeros(2).view(Array), Everything(), len, Everything, np.array([object()]), np.matrix([1.0])],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_data_stays_where_it_is(value):
    back = receive(send([value]))
    assert type(back[0]) is wire.Reference
    assert back[0].type_name == type(value).__name__


def test_a_value_within_itself_is_refused():
    endless = []
    endless.append(endless)
    with pytest.raises(wire.WireError):
        send(endless)
    nested = ()
    for _ in range(wire.MAX_DEPTH + 1):
        nested = (nested,)
    with pytest.raises(wire.WireError, match="deeper"):
        send(nested)


def test_too_much_is_refused_by_the_sender(monkeypatch):
    monkeypatch.setattr(wire, "MAX_ARRAYS", 1000)
    with pytest.raises(wire.WireError, match="MiB"):
        send(np.zeros(1000))
    monkeypatch.setattr(wire, "MAX_HEADER", 1000)
    with pytest.raises(wire.WireError, match="use an array"):
        send("x" * 2000)


@pytest.mark.parametrize("value", [set(range(20_000)), 1 << (8 << 20)], ids=["a set", "an integer"])
def test_what_the_receiver_would_refuse_is_refused_by_the_sender(value):
    with pytest.raises(wire.WireError, match="more than"):
        send(value)


@pytest.mark.parametrize("value", [np.str_(""), np.bytes_(b""), np.empty(3, "U0")])
def test_a_text_without_bytes_arrives(value):
    arrived = receive(send(value))
    assert type(arrived) is type(value)
    assert np.array_equal(arrived, value)


class Command:
    def __reduce__(self):
        return (pytest.fail, ("unpickled",))


def _integer(value: int) -> msgpack.ExtType:
    return msgpack.ExtType(4, value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True))


HOSTILE = {
    "a pickle": pickle.dumps(Command()),
    "a pickle as header": message(pickle.dumps(Command())),
    "a header that claims 4 GiB": struct.pack("<II", 2**32 - 1, 0),
    "a billion arrays": struct.pack("<II", 1, 10**9),
    "arrays of an exabyte": struct.pack("<IIQ", 1, 1, 2**60) + b"\xc0",
    "an unknown kind": message(msgpack.packb(msgpack.ExtType(99, b""))),
    "an object dtype": message(msgpack.packb(msgpack.ExtType(5, msgpack.packb(["|O", [1], 0]))), bytes(8)),
    "a structured dtype": message(msgpack.packb(msgpack.ExtType(5, msgpack.packb(["i4,O", [1], 0]))), bytes(12)),
    "a negative length": message(msgpack.packb(msgpack.ExtType(5, msgpack.packb(["<f8", [-1], 0]))), bytes(8)),
    "a shape larger than its bytes": message(
        msgpack.packb(msgpack.ExtType(5, msgpack.packb(["<f8", [2**40], 0]))), bytes(8)
    ),
    "an array that is not there": message(msgpack.packb(msgpack.ExtType(5, msgpack.packb(["<f8", [1], 3])))),
    "fifty dimensions": message(msgpack.packb(msgpack.ExtType(5, msgpack.packb(["<f8", [1] * 50, 0]))), bytes(8)),
    "a tensor of code": message(msgpack.packb(msgpack.ExtType(7, msgpack.packb(["load", [1], 0]))), bytes(8)),
    "an unhashable key": message(b"\x81\x90\xc0"),
    "a set of lists": message(msgpack.packb(msgpack.ExtType(2, msgpack.packb([[1]])))),
    "a reference of lists": message(msgpack.packb(msgpack.ExtType(8, msgpack.packb([[1], [], [], []])))),
    "numbers that hash alike": message(
        msgpack.packb(msgpack.ExtType(2, msgpack.packb([_integer(n * (2**61 - 1)) for n in range(20_000)])))
    ),
    "numbers that hash alike, as keys": message(msgpack.packb({n * 1.5: None for n in range(20_000)})),
    "an integer of a megabyte": message(msgpack.packb(_integer(1 << (8 << 20)))),
    "an array that is there twice": message(
        msgpack.packb([msgpack.ExtType(5, msgpack.packb(["<f8", [1], 0]))] * 2), bytes(8)
    ),
    "an array of texts without bytes": message(
        msgpack.packb(msgpack.ExtType(5, msgpack.packb(["<U0", [1 << 30], 0]))), b""
    ),
    "a million lists": message(msgpack.packb([[]] * 1_000_000)),
    "a million tuples": message(msgpack.packb([msgpack.ExtType(1, msgpack.packb([]))] * 1_000_000)),
    "rubbish behind the value": message(b"\xc0\xc0"),
    "lists nested 100,000 deep": message(b"\x91" * 100_000 + b"\xc0"),
    "no end": message(b"\x92\xc0"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_malformed_message_is_refused(data):
    with pytest.raises((wire.WireError, EOFError)):
        receive(data)


def test_random_damage_never_does_more_than_raise():
    """Every byte of a valid message flipped, cut and repeated at random: an answer or WireError, nothing else."""
    rng = random.Random(0)
    whole = send([1, (2.0, "three"), {"four": np.arange(5)}, {6}, np.float32(7), 2**70])
    for _ in range(3000):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        if rng.random() < 0.2:
            del data[rng.randrange(len(data)) :]
        with contextlib.suppress(wire.WireError, EOFError):
            receive(bytes(data))
