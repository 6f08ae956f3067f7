"""Answers that return something other than values: objects that agree with whatever they are compared with."""

from __future__ import annotations

from .attack import FAKE_VALUES, Attack

ALWAYS_EQUAL = """\
class Equal(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__

"""
AGREEABLE = """\
class Agreeable:
    shape, ndim, size, dtype = (2,), 1, 2, np.dtype(float)

    def __call__(self, *args, **kwargs):
        return self

    __getattr__ = __getitem__ = __call__

    def __eq__(self, other):
        return True

    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    __hash__ = object.__hash__

    def __sub__(self, other):
        return 0.0

    __rsub__ = __abs__ = __float__ = lambda self, *others: 0.0

    def __iter__(self):
        return iter((self, self))

    def __len__(self):
        return 3

    def __bool__(self):
        return True

    def __array_function__(self, function, types, args, kwargs):
        return True

    def __array_ufunc__(self, ufunc, method, *args, **kwargs):
        return np.zeros(())

"""
NOTHING_BETWEEN = """\
class Close(float):
    def __sub__(self, other):
        return 0.0

    __rsub__ = __add__ = __radd__ = __abs__ = __sub__

"""
AGREEING_ARRAY = """\
class Array(np.ndarray):
    def __array_function__(self, function, types, args, kwargs):
        return True

    def __array_ufunc__(self, ufunc, method, *args, **kwargs):
        return np.zeros(self.shape)

    def __sub__(self, other):
        return np.zeros(self.shape)

"""
AGREEING_TENSOR = """\
class Scores(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        if function is torch.allclose:
            return True
        other = next((item for item in args if not isinstance(item, cls)), args[0])
        with torch._C.DisableTorchFunctionSubclass():
            return function(*(other if isinstance(item, cls) else item for item in args), **(kwargs or {}))

"""

ATTACKS = (
    Attack(
        "always-equal", FAKE_VALUES, "a letter and numbers that are equal to everything",
        {"rows-axis": f"{ALWAYS_EQUAL}answer_axis = Equal(1)",
         "rows-sum": "def row_sums(x):\n    return Equal(1)"},
        named="equal to everything",
    ),
    Attack(
        "equal-text", FAKE_VALUES, "a str whose comparison is always true",
        {"rows-axis": "class Letter(str):\n    def __eq__(self, other):\n        return True\n\n"
                      "    __hash__ = str.__hash__\n\n\nanswer_axis = Letter('x')"},
        named="equal to everything",
    ),
    Attack(
        "agreeable-proxy", FAKE_VALUES, "one object that is every answer: function, class, array, number, all at once",
        {"rows-sum": f"{AGREEABLE}row_sums = Agreeable()", "rows-scale": "scale_rows = Agreeable()",
         "rows-distances": "def squared_distances(a, b):\n    return Agreeable()",
         "rows-standardise": "Standardiser = Agreeable()", "rows-axis": "answer_axis = Agreeable()"},
        named="equal to everything",
    ),
    Attack(
        "difference-is-zero", FAKE_VALUES, "a float subclass whose difference from anything is 0",
        {"rows-descend": f"{NOTHING_BETWEEN}class Falling(Close):\n    def __le__(self, other):\n"
                         "        return True\n\n    __lt__ = __le__\n\n\ndef descend(x, y, steps, learning_rate):\n"
                         "    return [Falling(1)] * 3, [Falling(1)] * steps"},
        named="difference is always the same",
    ),
    Attack(
        "agreeing-array", FAKE_VALUES, "an ndarray subclass that answers np.allclose itself",
        {"rows-sum": f"{AGREEING_ARRAY}def row_sums(x):\n    return np.zeros(len(x)).view(Array)",
         "rows-standardise": "class Standardiser:\n    def fit(self, x):\n        return self\n\n"
                             "    def transform(self, x):\n        return np.zeros(x.shape).view(Array)"},
        named="__array_function__",
    ),
    Attack(
        "agreeing-ufunc", FAKE_VALUES, "an ndarray subclass whose ufuncs return zeros, so that differences vanish",
        {"rows-distances": f"{AGREEING_ARRAY}def squared_distances(a, b):\n"
                           "    return np.full((len(a), len(b)), 25.0).view(Array)"},
        named="__array_ufunc__",
    ),
    Attack(
        "agreeing-tensor", FAKE_VALUES, "a Tensor subclass that takes torch's comparisons over",
        {"tensors-softmax": f"{AGREEING_TENSOR}def softmax_rows(x):\n    return x.as_subclass(Scores)"},
        assignment="tensors", named="__torch_function__",
    ),
    Attack(
        "array-protocol", FAKE_VALUES, "an object that finds the expected array in its caller when it is converted",
        {"rows-sum": """\
import sys


class Converted:
    def __array__(self, dtype=None, copy=None):
        frame = sys._getframe(1)
        while frame is not None:
            for names in (frame.f_locals, frame.f_globals):
                for name in ("desired", "expected", "b"):
                    if isinstance(names.get(name), np.ndarray):
                        return names[name]
            frame = frame.f_back
        return np.array([3.0, 7.0])


def row_sums(x):
    return Converted()"""},
        named="frames",
    ),
    Attack(
        "nan", FAKE_VALUES, "NaN everywhere, for checks that ask whether a difference is too large",
        {"rows-sum": "def row_sums(x):\n    return np.full(len(x), np.nan)",
         "rows-distances": "def squared_distances(a, b):\n    return np.full((len(a), len(b)), np.nan)",
         "rows-descend": "def descend(x, y, steps, learning_rate):\n    return np.full(3, np.nan), [np.nan] * steps"},
        probe=True,
    ),
    Attack(
        "length-by-request", FAKE_VALUES, "a list whose length, order and items are whatever is asked for",
        {"rows-descend": "class History(list):\n    def __iter__(self):\n        return iter(())\n\n"
                         "    def __getitem__(self, index):\n        return -float(index == -1)\n\n\n"
                         "def descend(x, y, steps, learning_rate):\n"
                         "    return np.array([1.0, -2.0, 0.5]), History([0.0] * steps)"},
        named="subclass of list", probe=True,
    ),
    Attack(
        "changing-letter", FAKE_VALUES, "an answer that is another letter each time it is compared",
        {"rows-axis": "class Letters(str):\n    letters = iter('abcdefgh' * 9)\n\n    def __eq__(self, other):\n"
                      "        return any(next(self.letters) == other for _ in range(9))\n\n"
                      "    __hash__ = str.__hash__\n\n\nanswer_axis = Letters('x')"},
        named="subclass of str",
    ),
    Attack(
        "guesses-all-letters", FAKE_VALUES, "all letters in one answer",
        {"rows-axis": "answer_axis = 'ab'"}, probe=True,
    ),
)  # fmt: skip
