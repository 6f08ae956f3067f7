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
        RuntimeError,
        r"^mat1 and mat2 must have the same dtype|^Input type \(\w[\w. ]*\) and (weight|bias) type"
        r"|^expected scalar type|^expected m1 and m2 to have the same dtype",
        "two tensors differ in dtype: convert one of them",
    ),
    (
        RuntimeError,
        r"^expected target dtype to be Long",
        "labels must be whole numbers, int64",
    ),
    (
        RuntimeError,
        r"^Given groups=\d+, weight of size",
        "a convolution gets another number of channels than it was made for",
    ),
    (
        RuntimeError,
        r"^Calculated padded input size|^Given input size: .* Output size is too small",
        "an image is smaller than the kernel or the window: is padding missing, or is a stride too large?",
    ),
    (
        RuntimeError,
        r"same device|is not on the expected device",
        "tensors lie on different devices: move the batch, or the model, to one",
    ),
    (
        RuntimeError,
        r"^Can't call numpy\(\) on Tensor that requires grad",
        "a tensor that records its graph becomes an array by .detach().numpy()",
    ),
    (
        RuntimeError,
        r"^element 0 of tensors does not require grad",
        "backward finds no graph: was it cut by detach, no_grad or a way through NumPy?",
    ),
    (
        RuntimeError,
        r"^Trying to backward through the graph a second time",
        "backward went through the same graph twice: compute the loss anew for each step",
    ),
    (
        RuntimeError,
        r"^a leaf Variable that requires grad is being used in an in-place|modified by an inplace operation",
        "a tensor that autograd needs was changed in place",
    ),
    (
        RuntimeError,
        r"returned an incorrect number of gradients",
        "backward must return one gradient for each input of forward",
    ),
    (
        RuntimeError,
        r"^Error\(s\) in loading state_dict",
        "the names or shapes of the parameters are not those expected",
    ),
    (
        RuntimeError,
        r"^shape '.*' is invalid for input of size|^view size is not compatible",
        "a reshape does not fit the number of elements, or a view does not fit their order in memory",
    ),
    (
        RuntimeError,
        r"^Module \[\w*\] is missing the required",
        "the module has no method forward",
    ),
    (
        AttributeError,
        r"before Module.__init__\(\) call",
        "super().__init__() must come first in a module's __init__",
    ),
    (
        ValueError,
        r"^At least one stride in the given numpy array is negative",
        "torch takes no array that is turned round: copy it first",
    ),
    (
        Exception,
        r"^Weights only load failed",
        "the file holds objects that torch.load refuses: keep state_dict()s, tensors, numbers and texts only",
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
