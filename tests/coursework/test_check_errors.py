"""What is said of an error: its likely cause, in words that carry nothing of its text."""

import numpy as np
import pytest
import torch

from autograder.sandbox.remote import student_error
from coursework import check
from coursework.check.error_causes import cause_of_error

READ_ONLY = np.zeros(3)
READ_ONLY.setflags(write=False)
PIXELS = np.zeros((2, 3), np.uint8)


def endless():
    return endless()


def in_place(target, value):
    target += value


def assigned(target, place, value):
    target[place] = value


def nothing():
    pass


ERRORS = [
    ("broadcast", lambda: np.ones(5) + np.ones(4), "two arrays do not fit each other"),
    ("into a smaller array", lambda: in_place(np.ones(1), np.ones(4)), "two arrays do not fit each other"),
    ("matrix product", lambda: np.ones((2, 3)) @ np.ones((2, 3)), "inner sizes of a matrix product differ"),
    ("dot", lambda: np.dot(np.ones((2, 3)), np.ones((2, 3))), "inner sizes of a matrix product differ"),
    ("tensor product", lambda: torch.ones(2, 3) @ torch.ones(2, 3), "sizes of two tensors do not fit"),
    ("tensor sum", lambda: torch.ones(2, 3) + torch.ones(2, 2), "sizes of two tensors do not fit"),
    ("read-only", lambda: assigned(READ_ONLY, 0, 1), "writes into its input"),
    ("read-only, in place", lambda: in_place(READ_ONLY, 1), "writes into its input"),
    ("read-only, sorted", lambda: READ_ONLY.sort(), "writes into its input"),
    ("stored", lambda: assigned(np.ones((2, 3)), 0, np.ones(2)), "stored where another shape is needed"),
    ("stored in one place", lambda: assigned(np.ones(3), 0, [1, 2]), "stored where another shape is needed"),
    ("reshape", lambda: np.ones(6).reshape(2, 2), "reshape asks for another number of elements"),
    ("split", lambda: np.split(np.ones(5), 2), "parts of equal size"),
    ("truth", lambda: bool(np.ones(3) > 0), "an array stands where one True or False"),
    ("8 bits in place", lambda: in_place(PIXELS, 0.5), "an array of integers cannot take fractions"),
    ("size", lambda: range(5 / 2), "an index or a size is no whole number"),
    ("numpy size", lambda: np.zeros(5 / 2), "an index or a size is no whole number"),
    ("slice", lambda: [1, 2][: 3 / 2], "an index or a size is no whole number"),
    ("array slice", lambda: np.ones(3)[: 3 / 2], "an index or a size is no whole number"),
    ("index", lambda: np.ones(3)[np.ones(2)], "an index or a size is no whole number"),
    ("arguments", lambda: nothing(1), "called with other arguments"),
    ("named argument", lambda: nothing(x=1), "called with other arguments"),
    ("missing argument", lambda: in_place(1), "called with other arguments"),
    ("no return", lambda: nothing().shape, "is a `return` missing"),
    ("no return, subscripted", lambda: nothing()[0], "is a `return` missing"),
    ("no return, added", lambda: 1 + nothing(), "is a `return` missing"),
    ("list", lambda: [1, 2].shape, "a list is used like an array"),
    ("list for a dictionary", lambda: sorted((2, 1))["x"], "a list or tuple stands where a dictionary"),
    ("axes", lambda: np.ones(3)[:, 0], "fewer axes"),
    ("beyond", lambda: np.ones(3)[3], "an index lies beyond the end"),
    ("beyond a list", lambda: [1][1], "an index lies beyond the end"),
    ("recursion", endless, "calls itself too often"),
    ("division", lambda: 1 / 0, "divided by 0"),
]  # fmt: skip


@pytest.mark.parametrize(("run", "words"), [row[1:] for row in ERRORS], ids=[row[0] for row in ERRORS])
def test_the_cause_of_an_error_is_said(run, words):
    """In the message and in the hint, by the notebook and by the grader, which has the error as text only."""
    check.begin()
    with check.part("p", hidden=True):
        run()
    (part,) = check.collect().parts
    assert words in part.message
    assert words in part.hint
    with pytest.raises(Exception) as caught:  # noqa: PT011
        run()
    classes = [kind.__name__ for kind in type(caught.value).__mro__]
    described = {"name": classes[0], "classes": classes, "message": str(caught.value), "traceback": ""}
    message, hint = student_error(described).__check_words__()
    assert words in message
    assert hint == part.hint


@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < "2.0.0", reason="NumPy 1 wraps")
def test_a_number_that_does_not_fit():
    with pytest.raises(OverflowError) as caught:
        PIXELS + 300
    assert "does not fit into an integer dtype" in cause_of_error(OverflowError, str(caught.value))


@pytest.mark.parametrize(
    "error",
    [
        ValueError("k must lie between 1 and 5"),
        ValueError("my operands could not be broadcast together"),
        KeyError("out of range"),
        TypeError("unhashable type: 'list'"),
        AttributeError("'Net' object has no attribute 'shape'"),
        IndexError("pop from empty list"),
        Exception("read-only"),
    ],
)
def test_of_other_errors_no_cause_is_said(error):
    assert cause_of_error(type(error), str(error)) == ""


def test_a_hint_carries_nothing_of_the_text():
    check.begin()
    with check.part("p", hidden=True):
        raise IndexError("secret 12.5 is out of bounds")
    (part,) = check.collect().parts
    assert part.hint.startswith("your code raised IndexError: an index lies beyond the end")
    assert "12.5" not in part.hint
