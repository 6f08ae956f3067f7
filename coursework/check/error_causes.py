"""What usually lies behind an error, by what NumPy, PyTorch or Python says: in fixed words, nothing of its text."""

from __future__ import annotations

import re

_Classes = type[BaseException] | tuple[type[BaseException], ...]

# (class, what its text says, the cause). Of several that fit, the first is said.
_CAUSES: tuple[tuple[_Classes, str, str], ...] = (
    (
        ValueError,
        r"^operands could not be broadcast together|^non-broadcastable output operand",
        "two arrays do not fit each other: is an axis missing (keepdims=True, [:, np.newaxis])?",
    ),
    (
        ValueError,
        r"mismatch in its core dimension|^shapes \(.*\) and \(.*\) not aligned",
        "the inner sizes of a matrix product differ: is a transpose missing, or are the factors exchanged?",
    ),
    (
        RuntimeError,
        r"^mat1 and mat2 shapes cannot be multiplied|^size mismatch|^The size of tensor a",
        "the sizes of two tensors do not fit: is a transpose or an axis missing?",
    ),
    (
        ValueError,
        r"^(assignment destination|output array|sort array|array) is read-only",
        "it writes into its input: compute on a copy",
    ),
    (
        ValueError,
        r"^could not broadcast input array from shape|^setting an array element with a sequence",
        "something is stored where another shape is needed",
    ),
    (
        ValueError,
        r"^cannot reshape array of size",
        "a reshape asks for another number of elements: is a size fixed to that of the example?",
    ),
    (
        ValueError,
        r"^array split does not result in an equal division",
        "parts of equal size are not possible for every length",
    ),
    (
        ValueError,
        r"^The truth value of an array",
        "an array stands where one True or False is needed: work element by element, or use any() or all()",
    ),
    (
        TypeError,
        r"^(Cannot cast ufunc '\w+' output|ufunc '\w+' output)[^\n]*to dtype\('u?int",
        "an array of integers cannot take fractions in place: convert it to float first",
    ),
    (
        (TypeError, IndexError),
        r"^'[\w.]*float[\w.]*' object cannot be interpreted as an integer|^slice indices must be integers"
        r"|^expected a sequence of integers|^only integers, slices"
        r"|^arrays used as indices must be of integer|^only integer scalar arrays",
        "an index or a size is no whole number: use // or an integer dtype",
    ),
    (
        TypeError,
        r"unexpected keyword argument|required positional argument|positional arguments? but",
        "a function is called with other arguments than it takes: compare its signature with the task",
    ),
    (
        (TypeError, AttributeError),
        r"'NoneType'",
        "None is used where a result is needed: is a `return` missing?",
    ),
    (
        AttributeError,
        r"^'(list|tuple)' object has no attribute '(shape|dtype|ndim|size|T|astype|sum|mean|max|min|reshape|copy)'",
        "a list is used like an array",
    ),
    (
        TypeError,
        r"^(list|tuple) indices must be integers or slices, not str",
        "a list or tuple stands where a dictionary is needed",
    ),
    (
        IndexError,
        r"^too many indices for array",
        "an array has fewer axes than the code assumes",
    ),
    (
        IndexError,
        r"out of (bounds|range)",
        "an index lies beyond the end: does the code assume a size, or begin to count at 1?",
    ),
    (
        OverflowError,
        r"^Python integer -?\d+ out of bounds for u?int",
        "a number does not fit into an integer dtype: convert to float first",
    ),
    (
        RecursionError,
        r"^maximum recursion depth",
        "a function calls itself too often: is there an end, and would a loop do?",
    ),
    (ZeroDivisionError, r"", "something is divided by 0"),
)  # fmt: skip


def cause_of_error(kind: type[BaseException], text: str) -> str:
    """The likely cause in fixed words; "" where none is known.

    Args: kind: the class of the error, a builtin one or below it; text: what it says.
    """
    for classes, pattern, words in _CAUSES:
        if issubclass(kind, classes) and re.search(pattern, text[:400]):
            return words
    return ""
