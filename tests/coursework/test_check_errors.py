"""What is said of an error: its likely cause, in words that carry nothing of its text."""

import io

import numpy as np
import pytest
import torch
from torch.nn import functional as F

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


def twice():
    x = torch.ones(2, requires_grad=True)
    y = (x * x).sum()
    y.backward()
    y.backward()


class OneGradient(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        return a * b

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output


class Unready(torch.nn.Module):
    def __init__(self):
        self.layer = torch.nn.Linear(2, 2)


def loaded():
    file = io.BytesIO()
    torch.save(torch.nn.Linear(2, 2), file)
    file.seek(0)
    torch.load(file)


LINEAR, CONVOLUTION = torch.nn.Linear(2, 2), torch.nn.Conv2d(2, 2, 3)
LEAF, LOGITS = torch.ones(2, requires_grad=True), torch.zeros(2, 3)


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
    ("dtype of a linear layer", lambda: LINEAR(torch.ones(1, 2).double()), "two tensors differ in dtype"),
    ("dtype of a convolution", lambda: CONVOLUTION(torch.ones(1, 2, 4, 4).byte()), "two tensors differ in dtype"),
    ("floating labels", lambda: F.cross_entropy(LOGITS, torch.zeros(2)), "labels must be whole numbers"),
    ("channels", lambda: CONVOLUTION(torch.ones(1, 3, 4, 4)), "another number of channels"),
    ("small image", lambda: CONVOLUTION(torch.ones(1, 2, 2, 2)), "smaller than the kernel"),
    ("small map", lambda: F.max_pool2d(torch.ones(1, 1, 2, 2), 3), "smaller than the kernel or the window"),
    ("devices", lambda: torch.ones(2, device="meta") + torch.ones(2), "tensors lie on different devices"),
    ("numpy", lambda: LEAF.numpy(), "becomes an array by"),
    ("no graph", lambda: torch.ones(1).backward(), "backward finds no graph"),
    ("twice", twice, "backward went through the same graph twice"),
    ("leaf in place", lambda: LEAF.add_(1), "changed in place"),
    ("one gradient of two", lambda: OneGradient.apply(LEAF, LEAF).sum().backward(), "one gradient for each input"),
    ("names", lambda: LINEAR.load_state_dict({}), "the names or shapes of the parameters"),
    ("view", lambda: torch.ones(2, 3).T.view(6), "a reshape does not fit"),
    ("tensor reshape", lambda: torch.ones(6).reshape(4), "a reshape does not fit"),
    ("no forward", lambda: torch.nn.Module()(1), "the module has no method forward"),
    ("no super", Unready, "super().__init__() must come first"),
    ("turned round", lambda: torch.from_numpy(np.ones(3)[::-1]), "copy it first"),
    ("pickled module", loaded, "objects that torch.load refuses"),
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


def test_the_line_of_the_notebook_is_said_not_one_in_a_library():
    lines = ['  File "cell", line 3, in forward', '  File "/opt/site/torch/nn/modules/linear.py", line 134, in forward']
    described = {"name": "RuntimeError", "classes": ["RuntimeError"], "message": "wrong", "traceback": "\n".join(lines)}
    message, _ = student_error(described).__check_words__()
    assert message.endswith('File "cell", line 3, in forward')
    message, _ = student_error({**described, "traceback": lines[1]}).__check_words__()
    assert message.endswith("in forward")
