"""close, equal, shape and dtype: what is right, what is refused, and how a difference reads."""

import itertools
import math
import subprocess
import sys

import numpy as np
import pytest
import torch

from coursework import check

X = np.arange(6.0).reshape(2, 3)


class Liar:
    """Agrees with everything."""

    def __eq__(self, other):
        return True

    __hash__ = None

    def __sub__(self, other):
        return 0

    __rsub__ = __le__ = __array__ = __float__ = __sub__

    def __getattr__(self, name):
        return self


class Agreeing:
    """Equal to everything, and nothing else."""

    def __eq__(self, other):
        return True

    __hash__ = None


class LyingFloat(float):
    def __eq__(self, other):
        return True

    __hash__ = None

    def __sub__(self, other):
        return 0.0


class LyingArray(np.ndarray):
    def __array_ufunc__(self, *args, **kwargs):
        return np.array(True)


class LyingTensor(torch.Tensor):
    pass


class LyingScalar(np.float64):
    pass


class LyingList(list):
    pass


@pytest.fixture(autouse=True)
def _fresh():
    check.begin()


def failure(compare, *args, **options):
    with pytest.raises(check.CheckFailed) as caught:
        compare(*args, **options)
    return caught.value


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (X, X.tolist()),
        (X.tolist(), X),
        (tuple(map(tuple, X)), X),
        (torch.tensor(X), X),
        (torch.nn.Parameter(torch.tensor(X)), X),
        (torch.tensor([1.5], dtype=torch.bfloat16), [1.5]),
        (X.astype(np.float32) * np.float32(1 / 3), X / 3),
        (X.astype(int), X),
        (np.float64(2.5), 2.5),
        (2.5, np.array(2.5)),
        (3, 3.0),
        (1 + 1e-7, 1.0),
        (1 + 2j, 1 + 2j),
        (np.nan, np.nan),
        ([np.inf, 1.0], [np.inf, 1.0]),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        ({"W": X, "b": [1.0]}, {"b": np.ones(1), "W": X}),
        ([np.ones(2), np.ones(3)], [np.ones(2), np.ones(3)]),
        ((X, 2.0), (X, 2.0)),
        ([None, 1.0], [None, 1.0]),
        (X[:, ::-1][:, ::-1], X),
    ],
)
def test_close_accepts(actual, expected):
    check.close(actual, expected)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (X + 1e-3, X),
        (1 + 1e-5, 1.0),
        (1e-12, 2e-12),
        (0.0, 1e-12),
        (1e-8, 0.0),
        (np.nan, 0.0),
        (0.0, np.nan),
        (np.inf, 1e300),
        (-np.inf, np.inf),
        ([1.0, np.nan], [1.0, 2.0]),
        (X, X[:1]),
        (X[:1], X),
        (1 + 1e-9j, 1.0),
        (True, 1.0),
        ("1.0", 1.0),
        (b"1.0", 1.0),
        (None, 1.0),
        ({}, 1.0),
        ({1.0}, 1.0),
        ([[1.0], [1.0, 2.0]], [[1.0, 0.0], [1.0, 2.0]]),
        ([], 1.0),
        ([1.0, "a"], [1.0, 2.0]),
        ([None, 1.0], [2.0, 1.0]),
        (10**400, 1.0),
        (X.astype(np.float32) + np.float32(1e-3), X),
        ({"W": X}, {"W": X, "b": [1.0]}),
        ({"W": X + 1}, {"W": X}),
        ([np.ones(2)], [np.ones(2), np.ones(3)]),
        (np.array([1.0, None]), [1.0, 2.0]),
        (np.array(["a"]), [1.0]),
    ],
)
def test_close_refuses(actual, expected):
    failure(check.close, actual, expected)


@pytest.mark.parametrize(("dtype", "wrong"), [(np.float32, 1e-4), (np.float16, 0.1)])
def test_close_allows_small_sums_the_rounding_of_what_they_sum(dtype, wrong):
    """Of many elements of a product, some are close to 0 and their error is not."""
    rng = np.random.default_rng(0)
    a, b = (rng.normal(size=(60, 60)).astype(dtype).astype(np.float64) for _ in range(2))
    exact, largest, eps = a @ b, np.abs(a @ b).max(), np.finfo(dtype).eps
    rounded = exact + rng.uniform(-0.5, 0.5, exact.shape) * eps * largest
    assert np.abs(rounded / exact - 1).max() > 100 * eps
    check.close(rounded.astype(dtype), exact)
    failure(check.close, (exact + wrong * largest).astype(dtype), exact)


LIARS = [
    Liar(),
    LyingFloat(1.0),
    LyingScalar(1.0),
    np.ones(2).view(LyingArray),
    torch.ones(2).as_subclass(LyingTensor),
    LyingList([1.0]),
    np.array([Agreeing()], dtype=object),
    [Liar()],
    {"a": Liar()},
    (1.0, [Liar()]),
    np.ma.masked_array([1.0], mask=[True]),
    np.ones(1, dtype=[("a", float)]),
    lambda: 1.0,
    Liar,
    iter([1.0]),
    range(3),
]


@pytest.mark.parametrize("liar", LIARS, ids=lambda liar: type(liar).__name__)
@pytest.mark.parametrize("expected", [1.0, [1.0, 1.0], [[1.0]], {"a": 1.0}, [1.0, [1.0]], "a", None, {1}])
@pytest.mark.parametrize("compare", [check.close, check.equal])
def test_only_plain_data_of_exact_types_is_compared(compare, liar, expected):
    failure(compare, liar, expected)


@pytest.mark.parametrize("compare", [check.shape, check.dtype])
@pytest.mark.parametrize("liar", LIARS, ids=lambda liar: type(liar).__name__)
def test_shape_and_dtype_take_plain_data_only(compare, liar):
    failure(compare, liar, (1,) if compare is check.shape else np.float64)


def test_a_deep_list_is_refused_and_not_followed_for_ever():
    deep = []
    deep.append(deep)
    failure(check.close, deep, 1.0)


def test_tolerances_are_as_stated():
    check.close(100.0, 101.0, rtol=0.01)
    failure(check.close, 100.0, 101.0, rtol=0.009)
    check.close([0.1, 5.0], [0.0, 5.0], atol=0.1)
    failure(check.close, [0.1, 5.0], [0.0, 5.0], atol=0.09)


def test_the_default_absolute_tolerance_follows_the_largest_expected_value():
    check.close([1e-4, 1e6], [0.0, 1e6])
    failure(check.close, [1e-4, 1.0], [0.0, 1.0])
    failure(check.close, [1e-10, 1e-6], [0.0, 1e-6])


def test_a_small_array_is_shown_in_full():
    assert failure(check.close, [[0.0, 1.0], [2.0, 9.0]], [[0.0, 1.0], [2.0, 3.0]], what="the distance").message == (
        "the distance: 1 of 4 elements wrong, the first at [1, 1]: received 9, expected 3\n"
        "  received\n    [[0., 1.],\n     [2., 9.]]\n  expected\n    [[0., 1.],\n     [2., 3.]]"
    )


def test_a_large_array_is_summed_up():
    wrong = np.zeros((100, 7))
    wrong[3, 2], wrong[50, 1] = 0.5, -2.0
    message = failure(check.close, wrong, np.zeros((100, 7))).message
    assert message == (
        "your result: 2 of 700 elements wrong, the first at [3, 2]: received 0.5, expected 0; "
        "the largest difference is 2, at [50, 1]"
    )


@pytest.mark.parametrize(
    ("actual", "expected", "text"),
    [
        (2.5, 3.75, "your result: expected 3.75, got 2.5"),
        (None, 1.0, "your result: expected a number, got None; is there a `return` at the end?"),
        (None, X, "your result: expected an array of shape (2, 3), got None; is there a `return` at the end?"),
        (Liar(), X, "your result: expected an array of shape (2, 3), got an object of type Liar"),
        ([Liar()], X, "got a list that holds something else than numbers, strings and arrays"),
        (X, 3.0, "your result: expected a single number, got shape (2, 3)"),
        (3.0, X, "your result: expected shape (2, 3), got a single number"),
        (X > 2, X, "your result: expected an array of shape (2, 3), got True/False values (dtype bool)"),
        ([[1.0], [1.0, 2.0]], X, "got a list whose rows differ in shape or kind"),
        ([None, None], X, "got a list that holds None"),
        ({"W": X[:1]}, {"W": X}, "your result['W']: expected shape (2, 3), got shape (1, 3)"),
        ([X, X + 9], [X, [1.0]], "your result[1]: expected shape (1,), got shape (2, 3)"),
        ({"w": X}, {"W": X}, "your result: expected the keys 'W', got 'w'"),
        (X, {"W": X}, "your result: expected a dict, got an array"),
    ],
)
def test_messages_say_both_sides(actual, expected, text):
    assert text in failure(check.close, actual, expected).message


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (3, 3),
        (3.0, 3),
        (np.int64(3), 3),
        ([1, 2], np.array([1, 2])),
        (np.array([1.0, 2.0]), [1, 2]),
        (torch.tensor([1, 2]), [1, 2]),
        (True, np.True_),
        ([True, False], np.array([True, False])),
        ("cat", "cat"),
        (["a", "b"], ["a", "b"]),
        (b"x", b"x"),
        (None, None),
        ({1, 2}, {2, 1}),
        ({"k": [1, 2]}, {"k": (1, 2)}),
        ([1, "a"], [1, "a"]),
        (np.nan, np.nan),
    ],
)
def test_equal_accepts(actual, expected):
    check.equal(actual, expected)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (3.0000001, 3),
        (1, True),
        (True, 1),
        ("1", 1),
        ("cat", "dog"),
        ([1, 2], [1, 3]),
        ([1, 2], [1, 2, 3]),
        (np.nan, 1),
        (0, None),
        ({1, 3}, {2}),
        ([1], {1}),
        (torch.tensor([1, 2]), [2, 1]),
        (2**53 + 1, 2**53),
    ],
)
def test_equal_refuses(actual, expected):
    failure(check.equal, actual, expected)


def test_shape_says_both_shapes():
    check.shape(X, (2, 3))
    check.shape(2.0, ())
    check.shape(torch.zeros(4, 1), (4, 1))
    reversed_shape = failure(check.shape, X, (3, 2))
    assert reversed_shape.message.startswith("your result: expected shape (3, 2), got shape (2, 3)\n")
    assert reversed_shape.hint == "the shape is reversed: are rows and columns exchanged?"
    assert failure(check.shape, X, (3,)).hint.startswith("the result has an axis too many")
    assert failure(check.shape, X, (2, 1, 3)).hint == "an axis of length 1 is too few"
    assert failure(check.shape, X, (5, 5)).hint == "the shape of the result is not the expected one"


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        (X, np.float64),
        (X, "float64"),
        (X, float),
        (X, np.floating),
        (X.astype(np.float32), (np.float64, np.float32)),
        (np.arange(3), np.integer),
        (torch.zeros(2), torch.float32),
        (torch.zeros(2), np.float32),
        (X, torch.float64),
        (True, bool),
    ],
)
def test_dtype_accepts(value, dtype):
    check.dtype(value, dtype)


@pytest.mark.parametrize(
    ("value", "dtype", "text"),
    [
        (X, np.float32, "expected dtype float32, got float64"),
        (X, np.integer, "expected dtype integer, got float64"),
        (X, (np.int32, np.int64), "expected dtype int32 or int64, got float64"),
        (torch.zeros(2), torch.float64, "expected dtype torch.float64, got torch.float32"),
        (X, torch.float32, "expected dtype torch.float32, got float64"),
    ],
)
def test_dtype_refuses(value, dtype, text):
    assert text in failure(check.dtype, value, dtype).message


def test_the_authors_expected_value_has_to_be_plain_data():
    with pytest.raises(TypeError, match="expected value should be plain data"):
        check.close(1.0, np.array([object()]))


def test_check_needs_no_torch():
    code = "import sys; from coursework import check; check.close([1.0], [1.0]); print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


POOL = [
    *(1, 2.5, True, None, "a", b"a", 10**30, 1j, math.nan, -math.inf, np.float16(0.1), np.array(3)),
    *([], [1, 2], [[1], [2, 3]], (1.0, "a"), {}, {"a": 1}, {1, 2}, [X, X], {"a": X}, np.array(["a", "b"])),
    *(X, X.T, -X, 2 * X, X * 1j, X[None], np.zeros(0), np.zeros((2, 0)), np.full((2, 3), np.nan)),
    *(np.ones(3, dtype=bool), np.arange(4, dtype=np.uint8), np.array([2**63], dtype=np.uint64)),
    *(torch.zeros(2, 3), torch.tensor(True), np.array("2020", dtype="M8[Y]")),
]


@pytest.mark.parametrize("compare", [check.close, check.equal])
def test_any_pair_of_plain_values_is_decided(compare):
    refused = 0
    for actual, expected in itertools.product(POOL, POOL):
        try:
            compare(actual, expected)
        except check.CheckFailed:
            refused += 1
    assert 0.8 * len(POOL) ** 2 < refused < len(POOL) ** 2


@pytest.mark.parametrize("value", POOL, ids=repr)
def test_every_plain_value_equals_itself(value):
    check.equal(value, value)
